"""A clock that stood still, that runs twice, that comes late; and patterns of every shape."""

import random
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamafza.journal.models import JournalLine
from hamafza.kernel.errors import MoveRefused, ReasonMissing
from hamafza.kernel.models import AuditLine, StateChange
from hamafza.kernel.ticking import next_due, tick
from hamafza.network.calendar import iranian_weekday
from hamafza.network.models import Holiday
from hamafza.notices.models import Message
from hamafza.shifts import commands as shifts
from hamafza.shifts import queries
from hamafza.shifts.commands.shift import TooFew
from hamafza.shifts.models import Ask, Booking, Shift
from hamafza.shifts.queries.able import PARTS, parts_of
from hamafza.shifts.states import Cancel
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
    until,
    volunteer,
)
from tests.cast import SATURDAY, World

pytestmark = pytest.mark.django_db


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Message, AuditLine, StateChange, JournalLine, Ask, Booking))


class TestTheClock:
    @pytest.mark.parametrize("at", [SATURDAY, FOUR - 3 * DAY, FOUR - DAY, FOUR - HOUR, FOUR, SIX, SIX + DAY])
    def test_twice_at_one_instant_is_once(self, world: World, at) -> None:
        one, (has, _other) = shift(world), crew(world, 2)
        booked(one, has)
        for before in (FOUR - 3 * DAY, FOUR - DAY, FOUR, SIX):
            if before <= at:
                tick(before)
        tick(at)
        told = counts()
        tick(at)
        assert counts() == told

    def test_that_stood_still_for_a_week_ends_what_is_over_and_asks_nobody(self, world: World) -> None:
        """The computer was off: people are not asked for an evening that is past."""
        one, people = shift(world), crew(world, 3)
        booked(one, people[0])
        late = SIX + 7 * DAY
        for _turn in range(5):
            tick(late)
        one.refresh_from_db()
        assert one.state == "running" and not Ask.objects.exists()
        assert not Message.objects.filter(template__in=["shift_tomorrow", "shift_asked"]).exists()
        shifts.note_came(Booking.objects.whole().get(), by=world.person["zahra"], at=late)
        one.refresh_from_db()
        assert one.state == "closed"

    def test_always_has_a_next_time_while_a_shift_is_open(self, world: World) -> None:
        one = shift(world)
        at, looked = SATURDAY, 0
        while Shift.objects.open().exists():
            due = next_due()
            assert due is not None
            at = max(at, due)
            tick(at)
            looked += 1
            assert looked < 40
            one.refresh_from_db()
            assert one.holder is not None or not one.is_open
        assert one.state == "closed" and one.due_at is None

    def test_one_published_on_its_last_day_is_looked_at_at_once(self, world: World) -> None:
        crew(world, 2)
        at = FOUR - 5 * HOUR
        one = shift(world, "draft", needed=1)
        shifts.publish(one, by=world.person["zahra"], at=at)
        until(at, at + HOUR, step=timedelta(minutes=10))
        assert Ask.objects.live().filter(shift=one).count() == 1

    def test_an_officer_who_left_is_asked_nothing(self, world: World) -> None:
        running(world, 1)
        zahra = world.person["zahra"]
        zahra.is_active = False
        zahra.save(update_fields=["is_active"])
        until(FOUR, SIX + 2 * DAY, step=6 * HOUR)
        assert not Message.objects.filter(to_person=zahra, created_at__gt=FOUR + HOUR).exists()
        assert Shift.objects.get().holder == world.person["maryam"]

    @pytest.mark.parametrize("verb", ["begin", "shift_late", "stand_in"])
    def test_its_verbs_are_the_clocks_alone(self, world: World, verb: str) -> None:
        from hamafza.kernel.errors import NotAllowed

        one = shift(world)
        more = {"to": world.person["maryam"]} if verb == "stand_in" else {}
        for by in (world.person["zahra"], world.person["admin"], volunteer(world)):
            with pytest.raises(NotAllowed):
                getattr(shifts, verb)(one, by=by, at=FOUR, **more)


class TestAnyPattern:
    @pytest.mark.parametrize("seed", range(6))
    def test_gives_exactly_the_days_that_were_meant(self, world: World, seed: int) -> None:
        dice = random.Random(seed)
        weekdays = set(dice.sample(range(7), dice.randint(1, 7)))
        first, weeks = WEDNESDAY + dice.randint(0, 200) * DAY, dice.randint(1, 12)
        for n in dice.sample(range(weeks * 7), 3):
            Holiday.objects.get_or_create(date=first + n * DAY, place=None, defaults={"name": "تعطیل آزمون"})
        free = set(Holiday.objects.filter(place=None).values_list("date", flat=True))

        found = planned(world, first_on=first, weekdays=weekdays, weeks=weeks)

        meant = {first + n * DAY for n in range(weeks * 7) if iranian_weekday(first + n * DAY) in weekdays}
        assert {one.day for one in found.shifts} == meant - free and len(found.shifts) == len(meant - free)
        assert {one.day for one in found.skipped} == meant & free and all(one.because for one in found.skipped)
        again = planned(world, first_on=first, weekdays=weekdays, weeks=weeks)
        assert again.shifts == [] and again.there == len(found.shifts)

    def test_a_week_copied_to_the_next_and_the_next_is_the_same_week(self, world: World) -> None:
        zahra, start = world.person["zahra"], queries.week_start(WEDNESDAY)
        skill = skilled(volunteer(world))
        planned(world, weekdays={4}, hour=time(8), until=time(10), needed=3, note="با کیف")
        planned(world, first_on=WEDNESDAY + DAY, weekdays={5}, hour=time(20), until=time(0), skill=skill)
        for n in (1, 2):
            shifts.copy_week(world.centre["chabahar"], first_on=start + 7 * n * DAY, by=zahra, at=SATURDAY)

        def week(n: int) -> list[tuple]:
            first = start + 7 * n * DAY
            found = Shift.objects.filter(day__range=(first, first + 6 * DAY)).order_by("starts_at")
            return [((one.day - first).days, one.minutes, one.needed, one.note, one.skill_id) for one in found]

        assert len(week(0)) == 2 and week(0) == week(1) == week(2)
        assert {one.state for one in Shift.objects.all()} == {"draft"} and not Booking.objects.exists()

    def test_a_copy_of_a_week_that_is_half_past_leaves_the_past_out(self, world: World) -> None:
        start = queries.week_start(WEDNESDAY)
        planned(world, first_on=start + DAY, weekdays={1, 4}, weeks=1, at=SATURDAY)
        noon_tuesday = SATURDAY + 10 * DAY
        found = shifts.copy_week(
            world.centre["chabahar"], first_on=start + 7 * DAY, by=world.person["zahra"], at=noon_tuesday
        )
        assert [one.day for one in found.shifts] == [WEDNESDAY + 7 * DAY]

    @given(st.integers(0, 95), st.integers(2, 96))
    def test_parts_of_a_day_are_those_it_touches(self, start: int, length: int) -> None:
        """By walking over every quarter of it."""
        from datetime import datetime

        from hamafza.kernel.clock import TEHRAN

        end = min(start + length, 96)
        midnight = datetime.combine(WEDNESDAY, time(0), TEHRAN)
        one = Shift(day=WEDNESDAY, starts_at=midnight + start * HOUR / 4, ends_at=midnight + end * HOUR / 4)
        walked = {
            str(part) for part, (a, b) in PARTS.items() for quarter in range(start, end) if a * 4 <= quarter < b * 4
        }
        assert {part for _weekday, part in parts_of(one)} == walked


class TestChangeAndCancel:
    def test_need_sinks_to_those_who_are_there_and_no_lower(self, world: World) -> None:
        one, people, zahra = shift(world, needed=5), crew(world, 3), world.person["zahra"]
        for who in people:
            booked(one, who)
        with pytest.raises(TooFew):
            shifts.change(one, needed=2, note="", officer=zahra, by=zahra, at=SATURDAY)
        assert shifts.change(one, needed=3, note="", officer=zahra, by=zahra, at=SATURDAY).needed == 3

    @pytest.mark.parametrize("reason", ["", "x", "ill", "officer"])
    def test_a_cancellation_has_one_of_its_reasons(self, world: World, reason: str) -> None:
        with pytest.raises(ReasonMissing):
            shifts.cancel(shift(world), reason=reason, by=world.person["zahra"], at=SATURDAY)

    @pytest.mark.parametrize("reason", Cancel.values)
    def test_is_told_once_to_each_who_had_to_do_with_it(self, world: World, reason: str) -> None:
        one, (seated, waits, asked, nobody) = shift(world, needed=1), crew(world, 4)
        booked(one, seated)
        shifts.join_waiting(one, by=waits, at=SATURDAY)
        Ask.objects.create(shift=one, volunteer=asked, order=1, asked_at=SATURDAY, due_at=FOUR)
        shifts.cancel(one, reason=reason, by=world.person["zahra"], at=SATURDAY)
        told = sorted(Message.objects.filter(template="shift_cancelled").values_list("to_phone", flat=True))
        assert told == sorted([seated.mobile, waits.mobile, asked.mobile]) and nobody.mobile not in told
        assert not Ask.objects.live().exists() and not Booking.objects.seated().exists()
        assert JournalLine.objects.get(kind="shift_cancelled").detail == reason
        with pytest.raises(MoveRefused):
            shifts.cancel(one, reason=reason, by=world.person["zahra"], at=SATURDAY)

    def test_the_clock_leaves_it_alone_then(self, world: World) -> None:
        shift(world, "cancelled")
        told = counts()
        until(SATURDAY, SIX + DAY, step=6 * HOUR)
        assert counts()[:1] == told[:1] and Shift.objects.get().state == "cancelled"


class TestWhenSheIsFree:
    @pytest.mark.parametrize(("said", "hours", "usual"), [
        ([], (8, 10), True), ([(4, "morning")], (8, 10), True), ([(4, "morning")], (11, 13), False),
        ([(4, "morning"), (4, "afternoon")], (11, 13), True), ([(3, "morning")], (8, 10), False),
        ([(4, "afternoon")], (12, 17), True), ([(4, "afternoon")], (16, 18), False), ([(4, "evening")], (17, 22), True),
    ])  # fmt: skip
    def test_her_grid_is_asked_for_every_part(
        self, world: World, said: list[tuple[int, str]], hours: tuple[int, int], usual: bool
    ) -> None:
        who = volunteer(world)
        is_free(who, *said)
        one = shift(world, hour=time(hours[0]), until=time(hours[1]))
        found = queries.crew_of(one.centre, WEDNESDAY, WEDNESDAY)
        assert found.is_usual(who.pk, one) is usual and (found.hurdle(who, one) == "") is usual

    def test_it_keeps_nobody_from_taking_one_herself(self, world: World) -> None:
        who = volunteer(world)
        is_free(who, (0, "morning"))
        assert booked(shift(world), who).state == "signed_up"

    @pytest.mark.parametrize(("gap", "rests"), [(7, "rest"), (8, "")])
    def test_eight_hours_lie_between_what_we_choose_for_her(self, world: World, gap: int, rests: str) -> None:
        who = volunteer(world)
        booked(shift(world, hour=time(6), until=time(8)), who)
        one = shift(world, hour=time(8 + gap), until=time(10 + gap))
        assert queries.crew_of(one.centre, WEDNESDAY, WEDNESDAY).hurdle(who, one) == rests

    @pytest.mark.parametrize(("hours", "full"), [(2, ""), (3, "hours")])
    def test_twenty_four_hours_are_the_month(self, world: World, hours: int, full: str) -> None:
        who = volunteer(world)
        for n in (1, 2, 3):
            last = 6 if n == 3 else 8
            day = date(2026, 10, 24) + 2 * n * DAY
            booked(shift(world, first_on=day, weekdays={iranian_weekday(day)}, hour=time(8), until=time(8 + last)), who)
        day = date(2026, 11, 7)
        one = shift(world, first_on=day, weekdays={0}, hour=time(8), until=time(8 + hours))
        assert queries.crew_of(one.centre, day, day).hurdle(who, one) == full
        assert CLOCK.ref == "system:tick"
