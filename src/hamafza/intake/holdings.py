"""What the door lays with an officer: requests to triage, to seek a centre for, or to close."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hamafza.intake import commands as intake
from hamafza.intake.models import Need, Request
from hamafza.intake.states import NeedState, RequestState
from hamafza.kernel.actors import Actor
from hamafza.kernel.moves import subject_of
from hamafza.network import holdings
from hamafza.network.holdings import Holding, Kind
from hamafza.people.models import Person

SOUGHT = (RequestState.TRIAGED, RequestState.IN_REFERRAL)


def _lying(person: Person) -> list[Request]:
    """A request whose needs are all with centres goes with its hops; the others are here."""
    waiting = Need.objects.filter(state=NeedState.WAITING, request__holder=person).values("request")
    found = Request.objects.open().filter(~Q(state__in=SOUGHT) | Q(pk__in=waiting), holder=person)
    return list(found.select_related("place", "holder").order_by("due_at", "pk"))


def _requests(person: Person, at: datetime) -> list[Holding]:
    return [
        Holding(
            _("درخواست %(code)s، %(state)s") % {"code": one.number, "state": one.get_state_display()},
            f"/requests/{one.pk}/", one.due_at, subject_of(one),
        )
        for one in _lying(person)
    ]  # fmt: skip


def _hand(person: Person, to: Person, by: Actor, at: datetime) -> int:
    return len([intake.pass_on(one, to=to, by=by, at=at) for one in _lying(person)])


def _back(taker: Person, person: Person, keys: Collection[str], by: Actor, at: datetime) -> int:
    mine = [one for one in _lying(taker) if subject_of(one) in keys]
    return len([intake.pass_on(one, to=person, by=by, at=at) for one in mine])


holdings.register("requests", 30, Kind(gettext_lazy("درخواست‌های نزد او"), _requests, _hand, _back))
