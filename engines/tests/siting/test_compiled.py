"""Machine code and the Python it comes from give the same: no type has been guessed wrong on the way."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from hamafza_engines.frame import MissingExtra
from hamafza_engines.siting import _dual_kernel, _jit, _roads_kernel, _search_kernel
from hamafza_engines.siting._jit import compiled
from hamafza_engines.siting._warm import warm

from .twins import drawn_lists, packed

SITES, PLACES = 6, 9
INF = float("inf")


def arguments(seed: int) -> dict[str, tuple[object, ...]]:
    """Draw what each kernel is called with."""
    chance = np.random.default_rng(seed)
    start, site, dist = packed(drawn_lists(seed, PLACES, SITES))
    weight, rho = chance.integers(1, 9, PLACES).astype(float), -chance.integers(0, 9, SITES).astype(float)
    far, cost = np.full(PLACES, 10.0), chance.integers(1, 4, SITES).astype(float)
    state = chance.choice([-1, 0, 0, 0, 1], SITES).astype(np.int8)
    opened = (chance.random(SITES) < 0.5).astype(np.int8)
    numbers = np.array([0, -1, 1, 2, -1, 3], np.int32)
    high = chance.choice([3.0, 6.0, 10.0], PLACES)
    ways = np.where(chance.random((5, 5)) < 0.5, chance.integers(1, 9, (5, 5)), INF)
    p = max(3, int(opened.sum()))
    climb = (
        np.full(PLACES, 4.0), np.zeros(PLACES), np.full(PLACES, 4.0), np.zeros(SITES), np.zeros(SITES),
        np.array([1.0, 1e-4, -INF, 0.0, 0.0, 0.0]), 99.0, INF, 25, 5, 0.8,
    )  # fmt: skip
    return {
        "choose_count": (rho, state, 4, np.zeros(SITES)),
        "choose_budget": (rho, state, cost, 9.0, np.zeros(SITES)),
        "ascend": (start, site, dist, weight, np.zeros(PLACES), far, np.abs(state) * 0, 3, cost, 7.0, *climb),
        "compress": (start, site, dist, high, numbers),
        "useful": (start, site, dist, high, numbers),
        "reach": (start, site, dist, 2, high),
        "floyd": (ways,),
        "serve": (start, site, dist, weight, far, opened),
        "swap_search": (start, site, dist, weight, far, opened, np.abs(state) * 0, p, cost, 14.0, 9),
        "region": (start, site, opened, 1 - opened, int(opened.argmax()), 3),
        "caps": (start, site, dist, far, opened),
        "dijkstra": (np.array([0, 2, 3, 4]), np.array([1, 2, 0, 0]), np.array([4.0, 1.5, 4.0, 1.5]), np.zeros((3, 3))),
    }  # fmt: skip


def kernel(name: str) -> Callable[..., object]:
    """Return a kernel by its name."""
    for module in (_dual_kernel, _search_kernel, _roads_kernel):
        if hasattr(module, name):
            return getattr(module, name)
    raise KeyError(name)


def outcome(run: Callable[..., object], given: tuple[object, ...]) -> list[object]:
    """Return what a kernel answers and what it leaves in the arrays it was given."""
    mine = [each.copy() if isinstance(each, np.ndarray) else each for each in given]
    answer = run(*mine)
    told = answer if isinstance(answer, tuple) else (answer,)
    return [each.tolist() if isinstance(each, np.ndarray) else each for each in (*told, *mine)]


@pytest.mark.parametrize("name", sorted(arguments(0)))
@pytest.mark.parametrize("seed", range(5))
def test_a_kernel_does_what_its_python_does(name: str, seed: int) -> None:
    given = arguments(seed)[name]

    with np.errstate(invalid="ignore"):  # a climb begins at minus infinity
        fast, slow = outcome(kernel(name), given), outcome(kernel(name).py_func, given)

    for mine, theirs in zip(fast, slow, strict=True):
        assert np.allclose(np.array(mine, float), np.array(theirs, float), rtol=1e-12, equal_nan=True)


def test_every_kernel_is_in_the_table() -> None:
    all_of_them = {
        name
        for module in (_dual_kernel, _search_kernel, _roads_kernel)
        for name, each in vars(module).items()
        if hasattr(each, "py_func") and not name.startswith("_")
    }

    assert all_of_them == set(arguments(0))


def test_kernels_are_warm_after_the_first_time() -> None:
    warm()
    before = {name: len(kernel(name).signatures) for name in arguments(0)}

    warm()

    assert {name: len(kernel(name).signatures) for name in arguments(0)} == before
    assert all(
        before[name] for name in ("ascend", "swap_search", "serve", "compress", "reach", "region", "caps")
    )


def test_without_numba_the_command_to_install_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(module: str, *, extra: str) -> object:
        raise MissingExtra(module, extra)

    monkeypatch.setattr(_jit, "need", gone)

    with pytest.raises(MissingExtra, match=r"\./hamafza extras siting"):
        compiled(lambda: None)
