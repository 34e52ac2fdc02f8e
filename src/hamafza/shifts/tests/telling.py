"""Shifts for tests: volunteers of the centre of Chabahar and a shift on Wednesday, told as far as one needs it."""

from datetime import date, datetime, time, timedelta
from typing import Any

from hamafza.kernel.actors import System
from hamafza.kernel.clock import TEHRAN
from hamafza.kernel.ticking import tick
from hamafza.shifts import commands as shifts
from hamafza.shifts.models import Booking, Shift
from hamafza.shifts.states import BookingState, ShiftState
from hamafza.volunteers.models import Free, HasSkill, Skill, Volunteer
from hamafza.volunteers.states import VolunteerState
from tests.cast import SATURDAY, World

CLOCK = System("tick")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WEDNESDAY = date(2026, 10, 28)
FOUR = datetime.combine(WEDNESDAY, time(16), TEHRAN)  # it begins
SIX = FOUR + 2 * HOUR  # it ends
NAMES = ["آذر بامری", "بتول جدگال", "پری سپاهی", "ترانه کلمتی", "ثریا دشتی"]


def volunteer(world: World, n: int = 0, *, centre: str = "chabahar", **more: Any) -> Volunteer:
    """The n-th of those who serve."""
    said = {
        "full_name": NAMES[n % 5], "search_key": f"{n} {NAMES[n % 5]}", "mobile": f"0915000100{n}", "birth_year": 1375,
        "state": VolunteerState.ACCEPTED, "applied_at": SATURDAY, **more,
    }  # fmt: skip
    return Volunteer.objects.create(centre=world.centre[centre], **said)


def crew(world: World, n: int = 3) -> list[Volunteer]:
    return [volunteer(world, k) for k in range(n)]


def skilled(who: Volunteer, *, until: date | None = None, key: str = "first-aid", **more: Any) -> Skill:
    """She has this skill."""
    skill, _new = Skill.objects.get_or_create(
        key=key, defaults={"name_fa": "کمک‌های نخستین", "name_en": "First aid", **more}
    )
    HasSkill.objects.create(volunteer=who, skill=skill, until=until)
    return skill


def is_free(who: Volunteer, *when: tuple[int, str]) -> None:
    for weekday, part in when:
        Free.objects.create(volunteer=who, weekday=weekday, part=part)


def planned(world: World, **more: Any) -> Any:
    """A pattern: by default one Wednesday from 16 to 18, two are needed."""
    said = {
        "first_on": WEDNESDAY, "weekdays": {4}, "hour": time(16), "until": time(18), "needed": 2,
        "officer": world.person["zahra"], "by": world.person["zahra"], "at": SATURDAY, **more,
    }  # fmt: skip
    return shifts.plan(said.pop("centre", world.centre["chabahar"]), **said)


def shift(world: World, state: str = ShiftState.PUBLISHED, **more: Any) -> Shift:
    """One shift, brought to a state."""
    zahra = world.person["zahra"]
    one: Shift = planned(world, **more).shifts[0]
    if state == ShiftState.DRAFT:
        return one
    shifts.publish(one, by=zahra, at=more.get("at", SATURDAY))
    if state == ShiftState.CANCELLED:
        return shifts.cancel(one, reason="weather", by=zahra, at=SATURDAY)
    if state in {ShiftState.RUNNING, ShiftState.CLOSED}:
        shifts.begin(one, by=CLOCK, at=one.starts_at)
    if state == ShiftState.CLOSED:
        shifts.close(one, by=zahra, at=one.ends_at)
    return one


def booked(one: Shift, who: Volunteer, state: str = BookingState.SIGNED_UP, at: datetime = SATURDAY) -> Booking:
    """She is on it."""
    booking = shifts.sign_up(one, by=who, at=at)
    if state == BookingState.SIGNED_UP:
        return booking
    assert state == BookingState.CALLED_OFF
    return shifts.call_off(booking, reason="ill", by=who, at=at)


def running(world: World, n: int = 3) -> tuple[Shift, list[Volunteer], list[Booking]]:
    """A shift that has begun, and those who are on it."""
    people = crew(world, n)
    one = shift(world, needed=n)
    bookings = [booked(one, who) for who in people]
    shifts.begin(one, by=CLOCK, at=FOUR)
    return one, people, bookings


def until(at: datetime, end: datetime, step: timedelta = HOUR) -> datetime:
    while at <= end:
        tick(at)
        at += step
    return end
