"""Verbs of succession: handovers, successors, acting heads, centres that seem asleep."""

from hamafza.succession.commands.acting import (
    AlreadyLed,
    acting_late,
    answer,
    end_acting,
    hand_over_acting,
    open_acting,
    pass_on_acting,
)
from hamafza.succession.commands.checks import (
    AlreadyAsked,
    MayNotDecide,
    begin_round,
    confirm,
    hand_over_check,
    keep,
    late,
    open_check,
    pass_on_check,
    settle,
)
from hamafza.succession.commands.handover import (
    NobodyTakes,
    NoRoleForOneself,
    NothingHeld,
    NotToBeReturned,
    SomethingLeft,
    UnfitTaker,
    give_back,
    hand_over,
)
from hamafza.succession.commands.successors import (
    AlreadyLearning,
    NotHerself,
    NothingSeen,
    NotServing,
    SecondPerson,
    advance,
    ask,
    begin,
    end,
    pass_on,
)

__all__ = [
    "AlreadyAsked", "AlreadyLearning", "AlreadyLed", "MayNotDecide", "NoRoleForOneself", "NobodyTakes", "NotHerself",
    "NotServing", "NotToBeReturned", "NothingHeld", "NothingSeen", "SecondPerson", "SomethingLeft", "UnfitTaker",
    "acting_late", "advance", "answer", "ask", "begin", "begin_round", "confirm", "end", "end_acting", "give_back",
    "hand_over", "hand_over_acting", "hand_over_check", "keep", "late", "open_acting", "open_check", "pass_on",
    "pass_on_acting", "pass_on_check", "settle",
]  # fmt: skip
