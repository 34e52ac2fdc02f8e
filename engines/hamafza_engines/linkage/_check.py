"""An independent look at a plan: does it keep what linkage promises? It shares no code with the solver."""

from collections import Counter
from itertools import pairwise
from math import isclose, log2

from hamafza_engines.frame import Violation
from hamafza_engines.linkage._types import Link, Plan, Problem


def check(problem: Problem, plan: Plan) -> list[Violation]:
    """Return every promise that the plan breaks; an empty list is a sound plan."""
    alone = problem.right is None
    left = set(problem.left.ids)
    right = left if problem.right is None else set(problem.right.ids)
    found = []
    for link in plan.links:
        found += _of_link(link, plan, left, right)
    if plan.params.one_to_one and not alone:
        found += _twice("left", [link.left for link in plan.links])
        found += _twice("right", [link.right for link in plan.links])
    for first, second in pairwise(plan.links):
        if second.weight > first.weight:
            found.append(Violation("out_of_order", second.left))
    pairs = Counter(
        frozenset((link.left, link.right)) if alone else (link.left, link.right) for link in plan.links
    )
    found += [Violation("pair_twice", str(pair)) for pair, times in pairs.items() if times > 1]
    if not isclose(plan.value, _sum_of(plan, alone), abs_tol=1e-5 * (1 + len(plan.links))):
        found.append(Violation("value_is_not_the_links", "", f"{plan.value}"))
    if plan.bound < plan.value - 1e-6:
        found.append(Violation("bound_below_value", "", f"{plan.bound} < {plan.value}"))
    if alone:
        found += _of_clusters(plan)
    return found


def _of_link(link: Link, plan: Plan, left: set[str], right: set[str]) -> list[Violation]:
    where = f"{link.left} {link.right}"
    found = []
    if link.left not in left or link.right not in right:
        found.append(Violation("unknown_id", where))
    if link.left == link.right and left is right:
        found.append(Violation("linked_to_itself", where))
    if not isclose(link.probability, 1 / (1 + 2.0 ** min(-link.weight, 1000)), rel_tol=1e-9):
        found.append(Violation("probability_is_not_the_weights", where))
    if link.probability < plan.params.grey - 1e-6:
        found.append(Violation("below_grey", where, f"{link.probability}"))
    if link.verdict == "auto":
        if link.probability < plan.params.auto:
            found.append(Violation("auto_below_threshold", where, f"{link.probability}"))
        if _beside_a_rival(link, plan):
            found.append(Violation("auto_beside_a_rival", where, f"{link.rival}"))
        if not _named(link):
            found.append(Violation("auto_without_a_name", where))
    elif link.probability >= plan.params.auto and _named(link) and not _beside_a_rival(link, plan):
        found.append(Violation("grey_without_a_cause", where))
    return found


def _beside_a_rival(link: Link, plan: Plan) -> bool:
    return link.rival is not None and link.weight - link.rival[2] < plan.params.margin_bits


def _named(link: Link) -> bool:
    return any(name in ("nid", "first", "last") for name, _ in link.levels)


def _sum_of(plan: Plan, alone: bool) -> float:
    """Return what the links are worth: above the grey threshold where they compete, in all where not."""
    grey = plan.params.grey
    lowest = log2(grey / (1 - grey)) if plan.params.one_to_one and not alone else 0.0
    return sum(link.weight - lowest for link in plan.links)


def _twice(side: str, ids: list[str]) -> list[Violation]:
    return [Violation(f"{side}_linked_twice", id_) for id_, times in Counter(ids).items() if times > 1]


def _of_clusters(plan: Plan) -> list[Violation]:
    place = {id_: number for number, cluster in enumerate(plan.clusters) for id_ in cluster}
    found = []
    if len(place) != sum(map(len, plan.clusters)):
        found.append(Violation("in_two_clusters"))
    linked = {id_ for link in plan.links if link.verdict == "auto" for id_ in (link.left, link.right)}
    found += [Violation("stranger_in_a_cluster", id_) for id_ in sorted(place.keys() - linked)]
    for link in plan.links:
        if link.verdict == "auto" and (link.left not in place or place[link.left] != place.get(link.right)):
            found.append(Violation("parted", f"{link.left} {link.right}"))
    return found
