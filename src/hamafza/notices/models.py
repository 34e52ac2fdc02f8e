"""The outbox: a row is written with the deed and sent after it, at least once, with a key to dedupe by."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from hamafza.notices.wording import gist
from hamafza.people.models import Person


class Channel(models.TextChoices):
    SMS = "sms", _("پیامک")
    EMAIL = "email", _("رایانامه")
    INBOX = "inbox", _("صفحهٔ پیام‌ها")  # in the page, and in the daily digest


class Status(models.TextChoices):
    WAITING = "waiting"
    SENT = "sent"
    DEAD = "dead"  # given up after the last try; shown to the admin


class Message(models.Model):
    """One message to one person. The body holds no name and no domain; a week after sending it is emptied."""

    template = models.CharField(max_length=60)
    channel = models.CharField(max_length=10, choices=Channel)
    to_person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+")
    to_phone = models.CharField(max_length=15, blank=True)
    body = models.TextField()
    url = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=60, blank=True)  # "intake.request:12", loose
    urgent = models.BooleanField(default=False)
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    key = models.CharField(max_length=40, unique=True)
    created_at = models.DateTimeField()
    not_before = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["status", "not_before"]),
            models.Index(fields=["to_person", "-id"]),
            models.Index(fields=["subject", "id"]),
            models.Index(fields=["sent_at"], condition=~models.Q(body=""), name="messages_with_words"),
        ]

    @property
    def gist(self) -> str:
        return gist(self.template)

    @property
    def address(self) -> str:
        """Where the line leads: its own address, or its request's page."""
        area, _colon, pk = self.subject.partition(":")
        return self.url or (f"/requests/{pk}/" if area == "intake.request" else "")
