"""The life of a request and of a need, as a person of the trade would draw it on a whiteboard."""

from collections import deque

import pytest
from django.db import IntegrityError, transaction

from hamafza.intake.models import Need, Request
from hamafza.intake.states import FINAL, MOVES, NEED_FINAL, NEED_MOVES, OPEN, NeedState, RequestState
from hamafza.intake.tests.life import AT, everything, request_in
from hamafza.kernel.errors import MoveRefused
from hamafza.kernel.models import StateChange
from hamafza.kernel.moves import may_move, move, subject_of
from tests.cast import HAND, World

# Row: from; column: to. x: it may happen.
LIFE = """
                  received triaged in_referral resolved partly_resolved confirmed closed withdrawn duplicate
 received            .        x         .         .           .            .        .       x         x
 triaged             .        .         x         x           x            .        .       x         x
 in_referral         .        x         .         x           x            .        .       x         x
 resolved            .        x         .         .           .            x        x       .         .
 partly_resolved     .        x         .         .           .            x        x       .         .
 confirmed           .        x         .         .           .            .        x       .         .
 closed              .        x         .         .           .            .        .       .         .
 withdrawn           .        .         .         .           .            .        .       .         .
 duplicate           .        .         .         .           .            .        .       .         .
"""
NEEDS = """
                  waiting offered taking_care last_door done dropped
 waiting             .       x         .          x       x      x
 offered             x       .         x          x       .      x
 taking_care         x       x         .          x       x      x
 last_door           x       x         x          .       x      x
 done                x       .         .          .       .      .
 dropped             .       .         .          .       .      .
"""


def pairs(drawing: str) -> dict[tuple[str, str], bool]:
    """{(from, to): may it happen}, read off a drawing."""
    head, *rows = [line.split() for line in drawing.strip().splitlines()]
    return {(row[0], to): mark == "x" for row in rows for to, mark in zip(head, row[1:], strict=True)}


def within_reach(start: str, moves: dict[str, set[str]]) -> set[str]:
    seen, ahead = {start}, deque([start])
    while ahead:
        for to in moves[ahead.popleft()] - seen:
            seen.add(to)
            ahead.append(to)
    return seen


class TestTheDrawing:
    @pytest.mark.parametrize(("before", "after"), list(pairs(LIFE)))
    def test_a_request_moves_as_drawn(self, before: str, after: str) -> None:
        assert may_move(Request(state=before), after) is pairs(LIFE)[before, after]

    @pytest.mark.parametrize(("before", "after"), list(pairs(NEEDS)))
    def test_a_need_moves_as_drawn(self, before: str, after: str) -> None:
        assert may_move(Need(state=before), after) is pairs(NEEDS)[before, after]

    def test_shows_every_state(self) -> None:
        assert {state for state, _ in pairs(LIFE)} == set(RequestState.values) == set(MOVES)
        assert {state for state, _ in pairs(NEEDS)} == set(NeedState.values) == set(NEED_MOVES)

    def test_a_word_that_is_no_state_leads_nowhere(self) -> None:
        assert not may_move(Request(state="lost"), RequestState.TRIAGED)
        assert not may_move(Request(state=RequestState.TRIAGED), "lost")


class TestNoDeadEnd:
    def test_every_state_is_reached_from_the_door(self) -> None:
        assert within_reach(RequestState.RECEIVED, MOVES) == set(RequestState)
        assert within_reach(NeedState.WAITING, NEED_MOVES) == set(NeedState)

    @pytest.mark.parametrize("state", sorted(OPEN))
    def test_every_open_request_can_come_to_an_end(self, state: str) -> None:
        assert within_reach(state, MOVES) & FINAL

    @pytest.mark.parametrize("state", sorted(set(NeedState) - NEED_FINAL))
    def test_every_open_need_can_come_to_an_end(self, state: str) -> None:
        assert within_reach(state, NEED_MOVES) & NEED_FINAL

    def test_what_is_open_and_what_has_ended_are_all_there_is(self) -> None:
        assert set(RequestState) == OPEN | FINAL
        assert not OPEN & FINAL

    def test_only_a_closed_one_is_heard_again_after_its_end(self) -> None:
        assert {state for state in FINAL if MOVES[state]} == {RequestState.CLOSED}


class TestMoving:
    @pytest.mark.parametrize("state", RequestState.values)
    def test_what_is_not_drawn_is_refused_and_leaves_no_trace(self, world: World, state: str) -> None:
        request = request_in(world, state)
        before = everything()

        for (of, to), drawn in pairs(LIFE).items():
            if of == state and not drawn:
                with pytest.raises(MoveRefused):
                    move(request, to=to, by=HAND, at=AT)

        assert everything() == before
        assert request.state == state

    @pytest.mark.parametrize(
        ("before", "after", "needs"),
        [
            ("received", "triaged", {}),
            ("triaged", "in_referral", {}),
            ("in_referral", "triaged", {}),
            ("triaged", "partly_resolved", {}),
            ("resolved", "confirmed", {}),
            ("confirmed", "closed", {"ending": "confirmed"}),
            ("closed", "triaged", {}),
        ],
    )
    def test_what_is_drawn_is_kept_with_who_when_and_why(
        self, world: World, before: str, after: str, needs: dict[str, str]
    ) -> None:
        request = request_in(world, before)

        move(request, to=after, by=HAND, at=AT, reason="چون باید", **needs)

        last = StateChange.objects.filter(subject=subject_of(request)).latest("pk")
        assert (last.before, last.after, last.by, last.at, last.reason) == (
            before,
            after,
            "system:tests",
            AT,
            "چون باید",
        )
        assert Request.objects.get(pk=request.pk).state == after

    def test_a_story_of_a_reason_is_cut_to_what_the_history_holds(self, world: World) -> None:
        request = request_in(world, "received")

        move(request, to="triaged", by=HAND, at=AT, reason="ب" * 900)

        assert StateChange.objects.filter(subject=subject_of(request)).latest("pk").reason == "ب" * 500

    def test_a_move_that_the_database_will_not_have_leaves_no_history(self, world: World) -> None:
        request = request_in(world, "resolved")
        before = everything()

        with pytest.raises(IntegrityError), transaction.atomic():
            move(request, to="closed", by=HAND, at=AT)  # without an ending

        assert everything() == before

    def test_one_that_has_gone_meanwhile_is_not_moved(self, world: World) -> None:
        request = request_in(world, "received")
        Request.objects.filter(pk=request.pk).delete()

        with pytest.raises(Request.DoesNotExist):
            move(request, to="triaged", by=HAND, at=AT)

        assert not StateChange.objects.filter(subject=subject_of(request), after="triaged").exists()
