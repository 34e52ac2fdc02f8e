"""Where bases should stand: who needs them x where they may be -> the best p, proved or with the gap told.

>>> plan = solve(Problem.from_matrix([[0, 4, 9], [4, 0, 5], [9, 5, 0]], weights=[10, 1, 8], p=2))
>>> plan.opened, plan.value, plan.gap
((0, 2), 4.0, 0.0)
>>> plan.explain(1).rival_worth  # the middle site in place of one of these: 36 person-km worse
-36.0

    minimise    sum_i w_i sum_j d_ij x_ij              (p-median; Hakimi 1964)
    or maximise sum_i w_i z_i, z_i <= sum_{j: d_ij <= R} y_j   (covering; Church, ReVelle 1974)
    subject to  sum_j x_ij = 1,  x_ij <= y_j,  sum_j y_j <= p,  sum_j c_j y_j <= B,
                y_j = 1 at existing bases,  sum_i w_i x_ij <= K_j (capacity; x may be a share),  y binary.

Swap search (Resende, Werneck 2007), Lagrangian dual of sum_j x_ij = 1 by a deflected, projected subgradient
with its step preconditioned by w (after Beasley 1985), dives, regions (Taillard, Voss 2002), then branch and
bound on the dual with reduced costs. A step reads the sites nearer than the prices: about 2 n m / p.
Capacities go to HiGHS. No waiting times; with capacities above 40,000 pairs the gap is looser.
The weekly round of a mobile base is `plan_round`.
"""

from hamafza_engines.frame import BadInput, Violation, Within
from hamafza_engines.siting._check import check
from hamafza_engines.siting._distances import haversine_km
from hamafza_engines.siting._files import read_pmed, read_problem, write_plan
from hamafza_engines.siting._plan import Plan
from hamafza_engines.siting._rounds import Round, RoundPlan, check_round, plan_round
from hamafza_engines.siting._solve import solve
from hamafza_engines.siting._types import Params, Problem
from hamafza_engines.siting._why import Why

__all__ = [
    "BadInput",
    "Params",
    "Plan",
    "Problem",
    "Round",
    "RoundPlan",
    "Violation",
    "Why",
    "Within",
    "check",
    "check_round",
    "haversine_km",
    "plan_round",
    "read_pmed",
    "read_problem",
    "solve",
    "write_plan",
]
