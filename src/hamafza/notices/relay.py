"""From the outbox to the world, at least once. A message's own row is the record of how it went.

A row is claimed by one conditional UPDATE, the same on SQLite and PostgreSQL: whoever raises `tries` has it
until the lease runs out. The sending itself happens outside any transaction.
"""

from datetime import datetime, timedelta

from django.db.models import Q

from hamafza.notices import backends
from hamafza.notices.models import Channel, Message, Status

BATCH = 200
LEASE = timedelta(minutes=5)  # a relay that died in the middle gives its message back after this
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240)]
MOST_TRIES = len(PAUSES) + 1
KEPT = timedelta(days=7)


def relay(at: datetime) -> int:
    """Send what is due; how many went out."""
    waiting = Message.objects.filter(status=Status.WAITING, not_before__lte=at)
    ready = list(waiting.select_related("to_person").order_by("not_before", "pk")[:BATCH])
    return sum(_send(message, at) for message in ready if _claim(message, at))


def _claim(message: Message, at: datetime) -> bool:
    free = Message.objects.filter(pk=message.pk, status=Status.WAITING, tries=message.tries, not_before__lte=at)
    message.tries += 1
    return free.update(tries=message.tries, not_before=at + LEASE) == 1


def _send(message: Message, at: datetime) -> bool:
    row = Message.objects.filter(pk=message.pk)
    try:
        backends.send(message)
    except backends.NotSent as error:
        if message.tries >= MOST_TRIES:
            row.update(status=Status.DEAD, last_error=str(error)[:200])
        else:
            row.update(not_before=at + PAUSES[message.tries - 1], last_error=str(error)[:200])
        return False
    row.update(status=Status.SENT, sent_at=at, last_error="")
    return True


def forget(at: datetime) -> int:
    """A week after sending, words and number go; those of an inbox line a week after it was read."""
    gone = Q(sent_at__lt=at - KEPT) & ~Q(channel=Channel.INBOX) | Q(channel=Channel.INBOX, read_at__lt=at - KEPT)
    return Message.objects.filter(gone, status=Status.SENT).exclude(body="").update(body="", to_phone="")
