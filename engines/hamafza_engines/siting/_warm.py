"""Load every kernel on a toy before the clock runs: the very first run compiles, which is no search."""

from functools import cache

from hamafza_engines.frame import need
from hamafza_engines.siting._types import EXTRA, Params, Problem


@cache
def warm() -> None:
    """Compile the kernels, or load them from the disk; a second call costs nothing."""
    np = need("numpy", extra=EXTRA)
    from hamafza_engines.frame import Within
    from hamafza_engines.siting import _dual_kernel as dual
    from hamafza_engines.siting import _search_kernel as search
    from hamafza_engines.siting._instance import instance_of
    from hamafza_engines.siting._search import improve
    from hamafza_engines.siting._tree import root_of

    instance = instance_of(Problem.from_matrix([[0.0, 1.0], [1.0, 0.0]], p=1), Params())
    opened = np.array([1, 0], np.int8)
    improve(instance, opened, Within(seconds=None).started())
    root = root_of(instance)
    root.climb(upper=1.0, target=1.0, rounds=1, step=1.0, least=1e-3, patience=5, shrink=0.5)
    numbers = np.arange(2, dtype=np.int32)
    if dual.useful(*root.lists, root.high, numbers):
        dual.compress(*root.lists, root.high, numbers)
    dual.reach(*root.lists, 0, root.high)
    search.region(*root.lists[:2], opened, root.state, 0, 1)
    search.caps(*root.lists, root.high, opened)
