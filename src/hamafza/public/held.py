"""Stories that wait with somebody, for the handover of everything she holds."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hamafza.kernel.actors import Actor
from hamafza.kernel.moves import subject_of
from hamafza.network import holdings
from hamafza.people.models import Person
from hamafza.public import commands as public
from hamafza.public.models import Story
from hamafza.ui.digits import local


def _waiting(person: Person) -> list[Story]:
    return list(Story.objects.waiting().whole().filter(holder=person).order_by("pk"))


def held(person: Person, at: datetime) -> list[holdings.Holding]:
    return [
        holdings.Holding(_("داستان %(n)s") % {"n": local(one.pk)}, f"/stories/{one.pk}/", one.due_at, subject_of(one))
        for one in _waiting(person)
    ]


def hand(person: Person, to: Person, by: Actor, at: datetime) -> int:
    return len([public.pass_on(one, to=to, by=by, at=at) for one in _waiting(person)])


def back(taker: Person, person: Person, keys: Collection[str], by: Actor, at: datetime) -> int:
    """Those of a handover that still wait with the taker."""
    mine = [one for one in _waiting(taker) if subject_of(one) in keys]
    return len([public.pass_on(one, to=person, by=by, at=at) for one in mine])


holdings.register("stories", 70, holdings.Kind(gettext_lazy("داستان‌های نزد او"), held, hand, back))
