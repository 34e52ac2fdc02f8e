"""Moves by their tables, rows that the database refuses, and a life that leaves no name in the journal."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from hamafza.journal.models import JournalLine
from hamafza.kernel.actors import System
from hamafza.kernel.errors import MoveRefused
from hamafza.kernel.models import AuditLine, StateChange
from hamafza.kernel.moves import move
from hamafza.network import holdings
from hamafza.notices.models import Message
from hamafza.notices.wording import WORDING
from hamafza.shifts import commands as shifts
from hamafza.shifts.models import Absent, Ask, Booking, Shift, quarters
from hamafza.shifts.states import (
    ASK_MOVES,
    BOOKING_MOVES,
    SHIFT_MOVES,
    AskState,
    BookingState,
    CalledOff,
    Cancel,
    ShiftState,
)
from hamafza.shifts.tests.telling import CLOCK, FOUR, HOUR, SIX, booked, crew, planned, running, shift, until, volunteer
from tests.cast import SATURDAY, World

pytestmark = pytest.mark.django_db
HAND = System("tests")


@pytest.mark.parametrize(
    ("table", "states"), [(SHIFT_MOVES, ShiftState), (BOOKING_MOVES, BookingState), (ASK_MOVES, AskState)]
)
def test_every_state_is_in_its_table(table: dict, states: type) -> None:
    assert set(table) == set(states) and set().union(*table.values()) <= set(states)


@pytest.mark.parametrize("before", ShiftState)
@pytest.mark.parametrize("after", ShiftState)
def test_a_shift_moves_by_the_table_alone(world: World, before: str, after: str) -> None:
    if after in SHIFT_MOVES[before]:
        return
    one = shift(world, before)
    with pytest.raises(MoveRefused):
        move(one, to=after, by=HAND, at=SATURDAY)


@pytest.mark.parametrize(
    "change",
    [
        {"ends_at": FOUR},
        {"needed": 0},
        {"needed": 300},
        {"holder": None},
        {"due_at": None},
        {"state": "cancelled"},
    ],
)
def test_rows_of_shifts_that_cannot_be(world: World, change: dict) -> None:
    one = shift(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Shift.objects.filter(pk=one.pk).update(**change)


def test_the_same_hours_stand_once(world: World) -> None:
    one = shift(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Shift.objects.create(
            centre=one.centre, day=one.day, starts_at=one.starts_at, ends_at=one.ends_at, needed=1, officer=one.officer,
            since_at=SATURDAY, created_at=SATURDAY,
        )  # fmt: skip


@pytest.mark.parametrize("change", [{"state": "called_off"}, {"is_excused": True}])
def test_rows_of_bookings_that_cannot_be(world: World, change: dict) -> None:
    booking = booked(shift(world), volunteer(world))
    with pytest.raises(IntegrityError), transaction.atomic():
        Booking.objects.filter(pk=booking.pk).update(**change)


def test_once_on_a_shift_asked_once_and_reported_once(world: World) -> None:
    one, (who, other) = shift(world), crew(world, 2)
    booking = booked(one, who)
    twice = [
        lambda: Booking.objects.create(shift=one, volunteer=who, state="waiting", since_at=SATURDAY),
        lambda: [Ask.objects.create(shift=one, volunteer=who, order=1, asked_at=FOUR, due_at=FOUR) for _n in "12"],
        lambda: [Absent.objects.create(booking=booking, by=other, at=FOUR) for _n in "12"],
    ]
    for act in twice:
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


def test_quarters_of_an_hour(world: World) -> None:
    one = shift(world)
    assert len(quarters(one)) == 8
    assert quarters(one)[0] * 900 == FOUR.timestamp() and (quarters(one)[-1] + 1) * 900 == SIX.timestamp()


def test_reasons_are_coded() -> None:
    assert not {"officer", "cancelled"} & set(CalledOff.values) and "nobody" in Cancel.values


def test_what_an_officer_holds_goes_to_another_in_one_step(world: World) -> None:
    zahra, maryam = world.person["zahra"], world.person["maryam"]
    one, draft = shift(world), planned(world, weekdays={5}).shifts[0]
    shift(world, "cancelled", weekdays={6})
    kind = dict(holdings.kinds())["shifts"]

    held = kind.held(zahra, SATURDAY)
    assert sorted(one.address for one in held) == sorted([f"/shifts/{one.pk}/", f"/shifts/{draft.pk}/"])
    assert kind.hand(zahra, maryam, zahra, SATURDAY) == 2

    one.refresh_from_db()
    draft.refresh_from_db()
    assert (one.officer, one.holder, draft.officer, kind.held(zahra, SATURDAY)) == (maryam, maryam, maryam, [])

    assert kind.back is not None
    assert kind.back(maryam, zahra, [held[0].key], maryam, SATURDAY) == 1
    assert [there.key for there in kind.held(zahra, SATURDAY)] == [held[0].key]


def test_a_whole_life_leaves_no_name(world: World) -> None:
    """Journal, audit, history and messages know numbers; only her own page knows her."""
    one, people, bookings = running(world, 3)
    shifts.note_came(bookings[0], by=people[0], at=FOUR)
    shifts.note_no_show(bookings[1], by=world.person["zahra"], at=SIX, excused=True)
    shifts.note_came(bookings[2], by=people[2], at=SIX)
    again = shift(
        world, hour=FOUR.time().replace(hour=20, minute=0), until=FOUR.time().replace(hour=22, minute=0), needed=1
    )
    shifts.call_off(booked(again, people[0]), reason="ill", by=people[0], at=FOUR - HOUR)
    until(FOUR, SIX + timedelta(hours=6))

    names = {part for who in people for part in who.full_name.split()} | {who.mobile for who in people}
    for model in (JournalLine, AuditLine, StateChange):
        told = repr(list(model.objects.values()))
        assert [name for name in names if name in told] == [], model
    bodies = " ".join(Message.objects.values_list("body", flat=True))
    assert [who.full_name for who in people if who.full_name in bodies] == []
    assert one.pk and JournalLine.objects.filter(kind="shift_done").exists()


def test_every_message_of_shifts_is_written() -> None:
    assert {name for name in WORDING if name.startswith("shift_")} == {
        "shift_booked", "shift_tomorrow", "shift_cancelled", "shift_taken_out", "shift_asked", "shift_ask_taken",
        "shift_uncovered", "shift_called_off", "shift_covered", "shift_nobody", "shift_to_note",
    }  # fmt: skip


def test_the_clock_is_not_asked_for_what_is_closed(world: World) -> None:
    one = shift(world, "closed")
    assert one.due_at is None and not Shift.objects.open().exists() and CLOCK.ref == "system:tick"
