"""What people said of a service, told so that nobody's word is found: published batches, and how far they may be off."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from hamafza.network.models import Centre, Domain
from hamafza.places.models import Place
from hamafza.public.measures import SAID
from hamafza.public.models import Batch, Publication
from hamafza.public.releasing import LEAST, LEAST_SENSITIVE
from hamafza.ui.digits import local


@dataclass(frozen=True)
class Rating:
    """Published answers; of each kind up to `held` more may wait unpublished."""

    solved: int
    not_yet: int
    silent: int
    held: int

    @property
    def answers(self) -> int:
        return self.solved + self.not_yet

    @property
    def of_ten(self) -> tuple[int, int]:
        """How many of ten who answered said it was solved: at least, at most."""
        low = self.solved / (self.answers + self.held)
        high = (self.solved + self.held) / (self.answers + self.held)
        return round(10 * low), round(10 * high)

    @property
    def responded(self) -> int:
        """Per cent of those who were asked, at least."""
        return 100 * self.answers // (self.answers + self.silent + self.held)

    def __str__(self) -> str:
        low, high = self.of_ten
        facts = {"low": local(low), "high": local(high), "percent": local(self.responded)}
        if low == high:
            return _("از هر ۱۰ نفر پاسخ‌دهنده %(low)s نفر گفته‌اند گره باز شد؛ دست‌کم %(percent)s٪ پاسخ داده‌اند.") % facts
        return (
            _("از هر ۱۰ نفر پاسخ‌دهنده %(low)s تا %(high)s نفر گفته‌اند گره باز شد؛ دست‌کم %(percent)s٪ پاسخ داده‌اند.")
            % facts
        )


def least_for() -> Callable[[str], int]:
    """The crowd that a domain asks for; where it is not told apart, the larger one."""
    sensitive = {"", *Domain.objects.filter(is_sensitive=True).values_list("key", flat=True)}
    return lambda domain: LEAST_SENSITIVE if domain in sensitive else LEAST


def period(year: int) -> int:
    """Ratings are gathered over a year: 140500 stands where 140509 is a month."""
    return year * 100


def place_of(centre: Centre) -> str:
    """The centre as a place of its own in its county: IR/11/1104/@7/."""
    return f"{centre.place.county_path}@{centre.pk}/"


def of_centres(centres: Iterable[Centre]) -> dict[int, dict[str, Rating]]:
    """{centre: {domain: what was said}} of the latest year that has something to tell; "" is all of its domains."""
    by_path = {place_of(centre): centre for centre in centres}
    counted = _counts(list(by_path))
    if not counted:
        return {}
    least, seasons, found = least_for(), _seasons(), {}
    for path, years in counted.items():
        centre, year = by_path[path], max(years)
        closed = seasons.get(year // 100, 0)
        served = {service.domain.key for service in centre.services.all()} | {key for key in years[year] if key}
        told = {key: _rating(said, (least(key) - 1) * (1 + closed)) for key, said in years[year].items() if key}
        # What is too small in a domain may still wait; what was too small for the centre left it with its county.
        waits = sum(least(key) - 1 for key in served)
        told[""] = _rating(_sum(years[year].values()), waits + (LEAST_SENSITIVE - 1) * closed)
        found[centre.pk] = {key: one for key, one in told.items() if one.answers}
    return found


def of_place(place: Place) -> Rating | None:
    """Up to the last season that is closed, when nothing but a few of each kind was left behind."""
    closed = Publication.objects.filter(closes__isnull=False).order_by("-week").first()
    if closed is None or closed.closes is None:
        return None
    seasons = _seasons()[closed.closes]
    rows = Batch.objects.filter(place__startswith=place.path, month=period(closed.closes), week__lte=closed.week)
    said = dict(rows.filter(measure__in=SAID).order_by().values_list("measure").annotate(n=Sum("count")))
    found = _rating(said, (LEAST_SENSITIVE - 1) * seasons)
    return found if found.answers else None


def _rating(said: dict[str, int], held: int) -> Rating:
    return Rating(said.get("solved", 0), said.get("not_yet", 0), said.get("silent", 0), held)


def _sum(cells: Iterable[dict[str, int]]) -> dict[str, int]:
    whole: dict[str, int] = defaultdict(int)
    for cell in cells:
        for said, n in cell.items():
            whole[said] += n
    return whole


def _seasons() -> dict[int, int]:
    """How many seasons of each year are closed."""
    closed = Publication.objects.filter(closes__isnull=False).order_by()
    return dict(closed.values_list("closes").annotate(n=Count("pk")))


def _counts(paths: list[str]) -> dict[str, dict[int, dict[str, dict[str, int]]]]:
    """{path: {year: {domain: {said: n}}}}, of years in which somebody's answer is out."""
    rows = Batch.objects.filter(place__in=paths, measure__in=SAID).order_by()
    found: dict[str, dict[int, dict[str, dict[str, int]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(dict)))
    for path, month, domain, said, n in rows.values_list("place", "month", "domain", "measure").annotate(
        n=Sum("count")
    ):
        found[path][month][domain][said] = n
    return found
