"""Needs and offers -> the fairest plan of most worth, each line explained, each override priced.

>>> problem = Problem(
...     need_amount=[4, 3], offer_amount=[5], arc_need=[0, 1], arc_offer=[0, 0], arc_worth=[3000, 1000],
...     need_group=[0, 1], group_ids=["Chabahar", "Zabol"],
... )
>>> plan = solve(problem)
>>> plan.flow.tolist(), plan.value, plan.bound, plan.value_without_fairness
([3, 2], 11000, 11000, 13000)
>>> plan.explain(0).reason
'fairness'

The program, x units by arc (need i, offer j), g the groups (counties), a the amounts, w the worths:

    1. lexmax  shares r_g = sum_{i in g} x_ij / sum_{i in g} a_i, the smallest first, whole units
    2. max     sum w_ij x_ij          among the plans with those shares
       s.t.    sum_j x_ij <= a_i      no need gets more than it asked
               sum_i x_ij <= b_j      no offer gives more than it has
               x_ij = p_ij on pinned pairs, 0 on forbidden ones, x whole and >= 0
               Params.floor < 1: shares are made equal only up to it; 0: step 2 alone
    3. side rules: bundles whole or not at all; offers for one need only; least lots

Method: connected components; step 1 by maximum flows and their cuts (Megiddo 1974; Fujishige 1980); step 2 by
cost-scaling minimum-cost flow (Goldberg and Tarjan 1990; Goldberg 1997, in OR-Tools), shares being demands of
groups; step 3 by dives and by HiGHS as a mixed-integer program on the touched component, its gap told.
Step 1 takes about ten maximum flows, step 2 O(n^2 m log(n C)) at worst and far less on sparse networks.

It cannot: weigh amounts of different kinds against each other (groups are county and kind); look beyond one
round of allocation; keep shares exact under side rules, where they are an aim; decide: it proposes.
"""

from hamafza_engines.allocation._check import check
from hamafza_engines.allocation._match import Need, Offer, matched
from hamafza_engines.allocation._plan import Explanation, GroupShare, Line, Plan, Rival
from hamafza_engines.allocation._solve import Price, price, resolve, solve
from hamafza_engines.allocation._types import Change, Params, Pin, Problem

__all__ = [
    "Change",
    "Explanation",
    "GroupShare",
    "Line",
    "Need",
    "Offer",
    "Params",
    "Pin",
    "Plan",
    "Price",
    "Problem",
    "Rival",
    "check",
    "matched",
    "price",
    "resolve",
    "solve",
]
