"""Verbs of the network: centres, officers, calendar."""

from hamafza.network.commands.calendar import add_holiday, drop_holiday
from hamafza.network.commands.centres import add_domains, confirm_entry, create, edit, move_state, say_capacity, set_hours
from hamafza.network.commands.officers import end_absence, grant, revoke, set_absence

__all__ = [
    "add_domains",
    "add_holiday",
    "confirm_entry",
    "create",
    "drop_holiday",
    "edit",
    "end_absence",
    "grant",
    "move_state",
    "revoke",
    "say_capacity",
    "set_absence",
    "set_hours",
]
