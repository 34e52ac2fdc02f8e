"""Best plan and bound of p-median and covering: search, climb, search again, close, prove."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from hamafza_engines.frame import Within, need
from hamafza_engines.siting._coarse import look
from hamafza_engines.siting._dive import dive
from hamafza_engines.siting._dual import Climb, Control
from hamafza_engines.siting._instance import Instance
from hamafza_engines.siting._regions import WIDE, mend
from hamafza_engines.siting._search import at_random, by_rank, improve, kick
from hamafza_engines.siting._tree import Best, prove, root_of, shrunk
from hamafza_engines.siting._types import EXTRA, Params

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_DIVES = 2
_FAST, _SLOW = 0.15, 0.04  # share of the bases that a dive opens at each step
_HOPELESS = 800  # sites left beyond which a tree would not end
_EARLY = 300  # rounds before the first dive
Tell = Callable[[str], object]
_PIECE = 50_000_000  # list entries read between two looks at the clock


def locate(
    instance: Instance, params: Params, stop: Within, seed: int, tell: Tell,
    start: NDArray[np.int8] | None = None,
) -> tuple[Best, float]:  # fmt: skip
    """Return the best plan found, from `start` on, and a bound below the cost of every plan."""
    np = need("numpy", extra=EXTRA)
    chance = np.random.default_rng(seed)
    opened = at_random(instance, chance) if start is None else start
    best = Best(opened, improve(instance, opened, stop), instance, params.gap)
    tell(f"first plan: {best.cost:g}")
    root = root_of(instance)
    step = 0.3 if look(root, best, stop) else 1.0
    going = root.climb(
        upper=best.cost, target=best.target, rounds=1, step=step, least=1e-4, patience=10, shrink=0.8
    )
    _climb(going, best, min(_EARLY, params.rounds), stop)
    tell(f"bound: {root.bound:g}, plan: {best.cost:g}")
    if root.bound < best.target and not stop.over():
        dive(root, best, stop, chance, part=_FAST)  # early, so that a stop finds a good plan
        _climb(going, best, params.rounds, stop)
        tell(f"bound: {root.bound:g}, plan: {best.cost:g}")
        _search_on(instance, best, root, params, stop, chance, tell)
        going.numbers[0] = max(going.numbers[0], 0.3)
        _climb(going, best, params.rounds // 5, stop)
        tell(f"bound: {root.bound:g}, plan: {best.cost:g}")
    if root.bound >= best.target or stop.over():
        return best, best.proved_by(root.bound)
    going.fix(best.target)
    tell(f"sites left: {int((root.state >= 0).sum())} of {len(root.state)}")
    if int((root.state == 0).sum()) > _HOPELESS and instance.p > WIDE:
        _polish(root, best, params, stop, chance, tell)
        going.fix(best.target)
    return best, best.proved_by(max(prove(shrunk(root), best, params, stop, tell=tell), root.bound))


def _polish(
    root: Climb, best: Best, params: Params, stop: Within, chance: np.random.Generator, tell: Tell
) -> None:
    """Dive and mend again, each time by other lots, while that finds better plans."""
    failed = 0
    while failed < _DIVES and not stop.over() and root.bound < best.target:
        before = best.cost
        dive(root, best, stop, chance, part=_SLOW)
        mend(best, root, params, stop, chance)
        failed = 0 if best.cost < before else failed + 1
        tell(f"polished: {best.cost:g}")


def _climb(going: Control, best: Best, rounds: int, stop: Within) -> None:
    piece = max(1, min(200, _PIECE // max(1, len(going.node.lists[1]))))
    while rounds > 0 and not stop.over() and not going.done and going.node.bound < best.target:
        going.on(upper=best.cost, target=best.target, rounds=min(piece, rounds))
        rounds -= piece


def _search_on(
    instance: Instance, best: Best, root: Climb, params: Params, stop: Within, chance: np.random.Generator,
    tell: Tell,
) -> None:  # fmt: skip
    """Search from what the dual likes, then from disturbed plans while they help."""
    for rank in (root.rho, -root.share):
        opened = by_rank(instance, rank)
        best.offer(opened, improve(instance, opened, stop))
    for _ in range(_DIVES):
        if stop.over() or root.bound >= best.target:
            return
        dive(root, best, stop, chance, part=_SLOW)
        tell(f"dived: {best.cost:g}")
    if instance.p > WIDE:
        mend(best, root, params, stop, chance)
        tell(f"mended: {best.cost:g}")
    failed = 0
    while failed < params.kicks and not stop.over() and root.bound < best.target:
        opened = kick(instance, best.opened, chance)
        failed = 0 if best.offer(opened, improve(instance, opened, stop)) else failed + 1
    tell(f"kicked: {best.cost:g}")
