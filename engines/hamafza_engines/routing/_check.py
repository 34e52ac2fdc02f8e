"""An independent look at a plan: does it keep what routing promises?"""

from collections import Counter
from itertools import pairwise
from math import isclose

from hamafza_engines.frame import Violation
from hamafza_engines.routing._types import REASONS, Plan, Problem


def check(problem: Problem, plan: Plan) -> list[Violation]:
    """Return every promise the plan breaks; an empty list is a sound plan."""
    facts = {centre.id: centre for centre in problem.centres}
    found = []
    for ranked in plan.ranked:
        centre = facts.get(ranked.centre_id)
        if centre is None:
            found.append(Violation("unknown_centre", str(ranked.centre_id)))
        elif problem.ask.domain not in centre.domains:
            found.append(Violation("domain_not_served", str(ranked.centre_id)))
        if ranked.centre_id in problem.excluded:
            found.append(Violation("already_tried", str(ranked.centre_id)))
        if not 0 <= ranked.score <= 1 + 1e-9:
            found.append(Violation("score_out_of_range", str(ranked.centre_id)))
        if sorted(reason.name for reason in ranked.reasons) != sorted(REASONS):
            found.append(Violation("reasons_incomplete", str(ranked.centre_id)))
        elif ranked.score > 0 and not isclose(sum(reason.share for reason in ranked.reasons), 1.0):
            found.append(Violation("shares_not_whole", str(ranked.centre_id)))
    for first, second in pairwise(plan.ranked):
        if (-first.score, first.centre_id) > (-second.score, second.centre_id):
            found.append(Violation("out_of_order", str(second.centre_id)))
    named = [ranked.centre_id for ranked in plan.ranked] + [centre_id for centre_id, _ in plan.excluded]
    twice = sorted(centre_id for centre_id, times in Counter(named).items() if times > 1)
    found.extend(Violation("named_twice", str(centre_id)) for centre_id in twice)
    if len(set(named)) + plan.beyond != len(facts):
        found.append(Violation("centres_unaccounted"))
    return found
