"""Answering without an account: a signed link for one hop, with the last digits of the officer's own phone."""

import hashlib
from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from hamafza.kernel import codes, worktime
from hamafza.kernel.actors import Actor
from hamafza.kernel.commands import command
from hamafza.kernel.errors import Refused
from hamafza.notices import outbox
from hamafza.notices.moments import day_and_hour
from hamafza.referrals import deadlines, rules
from hamafza.referrals.models import AnswerLink, Referral
from hamafza.referrals.states import OPEN


class BadLink(Refused):
    message = _("این پیوند دیگر کار نمی‌کند. از فرستنده بخواهید پیوند تازه‌ای بفرستد؛ چیزی از دست نرفته است.")


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@command(rule=rules.may_invite)
def invite(hop: Referral, *, by: Actor, at: datetime, base_url: str) -> AnswerLink:
    """A fresh link for the officer of an open hop; earlier ones stop working. The token leaves by SMS only."""
    if hop.state not in OPEN or hop.holder is None:
        raise BadLink
    AnswerLink.objects.filter(referral=hop, used_at=None, revoked_at=None).update(revoked_at=at)
    token = codes.new_token()
    link = AnswerLink.objects.create(
        referral=hop,
        token_hash=hashed(token),
        until=worktime.due(at, deadlines.LINK_LIFE, lambda day: ()),
        created_by=by.ref,
        created_at=at,
    )
    outbox.to_phone(
        hop.holder.mobile,
        "referral_offered",
        at=at,
        urgent=True,
        code=hop.need.request.number,
        until=day_and_hour(hop.answer_by or link.until),
        link=f"{base_url}{token}",
    )
    link.token = token  # type: ignore[attr-defined]  # for the sender's screen, once
    return link


@command(rule=lambda by, link, at: rules.may_invite(by, link.referral, at))
def revoke_link(link: AnswerLink, *, by: Actor, at: datetime) -> AnswerLink:
    """It was sent to the wrong phone."""
    link.revoked_at = at
    link.save(update_fields=["revoked_at"])
    return link


@command(rule=lambda by, link, at: rules.may_answer(by, link.referral, at))
def use_link(link: AnswerLink, *, by: Actor, at: datetime) -> AnswerLink:
    """One answer was given; the link is used up. Raises BadLink."""
    if not link.is_live(at):
        raise BadLink
    link.used_at = at
    link.save(update_fields=["used_at"])
    return link


@command(rule=None)
def wrong_digits(link: AnswerLink, *, by: Actor, at: datetime) -> AnswerLink:
    """Someone guessed at the phone's digits; after five wrong tries the link is dead."""
    AnswerLink.objects.filter(pk=link.pk).update(tries=F("tries") + 1)
    link.refresh_from_db(fields=["tries"])
    return link
