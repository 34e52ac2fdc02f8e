"""Every way a seat can become free, and every way those who are asked can answer: no hole stays unsaid, nobody is asked twice."""

import random
from datetime import datetime, time, timedelta

import pytest

from hamafza.kernel.clock import TEHRAN
from hamafza.kernel.errors import MoveRefused, NotAllowed, ReasonMissing, Refused
from hamafza.kernel.models import AuditLine, StateChange
from hamafza.kernel.ticking import tick
from hamafza.notices.models import Message
from hamafza.shifts import captions
from hamafza.shifts import commands as shifts
from hamafza.shifts.models import Ask, Booking, Busy, Shift
from hamafza.shifts.tests.telling import (
    CLOCK,
    DAY,
    FOUR,
    HOUR,
    NAMES,
    WEDNESDAY,
    booked,
    crew,
    shift,
    skilled,
    until,
    volunteer,
)
from hamafza.volunteers import commands as volunteers
from hamafza.volunteers.models import Volunteer
from hamafza.volunteers.states import VolunteerState
from tests.cast import SATURDAY, World

pytestmark = pytest.mark.django_db
NOON = FOUR - 4 * HOUR
MINUTES = timedelta(minutes=10)


def told(template: str, **who: object) -> int:
    return Message.objects.filter(template=template, **who).count()


def hole(world: World, needed: int, n: int) -> tuple[Shift, list[Volunteer]]:
    """All who had a seat call off at noon; n others are there."""
    one, people = shift(world, needed=needed), crew(world, needed + n)
    for booking in [booked(one, who) for who in people[:needed]]:
        shifts.call_off(booking, reason="ill", by=booking.volunteer, at=NOON)
    return one, people[needed:]


class TestAnyAnswers:
    @pytest.mark.parametrize("seed", range(6))
    def test_lead_to_a_full_shift_or_to_an_officer_who_knows(self, world: World, seed: int) -> None:
        """Yes, no and silence in any order, by the clock of every ten minutes."""
        dice = random.Random(seed)
        one, others = hole(world, dice.randint(1, 3), dice.randint(0, 6))
        at = NOON
        while at < FOUR:
            for ask in Ask.objects.live().whole():
                if dice.random() < 0.25:
                    answer = dice.choice([shifts.say_yes, shifts.say_no, shifts.say_no])
                    answer(ask, by=ask.volunteer, at=at)
                live = Ask.objects.live().filter(shift=one).count()
                assert live <= one.needed - Booking.objects.seated().count()
            at += MINUTES
            tick(at)

        asked = list(Ask.objects.values_list("volunteer", flat=True))
        assert len(asked) == len(set(asked)) and set(asked) <= {who.pk for who in others}
        assert not Ask.objects.live().exists()
        yes = set(Ask.objects.filter(state="yes").values_list("volunteer", flat=True))
        assert yes == set(Booking.objects.seated().values_list("volunteer", flat=True))
        if len(yes) < one.needed:
            everybody = len(asked) == len(others)
            assert (told("shift_nobody", to_person=world.person["zahra"]) > 0) is everybody
        else:
            assert told("shift_covered", to_person=world.person["zahra"]) == 1

    @pytest.mark.parametrize("n", [1, 4])
    def test_everybody_says_no(self, world: World, n: int) -> None:
        one, others = hole(world, 1, n)
        for turn in range(n):
            (ask,) = Ask.objects.live().whole()
            assert told("shift_nobody") == 0
            shifts.say_no(ask, by=ask.volunteer, at=NOON + turn * MINUTES)
        assert told("shift_nobody", to_person=world.person["zahra"], channel="inbox") == 1
        assert {ask.state for ask in Ask.objects.all()} == {"no"} and len(others) == Ask.objects.count() == n
        assert Shift.objects.get(pk=one.pk).state == "published"

    def test_one_yes_for_two_seats_and_nobody_else_is_said(self, world: World) -> None:
        """The second seat stays empty: its officer must hear of it, though somebody said yes."""
        _one, (only,) = hole(world, 2, 1)
        assert told("shift_nobody") == 0
        shifts.say_yes(Ask.objects.live().whole().get(), by=only, at=NOON)
        assert told("shift_nobody", to_person=world.person["zahra"], channel="inbox") == 1

    def test_who_said_yes_and_calls_off_is_not_asked_again(self, world: World) -> None:
        one, (first, second) = hole(world, 1, 2)
        shifts.say_yes(Ask.objects.live().whole().get(), by=first, at=NOON)
        shifts.call_off(Booking.objects.whole().get(volunteer=first), reason="way", by=first, at=NOON + HOUR)
        assert list(Ask.objects.values_list("volunteer", "state")) == [(first.pk, "yes"), (second.pk, "asked")]
        assert one.pk

    def test_nobody_is_there_at_all(self, world: World) -> None:
        hole(world, 1, 0)
        assert told("shift_nobody", channel="inbox") == 1 and not Ask.objects.exists()

    def test_her_time_is_never_longer_than_until_it_begins(self, world: World) -> None:
        hole(world, 1, 3)
        at = NOON
        while ask := Ask.objects.live().whole().first():
            assert at < ask.due_at <= FOUR
            at = ask.due_at
            tick(at)
        assert at == FOUR or not Ask.objects.live().exists()


class TestByNight:
    NIGHT = datetime.combine(WEDNESDAY - DAY, time(23, 30), TEHRAN)

    def test_a_seat_from_the_waiting_list_is_told_in_the_morning(self, world: World) -> None:
        one, (has, waits) = shift(world, needed=1), crew(world, 2)
        booking = booked(one, has)
        shifts.join_waiting(one, by=waits, at=SATURDAY)
        shifts.call_off(booking, reason="ill", by=has, at=self.NIGHT)
        message = Message.objects.get(template="shift_booked")
        assert message.not_before == datetime.combine(WEDNESDAY, time(8), TEHRAN)

    @pytest.mark.parametrize(("days", "at_once"), [(20, False), (1, False), (0, True)])
    def test_a_cancelled_shift_wakes_only_who_would_go_in_vain(self, world: World, days: int, at_once: bool) -> None:
        day = WEDNESDAY + days * DAY
        who = volunteer(world)
        hour = time(7) if at_once else time(16)
        one = shift(world, first_on=day, weekdays={(4 + days) % 7}, hour=hour, until=time(hour.hour + 2))
        booked(one, who)
        shifts.cancel(one, reason="weather", by=world.person["zahra"], at=self.NIGHT)
        message = Message.objects.get(template="shift_cancelled")
        assert (message.not_before == self.NIGHT) is at_once


class TestWhoLeaves:
    def gone(self, who: Volunteer, how: str, world: World, at: datetime) -> None:
        zahra = world.person["zahra"]
        if how == "archived":
            volunteers.archive(who, left="moved", by=zahra, at=at)
        elif how == "away":
            volunteers.set_away(who, reason="سفر", by=zahra, at=at)
        elif how == "leave":
            volunteers.take_leave(who, returns_on=WEDNESDAY + 10 * DAY, by=zahra, at=at)
        else:
            Volunteer.objects.filter(pk=who.pk).update(centre=world.centre["work"])

    @pytest.mark.parametrize("how", ["archived", "away", "leave", "moved"])
    def test_frees_the_seat_for_the_waiting_list(self, world: World, how: str) -> None:
        one, (leaves, waits) = shift(world, needed=1), crew(world, 2)
        booking = booked(one, leaves)
        shifts.join_waiting(one, by=waits, at=SATURDAY)
        self.gone(leaves, how, world, SATURDAY)

        tick(SATURDAY + HOUR)

        booking.refresh_from_db()
        assert (booking.state, booking.reason, booking.is_late) == ("called_off", "left", False)
        assert captions.reason_of(booking) == "دیگر در خدمت این کانون نیست"
        assert list(Booking.objects.seated().values_list("volunteer", flat=True)) == [waits.pk]
        assert not Busy.objects.filter(volunteer=leaves).exists()
        assert (told("shift_taken_out", to_phone=leaves.mobile) == 0) is (how == "archived")

    def test_on_the_last_day_stand_ins_are_asked_and_the_officer_knows(self, world: World) -> None:
        one, (leaves, other) = shift(world, needed=1), crew(world, 2)
        booked(one, leaves)
        self.gone(leaves, "away", world, NOON)
        tick(NOON + MINUTES)
        assert Ask.objects.live().get().volunteer == other
        assert told("shift_called_off", to_person=world.person["zahra"]) == 1

    def test_who_is_back_in_time_keeps_it(self, world: World) -> None:
        one, who = shift(world, needed=1), volunteer(world)
        booked(one, who)
        volunteers.take_leave(who, returns_on=WEDNESDAY, by=world.person["zahra"], at=SATURDAY)
        tick(SATURDAY + HOUR)
        assert Booking.objects.get().state == "signed_up"

    def test_a_shift_that_runs_is_left_as_it_is(self, world: World) -> None:
        one, who = shift(world, needed=1), volunteer(world)
        booked(one, who)
        shifts.begin(one, by=CLOCK, at=FOUR)
        self.gone(who, "away", world, FOUR)
        tick(FOUR + MINUTES)
        assert Booking.objects.get().state == "signed_up"

    def test_again_and_again_changes_nothing_more(self, world: World) -> None:
        one, who = shift(world, needed=1), volunteer(world)
        booked(one, who)
        self.gone(who, "away", world, SATURDAY)
        until(SATURDAY, SATURDAY + 5 * HOUR)
        assert StateChange.objects.filter(subject__startswith="shifts.booking", after="called_off").count() == 1
        assert one.pk

    def test_a_paper_that_runs_out_before_the_day_is_seen_three_days_ahead(self, world: World) -> None:
        who, other = crew(world, 2)
        one = shift(world, needed=1, skill=skilled(who, until=WEDNESDAY))
        skilled(other)
        booked(one, who)
        who.skills.update(until=WEDNESDAY - DAY)
        until(SATURDAY, FOUR - 71 * HOUR)
        booking = Booking.objects.get(volunteer=who)
        assert (booking.state, booking.reason) == ("called_off", "expired")
        assert told("shift_uncovered", to_person=world.person["zahra"]) == 1

    @pytest.mark.parametrize("reason", ["left", "expired"])
    def test_the_clocks_reasons_are_the_clocks(self, world: World, reason: str) -> None:
        one, who = shift(world), volunteer(world)
        booking = booked(one, who)
        for by in (who, world.person["zahra"]):
            with pytest.raises(ReasonMissing):
                shifts.call_off(booking, reason=reason, by=by, at=SATURDAY)
        with pytest.raises(ReasonMissing):
            shifts.call_off(booking, reason="ill", by=CLOCK, at=SATURDAY)

    def test_no_name_goes_into_the_books(self, world: World) -> None:
        one, who = shift(world, needed=1), volunteer(world)
        booked(one, who)
        self.gone(who, "away", world, NOON)
        tick(NOON + MINUTES)
        for model in (AuditLine, StateChange):
            assert NAMES[0] not in repr(list(model.objects.values()))
        bodies = " ".join(Message.objects.values_list("body", flat=True))
        assert NAMES[0] not in bodies and who.mobile not in bodies and one.pk


class TestAnyMoves:
    @pytest.mark.parametrize("seed", range(4))
    def test_keep_seats_quarters_and_asks_in_order(self, world: World, seed: int) -> None:
        """Whatever five people and an officer do with three meeting shifts, the books hold together."""
        dice = random.Random(seed)
        people, zahra = crew(world, 5), world.person["zahra"]
        three = [shift(world, hour=time(hour), until=time(hour + 2), needed=2) for hour in (15, 16, 18)]
        at = FOUR - 30 * HOUR
        for _turn in range(35):
            one, who = dice.choice(three), dice.choice(people)
            try:
                self.act(dice, one, who, zahra, at)
            except Refused as why:
                assert not isinstance(why, NotAllowed)
            if dice.random() < 0.3:
                at = min(at + dice.choice([MINUTES, HOUR, 3 * HOUR]), FOUR - 2 * HOUR)
                tick(at)
            self.hold_together(three)

    def act(self, dice: random.Random, one: Shift, who: Volunteer, zahra: object, at: datetime) -> None:
        """One of the things that can be done with a seat."""
        fresh = Shift.objects.get(pk=one.pk)
        mine = Booking.objects.whole().filter(volunteer=who, shift=one).first()
        ask = Ask.objects.live().whole().filter(volunteer=who, shift=one).first()
        what = dice.choice(["take", "wait", "put in", "off", "out", "answer"])
        if what == "take":
            shifts.sign_up(fresh, by=who, at=at)
        elif what == "wait":
            shifts.join_waiting(fresh, by=who, at=at)
        elif what == "put in":
            shifts.put_in(fresh, volunteer=who, by=zahra, at=at)
        elif what == "answer" and ask:
            dice.choice([shifts.say_yes, shifts.say_no])(ask, by=who, at=at)
        elif mine:
            by, reason = (who, "ill") if what == "off" else (zahra, "officer")
            shifts.call_off(mine, reason=reason, by=by, at=at)

    def hold_together(self, three: list[Shift]) -> None:
        held = set()
        for booking in Booking.objects.seated().select_related("shift"):
            span = set(
                range(int(booking.shift.starts_at.timestamp()) // 900, int(booking.shift.ends_at.timestamp()) // 900)
            )
            assert set(booking.busy.values_list("quarter", flat=True)) == span
            pairs = {(booking.volunteer_id, quarter) for quarter in span}
            assert not pairs & held
            held |= pairs
        assert Busy.objects.count() == len(held)
        for one in three:
            seated = Booking.objects.seated().filter(shift=one).count()
            asks = Ask.objects.live().filter(shift=one)
            assert seated <= one.needed and (seated < one.needed or not asks.exists())
            assert not asks.filter(
                volunteer__in=Booking.objects.seated().filter(shift=one).values("volunteer")
            ).exists()


def test_an_ask_answered_by_a_seat_is_not_answered_again(world: World) -> None:
    one, (only,) = hole(world, 1, 1)
    shifts.put_in(one, volunteer=only, by=world.person["zahra"], at=NOON)
    ask = Ask.objects.whole().get()
    assert ask.state == "yes"
    for answer in (shifts.say_yes, shifts.say_no):
        with pytest.raises(MoveRefused):
            answer(ask, by=only, at=NOON)
    assert only.state == VolunteerState.ACCEPTED
