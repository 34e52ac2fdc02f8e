"""What one wants to know of a centre before asking it: open today, room, and what it said before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from hamafza.intake.models import Need
from hamafza.kernel import clock
from hamafza.network.calendar import Calendar
from hamafza.network.models import Centre, CentreDomain
from hamafza.referrals.models import Referral
from hamafza.referrals.queries.reasons import Bar

FRESH = timedelta(days=7)  # what was said of capacity before that counts as "ask"


@dataclass(frozen=True)
class Candidate:
    """One line of the choice. `capacity` is None when one must ask."""

    centre: Centre
    hours: Sequence[tuple[time, time]]
    capacity: int | None
    serves: bool
    before: Referral | None
    bars: list[Bar] = field(default_factory=list)
    chosen: bool = False


def candidates(
    need: Need, centres: Iterable[Centre], bars_of: dict[int, list[Bar]], chosen: Iterable[int], at: datetime
) -> list[Candidate]:
    """In the order given; three queries however many."""
    centres, chosen = list(centres), set(chosen)
    calendar = Calendar(centre.pk for centre in centres)
    today = clock.local(at).date()
    rooms = {row.centre_id: row for row in CentreDomain.objects.filter(centre__in=centres, domain=need.domain)}
    before = {hop.centre_id: hop for hop in Referral.objects.filter(need=need, centre__in=centres).order_by("pk")}
    return [
        Candidate(
            centre=centre,
            hours=calendar.hours_of(centre)(today),
            capacity=_room(rooms.get(centre.pk), at),
            serves=centre.pk in rooms,
            before=before.get(centre.pk),
            bars=bars_of.get(centre.pk, []),
            chosen=centre.pk in chosen,
        )
        for centre in centres
    ]


def _room(row: CentreDomain | None, at: datetime) -> int | None:
    if row is None or row.capacity_at is None or at - row.capacity_at > FRESH:
        return None
    return row.capacity_free


def out_now(need: Need) -> list[Referral]:
    """The hops that are open: while there are any, nobody else is asked."""
    return list(Referral.objects.open().filter(need=need).select_related("centre").order_by("pk"))
