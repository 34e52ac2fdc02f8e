"""Verbs of gatherings: the gathering itself, its occasions, who came, and the table of feasts."""

from hamafza.gatherings.commands.attendance import NobodyCame, NotToday, TooOld, keep_list, tap
from hamafza.gatherings.commands.feasts import BadFeast, add_feast, add_feasts, drop_feast, move_feast
from hamafza.gatherings.commands.gathering import BadGathering, CentreRests, change, end, found, hand_over, plan_on
from hamafza.gatherings.commands.occasion import (
    NotHere,
    NothingWritten,
    TooEarly,
    TooLate,
    call_off,
    cancel,
    follow,
    hand_on,
    miss,
    occasion_late,
    say_whether_coming,
)

__all__ = [
    "BadFeast", "BadGathering", "CentreRests", "NobodyCame", "NotHere", "NotToday", "NothingWritten", "TooEarly", "TooLate",
    "TooOld", "add_feast", "add_feasts", "call_off", "cancel", "change", "drop_feast", "end", "follow", "found", "hand_on",
    "hand_over", "keep_list", "miss", "move_feast", "occasion_late", "plan_on", "say_whether_coming", "tap",
]  # fmt: skip
