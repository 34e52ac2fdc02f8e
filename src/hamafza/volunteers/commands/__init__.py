"""Verbs of volunteers."""

from hamafza.volunteers.commands.activity import note_activity
from hamafza.volunteers.commands.handover import pass_on

__all__ = ["note_activity", "pass_on"]
