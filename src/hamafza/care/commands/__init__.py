"""Verbs of care."""

from hamafza.care.commands.criteria import set_criteria
from hamafza.care.commands.feelings import say_how_it_was
from hamafza.care.commands.ladder import countersign, grant, hand_over, lapse, propose, refuse, step_late
from hamafza.care.commands.letters import thank
from hamafza.care.commands.service import come_again, look_through, note_contact, note_service
from hamafza.care.commands.trust import take_trust_back, trust

__all__ = [
    "come_again", "countersign", "grant", "hand_over", "lapse", "look_through", "note_contact", "note_service", "propose",
    "refuse", "say_how_it_was", "set_criteria", "step_late", "take_trust_back", "thank", "trust",
]  # fmt: skip
