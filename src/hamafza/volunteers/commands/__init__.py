"""Verbs of volunteers: joining, resting, what they can do and when, and that they were seen to serve."""

from hamafza.volunteers.commands._way import BadName, BadYear, GuardianMissing, MonthMissing, OwnGuardian
from hamafza.volunteers.commands.activity import note_activity
from hamafza.volunteers.commands.joining import (
    NeedsAnother,
    NothingNoted,
    NotTalkedYet,
    accept,
    apply,
    begin,
    enter,
    look_again,
    note_interview,
    refuse,
)
from hamafza.volunteers.commands.profile import (
    BadUntil,
    UntilMissing,
    add_skills,
    paper_ends,
    see_paper,
    set_about,
    set_free,
    set_hours,
    set_skills,
)
from hamafza.volunteers.commands.resting import (
    BadReturn,
    LeftWhy,
    NotTheirs,
    archive,
    come_back,
    hand_over,
    set_away,
    stay,
    take_leave,
    time_passes,
)
from hamafza.volunteers.commands.rungs import raise_rung

__all__ = [
    "BadName", "BadReturn", "BadUntil", "BadYear", "GuardianMissing", "LeftWhy", "MonthMissing", "NeedsAnother", "NotTalkedYet",
    "NotTheirs", "NothingNoted", "OwnGuardian", "UntilMissing", "accept", "add_skills", "apply", "archive", "begin", "come_back",
    "enter", "hand_over", "look_again", "note_activity", "note_interview", "paper_ends", "raise_rung", "refuse", "see_paper",
    "set_about", "set_away", "set_free", "set_hours", "set_skills", "stay", "take_leave", "time_passes",
]  # fmt: skip
