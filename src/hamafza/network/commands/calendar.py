"""The editable table of holidays."""

from datetime import date, datetime

from hamafza.kernel.actors import Actor
from hamafza.kernel.commands import command
from hamafza.network.access import may
from hamafza.network.models import Holiday
from hamafza.places.models import Place


@command(rule=may("network.keep_calendar"))
def add_holiday(place: Place, *, date: date, name: str, by: Actor, at: datetime) -> Holiday:
    """A closed day of this place; of the nation when `place` is the nation. Twice the same changes nothing."""
    where = None if place.path == "IR/" else place
    return Holiday.objects.get_or_create(date=date, place=where, defaults={"name": name})[0]


@command(rule=lambda by, day, at: may("network.keep_calendar")(by, day.place, at))
def drop_holiday(day: Holiday, *, by: Actor, at: datetime) -> None:
    """The day turned out to be a working day."""
    day.delete()
