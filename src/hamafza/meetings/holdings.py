"""What meetings lay with an officer: series that she leads or writes, open sittings, promises."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hamafza.kernel.actors import Actor
from hamafza.kernel.moves import subject_of
from hamafza.meetings import captions
from hamafza.meetings import commands as meetings
from hamafza.meetings.models import Action, Meeting, Series
from hamafza.network import days, holdings
from hamafza.network.holdings import Holding, Kind
from hamafza.people.models import Person


def _led(person: Person) -> list[Series]:
    mine = Series.objects.active().filter(Q(chair=person) | Q(secretary=person))
    return list(mine.select_related("place", "chair", "secretary").order_by("pk"))


def _series(person: Person, at: datetime) -> list[Holding]:
    return [
        Holding(
            (_("ریاست %(title)s") if one.chair_id == person.pk else _("دبیری %(title)s")) % {"title": one.title},
            reverse("meetings:series", args=[one.pk]), None, subject_of(one),
        )
        for one in _led(person)
    ]  # fmt: skip


def _hand_series(person: Person, to: Person, by: Actor, at: datetime) -> int:
    return len([meetings.pass_on_series(one, giver=person, to=to, by=by, at=at) for one in _led(person)])


def _series_back(taker: Person, person: Person, keys: Collection[str], by: Actor, at: datetime) -> int:
    mine = [one for one in _led(taker) if subject_of(one) in keys]
    return len([meetings.pass_on_series(one, giver=taker, to=person, by=by, at=at) for one in mine])


def _held(person: Person) -> list[Meeting]:
    numbers = list(Meeting.objects.open().filter(holder=person).values_list("pk", flat=True))
    return list(Meeting.objects.whole().filter(pk__in=numbers).order_by("starts_at", "pk"))


def _sittings(person: Person, at: datetime) -> list[Holding]:
    return [
        Holding(captions.name_of(one), reverse("meetings:meeting", args=[one.pk]), one.due_at, subject_of(one))
        for one in _held(person)
    ]


def _hand_sittings(person: Person, to: Person, by: Actor, at: datetime) -> int:
    return len([meetings.pass_on_meeting(one, to=to, by=by, at=at) for one in _held(person)])


def _sittings_back(taker: Person, person: Person, keys: Collection[str], by: Actor, at: datetime) -> int:
    mine = [one for one in _held(taker) if subject_of(one) in keys]
    return len([meetings.pass_on_meeting(one, to=person, by=by, at=at) for one in mine])


def _promised(person: Person) -> list[Action]:
    mine = Q(owner=person) | Q(holder=person) | Q(blocked_on=person)
    numbers = list(Action.objects.unverified().filter(mine).values_list("pk", flat=True))
    return list(Action.objects.whole().filter(pk__in=numbers).order_by("due_on", "pk"))


def _actions(person: Person, at: datetime) -> list[Holding]:
    return [
        Holding(one.text, reverse("meetings:action", args=[one.pk]), days.end_of(one.due_on), subject_of(one))
        for one in _promised(person)
    ]


def _hand_actions(person: Person, to: Person, by: Actor, at: datetime) -> int:
    return len([meetings.pass_on_action(one, giver=person, to=to, by=by, at=at) for one in _promised(person)])


def _actions_back(taker: Person, person: Person, keys: Collection[str], by: Actor, at: datetime) -> int:
    mine = [one for one in _promised(taker) if subject_of(one) in keys]
    return len([meetings.pass_on_action(one, giver=taker, to=person, by=by, at=at) for one in mine])


holdings.register("series", 40, Kind(gettext_lazy("ریاست و دبیری نشست‌ها"), _series, _hand_series, _series_back))
holdings.register("sittings", 42, Kind(gettext_lazy("نشست‌های باز"), _sittings, _hand_sittings, _sittings_back))
holdings.register("actions", 44, Kind(gettext_lazy("اقدام‌ها"), _actions, _hand_actions, _actions_back))
