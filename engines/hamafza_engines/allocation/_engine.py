"""Solve part by part, and put the parts together."""

from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from hamafza_engines.allocation._components import Arcs, Cutter, batches, labels
from hamafza_engines.allocation._fair import fair_units
from hamafza_engines.allocation._flow import dearest
from hamafza_engines.allocation._greedy import greedy
from hamafza_engines.allocation._part import Part, total
from hamafza_engines.allocation._plan import Plan
from hamafza_engines.allocation._rules import keep_rules
from hamafza_engines.allocation._types import Change, Ints, Params, Problem
from hamafza_engines.allocation._watched import Stopped, watched
from hamafza_engines.frame import Within


class Solved(NamedTuple):
    """What is known of a part: its flow, the floors kept, the flow for worth alone, and the slack."""

    flow: Ints
    floor: Ints
    plain: Ints | None
    slack: int | None  # what the best may be worth more: 0 is proved, None unknown


def run(problem: Problem, params: Params, stop: Within) -> Plan:
    """Solve the whole problem."""
    params = fitting(problem, params)
    grouped = params.floor > 0
    label = labels(problem, grouped=grouped)
    found = Found(problem, params, label)
    cutter = Cutter(problem, grouped=grouped)
    for arcs in batches(problem, label):
        part = cutter.part(arcs)
        found.take(arcs, part, solve_part(part, params, stop))
    return found.plan()


def fitting(problem: Problem, params: Params) -> Params:
    """Return the parameters, without fairness where there are no groups to be fair to."""
    return params if problem.need_group is not None else replace(params, floor=0.0)


def run_again(plan: Plan, change: Change, stop: Within) -> Plan:
    """Solve again only the components that a change touches."""
    problem = plan.problem.changed(change)
    needs = len(problem.need_amount)
    places = [*sorted(change.needs()), *(needs + j for j in sorted(change.offers()))]
    touched = np.unique(plan.label[places]) if places else np.zeros(0, np.int64)
    found = Found(problem, plan.params, plan.label, after=plan)
    hit = np.zeros(len(plan.label), bool)
    hit[touched] = True
    arcs = np.flatnonzero(hit[plan.label[problem.arc_need]])
    if len(arcs):
        found.hand_on_slack(hit)
        part = Cutter(problem, grouped=plan.params.floor > 0).part(arcs)
        found.take(arcs, part, solve_part(part, plan.params, stop))
    return found.plan()


def solve_part(part: Part, params: Params, stop: Within) -> Solved:
    """Return the best flow of a part: fair first, then of most worth, then held to the side rules."""
    size, fair = len(part.head), params.floor > 0 and len(part.weight) > 0
    floor, high = np.zeros(len(part.weight), np.int64), None
    try:
        if fair:
            floor, high = bounds(part, params, stop)
            flow = watched(lambda: dearest(part, floor, high), size=size, stop=stop)
        else:
            flow = watched(lambda: dearest(part), size=size, stop=stop)
    except Stopped:
        flow = greedy(part, high)
        if part.ruled:
            flow, _ = keep_rules(part, flow, floor * 0, params, stop)
        return Solved(flow, floor * 0, None, None)
    slack = 0
    if part.ruled:
        flow, slack = keep_rules(part, flow, floor, params, stop)
    plain = _plain(part, params, stop) if fair and params.price else None if fair else flow
    return Solved(flow, floor, plain, slack)


def bounds(part: Part, params: Params, stop: Within) -> tuple[Ints, Ints]:
    """Return the least and most units of each group beyond its pins."""
    fairest, whole = fair_units(part, over=stop.over)
    units, wanted = fairest - part.given, part.weight - part.given
    if params.floor >= 1 and not params.ease and whole:
        return units, units
    floor, kept = Fraction(str(params.floor)), 1 - Fraction(str(params.ease))
    least = np.minimum(_of(part.weight, floor), _of(fairest, kept)) - part.given
    return np.clip(least, 0, units), wanted


def _of(units: Ints, share: Fraction) -> Ints:
    """Return a share of units, rounded up; a float would make 0.55 of a hundred 56."""
    part = [-(-each * share.numerator // share.denominator) for each in units.tolist()]
    return np.array(part, np.int64)


def _plain(part: Part, params: Params, stop: Within) -> Ints | None:
    try:
        return watched(lambda: dearest(part), size=len(part.head), stop=stop)
    except Stopped:
        return None


class Found:
    """Collects parts into a plan; `after` is an older plan whose other components stay."""

    def __init__(self, problem: Problem, params: Params, label: Ints, after: Plan | None = None) -> None:
        self.problem, self.params, self.label = problem, params, label
        group = problem.need_group
        groups = int(group.max()) + 1 if group is not None and len(group) else 0
        if after is None:
            self.flow = np.zeros(len(problem.arc_need), np.int64)
            self.floor = np.zeros(groups, np.int64)
            self.bound, self.plain = (np.zeros(len(label), np.int64) for _ in range(2))
            self.plain_served = np.zeros(len(problem.need_amount), np.int64)
            self.unproved, self.unpriced = np.zeros(len(label), bool), np.zeros(len(label), bool)
        else:
            self.flow, self.floor, self.bound, self.plain = (
                column.copy() for column in (after.flow, after.floor, after.bounds, after.plains)
            )
            self.plain_served = after.plain_served.copy()
            self.unproved, self.unpriced = after.unproved.copy(), after.unpriced.copy()

    def take(self, arcs: Arcs, part: Part, solved: Solved) -> None:
        """Write a part's flow to its place, and what is known of each of its components."""
        needs = self.problem.arc_need[arcs]
        of_arc = self.label[needs]
        mine = np.unique(self.label[part.needs])
        worth = part.worth.astype(np.int64, copy=False)
        pinned = self._pinned(part)
        self.flow[arcs] = solved.flow
        self._add(self.bound, mine, of_arc, worth * solved.flow)
        if solved.slack is None:
            self.bound[mine] = np.maximum(self.bound[mine], _upper_bounds(part, of_arc, self.label, mine))
        elif solved.slack:
            self.bound[mine[0]] += solved.slack
        self.unproved[mine] = bool(solved.slack is None or solved.slack)
        self.plain_served[part.needs] = part_given = np.zeros(len(part.needs), np.int64)
        if solved.plain is not None:
            self._add(self.plain, mine, of_arc, worth * solved.plain)
            np.add.at(part_given, part.head, solved.plain)
            self.plain_served[part.needs] = part_given
        self.unpriced[mine] = solved.plain is None
        if self.params.floor > 0:
            self.floor[part.groups] = solved.floor + part.given
        self._pin(pinned)

    def hand_on_slack(self, hit: Ints) -> None:
        """Let a component that stays hold the slack of those solved again (a mask): a batch shares one."""
        if not self.unproved.any():
            return
        over = self.bound.copy()
        worth = self.problem.arc_worth.astype(np.int64, copy=False) * self.flow
        np.subtract.at(over, self.label[self.problem.arc_need], worth)
        staying = np.flatnonzero(self.unproved & ~hit & (over == 0))
        if len(staying):
            self.bound[staying[0]] += over[self.unproved & hit].sum()

    def _add(self, column: Ints, mine: Ints, of_arc: Ints, worth: Ints) -> None:
        column[mine] = 0
        np.add.at(column, of_arc, worth)

    def _pinned(self, part: Part) -> list[int]:
        inside = set(part.needs.tolist()) if self.problem.pinned else set()
        return [k for k, pin in enumerate(self.problem.pinned) if pin.need in inside]

    def _pin(self, pinned: list[int]) -> None:
        for k in pinned:
            pin = self.problem.pinned[k]
            near = np.flatnonzero(self.problem.arc_need == pin.need)
            arc = int(near[self.problem.arc_offer[near] == pin.offer][0])
            self.flow[arc] += pin.units
            worth = pin.units * int(self.problem.arc_worth[arc])
            self.bound[self.label[pin.need]] += worth
            self.plain[self.label[pin.need]] += worth
            self.plain_served[pin.need] += pin.units

    def plan(self) -> Plan:
        """Return the plan of what was collected."""
        return Plan(
            self.problem, self.params, self.flow, self.floor, self.label, self.bound, self.plain,
            self.plain_served, self.unproved, self.unpriced, total(self.problem.arc_worth, self.flow),
        )  # fmt: skip


def _upper_bounds(part: Part, of_arc: Ints, label: Ints, mine: Ints) -> Ints:
    """Return a quick bound for each component: each side at the best worth any of its units could fetch."""
    best_need, best_offer = np.zeros(len(part.demand), np.int64), np.zeros(len(part.supply), np.int64)
    np.maximum.at(best_need, part.head, part.worth)
    np.maximum.at(best_offer, part.tail, part.worth)
    sides = []
    offer_label = np.zeros(len(part.supply), np.int64)
    offer_label[part.tail] = of_arc
    for where, worth in (
        (label[part.needs], best_need * part.demand),
        (offer_label, best_offer * part.supply),
    ):
        side = np.zeros(len(label), np.int64)
        np.add.at(side, where, worth)
        sides.append(side[mine])
    return np.minimum(*sides)
