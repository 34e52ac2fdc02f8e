"""Hours given: booked ones, deeds of service, and the hours of a month from all areas together."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date, timedelta

from persiantools.jdatetime import JalaliDate

from hamafza.shifts import captions
from hamafza.shifts.models import Booking
from hamafza.shifts.states import COMING, SERVICE, BookingState, ShiftState
from hamafza.volunteers import service
from hamafza.volunteers.service import Deed

COUNTS = (*sorted(COMING), BookingState.CAME)


def booked_minutes(volunteers: Collection[int], first: date, last: date) -> dict[int, int]:
    """Minutes of shifts that these have promised or done, by volunteer; who has none is not in it."""
    found: dict[int, int] = defaultdict(int)
    for deed in _booked(volunteers, first, last):
        found[deed.volunteer] += deed.minutes
    return dict(found)


def _booked(volunteers: Collection[int], first: date, last: date) -> Iterator[Deed]:
    booked = Booking.objects.filter(volunteer__in=volunteers, state__in=COUNTS, shift__day__range=(first, last))
    facts = booked.order_by().values_list("volunteer", "shift", "shift__day", "shift__starts_at", "shift__ends_at")
    for volunteer, shift, day, start, end in facts:
        yield Deed(volunteer, day, int((end - start).total_seconds()) // 60, f"{SERVICE}:{shift}", "", start)


def deeds(volunteers: Collection[int], first: date, last: date) -> Iterator[Deed]:
    """What they did on shifts that are closed."""
    came = Booking.objects.filter(
        volunteer__in=volunteers,
        state=BookingState.CAME,
        shift__state=ShiftState.CLOSED,
        shift__day__range=(first, last),
    )
    for one in came.select_related("shift").order_by("shift__starts_at", "pk"):
        shift = one.shift
        yield Deed(
            one.volunteer_id, shift.day, shift.minutes, f"{SERVICE}:{shift.pk}", captions.when(shift), shift.starts_at
        )


def month_of(day: date) -> tuple[date, date]:
    """First and last day of the Jalali month in which a day lies."""
    jalali = JalaliDate(day)
    first: date = jalali.replace(day=1).to_gregorian()
    return first, first + timedelta(days=JalaliDate.days_in_month(jalali.month, jalali.year) - 1)


def month_minutes(volunteers: Collection[int], day: date) -> dict[int, int]:
    """Hours of this Jalali month: shifts promised or done, and service of every other kind; shared minutes once."""
    first, last = month_of(day)
    others = [deed for deed in service.deeds(volunteers, first, last) if not deed.key.startswith(f"{SERVICE}:")]
    found: dict[int, int] = defaultdict(int)
    for deed in service.once([*_booked(volunteers, first, last), *others]):
        found[deed.volunteer] += deed.minutes
    return dict(found)
