"""The day itself: who came, who did not, and how a shift ends."""

from datetime import time, timedelta

import pytest

from hamafza.journal.models import JournalLine
from hamafza.kernel.errors import MoveRefused, NotAllowed
from hamafza.notices.models import Message
from hamafza.shifts import commands as shifts
from hamafza.shifts import queries
from hamafza.shifts.commands._way import DoubleBooked
from hamafza.shifts.commands.day import NotOver, SomeUnknown, TooEarly
from hamafza.shifts.models import Booking, Busy
from hamafza.shifts.tests.telling import (
    CLOCK,
    DAY,
    FOUR,
    HOUR,
    SIX,
    WEDNESDAY,
    booked,
    running,
    shift,
    until,
    volunteer,
)
from hamafza.volunteers import service
from tests.cast import SATURDAY, World

pytestmark = pytest.mark.django_db


class TestWhoCame:
    def test_she_says_it_herself(self, world: World) -> None:
        _one, people, bookings = running(world)
        assert shifts.note_came(bookings[0], by=people[0], at=FOUR).state == "came"

    def test_not_for_another(self, world: World) -> None:
        _one, people, bookings = running(world)
        with pytest.raises(NotAllowed):
            shifts.note_came(bookings[0], by=people[1], at=FOUR)

    def test_not_before_it_begins(self, world: World) -> None:
        who = volunteer(world)
        booking = booked(shift(world), who)
        with pytest.raises(TooEarly):
            shifts.note_came(booking, by=who, at=SATURDAY)

    def test_the_officer_says_it_and_may_put_it_right(self, world: World) -> None:
        zahra = world.person["zahra"]
        _one, _people, (booking, *_rest) = running(world)

        shifts.note_no_show(booking, by=zahra, at=FOUR, excused=True)
        assert (booking.state, booking.is_excused) == ("no_show", True)
        shifts.note_came(booking, by=zahra, at=FOUR)
        assert (booking.state, booking.is_excused) == ("came", False)

    def test_who_was_noted_as_absent_cannot_undo_it_herself(self, world: World) -> None:
        _one, people, bookings = running(world)
        shifts.note_no_show(bookings[0], by=world.person["zahra"], at=FOUR)
        with pytest.raises(MoveRefused):
            shifts.note_came(bookings[0], by=people[0], at=FOUR)

    def test_a_volunteer_does_not_note_a_no_show(self, world: World) -> None:
        _one, people, bookings = running(world)
        with pytest.raises(NotAllowed):
            shifts.note_no_show(bookings[0], by=people[1], at=FOUR)

    def test_an_officer_of_elsewhere_notes_nothing(self, world: World) -> None:
        _one, _people, bookings = running(world)
        with pytest.raises(NotAllowed):
            shifts.note_came(bookings[0], by=world.person["sara"], at=FOUR)


class TestTwoOthersSayIt:
    def test_one_word_does_not_count_two_do(self, world: World) -> None:
        _one, people, bookings = running(world)
        for booking, who in zip(bookings[:2], people, strict=False):
            shifts.note_came(booking, by=who, at=FOUR)

        shifts.report_absent(bookings[2], by=people[0], at=FOUR)
        shifts.report_absent(bookings[2], by=people[0], at=FOUR + HOUR)
        assert Booking.objects.get(pk=bookings[2].pk).state == "signed_up"

        shifts.report_absent(bookings[2], by=people[1], at=FOUR + HOUR)
        assert Booking.objects.get(pk=bookings[2].pk).state == "no_show"

    def test_only_by_those_who_came(self, world: World) -> None:
        _one, people, bookings = running(world)
        for by in (people[0], people[2], world.person["zahra"]):
            with pytest.raises(NotAllowed):
                shifts.report_absent(bookings[2], by=by, at=FOUR)

    def test_who_came_is_not_reported(self, world: World) -> None:
        _one, people, bookings = running(world)
        for booking, who in zip(bookings, people, strict=True):
            shifts.note_came(booking, by=who, at=FOUR)
        with pytest.raises(MoveRefused):
            shifts.report_absent(bookings[2], by=people[0], at=FOUR)


class TestTheEnd:
    def test_not_before_its_hour_and_not_while_somebody_is_unknown(self, world: World) -> None:
        one, _people, _bookings = running(world)
        with pytest.raises(NotOver):
            shifts.close(one, by=world.person["zahra"], at=SIX - HOUR)
        with pytest.raises(SomeUnknown):
            shifts.close(one, by=world.person["zahra"], at=SIX)

    def test_the_last_word_closes_it_and_the_journal_counts_who_came(self, world: World) -> None:
        one, people, bookings = running(world)
        for booking, who in zip(bookings[:2], people, strict=False):
            shifts.note_came(booking, by=who, at=FOUR)
        shifts.note_no_show(bookings[2], by=world.person["zahra"], at=SIX + HOUR)

        one.refresh_from_db()
        assert (one.state, one.due_at) == ("closed", None)
        assert JournalLine.objects.get(kind="shift_done").people == 2
        assert JournalLine.objects.get(kind="shift_uncovered").people == 1
        people[0].refresh_from_db()
        people[2].refresh_from_db()
        assert (people[0].active_on, people[2].active_on) == (WEDNESDAY, None)

    def test_before_its_hour_the_last_word_leaves_it_open(self, world: World) -> None:
        one, people, bookings = running(world, 1)
        shifts.note_came(bookings[0], by=people[0], at=FOUR)
        one.refresh_from_db()
        assert one.state == "running"
        until(SIX, SIX)
        one.refresh_from_db()
        assert one.state == "closed"

    def test_one_to_which_nobody_came_is_told_as_uncovered(self, world: World) -> None:
        one = shift(world)
        until(FOUR, SIX)
        one.refresh_from_db()
        assert one.state == "closed"
        assert not JournalLine.objects.filter(kind="shift_done").exists()
        assert JournalLine.objects.get(kind="shift_uncovered").people == 2

    def test_nobody_notes_it_so_somebody_asks_every_day_and_then_above(self, world: World) -> None:
        running(world)
        until(SIX, SIX + 3 * DAY, step=12 * HOUR)
        told = Message.objects.filter(template="shift_to_note").order_by("pk")
        assert [one.to_person.username for one in told] == ["zahra", "zahra", "zahra", "nader", "zahra", "nader"]


class TestHoursThatAreOver:
    """A booking's quarters of an hour keep her from being in two places; nobody needs those of the past."""

    def close(self, world: World, bookings: list[Booking]) -> None:
        for booking in bookings:
            booking.refresh_from_db()
            shifts.note_came(booking, by=world.person["zahra"], at=SIX)

    def test_are_forgotten_when_nothing_can_be_put_right_any_more(self, world: World) -> None:
        _one, _people, bookings = running(world)
        later = booked(shift(world, first_on=WEDNESDAY + 21 * DAY), volunteer(world, n=9))

        self.close(world, bookings)
        assert set(Busy.objects.values_list("booking", flat=True)) > {later.pk}

        until(SIX, SIX + 21 * DAY, step=12 * HOUR)
        later.refresh_from_db()
        shifts.note_came(later, by=world.person["zahra"], at=SIX + 21 * DAY)
        assert set(Busy.objects.values_list("booking", flat=True)) == {later.pk}

    def test_stay_while_a_shift_of_that_time_waits_for_its_list(self, world: World) -> None:
        beside = shift(world, hour=time(15), until=time(17))
        _one, people, bookings = running(world)
        beside.refresh_from_db()

        self.close(world, bookings)

        assert beside.is_open
        with pytest.raises(DoubleBooked):
            shifts.put_in(beside, volunteer=people[0], by=world.person["zahra"], at=SIX)


class TestHoursOfService:
    def test_a_closed_shift_is_a_deed(self, world: World) -> None:
        one, people, bookings = running(world, 2)
        shifts.note_came(bookings[0], by=people[0], at=FOUR)
        first, last = WEDNESDAY - 7 * DAY, WEDNESDAY
        pks = [who.pk for who in people]
        assert service.minutes(pks, first, last) == {}

        shifts.note_no_show(bookings[1], by=world.person["zahra"], at=SIX)

        (deed,) = service.deeds(pks, first, last)
        assert (deed.volunteer, deed.minutes, deed.key) == (people[0].pk, 120, f"shifts.shift:{one.pk}")
        assert service.minutes(pks, WEDNESDAY + DAY, WEDNESDAY + 2 * DAY) == {}

    def test_promised_hours_count_as_booked_and_no_shows_do_not(self, world: World) -> None:
        _one, people, bookings = running(world, 3)
        shifts.note_came(bookings[0], by=people[0], at=FOUR)
        shifts.note_no_show(bookings[1], by=world.person["zahra"], at=FOUR)
        pks = [who.pk for who in people]
        assert queries.booked_minutes(pks, WEDNESDAY, WEDNESDAY) == {pks[0]: 120, pks[2]: 120}

    def test_a_month_is_that_of_the_calendar(self) -> None:
        first, last = queries.month_of(WEDNESDAY)
        assert (first.isoformat(), last - first) == ("2026-10-23", timedelta(days=29))

    def test_a_month_counts_nothing_twice(self, world: World) -> None:
        _one, people, bookings = running(world, 1)
        shifts.note_came(bookings[0], by=people[0], at=SIX)
        assert queries.month_minutes([people[0].pk], WEDNESDAY) == {people[0].pk: 120}


def test_the_clock_alone_counts_reports(world: World) -> None:
    _one, _people, bookings = running(world)
    assert shifts.note_no_show(bookings[0], by=CLOCK, at=FOUR).state == "no_show"
