"""Many run for one thing at once, on a file of SQLite and on PostgreSQL: one has it, the others read a plain word."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import time
from pathlib import Path

import pytest
from django.test import Client

from hamafza.kernel import clock
from hamafza.kernel.errors import MoveRefused, Refused
from hamafza.shifts import commands as shifts
from hamafza.shifts.commands._way import DoubleBooked, NoSeat
from hamafza.shifts.models import Absent, Ask, Booking, Busy, Shift
from hamafza.shifts.tests.telling import FOUR, HOUR, WEDNESDAY, booked, crew, planned, running, shift, volunteer
from hamafza.volunteers.queries import link_of
from tests.cast import SATURDAY, World
from tests.racing import at_once, committed_world

pytestmark = pytest.mark.slow  # real transactions and a database that is emptied after each test
NOON = FOUR - 4 * HOUR


@pytest.fixture
def world(transactional_db: None, tmp_path: Path) -> Iterator[World]:
    with committed_world(tmp_path) as found:
        yield found


def fresh(one: Shift) -> Shift:
    return Shift.objects.whole().get(pk=one.pk)


def kinds(results: list[object]) -> Counter[type]:
    return Counter(type(each) for each in results)


def plain(results: list[object]) -> None:
    """Whoever lost reads a sentence of ours."""
    for each in results:
        if isinstance(each, Exception):
            assert isinstance(each, Refused), repr(each)
            assert str(each.message).endswith(".") and "Traceback" not in str(each.message)


def test_of_many_who_run_for_the_last_seat_one_has_it(world: World) -> None:
    one, people = shift(world, needed=1), crew(world, 4)

    results = at_once([lambda who=who: shifts.sign_up(fresh(one), by=who, at=SATURDAY) for who in people])

    plain(results)
    assert kinds(results) == {Booking: 1, NoSeat: 3}
    assert Booking.objects.seated().count() == 1


def test_one_who_runs_for_meeting_shifts_at_once_has_one(world: World) -> None:
    who = volunteer(world)
    some = [shift(world, hour=time(hour), until=time(hour + 2)) for hour in (16, 17)]

    results = at_once([lambda one=one: shifts.sign_up(fresh(one), by=who, at=SATURDAY) for one in some * 2])

    plain(results)
    assert sum(isinstance(each, Booking) for each in results) == 1
    assert kinds(results)[DoubleBooked] >= 1
    assert Booking.objects.seated().count() == 1 and Busy.objects.count() == 8


def test_a_double_tap_seats_once(world: World) -> None:
    one, who = shift(world), volunteer(world)
    results = at_once([lambda: shifts.sign_up(fresh(one), by=who, at=SATURDAY)] * 3)
    plain(results)
    assert kinds(results) == {Booking: 1, MoveRefused: 2} and Booking.objects.count() == 1


def test_an_officer_and_she_herself_at_once(world: World) -> None:
    one, other, who = shift(world), shift(world, hour=time(15), until=time(17)), volunteer(world)
    results = at_once([
        lambda: shifts.put_in(fresh(one), volunteer=who, by=world.person["zahra"], at=SATURDAY),
        lambda: shifts.sign_up(fresh(other), by=who, at=SATURDAY),
    ])  # fmt: skip
    plain(results)
    assert kinds(results) == {Booking: 1, DoubleBooked: 1}


def test_two_who_were_asked_say_yes_to_one_seat(world: World) -> None:
    one, people = shift(world, needed=2), crew(world, 5)
    for booking in [booked(one, who) for who in people[:2]]:
        shifts.call_off(booking, reason="ill", by=booking.volunteer, at=NOON)
    asks = list(Ask.objects.whole().order_by("order"))
    assert len(asks) == 2
    shifts.put_in(fresh(one), volunteer=people[4], by=world.person["zahra"], at=NOON)

    results = at_once([
        lambda ask=ask: shifts.say_yes(Ask.objects.whole().get(pk=ask.pk), by=ask.volunteer, at=NOON + HOUR) for ask in asks
    ])  # fmt: skip

    plain(results)
    assert kinds(results) == {Ask: 1, MoveRefused: 1}
    assert Booking.objects.seated().count() == 2
    assert sorted(Ask.objects.values_list("state", flat=True)) == ["taken", "yes"]


def test_the_last_seat_goes_to_one_of_waiting_and_walking_in(world: World) -> None:
    one, (has, waits, walks) = shift(world, needed=1), crew(world, 3)
    booking = booked(one, has)
    shifts.join_waiting(fresh(one), by=waits, at=SATURDAY)

    results = at_once([
        lambda: shifts.call_off(Booking.objects.whole().get(pk=booking.pk), reason="ill", by=has, at=SATURDAY),
        lambda: shifts.sign_up(fresh(one), by=walks, at=SATURDAY),
    ])  # fmt: skip

    plain(results)
    assert [one.volunteer for one in Booking.objects.seated()] == [waits]


def test_two_words_at_once_make_one_no_show(world: World) -> None:
    _one, people, bookings = running(world, 4)
    for booking, who in zip(bookings[:3], people, strict=False):
        shifts.note_came(booking, by=who, at=FOUR)
    late = bookings[3].pk

    results = at_once([
        lambda who=who: shifts.report_absent(Booking.objects.whole().get(pk=late), by=who, at=FOUR) for who in people[:3]
    ])  # fmt: skip

    plain(results)
    assert kinds(results) == {Absent: 2, MoveRefused: 1}
    assert Booking.objects.get(pk=late).state == "no_show"


def test_two_officers_plan_the_same_week(world: World) -> None:
    results = at_once([lambda: planned(world, weekdays={0, 1, 2, 3, 4}, needed=1)] * 2)
    plain(results)
    assert sorted(len(each.shifts) for each in results) == [0, 5] and Shift.objects.count() == 5


@pytest.mark.parametrize("verb", ["take", "publish"])
def test_no_page_breaks_by_a_race(world: World, monkeypatch: pytest.MonkeyPatch, verb: str) -> None:
    """Behind the pages the same: an answer with words, never 500."""
    monkeypatch.setattr(clock, "now", lambda: SATURDAY)
    one, people = shift(world, "published" if verb == "take" else "draft", needed=1), crew(world, 3)

    def tap(token: str) -> Callable[[], object]:
        return lambda: Client().post(f"/v/{token}/shifts/take/{one.pk}")

    def publish() -> object:
        client = Client()
        client.force_login(world.person["zahra"])
        return client.post("/shifts/week/publish", {"centre": "chabahar", "day": WEDNESDAY.isoformat()})

    acts = [tap(link_of(who)) for who in people] if verb == "take" else [publish] * 3
    results = at_once(acts)

    assert [getattr(each, "status_code", each) for each in results] == [303] * 3
    assert fresh(one).state == "published" and Booking.objects.count() == (verb == "take")
