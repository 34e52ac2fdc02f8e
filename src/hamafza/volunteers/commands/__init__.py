"""Verbs of volunteers."""

from hamafza.volunteers.commands.activity import note_activity
from hamafza.volunteers.commands.rungs import raise_rung

__all__ = ["note_activity", "raise_rung"]
