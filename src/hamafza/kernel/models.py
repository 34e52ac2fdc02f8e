"""What every command leaves behind: history (StateChange), audit (AuditLine), idempotency (OnceKey), chain heads."""

from django.db import models


class StateChange(models.Model):
    """One move of one thing: who, when, why, before and after. Immutable; functional history, shown to people."""

    subject = models.CharField(max_length=60)  # "referrals.referral:12"; no foreign key, history outlives its thing
    before = models.CharField(max_length=20, blank=True)
    after = models.CharField(max_length=20)
    by = models.CharField(max_length=60)
    at = models.DateTimeField()
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["subject", "id"])]


class AuditLine(models.Model):
    """One command that ran, for auditors only; the application never reads it back. Hash-chained."""

    seq = models.BigIntegerField(unique=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=60)
    verb = models.CharField(max_length=80)  # "referrals.decline"
    subject = models.CharField(max_length=60, blank=True)
    details = models.JSONField(default=dict)  # coded values only, never a name or a phone
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)


class OnceKey(models.Model):
    """A command that already ran under this key; sent again, it answers with the same result."""

    scope = models.CharField(max_length=60)
    key = models.CharField(max_length=120)
    fingerprint = models.CharField(max_length=64)
    subject_pk = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "key"], name="one_answer_per_key")]


class ChainHead(models.Model):
    """The last link of a hash chain; its row is the lock that keeps the chain in one line."""

    name = models.CharField(max_length=40, primary_key=True)
    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)
