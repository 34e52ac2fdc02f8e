"""Swap search on sorted lists, compiled: what opening brings, closing loses, and the pair saves.

Resende and Werneck, "A fast swap-based local search procedure for location problems" (2007): the profit of
opening f and closing r is gain[f] - loss[r] + extra[f, r]; a move changes these for the demands near it.
"""

import numpy as np

from hamafza_engines.siting._dual_kernel import Floats, Ints, Sites, States, Table
from hamafza_engines.siting._jit import compiled


@compiled
def serve(start: Ints, site: Sites, dist: Floats, weight: Floats, far: Floats, opened: States) -> float:
    """Return the weighted cost when each demand goes to its nearest open site (none in its list: far)."""
    total = 0.0
    for i in range(weight.size):
        cost = far[i]
        for k in range(start[i], start[i + 1]):
            if opened[site[k]] == 1:
                cost = dist[k]
                break
        total += weight[i] * cost
    return total


@compiled
def _nearest(i: int, start: Ints, site: Sites, dist: Floats, far: Floats, opened: States,
             first: Ints, second: Ints, near: Floats, next_near: Floats) -> None:  # fmt: skip
    first[i] = second[i] = -1
    near[i] = next_near[i] = far[i]
    for k in range(start[i], start[i + 1]):
        if opened[site[k]] == 1:
            if first[i] < 0:
                first[i] = site[k]
                near[i] = dist[k]
            else:
                second[i] = site[k]
                next_near[i] = dist[k]
                return


@compiled
def _tell(i: int, sign: float, start: Ints, site: Sites, dist: Floats, weight: Floats, opened: States,
          slot: Ints, first: Ints, near: Floats, next_near: Floats, gain: Floats, loss: Floats,
          extra: Table) -> None:  # fmt: skip
    heavy = sign * weight[i]
    mine = slot[first[i]] if first[i] >= 0 else -1
    if mine >= 0:
        loss[mine] += heavy * (next_near[i] - near[i])
    for k in range(start[i], start[i + 1]):
        if dist[k] >= next_near[i]:
            return
        j = site[k]
        if opened[j] == 1:
            continue
        if dist[k] < near[i]:
            gain[j] += heavy * (near[i] - dist[k])
            if mine >= 0:
                extra[j, mine] += heavy * (next_near[i] - near[i])
        elif mine >= 0:
            extra[j, mine] += heavy * (next_near[i] - dist[k])


@compiled
def swap_search(
    start: Ints, site: Sites, dist: Floats, weight: Floats, far: Floats,
    opened: States, state: States, p: int, cost: Floats, budget: float, moves: int,
) -> int:  # fmt: skip
    """Make the best swap or opening until none pays or `moves` are made; `opened` changes in place."""
    demands, sites = weight.size, opened.size
    first, second = np.empty(demands, np.int64), np.empty(demands, np.int64)
    near, next_near = np.empty(demands), np.empty(demands)
    slot, holder = np.full(sites, -1), np.full(max(p, 1), -1)
    count, spent, scale = 0, 0.0, 0.0
    for j in range(sites):
        if opened[j] == 1:
            slot[j] = count
            holder[count] = j
            count += 1
            spent += cost[j]
    gain, loss, extra = np.zeros(sites), np.zeros(p), np.zeros((sites, p))
    for i in range(demands):
        _nearest(i, start, site, dist, far, opened, first, second, near, next_near)
        _tell(i, 1.0, start, site, dist, weight, opened, slot, first, near, next_near, gain, loss, extra)
        scale += weight[i] * near[i]
    for made in range(moves):
        best, come, go = 1e-9 * scale + 1e-12, -1, -1
        for j in range(sites):
            if opened[j] == 1 or state[j] == -1:
                continue
            if count < p and spent + cost[j] <= budget and gain[j] > best:
                best, come, go = gain[j], j, -1
            for r in range(count):
                profit = gain[j] - loss[r] + extra[j, r]
                if profit > best:
                    out = holder[r]
                    if state[out] != 1 and spent + cost[j] - cost[out] <= budget:
                        best, come, go = profit, j, r
        if come < 0:
            return made
        leaver = holder[go] if go >= 0 else -1
        touched = np.zeros(demands, np.bool_)
        for i in range(demands):
            hit = go >= 0 and (first[i] == leaver or second[i] == leaver)
            if not hit:
                for k in range(start[i], start[i + 1]):
                    if dist[k] >= next_near[i]:
                        break
                    if site[k] == come:
                        hit = True
                        break
            if hit:
                touched[i] = True
                _tell(
                    i,
                    -1.0,
                    start,
                    site,
                    dist,
                    weight,
                    opened,
                    slot,
                    first,
                    near,
                    next_near,
                    gain,
                    loss,
                    extra,
                )
        opened[come] = 1
        gain[come] = 0.0
        spent += cost[come]
        if go < 0:
            go = count
            count += 1
        else:
            opened[leaver] = 0
            slot[leaver] = -1
            spent -= cost[leaver]
        holder[go], slot[come], loss[go] = come, go, 0.0
        extra[come, :] = 0.0
        extra[:, go] = 0.0
        for i in range(demands):
            if touched[i]:
                _nearest(i, start, site, dist, far, opened, first, second, near, next_near)
                _tell(
                    i, 1.0, start, site, dist, weight, opened, slot, first, near, next_near, gain, loss, extra
                )
    return moves


@compiled
def region(
    start: Ints, site: Sites, opened: States, core: States, centre: int, size: int
) -> tuple[States, States]:
    """Grow a set of `size` open sites around one by the demands they share; mark core sites among them."""
    mine, around = np.zeros(opened.size, np.int8), np.zeros(opened.size, np.int8)
    mine[centre] = 1
    count, before = 1, 0
    while before < count:
        before = count
        ring = np.zeros(opened.size, np.int8)
        for i in range(start.size - 1):
            first = -1
            for k in range(start[i], start[i + 1]):
                if opened[site[k]] == 1:
                    first = site[k]
                    break
            if first < 0 or mine[first] == 0:
                continue
            seen = 0
            for k in range(start[i], start[i + 1]):
                j = site[k]
                if opened[j] == 1:
                    seen += 1
                    if seen > 3:
                        break
                    if mine[j] == 0 and ring[j] == 0 and count < size:
                        ring[j] = 1
                        count += 1
                elif core[j] == 1:
                    around[j] = 1
        for j in range(opened.size):
            if ring[j] == 1:
                mine[j] = 1
        if count >= size:
            break
    return mine, around


@compiled
def caps(start: Ints, site: Sites, dist: Floats, far: Floats, fixed: States) -> Floats:
    """Return the distance to the nearest fixed site, far without one in the list."""
    high = far.copy()
    for i in range(far.size):
        for k in range(start[i], start[i + 1]):
            if fixed[site[k]] == 1:
                high[i] = dist[k]
                break
    return high
