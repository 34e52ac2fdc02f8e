"""A centre as one line of a list, and as a cell of a sheet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time

from django.utils.translation import gettext as _

from hamafza.network.access import reach
from hamafza.network.calendar import Calendar
from hamafza.network.finding import CAPACITY_HOLDS, ENTRY_HOLDS
from hamafza.network.models import Centre, CentreDomain
from hamafza.network.week import open_until
from hamafza.people.models import Person
from hamafza.places import queries as places
from hamafza.ui.digits import local
from hamafza.ui.moments import duration

TONES = {
    "teal": "calm",
    "mint": "calm",
    "lapis": "info",
    "green": "good",
    "saffron": "attention",
    "pomegranate": "late",
}


@dataclass(frozen=True)
class Row:
    """What the list says of one centre."""

    centre: Centre
    where: str
    domains: list[CentreDomain]
    freshness: str
    is_stale: bool
    open_until: time | None
    may_confirm: bool


def rows_of(centres: Iterable[Centre], actor: Person | None, at: datetime) -> list[Row]:
    """Lines of a list; places and hours are read once for all."""
    shown = list(centres)
    calendar = Calendar(centre.pk for centre in shown)
    where = places.labels(centre.place for centre in shown)
    mine = reach(actor, "centre.say_capacity", at) if actor else None
    return [
        Row(
            centre,
            where[centre.place_id],
            list(centre.services.all()),
            freshness(centre, at),
            is_stale(centre, at),
            open_until(calendar.hours_of(centre), at) if centre.state == "active" else None,
            bool(mine and mine.covers(centre)),
        )
        for centre in shown
    ]


def freshness(centre: Centre, at: datetime) -> str:
    """How long ago somebody said that the entry is right: «تأیید ۳ روز پیش»."""
    if centre.confirmed_at is None:
        return _("هنوز تأیید نشده")
    return _("تأیید %(time)s پیش") % {"time": duration(at - centre.confirmed_at)}


def is_stale(centre: Centre, at: datetime) -> bool:
    return centre.confirmed_at is None or at - centre.confirmed_at > ENTRY_HOLDS


def capacity_words(service: CentreDomain, at: datetime) -> str:
    """«۴ جا»; «پر»; or «بپرسید» where nobody has said, or said it too long ago."""
    if service.capacity_at is None or at - service.capacity_at > CAPACITY_HOLDS:
        return _("بپرسید")
    free = service.capacity_free or 0
    return _("%(n)s جا") % {"n": local(free)} if free else _("پر است")
