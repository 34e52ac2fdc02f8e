"""Verbs of what is public: the week's figures, and stories from the first word to print."""

from hamafza.public.commands.figures import publish
from hamafza.public.commands.stories import (
    MayNotHold,
    MustBeSeen,
    NamesHer,
    NotForPrint,
    TooShort,
    answer,
    approve,
    ask,
    hand_over,
    pass_on,
    refuse,
    rewrite,
    story_late,
    take_back,
    unsay,
    write,
)

__all__ = [
    "MayNotHold", "MustBeSeen", "NamesHer", "NotForPrint", "TooShort", "answer", "approve", "ask", "hand_over", "pass_on", "publish", "refuse",
    "rewrite", "story_late", "take_back", "unsay", "write",
]  # fmt: skip
