"""How much of a request this person sees: all, or the minimum that a centre needs to answer."""

import re
from dataclasses import dataclass
from datetime import datetime

from hamafza.intake import disclosure
from hamafza.intake.models import Level, Request
from hamafza.kernel.actors import Actor, LinkHolder
from hamafza.referrals.models import Referral
from hamafza.referrals.states import TAKEN

SUMMARY = 220  # enough to say yes or no
# Digits of any script, however they are spaced: a phone, a card, a national number.
NUMBERS = re.compile(r"[0-9۰-۹٠-٩](?:[\s\-.،/_()\u200c\u200e\u200f]*[0-9۰-۹٠-٩]){4,}")
HIDDEN = "[…]"


@dataclass(frozen=True)
class Seen:
    """A request as this person may see it. Where a field is None, it was withheld."""

    level: str
    title: str
    text: str
    applicant_name: str | None
    phone: str | None
    code: str | None

    @property
    def is_full(self) -> bool:
        return self.level == Level.FULL


def level_for(request: Request, actor: Actor, at: datetime) -> str:
    """Of a request she may open: full by place, a centre by its share; the holder of a link by the state of her hop."""
    if isinstance(actor, LinkHolder):
        hop = Referral.objects.filter(pk=actor.referral_id, need__request=request).first()
        return "" if hop is None or not hop.is_open else Level.FULL if hop.state in TAKEN else Level.MINIMUM
    return disclosure.level(request, actor, at)


def seen_by(request: Request, level: str, *, keeps_code: bool = False) -> Seen:
    """The fields at a level. The tracking code opens the applicant's own page, so only the door's people keep it."""
    if level == Level.FULL:
        return Seen(
            level, request.title, request.text, request.applicant_name, request.phone,
            request.spaced_code if keeps_code else None,
        )  # fmt: skip
    text = scrub(request.text, request.applicant_name)
    short = text if len(text) <= SUMMARY else text[:SUMMARY].rsplit(" ", 1)[0] + " …"
    return Seen(Level.MINIMUM, scrub(request.title, request.applicant_name), short, None, None, None)


def scrub(text: str, name: str = "") -> str:
    """Without long numbers and without the words of the applicant's name."""
    text = NUMBERS.sub(HIDDEN, text)
    for word in sorted({part for part in name.split() if len(part) > 1}, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", HIDDEN, text)
    return text
