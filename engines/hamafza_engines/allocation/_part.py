"""A part of the problem that shares nothing with the rest: its own columns, numbered from 0."""

from typing import NamedTuple

import numpy as np

from hamafza_engines.allocation._types import Ints


class Part(NamedTuple):
    """Columns of one or several components, after the pins were taken off.

    demand, supply : units left; head (need), tail (offer), worth, cap : by arc; group : by need;
    weight, given : by group, all units it asked for and the units it has by pins;
    bundle, single, lot : the side rules; needs, offers, groups : their positions in the problem;
    dearest : the most that a unit is worth anywhere in the problem, so that every part weighs alike.
    """

    demand: Ints
    supply: Ints
    head: Ints
    tail: Ints
    worth: Ints
    cap: Ints
    group: Ints
    weight: Ints
    given: Ints
    bundle: Ints
    single: Ints
    lot: Ints
    needs: Ints
    offers: Ints
    groups: Ints
    dearest: int

    @property
    def ruled(self) -> bool:
        """Tell whether a side rule lives here."""
        return bool((self.bundle >= 0).any() or self.single.any() or (self.lot > 1).any())

    def without(self, closed: Ints) -> "Part":
        """Return the part with some arcs closed (a mask)."""
        return self._replace(cap=np.where(closed, 0, self.cap))


def served(part: Part, flow: Ints) -> Ints:
    """Return the units each group gets by a flow, without its pins."""
    by_need = np.zeros(len(part.demand), np.int64)
    np.add.at(by_need, part.head, flow)
    by_group = np.zeros(len(part.weight), np.int64)
    np.add.at(by_group, part.group, by_need)
    return by_group


def total(worth: Ints, flow: Ints) -> int:
    """Return the worth of a flow; the problem made sure that it fits."""
    return int(np.dot(worth.astype(np.int64, copy=False), flow.astype(np.int64, copy=False)))
