"""What of the shifts lies with one person, for the page on which everything of hers goes to another."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from hamafza.kernel.actors import Actor
from hamafza.kernel.moves import subject_of
from hamafza.network import holdings
from hamafza.people.models import Person
from hamafza.shifts import captions
from hamafza.shifts import commands as shifts
from hamafza.shifts.models import Shift
from hamafza.shifts.states import SHIFT_FINAL


def _hers(person: Person) -> list[Shift]:
    return list(Shift.objects.filter(officer=person).exclude(state__in=SHIFT_FINAL).whole())


def held(person: Person, at: datetime) -> list[holdings.Holding]:
    """Every shift for which she is responsible."""
    return [
        holdings.Holding(captions.name_of(one), f"/shifts/{one.pk}/", one.due_at, subject_of(one))
        for one in _hers(person)
    ]


def hand(person: Person, to: Person, by: Actor, at: datetime) -> int:
    """All of them to another."""
    return len([shifts.hand_over(one, to=to, by=by, at=at) for one in _hers(person)])


def back(taker: Person, person: Person, keys: Collection[str], by: Actor, at: datetime) -> int:
    """Those of a handover that still lie with the taker."""
    mine = [one for one in _hers(taker) if subject_of(one) in keys]
    return len([shifts.hand_over(one, to=person, by=by, at=at) for one in mine])


holdings.register("shifts", 50, holdings.Kind(_("نوبت‌های خدمت"), held, hand, back))
