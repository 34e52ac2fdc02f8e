"""Why this, why not that: read off the plan, without solving again."""

import numpy as np

from hamafza_engines.allocation._plan import Explanation, GroupShare, Plan, Reason, Rival, Why
from hamafza_engines.allocation._types import Ints


def explain(plan: Plan, i: int) -> Explanation:
    """Look at every offer that fits a need, and at who has it instead."""
    problem = plan.problem
    arcs = np.flatnonzero(problem.arc_need == i)
    arcs = arcs[np.lexsort((problem.arc_offer[arcs], -problem.arc_worth[arcs].astype(np.int64)))]
    asked, served = int(problem.need_amount[i]), int(plan.flow[arcs].sum())
    offers = tuple(_rival(plan, i, int(arc), full=served >= asked) for arc in arcs)
    by_worth = None if plan.unpriced[plan.label[i]] else int(plan.plain_served[i])
    group, share, floor = None, None, None
    if problem.need_group is not None:
        g = int(problem.need_group[i])
        weight, units = _of_group(plan, g)
        group, share = problem.group_name(g), units / weight if weight else 1.0
        floor = float(plan.floor[g]) / weight if weight and plan.params.floor > 0 else None
    return Explanation(
        problem.need_name(i), asked, served, _reason(plan, i, asked, served, offers, by_worth),
        group, share, floor, by_worth, offers,
    )  # fmt: skip


def _of_group(plan: Plan, g: int) -> tuple[int, int]:
    members = np.asarray(plan.problem.need_group) == g
    return int(plan.problem.need_amount[members].sum()), int(plan.flow[members[plan.problem.arc_need]].sum())


def _rival(plan: Plan, i: int, arc: int, *, full: bool) -> Rival:
    problem, units = plan.problem, int(plan.flow[arc])
    j = int(problem.arc_offer[arc])
    mine = np.flatnonzero(problem.arc_offer == j)
    left = int(problem.offer_amount[j]) - int(plan.flow[mine].sum())
    others = mine[(plan.flow[mine] > 0) & (problem.arc_need[mine] != i)]
    why: Why = "given"
    if (i, j) in problem.forbidden:
        why = "forbidden"
    elif any((pin.need, pin.offer) == (i, j) for pin in problem.pinned):
        why = "pinned"
    elif not units:
        why = "not_needed" if full else "exhausted" if left == 0 else "rule"
    worth = int(problem.arc_worth[arc])
    if not len(others) or why == "not_needed":
        return Rival(problem.offer_name(j), why, units, worth, left)
    loser = int(others[np.lexsort((problem.arc_need[others], problem.arc_worth[others]))[0]])
    rival = int(problem.arc_need[loser])
    group = None if problem.need_group is None else problem.group_name(int(problem.need_group[rival]))
    return Rival(
        problem.offer_name(j),
        why,
        units,
        worth,
        left,
        problem.need_name(rival),
        group,
        int(problem.arc_worth[loser]),
    )


def _reason(
    plan: Plan, i: int, asked: int, served: int, offers: tuple[Rival, ...], by_worth: int | None
) -> Reason:
    if served >= asked:
        return "full"
    if not any(each.why != "forbidden" for each in offers):
        return "no_offer"
    if plan.unproved[plan.label[i]] and not plan.problem.has_rules:
        return "stopped"
    held: Reason = "rule" if plan.problem.has_rules else "fairness"
    if any(each.why not in ("forbidden", "pinned") and each.left for each in offers):
        return held
    if any(each.why == "pinned" and each.left for each in offers):
        return "pinned"
    if by_worth is not None and by_worth > served:
        return "fairness"
    beaten = any(each.why == "exhausted" and each.worth > (each.rival_worth or each.worth) for each in offers)
    return held if beaten and not plan.problem.pinned else "exhausted"


def group_shares(plan: Plan) -> list[GroupShare]:
    """Return the share of every group, the least served first."""
    problem = plan.problem
    if problem.need_group is None or not len(problem.need_group):
        return []
    asked, served, by_worth = (
        _sums(problem.need_group, units) for units in (problem.need_amount, plan.served(), plan.plain_served)
    )
    priced = plan.value_without_fairness is not None
    found = [
        GroupShare(problem.group_name(g), int(asked[g]), int(served[g]), int(by_worth[g]) if priced else None)
        for g in np.unique(problem.need_group).tolist()
    ]
    return sorted(found, key=lambda each: (each.share, each.group))


def _sums(places: Ints, units: Ints) -> Ints:
    sums = np.zeros(int(places.max()) + 1, np.int64)
    np.add.at(sums, places, units)
    return sums
