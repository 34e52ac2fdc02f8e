"""Verbs of volunteers."""

from hamafza.volunteers.commands.activity import note_activity

__all__ = ["note_activity"]
