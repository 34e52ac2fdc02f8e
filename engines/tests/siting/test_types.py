"""Bad values are refused with their name, and heavy libraries wait until they are needed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import hamafza_engines.siting as siting
from hamafza_engines.siting import BadInput, Params, Problem


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("p", {"p": -1}),
        ("p", {"p": 1.5}),
        ("p", {"p": True}),
        ("p", {}),
        ("p", {"p": 0, "existing": (1,)}),
        ("weights", {"p": 1, "weights": [1, -1]}),
        ("weights", {"p": 1, "weights": [1, float("nan")]}),
        ("weights", {"p": 1, "weights": [1, 1e16]}),
        ("weights", {"p": 1, "weights": ["a", "b"]}),
        ("existing", {"p": 1, "existing": (2,)}),
        ("radius", {"p": 1, "radius": -1.0}),
        ("radius", {"p": 1, "radius": float("nan")}),
        ("budget", {"budget": 3.0}),
        ("budget", {"budget": -3.0, "cost": [1, 1]}),
        ("cost", {"budget": 3.0, "cost": [1]}),
        ("capacity", {"p": 1, "capacity": [1, float("inf")]}),
        ("site_names", {"p": 1, "site_names": ("a",)}),
    ],
)
def test_a_bad_value_is_refused_by_name(field: str, values: dict[str, object]) -> None:
    with pytest.raises(BadInput) as fault:
        Problem.from_matrix([[1.0, 2.0], [3.0, 4.0]], **values)

    assert fault.value.field == field


@pytest.mark.parametrize(
    "matrix",
    [[[float("nan")]], [[-1.0]], [[float("inf")]], [1.0, 2.0], [[[1.0]]], [["x"]], [[1.0], [1.0, 2.0]]],
)
def test_a_bad_matrix_is_refused(matrix: object) -> None:
    with pytest.raises(BadInput, match="distance"):
        Problem.from_matrix(matrix, p=1)


@pytest.mark.parametrize("points", [[(91, 0)], [(0, 181)], [(1, 2, 3)], [(float("nan"), 0)]])
def test_a_bad_point_is_refused(points: object) -> None:
    with pytest.raises(BadInput, match="demand_at"):
        Problem.from_places(points, p=1)


@pytest.mark.parametrize(
    "values",
    [{"gap": -1}, {"gap": 1.0}, {"rounds": 0}, {"node_rounds": 0}, {"kicks": -1}, {"neighbours": 1.0}],
)
def test_bad_params_are_refused(values: dict[str, float]) -> None:
    with pytest.raises(BadInput, match=next(iter(values))):
        Params(**values)


def test_a_problem_is_frozen() -> None:
    with pytest.raises(AttributeError):
        Problem.from_matrix([[1.0]], p=1).p = 2


def test_the_public_list_is_sorted_and_complete() -> None:
    assert siting.__all__ == sorted(siting.__all__)
    assert {name for name in vars(siting) if name[0].isupper()} <= set(siting.__all__)
    assert all(hasattr(siting, name) for name in siting.__all__)


@pytest.mark.slow  # a fresh Python
def test_importing_costs_no_heavy_library() -> None:
    code = "import sys, hamafza_engines.siting; print({'numpy', 'numba', 'scipy', 'highspy', 'ortools'} & set(sys.modules))"

    home = str(Path(siting.__file__).parents[2])
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONPATH": home}
    ).stdout

    assert told.strip() == "set()"


def test_numbers_of_any_kind_are_taken() -> None:
    problem = Problem.from_matrix(
        np.ones((2, 2), np.int8), weights=(1, 2), p=np.int64(1), existing=[np.int32(1)]
    )

    assert problem.weights.dtype == np.float64
    assert problem.existing == (1,)
