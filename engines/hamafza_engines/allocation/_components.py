"""Which needs, offers, groups and bundles hang together; the rest can be solved apart."""

from collections.abc import Iterator

import numpy as np

from hamafza_engines.allocation._part import Part
from hamafza_engines.allocation._types import Ints, Problem

Arcs = Ints | slice

_BATCH = 50_000  # arcs solved in one call: small components share a call, which costs more than they do


def labels(problem: Problem, *, grouped: bool) -> Ints:
    """Return a label for each need, then each offer: its component, named by its lowest node."""
    needs, offers = len(problem.need_amount), len(problem.offer_amount)
    tails, heads = [problem.arc_need], [problem.arc_offer + np.int64(needs)]
    count = needs + offers
    hubs = [problem.need_group if grouped else None, problem.need_bundle]
    for hub in hubs:
        if hub is None or not needs:
            continue
        named = np.flatnonzero(hub >= 0)
        _, place = np.unique(hub[named], return_inverse=True)
        tails.append(named)
        heads.append(place + count)
        count += int(place.max()) + 1 if len(place) else 0
    return connected(count, np.concatenate(tails), np.concatenate(heads))[: needs + offers]


def connected(count: int, a: Ints, b: Ints) -> Ints:
    """Return for each node the lowest node that edges lead to (hooking; Shiloach and Vishkin, 1982).

    >>> connected(5, np.array([0, 3]), np.array([2, 4])).tolist()
    [0, 1, 0, 3, 3]
    """
    label = np.arange(count)
    while len(a):
        low = np.minimum(label[a], label[b])
        np.minimum.at(label, label[a], low)
        np.minimum.at(label, label[b], low)
        while not np.array_equal(jumped := label[label], label):
            label = jumped
        apart = label[a] != label[b]
        a, b = a[apart], b[apart]
    return label


def batches(problem: Problem, label: Ints) -> Iterator[Arcs]:
    """Give the arcs of one large component, or of several small ones, at a time, in the order of labels."""
    if not len(problem.arc_need):
        return
    size = np.zeros(len(label) + 1, np.int64)
    of_arc = label[problem.arc_need]
    np.add.at(size, of_arc, 1)
    named = np.flatnonzero(size)
    batch = np.zeros(len(size), np.int32)
    batch[named] = _batched(size[named])
    of_arc = batch[of_arc]
    if int(of_arc.max()) == 0:
        yield slice(0, len(of_arc))  # no copy: the largest problem just fits
        return
    order = np.argsort(of_arc, kind="stable")
    yield from np.split(order, np.flatnonzero(np.diff(of_arc[order])) + 1)


def _batched(sizes: Ints) -> list[int]:
    """Number the batches: a component joins the last one while that stays small."""
    numbers, filled, number = [], 0, 0
    for size in sizes.tolist():
        if filled and filled + size > _BATCH:
            number, filled = number + 1, 0
        numbers.append(number)
        filled += size
    return numbers


class Cutter:
    """Cuts parts out of a problem; what pins have taken is counted once."""

    def __init__(self, problem: Problem, *, grouped: bool) -> None:
        self.problem, self.grouped = problem, grouped and problem.need_group is not None
        self.dearest = int(problem.arc_worth.max(initial=0))
        self.demand = problem.need_amount.astype(np.int64)
        self.supply = problem.offer_amount.astype(np.int64)
        group = problem.need_group if problem.need_group is not None else np.zeros(len(self.demand), np.int32)
        self.group = group if self.grouped else np.zeros(len(self.demand), np.int32)
        self.weight = np.zeros(int(self.group.max()) + 1 if len(self.group) else 0, np.int64)
        np.add.at(self.weight, self.group, self.demand)
        self.given = np.zeros_like(self.weight)
        for pin in problem.pinned:
            self.demand[pin.need] -= pin.units
            self.supply[pin.offer] -= pin.units
            self.given[self.group[pin.need]] += pin.units
        self.closed = [*_pairs(problem), *self._hopeless()]

    def _hopeless(self) -> list[int]:
        """Return the arcs of bundles that hold a need which no offer fits: they can never be whole."""
        bundle = self.problem.need_bundle
        if bundle is None:
            return []
        alone = (bundle >= 0) & (self.demand > 0)
        alone[self.problem.arc_need] = False
        hopeless = (bundle >= 0) & np.isin(bundle, bundle[alone])
        return [int(arc) for arc in np.flatnonzero(hopeless[self.problem.arc_need])]

    def part(self, arcs: Arcs) -> Part:
        """Return the part made of these arcs."""
        problem = self.problem
        needs, head = _numbered(problem.arc_need[arcs], len(self.demand))
        offers, tail = _numbered(problem.arc_offer[arcs], len(self.supply))
        groups, group = _numbered(self.group[needs], len(self.weight))
        cap = np.minimum(self.demand[needs][head], self.supply[offers][tail])
        if self.closed:
            cap[self._closed(arcs)] = 0
        return Part(
            self.demand[needs], self.supply[offers], head, tail, problem.arc_worth[arcs], cap, group,
            self.weight[groups], self.given[groups], *self._rules(needs, offers), needs, offers, groups,
            self.dearest,
        )  # fmt: skip

    def _closed(self, arcs: Arcs) -> Ints:
        return np.asarray(self.closed) if isinstance(arcs, slice) else np.isin(arcs, self.closed)

    def _rules(self, needs: Ints, offers: Ints) -> tuple[Ints, Ints, Ints]:
        problem = self.problem
        return (
            np.full(len(needs), -1) if problem.need_bundle is None else problem.need_bundle[needs],
            np.zeros(len(offers), int) if problem.offer_single is None else problem.offer_single[offers],
            np.ones(len(offers), int) if problem.offer_lot is None else problem.offer_lot[offers],
        )


def _numbered(values: Ints, count: int) -> tuple[Ints, Ints]:
    """Return the distinct values, and for each value its place among them; counting beats sorting here."""
    seen = np.zeros(count, bool)
    seen[values] = True
    distinct = np.flatnonzero(seen)
    place = np.zeros(count, np.int32)
    place[distinct] = np.arange(len(distinct), dtype=np.int32)
    return distinct, place[values]


def _pairs(problem: Problem) -> list[int]:
    """Return the arcs that the solver may not use: forbidden pairs, and pinned ones, which are settled."""
    pairs = [*sorted(problem.forbidden), *((pin.need, pin.offer) for pin in problem.pinned)]
    if not pairs:
        return []
    offers = len(problem.offer_amount)
    wanted = np.array([i * offers + j for i, j in pairs])
    near = np.flatnonzero(np.isin(problem.arc_need, [i for i, _ in pairs]))
    keys = problem.arc_need[near].astype(np.int64) * offers + problem.arc_offer[near]
    return [int(arc) for arc in near[np.isin(keys, wanted)]]
