"""Putting a message into the outbox, in the same transaction as the deed it tells of."""

import secrets
from datetime import datetime, timedelta

from hamafza.kernel import rows
from hamafza.kernel.clock import local
from hamafza.notices.models import Channel, Message, Status
from hamafza.notices.wording import body_of
from hamafza.people.models import Person

QUIET_FROM, QUIET_UNTIL = 21, 8  # no SMS at night unless it is urgent


def to_phone(phone: str, template: str, *, at: datetime, subject: str = "", urgent: bool = False, **facts: str) -> None:
    """An SMS. `facts` may hold codes, days and links, never a name or a domain (tested for all texts)."""
    if phone:
        _put(template, Channel.SMS, at=at, subject=subject, urgent=urgent, facts=facts, to_phone=phone)


def to_person(
    person: Person,
    template: str,
    *,
    at: datetime,
    subject: str = "",
    url: str = "",
    urgent: bool = False,
    **facts: str,
) -> None:
    """A line in her inbox; urgent ones also by SMS, the others wait for the daily digest."""
    _put(template, Channel.INBOX, at=at, subject=subject, url=url, urgent=urgent, facts=facts, to_person=person)
    if urgent and person.mobile:
        _put(template, Channel.SMS, at=at, subject=subject, urgent=True, facts=facts, to_phone=person.mobile)


def outside(person: Person, template: str, *, at: datetime, **facts: str) -> None:
    """To her phone, or by e-mail where there is none; for what must reach her outside the page."""
    channel = Channel.SMS if person.mobile else Channel.EMAIL
    _put(
        template,
        channel,
        at=at,
        subject="",
        urgent=True,
        facts=facts,
        to_phone=person.mobile,
        to_person=person,
    )


def _put(
    template: str,
    channel: Channel,
    *,
    at: datetime,
    subject: str,
    urgent: bool,
    facts: dict[str, str],
    url: str = "",
    to_phone: str = "",
    to_person: Person | None = None,
) -> None:
    message = Message(
        template=template,
        channel=channel,
        to_person=to_person,
        to_phone=to_phone,
        body=body_of(template, facts),
        url=url,
        subject=subject,
        urgent=urgent,
        key=secrets.token_hex(16),
        status=Status.SENT if channel == Channel.INBOX else Status.WAITING,  # its page shows it at once
        sent_at=at if channel == Channel.INBOX else None,
        created_at=at,
        not_before=at if urgent or channel != Channel.SMS else _after_quiet(at),
    )
    rows.add([message])


def _after_quiet(at: datetime) -> datetime:
    here = local(at)
    if QUIET_UNTIL <= here.hour < QUIET_FROM:
        return at
    morning = here.replace(hour=QUIET_UNTIL, minute=0, second=0, microsecond=0)
    return morning if here.hour < QUIET_UNTIL else morning + timedelta(days=1)
