"""An independent look at a plan: plain loops over its lines, nothing shared with the solver."""

from collections import defaultdict

from hamafza_engines.allocation._plan import Plan
from hamafza_engines.allocation._types import Problem
from hamafza_engines.frame import Violation


def check(problem: Problem, plan: Plan) -> list[Violation]:
    """Return every promise the plan breaks; an empty list is a sound plan."""
    lines = _lines(problem, plan)
    if lines is None:
        return [Violation("length", "", f"{len(plan.flow)} units for {len(problem.arc_need)} arcs")]
    found = [Violation("negative", f"{i}-{j}", str(units)) for i, j, units, _ in lines if units < 0]
    found += _amounts(problem, lines)
    found += _overrides(problem, lines)
    found += _rules(problem, lines)
    found += _floors(problem, plan, lines)
    value = sum(units * worth for _, _, units, worth in lines)
    if value != plan.value:
        found.append(Violation("value", "", f"{plan.value} told, {value} counted"))
    if plan.bound < plan.value:
        found.append(Violation("bound", "", f"{plan.bound} below {plan.value}"))
    return found


Lines = list[tuple[int, int, int, int]]


def _lines(problem: Problem, plan: Plan) -> Lines | None:
    if len(plan.flow) != len(problem.arc_need):
        return None
    columns = (problem.arc_need, problem.arc_offer, plan.flow, problem.arc_worth)
    return [
        (int(i), int(j), int(units), int(worth)) for i, j, units, worth in zip(*columns, strict=True) if units
    ]


def _amounts(problem: Problem, lines: Lines) -> list[Violation]:
    need_gets: dict[int, int] = defaultdict(int)
    offer_gives: dict[int, int] = defaultdict(int)
    for i, j, units, _ in lines:
        need_gets[i] += units
        offer_gives[j] += units
    over = [
        Violation("need_over", problem.need_name(i), f"{units} of {problem.need_amount[i]}")
        for i, units in need_gets.items()
        if units > problem.need_amount[i]
    ]
    return over + [
        Violation("offer_over", problem.offer_name(j), f"{units} of {problem.offer_amount[j]}")
        for j, units in offer_gives.items()
        if units > problem.offer_amount[j]
    ]


def _overrides(problem: Problem, lines: Lines) -> list[Violation]:
    given: dict[tuple[int, int], int] = defaultdict(int)
    for i, j, units, _ in lines:
        given[i, j] += units
    found = [
        Violation("forbidden", f"{problem.need_name(i)}-{problem.offer_name(j)}", str(units))
        for (i, j), units in given.items()
        if (i, j) in problem.forbidden
    ]
    return found + [
        Violation(
            "pinned", f"{problem.need_name(pin.need)}-{problem.offer_name(pin.offer)}", f"{pin.units} pinned"
        )
        for pin in problem.pinned
        if given[pin.need, pin.offer] != pin.units
    ]


def _rules(problem: Problem, lines: Lines) -> list[Violation]:
    """Side rules bind what the solver decides; what a person pinned is theirs."""
    pinned = {(pin.need, pin.offer) for pin in problem.pinned}
    ours = [line for line in lines if (line[0], line[1]) not in pinned]
    return _bundles(problem, ours) + _singles(problem, ours) + _lots(problem, ours)


def _bundles(problem: Problem, lines: Lines) -> list[Violation]:
    if problem.need_bundle is None:
        return []
    asked: dict[int, int] = defaultdict(int)
    got: dict[int, int] = defaultdict(int)
    for bundle, amount in zip(problem.need_bundle, problem.need_amount, strict=True):
        asked[int(bundle)] += int(amount)
    for pin in problem.pinned:
        asked[int(problem.need_bundle[pin.need])] -= pin.units
    for i, _, units, _ in lines:
        got[int(problem.need_bundle[i])] += units
    return [
        Violation("bundle", str(bundle), f"{units} of {asked[bundle]}")
        for bundle, units in got.items()
        if bundle >= 0 and units != asked[bundle]
    ]


def _singles(problem: Problem, lines: Lines) -> list[Violation]:
    if problem.offer_single is None:
        return []
    takers: dict[int, set[int]] = defaultdict(set)
    for i, j, _, _ in lines:
        if problem.offer_single[j]:
            takers[j].add(i)
    return [
        Violation("single", problem.offer_name(j), f"{len(needs)} needs")
        for j, needs in takers.items()
        if len(needs) > 1
    ]


def _lots(problem: Problem, lines: Lines) -> list[Violation]:
    if problem.offer_lot is None:
        return []
    return [
        Violation("lot", problem.offer_name(j), f"{units} units to {problem.need_name(i)}")
        for i, j, units, _ in lines
        if units < problem.offer_lot[j]
    ]


def _floors(problem: Problem, plan: Plan, lines: Lines) -> list[Violation]:
    """Floors bind where no side rule does; there they are an aim."""
    if problem.need_group is None or not plan.params.floor or problem.has_rules:
        return []
    got: dict[int, int] = defaultdict(int)
    for i, _, units, _ in lines:
        got[int(problem.need_group[i])] += units
    return [
        Violation("floor", problem.group_name(g), f"{got[g]} of {floor}")
        for g, floor in enumerate(plan.floor)
        if got[g] < floor
    ]
