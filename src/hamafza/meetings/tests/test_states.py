"""The tables as they are written down, each state reached by commands, and the clock at each of them."""

from datetime import timedelta
from typing import Any

import pytest

from hamafza.kernel.errors import MoveRefused
from hamafza.kernel.moves import move
from hamafza.kernel.ticking import tick
from hamafza.meetings.models import Action, Meeting
from hamafza.meetings.states import (
    ACTION_FINAL,
    ACTION_MOVES,
    DECISION_MOVES,
    MEETING_FINAL,
    MEETING_MOVES,
    SERIES_MOVES,
    ActionState,
    DecisionState,
    MeetingState,
    SeriesState,
)
from hamafza.meetings.tests.telling import action_in, sitting
from tests.cast import World

TABLES: dict[str, Any] = {
    "series": (SERIES_MOVES, SeriesState, {"ended"}),
    "meeting": (MEETING_MOVES, MeetingState, set(MEETING_FINAL)),
    "decision": (DECISION_MOVES, DecisionState, {"adopted", "deferred", "rejected"}),
    "action": (ACTION_MOVES, ActionState, set(ACTION_FINAL)),
}


@pytest.mark.parametrize("name", TABLES)
class TestTheTable:
    def test_knows_each_state_and_leads_to_known_ones(self, name: str) -> None:
        moves, states, _final = TABLES[name]

        assert set(moves) == set(states)
        assert {to for ends in moves.values() for to in ends} <= set(states)

    def test_only_ends_stand_still(self, name: str) -> None:
        moves, _states, final = TABLES[name]

        assert {state for state, ends in moves.items() if not ends} == final

    def test_an_end_is_reached_from_everywhere(self, name: str) -> None:
        moves, states, final = TABLES[name]
        for start in states:
            seen, front = {start}, [start]
            while front:
                new = moves[front.pop()] - seen
                seen |= new
                front += new
            assert seen & final, start


class TestEachMeeting:
    @pytest.mark.parametrize("state", MeetingState)
    def test_is_reached_and_has_somebody_and_an_hour_until_its_end(self, world: World, state: str) -> None:
        meeting = Meeting.objects.get(pk=sitting(world, state).pk)

        assert meeting.state == state
        if state not in MEETING_FINAL:
            assert meeting.holder and meeting.holder.is_active and meeting.due_at

    @pytest.mark.parametrize("state", sorted(set(MeetingState) - MEETING_FINAL))
    def test_is_moved_by_time(self, world: World, state: str) -> None:
        meeting = sitting(world, state)
        before = (meeting.state, meeting.rung, meeting.due_at)

        tick(meeting.due_at + timedelta(seconds=1))

        meeting.refresh_from_db()
        assert (meeting.state, meeting.rung, meeting.due_at) != before

    @pytest.mark.parametrize("state", MeetingState)
    def test_goes_only_where_the_table_leads(self, world: World, state: str) -> None:
        meeting = sitting(world, state)

        for to in set(MeetingState) - MEETING_MOVES[state]:
            with pytest.raises(MoveRefused):
                move(meeting, to=to, by=world.person["reza"], at=meeting.starts_at)


class TestEachAction:
    @pytest.mark.parametrize("state", ActionState)
    def test_is_reached_and_has_somebody_and_an_hour_until_its_end(self, world: World, state: str) -> None:
        action = Action.objects.get(pk=action_in(world, state).pk)

        assert action.state == state
        if state not in ACTION_FINAL:
            assert action.holder and action.holder.is_active and action.due_at

    @pytest.mark.parametrize("state", sorted(set(ActionState) - ACTION_FINAL))
    def test_is_moved_by_time_for_ever(self, world: World, state: str) -> None:
        """However often the clock passes in silence, it comes again."""
        action = action_in(world, state)
        for _ in range(7):
            before = (action.rung, action.due_at)
            tick(action.due_at + timedelta(seconds=1))
            action.refresh_from_db()
            assert (action.rung, action.due_at) != before
            assert action.due_at > before[1]
