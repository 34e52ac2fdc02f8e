"""A cover at once, before any kernel is loaded: site after site, each the one that reaches most people more.

Church and ReVelle (1974); at least 1 - 1/e of the best (Nemhauser, Wolsey, Fisher 1978). A gain can but fall:
it is counted anew only when it leads (Minoux 1978).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hamafza_engines.frame import need
from hamafza_engines.siting._instance import Instance
from hamafza_engines.siting._types import EXTRA

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def cover(instance: Instance) -> tuple[NDArray[np.int8], float]:
    """Return open sites within count and money, and the weight they leave."""
    np = need("numpy", extra=EXTRA)
    demand = np.repeat(np.arange(len(instance.weight)), np.diff(instance.start))
    near = np.split(
        demand[np.argsort(instance.site, kind="stable")],
        np.cumsum(np.bincount(instance.site, minlength=len(instance.state)))[:-1],
    )
    left, opened = instance.weight.copy(), (instance.state == 1).astype(np.int8)
    for j in np.flatnonzero(opened):
        left[near[j]] = 0.0
    gain = np.where(opened == 1, 0.0, np.bincount(instance.site, left[demand], len(opened)))
    money, room = instance.budget, instance.p - int(opened.sum())  # what stands costs nothing
    while room > 0:
        gain[instance.cost > money] = 0.0
        j = int(gain.argmax())
        told, gain[j] = gain[j], left[near[j]].sum()
        if told <= 0:
            break
        if gain[j] < told:
            continue
        opened[j], left[near[j]], gain[j] = 1, 0.0, 0.0
        money -= instance.cost[j]
        room -= 1
    return opened, float(left.sum())
