"""A hole at the last minute: who can step in is asked one after another; the first «می‌آیم» has it."""

from datetime import date, datetime, time, timedelta

import pytest

from hamafza.kernel.clock import TEHRAN
from hamafza.kernel.errors import MoveRefused, NotAllowed
from hamafza.kernel.ticking import next_due, tick
from hamafza.notices.models import Message
from hamafza.shifts import commands as shifts
from hamafza.shifts import queries
from hamafza.shifts.models import Ask, Booking, Shift
from hamafza.shifts.tests.telling import (
    DAY,
    FOUR,
    HOUR,
    WEDNESDAY,
    booked,
    crew,
    is_free,
    shift,
    skilled,
    until,
    volunteer,
)  # fmt: skip
from hamafza.volunteers.models import Volunteer
from tests.cast import SATURDAY, World

pytestmark = pytest.mark.django_db
NOON = FOUR - 4 * HOUR


def hole(world: World, n: int = 4) -> tuple[Shift, list[Volunteer]]:
    """One seat; who had it calls off at noon of the day."""
    one, people = shift(world, needed=1), crew(world, n)
    booking = booked(one, people[0])
    shifts.call_off(booking, reason="ill", by=people[0], at=NOON)
    return one, people


def asked(one: Shift) -> list[tuple[int, str]]:
    return list(Ask.objects.filter(shift=one).values_list("volunteer", "state"))


class TestTheLadder:
    def test_one_is_asked_at_a_time_with_a_deadline(self, world: World) -> None:
        one, people = hole(world)
        assert asked(one) == [(people[1].pk, "asked")]
        ask = Ask.objects.get()
        assert NOON < ask.due_at < FOUR
        message = Message.objects.get(template="shift_asked")
        assert (message.to_phone, message.urgent) == (people[1].mobile, True)
        assert Message.objects.filter(template="shift_called_off", to_person=world.person["zahra"]).exists()

    def test_the_first_yes_has_it(self, world: World) -> None:
        one, people = hole(world)
        shifts.say_yes(Ask.objects.whole().get(), by=people[1], at=NOON + HOUR / 2)

        assert asked(one) == [(people[1].pk, "yes")]
        assert Booking.objects.get(volunteer=people[1]).state == "signed_up"
        assert Message.objects.filter(template="shift_covered", to_person=world.person["zahra"]).exists()

    def test_a_no_asks_the_next_at_once(self, world: World) -> None:
        one, people = hole(world)
        shifts.say_no(Ask.objects.whole().get(), by=people[1], at=NOON + HOUR / 2)
        assert asked(one) == [(people[1].pk, "no"), (people[2].pk, "asked")]

    def test_silence_asks_the_next_in_time(self, world: World) -> None:
        one, people = hole(world)
        tick(Ask.objects.get().due_at - timedelta(minutes=1))
        assert asked(one) == [(people[1].pk, "asked")]
        tick(Ask.objects.get().due_at)
        assert asked(one) == [(people[1].pk, "silent"), (people[2].pk, "asked")]

    def test_who_was_silent_may_still_sign_up_by_herself_and_the_other_is_told(self, world: World) -> None:
        one, people = hole(world)
        tick(Ask.objects.get().due_at)
        at = Ask.objects.live().get().asked_at + timedelta(minutes=5)
        shifts.sign_up(Shift.objects.whole().get(), by=people[1], at=at)
        assert one.bookings.get(volunteer=people[1]).state == "signed_up"
        late = Ask.objects.whole().get(volunteer=people[2])
        assert late.state == "taken"
        with pytest.raises(MoveRefused):
            shifts.say_yes(late, by=people[2], at=at)

    def test_when_nobody_is_left_the_officer_is_told(self, world: World) -> None:
        one, people = hole(world, 2)
        shifts.say_no(Ask.objects.whole().get(), by=people[1], at=NOON + HOUR)
        assert asked(one) == [(people[1].pk, "no")]
        assert Message.objects.filter(template="shift_nobody", to_person=world.person["zahra"]).exists()

    def test_an_ask_is_hers_alone(self, world: World) -> None:
        _one, people = hole(world)
        with pytest.raises(NotAllowed):
            shifts.say_yes(Ask.objects.whole().get(), by=people[2], at=NOON)
        with pytest.raises(NotAllowed):
            shifts.ask_silent(Ask.objects.whole().get(), by=world.person["zahra"], at=NOON)

    def test_an_answer_is_given_once(self, world: World) -> None:
        _one, people = hole(world)
        ask = Ask.objects.whole().get()
        shifts.say_no(ask, by=people[1], at=NOON)
        with pytest.raises(MoveRefused):
            shifts.say_no(ask, by=people[1], at=NOON)

    def test_two_holes_ask_two_and_the_last_yes_frees_the_others(self, world: World) -> None:
        one, people = shift(world, needed=2), crew(world, 5)
        bookings = [booked(one, who) for who in people[:2]]
        for booking, who in zip(bookings, people, strict=False):
            shifts.call_off(booking, reason="ill", by=who, at=NOON)
        assert [state for _pk, state in asked(one)] == ["asked", "asked"]

        shifts.put_in(one, volunteer=people[4], by=world.person["zahra"], at=NOON)
        shifts.say_yes(Ask.objects.whole().order_by("order")[0], by=people[2], at=NOON)

        assert asked(one) == [(people[2].pk, "yes"), (people[3].pk, "taken")]
        assert Message.objects.get(template="shift_ask_taken").to_phone == people[3].mobile

    def test_its_beginning_ends_the_asking(self, world: World) -> None:
        one, people = hole(world, 3)
        until(NOON, FOUR, step=timedelta(minutes=10))
        assert not Ask.objects.live().exists()
        one.refresh_from_db()
        assert one.state == "running" and {pk for pk, _state in asked(one)} == {people[1].pk, people[2].pk}

    def test_at_night_nobody_is_woken_and_has_time_from_the_morning_on(self, world: World) -> None:
        one, people = shift(world, needed=1), crew(world, 2)
        night = datetime.combine(WEDNESDAY - DAY, time(23, 30), TEHRAN)
        shifts.call_off(booked(one, people[0]), reason="ill", by=people[0], at=night)
        ask, message = Ask.objects.get(), Message.objects.get(template="shift_asked")
        morning = datetime.combine(WEDNESDAY, time(8), TEHRAN)
        assert ask.due_at > morning and message.not_before == morning and not message.urgent


class TestWhoIsAsked:
    def test_the_waiting_list_first_then_fewest_hours(self, world: World) -> None:
        """Whoever waits takes the seat without being asked; of the others, who did least."""
        one, people = shift(world, needed=1), crew(world, 4)
        booked(shift(world, hour=time(8), until=time(12), first_on=WEDNESDAY - DAY, weekdays={3}), people[1])

        ranked = [one.volunteer for one in queries.stand_ins(one, SATURDAY)]

        assert ranked == [people[0], people[2], people[3], people[1]]

    def test_not_who_is_busy_tired_or_unskilled_and_last_who_is_not_usually_free(self, world: World) -> None:
        busy, tired, unskilled, elsewhere, fit = crew(world, 5)
        skill = skilled(fit)
        for who in (busy, tired, elsewhere):
            skilled(who)
        booked(shift(world, hour=time(15), until=time(17), needed=1), busy)
        booked(shift(world, hour=time(20), until=time(22), needed=1), tired)
        is_free(elsewhere, (4, "morning"))
        is_free(fit, (4, "afternoon"), (4, "evening"))
        one = shift(world, skill=skill)

        assert [each.volunteer for each in queries.stand_ins(one, SATURDAY)] == [fit, elsewhere]
        assert unskilled.pk

    def test_not_who_has_called_off_from_it(self, world: World) -> None:
        one, people = hole(world, 2)
        assert [each.volunteer for each in queries.stand_ins(one, NOON)] == [people[1]]

    def test_not_who_is_away(self, world: World) -> None:
        volunteer(world, state="inactive_long")
        assert queries.stand_ins(shift(world), SATURDAY) == []


class TestTheClockLooks:
    def test_three_days_and_one_day_before(self, world: World) -> None:
        one = shift(world, at=SATURDAY)
        crew(world, 1)
        until(SATURDAY, FOUR - 71 * HOUR)
        told = Message.objects.filter(template="shift_uncovered")
        assert [one.to_person.username for one in told] == ["zahra"]
        assert not Ask.objects.exists()

        until(FOUR - 71 * HOUR, FOUR - 23 * HOUR)
        inbox = told.filter(to_person__isnull=False).order_by("pk")
        assert [one.to_person.username for one in inbox] == ["zahra", "zahra", "maryam"]
        assert Ask.objects.filter(shift=one).count() == 1

    def test_a_covered_one_is_left_in_peace_and_its_people_are_reminded(self, world: World) -> None:
        one, people = shift(world, needed=2), crew(world, 2)
        for who in people:
            booked(one, who)
        until(SATURDAY, FOUR - 23 * HOUR)
        assert not Message.objects.filter(template="shift_uncovered").exists()
        assert sorted(Message.objects.filter(template="shift_tomorrow").values_list("to_phone", flat=True)) == sorted(
            who.mobile for who in people
        )

    def test_an_early_call_off_asks_nobody_yet(self, world: World) -> None:
        one, people = shift(world, needed=1), crew(world, 2)
        shifts.call_off(booked(one, people[0]), reason="ill", by=people[0], at=FOUR - 30 * HOUR)
        assert not Ask.objects.exists()

    def test_nothing_waits_for_a_draft(self, world: World) -> None:
        before = next_due()
        shift(world, "draft")
        assert next_due() == before

    def test_what_lies_with_one_who_is_away_goes_to_her_deputy(self, world: World) -> None:
        from hamafza.network.models import Absence

        one = shift(world)
        zahra, maryam = world.person["zahra"], world.person["maryam"]
        Absence.objects.create(person=zahra, deputy=maryam, since=SATURDAY, until=SATURDAY + 5 * DAY)
        tick(SATURDAY + HOUR)
        one.refresh_from_db()
        assert (one.holder, one.officer) == (maryam, zahra)


def test_wednesday_is_wednesday() -> None:
    assert date(2026, 10, 28) == WEDNESDAY
