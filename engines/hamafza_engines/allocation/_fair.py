"""Shares of groups made equal as far as can be, worst first: a lexicographically optimal flow.

The units that groups can get together form a polymatroid, so the method of Megiddo (1974) and Fujishige
(1980) holds: give all groups of a block the same share; where the maximum flow cannot carry it, its minimum
cut parts the block into groups that are held back and groups that can get more, which no longer touch each
other. All blocks are solved by one maximum flow a round. A share is counted in whole units; equal shares go
to the smaller group, then to the lower number.
"""

from collections.abc import Callable
from fractions import Fraction
from heapq import heapify, heappop, heappush
from typing import NamedTuple

import numpy as np

from hamafza_engines.allocation._part import Part
from hamafza_engines.allocation._types import EXTRA, Ints
from hamafza_engines.frame import need


def fair_units(part: Part, *, over: Callable[[], bool] = lambda: False) -> tuple[Ints, bool]:
    """Return the units each group gets besides its pins, and whether that was worked out to the end."""
    return _Blocks(part).settle(over)


def level(weight: list[int], given: list[int], units: int) -> list[int]:
    """Return the units for each group that make the shares (given + got) / weight equal, `units` in all.

    >>> level([10, 3], [0, 0], 6)
    [4, 2]
    """
    share = _share(weight, given, units)
    get = [
        max(0, -(-share.numerator * w // share.denominator) - g) for w, g in zip(weight, given, strict=True)
    ]
    over = sum(get) - units
    last = [
        (-Fraction(given[k] + get[k] - 1, weight[k]), -weight[k], -k) for k in range(len(get)) if get[k] > 0
    ] if over else []  # fmt: skip
    heapify(last)
    for _ in range(over):
        k = -heappop(last)[2]
        get[k] -= 1
        if get[k]:
            heappush(last, (-Fraction(given[k] + get[k] - 1, weight[k]), -weight[k], -k))
    return get


def _share(weight: list[int], given: list[int], units: int) -> Fraction:
    """Return the common share that uses the units when they may be cut; groups above it get nothing."""
    order = sorted(range(len(weight)), key=lambda k: Fraction(given[k], weight[k]))
    weights = gifts = 0
    share = Fraction(0)
    for place, k in enumerate(order):
        weights, gifts = weights + weight[k], gifts + given[k]
        share = Fraction(units + gifts, weights)
        if place + 1 == len(order) or share <= Fraction(given[order[place + 1]], weight[order[place + 1]]):
            break
    return min(share, Fraction(1))


class _Blocks:
    """The network cut into blocks that no longer touch; block -1 is settled.

    A block knows the units that its groups get in the end besides those given (`rank`). What flows across a
    cut always will, so it is fixed: taken from the offer, given to the group. A need whose group lies behind
    the cut has to be served whole: its group becomes -1.
    """

    def __init__(self, part: Part) -> None:
        self.weight, self.given = part.weight.tolist(), part.given.copy()
        self.supply, self.demand = part.supply.copy(), part.demand.copy()
        self.group = part.group.astype(np.int64)
        live = np.flatnonzero(part.cap > 0)
        self.tail, self.head, self.cap = part.tail[live], part.head[live], part.cap[live]
        self.of_need = np.zeros(len(part.demand), np.int64)
        self.of_offer = np.zeros(len(part.supply), np.int64)
        self.members = {0: [g for g, w in enumerate(self.weight) if w > self.given[g]]}
        self.rank: dict[int, int] = {}  # unknown before the first flow
        self.units = part.given.copy()
        self.blocks = 1

    def settle(self, over: Callable[[], bool]) -> tuple[Ints, bool]:
        """Cut until every block carries equal shares."""
        while self.members:
            target = np.zeros(len(self.weight), np.int64)
            for block, groups in self.members.items():
                target[groups] = self._targets(block, groups)
            flow = self._flow(target)
            if over():
                for groups in self.members.values():
                    self.units[groups] = (flow.by_group + self.given)[groups]
                return self.units, False
            self._part(target, flow)
        return self.units, True

    def _targets(self, block: int, groups: list[int]) -> list[int]:
        weight, given = [self.weight[g] for g in groups], self.given[groups].tolist()
        if block not in self.rank:
            return [w - g for w, g in zip(weight, given, strict=True)]
        return level(weight, given, self.rank[block])

    def _flow(self, target: Ints) -> "_Carried":
        """One maximum flow over all blocks; a need that must be served whole has the sink for its group."""
        needs, groups = len(self.demand), len(self.weight)
        first = needs + len(self.supply)
        source, sink = first + groups, first + groups + 1
        offers, wanting = np.flatnonzero(self.of_offer >= 0), np.flatnonzero(self.of_need >= 0)
        live = np.array([g for members in self.members.values() for g in members], np.int64)
        owner = self.group[wanting]
        solver = need("ortools.graph.python.max_flow", extra=EXTRA).SimpleMaxFlow()
        solver.add_arcs_with_capacity(self.tail + np.int32(needs), self.head, self.cap)
        for tails, heads, caps in (
            (np.full(len(offers), source), offers + needs, self.supply[offers]),
            (wanting, np.where(owner < 0, sink, first + owner), self.demand[wanting]),
            (first + live, np.full(len(live), sink), target[live]),
        ):
            solver.add_arcs_with_capacity(tails.astype(np.int32), heads.astype(np.int32), caps)
        status = solver.solve(source, sink)
        if status != solver.OPTIMAL:
            raise OverflowError(f"the flow solver refused: {status}")
        flows = np.asarray(solver.flows(np.arange(solver.num_arcs(), dtype=np.int32)), np.int64)
        more = np.zeros(sink + 1, bool)
        more[solver.get_source_side_min_cut()] = True
        middle = len(self.tail) + len(offers)
        by_need, by_group = np.zeros(needs, np.int64), np.zeros(groups, np.int64)
        by_need[wanting] = flows[middle : middle + len(wanting)]
        by_group[live] = flows[middle + len(wanting) :]
        return _Carried(
            flows[: len(self.tail)], by_need, by_group, more[:needs], more[needs:first], more[first:source]
        )

    def _part(self, target: Ints, flow: "_Carried") -> None:
        """Settle the blocks that carry their targets, cut the others."""
        must = np.flatnonzero((self.group < 0) & (self.of_need >= 0))
        behind = must[~flow.need_more[must]]
        owed, paid = (_sums(self.of_need[behind], units[behind]) for units in (self.demand, flow.by_need))
        lacking = must[flow.by_need[must] < self.demand[must]]
        short = set(self.of_need[lacking].tolist())
        more_to, held_to = (
            np.full(self.blocks + 1, -1),
            np.full(self.blocks + 1, -1),
        )  # the last one is for -1
        members, rank = {}, {}
        for block, groups in self.members.items():
            if block not in short and (flow.by_group[groups] == target[groups]).all():
                self.units[groups] = (target + self.given)[groups]
                continue
            held = [g for g in groups if not flow.group_more[g]]
            more = [g for g in groups if flow.group_more[g]]
            units = int(flow.by_group[held].sum()) + paid.get(block, 0) - owed.get(block, 0)
            held_to[block] = self.blocks
            members[self.blocks], rank[self.blocks] = held, units
            self.blocks += 1
            if block not in self.rank:
                self.units[more] = (target + self.given)[more]  # they have all they asked for
            elif more:
                more_to[block] = self.blocks
                members[self.blocks], rank[self.blocks] = more, self.rank[block] - units
                self.blocks += 1
        self.members, self.rank = members, rank
        self._cut(flow, more_to, held_to)

    def _cut(self, flow: "_Carried", more_to: Ints, held_to: Ints) -> None:
        cut_need = held_to[self.of_need] >= 0
        across = np.flatnonzero(
            cut_need[self.head] & flow.offer_more[self.tail] & ~flow.need_more[self.head] & (flow.by_arc > 0)
        )
        parted = cut_need & (self.group >= 0) & (flow.need_more != flow.group_more[self.group])
        self.of_need = np.where(flow.need_more, more_to[self.of_need], held_to[self.of_need])
        self.of_offer = np.where(flow.offer_more, more_to[self.of_offer], held_to[self.of_offer])
        whole = np.flatnonzero(parted & flow.need_more)
        self._fix(self.group[whole], self.demand[whole])
        self._fix(self.group[self.head[across]], flow.by_arc[across])
        np.subtract.at(self.supply, self.tail[across], flow.by_arc[across])
        np.subtract.at(self.demand, self.head[across], flow.by_arc[across])
        self.group[whole] = -1
        self.of_need[parted & ~flow.need_more] = -1  # its group gets more, but not through it
        kept = (self.of_need[self.head] == self.of_offer[self.tail]) & (self.of_need[self.head] >= 0)
        self.tail, self.head, self.cap = self.tail[kept], self.head[kept], self.cap[kept]

    def _fix(self, groups: Ints, units: Ints) -> None:
        """Give units to groups for good; their block no longer counts them."""
        ours = groups >= 0
        np.add.at(self.given, groups[ours], units[ours])
        for block, members in self.members.items():
            fixed = np.isin(groups, members)
            self.rank[block] -= int(units[fixed].sum())


class _Carried(NamedTuple):
    """A maximum flow by arc, need and group, and on which side of the minimum cut each node lies."""

    by_arc: Ints
    by_need: Ints
    by_group: Ints
    need_more: Ints
    offer_more: Ints
    group_more: Ints


def _sums(keys: Ints, units: Ints) -> dict[int, int]:
    found: dict[int, int] = {}
    for key, unit in zip(keys.tolist(), units.tolist(), strict=True):
        found[key] = found.get(key, 0) + unit
    return found
