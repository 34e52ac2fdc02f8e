"""Every verb by every role: officers of the centre and coordinators above it plan; a volunteer has her own alone."""

from collections.abc import Callable
from datetime import time

import pytest

from hamafza.kernel.errors import NotAllowed
from hamafza.shifts import commands as shifts
from hamafza.shifts.models import Shift
from hamafza.shifts.tests.telling import FOUR, HOUR, SIX, booked, crew, running, shift
from tests.cast import SATURDAY, World

pytestmark = pytest.mark.django_db
PLANS = {"zahra", "maryam", "nader", "parvin"}
ALL = ["zahra", "maryam", "nader", "parvin", "sara", "reza", "karim", "farhad", "mina", "admin", "stranger"]


def _put_in(world: World, by: object) -> object:
    return shifts.put_in(shift(world), volunteer=crew(world, 1)[0], by=by, at=SATURDAY)


def _take_out(world: World, by: object) -> object:
    return shifts.call_off(booked(shift(world), crew(world, 1)[0]), reason="officer", by=by, at=SATURDAY)


def _change(world: World, by: object) -> object:
    one = shift(world)
    return shifts.change(one, needed=4, note="", officer=one.officer, by=by, at=SATURDAY)


def _close(world: World, by: object) -> object:
    return shifts.close(shift(world, "running"), by=by, at=SIX)


VERBS: dict[str, Callable[[World, object], object]] = {
    "publish": lambda world, by: shifts.publish(shift(world, "draft"), by=by, at=SATURDAY),
    "cancel": lambda world, by: shifts.cancel(shift(world), reason="weather", by=by, at=SATURDAY),
    "copy": lambda world, by: shifts.copy_week(world.centre["chabahar"], first_on=FOUR.date(), by=by, at=SATURDAY),
    "change": _change,
    "put in": _put_in,
    "take out": _take_out,
    "came": lambda world, by: shifts.note_came(running(world, 1)[2][0], by=by, at=FOUR),
    "no show": lambda world, by: shifts.note_no_show(running(world, 1)[2][0], by=by, at=FOUR),
    "close": _close,
}


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("verb", VERBS)
def test_officers_of_the_centre_and_above_alone(world: World, verb: str, name: str) -> None:
    if name in PLANS:
        assert VERBS[verb](world, world.person[name]) is not None
    else:
        with pytest.raises(NotAllowed):
            VERBS[verb](world, world.person[name])


@pytest.mark.parametrize("verb", ["publish", "cancel", "copy", "change", "put in", "close"])
def test_a_volunteer_plans_nothing(world: World, verb: str) -> None:
    from hamafza.shifts.tests.telling import volunteer

    with pytest.raises(NotAllowed):
        VERBS[verb](world, volunteer(world, 4))


@pytest.mark.parametrize("name", ["zahra", "maryam", "nader", "parvin", "sara", "reza", "stranger"])
def test_who_sees_a_shift(world: World, name: str) -> None:
    one = shift(world)
    seen = Shift.objects.visible_to(world.person[name], SATURDAY)
    assert (one in seen) is (name in PLANS)


def test_her_account_may_call_off_for_her(world: World) -> None:
    """She who has an account too is herself behind either door."""
    (who,) = crew(world, 1)
    type(who).objects.filter(pk=who.pk).update(person=world.person["stranger"])
    booking = booked(shift(world, hour=time(8), until=time(10)), who)
    booking.volunteer.refresh_from_db()
    assert (
        shifts.call_off(booking, reason="ill", by=world.person["stranger"], at=FOUR - 30 * HOUR).state == "called_off"
    )
