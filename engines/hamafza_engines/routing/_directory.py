"""Centres by domain and province, so that an ask looks only at those that may take it."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from hamafza_engines.routing._facts import CentreFacts, check_distinct


class Directory(tuple[CentreFacts, ...]):
    """The centres as a tuple, indexed once for many asks; it never changes, so make a new one when facts do.

    >>> centre = CentreFacts(1, frozenset({"health"}), "IR/11/1104/", "IR/11/")
    >>> [found.id for shelf in Directory([centre]).near("health", "IR/11/1107/") for found in shelf]
    [1]
    """

    _shelves: dict[str, dict[str, "Shelf"]]

    def __new__(cls, centres: Iterable[CentreFacts]) -> "Directory":
        """Check that the ids are distinct, and sort the centres onto their shelves."""
        made = super().__new__(cls, centres)
        check_distinct(made)
        made._shelves = {}
        for centre in made:
            for domain in centre.domains:
                shelves = made._shelves.setdefault(domain, {})
                shelves.setdefault(label_of(centre), Shelf()).append(centre)
        return made

    def serving(self, domain: str) -> list["Shelf"]:
        """Return the shelves of a domain, wherever the centres are."""
        return list(self._shelves.get(domain, {}).values())

    def near(self, domain: str, place: str) -> list["Shelf"]:
        """Return the shelves of a domain that serve the place or stand in its province."""
        shelves = self._shelves.get(domain, {})
        return [shelves[label] for label in labels_of(place) if label in shelves]

    def __reduce__(self) -> tuple[Any, ...]:
        return Directory, (tuple(self),)


class Shelf(list[CentreFacts]):
    """Centres of one domain and one province; `cells` are made when a long shelf is first asked."""

    cells: Any = None

    @cached_property
    def ids(self) -> frozenset[int]:
        """Return whose they are; a shelf is full before anybody asks."""
        return frozenset(centre.id for centre in self)


def labels_of(place: str) -> tuple[str, ...]:
    """Return the labels of the shelves that an ask from a place looks at: its province and its nation."""
    parts = place.split("/")
    province, nation = "/".join(parts[:2]) + "/", parts[0] + "/"
    return (province,) if province == nation else (province, nation)


def label_of(centre: CentreFacts) -> str:
    """Return the province, the nation when the whole of it is served, or nothing when neither is told."""
    parts = (centre.area_path or centre.place_path).split("/")
    if len(parts) > 2:
        return "/".join(parts[:2]) + "/"
    return centre.area_path
