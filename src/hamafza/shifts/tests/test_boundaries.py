"""One second before and after; midnight in Tehran; the last day of a year; every minute of an hour."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st
from persiantools.jdatetime import JalaliDate

from hamafza.kernel.clock import TEHRAN
from hamafza.kernel.errors import MoveRefused
from hamafza.kernel.ticking import tick
from hamafza.shifts import captions, queries
from hamafza.shifts import commands as shifts
from hamafza.shifts.commands._way import Begun, DoubleBooked, NotAble, wakes
from hamafza.shifts.commands.day import NotOver, TooEarly
from hamafza.shifts.commands.planning import BadHours, NotAQuarter, PastDay
from hamafza.shifts.models import Ask, Booking, Busy, Shift, quarters
from hamafza.shifts.queries.able import parts_of
from hamafza.shifts.tests.telling import (
    CLOCK,
    DAY,
    FOUR,
    HOUR,
    SIX,
    WEDNESDAY,
    booked,
    crew,
    is_free,
    planned,
    running,
    shift,
    skilled,
    volunteer,
)
from tests.cast import SATURDAY, World

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
MIDNIGHT = time(0)


class TestMidnight:
    def test_an_evening_reaches_to_the_midnight_of_its_day(self, world: World) -> None:
        one = shift(world, hour=time(22), until=MIDNIGHT)
        assert (one.day, one.minutes) == (WEDNESDAY, 120)
        assert one.ends_at == datetime.combine(WEDNESDAY + DAY, MIDNIGHT, TEHRAN)
        assert len(quarters(one)) == 8 and captions.hours_of(one) == "۲۲:۰۰ تا ۰۰:۰۰"

    def test_a_night_is_two_shifts_and_one_may_have_both(self, world: World) -> None:
        """As the refusal says: one until 00:00, one from 00:00 on; they touch and do not meet."""
        who = volunteer(world)
        evening = shift(world, hour=time(22), until=MIDNIGHT)
        morning = shift(world, hour=MIDNIGHT, until=time(6), first_on=WEDNESDAY + DAY, weekdays={5})

        assert booked(evening, who).state == booked(morning, who).state == "signed_up"
        assert Busy.objects.count() == len(set(Busy.objects.values_list("quarter", flat=True))) == 8 + 24

    @pytest.mark.parametrize(("hour", "until"), [
        (time(23, 45), MIDNIGHT), (MIDNIGHT, MIDNIGHT), (time(22), time(6)), (time(16), time(16)), (time(16), time(16, 15)),
    ])  # fmt: skip
    def test_what_is_shorter_than_half_an_hour_or_ends_on_another_day_is_refused(
        self, world: World, hour: time, until: time
    ) -> None:
        with pytest.raises(BadHours):
            planned(world, hour=hour, until=until)

    def test_its_part_of_the_day_is_the_evening(self, world: World) -> None:
        assert parts_of(shift(world, hour=time(22), until=MIDNIGHT)) == {(4, "evening")}
        assert parts_of(shift(world, hour=MIDNIGHT, until=time(1))) == {(4, "morning")}

    def test_who_is_free_in_the_morning_alone_is_not_usual_at_night(self, world: World) -> None:
        early, late = crew(world, 2)
        is_free(early, (4, "morning"))
        is_free(late, (4, "evening"))
        one = shift(world, hour=time(22), until=MIDNIGHT)
        found = queries.crew_of(one.centre, WEDNESDAY, WEDNESDAY)
        assert [found.hurdle(who, one) for who in (early, late)] == ["time", ""]

    def test_a_week_is_copied_with_its_midnights(self, world: World) -> None:
        shift(world, hour=time(20), until=MIDNIGHT)
        saturday = queries.week_start(WEDNESDAY) + 7 * DAY
        (copy,) = shifts.copy_week(
            world.centre["chabahar"], first_on=saturday, by=world.person["zahra"], at=SATURDAY
        ).shifts
        assert (copy.day, copy.minutes) == (WEDNESDAY + 7 * DAY, 240)

    def test_it_is_of_the_day_on_which_it_begins(self, world: World) -> None:
        """And so are its hours: the last evening of a month belongs to that month."""
        last = date(2026, 10, 22)  # ۳۰ مهر
        who = volunteer(world)
        one = shift(world, hour=time(20), until=MIDNIGHT, first_on=last, weekdays={5}, at=SATURDAY - 5 * DAY, needed=1)
        booking = booked(one, who, at=SATURDAY - 5 * DAY)
        shifts.begin(one, by=CLOCK, at=one.starts_at)
        shifts.note_came(booking, by=who, at=one.ends_at)
        assert one.day == last
        assert queries.month_minutes([who.pk], last) == {who.pk: 240}
        assert queries.month_minutes([who.pk], last + DAY) == {}


class TestTheSecond:
    @pytest.mark.parametrize("act", ["take", "wait", "off"])
    @pytest.mark.parametrize(("before", "may"), [(SECOND, True), (0 * SECOND, False), (-SECOND, False)])
    def test_until_its_hour_and_not_from_it_on(self, world: World, act: str, before: timedelta, may: bool) -> None:
        one, who = shift(world, needed=1), volunteer(world)
        at = FOUR - before
        if act == "off":
            booking = booked(one, who)
        acts = {
            "take": lambda: shifts.sign_up(one, by=who, at=at),
            "wait": lambda: shifts.join_waiting(one, by=who, at=at),
            "off": lambda: shifts.call_off(booking, reason="ill", by=who, at=at),
        }
        if may:
            assert acts[act]().state in {"signed_up", "waiting", "called_off"}
        else:
            with pytest.raises(Begun):
                acts[act]()

    @pytest.mark.parametrize(("before", "may"), [(SECOND, True), (0 * SECOND, False)])
    def test_yes_comes_before_it_begins_even_when_the_clock_is_late(
        self, world: World, before: timedelta, may: bool
    ) -> None:
        one, people = shift(world, needed=1), crew(world, 2)
        shifts.call_off(booked(one, people[0]), reason="ill", by=people[0], at=FOUR - HOUR)
        ask = Ask.objects.whole().get()
        if may:
            assert shifts.say_yes(ask, by=people[1], at=FOUR - before).state == "yes"
        else:
            with pytest.raises(Begun):
                shifts.say_yes(ask, by=people[1], at=FOUR - before)
            assert not Booking.objects.seated().exists()

    def test_late_is_within_a_day_to_the_second(self, world: World) -> None:
        one, (a, b) = shift(world), crew(world, 2)
        assert not shifts.call_off(booked(one, a), reason="ill", by=a, at=FOUR - DAY).is_late
        assert shifts.call_off(booked(one, b), reason="ill", by=b, at=FOUR - DAY + SECOND).is_late

    def test_it_is_published_before_it_begins(self, world: World) -> None:
        zahra = world.person["zahra"]
        shifts.publish(shift(world, "draft"), by=zahra, at=FOUR - SECOND)
        with pytest.raises(PastDay):
            shifts.publish(shift(world, "draft", hour=time(12), until=time(13)), by=zahra, at=FOUR - 4 * HOUR)

    def test_the_clock_begins_and_ends_it_on_the_second(self, world: World) -> None:
        one, _people, bookings = shift(world, needed=1), crew(world, 1), []
        bookings.append(booked(one, _people[0]))
        for at in (SATURDAY, FOUR - 3 * DAY, FOUR - DAY, FOUR - SECOND):
            tick(at)
        with pytest.raises(TooEarly):
            shifts.note_came(bookings[0], by=_people[0], at=FOUR - SECOND)
        tick(FOUR)
        shifts.note_came(bookings[0], by=_people[0], at=FOUR)
        one.refresh_from_db()
        with pytest.raises(NotOver):
            shifts.close(one, by=world.person["zahra"], at=SIX - SECOND)
        tick(SIX - SECOND)
        assert Shift.objects.get().state == "running"
        tick(SIX)
        assert Shift.objects.get().state == "closed"

    def test_what_was_closed_is_not_noted_again(self, world: World) -> None:
        _one, people, bookings = running(world, 1)
        shifts.note_came(bookings[0], by=people[0], at=SIX)
        with pytest.raises(MoveRefused):
            shifts.note_no_show(bookings[0], by=world.person["zahra"], at=SIX + HOUR)


class TestMeetingByAMinute:
    @pytest.mark.parametrize("minute", [n for n in range(60) if n % 15])
    def test_no_shift_ends_between_quarters(self, world: World, minute: int) -> None:
        for more in ({"until": time(18, minute)}, {"hour": time(15, minute)}):
            with pytest.raises(NotAQuarter):
                planned(world, **more)

    @pytest.mark.parametrize(("shift_by", "meets"), [(-120, False), (-105, True), (0, True), (105, True), (120, False)])
    def test_touching_is_not_meeting(self, world: World, shift_by: int, meets: bool) -> None:
        who, skill = volunteer(world), None
        booked(shift(world), who)
        if shift_by == 0:
            skill = skilled(who)  # the same hours want something else
        start, end = FOUR + timedelta(minutes=shift_by), SIX + timedelta(minutes=shift_by)
        other = shift(world, hour=start.time(), until=end.time(), skill=skill)
        if meets:
            with pytest.raises(DoubleBooked):
                booked(other, who)
        else:
            booked(other, who)
        assert Busy.objects.count() == 8 * (1 if meets else 2)

    @given(st.tuples(st.integers(0, 95), st.integers(2, 20)), st.tuples(st.integers(0, 95), st.integers(2, 20)))
    def test_two_share_a_quarter_when_their_hours_meet(self, one: tuple[int, int], other: tuple[int, int]) -> None:
        """The rows of quarters say the same as the hours of the wall: no pair is missed, none is invented."""
        first, second = (
            Shift(starts_at=_quarter(start), ends_at=_quarter(start + length)) for start, length in (one, other)
        )
        meets = first.starts_at < second.ends_at and second.starts_at < first.ends_at
        assert bool(set(quarters(first)) & set(quarters(second))) is meets

    def test_a_row_that_was_written_past_us_holds_every_quarter_it_touches(self) -> None:
        odd = Shift(starts_at=FOUR + timedelta(minutes=7), ends_at=FOUR + timedelta(minutes=16))
        assert len(quarters(odd)) == 2

    def test_the_constraint_is_of_one_person(self, world: World) -> None:
        one, (a, b) = shift(world), crew(world, 2)
        booked(one, a)
        booked(one, b)
        taken = Busy.objects.filter(volunteer=a).first()
        taken.pk, taken.volunteer = None, b
        with pytest.raises(IntegrityError), transaction.atomic():
            taken.save(force_insert=True)


def _quarter(number: int) -> datetime:
    return datetime.combine(WEDNESDAY, MIDNIGHT, TEHRAN) + timedelta(minutes=15 * number)


class TestTheYearsEnd:
    @pytest.mark.parametrize(("year", "days"), [(1403, 30), (1404, 29), (1405, 29), (1408, 30)])
    def test_esfand_is_as_long_as_its_year(self, year: int, days: int) -> None:
        first, last = queries.month_of(JalaliDate(year, 12, days).to_gregorian())
        assert (JalaliDate(first).day, JalaliDate(last).month, JalaliDate(last).day) == (1, 12, days)
        assert queries.month_of(last + DAY)[0] == last + DAY

    @given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
    def test_months_join_without_a_gap(self, day: date) -> None:
        first, last = queries.month_of(day)
        assert first <= day <= last and 29 <= (last - first).days + 1 <= 31
        assert queries.month_of(last + DAY)[0] == last + DAY and queries.month_of(first - DAY)[1] == first - DAY

    @given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
    def test_a_week_begins_on_its_saturday(self, day: date) -> None:
        start = queries.week_start(day)
        assert start <= day < start + 7 * DAY and start.isoweekday() == 6

    @pytest.mark.parametrize("last", [JalaliDate(1405, 12, 29), JalaliDate(1408, 12, 30)])
    def test_a_pattern_runs_over_it_without_a_hole(self, world: World, last: JalaliDate) -> None:
        first = last.to_gregorian() - 3 * DAY
        found = planned(world, first_on=first, weekdays=set(range(7)), weeks=1)
        days = sorted([one.day for one in found.shifts] + [one.day for one in found.skipped])
        assert days == [first + n * DAY for n in range(7)]


class TestAPaperThatRunsOut:
    @pytest.mark.parametrize(("until", "may"), [(WEDNESDAY, True), (WEDNESDAY - DAY, False), (None, True)])
    def test_holds_through_its_last_day(self, world: World, until: date | None, may: bool) -> None:
        who = volunteer(world)
        one = shift(world, skill=skilled(who, until=until))
        if may:
            assert booked(one, who).state == "signed_up"
        else:
            with pytest.raises(NotAble):
                booked(one, who)

    def test_a_licence_counts_once_its_paper_was_seen(self, world: World) -> None:
        who = volunteer(world)
        one = shift(world, skill=skilled(who, key="counsel", is_licensed=True))
        with pytest.raises(NotAble):
            booked(one, who)
        who.skills.update(seen_by=world.person["zahra"], seen_at=SATURDAY)
        assert booked(one, who).state == "signed_up"


@pytest.mark.parametrize(("at", "begins", "wakes_her"), [
    (time(23), time(7), True), (time(23), time(9), True), (time(23), time(16), False), (time(14), time(16), True),
])  # fmt: skip
def test_only_what_would_come_too_late_wakes_anybody(world: World, at: time, begins: time, wakes_her: bool) -> None:
    before = WEDNESDAY - DAY if at == time(23) else WEDNESDAY
    one = shift(world, hour=begins, until=time(begins.hour + 2))
    assert wakes(one, datetime.combine(before, at, TEHRAN)) is wakes_her
