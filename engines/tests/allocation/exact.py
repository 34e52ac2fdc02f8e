"""Slow, simple answers to the engine's questions: plain lists and loops, nothing shared with it, no numpy.

`most_worth` finds one best path after the other (Ford and Fulkerson 1956, Busacker and Gowen 1960);
`fair_totals` hands out one unit after the other to the group that has the least share and can still get one
(the greedy rule of polymatroids, Edmonds 1970; Federgruen and Groenevelt 1986); `best_ruled` tries every plan.
"""

from collections import defaultdict, deque
from fractions import Fraction
from itertools import product

SOURCE, SINK = "source", "sink"


class Network:
    """Arcs with room and gain; a unit that goes along one may come back for the same gain lost."""

    def __init__(self):
        self.ends, self.room, self.gain, self.out = [], [], [], defaultdict(list)

    def join(self, a, b, room, gain=0):
        """Add an arc and its way back; return its number."""
        for tail, head, space, worth in ((a, b, room, gain), (b, a, 0, -gain)):
            self.out[tail].append(len(self.ends))
            self.ends.append((tail, head))
            self.room.append(space)
            self.gain.append(worth)
        return len(self.ends) - 2

    def best_path(self):
        """Return the path that gains most: its arcs, its room, its gain; None where there is none."""
        best, by = {SOURCE: 0}, {}
        queue = deque([SOURCE])
        while queue:
            a = queue.popleft()
            for arc in self.out[a]:
                b = self.ends[arc][1]
                if self.room[arc] and (b not in best or best[a] + self.gain[arc] > best[b]):
                    best[b], by[b] = best[a] + self.gain[arc], arc
                    queue.append(b)
        if SINK not in best:
            return None
        path, node = [], SINK
        while node != SOURCE:
            path.append(by[node])
            node = self.ends[by[node]][0]
        return path, min(self.room[arc] for arc in path), best[SINK]

    def move(self, path, units):
        """Send units along a path."""
        for arc in path:
            self.room[arc] -= units
            self.room[arc ^ 1] += units


class Left:
    """What a problem leaves to decide: pins taken off, forbidden and pinned pairs closed."""

    def __init__(self, problem):
        self.needs, self.offers = problem.need_amount.tolist(), problem.offer_amount.tolist()
        groups = problem.need_group
        self.group = [0] * len(self.needs) if groups is None else groups.tolist()
        self.weight, self.given = defaultdict(int), defaultdict(int)
        for amount, group in zip(self.needs, self.group, strict=True):
            self.weight[group] += amount
        self.shut, self.sure, self.pinned = set(problem.forbidden), 0, {}
        columns = (problem.arc_need.tolist(), problem.arc_offer.tolist(), problem.arc_worth.tolist())
        self.arcs = list(zip(*columns, strict=True))
        for pin in problem.pinned:
            self.needs[pin.need] -= pin.units
            self.offers[pin.offer] -= pin.units
            self.given[self.group[pin.need]] += pin.units
            self.shut.add((pin.need, pin.offer))
            self.pinned[pin.need, pin.offer] = pin.units
            self.sure += pin.units * next(w for i, j, w in self.arcs if (i, j) == (pin.need, pin.offer))

    def network(self, ends, *, valued):
        """Return the network from offers to groups; `ends(net, group)` joins a group to the sink."""
        net = Network()
        for j, amount in enumerate(self.offers):
            net.join(SOURCE, ("offer", j), amount)
        for i, j, worth in self.arcs:
            if (i, j) not in self.shut:
                net.join(("offer", j), ("need", i), self.offers[j], worth if valued else 0)
        for i, amount in enumerate(self.needs):
            net.join(("need", i), ("group", self.group[i]), amount)
        for group in self.weight:
            ends(net, group)
        return net


def most_worth(problem, low=None, high=None):
    """Return the most worth of all plans whose groups get from low to high units (by group, pins counted)."""
    left = Left(problem)
    lift = 1 + sum(left.weight.values()) * max((worth for *_, worth in left.arcs), default=0)

    def ends(net, group):
        least = max(0, (low or {}).get(group, 0) - left.given[group])
        most = (high or left.weight)[group] - left.given[group]
        net.join(("group", group), SINK, least, lift)
        net.join(("group", group), SINK, most - least)

    net = left.network(ends, valued=True)
    worth = 0
    while (found := net.best_path()) and found[2] > 0:
        path, units, gain = found
        net.move(path, units)
        worth += units * gain
    lifted = sum(max(0, (low or {}).get(group, 0) - left.given[group]) for group in left.weight)
    worth -= lift * lifted
    assert worth >= 0, "the floors cannot be reached"
    return worth + left.sure


def fair_totals(problem):
    """Return the units by group that no plan can make fairer, pins counted."""
    left = Left(problem)
    last = {}

    def ends(net, group):
        last[group] = net.join(("group", group), SINK, 0)

    net = left.network(ends, valued=False)
    total = {group: left.given[group] for group in left.weight}
    open_ = {group for group, weight in left.weight.items() if total[group] < weight}
    while open_:
        group = min(open_, key=lambda g: (Fraction(total[g], left.weight[g]), left.weight[g], g))
        net.room[last[group]] += 1
        found = net.best_path()
        if found is None:
            net.room[last[group]] -= 1
            open_.discard(group)
            continue
        net.move(found[0], 1)
        total[group] += 1
        if total[group] == left.weight[group]:
            open_.discard(group)
    return total


def every_plan(problem):
    """Give every plan that keeps amounts, pins and bans as {(need, offer): units}; pairs stand once."""
    left = Left(problem)
    free = [(i, j) for i, j, _ in left.arcs if (i, j) not in left.shut]
    for units in product(*(range(min(left.needs[i], left.offers[j]) + 1) for i, j in free)):
        plan = {pair: each for pair, each in zip(free, units, strict=True) if each}
        if all(
            sum(each for pair, each in plan.items() if pair[side] == place) <= has
            for side, amounts in enumerate((left.needs, left.offers))
            for place, has in enumerate(amounts)
        ):
            yield plan


def keeps_rules(problem, plan):
    """Tell whether what the solver decides (pins left out) keeps bundles, single offers and lots."""
    left = Left(problem)
    got, takers = defaultdict(int), defaultdict(set)
    for (i, j), units in plan.items():
        got[i] += units
        takers[j].add(i)
        if problem.offer_lot is not None and units < problem.offer_lot[j]:
            return False
    if problem.offer_single is not None and any(
        len(takers[j]) > 1 for j, single in enumerate(problem.offer_single) if single
    ):
        return False
    if problem.need_bundle is None:
        return True
    members = defaultdict(list)
    for i, bundle in enumerate(problem.need_bundle.tolist()):
        members[bundle].append(i)
    members.pop(-1, None)
    return all(
        not any(got[i] for i in mine) or all(got[i] == left.needs[i] for i in mine)
        for mine in members.values()
    )


def worth_of(problem, plan):
    """Return the worth of a plan of `every_plan`, with its pins."""
    left = Left(problem)
    worth = {(i, j): each for i, j, each in left.arcs}
    return left.sure + sum(units * worth[pair] for pair, units in plan.items())


def totals_of(problem, plan):
    """Return the units by group of a plan of `every_plan`, with its pins."""
    left = Left(problem)
    total = {group: left.given[group] for group in left.weight}
    for (i, _), units in plan.items():
        total[left.group[i]] += units
    return total


def best_ruled(problem):
    """Return the most worth of all plans that keep the side rules."""
    return max(worth_of(problem, plan) for plan in every_plan(problem) if keeps_rules(problem, plan))
