"""Verbs of the hop, by its life: offering, answering, finishing, the last door, links, and what time does."""

from hamafza.referrals.commands._way import CentreRests
from hamafza.referrals.commands.answering import accept, decline, hold, note, resume, take_back_note
from hamafza.referrals.commands.finishing import finish, give_up, relay
from hamafza.referrals.commands.handover import MayNotAnswer, pass_on_hop, pass_on_last_door
from hamafza.referrals.commands.last_door import act_at_last_door
from hamafza.referrals.commands.links import (
    BadLink,
    NoPhone,
    answer_by_link,
    ask_for_link,
    invite,
    revoke_link,
    wrong_digits,
)
from hamafza.referrals.commands.offering import call_back, offer, refer, refer_again, send_on, vacate, withdraw
from hamafza.referrals.commands.time import (
    hand_over,
    hand_over_last_door,
    late,
    late_at_last_door,
    late_in_search,
)

__all__ = [
    "BadLink",
    "CentreRests",
    "MayNotAnswer",
    "NoPhone",
    "accept",
    "act_at_last_door",
    "answer_by_link",
    "ask_for_link",
    "call_back",
    "decline",
    "finish",
    "give_up",
    "hand_over",
    "hand_over_last_door",
    "hold",
    "invite",
    "late",
    "late_at_last_door",
    "late_in_search",
    "note",
    "offer",
    "pass_on_hop",
    "pass_on_last_door",
    "refer",
    "refer_again",
    "relay",
    "resume",
    "revoke_link",
    "send_on",
    "take_back_note",
    "vacate",
    "withdraw",
    "wrong_digits",
]
