"""Verbs of accounts, and of second factors that were lost."""

from hamafza.people.commands.accounts import (
    BadToken,
    UsernameTaken,
    WeakPassword,
    change_password,
    disable,
    edit_account,
    enable,
    note_new_device,
    note_token_use,
    open_account,
    open_token,
    revoke_token,
)
from hamafza.people.commands.recovery import (
    AlreadyWanted,
    NoFactor,
    ask_factor_reset,
    confirm_factor_reset,
    drop_factor_reset,
)

__all__ = [
    "AlreadyWanted",
    "BadToken",
    "NoFactor",
    "UsernameTaken",
    "WeakPassword",
    "ask_factor_reset",
    "change_password",
    "confirm_factor_reset",
    "disable",
    "drop_factor_reset",
    "edit_account",
    "enable",
    "note_new_device",
    "note_token_use",
    "open_account",
    "open_token",
    "revoke_token",
]
