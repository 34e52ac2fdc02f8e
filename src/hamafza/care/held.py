"""Steps that lie with somebody, for the handover of everything she holds."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hamafza.care import commands as care
from hamafza.care.queries import steps_waiting
from hamafza.kernel.actors import Actor
from hamafza.kernel.moves import subject_of
from hamafza.network import holdings
from hamafza.people.models import Person
from hamafza.ui.digits import local


def _held(person: Person, at: datetime) -> list[holdings.Holding]:
    return [
        holdings.Holding(
            _("پلهٔ بعدی داوطلب، شمارهٔ %(n)s") % {"n": local(step.pk)},
            f"/care/volunteers/{step.volunteer_id}/",
            step.due_at,
            subject_of(step),
        )
        for step in steps_waiting(person, at)
    ]


def _hand(person: Person, to: Person, by: Actor, at: datetime) -> int:
    steps = list(steps_waiting(person, at))
    for step in steps:
        care.hand_over(step, to=to, by=by, at=at)
    return len(steps)


def _back(taker: Person, person: Person, keys: Collection[str], by: Actor, at: datetime) -> int:
    """Those of a handover that still wait with the taker."""
    mine = [step for step in steps_waiting(taker, at) if subject_of(step) in keys]
    return len([care.hand_over(step, to=person, by=by, at=at) for step in mine])


holdings.register("care.step", 61, holdings.Kind(gettext_lazy("پله‌های در انتظار"), _held, _hand, _back))
