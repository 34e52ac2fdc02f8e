"""Verbs of meetings: series, sittings, agendas, decisions, actions, calendar addresses."""

from hamafza.meetings.commands._promise import BadDue, HasLeft, NothingToDo
from hamafza.meetings.commands.actions import (
    EvidenceMissing,
    OnHerself,
    OnlyTheChair,
    action_late,
    block,
    cancel_action,
    claim_done,
    hand_over_action,
    postpone,
    send_back,
    start_action,
    verify,
)
from hamafza.meetings.commands.agenda import (
    NothingSaid,
    OfficeHolder,
    StillWritten,
    add_item,
    drop_item,
    invite_to,
    mark,
    mark_the_rest,
    move_item,
    refresh_agenda,
    restore_item,
    say_whether_coming,
    uninvite,
    write_minutes,
)
from hamafza.meetings.commands.decisions import (
    NobodyDoesIt,
    NoNextMeeting,
    NoQuorum,
    NothingDecided,
    add_action,
    adopt,
    decide,
    defer,
    propose,
    reject,
    reword,
    take_back,
)
from hamafza.meetings.commands.feeds import close_feed, note_feed_use, open_feed
from hamafza.meetings.commands.handover import pass_on_action, pass_on_meeting, pass_on_series
from hamafza.meetings.commands.meeting import (
    AttendanceMissing,
    BadDay,
    TooEarly,
    Undecided,
    begin,
    cancel,
    confirm_minutes,
    hand_over_meeting,
    meeting_late,
    object_to_minutes,
    open_agenda,
    send_agenda,
    send_minutes,
)
from hamafza.meetings.commands.series import (
    BadSeries,
    SamePerson,
    change_series,
    end_series,
    plan_on,
    start_series,
)

__all__ = [
    "AttendanceMissing", "BadDay", "BadDue", "BadSeries", "EvidenceMissing", "HasLeft", "NoNextMeeting", "NoQuorum",
    "NobodyDoesIt", "NothingDecided", "NothingSaid", "NothingToDo", "OfficeHolder", "OnHerself", "OnlyTheChair",
    "SamePerson", "StillWritten", "TooEarly", "Undecided", "action_late", "add_action", "add_item", "adopt", "begin",
    "block", "cancel", "cancel_action", "change_series", "claim_done", "close_feed", "confirm_minutes", "decide", "defer",
    "drop_item", "end_series", "hand_over_action", "hand_over_meeting", "invite_to", "mark", "mark_the_rest",
    "meeting_late", "move_item", "note_feed_use", "object_to_minutes", "open_agenda", "open_feed",
    "pass_on_action", "pass_on_meeting", "pass_on_series", "plan_on", "postpone", "propose", "refresh_agenda", "reject", "restore_item", "reword", "say_whether_coming", "send_agenda",
    "send_back", "send_minutes", "start_action", "start_series", "take_back", "uninvite", "verify", "write_minutes",
]  # fmt: skip
