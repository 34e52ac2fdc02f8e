"""The radius (cumulative) model of the p-median by HiGHS, the method that was recommended to finish with.

With D_i1 < ... < D_iK the distances of place i, z_ik = 1 says that no base stands within D_ik (García, Labbé & Marín 2011):
    min  sum_i w_i (D_i1 + sum_k (D_i,k+1 - D_ik) z_ik)
    s.t. z_ik + sum_(j: d_ij <= D_ik) y_j >= 1,   sum_j y_j = p,   y in {0, 1}, z >= 0
Only the first m - p + 1 bases of a place can matter.
"""

import numpy as np

from hamafza_engines.siting import Problem


def solve(problem: Problem, *, limit: float) -> tuple[float, bool] | None:
    """Its value and whether HiGHS proved it; None when the limit passes without any plan. One thread."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    distance, weights = np.asarray(problem.distance), np.asarray(problem.weights, float)
    n, m = distance.shape
    rows, columns, cost, fixed = [], [], [], 0.0
    count = 0
    for i in range(n):
        order = np.argsort(distance[i], kind="stable")[: m - problem.p + 1]
        steps, first = np.unique(distance[i][order], return_index=True)
        fixed += weights[i] * steps[0]
        for k in range(len(steps) - 1):
            within = order[: first[k + 1]]
            rows.append(np.full(len(within) + 1, count))
            columns.append(np.append(within, m + count))
            cost.append(weights[i] * (steps[k + 1] - steps[k]))
            count += 1
    at, which = np.concatenate(rows), np.concatenate(columns)
    covers = csr_array((np.ones(len(at)), (at, which)), shape=(count, m + count))
    chosen = csr_array((np.ones(m), (np.zeros(m, int), np.arange(m))), shape=(1, m + count))
    found = milp(
        np.concatenate((np.zeros(m), cost)),
        integrality=np.concatenate((np.ones(m), np.zeros(count))),
        bounds=Bounds(0, 1),
        constraints=[LinearConstraint(covers, 1, np.inf), LinearConstraint(chosen, problem.p, problem.p)],
        options={"time_limit": limit, "mip_rel_gap": 1e-6},
    )
    return None if found.x is None else (float(found.fun) + fixed, found.status == 0)
