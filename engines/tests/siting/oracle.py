"""A second opinion in plain Python: every set of bases is looked at, and people are sent by hand.

Nothing here comes from the engine but `Problem`, read field by field. Small and slow on purpose.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from math import atan2, cos, hypot, inf, radians, sin

from hamafza_engines.siting import Problem

EARTH_KM = 6371.0088


def sets_of(problem: Problem) -> Iterator[tuple[int, ...]]:
    """Yield every set of bases within the count and the money that holds what stands already."""
    most = problem.n_sites if problem.p is None else min(problem.p, problem.n_sites)
    for size in range(most + 1):
        for opened in combinations(range(problem.n_sites), size):
            if set(problem.existing) <= set(opened) and _paid(problem, opened):
                yield opened


def worth(problem: Problem, opened: tuple[int, ...]) -> float | None:
    """Return the person-km (covering: the people within the radius); None when somebody has no base."""
    if problem.capacity is not None:
        return _sent(problem, opened)
    total = 0.0
    for i, people in enumerate(problem.weights.tolist()):
        near = min((km(problem, i, j) for j in opened), default=inf)
        if problem.radius is not None:
            total += people if near <= problem.radius else 0.0
        elif people > 0 and near == inf:
            return None
        elif people > 0:
            total += people * near
    return total


def best_of(problem: Problem) -> float | None:
    """Return the worth of the best set of all; None when no set serves everybody."""
    worths = [each for opened in sets_of(problem) if (each := worth(problem, opened)) is not None]
    if not worths:
        return None
    return max(worths) if problem.radius is not None else min(worths)


def bests_of(problem: Problem) -> set[tuple[int, ...]]:
    """Return all sets that are worth as much as the best."""
    best = best_of(problem)
    return {opened for opened in sets_of(problem) if worth(problem, opened) == best}


def km(problem: Problem, i: int, j: int) -> float:
    """Return the distance of a demand to a site, over the sphere by the cross product of Vincenty."""
    if problem.distance is not None:
        return float(problem.distance[i][j])
    assert problem.demand_at is not None and problem.site_at is not None
    return arc(tuple(problem.demand_at[i].tolist()), tuple(problem.site_at[j].tolist()))


def arc(here: tuple[float, ...], there: tuple[float, ...]) -> float:
    """Return the great circle between two (latitude, longitude) pairs in km, sound at both ends of it."""
    up, over = (radians(lat) for lat, _ in (here, there))
    turn = radians(there[1] - here[1])
    across = hypot(cos(over) * sin(turn), cos(up) * sin(over) - sin(up) * cos(over) * cos(turn))
    return EARTH_KM * atan2(across, sin(up) * sin(over) + cos(up) * cos(over) * cos(turn))


def _paid(problem: Problem, opened: tuple[int, ...]) -> bool:
    if problem.budget is None or problem.cost is None:
        return True
    return sum(float(problem.cost[j]) for j in opened if j not in problem.existing) <= problem.budget


def _sent(problem: Problem, opened: tuple[int, ...]) -> float | None:
    """Send people by the cheapest way that is left, way after way, until no more find room."""
    assert problem.capacity is not None
    asked = problem.weights.tolist()
    places = range(len(asked))
    ways = _Ways(len(asked) + len(opened) + 2)
    source, sink = len(asked) + len(opened), len(asked) + len(opened) + 1
    for i in places:
        ways.add(source, i, asked[i], 0.0)
        for at, j in enumerate(opened):
            far = km(problem, i, j)
            if problem.radius is None or far <= problem.radius:
                ways.add(i, len(asked) + at, asked[i], far if problem.radius is None else 0.0)
    for at, j in enumerate(opened):
        ways.add(len(asked) + at, sink, float(problem.capacity[j]), 0.0)
    people, cost = ways.fill(source, sink)
    if problem.radius is not None:
        return people
    return cost if people >= sum(asked) - 1e-9 else None


class _Ways:
    """A network with room and cost; filled along shortest ways (Busacker, Gowen 1960)."""

    def __init__(self, nodes: int) -> None:
        self.nodes = nodes
        self.arcs: list[list[float]] = []  # from, to, room, cost; arc k ^ 1 is the way back

    def add(self, here: int, there: int, room: float, cost: float) -> None:
        """Lay an arc and its way back."""
        self.arcs += [[here, there, room, cost], [there, here, 0.0, -cost]]

    def fill(self, source: int, sink: int) -> tuple[float, float]:
        """Return how much arrives at most, and its least cost."""
        flow = cost = 0.0
        while (way := self._shortest(source, sink)) is not None:
            part = min(self.arcs[k][2] for k in way)
            for k in way:
                self.arcs[k][2] -= part
                self.arcs[k ^ 1][2] += part
                cost += part * self.arcs[k][3]
            flow += part
        return flow, cost

    def _shortest(self, source: int, sink: int) -> list[int] | None:
        far, by = [inf] * self.nodes, [-1] * self.nodes
        far[source] = 0.0
        for _ in range(self.nodes):
            for k, (here, there, room, cost) in enumerate(self.arcs):
                if room > 1e-12 and far[int(here)] + cost < far[int(there)] - 1e-12:
                    far[int(there)], by[int(there)] = far[int(here)] + cost, k
        if far[sink] == inf:
            return None
        way = [by[sink]]
        while self.arcs[way[-1]][0] != source:
            way.append(by[int(self.arcs[way[-1]][0])])
        return way
