"""Volunteers who wait for one person, and how they go to another: for the page of a handover."""

from collections.abc import Collection
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hamafza.kernel.actors import Actor
from hamafza.kernel.moves import subject_of
from hamafza.network import holdings
from hamafza.people.models import Person
from hamafza.ui.digits import local
from hamafza.volunteers import commands as volunteers
from hamafza.volunteers import queries


def held(person: Person, at: datetime) -> list[holdings.Holding]:
    return [
        holdings.Holding(
            _("داوطلب %(number)s: %(state)s") % {"number": local(one.pk), "state": one.get_state_display()},
            reverse("volunteers:volunteer", args=[one.pk]),
            one.due_at,
            subject_of(one),
        )
        for one in queries.waiting_with(person)
    ]


def hand(person: Person, to: Person, by: Actor, at: datetime) -> int:
    waiting = list(queries.waiting_with(person))
    for one in waiting:
        volunteers.hand_over(one, to=to, by=by, at=at)
    return len(waiting)


def back(taker: Person, person: Person, keys: Collection[str], by: Actor, at: datetime) -> int:
    """Those of a handover that still wait for an answer go to the giver again."""
    mine = [one for one in queries.waiting_with(taker) if subject_of(one) in keys]
    return len([volunteers.hand_over(one, to=person, by=by, at=at) for one in mine])


holdings.register("volunteers", 40, holdings.Kind(gettext_lazy("داوطلبانی که پاسخ می‌خواهند"), held, hand, back))
