"""What the matrix file says of an actor and a thing, worked out here anew: nothing is imported from network/access.py."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

FILE = Path(__file__).resolve().parents[2] / "src" / "hamafza" / "network" / "matrix.toml"
MATRIX = tomllib.loads(FILE.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Held:
    """A role over a place (a path) or over a centre (its key, and the path where it stands)."""

    role: str
    place: str = ""
    centre: str = ""
    centre_place: str = ""


@dataclass(frozen=True)
class Actor:
    """Who calls: what she truly holds at this instant. An expired or disabled one holds nothing."""

    name: str
    holds: tuple[Held, ...] = ()
    signs_in: bool = True
    is_admin: bool = False


@dataclass(frozen=True)
class Thing:
    """An object: where it lies, the centres that it is shared with, and words that nobody else may read."""

    kind: str
    name: str
    pk: int | str
    place: str = ""
    centres: dict[str, str] = field(default_factory=dict)  # key: path where the centre stands
    hidden_from_all: bool = False
    more: dict[str, object] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash((self.kind, self.name))


def scopes(action: str, role: str) -> list[str]:
    area, verb = action.split(".")
    return str(MATRIX[area][verb].get(role, "")).split()


def reaches_anything(actor: Actor, action: str) -> bool:
    """Has she any right at all for this action?"""
    if not actor.signs_in:
        return False
    if actor.is_admin and "all" in scopes(action, "admin"):
        return True
    return any(_counts(held, word) for held in actor.holds for word in scopes(action, held.role))


def _counts(held: Held, word: str) -> bool:
    return word != "centre" or bool(held.centre)


def may(actor: Actor, action: str, thing: Thing) -> bool:
    """Does the matrix give her this action over this thing?"""
    if not actor.signs_in:
        return False
    if actor.is_admin and "all" in scopes(action, "admin"):
        return True
    return any(_covers(held, word, thing) for held in actor.holds for word in scopes(action, held.role))


def _covers(held: Held, word: str, thing: Thing) -> bool:
    under = held.place or held.centre_place
    match word:
        case "all":
            return True
        case "place":
            return bool(thing.place) and thing.place.startswith(under)
        case "centre":
            return bool(held.centre) and held.centre in thing.centres
        case "centre_place":
            return any(path.startswith(under) for path in thing.centres.values())
    return False
