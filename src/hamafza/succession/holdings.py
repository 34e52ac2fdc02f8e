"""What succession itself lays with an officer: those whom she trains, centres to look at, searches for a head."""

from collections.abc import Collection
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hamafza.kernel.actors import Actor
from hamafza.kernel.moves import subject_of
from hamafza.network import holdings
from hamafza.network.holdings import Holding, Kind
from hamafza.people.models import Person
from hamafza.succession import commands as succession
from hamafza.succession.models import Acting, Check, Successor
from hamafza.succession.states import ActingState


def _trained(person: Person) -> list[Successor]:
    return list(Successor.objects.going_on().filter(officer=person).whole().order_by("pk"))


def _successors(person: Person, at: datetime) -> list[Holding]:
    return [
        Holding(
            _("راه جانشینی %(n)s: %(role)s، %(where)s")
            % {"n": one.pk, "role": one.get_role_display(), "where": one.over},
            reverse("succession:link", args=[one.pk]), one.due_at, subject_of(one),
        )
        for one in _trained(person)
    ]  # fmt: skip


def _hand_successors(person: Person, to: Person, by: Actor, at: datetime) -> int:
    return len([succession.pass_on(one, to=to, by=by, at=at) for one in _trained(person)])


def _successors_back(taker: Person, person: Person, keys: Collection[str], by: Actor, at: datetime) -> int:
    mine = [one for one in _trained(taker) if subject_of(one) in keys]
    return len([succession.pass_on(one, to=person, by=by, at=at) for one in mine])


def _looked_at(person: Person) -> list[Check]:
    return list(Check.objects.open().filter(holder=person).whole().order_by("pk"))


def _checks(person: Person, at: datetime) -> list[Holding]:
    return [
        Holding(
            _("بررسی %(centre)s") % {"centre": one.centre.name},
            reverse("succession:check", args=[one.pk]), one.due_at, subject_of(one),
        )
        for one in _looked_at(person)
    ]  # fmt: skip


def _hand_checks(person: Person, to: Person, by: Actor, at: datetime) -> int:
    return len([succession.pass_on_check(one, to=to, by=by, at=at) for one in _looked_at(person)])


def _checks_back(taker: Person, person: Person, keys: Collection[str], by: Actor, at: datetime) -> int:
    mine = [one for one in _looked_at(taker) if subject_of(one) in keys]
    return len([succession.pass_on_check(one, to=person, by=by, at=at) for one in mine])


def _led(person: Person) -> list[Acting]:
    """One whom she leads herself goes with her role."""
    return list(Acting.objects.open().exclude(state=ActingState.TAKEN).filter(holder=person).whole().order_by("pk"))


def _actings(person: Person, at: datetime) -> list[Holding]:
    return [
        Holding(
            _("%(centre)s: در جست‌وجوی مدیر") % {"centre": one.centre.name},
            reverse("succession:acting", args=[one.pk]), one.due_at, subject_of(one),
        )
        for one in _led(person)
    ]  # fmt: skip


def _hand_actings(person: Person, to: Person, by: Actor, at: datetime) -> int:
    return len([succession.pass_on_acting(one, giver=person, to=to, by=by, at=at) for one in _led(person)])


def _actings_back(taker: Person, person: Person, keys: Collection[str], by: Actor, at: datetime) -> int:
    mine = [one for one in _led(taker) if subject_of(one) in keys]
    return len([succession.pass_on_acting(one, giver=taker, to=person, by=by, at=at) for one in mine])


holdings.register(
    "successors", 60, Kind(gettext_lazy("جانشینانی که می‌آموزند"), _successors, _hand_successors, _successors_back)
)
holdings.register("checks", 62, Kind(gettext_lazy("بررسی کانون‌ها"), _checks, _hand_checks, _checks_back))
holdings.register("actings", 64, Kind(gettext_lazy("کانون‌های بی‌مدیر"), _actings, _hand_actings, _actings_back))
