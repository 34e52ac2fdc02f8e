"""News goes downstream: an area announces what happened, later areas react in the same transaction."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

E = TypeVar("E")
Reaction = Callable[[Any], None]

_reactions: dict[type, list[Reaction]] = defaultdict(list)


def on(event: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Subscribe a reaction: `@on(RequestTriaged)`. Reactions hold one call of one command, nothing else."""

    def subscribe(reaction: Callable[[E], None]) -> Callable[[E], None]:
        _reactions[event].append(reaction)
        return reaction

    return subscribe


def announce(event: object) -> None:
    """Tell every subscriber now. What a reaction raises undoes the whole command: all or nothing."""
    for reaction in _reactions[type(event)]:
        reaction(event)


def subscriptions() -> dict[type, list[Reaction]]:
    """Who listens to what, for the map and the architecture tests."""
    return {event: list(reactions) for event, reactions in _reactions.items() if reactions}
