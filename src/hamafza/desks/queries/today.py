"""«امروز»: everything that waits for one person, of all her roles together, sorted by deadline."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from hamafza.desks.queries import (
    asides,
    cared,
    doors,
    duty,
    hops,
    living,
    news,
    promises,
    reports,
    requests,
    serving,
    stories,
    together,
)  # fmt: skip
from hamafza.desks.queries import house as houses
from hamafza.desks.queries import lying as lies
from hamafza.desks.queries.lying import Kind
from hamafza.desks.rows import MINE, WATCH, Row, merged
from hamafza.network.access import grants_of
from hamafza.network.models import Grant, Role
from hamafza.people.models import Person

SHOWN = 50
COORDINATORS = {Role.COUNTY, Role.PROVINCE}


@dataclass(frozen=True)
class Today:
    """The page: what is hers to do, what she watches over, what stands beside, and the house for an admin."""

    at: datetime
    rows: list[Row]
    beside: asides.Beside
    house: list[houses.Check] = field(default_factory=list)
    has_role: bool = True

    @property
    def mine(self) -> list[Row]:
        return [row for row in self.rows if row.pile == MINE]

    @property
    def watch(self) -> list[Row]:
        return [row for row in self.rows if row.pile == WATCH]

    @property
    def shown(self) -> list[Row]:
        return self.mine[:SHOWN]

    @property
    def watch_shown(self) -> list[Row]:
        return self.watch[:SHOWN]


def today(person: Person, at: datetime) -> Today:
    grants = grants_of(person, at)
    return Today(
        at=at,
        rows=merged(_rows(person, grants, at)),
        beside=asides.beside(grants, at),
        house=houses.round_of(at) if person.is_admin else [],
        has_role=bool(grants) or person.is_admin,
    )


def _rows(person: Person, grants: list[Grant], at: datetime) -> Iterator[Row]:
    lying = lies.kinds(person)
    yield from living.asked(person) if Kind.OFFER in lying else ()
    if not grants:
        return
    yield from news.words(person, at) if Kind.WORDS in lying else ()
    yield from _door(person, grants)
    yield from _centre(person, grants, at)
    yield from _above(person, grants, at)
    yield from cared.flags(person, grants, at)
    yield from serving.licences(grants, at)
    for kind, told in _OF_HER_OWN.items():
        yield from told(person, at) if kind in lying else ()


_OF_HER_OWN: dict[Kind, Callable[[Person, datetime], Iterable[Row]]] = {
    Kind.ACTION: promises.actions,
    Kind.MEETING: promises.sittings,
    Kind.REPORT: reports.waiting,
    Kind.STEP: cared.rungs,
    Kind.STORY: stories.waiting,
    Kind.ACTING: living.leaderless,
    Kind.CHECK: living.seeming,
    Kind.SUCCESSOR: living.successors,
    Kind.OCCASION: together.occasions,
    Kind.SHIFT: duty.shifts_of,
    Kind.VOLUNTEER: serving.applicants,
}


def _door(person: Person, grants: list[Grant]) -> Iterator[Row]:
    """What has no centre yet: all of her place for the operator, what climbed to her for a coordinator."""
    place = _under(grants, {Role.OPERATOR}, "place__path")
    climbed = Q(holder=person) if _has(grants, COORDINATORS | {Role.LAST_DOOR}) else None
    for within in (place, climbed):
        if within is not None:
            yield from requests.untriaged(within)
            yield from requests.without_centre(within)
    if place is not None:
        yield from requests.reopened(place, person)


def _centre(person: Person, grants: list[Grant], at: datetime) -> Iterator[Row]:
    secretary = [held.centre_id for held in grants if held.role == Role.SECRETARY]
    headed = [held.centre_id for held in grants if held.role == Role.HEAD]
    if secretary or headed:
        yield from hops.at_centres(Q(centre__in=secretary) | Q(centre__in=headed, holder=person), at)
    if headed:
        yield from hops.late(Q(centre__in=headed), at, full=False)


def _above(person: Person, grants: list[Grant], at: datetime) -> Iterator[Row]:
    watched = _under(grants, COORDINATORS, "need__request__place__path")
    if watched is not None:
        yield from hops.late(watched, at, full=True)
    door = _under(grants, {Role.LAST_DOOR, *COORDINATORS}, "need__request__place__path")
    if door is not None:
        yield from doors.tasks(door | Q(officer=person), person)


def _has(grants: list[Grant], roles: set[Role]) -> bool:
    return any(held.role in roles for held in grants)


def _under(grants: list[Grant], roles: set[Role], path: str) -> Q | None:
    """A filter for the places over which she holds one of the roles; None when there is none."""
    within: Q | None = None
    for held in grants:
        if held.role in roles and held.place is not None:
            here = Q(**{f"{path}__startswith": held.place.path})
            within = here if within is None else within | here
    return within
