"""Publishing the week's figures."""

from collections import defaultdict
from datetime import date, datetime, timedelta

from hamafza.journal import queries as journal
from hamafza.journal import totals
from hamafza.journal.months import Month
from hamafza.journal.queries import Asked
from hamafza.kernel.actors import Actor, is_the_clock
from hamafza.kernel.clock import local
from hamafza.kernel.commands import command
from hamafza.network.models import Domain
from hamafza.places.models import Kind, Place
from hamafza.places.paths import above
from hamafza.public import releasing
from hamafza.public.commands import _centres as centres
from hamafza.public.commands import _ratings as ratings
from hamafza.public.measures import MEASURES, Measure
from hamafza.public.models import Batch, Publication, Taken
from hamafza.public.queries.here import week_of
from hamafza.public.releasing import Cell

LOOKS_BACK = 3  # months: this one, and those in which an outcome may still be noted late
SETTLES = timedelta(days=7)  # after a month's end, before its small numbers are put together


@command(rule=is_the_clock)
def publish(*, by: Actor, at: datetime) -> Publication:
    """Put out this week's figures: what grew by a crowd since the last time, and small numbers of past months together."""
    totals.fold()
    today = local(at).date()
    week = week_of(today)
    sensitive = set(Domain.objects.filter(is_sensitive=True).values_list("key", flat=True))

    def least(domain: str) -> int:
        return releasing.LEAST_SENSITIVE if domain in sensitive else releasing.LEAST

    for back in range(LOOKS_BACK):
        month = Month.of(today).plus(-back)
        for measure in MEASURES:
            found = releasing.batches(_waiting(measure, month), least, pool=today > month.last + SETTLES)
            _keep(centres.apart(found, measure, month, least), measure.key, month.code, week)
    for said, period, found in ratings.found(today):
        _keep(found, said, period, week)
    return Publication.objects.create(week=week, closes=ratings.closing(today), at=at)


def _waiting(measure: Measure, month: Month) -> dict[Cell, int]:
    """People that are in no batch yet, by county and domain; with a province or the nation, those of no county of it."""
    places = Place.objects.filter(kind__in=[Kind.NATION, Kind.PROVINCE, Kind.COUNTY]).order_by()
    asked = Asked(
        list(places.values_list("path", flat=True)), month, month, kinds=[measure.kind], detail=measure.detail
    )
    found: dict[Cell, int] = defaultdict(int)
    for (place, domain), figure in journal.figures(asked, ("place", "domain")).items():
        found[place, domain] += figure.people
        if place.count("/") > 1:  # what a county has is in its province too
            found[above(place), domain] -= figure.people
    for taken in Taken.objects.filter(month=month.code, measure=measure.key).exclude(centres.OF_CENTRES):
        found[taken.place, taken.domain] -= taken.count
    return {cell: n for cell, n in found.items() if n > 0}


def _keep(found: list[releasing.Batch], measure: str, month: int, week: date) -> None:
    Batch.objects.bulk_create(
        Batch(week=week, month=month, measure=measure, place=one.place, domain=one.domain, count=one.count)
        for one in found
    )
    for one in found:
        for (place, domain), n in one.cells.items():
            cell, _new = Taken.objects.get_or_create(
                month=month, measure=measure, place=place, domain=domain, defaults={"count": 0}
            )
            cell.count += n
            cell.save(update_fields=["count"])
