"""What the index reads: how each occasion of a gathering ended, and who came."""

from collections import defaultdict
from collections.abc import Iterable

from hamafza.gatherings.continuity import WINDOW, Turn
from hamafza.gatherings.models import Gathering, Occasion, Presence
from hamafza.gatherings.states import ENDED, SETTLED
from hamafza.kernel.clock import local

READ = 2 * WINDOW  # more than the window, so that a long streak is told in full


def settled(gathering: Gathering, size: int = READ) -> list[Occasion]:
    """The latest that are settled, oldest first."""
    return list(gathering.occasions.filter(state__in=SETTLED).order_by("-starts_at", "-pk")[:size])[::-1]


def turns_of(gathering: Gathering) -> list[Turn]:
    return turns(settled(gathering))


def turns(occasions: list[Occasion]) -> list[Turn]:
    """As the index reads them; what was called off because the gathering ended was not meant any more."""
    meant = [one for one in occasions if one.reason != ENDED]
    who = who_came(one.pk for one in meant)
    return [Turn(local(one.starts_at).date(), one.state, one.people, frozenset(who[one.pk])) for one in meant]


def who_came(occasions: Iterable[int]) -> dict[int, set[str]]:
    """{occasion: {"v12", "g3"}}, in one query."""
    found: dict[int, set[str]] = defaultdict(set)
    rows = Presence.objects.filter(occasion__in=list(occasions)).values_list("occasion", "volunteer", "guest")
    for occasion, volunteer, guest in rows:
        found[occasion].add(f"v{volunteer}" if volunteer else f"g{guest}")
    return found
