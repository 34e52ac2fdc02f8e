"""Whose move it is: the buttons of one hop for one person, by the table of states and the matrix of rights."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hamafza.kernel.actors import Actor
from hamafza.kernel.moves import may_move
from hamafza.referrals import rules
from hamafza.referrals.models import Referral
from hamafza.referrals.states import HopState


@dataclass(frozen=True)
class Move:
    """One button: `at_once` goes without a form."""

    name: str
    label: Any
    url: str
    kind: str = "secondary"
    at_once: bool = False


LABELS = {
    "accept": _("می‌پذیرم"),
    "hold": _("مهلت با دلیل"),
    "decline": _("نمی‌توانم، با دلیل"),
    "note": _("ثبت پیشرفت"),
    "finish": _("ثبت نتیجه"),
    "relay": _("سپردن به مرکز دیگر"),
    "give-up": _("نشد، با دلیل"),
    "resume": _("ادامهٔ کار"),
    "withdraw": _("پس گرفتن"),
}
KINDS = {
    "accept": "primary",
    "decline": "danger",
    "give-up": "danger",
    "withdraw": "danger",
    "resume": "primary",
}
AT_ONCE = frozenset({"accept", "resume"})
IN_STATE = {
    HopState.OFFERED: ("accept", "hold", "decline"),
    HopState.ACCEPTED: ("note", "finish", "hold", "relay", "give-up"),
    HopState.IN_PROGRESS: ("finish", "note", "hold", "relay", "give-up"),
    HopState.ON_HOLD: ("resume", "note", "finish", "relay", "give-up"),
}


def moves_of(hop: Referral, actor: Actor, at: datetime) -> list[Move]:
    """The first is the natural one; empty for an ended hop or a stranger."""
    names: list[str] = []
    if rules.may_answer(actor, hop, at):
        names += IN_STATE.get(HopState(hop.state), ())
    if may_move(hop, HopState.WITHDRAWN) and rules.may_withdraw(actor, hop, at):
        names.append("withdraw")
    return [_button(name, hop.pk, hop.state, first=not place) for place, name in enumerate(names)]


def first_move(pk: int, state: str) -> Move | None:
    """The one action of a row, for whoever may answer it."""
    names = IN_STATE.get(HopState(state))
    return _button(names[0], pk, state, first=True) if names else None


def address(name: str, pk: int) -> str:
    """Where a hop, or a verb of it, lies; a page asks fifty times, Django once."""
    return _pattern(name).replace("/0/", f"/{pk}/")


@cache
def _pattern(name: str) -> str:
    return reverse(f"referrals:{name}", args=[0])


def _button(name: str, pk: int, state: str, *, first: bool) -> Move:
    label = _("ثبت نخستین تماس") if name == "note" and state == HopState.ACCEPTED else LABELS[name]
    kind = KINDS.get(name, "primary" if first else "secondary")
    return Move(name, label, address(name, pk), kind, name in AT_ONCE)
