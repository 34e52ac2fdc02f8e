"""Verbs of volunteers: joining, resting, what they can do and when, and that they were seen to serve."""

from hamafza.volunteers.commands._way import BadName, BadYear, GuardianMissing
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

__all__ = [
    "BadName", "BadReturn", "BadUntil", "BadYear", "GuardianMissing", "LeftWhy", "NeedsAnother", "NotTalkedYet",
    "NotTheirs", "NothingNoted", "UntilMissing", "accept", "add_skills", "apply", "archive", "begin", "come_back",
    "enter", "hand_over", "look_again", "note_activity", "note_interview", "paper_ends", "refuse", "see_paper",
    "set_about", "set_away", "set_free", "set_skills", "stay", "take_leave", "time_passes",
]  # fmt: skip
