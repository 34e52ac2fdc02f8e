"""After the end: a word that was wrong is put right, and everything that was counted from it follows."""

import random
from datetime import date, datetime, timedelta

import pytest
from django.db.models import Sum
from django.test import Client

from hamafza.journal.models import JournalLine
from hamafza.kernel.errors import MoveRefused, NotAllowed
from hamafza.kernel.models import AuditLine, StateChange
from hamafza.shifts import commands as shifts
from hamafza.shifts.commands.day import TooLate
from hamafza.shifts.models import Booking, Shift
from hamafza.shifts.tests.telling import CLOCK, DAY, FOUR, HOUR, NAMES, SIX, WEDNESDAY, booked, running, shift, skilled
from hamafza.shifts.tests.test_pages import now, text  # noqa: F401 (a fixture)
from hamafza.volunteers import service
from hamafza.volunteers.models import Volunteer
from tests.cast import SATURDAY, World

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def closed(world: World, came: int = 2, n: int = 3) -> tuple[Shift, list[Volunteer], list[Booking]]:
    """It is over; the first ones came, the others did not."""
    one, people, bookings = running(world, n)
    for k, (booking, who) in enumerate(zip(bookings, people, strict=True)):
        if k < came:
            shifts.note_came(booking, by=who, at=FOUR)
        else:
            shifts.note_no_show(booking, by=world.person["zahra"], at=SIX)
    if came == n:
        shifts.close(one, by=world.person["zahra"], at=SIX)
    return Shift.objects.whole().get(pk=one.pk), people, [Booking.objects.whole().get(pk=b.pk) for b in bookings]


def put(
    booking: Booking, world: World, *, came: bool, at: datetime = SIX + HOUR, who: str = "zahra", **more: bool
) -> Booking:
    fresh = Booking.objects.whole().get(pk=booking.pk)
    return shifts.put_right(fresh, came=came, by=world.person[who], at=at, **more)


def counted(kind: str, day: date = WEDNESDAY) -> int:
    """What a report finds: lines less those that take back."""
    lines = JournalLine.objects.filter(kind=kind, day=day)
    plus = lines.filter(corrects=None).aggregate(n=Sum("people"))["n"] or 0
    return plus - (lines.exclude(corrects=None).aggregate(n=Sum("people"))["n"] or 0)


class TestAWordPutRight:
    def test_gives_her_the_hours_and_the_report_the_number(self, world: World) -> None:
        one, people, bookings = closed(world)
        assert (counted("shift_done"), counted("shift_uncovered")) == (2, 1)

        put(bookings[2], world, came=True)

        assert (counted("shift_done"), counted("shift_uncovered")) == (3, 0)
        assert service.minutes([people[2].pk], one.day, one.day) == {people[2].pk: 120}
        assert Volunteer.objects.get(pk=people[2].pk).active_on == WEDNESDAY

    def test_takes_the_hours_from_who_was_not_there(self, world: World) -> None:
        one, people, bookings = closed(world, came=3)
        put(bookings[0], world, came=False, excused=True)
        assert (counted("shift_done"), counted("shift_uncovered")) == (2, 1)
        assert people[0].pk not in service.minutes([who.pk for who in people], one.day, one.day)
        assert Booking.objects.get(pk=bookings[0].pk).is_excused

    def test_there_and_back_counts_as_before(self, world: World) -> None:
        _one, people, bookings = closed(world)
        before = service.minutes([who.pk for who in people], WEDNESDAY, WEDNESDAY)
        put(bookings[1], world, came=False)
        put(bookings[1], world, came=True, at=SIX + 2 * HOUR)
        assert (counted("shift_done"), counted("shift_uncovered")) == (2, 1)
        assert service.minutes([who.pk for who in people], WEDNESDAY, WEDNESDAY) == before

    def test_falls_on_the_day_of_the_first_count_however_late_it_comes(self, world: World) -> None:
        """So that the month in which it happened is right, and not the one in which somebody noticed."""
        _one, _people, bookings = closed(world)
        put(bookings[2], world, came=True, at=SIX + 13 * DAY)
        assert set(
            JournalLine.objects.filter(kind__in=["shift_done", "shift_uncovered"]).values_list("day", flat=True)
        ) == {WEDNESDAY}

    def test_when_nobody_came_after_all(self, world: World) -> None:
        _one, _people, bookings = closed(world, came=1, n=1)
        put(bookings[0], world, came=False)
        assert (counted("shift_done"), counted("shift_uncovered")) == (0, 1)
        put(bookings[0], world, came=True, at=SIX + 2 * HOUR)
        assert (counted("shift_done"), counted("shift_uncovered")) == (1, 0)

    @pytest.mark.parametrize("seed", range(4))
    def test_any_number_of_times(self, world: World, seed: int) -> None:
        dice = random.Random(seed)
        one, people, bookings = closed(world, came=2, n=4)
        for n in range(12):
            booking = Booking.objects.whole().get(pk=dice.choice(bookings).pk)
            put(booking, world, came=booking.state != "came", at=SIX + (n + 1) * HOUR)
            came = Booking.objects.filter(state="came").count()
            assert (counted("shift_done"), counted("shift_uncovered")) == (came, one.needed - came)
            hours = service.minutes([who.pk for who in people], one.day, one.day)
            assert sum(hours.values()) == 120 * came
        lines = JournalLine.objects.filter(kind__in=["shift_done", "shift_uncovered"])
        taken = [line.corrects for line in lines if line.corrects]
        assert len(taken) == len(set(taken))  # no line is taken back twice

    def test_two_shifts_that_were_closed_in_one_instant(self, world: World) -> None:
        """Their lines look alike; one correction takes back one."""
        one, people, bookings = running(world, 2)
        other = shift(world, needed=2, hour=FOUR.time(), until=SIX.time(), skill=skilled(people[0]))
        shifts.begin(other, by=CLOCK, at=FOUR)
        for booking in bookings:
            shifts.note_came(booking, by=booking.volunteer, at=FOUR)
        shifts.close(one, by=world.person["zahra"], at=SIX)
        shifts.close(other, by=world.person["zahra"], at=SIX)
        put(bookings[0], world, came=False)
        assert (counted("shift_done"), counted("shift_uncovered")) == (1, 1 + 2)


class TestIsRefused:
    @pytest.mark.parametrize(("after", "may"), [(14 * DAY, True), (14 * DAY + SECOND, False), (400 * DAY, False)])
    def test_after_two_weeks(self, world: World, after: timedelta, may: bool) -> None:
        _one, _people, bookings = closed(world)
        if may:
            assert put(bookings[2], world, came=True, at=SIX + after).state == "came"
        else:
            with pytest.raises(TooLate):
                put(bookings[2], world, came=True, at=SIX + after)
            assert counted("shift_done") == 2

    def test_while_it_runs(self, world: World) -> None:
        _one, _people, bookings = running(world)
        with pytest.raises(MoveRefused):
            put(bookings[0], world, came=True)

    def test_when_it_says_what_stands_there(self, world: World) -> None:
        _one, _people, bookings = closed(world)
        before = JournalLine.objects.count()
        with pytest.raises(MoveRefused):
            put(bookings[0], world, came=True)
        assert JournalLine.objects.count() == before

    def test_of_who_had_called_off(self, world: World) -> None:
        one, people, _bookings = running(world, 1)
        other = shift(world, hour=(SIX + 2 * HOUR).time(), until=(SIX + 4 * HOUR).time(), needed=1)
        off = booked(other, people[0], "called_off")
        shifts.begin(other, by=CLOCK, at=other.starts_at)
        shifts.close(other, by=world.person["zahra"], at=other.ends_at)
        with pytest.raises(MoveRefused):
            put(off, world, came=True, at=other.ends_at)
        assert one.pk

    @pytest.mark.parametrize("who", ["sara", "reza", "karim", "farhad", "mina", "admin", "stranger"])
    def test_to_others(self, world: World, who: str) -> None:
        _one, _people, bookings = closed(world)
        with pytest.raises(NotAllowed):
            put(bookings[2], world, came=True, who=who)

    def test_to_herself(self, world: World) -> None:
        _one, people, bookings = closed(world)
        with pytest.raises(NotAllowed):
            shifts.put_right(bookings[2], came=True, by=people[2], at=SIX + HOUR)


class TestThePage:
    @pytest.fixture
    def zahra(self, world: World, now) -> Client:  # noqa: F811
        client = Client()
        client.force_login(world.person["zahra"])
        return client

    def test_has_the_buttons_for_two_weeks_and_no_longer(self, world: World, zahra: Client, now) -> None:  # noqa: F811
        one, _people, bookings = closed(world)
        now(SIX + DAY)
        page = zahra.get(f"/shifts/{one.pk}/").content.decode()
        assert (
            f"/shifts/bookings/{bookings[0].pk}/no-show" in page and f"/shifts/bookings/{bookings[2].pk}/came" in page
        )
        now(SIX + 15 * DAY)
        assert "/shifts/bookings/" not in zahra.get(f"/shifts/{one.pk}/").content.decode()

    def test_puts_it_right_with_one_tap_and_says_so(self, world: World, zahra: Client, now) -> None:  # noqa: F811
        _one, people, bookings = closed(world)
        now(SIX + DAY)
        page = text(zahra.post(f"/shifts/bookings/{bookings[2].pk}/came", follow=True))
        assert f"{people[2].full_name}: آمد" in page and counted("shift_done") == 3
        page = text(zahra.post(f"/shifts/bookings/{bookings[2].pk}/excused", follow=True))
        assert "با عذر" in page and counted("shift_done") == 2

    def test_says_when_it_is_too_late(self, world: World, zahra: Client, now) -> None:  # noqa: F811
        _one, _people, bookings = closed(world)
        now(SIX + 15 * DAY)
        page = text(zahra.post(f"/shifts/bookings/{bookings[2].pk}/came", follow=True))
        assert "بیش از چهارده روز" in page and counted("shift_done") == 2


def test_no_name_is_written_into_the_books(world: World) -> None:
    _one, people, bookings = closed(world)
    put(bookings[2], world, came=True)
    for model in (JournalLine, AuditLine, StateChange):
        told = repr(list(model.objects.values()))
        assert not [part for who in people for part in (*who.full_name.split(), who.mobile) if part in told], NAMES
    assert AuditLine.objects.filter(verb="shifts.put_right").count() == 1
    assert SATURDAY < FOUR
