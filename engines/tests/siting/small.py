"""Problems small enough to look at every set of bases, each drawn from its seed in one of many shapes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from hamafza_engines.siting import Problem

Shape = Callable[[np.random.Generator], np.ndarray]


def _square(chance: np.random.Generator) -> np.ndarray:
    there = chance.integers(1, 40, (6, 6)).astype(float)
    np.fill_diagonal(there, 0.0)
    return there


SHAPES: dict[str, Shape] = {
    "whole km": lambda chance: chance.integers(0, 30, (7, 6)).astype(float),
    "broken km": lambda chance: chance.uniform(0, 30, (7, 6)),
    "ties everywhere": lambda chance: chance.integers(0, 2, (8, 6)).astype(float),
    "there and back differ": _square,
    "many sites, few places": lambda chance: chance.integers(0, 50, (3, 8)).astype(float),
    "many places, few sites": lambda chance: chance.integers(0, 50, (20, 4)).astype(float),
    "one place": lambda chance: chance.integers(0, 9, (1, 6)).astype(float),
    "one site": lambda chance: chance.integers(0, 9, (6, 1)).astype(float),
    "twins": lambda chance: chance.integers(0, 20, (4, 3)).astype(float)[np.arange(8) % 4][
        :, np.arange(6) % 3
    ],
    "far and near": lambda chance: 10.0 ** chance.integers(-3, 9, (7, 6)),
    "hairs apart": lambda chance: 5 + 1e-4 * chance.integers(0, 9, (7, 6)),
}


def drawn(shape: str, seed: int, **limits: Any) -> Problem:
    """Draw km in a shape and people of 0 to 9, nobody at some places."""
    chance = np.random.default_rng(seed)
    km = SHAPES[shape](chance)
    limits.setdefault("p", int(chance.integers(1, km.shape[1] + 1)))
    return Problem.from_matrix(km, weights=chance.integers(0, 10, len(km)), **limits)


def priced(seed: int, **limits: Any) -> Problem:
    """Draw 8 places and 6 sites at prices of 0 to 5, with money for about half of them."""
    chance = np.random.default_rng(seed)
    return Problem.from_matrix(
        chance.integers(0, 30, (8, 6)), weights=chance.integers(0, 6, 8), cost=chance.integers(0, 6, 6),
        budget=float(chance.integers(0, 14)), **limits,
    )  # fmt: skip


def on_earth(seed: int, n: int = 8, m: int = 6, **limits: Any) -> Problem:
    """Draw places and sites over the whole earth, poles and date line too."""
    chance = np.random.default_rng(seed)
    places = np.column_stack((chance.uniform(-90, 90, n), chance.uniform(-180, 180, n)))
    sites = np.column_stack((chance.uniform(-90, 90, m), chance.uniform(-180, 180, m)))
    return Problem.from_places(places, sites, weights=chance.integers(1, 9, n), **limits)
