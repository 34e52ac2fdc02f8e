"""Verbs of the request, by its life: doors, triage, holding, ending, words."""

from hamafza.intake.commands.doors import BadPlace, EmptyRequest, TooLong, open_batch, receive, undo_batch
from hamafza.intake.commands.ending import close, confirm, merge, reopen, withdraw
from hamafza.intake.commands.holding import (
    MayNotTriage,
    drop_need,
    finish_need,
    hand_over,
    hold,
    need_moved,
    note_in_referral,
    pass_on,
    share,
    unshare,
)
from hamafza.intake.commands.letters import NoLetters, receive_letters
from hamafza.intake.commands.triage import NoDomain, add_need, late_in_triage, triage
from hamafza.intake.commands.words import add_word, attach, note_export, note_reading

__all__ = [
    "BadPlace",
    "EmptyRequest",
    "MayNotTriage",
    "NoDomain",
    "NoLetters",
    "TooLong",
    "add_need",
    "add_word",
    "attach",
    "close",
    "confirm",
    "drop_need",
    "finish_need",
    "hand_over",
    "hold",
    "late_in_triage",
    "merge",
    "need_moved",
    "note_export",
    "note_in_referral",
    "note_reading",
    "open_batch",
    "pass_on",
    "receive",
    "receive_letters",
    "reopen",
    "share",
    "triage",
    "undo_batch",
    "unshare",
    "withdraw",
]
