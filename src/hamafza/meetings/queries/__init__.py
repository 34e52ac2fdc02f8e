"""What the screens read: lists, the page of a meeting, actions, what became of decisions, and the calendar."""

from hamafza.meetings.queries.actions import VIEWS, ActionRow, actions_of, history_of, moves_of, row_of, rows_of
from hamafza.meetings.queries.became import Fate, fate_of
from hamafza.meetings.queries.calendar import feed_by_token, feed_of, meetings_of
from hamafza.meetings.queries.listing import choices_of_series, meetings_found
from hamafza.meetings.queries.near import near_decisions
from hamafza.meetings.queries.page import Desk, desk_of, minutes_of
from hamafza.meetings.queries.series import Plan, plan_of
from hamafza.meetings.queries.things import KINDS, thing
from hamafza.meetings.queries.waiting import actions_waiting, meetings_waiting, waiting_counts

__all__ = [
    "KINDS", "VIEWS", "ActionRow", "Desk", "Fate", "Plan", "actions_of", "actions_waiting", "choices_of_series",
    "desk_of", "fate_of", "feed_by_token", "feed_of", "history_of", "meetings_found", "meetings_of",
    "meetings_waiting", "minutes_of", "moves_of", "near_decisions", "plan_of", "row_of", "rows_of", "thing", "waiting_counts",
]  # fmt: skip
