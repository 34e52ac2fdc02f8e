"""Weeks of shifts at once: the pattern, last week once more, holidays left out with their names; publish, change, cancel."""

from datetime import date, time, timedelta

import pytest

from hamafza.journal.models import JournalLine
from hamafza.kernel.errors import MoveRefused, NotAllowed, ReasonMissing, Refused
from hamafza.network.models import Holiday
from hamafza.notices.models import Message
from hamafza.shifts import commands as shifts
from hamafza.shifts import queries
from hamafza.shifts.commands.planning import BadHours, CentreAsleep, NoDay, NotAQuarter, PastDay
from hamafza.shifts.commands.shift import TooFew
from hamafza.shifts.models import Booking, Busy, Shift
from hamafza.shifts.tests.telling import (
    CLOCK,
    DAY,
    FOUR,
    HOUR,
    WEDNESDAY,
    booked,
    crew,
    planned,
    shift,
    skilled,
    volunteer,
)
from tests.cast import SATURDAY, World

pytestmark = pytest.mark.django_db
WEEK = 7 * DAY


class TestPattern:
    def test_weekdays_by_hours_for_some_weeks(self, world: World) -> None:
        made = planned(world, weekdays={0, 4}, weeks=3).shifts

        days = sorted(one.day for one in made)
        saturday = WEDNESDAY + 3 * DAY
        assert days == sorted(
            [WEDNESDAY, saturday, WEDNESDAY + WEEK, saturday + WEEK, WEDNESDAY + 2 * WEEK, saturday + 2 * WEEK]
        )
        assert {(one.state, one.minutes, one.needed) for one in made} == {("draft", 120, 2)}

    def test_holidays_are_left_out_and_said(self, world: World) -> None:
        Holiday.objects.create(date=WEDNESDAY, name="روز تعطیل")
        Holiday.objects.create(date=WEDNESDAY + WEEK, name="جای دیگر", place=world.place["0901"])

        made = planned(world, weeks=2)

        assert [(one.day, one.because) for one in made.skipped] == [(WEDNESDAY, "روز تعطیل")]
        assert [one.day for one in made.shifts] == [WEDNESDAY + WEEK]

    def test_fridays_may_be_served(self, world: World) -> None:
        assert planned(world, weekdays={6}).shifts[0].day == WEDNESDAY + 2 * DAY

    def test_again_makes_nothing_twice(self, world: World) -> None:
        planned(world)
        again = planned(world)
        assert (again.shifts, again.there, Shift.objects.count()) == ([], 1, 1)

    def test_another_skill_is_another_shift(self, world: World) -> None:
        planned(world)
        assert len(planned(world, skill=skilled(volunteer(world))).shifts) == 1

    @pytest.mark.parametrize(
        ("more", "refused"),
        [
            ({"until": time(16)}, BadHours),
            ({"hour": time(22), "until": time(2)}, BadHours),
            ({"until": time(16, 15)}, BadHours),
            ({"hour": time(16, 10)}, NotAQuarter),
            ({"first_on": SATURDAY.date() - DAY}, PastDay),
            ({"first_on": SATURDAY.date(), "hour": time(8)}, PastDay),
            ({"weekdays": set()}, NoDay),
        ],
    )
    def test_what_cannot_be_is_said(self, world: World, more: dict, refused: type[Refused]) -> None:
        with pytest.raises(refused):
            planned(world, **more)
        assert not Shift.objects.exists()

    def test_a_centre_that_rests_plans_none(self, world: World) -> None:
        centre = world.centre["chabahar"]
        type(centre).objects.filter(pk=centre.pk).update(state="dormant")
        with pytest.raises(CentreAsleep):
            planned(world)

    def test_twelve_weeks_at_most(self, world: World) -> None:
        assert len(planned(world, weeks=40).shifts) == 12

    @pytest.mark.parametrize(
        ("name", "may"),
        [("zahra", True), ("maryam", True), ("nader", True), ("parvin", True), ("sara", False), ("reza", False),
         ("karim", False), ("farhad", False), ("admin", False), ("stranger", False)],
    )  # fmt: skip
    def test_by_officers_of_the_centre_and_coordinators_alone(self, world: World, name: str, may: bool) -> None:
        if may:
            assert planned(world, by=world.person[name]).shifts
        else:
            with pytest.raises(NotAllowed):
                planned(world, by=world.person[name])


class TestLastWeekOnceMore:
    def test_its_shifts_a_week_later_as_drafts(self, world: World) -> None:
        one = shift(world, note="کنار داروخانه")
        shift(world, "cancelled", hour=time(8), until=time(10))

        made = shifts.copy_week(
            world.centre["chabahar"], first_on=SATURDAY.date() + WEEK, by=world.person["maryam"], at=SATURDAY
        )

        (copy,) = made.shifts
        assert (copy.starts_at - one.starts_at, copy.note, copy.state, copy.officer) == (
            WEEK,
            one.note,
            "draft",
            one.officer,
        )

    def test_a_holiday_is_left_out(self, world: World) -> None:
        shift(world)
        Holiday.objects.create(date=WEDNESDAY + WEEK, name="اربعین")
        made = shifts.copy_week(
            world.centre["chabahar"], first_on=SATURDAY.date() + WEEK, by=world.person["zahra"], at=SATURDAY
        )
        assert made.shifts == [] and made.skipped[0].because == "اربعین"


class TestPublishing:
    def test_somebody_sees_to_it_from_then_on(self, world: World) -> None:
        one = shift(world)
        assert (one.state, one.holder, one.due_at) == ("published", world.person["zahra"], FOUR - 72 * HOUR)

    def test_not_what_is_past(self, world: World) -> None:
        with pytest.raises(PastDay):
            shifts.publish(shift(world, "draft"), by=world.person["zahra"], at=FOUR)

    def test_not_twice(self, world: World) -> None:
        one = shift(world)
        with pytest.raises(MoveRefused):
            shifts.publish(one, by=world.person["zahra"], at=SATURDAY)


class TestChanging:
    def test_need_note_and_officer(self, world: World) -> None:
        one = shift(world)
        shifts.change(
            one, needed=5, note=" بیاورید ", officer=world.person["maryam"], by=world.person["zahra"], at=SATURDAY
        )
        assert (one.needed, one.note, one.officer, one.holder) == (
            5,
            "بیاورید",
            world.person["maryam"],
            world.person["maryam"],
        )

    def test_not_fewer_than_have_a_seat(self, world: World) -> None:
        one = shift(world, needed=3)
        for who in crew(world, 2):
            booked(one, who)
        with pytest.raises(TooFew):
            shifts.change(one, needed=1, note="", officer=one.officer, by=world.person["zahra"], at=SATURDAY)

    def test_not_what_is_over(self, world: World) -> None:
        one = shift(world, "cancelled")
        with pytest.raises(MoveRefused):
            shifts.change(one, needed=1, note="", officer=one.officer, by=world.person["zahra"], at=SATURDAY)


class TestCancelling:
    def test_with_a_reason_and_everybody_is_free_and_told(self, world: World) -> None:
        one, (a, b) = shift(world, needed=1), crew(world, 2)
        booked(one, a)
        shifts.join_waiting(one, by=b, at=SATURDAY)
        with pytest.raises(ReasonMissing):
            shifts.cancel(one, reason="", by=world.person["zahra"], at=SATURDAY)

        shifts.cancel(one, reason="weather", by=world.person["zahra"], at=SATURDAY)

        assert (one.state, one.due_at, one.holder, Busy.objects.count()) == ("cancelled", None, None, 0)
        assert set(Booking.objects.values_list("state", "reason")) == {("called_off", "cancelled")}
        told = Message.objects.filter(template="shift_cancelled").values_list("to_phone", flat=True)
        assert sorted(told) == sorted([a.mobile, b.mobile])
        line = JournalLine.objects.get(kind="shift_cancelled")
        assert (line.centre, line.detail) == ("chabahar", "weather")

    def test_the_hours_may_be_planned_again(self, world: World) -> None:
        shift(world, "cancelled")
        assert len(planned(world).shifts) == 1

    def test_not_once_it_runs(self, world: World) -> None:
        with pytest.raises(MoveRefused):
            shifts.cancel(shift(world, "running"), reason="weather", by=world.person["zahra"], at=FOUR)


def test_only_the_clock_begins_it(world: World) -> None:
    one = shift(world)
    with pytest.raises(NotAllowed):
        shifts.begin(one, by=world.person["zahra"], at=FOUR)
    assert shifts.begin(one, by=CLOCK, at=FOUR).state == "running"


def test_the_week_begins_on_saturday() -> None:
    assert queries.week_start(WEDNESDAY) == SATURDAY.date()
    assert queries.week_start(date(2026, 10, 30)) == SATURDAY.date()
    assert queries.week_start(SATURDAY.date()) == SATURDAY.date()


def test_hours_are_those_of_the_wall_in_iran(world: World) -> None:
    one = shift(world)
    assert (one.starts_at, one.ends_at - one.starts_at) == (FOUR, timedelta(hours=2))
