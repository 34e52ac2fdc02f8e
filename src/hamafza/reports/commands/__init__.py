"""Everything that may be done with a report. One door: `from hamafza.reports import commands as reports`."""

from hamafza.reports.commands._typing import NumberMissing
from hamafza.reports.commands.numbers import (
    AskedAlready,
    EnoughAsked,
    ask_number,
    retire_number,
)
from hamafza.reports.commands.receipts import (
    AlreadyOfficial,
    BadMobile,
    NotAccepted,
    add_official,
    open_by_link,
    remind,
    remove_official,
    revoke_receipt,
)
from hamafza.reports.commands.report import (
    GapsUnexplained,
    MayNotHold,
    NoSuchFigure,
    NotNothing,
    accept,
    chase,
    hand_over,
    open_month,
    pass_on,
    remark,
    send_back,
    submit,
    unlock,
)

__all__ = [
    "AlreadyOfficial",
    "AskedAlready",
    "BadMobile",
    "EnoughAsked",
    "GapsUnexplained",
    "MayNotHold",
    "NoSuchFigure",
    "NotAccepted",
    "NotNothing",
    "NumberMissing",
    "accept",
    "add_official",
    "ask_number",
    "chase",
    "hand_over",
    "open_by_link",
    "open_month",
    "pass_on",
    "remark",
    "remind",
    "remove_official",
    "retire_number",
    "revoke_receipt",
    "send_back",
    "submit",
    "unlock",
]
