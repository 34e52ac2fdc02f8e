"""CPU seconds of several ways to do the same work, measured in turns."""

import resource
from collections.abc import Callable, Mapping
from statistics import median
from time import process_time


def in_turns(ways: Mapping[str, Callable[[], object]], *, runs: int = 5) -> dict[str, float]:
    """Return the median CPU seconds (own and children's, user and system) of each; all have run once before."""
    for work in ways.values():
        work()
    spent: dict[str, list[float]] = {who: [] for who in ways}
    for _ in range(runs):
        for who, work in ways.items():
            before = _cpu()
            work()
            spent[who].append(_cpu() - before)
    return {who: median(each) for who, each in spent.items()}


def _cpu() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return process_time() + children.ru_utime + children.ru_stime
