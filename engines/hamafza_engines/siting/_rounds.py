"""The weekly round of a mobile base: which places on which day and in which order.

    maximise    people served, then minimise km
    subject to  each day is a tour from the depot and back, driving + service within the hours of a day,
                a place is visited once or left out.

Insertion in many orders decides who is served (a far stop may cost three near ones); then OR-Tools routing
(guided local search, Voudouris, Tsang 1999) shortens the days: a day is a vehicle, leaving out has a price.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from math import ceil, isclose
from random import Random

from hamafza_engines.frame import BadInput, Violation, Within, need
from hamafza_engines.siting._distances import haversine_km
from hamafza_engines.siting._types import EXTRA, whole, within

Point = tuple[float, float]
Tours = tuple[tuple[int, ...], ...]
_NEAR = 1e-6
_ORDERS = 1_000  # orders of insertion that are tried
_MOVES = 3_000  # improvements after which the search ends, so that time alone rarely decides


@dataclass(frozen=True)
class Round:
    """A week of one mobile base.

    depot : (latitude, longitude). stops : the same for each place. people : how many each serves.
    service_hours : at each place, 0 or more. days, hours : working days of the round and hours of a day.
    km_per_hour : speed on the road; a road is `detour` times the great circle.
    """

    depot: Point
    stops: tuple[Point, ...]
    people: tuple[float, ...]
    service_hours: tuple[float, ...]
    days: int = 6
    hours: float = 8.0
    km_per_hour: float = 50.0
    detour: float = 1.3
    names: tuple[str, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        for name in ("people", "service_hours"):
            values = getattr(self, name)
            if len(values) != len(self.stops):
                raise BadInput(name, len(values), f"give one for each of the {len(self.stops)} stops")
            for value in values:
                within(name, value, 0.0, 1e12)
        for point in (self.depot, *self.stops):
            if len(point) != 2:
                raise BadInput("stops", point, "give latitude and longitude")
            within("stops", point[0], -90.0, 90.0)
            within("stops", point[1], -180.0, 180.0)
        whole("days", self.days, 1, 366)
        for name, low in (("hours", 1e-6), ("km_per_hour", 1e-6), ("detour", 1.0)):
            within(name, getattr(self, name), low, 1e6)
        if self.names and len(self.names) != len(self.stops):
            raise BadInput("names", len(self.names), f"give one for each of the {len(self.stops)}, or none")

    def name(self, i: int) -> str:
        """Return what a stop is called."""
        return self.names[i] if self.names else str(i + 1)

    def km(self, here: int, there: int) -> float:
        """Return the road between two stops; -1 is the depot."""
        ends = [self.depot if k < 0 else self.stops[k] for k in (here, there)]
        return self.detour * haversine_km(ends[0], ends[1])

    @cached_property
    def roads(self) -> list[list[float]]:
        """Return the km between all stops; the last row and column, which is also -1, is the depot."""
        points = [*range(len(self.stops)), -1]
        return [[self.km(here, there) for there in points] for here in points]

    def tour_km(self, tour: Sequence[int]) -> float:
        """Return the km of a day from the depot through its stops and back."""
        return sum(self.roads[a][b] for a, b in pairwise((-1, *tour, -1))) if tour else 0.0

    def tour_hours(self, tour: Sequence[int]) -> float:
        """Return the hours of a day."""
        return self.tour_km(tour) / self.km_per_hour + sum(self.service_hours[i] for i in tour)


@dataclass(frozen=True)
class RoundPlan:
    """Tours by day (stops in order), the people they serve, and the most that any round could serve."""

    round: Round
    tours: Tours
    value: float
    bound: float

    @property
    def left_out(self) -> tuple[int, ...]:
        """Return the stops that no day visits."""
        seen = {i for tour in self.tours for i in tour}
        return tuple(i for i in range(len(self.round.stops)) if i not in seen)

    @property
    def km(self) -> float:
        """Return the km of the week."""
        return sum(self.round.tour_km(tour) for tour in self.tours)

    @property
    def gap(self) -> float:
        """Return how far the people served may be from the most, as a share of the value."""
        return (self.bound - self.value) / max(self.value, 1e-12) if self.bound > self.value else 0.0

    def explain(self, i: int) -> tuple[int | None, float, float]:
        """Say why a stop is in or out: its day (None: left out), the hours it takes there, the hours spare.

        Left out, they are those of the day where it would fit best: more hours than spare is why.
        """
        if not 0 <= i < len(self.round.stops):
            raise BadInput("stop", i, f"give 0 to {len(self.round.stops) - 1}")
        hours = [self.round.tour_hours(tour) for tour in self.tours]
        for day, tour in enumerate(self.tours):
            if i in tour:
                rest = [j for j in tour if j != i]
                return day, hours[day] - self.round.tour_hours(rest), self.round.hours - hours[day]
        short = []
        for day, tour in enumerate(self.tours):
            best = min(self.round.tour_hours([*tour[:k], i, *tour[k:]]) for k in range(len(tour) + 1))
            short.append((best - self.round.hours, best - hours[day], self.round.hours - hours[day]))
        _, takes, spare = min(short)
        return None, takes, spare


def plan_round(asked: Round, *, stop: Within = Within(seconds=10), seed: int = 0) -> RoundPlan:
    """Plan the week; the first plan comes at once, and search betters it until the time is over."""
    if asked.stops:
        need("ortools.constraint_solver.pywrapcp", extra=EXTRA)  # loading it is no search
    with stop.catching_interrupt():
        clock = stop.started()
        alone = [asked.tour_hours([i]) <= asked.hours for i in range(len(asked.stops))]
        able = [i for i, fits in enumerate(alone) if fits and asked.people[i] > 0]
        ways = [_reordered(asked, able, clock, seed)]
        ways += [_routed(asked, able, clock)] if able and not clock.over() else []
        tours = max(ways, key=lambda each: _rank(asked, each))
        value = _served(asked, tours)
        return RoundPlan(asked, tours, value, max(value, _most(asked, able)))


def _served(asked: Round, tours: Tours) -> float:
    return sum(asked.people[i] for tour in tours for i in tour)


def _rank(asked: Round, tours: Tours) -> tuple[float, float]:
    return _served(asked, tours), -sum(map(asked.tour_km, tours))


def _reordered(asked: Round, able: list[int], clock: Within, seed: int) -> Tours:
    """Insert in the order of people, then in others near the best: some stops move to another turn."""
    chance = Random(seed)
    order = sorted(able, key=lambda i: (-asked.people[i], i))
    best = _inserted(asked, order)
    half = clock.spent() + clock.left() / 2  # the other half is for shorter days
    for _ in range(_ORDERS if len(able) > 1 else 0):
        if clock.over() or clock.spent() > half:
            break
        trial = order.copy()
        for _ in range(chance.randint(1, 3)):
            trial.insert(chance.randrange(len(trial)), trial.pop(chance.randrange(len(trial))))
        tours = _inserted(asked, trial)
        if _rank(asked, tours) >= _rank(asked, best):
            order, best = trial, tours
    return best


def _inserted(asked: Round, order: list[int]) -> Tours:
    """Put one stop after the other where it costs least: a plan that is there at once."""
    km, spare = asked.roads, [asked.hours] * asked.days
    tours: list[list[int]] = [[-1, -1] for _ in spare]
    for i in order:
        places = (
            ((km[a][i] + km[i][b] - km[a][b]) / asked.km_per_hour + asked.service_hours[i], day, k)
            for day, tour in enumerate(tours)
            for k, (a, b) in enumerate(pairwise(tour), start=1)
        )
        fitting = [place for place in places if place[0] <= spare[place[1]]]
        if fitting:
            takes, day, k = min(fitting)
            tours[day].insert(k, i)
            spare[day] -= takes
    return tuple(tuple(tour[1:-1]) for tour in tours)


def _routed(asked: Round, able: list[int], clock: Within) -> Tours:
    cp = need("ortools.constraint_solver.pywrapcp", extra=EXTRA)
    enums = need("ortools.constraint_solver.routing_enums_pb2", extra=EXTRA)
    nodes = [-1, *able]
    metres = [[int(1000 * asked.km(a, b)) for b in nodes] for a in nodes]
    seconds = [
        [-(-3600 * m // int(1000 * asked.km_per_hour)) + _service(asked, a) + 1 for m in row]
        for a, row in zip(nodes, metres, strict=True)
    ]
    manager = cp.RoutingIndexManager(len(nodes), asked.days, 0)
    model = cp.RoutingModel(manager)
    at = manager.IndexToNode
    distance = model.RegisterTransitCallback(lambda a, b: metres[at(a)][at(b)])
    time = model.RegisterTransitCallback(lambda a, b: seconds[at(a)][at(b)])
    model.SetArcCostEvaluatorOfAllVehicles(distance)
    model.AddDimension(time, 0, int(3600 * asked.hours), True, "time")
    most = max(asked.people[i] for i in able)
    for k, i in enumerate(able, start=1):  # a person outweighs any detour of the week
        model.AddDisjunction([manager.NodeToIndex(k)], int(1e12 * asked.people[i] / most) + 1)
    search = cp.DefaultRoutingSearchParameters()
    search.first_solution_strategy = enums.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    search.local_search_metaheuristic = enums.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    search.time_limit.FromMilliseconds(int(1000 * min(max(clock.left(), 0.05), 600.0)))
    search.solution_limit = _MOVES
    found = model.SolveWithParameters(search)
    if not found:
        return ()
    tours = []
    for day in range(asked.days):
        tour, index = [], found.Value(model.NextVar(model.Start(day)))
        while not model.IsEnd(index):
            tour.append(nodes[at(index)])
            index = found.Value(model.NextVar(index))
        tours.append(tuple(tour))
    fitting = [tour if asked.tour_hours(tour) <= asked.hours + _NEAR else () for tour in tours]
    return tuple(sorted(fitting, key=lambda tour: (not tour, tour)))


def _service(asked: Round, i: int) -> int:
    return 0 if i < 0 else ceil(3600 * asked.service_hours[i])


def _most(asked: Round, able: list[int]) -> float:
    """Return the people whom no round can exceed: a knapsack of hours, a stop at its shortest legs."""
    takes = []
    for i in able:
        legs = sorted(asked.km(i, j) for j in (-1, -1, *able) if j != i)
        takes.append((asked.service_hours[i] + (legs[0] + legs[1]) / 2 / asked.km_per_hour, asked.people[i]))
    left, people = asked.days * asked.hours, 0.0
    for hours, served in sorted(takes, key=lambda pair: pair[0] / pair[1]):
        part = 1.0 if hours <= left else left / hours
        people, left = people + part * served, left - part * hours
    return people


def check_round(asked: Round, plan: RoundPlan) -> list[Violation]:
    """Return every promise a round breaks."""
    found = []
    visits = [i for tour in plan.tours for i in tour]
    if stray := sorted({i for i in visits if not 0 <= i < len(asked.stops)}):
        return [Violation("stop_unknown", "", str(stray))]
    if len(visits) != len(set(visits)):
        found.append(
            Violation("visited_twice", "", str(sorted(i for i in set(visits) if visits.count(i) > 1)))
        )
    if len(plan.tours) != asked.days:
        found.append(Violation("days_miscounted", "", f"{len(plan.tours)} of {asked.days}"))
    for day, tour in enumerate(plan.tours):
        hours = sum(asked.service_hours[i] for i in tour)
        hours += (
            sum(asked.km(a, b) for a, b in pairwise((-1, *tour, -1))) / asked.km_per_hour if tour else 0.0
        )
        if hours > asked.hours + _NEAR:
            found.append(Violation("day_too_long", str(day), f"{hours} > {asked.hours}"))
    if not isclose(sum(asked.people[i] for i in visits), plan.value, rel_tol=_NEAR, abs_tol=_NEAR):
        found.append(Violation("value_untrue", "", str(plan.value)))
    if not plan.value <= plan.bound * (1 + _NEAR):
        found.append(Violation("bound_crossed", "", f"{plan.value} > {plan.bound}"))
    return found
