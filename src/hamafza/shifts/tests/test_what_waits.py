"""What waits for whoever is responsible, counted two ways; who can be put in, and in which order; words of the page."""

import random
from datetime import time, timedelta

import pytest
from django.test import Client
from django.utils.translation import override

from hamafza.shifts import captions, queries
from hamafza.shifts import commands as shifts
from hamafza.shifts.models import Booking, Shift
from hamafza.shifts.states import CalledOff, Cancel
from hamafza.shifts.tests.telling import (
    CLOCK,
    DAY,
    FOUR,
    HOUR,
    SIX,
    booked,
    crew,
    is_free,
    planned,
    running,
    shift,
    skilled,
    volunteer,
)
from hamafza.shifts.tests.test_pages import now  # noqa: F401 (a fixture)
from tests.cast import SATURDAY, World

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


class TestWhatWaits:
    @pytest.mark.parametrize(("before", "soon"), [
        (72 * HOUR + SECOND, False), (72 * HOUR, True), (SECOND, True), (0 * HOUR, False), (-HOUR, False),
    ])  # fmt: skip
    def test_a_hole_is_shown_for_three_days_until_it_begins(self, world: World, before: timedelta, soon: bool) -> None:
        one = shift(world)
        assert (one in queries.uncovered_soon(world.person["zahra"], FOUR - before)) is soon

    def test_a_full_one_is_not(self, world: World) -> None:
        one = shift(world, needed=1)
        booked(one, volunteer(world))
        assert not queries.uncovered_soon(world.person["zahra"], FOUR - DAY).exists()

    @pytest.mark.parametrize(("at", "waits"), [(SIX - SECOND, False), (SIX, True), (SIX + 9 * DAY, True)])
    def test_attendance_waits_from_its_end_on(self, world: World, at, waits: bool) -> None:
        one, _people, _bookings = running(world, 1)
        assert (one in queries.to_note(world.person["zahra"], at)) is waits

    @pytest.mark.parametrize("seed", range(4))
    def test_the_sum_of_all_is_the_sum_of_each(self, world: World, seed: int) -> None:
        """The number on every desk is the length of the list behind it."""
        dice = random.Random(seed)
        people, officers = crew(world, 4), [world.person[name] for name in ("zahra", "maryam")]
        for n in range(6):
            one = shift(
                world, first_on=SATURDAY.date() + dice.randint(1, 5) * DAY, weekdays=set(range(7)), weeks=1,
                hour=time(8 + 2 * n), until=time(10 + 2 * n), officer=dice.choice(officers), needed=dice.randint(1, 2),
            )  # fmt: skip
            for who in dice.sample(people, dice.randint(0, one.needed)):
                booked(one, who)
            if dice.random() < 0.4:
                shifts.begin(one, by=CLOCK, at=one.starts_at)
        for at in (SATURDAY, SATURDAY + 2 * DAY, SATURDAY + 9 * DAY):
            counted = queries.waiting_counts(at)
            for who in officers:
                listed = queries.uncovered_soon(who, at).count() + queries.to_note(who, at).count()
                assert counted[who.pk] == listed
            assert set(counted) <= {who.pk for who in officers}


class TestWhoCanBePutIn:
    def offered(self, world: World, one: Shift) -> list[str]:
        client = Client()
        client.force_login(world.person["zahra"])
        return [each["able"].volunteer.full_name for each in client.get(f"/shifts/{one.pk}/").context["able"]]

    def test_fewest_hours_first_and_not_who_is_busy_or_unskilled(self, world: World, now) -> None:  # noqa: F811
        idle, served, busy, unskilled = crew(world, 4)
        skill = skilled(idle)
        for who in (served, busy):
            skilled(who)
        booked(shift(world, first_on=FOUR.date() - DAY, weekdays={3}, needed=1), served)
        booked(shift(world, hour=time(15), until=time(17), needed=1), busy)
        one = shift(world, skill=skill)
        assert self.offered(world, one) == [
            idle.full_name,
            served.full_name,
        ] and unskilled.full_name not in self.offered(world, one)

    def test_who_called_off_or_is_not_usually_free_may_be_asked_by_hand(self, world: World, now) -> None:  # noqa: F811
        off, elsewhere = crew(world, 2)
        is_free(elsewhere, (0, "morning"))
        one = shift(world)
        booked(one, off, "called_off")
        assert sorted(self.offered(world, one)) == sorted([off.full_name, elsewhere.full_name])
        assert shifts.put_in(one, volunteer=off, by=world.person["zahra"], at=SATURDAY).state == "rostered"

    def test_nobody_is_offered_for_a_full_one_or_one_that_is_over(self, world: World, now) -> None:  # noqa: F811
        people = crew(world, 2)
        full = shift(world, needed=1)
        booked(full, people[0])
        off = shift(world, "cancelled", hour=time(8), until=time(9))
        assert self.offered(world, full) == self.offered(world, off) == []

    def test_who_stepped_in_without_a_word_is_written_down_while_it_runs(self, world: World) -> None:
        one, people, _bookings = running(world, 1)
        shifts.change(one, needed=2, note="", officer=one.officer, by=world.person["zahra"], at=FOUR)
        helper = volunteer(world, 4)
        booking = shifts.put_in(one, volunteer=helper, by=world.person["zahra"], at=FOUR + HOUR)
        assert shifts.note_came(booking, by=helper, at=FOUR + HOUR).state == "came" and people


class TestItsWords:
    @pytest.mark.parametrize(("minutes", "fa", "en"), [
        (30, "۳۰ دقیقه", "30 minutes"), (60, "۱ ساعت", "1 hour"), (90, "۱ ساعت و ۳۰ دقیقه", "1 hour 30 minutes"), (0, "۰ ساعت", "0 hours"),
        (180, "۳ ساعت", "3 hours"),
    ])  # fmt: skip
    def test_of_a_length(self, minutes: int, fa: str, en: str) -> None:
        with override("fa"):
            assert captions.length(minutes) == fa
        with override("en"):
            assert captions.length(minutes) == en

    @pytest.mark.parametrize("language", ["fa", "en"])
    def test_of_every_reason(self, language: str) -> None:
        """No reason is shown as its code, in neither language."""
        with override(language):
            said = {
                code: captions.reason_of(Booking(reason=code))
                for code in (*CalledOff.values, "officer", "cancelled", "left", "expired")
            }
            said |= {f"shift {code}": captions.reason_of(Shift(reason=code)) for code in Cancel.values}
        assert all(text and text != code.removeprefix("shift ") for code, text in said.items())
        assert captions.reason_of(Booking(reason="")) == captions.reason_of(Shift(reason="")) == ""
        if language == "en":
            assert all(text.isascii() for text in said.values())

    def test_of_seats_that_are_missing_are_those_that_are_empty(self, world: World) -> None:
        planned(world, needed=3)
        for taken in range(5):
            one = Shift.objects.get()
            one.taken = taken
            said = captions.missing_of(one)
            assert (said == "") is (taken >= 3) and (taken >= 3 or "۳۲۱"[taken] in said)
