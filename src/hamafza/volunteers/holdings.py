"""What volunteers lay with an officer: those whose next step is hers."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hamafza.kernel.actors import Actor
from hamafza.kernel.moves import subject_of
from hamafza.network import holdings
from hamafza.network.holdings import Holding, Kind
from hamafza.people.models import Person
from hamafza.volunteers import commands as volunteers
from hamafza.volunteers.models import Volunteer
from hamafza.volunteers.states import VolunteerState

PAST = (VolunteerState.REFUSED, VolunteerState.ARCHIVED)


def _lying(person: Person) -> list[Volunteer]:
    mine = Volunteer.objects.filter(holder=person).exclude(state__in=PAST)
    return list(mine.select_related("centre").order_by("due_at", "pk"))


def _volunteers(person: Person, at: datetime) -> list[Holding]:
    return [
        Holding(
            _("داوطلب %(n)s، %(centre)s: %(state)s")
            % {"n": one.pk, "centre": one.centre.name, "state": one.get_state_display()},
            "", one.due_at, subject_of(one),
        )
        for one in _lying(person)
    ]  # fmt: skip


def _hand(person: Person, to: Person, by: Actor, at: datetime) -> int:
    return len([volunteers.pass_on(one, to=to, by=by, at=at) for one in _lying(person)])


def _back(taker: Person, person: Person, keys: Collection[str], by: Actor, at: datetime) -> int:
    mine = [one for one in _lying(taker) if subject_of(one) in keys]
    return len([volunteers.pass_on(one, to=person, by=by, at=at) for one in mine])


holdings.register("volunteers", 15, Kind(gettext_lazy("داوطلبان در انتظار پاسخ"), _volunteers, _hand, _back))
