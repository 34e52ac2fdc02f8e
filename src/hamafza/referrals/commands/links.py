"""Answering without an account: a signed link for one hop, with the last digits of the officer's own phone."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from hamafza.kernel import codes, worktime
from hamafza.kernel.actors import Actor
from hamafza.kernel.commands import command
from hamafza.kernel.errors import Refused
from hamafza.kernel.moves import subject_of
from hamafza.network import queries as network
from hamafza.notices import outbox
from hamafza.notices.moments import day_and_hour
from hamafza.people.models import Person
from hamafza.referrals import deadlines, rules
from hamafza.referrals.commands.answering import accept, decline, note
from hamafza.referrals.commands.finishing import finish
from hamafza.referrals.models import AnswerLink, Referral
from hamafza.referrals.states import OPEN

VERBS: dict[str, Callable[..., Any]] = {"accept": accept, "decline": decline, "note": note, "finish": finish}


class BadLink(Refused):
    message = _("این پیوند دیگر کار نمی‌کند. از فرستنده بخواهید پیوند تازه‌ای بفرستد؛ چیزی از دست نرفته است.")


class NoPhone(Refused):
    message = _("برای مسئول این مرکز شمارهٔ همراهی ثبت نشده است. نخست شماره را در «مسئولان» بنویسید.")


@command(rule=rules.may_invite, lock="need.request")
def invite(hop: Referral, *, by: Actor, at: datetime, base_url: str) -> AnswerLink:
    """A fresh link for the officer of an open hop; earlier ones stop working. Raises BadLink, NoPhone."""
    if hop.state not in OPEN or hop.holder is None:
        raise BadLink
    if not hop.holder.mobile:
        raise NoPhone
    return _fresh(hop, by, at, base_url)


def _fresh(hop: Referral, by: Actor, at: datetime, base_url: str) -> AnswerLink:
    AnswerLink.objects.filter(referral=hop, used_at=None, revoked_at=None).update(revoked_at=at)
    token = codes.new_token()
    link = AnswerLink.objects.create(
        referral=hop,
        token_hash=codes.hashed(token),
        until=worktime.due(at, deadlines.LINK_LIFE, lambda day: ()),
        created_by=by.ref,
        created_at=at,
    )
    outbox.to_phone(
        hop.holder.mobile if hop.holder else "",
        "referral_offered",
        at=at,
        urgent=True,
        code=hop.need.request.number,
        until=day_and_hour(hop.answer_by or link.until),
        link=f"{base_url}{token}",
    )
    link.token = token
    return link


@command(rule=lambda by, link, at: rules.may_invite(by, link.referral, at))
def revoke_link(link: AnswerLink, *, by: Actor, at: datetime) -> AnswerLink:
    """It was sent to the wrong phone."""
    link.revoked_at = at
    link.save(update_fields=["revoked_at"])
    return link


@command(
    rule=lambda by, link, at: rules.may_answer(by, link.referral, at),
    keep=("verb",),
    lock="referral.need.request",
)
def answer_by_link(
    link: AnswerLink, *, verb: str, said: dict[str, Any], by: Actor, at: datetime, base_url: str
) -> AnswerLink:
    """What the officer says without an account. The answer uses the link up; after a yes she is given the next one.

    Raises BadLink and whatever the verb itself raises.
    """
    if not link.is_live(at) or verb not in VERBS:
        raise BadLink
    VERBS[verb](link.referral, by=by, at=at, **said)
    if verb == "note":
        return link
    link.used_at = at
    link.save(update_fields=["used_at"])
    return _fresh(link.referral, by, at, base_url) if verb == "accept" else link


@command(rule=None)
def ask_for_link(link: AnswerLink, *, by: Actor, at: datetime) -> AnswerLink:
    """The link in her hand is dead; whoever sent it is told, if the hop still waits for somebody."""
    hop = link.referral
    kind, _colon, pk = link.created_by.partition(":")
    sender = Person.objects.filter(pk=int(pk), is_active=True).first() if kind == "person" else None
    if hop.is_open:
        request = hop.need.request
        told = sender or network.coordinator_of(request.place, at)
        outbox.to_person(
            told,
            "link_wanted",
            at=at,
            subject=subject_of(request),
            url=f"/requests/{request.pk}/",
            code=request.number,
        )
    return link


@command(rule=None)
def wrong_digits(link: AnswerLink, *, by: Actor, at: datetime) -> AnswerLink:
    """Someone guessed at the phone's digits; after five wrong tries the link is dead."""
    AnswerLink.objects.filter(pk=link.pk).update(tries=F("tries") + 1)
    link.refresh_from_db(fields=["tries"])
    return link
