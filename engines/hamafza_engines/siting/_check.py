"""An independent look at a plan, in plain Python from the problem's own numbers."""

from __future__ import annotations

from math import asin, cos, inf, isclose, radians, sin, sqrt

from hamafza_engines.frame import Violation
from hamafza_engines.siting._plan import Plan
from hamafza_engines.siting._types import Problem

_NEAR = 1e-7


def check(problem: Problem, plan: Plan) -> list[Violation]:
    """Return every promise the plan breaks; an empty list is a sound plan."""
    if plan.status == "infeasible":
        found = [Violation("infeasible_plan_opens", str(j)) for j in plan.opened]
        return found + ([Violation("some_plan_exists")] if _surely_feasible(problem) else [])
    unknown = _unknown(problem, plan)
    return unknown or _limits(problem, plan) + _people(problem, plan) + _figures(problem, plan)


def _surely_feasible(problem: Problem) -> bool:
    """Tell whether opening nothing, or any one base that can be paid, is a plan already."""
    if problem.radius is not None or not any(problem.weights > 0):
        return True
    if problem.capacity is not None or problem.p == 0 or not problem.n_sites:
        return False
    cost, money = problem.cost, problem.budget
    return bool(problem.existing) or cost is None or money is None or bool(min(cost) <= money)


def _unknown(problem: Problem, plan: Plan) -> list[Violation]:
    """Return what names a site or a place that the problem does not have: the rest cannot be counted then."""
    found = []
    sites, places = range(problem.n_sites), range(problem.n_demands)
    if len(set(plan.opened)) != len(plan.opened) or any(j not in sites for j in plan.opened):
        found.append(Violation("sites_unknown_or_twice", "", str(plan.opened)))
    if len(plan.served) != len(places) or len(plan.km) != len(places):
        found.append(Violation("places_miscounted", "", f"{len(plan.served)} of {len(places)}"))
    sent = [(i, int(j)) for i, j in zip(places, plan.served, strict=False) if j != -1]
    for i, j in sent + [(i, j) for i, j, _ in plan.shares or ()]:
        if i not in places or j not in sites:
            found.append(Violation("place_or_site_unknown", str(i), str(j)))
    return found


def _limits(problem: Problem, plan: Plan) -> list[Violation]:
    found = []
    if problem.p is not None and len(plan.opened) > problem.p:
        found.append(Violation("too_many_bases", "", f"{len(plan.opened)} > {problem.p}"))
    found.extend(Violation("existing_closed", str(j)) for j in problem.existing if j not in plan.opened)
    if problem.budget is not None and problem.cost is not None:
        spent = sum(float(problem.cost[j]) for j in plan.opened if j not in problem.existing)
        if spent > problem.budget * (1 + _NEAR):
            found.append(Violation("budget_exceeded", "", f"{spent} > {problem.budget}"))
    return found


def _people(problem: Problem, plan: Plan) -> list[Violation]:
    found, load = [], dict.fromkeys(plan.opened, 0.0)
    got = [0.0] * problem.n_demands
    for i, j, people in _lines(problem, plan):
        if j not in load:
            found.append(Violation("served_by_closed", str(i), str(j)))
            continue
        if people < 0:
            found.append(Violation("people_miscounted", str(i), f"{people} at {j}"))
        load[j] += people
        got[i] += people
        if problem.radius is not None and _km(problem, i, j) > problem.radius * (1 + _NEAR) + _NEAR:
            found.append(Violation("served_beyond_radius", str(i), str(j)))
    for i, people in enumerate(got):
        asked = float(problem.weights[i])
        short = people < asked * (1 - _NEAR) - _NEAR and problem.radius is None
        if short or people > asked * (1 + _NEAR) + _NEAR:
            found.append(Violation("people_miscounted", str(i), f"{people} of {asked}"))
    if problem.capacity is not None:
        for j, people in load.items():
            if people > float(problem.capacity[j]) * (1 + _NEAR) + _NEAR:
                found.append(Violation("capacity_exceeded", str(j), f"{people} > {problem.capacity[j]}"))
    elif problem.radius is None:
        found.extend(_not_nearest(problem, plan))
    return found


def _not_nearest(problem: Problem, plan: Plan) -> list[Violation]:
    found = []
    for i, j, people in _lines(problem, plan):
        best = min((_km(problem, i, other) for other in plan.opened), default=inf)
        if people > 0 and _km(problem, i, j) > best * (1 + _NEAR) + _NEAR:
            found.append(Violation("not_the_nearest", str(i), f"{_km(problem, i, j)} > {best}"))
    return found


def _figures(problem: Problem, plan: Plan) -> list[Violation]:
    lines = _lines(problem, plan)
    cover = problem.radius is not None
    value = sum(people if cover else people * _km(problem, i, j) for i, j, people in lines)
    found = []
    if not isclose(value, plan.value, rel_tol=_NEAR, abs_tol=_NEAR):
        found.append(Violation("value_untrue", "", f"{plan.value}, counted {value}"))
    beyond = plan.value - plan.bound if cover else plan.bound - plan.value
    if not beyond <= _NEAR * max(1.0, abs(plan.value)):
        found.append(Violation("bound_crossed", "", f"{plan.value} against {plan.bound}"))
    for i, j in enumerate(map(int, plan.served)):
        told, true = float(plan.km[i]), 0.0 if j < 0 else _km(problem, i, j)
        if not isclose(told, true, rel_tol=_NEAR, abs_tol=_NEAR):
            found.append(Violation("km_untrue", str(i), f"{told}, counted {true}"))
    return found


def _lines(problem: Problem, plan: Plan) -> list[tuple[int, int, float]]:
    if plan.shares is not None:
        return list(plan.shares)
    served = [int(j) for j in plan.served]
    return [
        (i, j, float(problem.weights[i])) for i, j in enumerate(served) if j >= 0 and problem.weights[i] > 0
    ]


def _km(problem: Problem, i: int, j: int) -> float:
    if problem.distance is not None:
        return float(problem.distance[i][j])
    assert problem.demand_at is not None and problem.site_at is not None
    (lat, lng), (other_lat, other_lng) = problem.demand_at[i], problem.site_at[j]
    up, across = radians(other_lat - lat) / 2, radians(other_lng - lng) / 2
    square = sin(up) ** 2 + cos(radians(lat)) * cos(radians(other_lat)) * sin(across) ** 2
    return 2 * 6371.0088 * asin(min(1.0, sqrt(square)))
