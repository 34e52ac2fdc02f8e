"""Role x action x scope: reads `matrix.toml` and answers "may she?" and "which ones?"."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import Q

from hamafza.kernel import rows
from hamafza.kernel.actors import Actor, Applicant, Door, LinkHolder, System
from hamafza.network.models import Absence, Centre, Grant, Role
from hamafza.people.models import Person

MATRIX = Path(__file__).with_name("matrix.toml")


@cache
def matrix() -> dict[str, dict[str, str]]:
    """{"request.see": {"operator": "place", ...}, ...}"""
    areas = tomllib.loads(MATRIX.read_text(encoding="utf-8"))
    return {f"{area}.{verb}": scopes for area, verbs in areas.items() for verb, scopes in verbs.items()}


@dataclass(frozen=True)
class Reach:
    """What an actor reaches with one action."""

    everything: bool = False
    paths: frozenset[str] = frozenset()
    centres: frozenset[int] = frozenset()
    centre_paths: frozenset[str] = frozenset()
    request_id: int | None = None
    referral_id: int | None = None

    def covers(self, thing: Any, at: datetime | None = None) -> bool:
        """Does it reach this thing? `at` matters for what is shared for a time only."""
        if self.everything:
            return True
        if thing is None:
            return False
        if any(thing.access_path.startswith(path) for path in self.paths):
            return True
        if not self.centres and not self.centre_paths:
            return False
        held_by = thing.access_centres_at(at) if at and hasattr(thing, "access_centres_at") else thing.access_centres
        return bool(self.centres & held_by) or self.has_centre_among(held_by)

    def covers_row(self, *, path: str, centre: int, centre_path: str) -> bool:
        """The same for a line of a list, whose centre stands at `centre_path`; asks no query."""
        return (
            self.everything
            or centre in self.centres
            or any(path.startswith(under) for under in self.paths)
            or any(centre_path.startswith(under) for under in self.centre_paths)
        )

    def has_centre_among(self, held_by: frozenset[int]) -> bool:
        """Does a centre in one of the grant's places hold the thing?"""
        if not self.centre_paths or not held_by:
            return False
        return Centre.objects.filter(self.centre_q(""), pk__in=held_by).exists()

    def centre_q(self, centre: str) -> Q:
        """Centres of the grants, and those that stand in their places; `centre` is the prefix of the field."""
        found = Q(**{f"{centre}pk__in": self.centres})
        for under in self.centre_paths:
            found |= Q(**{f"{centre}place__path__startswith": under})
        return found

    def q(self, *, path: str, centre: str | None = None) -> Q:
        """The same as a filter: `path` names the field, `centre` the prefix to a centre's fields ("" for itself)."""
        if self.everything:
            return ~Q(pk=None)
        reach = Q(pk=None)
        for under in self.paths:
            reach |= Q(**{f"{path}__startswith": under})
        if centre is not None and (self.centres or self.centre_paths):
            reach |= self.centre_q(centre)
        return reach


@dataclass
class _Gathered:
    paths: set[str] = field(default_factory=set)
    centres: set[int] = field(default_factory=set)
    centre_paths: set[str] = field(default_factory=set)


def grants_of(person: Person, at: datetime) -> list[Grant]:
    """Her valid grants and those of whom she stands in for, read once per loaded person (that is: once per page)."""
    kept: list[tuple[Grant, Absence | None]] | None = getattr(person, "_grants", None)
    if kept is None:
        kept = [(grant, None) for grant in _hers(person.pk)]
        away = _stands_in_for(person) if _deputised(person.pk) else {}
        kept += [(grant, absence) for person_id, absence in away.items() for grant in _hers(person_id)]
        person._grants = kept  # type: ignore[attr-defined]
    return [grant for grant, absence in kept if _holds(grant, at) and (absence is None or _away(absence, at))]


def forget(*people: Person) -> None:
    """Drop the rights that these loaded people remember."""
    for person in people:
        if hasattr(person, "_grants"):
            del person._grants


_deputised = rows.Prepared(lambda deputy: Absence.objects.filter(deputy=deputy).order_by().values_list("pk"))


def _stands_in_for(person: Person) -> dict[int, Absence]:
    return {absence.person_id: absence for absence in Absence.objects.filter(deputy=person, person__is_active=True)}


_hers = rows.PreparedThings(
    lambda person: Grant.objects.filter(person=person, revoked_at=None).select_related("centre__place", "place")
)


def _holds(grant: Grant, at: datetime) -> bool:
    return grant.since <= at and (grant.until is None or grant.until > at)


def _away(absence: Absence, at: datetime) -> bool:
    return absence.since <= at < absence.until


def reach(actor: Actor, action: str, at: datetime) -> Reach:
    """What `actor` reaches with `action` at this instant."""
    scopes = matrix()[action]
    if isinstance(actor, Person):
        return _person_reach(actor, scopes, at)
    if isinstance(actor, System):
        return Reach(everything=scopes.get("system") == "all")
    if isinstance(actor, Door):
        return Reach(everything=scopes.get("door") == "all")
    if isinstance(actor, Applicant) and "applicant" in scopes:
        return Reach(request_id=actor.request_id)
    if isinstance(actor, LinkHolder) and "link" in scopes:
        return Reach(referral_id=actor.referral_id)
    return Reach()


def _person_reach(person: Person, scopes: dict[str, str], at: datetime) -> Reach:
    if not person.is_active:
        return Reach()
    if person.is_admin and scopes.get(Role.ADMIN) == "all":
        return Reach(everything=True)
    found = _Gathered()
    for grant in grants_of(person, at):
        scopes_of_role = scopes.get(grant.role, "").split()
        if "all" in scopes_of_role:
            return Reach(everything=True)
        _gather(found, grant, scopes_of_role)
    return Reach(
        paths=frozenset(found.paths),
        centres=frozenset(found.centres),
        centre_paths=frozenset(found.centre_paths),
    )


def _gather(found: _Gathered, grant: Grant, scopes: list[str]) -> None:
    place = grant.place or (grant.centre and grant.centre.place)
    if "place" in scopes and place:
        found.paths.add(place.path)
    if "centre_place" in scopes and place:
        found.centre_paths.add(place.path)
    if "centre" in scopes and grant.centre_id:
        found.centres.add(grant.centre_id)


def may(action: str) -> Callable[[Actor, Any, datetime], bool]:
    """The rule of a command: `rule=may("referral.answer")`."""

    def rule(by: Actor, thing: Any, at: datetime) -> bool:
        within = reach(by, action, at)
        if within.request_id is not None:
            return within.request_id == getattr(thing, "access_request", None)
        if within.referral_id is not None:
            return within.referral_id == getattr(thing, "access_referral", None)
        return within.covers(thing, at)

    rule.action = action  # type: ignore[attr-defined]
    return rule


def can(actor: Actor, action: str, thing: Any, at: datetime) -> bool:
    """For screens: is this button hers?"""
    return may(action)(actor, thing, at)
