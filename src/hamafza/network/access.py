"""Role x action x scope: reads `matrix.toml` and answers "may she?" and "which ones?"."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import Q

from hamafza.kernel.actors import Actor, Applicant, Door, LinkHolder, System
from hamafza.network.models import Grant, Role
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
    request_id: int | None = None
    referral_id: int | None = None

    def covers(self, thing: Any) -> bool:
        if self.everything:
            return True
        if thing is None:
            return False
        if any(thing.access_path.startswith(path) for path in self.paths):
            return True
        return bool(self.centres and self.centres & thing.access_centres)

    def q(self, *, path: str, centre: str | None = None) -> Q:
        """The same as a filter: `path` and `centre` name the fields. The caller adds own things."""
        if self.everything:
            return ~Q(pk=None)
        reach = Q(pk=None)
        for under in self.paths:
            reach |= Q(**{f"{path}__startswith": under})
        if self.centres and centre:
            reach |= Q(**{f"{centre}__in": self.centres})
        return reach


@dataclass
class _Gathered:
    paths: set[str] = field(default_factory=set)
    centres: set[int] = field(default_factory=set)


def grants_of(person: Person, at: datetime) -> list[Grant]:
    """Her valid grants, read once per loaded person (that is: once per page)."""
    kept: list[Grant] | None = getattr(person, "_grants", None)
    if kept is None:
        kept = list(Grant.objects.filter(person=person, revoked_at=None).select_related("centre__place", "place"))
        person._grants = kept  # type: ignore[attr-defined]
    return [grant for grant in kept if grant.since <= at and (grant.until is None or grant.until > at)]


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
        match scopes.get(grant.role):
            case "all":
                return Reach(everything=True)
            case "place":
                scope = grant.place or (grant.centre and grant.centre.place)
                found.paths.add(scope.path)  # type: ignore[union-attr]
            case "centre" if grant.centre_id:
                found.centres.add(grant.centre_id)
    return Reach(paths=frozenset(found.paths), centres=frozenset(found.centres))


def may(action: str) -> Callable[[Actor, Any, datetime], bool]:
    """The rule of a command: `rule=may("referral.answer")`."""

    def rule(by: Actor, thing: Any, at: datetime) -> bool:
        within = reach(by, action, at)
        if within.request_id is not None:
            return within.request_id == getattr(thing, "access_request", None)
        if within.referral_id is not None:
            return within.referral_id == getattr(thing, "access_referral", None)
        return within.covers(thing)

    rule.action = action  # type: ignore[attr-defined]
    return rule


def can(actor: Actor, action: str, thing: Any, at: datetime) -> bool:
    """For screens: is this button hers?"""
    return may(action)(actor, thing, at)
