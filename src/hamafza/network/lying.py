"""What the network itself lays with an officer: her roles, and those for whom she stands in."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hamafza.kernel.actors import Actor
from hamafza.network import commands as network
from hamafza.network import holdings
from hamafza.network.holdings import Holding, Kind
from hamafza.network.models import Absence, Grant
from hamafza.people.models import Person


def _grants(person: Person, at: datetime) -> list[Grant]:
    """Those in force and those that are still to begin."""
    found = Grant.objects.filter(Q(until=None) | Q(until__gt=at), person=person, revoked_at=None)
    return list(found.select_related("person", "centre__place", "place").order_by("pk"))


def _role(held: Grant) -> Holding:
    title = _("%(role)s، %(where)s") % {"role": held.get_role_display(), "where": held.scope}
    return Holding(title, reverse("officers:officer", args=[held.person_id]), held.until, _role_key(held))


def _role_key(held: Grant) -> str:
    """The same for whoever holds it."""
    return f"{held.role}@{'c' if held.centre_id else 'p'}{held.centre_id or held.place_id}"


def _roles(person: Person, at: datetime) -> list[Holding]:
    return [_role(held) for held in _grants(person, at)]


def _hand_roles(person: Person, to: Person, by: Actor, at: datetime) -> int:
    return len([network.pass_on(held, to=to, by=by, at=at) for held in _grants(person, at)])


def _roles_back(taker: Person, person: Person, keys: Collection[str], by: Actor, at: datetime) -> int:
    """Those that came to her after they had left the giver, the latest first, as many as went; what was hers before stays."""
    left = {_role_key(held): held.revoked_at for held in _revoked(person)}
    wanted, moved = Counter(keys), 0
    for held in reversed(_grants(taker, at)):
        key = _role_key(held)
        gone = left.get(key)
        if wanted[key] and gone and held.since >= gone:
            network.pass_on(held, to=person, by=by, at=at)
            wanted[key] -= 1
            moved += 1
    return moved


def _revoked(person: Person) -> list[Grant]:
    """Roles that were taken from her, the last one last."""
    found = Grant.objects.filter(person=person, revoked_at__isnull=False)
    return list(found.select_related("centre", "place").order_by("revoked_at", "pk"))


def _away(person: Person, at: datetime) -> list[Absence]:
    return list(Absence.objects.filter(deputy=person, until__gt=at).select_related("person", "deputy").order_by("pk"))


def _deputy(away: Absence) -> Holding:
    title = _("جانشینی در مرخصی یک همکار")
    return Holding(title, reverse("officers:officer", args=[away.person_id]), away.until, f"network.absence:{away.pk}")


def _deputies(person: Person, at: datetime) -> list[Holding]:
    return [_deputy(away) for away in _away(person, at)]


def _hand_deputies(person: Person, to: Person, by: Actor, at: datetime) -> int:
    return len([network.stand_in(away, deputy=to, by=by, at=at) for away in _away(person, at)])


def _deputies_back(taker: Person, person: Person, keys: Collection[str], by: Actor, at: datetime) -> int:
    kept = [away for away in _away(taker, at) if f"network.absence:{away.pk}" in keys]
    return len([network.stand_in(away, deputy=person, by=by, at=at) for away in kept])


holdings.register("roles", 10, Kind(gettext_lazy("نقش‌ها و اختیارها"), _roles, _hand_roles, _roles_back))
holdings.register("deputies", 12, Kind(gettext_lazy("جانشینی همکاران غایب"), _deputies, _hand_deputies, _deputies_back))
