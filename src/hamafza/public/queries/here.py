"""What was done here: published batches, summed; nothing else reaches a citizen's page."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, QuerySet, Sum

from hamafza.journal.months import Month, between
from hamafza.network import maps
from hamafza.network.calendar import iranian_weekday
from hamafza.network.models import Domain
from hamafza.places.models import Kind, Place
from hamafza.places.paths import cut
from hamafza.public import measures
from hamafza.public.models import Batch, Publication
from hamafza.public.queries import ratings
from hamafza.ui.digits import grouped

SHOWN = 12  # months that one can look back
LEVELS = (5, 50, 200, 600)  # people, on the map


@dataclass(frozen=True)
class Line:
    """One row of a table: a domain or a place, and its people; the share is of the longest bar."""

    label: str
    count: int
    share: float
    href: str = ""


@dataclass(frozen=True)
class Here:
    """All that a citizen's page shows of a place and a month."""

    place: Place
    month: Month
    goes_on: bool  # the month is not over, or not settled
    week: date | None  # the last that is out
    totals: dict[str, int]  # by measure
    domains: list[Line]
    parts: list[Line]  # provinces of the nation, counties of a province
    picture: maps.Picture | None
    said: ratings.Rating | None  # of services, up to the last season that is closed


def week_of(day: date) -> date:
    """The Saturday on which its week began."""
    return day - timedelta(days=iranian_weekday(day))


def place_of(code: str) -> Place | None:
    """The nation, a province or a county, by its path with dashes: IR-11-1104."""
    path = code.replace("-", "/") + "/"
    return Place.objects.filter(path=path, kind__in=[Kind.NATION, Kind.PROVINCE, Kind.COUNTY]).first()


def code_of(path: str) -> str:
    return path.rstrip("/").replace("/", "-")


def months(today: date) -> list[Month]:
    """Those that can be asked for, the latest first."""
    this = Month.of(today)
    return list(between(this.plus(1 - SHOWN), this))[::-1]


def stamp() -> date | None:
    """Changes when a new week is out, and never in between."""
    found: date | None = Publication.objects.aggregate(last=Max("week"))["last"]
    return found


def here(place: Place, month: Month, today: date) -> Here:
    """A few sums of what is published of this place and all that lies in it."""
    rows = Batch.objects.filter(place__startswith=place.path, month=month.code).order_by()
    totals = {one.key: 0 for one in measures.MEASURES}
    totals |= {row["measure"]: row["n"] for row in rows.values("measure").annotate(n=Sum("count"))}
    finished = rows.filter(measure=measures.FINISHED.key)
    parts = _parts(place, finished)
    return Here(
        place=place,
        month=month,
        goes_on=Month.of(today) == month,
        week=stamp(),
        totals=totals,
        domains=_domains(finished),
        parts=_lines([(str(part), n, f"/here/{code_of(part.path)}") for part, n in parts if n]),
        picture=_picture({part.path: n for part, n in parts}, [part for part, _ in parts]),
        said=ratings.of_place(place),
    )


def latest(today: date) -> tuple[Month, dict[str, int]] | None:
    """The nation's last month that is over, or the one that runs; for the front door."""
    this, last = months(today)[:2]
    rows = Batch.objects.filter(month__in=[this.code, last.code]).order_by().values_list("month", "measure")
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for month, measure, n in rows.annotate(n=Sum("count")):
        found[month][measure] = n
    return next(((month, found[month.code]) for month in (last, this) if found.get(month.code)), None)


def year(place: Place, today: date) -> list[tuple[Month, dict[str, int]]]:
    """Each month that is over, the latest first: what was published of it."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    rows = Batch.objects.filter(place__startswith=place.path).order_by()
    for row in rows.values("month", "measure").annotate(n=Sum("count")):
        found[row["month"]][row["measure"]] = row["n"]
    return [(month, found[month.code]) for month in months(today)[1:] if found.get(month.code)]


def _domains(finished: QuerySet[Batch]) -> list[Line]:
    """The domains with most people first; last, with an empty label, those whose domain is not told apart."""
    named = {domain.key: str(domain) for domain in Domain.objects.all()}
    counts = dict(finished.values_list("domain").annotate(n=Sum("count")))
    apart = counts.pop("", 0)
    told = sorted(
        ((str(named.get(key, key)), int(n), "") for key, n in counts.items()), key=lambda line: (-line[1], line[0])
    )
    return _lines([*told, ("", apart, "")] if apart else told)


def _parts(place: Place, finished: QuerySet[Batch]) -> list[tuple[Place, int]]:
    children = [child for child in place.children.all() if child.kind in {Kind.PROVINCE, Kind.COUNTY}]
    level = place.path.count("/")  # of what lies right under it
    counts: dict[str, int] = defaultdict(int)
    for path, n in finished.values_list("place").annotate(n=Sum("count")):
        counts[cut(path, level)] += n
    return sorted(((child, counts[child.path]) for child in children), key=lambda pair: -pair[1])


def _lines(rows: list[tuple[str, int, str]]) -> list[Line]:
    most = max((n for _, n, _ in rows), default=1)
    return [Line(label, n, n / most, href) for label, n, href in rows]


def _picture(counts: dict[str, int], parts: list[Place]) -> maps.Picture | None:
    if not parts:
        return None
    return maps.cells(
        parts,
        counts,
        lambda part: f"{part}: {grouped(counts[part.path])}",
        lambda part: f"/here/{code_of(part.path)}",
        steps=LEVELS,
    )
