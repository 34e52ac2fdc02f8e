"""The Lagrangian of p-median and covering, compiled: price the sites, choose, step the prices, again.

Sorted lists: demand i reads site[start[i]:start[i+1]] at ascending dist[...], and stops at the first one
dearer than its own price. That prefix is a tenth or a hundredth of the row.
"""

import numpy as np
from numpy.typing import NDArray

from hamafza_engines.siting._jit import compiled

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Sites = NDArray[np.int32]
Table = NDArray[np.float64]  # two-dimensional
States = NDArray[np.int8]  # 1 open for good, 0 free, -1 closed for good

_DEFLECT = 0.8  # how much of the last direction stays: damps the zigzag of a plain subgradient


@compiled
def _smallest(values: Floats, count: int) -> None:
    """Put the `count` smallest first (quickselect, in place)."""
    low, high = 0, values.size - 1
    while low < high:
        pivot = values[(low + high) // 2]
        i, j = low, high
        while i <= j:
            while values[i] < pivot:
                i += 1
            while values[j] > pivot:
                j -= 1
            if i <= j:
                values[i], values[j] = values[j], values[i]
                i += 1
                j -= 1
        if count - 1 <= j:
            high = j
        elif count - 1 >= i:
            low = i
        else:
            return


@compiled
def choose_count(rho: Floats, state: States, p: int, chosen: Floats) -> tuple[float, float, float]:
    """Open the forced and the cheapest free sites, p in all; return their sum, the last in, the first out."""
    free = np.empty(rho.size)
    size, total, left = 0, 0.0, p
    for j in range(rho.size):
        chosen[j] = 0.0
        if state[j] == 1:
            chosen[j] = 1.0
            total += rho[j]
            left -= 1
        elif state[j] == 0:
            free[size] = rho[j]
            size += 1
    if left <= 0:
        return total, -np.inf, -np.inf
    last, first_out = (
        np.inf,
        0.0,
    )  # all may open: none is closed for good, and closing one costs its own value
    if size > left:
        first_out = np.inf
        _smallest(free[:size], left)
        last = free[0]
        for k in range(1, left):
            last = max(last, free[k])
        for k in range(left, size):
            first_out = min(first_out, free[k])
    for tie in range(2):
        for j in range(rho.size):
            if (
                left > 0
                and state[j] == 0
                and chosen[j] == 0.0
                and (rho[j] < last or (tie == 1 and rho[j] == last))
            ):
                chosen[j] = 1.0
                total += rho[j]
                left -= 1
    return total, last, first_out


@compiled
def choose_budget(
    rho: Floats, state: States, cost: Floats, budget: float, chosen: Floats
) -> tuple[float, float]:
    """Fill the budget by benefit per cost, the last site in part; return the sum and the rate there."""
    rate = np.zeros(rho.size)
    total, left = 0.0, budget
    for j in range(rho.size):
        chosen[j] = 0.0
        if state[j] == 1:
            chosen[j] = 1.0
            total += rho[j]
            left -= cost[j]
        elif state[j] == 0:
            rate[j] = rho[j] / cost[j] if cost[j] > 0 else -np.inf if rho[j] < 0 else 0.0
    while True:  # a sort would cost a second to compile, and few sites are bought
        j, best = -1, 0.0
        for k in range(rho.size):
            if rate[k] < best:
                j, best = k, rate[k]
        if j < 0:
            return total, 0.0
        part = 1.0 if cost[j] <= left else max(left, 0.0) / cost[j]
        chosen[j] = part
        total += part * rho[j]
        left -= part * cost[j]
        if part < 1.0:
            return total, best
        rate[j] = 0.0


@compiled
def ascend(
    start: Ints, site: Sites, dist: Floats, weight: Floats, low: Floats, high: Floats,
    state: States, p: int, cost: Floats, budget: float,
    here: Floats, direction: Floats, price: Floats, share: Floats, rho: Floats, control: Floats,
    upper: float, target: float, rounds: int, patience: int, shrink: float,
) -> None:  # fmt: skip
    """Climb the dual from `here`; leave the best prices in `price`, their site values in `rho`.

    `control` = step, smallest step, best bound, threshold of the last site in, of the first out, 1 if the
    budget rules. All arrays are left so that a climb can go on where it stopped.
    """
    demands, sites = weight.size, state.size
    value, chosen, other = np.empty(sites), np.empty(sites), np.empty(sites)
    stop = np.empty(demands, np.int64)
    best, last_in, first_out, by_budget, stalled = control[2], control[3], control[4], control[5] > 0, 0
    for _ in range(rounds):
        total = 0.0
        value[:] = 0.0
        for i in range(demands):
            own, heavy = here[i], weight[i]
            total += heavy * own
            end = start[i]
            while end < start[i + 1] and dist[end] < own:
                value[site[end]] += heavy * (dist[end] - own)
                end += 1
            stop[i] = end
        picked, last, first = choose_count(value, state, p, chosen)
        budget_rules = False
        if budget < np.inf:
            bought, rate = choose_budget(value, state, cost, budget, other)
            if bought > picked:
                picked, last, first, budget_rules = bought, rate, rate, True
                chosen, other = other, chosen
        bound = total + picked
        for j in range(sites):
            share[j] += 0.05 * (chosen[j] - share[j])
        stalled = 0 if bound > best + 1e-6 * abs(best) else stalled + 1
        if bound > best:
            best, last_in, first_out, by_budget = bound, last, first, budget_rules
            for i in range(demands):  # slices would drag their error messages into the compiler
                price[i] = here[i]
            for j in range(sites):
                rho[j] = value[j]
        if best >= target:
            break
        if stalled >= patience:
            control[0] *= shrink
            stalled = 0
            if control[0] < control[1]:
                break
        length = 0.0
        for i in range(demands):
            slope = 1.0
            for k in range(start[i], stop[i]):
                slope -= chosen[site[k]]
            way = slope + _DEFLECT * direction[i]
            if (way > 0 and here[i] >= high[i]) or (way < 0 and here[i] <= low[i]):
                way = 0.0
            direction[i] = way
            length += weight[i] * way * way
        if length <= 0.0:
            break
        step = control[0] * max(upper - bound, 0.0) / length
        for i in range(demands):
            here[i] = min(max(here[i] + step * direction[i], low[i]), high[i])
    control[2], control[3], control[4], control[5] = best, last_in, first_out, 1.0 if by_budget else 0.0


@compiled
def compress(
    start: Ints, site: Sites, dist: Floats, high: Floats, renumber: Sites
) -> tuple[Ints, Sites, Floats]:
    """Return the lists without the sites renumbered -1 and without what no price can reach."""
    demands = start.size - 1
    begin, size = np.zeros(demands + 1, np.int64), 0
    for i in range(demands):
        for k in range(start[i], start[i + 1]):
            if dist[k] > high[i]:
                break
            if renumber[site[k]] >= 0:
                size += 1
        begin[i + 1] = size
    kept, far = np.empty(size, np.int32), np.empty(size)
    size = 0
    for i in range(demands):
        for k in range(start[i], start[i + 1]):
            if dist[k] > high[i]:
                break
            if renumber[site[k]] >= 0:
                kept[size] = renumber[site[k]]
                far[size] = dist[k]
                size += 1
    return begin, kept, far


@compiled
def reach(start: Ints, site: Sites, dist: Floats, j: int, high: Floats) -> Floats:
    """Return `high` lowered to the distance of site j, which is now open: no price need be above it."""
    lowered = high.copy()
    for i in range(high.size):
        for k in range(start[i], start[i + 1]):
            if dist[k] >= high[i]:
                break
            if site[k] == j:
                lowered[i] = dist[k]
                break
    return lowered


@compiled
def floyd(ways: Table) -> None:
    """Shorten all pairs in place (Floyd, Warshall 1962); the inner loop runs along rows: it is vectorised."""
    for via in range(ways.shape[0]):
        for i in range(ways.shape[0]):
            first = ways[i, via]
            if first < np.inf:
                for j in range(ways.shape[0]):
                    ways[i, j] = min(ways[i, j], first + ways[via, j])


@compiled
def useful(start: Ints, site: Sites, dist: Floats, high: Floats, renumber: Sites) -> int:
    """Return how many entries `compress` would keep."""
    size = 0
    for i in range(start.size - 1):
        for k in range(start[i], start[i + 1]):
            if dist[k] > high[i]:
                break
            if renumber[site[k]] >= 0:
                size += 1
    return size
