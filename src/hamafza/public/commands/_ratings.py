"""Putting out what people said of services: crowds of one centre and domain; once a season the small ones, together."""

from collections import defaultdict
from datetime import date

from hamafza.journal import queries as journal
from hamafza.journal.months import Month
from hamafza.journal.months import year as year_of
from hamafza.network.models import Centre
from hamafza.places.paths import cut
from hamafza.public import releasing
from hamafza.public.measures import RATED, SAID
from hamafza.public.models import Taken
from hamafza.public.queries.ratings import least_for, period, place_of
from hamafza.public.releasing import CENTRE, COUNTY, WIDER, Batch, Cell

SETTLED = range(8, 15)  # the days of a season's first month in which the season before is closed, in one weekly run


def closing(today: date) -> int | None:
    """The year of the season that is closed today."""
    month = Month.of(today)
    day = (today - month.first).days + 1
    return month.plus(-1).year if month.number % 3 == 1 and day in SETTLED else None


def found(today: date) -> list[tuple[str, int, list[Batch]]]:
    """(what was said, period, batches) that can go out now."""
    month, closed = Month.of(today), closing(today)
    years = {month.year, month.plus(-1).year}
    least = least_for()
    return [
        (said, period(year), releasing.batches(waiting, least, pool=closed == year, levels=(CENTRE, *WIDER)))
        for year in sorted(years)
        for said, waiting in _waiting(year).items()
    ]


def _waiting(year: int) -> dict[str, dict[Cell, int]]:
    """Answers that are in no batch yet, by what was said, and by centre (or county) and domain."""
    first, last = year_of(year)
    counted: dict[str, dict[Cell, int]] = {said: defaultdict(int) for said in SAID}
    centres = {centre.code: place_of(centre) for centre in Centre.objects.select_related("place").order_by("pk")}
    for (place, centre, domain, said), n in journal.at_centres(RATED, first, last).items():
        counted[said][centres.get(centre) or cut(place, COUNTY), domain] += n
    for taken in Taken.objects.filter(month=period(year), measure__in=SAID):
        counted[taken.measure][taken.place, taken.domain] -= taken.count
    return {said: {cell: n for cell, n in cells.items() if n > 0} for said, cells in counted.items()}
