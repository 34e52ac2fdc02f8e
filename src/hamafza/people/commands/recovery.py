"""A lost second factor: one admin asks that it be taken away, another confirms; neither can alone."""

from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext_lazy as _

from hamafza.kernel.actors import Actor
from hamafza.kernel.bus import announce
from hamafza.kernel.commands import command
from hamafza.kernel.errors import MoveRefused, ReasonMissing, Refused
from hamafza.people import rules
from hamafza.people.events import FactorTakenAway
from hamafza.people.models import FactorReset, Person

HOLDS = timedelta(hours=24)  # what nobody confirms in a day was perhaps not meant


class NoFactor(Refused):
    message = _("این حساب گام دومی ندارد که برداشته شود.")


class AlreadyWanted(Refused):
    message = _("این پیش‌تر خواسته شده و در انتظار تأیید مدیری دیگر است.")


def _another_admin(by: Actor, person: Person, at: datetime) -> bool:
    return isinstance(by, Person) and by != person and rules.is_admin(by, person, at)


def _second_admin(by: Actor, wanted: FactorReset, at: datetime) -> bool:
    return by != wanted.asked_by and _another_admin(by, wanted.person, at)


@command(rule=_another_admin)
def ask_factor_reset(person: Person, *, reason: str, by: Actor, at: datetime) -> FactorReset:
    """She has lost it, and the admin has made sure that it is she who says so.

    Raises ReasonMissing, NoFactor, AlreadyWanted.
    """
    assert isinstance(by, Person)  # by the rule
    if not reason.strip():
        raise ReasonMissing
    if not Authenticator.objects.filter(user=person).exists():
        raise NoFactor
    if FactorReset.objects.waiting(at).filter(person=person).exists():
        raise AlreadyWanted
    return FactorReset.objects.create(
        person=person, asked_by=by, asked_at=at, until=at + HOLDS, reason=reason.strip()[:300]
    )


@command(rule=_second_admin)
def confirm_factor_reset(wanted: FactorReset, *, by: Actor, at: datetime) -> FactorReset:
    """It is gone; her pass-word alone lets her in, and she is told. Raises MoveRefused when it is too late."""
    assert isinstance(by, Person)  # by the rule
    if wanted.ended_at is not None or wanted.until <= at:
        raise MoveRefused
    wanted.confirmed_by, wanted.ended_at = by, at
    wanted.save(update_fields=["confirmed_by", "ended_at"])
    Authenticator.objects.filter(user=wanted.person).delete()
    announce(FactorTakenAway(wanted.person_id, by, at))
    return wanted


@command(rule=lambda by, wanted, at: _another_admin(by, wanted.person, at))
def drop_factor_reset(wanted: FactorReset, *, by: Actor, at: datetime) -> FactorReset:
    """It was found again, or should not have been asked. Raises MoveRefused."""
    if wanted.ended_at is not None:
        raise MoveRefused
    wanted.ended_at = at
    wanted.save(update_fields=["ended_at"])
    return wanted
