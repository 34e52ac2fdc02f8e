"""What referrals lay with an officer: hops that she must answer, and last doors."""

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
from hamafza.referrals import commands as referrals
from hamafza.referrals.models import LastDoor, Referral
from hamafza.referrals.states import DoorState


def _open_hops(person: Person) -> list[Referral]:
    numbers = list(Referral.objects.open().filter(holder=person).values_list("pk", flat=True))
    return list(Referral.objects.filter(pk__in=numbers).whole().order_by("due_at", "pk"))


def _hops(person: Person, at: datetime) -> list[Holding]:
    return [
        Holding(
            _("ارجاع %(code)s") % {"code": hop.need.request.number},
            reverse("referrals:hop", args=[hop.pk]), hop.answer_by, subject_of(hop),
        )
        for hop in _open_hops(person)
    ]  # fmt: skip


def _hand_hops(person: Person, to: Person, by: Actor, at: datetime) -> int:
    return len([referrals.pass_on_hop(hop, to=to, by=by, at=at) for hop in _open_hops(person)])


def _hops_back(taker: Person, person: Person, keys: Collection[str], by: Actor, at: datetime) -> int:
    mine = [hop for hop in _open_hops(taker) if subject_of(hop) in keys]
    return len([referrals.pass_on_hop(hop, to=person, by=by, at=at) for hop in mine])


def _open_doors(person: Person) -> list[LastDoor]:
    doors = LastDoor.objects.filter(officer=person, state=DoorState.OPEN)
    return list(doors.select_related("need__request__place", "need__domain", "officer").order_by("due_at", "pk"))


def _doors(person: Person, at: datetime) -> list[Holding]:
    return [
        Holding(
            _("آخرین در، درخواست %(code)s") % {"code": task.need.request.number},
            reverse("referrals:last_doors"), task.due_at, subject_of(task),
        )
        for task in _open_doors(person)
    ]  # fmt: skip


def _hand_doors(person: Person, to: Person, by: Actor, at: datetime) -> int:
    return len([referrals.pass_on_last_door(task, to=to, by=by, at=at) for task in _open_doors(person)])


def _doors_back(taker: Person, person: Person, keys: Collection[str], by: Actor, at: datetime) -> int:
    mine = [task for task in _open_doors(taker) if subject_of(task) in keys]
    return len([referrals.pass_on_last_door(task, to=person, by=by, at=at) for task in mine])


holdings.register("hops", 20, Kind(gettext_lazy("ارجاع‌های باز"), _hops, _hand_hops, _hops_back))
holdings.register("last_doors", 22, Kind(gettext_lazy("آخرین درها"), _doors, _hand_doors, _doors_back))
