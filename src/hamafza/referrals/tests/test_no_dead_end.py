"""The promise: from each state that is no end a named person leads on, and no end is without an outcome.

Here the tables of states are walked exhaustively, and each state of a hop, a need and a request is shown to have its
holder and its deadline. What people may do with them at random is played in `tests/journeys/test_nobody_is_forgotten.py`.
"""

from datetime import timedelta
from typing import Any

import pytest

from hamafza.intake import commands as intake
from hamafza.intake import states as request_states
from hamafza.intake.models import Request
from hamafza.intake.states import NeedState, RequestState
from hamafza.kernel import clock
from hamafza.kernel.ticking import tick
from hamafza.referrals import states as hop_states
from hamafza.referrals.states import OPEN, DoorState, HopState
from hamafza.referrals.tests.telling import hop_in
from tests.cast import World

TABLES = {
    "request": (request_states.MOVES, set(RequestState), request_states.FINAL - {RequestState.CLOSED}),
    "need": (request_states.NEED_MOVES, set(NeedState), {NeedState.DROPPED}),
    "hop": (hop_states.MOVES, set(HopState), hop_states.FINAL),
    "last door": (hop_states.DOOR_MOVES, set(DoorState), {DoorState.DONE, DoorState.CALLED_BACK}),
}


class TestTheTables:
    """No database: the machines as they are written down."""

    @pytest.mark.parametrize("name", TABLES)
    def test_each_state_is_in_its_table_and_each_move_leads_to_a_state(self, name: str) -> None:
        moves, states, _final = TABLES[name]

        assert set(moves) == states
        assert {to for targets in moves.values() for to in targets} <= states

    @pytest.mark.parametrize("name", TABLES)
    def test_from_each_state_an_end_is_reached(self, name: str) -> None:
        moves, states, final = TABLES[name]
        ends = final | ({RequestState.CLOSED} if name == "request" else {NeedState.DONE} if name == "need" else set())

        for state in states:
            assert reachable(moves, state) & ends, f"{name}: {state} never ends"

    @pytest.mark.parametrize("name", TABLES)
    def test_only_ends_stand_still(self, name: str) -> None:
        moves, states, final = TABLES[name]

        assert {state for state in states if not moves[state]} == final

    def test_no_request_is_rejected(self) -> None:
        assert not {"rejected", "refused"} & {state.value for state in RequestState}


def reachable(moves: Any, start: str) -> set[str]:
    seen, front = {start}, [start]
    while front:
        for to in moves[front.pop()]:
            if to not in seen:
                seen.add(to)
                front.append(to)
    return seen


class TestEachStateHasItsPerson:
    """With the database: each state is reached by commands, and somebody named holds it until an hour."""

    @pytest.mark.parametrize("state", HopState)
    def test_an_open_hop_has_a_holder_and_an_hour_and_an_ended_one_led_on(self, world: World, state: HopState) -> None:
        hop = hop_in(world, state)
        request = Request.objects.get(pk=hop.need.request_id)

        if state in OPEN:
            assert hop.holder and hop.due_at and hop.answer_by
        assert request.holder and request.due_at
        assert request.holder.is_active

    @pytest.mark.parametrize("state", sorted(OPEN))
    def test_time_moves_every_open_hop(self, world: World, state: str) -> None:
        hop = hop_in(world, state)

        tick(hop.due_at + timedelta(seconds=1))  # type: ignore[operator]

        before = (hop.state, hop.rung, hop.due_at)
        hop.refresh_from_db()
        assert (hop.state, hop.rung, hop.due_at) != before

    def test_an_untriaged_request_climbs(self, world: World) -> None:
        request = world.request(at=clock.now())

        tick(request.due_at + timedelta(seconds=1))

        before = request.holder
        request.refresh_from_db()
        assert request.holder != before

    def test_a_withdrawn_request_leaves_no_hop_open(self, world: World) -> None:
        hop = hop_in(world, HopState.IN_PROGRESS)

        intake.withdraw(hop.need.request, reason="نه", by=world.person["reza"], at=clock.now())

        hop.refresh_from_db()
        assert hop.state == HopState.WITHDRAWN
