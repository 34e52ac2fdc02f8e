"""What people do with their messages."""

from datetime import datetime

from hamafza.kernel.actors import Actor
from hamafza.kernel.commands import command
from hamafza.kernel.errors import MoveRefused
from hamafza.notices import outbox
from hamafza.notices.models import Channel, Message, Status
from hamafza.people import rules
from hamafza.people.models import Person


def _herself(by: Actor, person: Person, at: datetime) -> bool:
    return by == person


@command(rule=_herself)
def read_all(person: Person, *, by: Actor, at: datetime) -> Person:
    """She has seen every line of her inbox."""
    Message.objects.filter(to_person=person, channel=Channel.INBOX, read_at=None).update(read_at=at)
    return person


@command(rule=_herself)
def read_about(person: Person, *, subject: str, by: Actor, at: datetime) -> Person:
    """She has seen what her inbox says of one thing."""
    unread = Message.objects.filter(to_person=person, channel=Channel.INBOX, read_at=None, subject=subject)
    unread.update(read_at=at)
    return person


@command(rule=None, keep=("template",))
def tell_herself(person: Person, *, template: str, by: Actor, at: datetime) -> Person:
    """What concerns her own account: in her inbox, and by SMS at once."""
    outbox.to_person(person, template, at=at, url="/account/me", urgent=True)
    return person


@command(rule=rules.is_admin)
def send_again(message: Message, *, by: Actor, at: datetime) -> Message:
    """A message that was given up is tried anew, under the same key. Raises MoveRefused."""
    if message.status != Status.DEAD:
        raise MoveRefused
    message.status, message.tries, message.not_before = Status.WAITING, 0, at
    message.save(update_fields=["status", "tries", "not_before"])
    return message
