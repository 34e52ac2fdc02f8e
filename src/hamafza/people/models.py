"""A person who serves. Those who ask for help are not here; they need no account."""

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower


class PersonManager(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(username__iexact=username)


class Person(AbstractBaseUser):
    """Someone with an account, or an officer known by name who answers by signed links only."""

    username = models.CharField(max_length=60, unique=True)
    full_name = models.CharField(max_length=120)
    search_key = models.CharField(max_length=160, db_index=True)
    mobile = models.CharField(max_length=11, blank=True)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    is_admin = models.BooleanField(default=False)  # runs the system; sees no request because of it
    joined_at = models.DateTimeField()
    temporary_until = models.DateTimeField(null=True)  # her pass-word was given to her and must be changed by then

    objects = PersonManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("username"), name="username_once_in_any_case")]

    def __str__(self) -> str:
        return self.full_name

    def may_enter(self, at: datetime) -> bool:
        """Active, and not with a pass-word given to her too long ago."""
        return self.is_active and (self.temporary_until is None or at < self.temporary_until)

    @property
    def ref(self) -> str:
        return f"person:{self.pk}"

    @property
    def initials(self) -> str:
        return "".join(part[0] for part in self.full_name.split()[:2])


class FactorResetQuerySet(models.QuerySet["FactorReset"]):
    def waiting(self, at: datetime) -> "FactorResetQuerySet":
        """Asked for, and neither answered nor too old."""
        return self.filter(ended_at=None, until__gt=at)


class FactorReset(models.Model):
    """Two admins together take away a second factor that its owner has lost."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    until = models.DateTimeField()
    reason = models.CharField(max_length=300)
    confirmed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = FactorResetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="nobody_takes_away_a_factor_alone",
                condition=~models.Q(confirmed_by=models.F("asked_by"))
                & ~models.Q(asked_by=models.F("person"))
                & ~models.Q(confirmed_by=models.F("person")),
            )
        ]


class ApiToken(models.Model):
    """A key with which another system acts as this person; only its hash is kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=60)
    hash = models.CharField(max_length=64, unique=True)  # sha256; the token itself is shown once
    created_at = models.DateTimeField()
    until = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)

    def is_live(self, at: datetime) -> bool:
        return self.revoked_at is None and self.created_at <= at < self.until
