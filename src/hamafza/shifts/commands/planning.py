"""Shifts by a pattern of the week: weekdays, hours and need for some weeks, or last week once more."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext_lazy as _

from hamafza.kernel.actors import Actor
from hamafza.kernel.clock import TEHRAN
from hamafza.kernel.commands import command
from hamafza.kernel.errors import Refused
from hamafza.kernel.moves import remember
from hamafza.network import days
from hamafza.network.calendar import iranian_weekday
from hamafza.network.models import Centre, CentreState
from hamafza.people.models import Person
from hamafza.shifts import rules
from hamafza.shifts.models import Shift
from hamafza.shifts.planned import Planned, Skipped
from hamafza.shifts.states import QUARTER, ShiftState
from hamafza.volunteers.models import Skill

WEEKS = 12
SHORTEST = timedelta(minutes=30)


class PastDay(Refused):
    message = _("این روز گذشته است. روزی در آینده را برگزینید.")
    field = "first_on"


class BadHours(Refused):
    message = _(
        "ساعت پایان باید دست‌کم نیم ساعت پس از آغاز و در همان روز باشد؛ نوبت شب را دو نوبت بنویسید: یکی تا ۰۰:۰۰ و یکی از ۰۰:۰۰."
    )
    field = "until"


class NotAQuarter(Refused):
    message = _("ساعت را با ربع ساعت بنویسید، مانند ۱۴:۰۰ یا ۱۴:۱۵.")
    field = "hour"


class NoDay(Refused):
    message = _("دست‌کم یک روز هفته را برگزینید.")
    field = "weekdays"


class CentreAsleep(Refused):
    message = _("این کانون اکنون فعال نیست.")


@command(rule=rules.may_plan)
def plan(
    centre: Centre, *, first_on: date, weekdays: Collection[int], hour: time, until: time, needed: int, officer: Person,
    by: Actor, at: datetime, weeks: int = 1, skill: Skill | None = None, note: str = "",
) -> Planned:  # fmt: skip
    """Drafts for these days of the next weeks; holidays are left out and said. What is there already stays as it is.

    Raises BadHours, NotAQuarter, PastDay, NoDay, CentreAsleep.
    """
    _check(centre, first_on, hour, until, at)
    if not weekdays:
        raise NoDay
    last = first_on + timedelta(weeks=min(max(weeks, 1), WEEKS)) - days.DAY
    dates = [first_on + n * days.DAY for n in range((last - first_on).days + 1)]
    wanted = [day for day in dates if iranian_weekday(day) in weekdays]
    closed = days.rests(centre.place, first_on, last)
    planned = Planned()
    for day in wanted:
        if day in closed:
            planned.skipped.append(Skipped(day, closed[day]))
            continue
        _draft(planned, centre, day, hour, until, needed, skill, note, officer, by, at)
    return planned


@command(rule=rules.may_plan)
def copy_week(centre: Centre, *, first_on: date, by: Actor, at: datetime) -> Planned:
    """The shifts of the week before, as drafts of the week that begins on this day; what is past is left out.

    Raises CentreAsleep.
    """
    last = first_on + 6 * days.DAY
    if centre.state != CentreState.ACTIVE:
        raise CentreAsleep
    closed, planned = days.rests(centre.place, first_on, last), Planned()
    before = Shift.objects.filter(centre=centre, day__range=(first_on - 7 * days.DAY, last - 7 * days.DAY))
    for old in before.exclude(state=ShiftState.CANCELLED).whole():
        day = old.day + 7 * days.DAY
        start, end = old.starts_at.astimezone(TEHRAN).time(), old.ends_at.astimezone(TEHRAN).time()
        if day in closed:
            planned.skipped.append(Skipped(day, closed[day]))
        elif datetime.combine(day, start, TEHRAN) > at:
            _draft(planned, centre, day, start, end, old.needed, old.skill, old.note, old.officer, by, at)
    return planned


def _check(centre: Centre, first_on: date, hour: time, until: time, at: datetime) -> None:
    if centre.state != CentreState.ACTIVE:
        raise CentreAsleep
    if hour.minute % QUARTER or until.minute % QUARTER:
        raise NotAQuarter
    if _end(first_on, until) - datetime.combine(first_on, hour, TEHRAN) < SHORTEST or hour == until:
        raise BadHours
    if datetime.combine(first_on, hour, TEHRAN) <= at:
        raise PastDay


def _end(day: date, until: time) -> datetime:
    """Until 00:00 is the midnight with which this day ends."""
    return datetime.combine(day if until != time.min else day + days.DAY, until, TEHRAN)


def _draft(
    planned: Planned, centre: Centre, day: date, hour: time, until: time, needed: int, skill: Skill | None, note: str,
    officer: Person, by: Actor, at: datetime,
) -> None:  # fmt: skip
    starts, ends = datetime.combine(day, hour, TEHRAN), _end(day, until)
    same = Shift.objects.filter(centre=centre, starts_at=starts, ends_at=ends, skill=skill)
    if same.exclude(state=ShiftState.CANCELLED).exists():
        planned.there += 1
        return
    shift = Shift.objects.create(
        centre=centre, day=day, starts_at=starts, ends_at=ends, needed=needed, skill=skill, note=note[:200],
        officer=officer, since_at=at, created_at=at,
    )  # fmt: skip
    remember(shift, before="", after=ShiftState.DRAFT, by=by, at=at)
    planned.shifts.append(shift)
