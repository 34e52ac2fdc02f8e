"""Verbs of the network: centres, officers, calendar."""

from hamafza.network.commands.calendar import add_holiday, drop_holiday
from hamafza.network.commands.centres import (
    add_domains,
    confirm_entry,
    create,
    edit,
    move_state,
    say_capacity,
    set_hours,
)
from hamafza.network.commands.handover import OwnDeputy, lead_for_a_while, lead_no_more, pass_on, stand_in
from hamafza.network.commands.officers import (
    end_absence,
    give_password,
    grant,
    look_through,
    readmit,
    retire,
    revoke,
    set_absence,
    welcome,
)

__all__ = [
    "OwnDeputy",
    "add_domains",
    "add_holiday",
    "confirm_entry",
    "create",
    "drop_holiday",
    "edit",
    "end_absence",
    "give_password",
    "grant",
    "lead_for_a_while",
    "lead_no_more",
    "look_through",
    "move_state",
    "pass_on",
    "readmit",
    "retire",
    "revoke",
    "say_capacity",
    "set_absence",
    "set_hours",
    "stand_in",
    "welcome",
]
