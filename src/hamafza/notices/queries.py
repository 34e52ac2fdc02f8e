"""Messages as people read them."""

from django.db.models import QuerySet

from hamafza.notices.models import Channel, Message, Status
from hamafza.people.models import Person

PAGE = 30


def inbox(person: Person, *, before: int | None = None) -> QuerySet[Message]:
    """Newest first, page by page; lines that were read long ago have no words any more and are gone."""
    lines = Message.objects.filter(to_person=person, channel=Channel.INBOX).exclude(body="")
    return (lines.filter(pk__lt=before) if before else lines).order_by("-pk")


def unread(person: Person) -> int:
    return Message.objects.filter(to_person=person, channel=Channel.INBOX, read_at=None).count()


def dead(*, before: int | None = None) -> QuerySet[Message]:
    """What was given up, newest first. Its words and number are not for the admin's eyes."""
    letters = Message.objects.filter(status=Status.DEAD).defer("body")
    return (letters.filter(pk__lt=before) if before else letters).order_by("-pk")
