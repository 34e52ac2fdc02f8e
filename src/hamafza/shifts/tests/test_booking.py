"""Seats: taken, waited for, given back; nobody is in two places at once, and nobody sits on a seat that is not there."""

from datetime import time, timedelta

import pytest
from django.db import IntegrityError, transaction

from hamafza.kernel.errors import MoveRefused, NotAllowed, ReasonMissing
from hamafza.notices.models import Message
from hamafza.shifts import commands as shifts
from hamafza.shifts.commands._way import DoubleBooked, NoSeat, NotAble, NotServing
from hamafza.shifts.commands.booking import Begun
from hamafza.shifts.models import Booking, Busy, Shift
from hamafza.shifts.states import BookingState
from hamafza.shifts.tests.telling import DAY, FOUR, HOUR, booked, crew, planned, shift, skilled, volunteer
from hamafza.volunteers.models import Volunteer
from hamafza.volunteers.states import VolunteerState
from tests.cast import SATURDAY, World

pytestmark = pytest.mark.django_db


class TestSigningUp:
    def test_a_seat_is_hers_with_its_quarters_of_an_hour(self, world: World) -> None:
        one, who = shift(world), volunteer(world)

        booking = shifts.sign_up(one, by=who, at=SATURDAY)

        assert booking.state == "signed_up"
        assert Busy.objects.filter(volunteer=who).count() == 8

    def test_only_her_own_centre_and_only_herself(self, world: World) -> None:
        one = shift(world)
        for by in (volunteer(world, centre="konarak"), world.person["zahra"]):
            with pytest.raises(NotAllowed):
                shifts.sign_up(one, by=by, at=SATURDAY)

    def test_a_draft_cannot_be_taken_nor_one_that_has_begun(self, world: World) -> None:
        who = volunteer(world)
        with pytest.raises(Begun):
            shifts.sign_up(shift(world, "draft"), by=who, at=SATURDAY)
        with pytest.raises(Begun):
            shifts.sign_up(shift(world, hour=time(10), until=time(12)), by=who, at=FOUR)

    def test_whoever_is_on_leave_takes_none(self, world: World) -> None:
        who = volunteer(world, state=VolunteerState.INACTIVE_LONG)
        with pytest.raises(NotServing):
            shifts.sign_up(shift(world), by=who, at=SATURDAY)

    def test_a_skill_gates_it_on_that_day(self, world: World) -> None:
        able, late = crew(world, 2)
        skill = skilled(able)
        skilled(late, until=FOUR.date() - DAY)
        one = shift(world, skill=skill)

        assert shifts.sign_up(one, by=able, at=SATURDAY).state == "signed_up"
        with pytest.raises(NotAble):
            shifts.sign_up(one, by=late, at=SATURDAY)

    def test_twice_is_refused(self, world: World) -> None:
        one, who = shift(world), volunteer(world)
        booked(one, who)
        with pytest.raises(MoveRefused):
            shifts.sign_up(one, by=who, at=SATURDAY)

    def test_no_more_than_are_needed(self, world: World) -> None:
        one, people = shift(world, needed=2), crew(world, 3)
        booked(one, people[0])
        booked(one, people[1])
        with pytest.raises(NoSeat):
            shifts.sign_up(one, by=people[2], at=SATURDAY)

    def test_after_calling_off_she_may_come_again(self, world: World) -> None:
        one, who = shift(world), volunteer(world)
        booked(one, who, "called_off")

        booking = shifts.sign_up(one, by=who, at=SATURDAY)

        assert (booking.state, booking.reason, Booking.objects.count()) == ("signed_up", "", 1)


class TestNobodyIsInTwoPlaces:
    @pytest.mark.parametrize(
        ("hour", "until", "meets"),
        [
            (time(14), time(16), False),
            (time(18), time(20), False),
            (time(15), time(16, 15), True),
            (time(17, 45), time(19), True),
            (time(16, 30), time(17), True),
            (time(14), time(20), True),
        ],
    )
    def test_overlapping_hours_are_refused(self, world: World, hour: time, until: time, meets: bool) -> None:
        who = volunteer(world)
        booked(shift(world), who)
        other = shift(world, hour=hour, until=until)

        if meets:
            with pytest.raises(DoubleBooked):
                shifts.sign_up(other, by=who, at=SATURDAY)
            assert not Booking.objects.filter(shift=other).exists()
        else:
            assert shifts.sign_up(other, by=who, at=SATURDAY).state == "signed_up"

    def test_an_officer_cannot_do_it_either(self, world: World) -> None:
        who = volunteer(world)
        booked(shift(world), who)
        other = shift(world, hour=time(17), until=time(19))
        with pytest.raises(DoubleBooked):
            shifts.put_in(other, volunteer=who, by=world.person["zahra"], at=SATURDAY)

    def test_the_database_itself_refuses(self, world: World) -> None:
        """Whatever the code forgets."""
        who = volunteer(world)
        booking = booked(shift(world), who)
        taken = Busy.objects.filter(booking=booking).first()
        with pytest.raises(IntegrityError), transaction.atomic():
            Busy.objects.create(booking=booking, volunteer=who, quarter=taken.quarter)

    def test_calling_off_frees_her_hours(self, world: World) -> None:
        who = volunteer(world)
        booked(shift(world), who, "called_off")
        assert shifts.sign_up(shift(world, hour=time(17), until=time(19)), by=who, at=SATURDAY).state == "signed_up"


class TestCallingOff:
    def test_with_a_reason_until_it_begins(self, world: World) -> None:
        one, who = shift(world), volunteer(world)
        booking = booked(one, who)
        with pytest.raises(ReasonMissing):
            shifts.call_off(booking, reason="", by=who, at=SATURDAY)
        with pytest.raises(ReasonMissing):
            shifts.call_off(booking, reason="officer", by=who, at=SATURDAY)
        with pytest.raises(Begun):
            shifts.call_off(booking, reason="ill", by=who, at=FOUR)

        shifts.call_off(booking, reason="ill", by=who, at=SATURDAY)

        assert (booking.state, booking.is_late, Busy.objects.count()) == ("called_off", False, 0)

    @pytest.mark.parametrize(("before", "late"), [(25 * HOUR, False), (24 * HOUR, False), (23 * HOUR, True)])
    def test_within_a_day_it_is_late(self, world: World, before: timedelta, late: bool) -> None:
        one, who = shift(world), volunteer(world)
        booking = booked(one, who)
        assert shifts.call_off(booking, reason="ill", by=who, at=FOUR - before).is_late is late

    def test_another_volunteer_may_not(self, world: World) -> None:
        one, (who, other) = shift(world), crew(world, 2)
        with pytest.raises(NotAllowed):
            shifts.call_off(booked(one, who), reason="ill", by=other, at=SATURDAY)

    def test_an_officer_takes_her_out_and_she_is_told(self, world: World) -> None:
        one, who = shift(world), volunteer(world)
        booking = booked(one, who)

        shifts.call_off(booking, reason="officer", by=world.person["zahra"], at=FOUR - HOUR)

        assert (booking.state, booking.is_late) == ("called_off", False)
        assert Message.objects.filter(template="shift_taken_out", to_phone=who.mobile).count() == 1


class TestWaiting:
    def test_the_first_who_waits_has_the_seat_that_becomes_free(self, world: World) -> None:
        one, (a, b, c) = shift(world, needed=1), crew(world, 3)
        booking = booked(one, a)
        shifts.join_waiting(one, by=b, at=SATURDAY + HOUR)
        shifts.join_waiting(one, by=c, at=SATURDAY + 2 * HOUR)

        shifts.call_off(booking, reason="ill", by=a, at=SATURDAY + 3 * HOUR)

        states = {row.volunteer_id: row.state for row in Booking.objects.all()}
        assert states == {a.pk: "called_off", b.pk: "signed_up", c.pk: "waiting"}
        assert Message.objects.get(template="shift_booked").to_phone == b.mobile

    def test_who_has_another_shift_now_is_passed_over(self, world: World) -> None:
        one, (a, b, c) = shift(world, needed=1), crew(world, 3)
        booking = booked(one, a)
        for who in (b, c):
            shifts.join_waiting(one, by=who, at=SATURDAY)
        booked(shift(world, hour=time(15), until=time(17)), b)

        shifts.call_off(booking, reason="ill", by=a, at=SATURDAY)

        assert Booking.objects.get(shift=one, volunteer=b).state == "waiting"
        assert Booking.objects.get(shift=one, volunteer=c).state == "signed_up"


def test_only_officers_of_the_centre_put_somebody_in(world: World) -> None:
    who = volunteer(world)
    for name, may in [
        ("zahra", True),
        ("maryam", True),
        ("nader", True),
        ("sara", False),
        ("reza", False),
        ("karim", False),
    ]:
        one = (
            shift(world, hour=time(8 if may else 12), until=time(9 if may else 13), first_on=FOUR.date())
            if name in {"zahra", "sara"}
            else None
        )
        one = one or Shift.objects.order_by("-pk")[0]
        person = world.person[name]
        if may:
            booking = shifts.put_in(one, volunteer=who, by=person, at=SATURDAY)
            assert booking.state == "rostered"
            shifts.call_off(booking, reason="officer", by=person, at=SATURDAY)
        else:
            with pytest.raises(NotAllowed):
                shifts.put_in(one, volunteer=who, by=person, at=SATURDAY)


def test_a_foreigner_cannot_be_put_in(world: World) -> None:
    with pytest.raises(NotServing):
        shifts.put_in(shift(world), volunteer=volunteer(world, centre="konarak"), by=world.person["zahra"], at=SATURDAY)


def test_the_plan_is_there(world: World) -> None:
    assert len(planned(world).shifts) == 1 and Volunteer.objects.count() == 0
    assert BookingState.CAME in Booking.MOVES[BookingState.ROSTERED]
