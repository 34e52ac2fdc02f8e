"""What other areas show of gatherings: hours of service, what a leader holds, and a part of a volunteer's own page."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hamafza.gatherings import commands as gatherings
from hamafza.gatherings.models import Gathering, Presence
from hamafza.gatherings.states import OccasionState
from hamafza.kernel.actors import Actor
from hamafza.kernel.clock import local
from hamafza.kernel.moves import subject_of
from hamafza.network import days, holdings
from hamafza.network.holdings import Holding, Kind
from hamafza.people.models import Person
from hamafza.volunteers import mine, service
from hamafza.volunteers.service import Deed


def deeds(volunteers: Collection[int], first: date, last: date) -> Iterable[Deed]:
    """Each gathering at which she was, for as long as it is meant to last."""
    there = Presence.objects.filter(
        volunteer__in=volunteers, occasion__state=OccasionState.HELD,
        occasion__starts_at__gte=days.end_of(first - days.DAY), occasion__starts_at__lt=days.end_of(last),
    ).select_related("occasion__gathering")  # fmt: skip
    return [
        Deed(
            row.volunteer_id or 0, local(row.occasion.starts_at).date(), row.occasion.gathering.minutes,
            f"gatherings.occasion:{row.occasion_id}", row.occasion.gathering.title, row.occasion.starts_at,
        )
        for row in there
    ]  # fmt: skip


def held(person: Person, at: datetime) -> list[Holding]:
    """Gatherings that she leads."""
    led = Gathering.objects.active().filter(leader=person).order_by("pk")
    return [Holding(one.title, reverse("gatherings:gathering", args=[one.pk]), key=subject_of(one)) for one in led]


def hand(person: Person, to: Person, by: Actor, at: datetime) -> int:
    return len([gatherings.hand_over(one, to=to, by=by, at=at) for one in _led(person)])


def back(taker: Person, person: Person, keys: Collection[str], by: Actor, at: datetime) -> int:
    """Those of a handover that the taker still leads."""
    mine = [one for one in _led(taker) if subject_of(one) in keys]
    return len([gatherings.hand_over(one, to=person, by=by, at=at) for one in mine])


def _led(person: Person) -> list[Gathering]:
    return list(Gathering.objects.active().whole().filter(leader=person).order_by("pk"))


def _mine(token: str) -> str:
    return reverse("gatherings:mine", args=[token])


service.register("gatherings.occasion", _("گردهمایی"), deeds)
holdings.register("gatherings", 60, Kind(_("گردهمایی‌ها"), held, hand, back))
mine.register(30, _("گردهمایی‌های پیش رو"), _mine)
