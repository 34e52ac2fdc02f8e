"""Which centres seem asleep, and which seem awake again: computed from the signs that each area hands in."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Q

from hamafza.kernel.models import StateChange
from hamafza.network import life
from hamafza.network.models import Centre, CentreState
from hamafza.succession.models import Check
from hamafza.succession.states import CheckKind, CheckState

Signs = Mapping[str, life.Sign]


def evidence_of(signs: Signs) -> list[list[str]]:
    """As the check keeps it: which sign, and on which day it was last seen."""
    return [[key, f"{sign.last:%Y-%m-%d}" if sign.last else ""] for key, sign in signs.items()]


def seemingly(at: datetime) -> list[tuple[int, str, list[list[str]]]]:
    """(centre, kind, evidence) of those for whom there is something to look at and nobody was asked lately."""
    known = dict(
        Centre.objects.filter(state__in=[CentreState.ACTIVE, CentreState.DORMANT]).order_by().values_list("pk", "state")
    )
    calm = _calm(at) | _moved_lately(known, at)
    signs = life.signs_of([pk for pk in known if pk not in calm], at)
    found: list[tuple[int, str, list[list[str]]]] = []
    for pk, of_one in sorted(signs.items()):
        alive = life.is_alive(of_one)
        if known[pk] == CentreState.ACTIVE and not alive:
            found.append((pk, CheckKind.ASLEEP, evidence_of(of_one)))
        elif known[pk] == CentreState.DORMANT and alive and of_one:
            found.append((pk, CheckKind.AWAKE, evidence_of(of_one)))
    return found


def settled(at: datetime) -> list[int]:
    """Open checks on which there is nothing left to say."""
    open_ones = list(Check.objects.open().values_list("pk", "kind", "centre", "centre__state"))
    signs = life.signs_of([centre for _pk, _kind, centre, _state in open_ones], at) if open_ones else {}
    means = {CheckKind.ASLEEP: (CentreState.ACTIVE, False), CheckKind.AWAKE: (CentreState.DORMANT, True)}
    return [
        pk for pk, kind, centre, state in open_ones if means[CheckKind(kind)] != (state, life.is_alive(signs[centre]))
    ]


def _calm(at: datetime) -> set[int]:
    """Asked now, or answered within the month."""
    lately = Q(state=CheckState.OPEN) | Q(ended_at__gt=at - life.LOOKS_BACK)
    return set(Check.objects.filter(lately).values_list("centre", flat=True))


def _moved_lately(centres: Mapping[int, str], at: datetime) -> set[int]:
    """Opened, woken or put to rest within the month: too early to say anything."""
    names = {f"network.centre:{pk}": pk for pk in centres}
    changes = StateChange.objects.filter(subject__startswith="network.centre:", at__gt=at - life.LOOKS_BACK)
    return {names[subject] for subject in changes.values_list("subject", flat=True) if subject in names}


def signs_today(centre: Centre, at: datetime) -> list[tuple[object, life.Sign]]:
    """For its page: caption and sign."""
    captions = life.captions()
    return [(captions[key], sign) for key, sign in life.signs_of([centre.pk], at)[centre.pk].items()]
