"""The public directory: active centres that are not hidden, what they do, when they open, how fresh it is."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import caches
from django.db.models import Count, Max
from django.utils.translation import get_language, ngettext

from hamafza.network import finding, maps, rows
from hamafza.network.calendar import Calendar
from hamafza.network.models import Centre
from hamafza.network.queries import public_centres
from hamafza.network.rows import Row
from hamafza.network.week import Day, next_opening, open_until, week_of
from hamafza.places import queries as places
from hamafza.places.models import Place
from hamafza.places.paths import cut
from hamafza.public.queries import ratings
from hamafza.ui.digits import local

KEPT = 300  # seconds that a list may stand as it is; hidden and closed centres leave it at once
ON_MAP = 400
DIRECTORY = "/directory"


@dataclass(frozen=True)
class Listing:
    """One answer of the directory."""

    rows: list[Row]
    said: dict[int, str]  # by centre: what people said of it
    after: str
    before: str
    picture: maps.Picture | None

    @property
    def lines(self) -> list[tuple[Row, str]]:
        """Each row with what people said of it."""
        return [(row, self.said.get(row.centre.pk, "")) for row in self.rows]


@dataclass(frozen=True)
class Entry:
    """One centre as anybody may know it: no officer, no load, no history."""

    centre: Centre
    where: str
    week: list[Day]
    open_until: Any
    opens_next: datetime | None
    freshness: str
    is_stale: bool
    picture: maps.Picture | None
    said: list[tuple[str, ratings.Rating]]  # by domain, what people said


def listing(asked: finding.Filters, at: datetime, *, after: str = "", before: str = "") -> Listing:
    """Kept for five minutes; any change in which centres are public begins a new one."""
    place = asked.place.path if asked.place else ""
    parts = (_stamp(), get_language(), asked, place, after, before)
    key = "|".join(map(str, parts))
    kept = caches["local"]
    name = f"directory:{hash(key)}"
    stored = kept.get(name)
    if stored is None or stored[0] != key:
        stored = (key, _listing(asked, at, after, before))
        kept.set(name, stored, KEPT)
    found: Listing = stored[1]
    return found


def entry(code: str, at: datetime) -> Entry | None:
    """One public centre, read afresh."""
    centre = public_centres().filter(code=code).first()
    if centre is None:
        return None
    calendar = Calendar([centre.pk])
    hours_on = calendar.hours_of(centre)
    return Entry(
        centre,
        places.label_of(centre.place),
        week_of(centre, calendar, at),
        open_until(hours_on, at),
        next_opening(hours_on, at),
        rows.freshness(centre, at),
        rows.is_stale(centre, at),
        _points(centre.place, [centre]),
        _said(centre),
    )


def _listing(asked: finding.Filters, at: datetime, after: str, before: str) -> Listing:
    centres = finding.found(public_centres(), asked, at)
    page = finding.paged(centres.prefetch_related(None), after=after, before=before)
    picture = _points(asked.place, list(centres.order_by("pk")[:ON_MAP])) if asked.place else _nation(asked, centres)
    said = {pk: str(told[""]) for pk, told in ratings.of_centres(page.rows).items() if "" in told}
    return Listing(rows.rows_of(page.rows, None, at), said, page.after, page.before, picture)


def _said(centre: Centre) -> list[tuple[str, ratings.Rating]]:
    """Each domain that has a figure of its own; all together where none has."""
    told = ratings.of_centres([centre]).get(centre.pk, {})
    apart = [(str(one.domain), told[one.domain.key]) for one in centre.services.all() if one.domain.key in told]
    return apart or [("", one) for key, one in told.items() if not key]


def _points(place: Place, centres: list[Centre]) -> maps.Picture | None:
    """The centres as points on their province; those with no known point are only in the list."""
    province = places.by_path(place.province_path)
    if province is None or province.path == "IR/":
        return None
    marks = [
        (one.latitude, one.longitude, {"level": 4, "label": one.name, "href": f"{DIRECTORY}/{one.code}"})
        for one in centres
        if one.latitude and one.longitude and one.place.path.startswith(province.path)
    ]
    return maps.points(province, marks)


def _nation(asked: finding.Filters, centres: Any) -> maps.Picture:
    counts = Counter(cut(path, 1) for path in centres.values_list("place__path", flat=True))

    def label(place: Place) -> str:
        n = counts[place.path]
        return f"{place}: " + ngettext("%(n)s کانون", "%(n)s کانون", n) % {"n": local(n)}

    more = f"&domain={asked.domain}" if asked.domain else ""
    shown = [named.place for named in places.widest()]
    return maps.cells(shown, counts, label, lambda place: f"{DIRECTORY}?place={place.path}{more}")


def _stamp() -> str:
    """Changes whenever a centre appears, is hidden, closed or edited."""
    seen = Centre.objects.filter(state="active", is_public=True).aggregate(n=Count("pk"), last=Max("confirmed_at"))
    return f"{seen['n']}:{seen['last']}"


__all__ = ["Entry", "Listing", "entry", "listing"]
