"""The locks, their sources and pyproject.toml say the same, and no lock names a host."""

import re
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
REQUIREMENTS = ROOT / "requirements"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
ENGINES = tomllib.loads((ROOT / "engines/pyproject.toml").read_text())
DECLARED = {
    "app": PROJECT["project"]["dependencies"],
    **PROJECT["project"]["optional-dependencies"],
    **PROJECT["dependency-groups"],
}
EXTRAS = [name for name in PROJECT["project"]["optional-dependencies"] if name != "postgres"]


def source(name: str) -> list[str]:
    lines = (REQUIREMENTS / f"{name}.in").read_text().splitlines()
    return [line for line in lines if line and not line.startswith(("#", "-"))]


def pins(name: str) -> set[str]:
    """Every `package==version ; marker` of a lock; a wider lock may want a package on more platforms."""
    found = re.findall(r"^([a-z0-9][^\\\n]*?)\s*\\$", (REQUIREMENTS / f"{name}.txt").read_text(), re.M)
    return {pin.partition(" ; sys_platform")[0] for pin in found}


@pytest.mark.parametrize("name", DECLARED)
def test_pyproject_and_the_source_of_the_lock_agree(name: str) -> None:
    assert sorted(DECLARED[name]) == sorted(source(name))


@pytest.mark.parametrize("name", DECLARED)
def test_every_declared_package_is_in_its_lock(name: str) -> None:
    locked = {re.split(r"[=\s]", pin)[0] for pin in pins(name)}
    wanted = {re.split(r"[=\[<>]", line)[0] for line in source(name)}

    assert wanted <= locked


@pytest.mark.parametrize("name", DECLARED)
def test_a_lock_names_no_host_and_hashes_every_package(name: str) -> None:
    text = (REQUIREMENTS / f"{name}.txt").read_text()

    assert not re.search(r"https?:|--(extra-)?index|--find-links|--trusted-host", text)
    for block in re.split(r"\n(?=[a-z0-9])", text):
        assert "--hash=sha256:" in block, block.splitlines()[0]


@pytest.mark.parametrize("part", ["app", "postgres", *EXTRAS])
def test_the_development_lock_holds_the_same_pins(part: str) -> None:
    """So that installing what tests need never moves what the application or an engine runs on."""
    alone = {"pyspark", "py4j"} if part == "spark" else set()  # 480 MB and a build: only who asks for it has it

    assert {pin for pin in pins(part) if re.split(r"[=\s]", pin)[0] not in alone} <= pins("dev")


def test_the_peers_move_nothing_that_the_engines_run_on() -> None:
    dev = pins("dev")
    shared = {re.split(r"[=\s]", pin)[0] for pin in dev}

    assert {pin for pin in pins("bench") if re.split(r"[=\s]", pin)[0] in shared} <= dev


@pytest.mark.parametrize("name", EXTRAS)
def test_the_engines_alone_declare_the_same_extra(name: str) -> None:
    assert ENGINES["project"]["optional-dependencies"][name] == DECLARED[name]


@pytest.mark.parametrize("name", EXTRAS)
def test_an_extra_says_on_its_first_line_what_it_is_for_and_its_size(name: str) -> None:
    first = (REQUIREMENTS / f"{name}.in").read_text().splitlines()[0]

    assert re.fullmatch(r"# .+ · [0-9]+ MB", first)


def test_the_application_carries_no_solver() -> None:
    heavy = {"numpy", "scipy", "numba", "ortools", "highspy", "pandas", "pyarrow", "splink", "duckdb", "pyspark"}

    assert not heavy & {re.split(r"[=\s]", pin)[0] for pin in pins("app")}


def test_solvers_that_share_a_library_live_in_one_process() -> None:
    """OR-Tools 9.15 and highspy both carry libhighs; of highspy only 1.11 to 1.13 bear it."""
    assert {pin for pin in pins("dev") if pin.startswith(("ortools==", "highspy=="))} == {
        "ortools==9.15.6755",
        "highspy==1.12.0",
    }


def test_every_dependency_states_its_reason_on_the_line_above() -> None:
    declared = {line for group in DECLARED.values() for line in group}

    for project in ("pyproject.toml", "engines/pyproject.toml"):
        for before, line in pairwise((ROOT / project).read_text().splitlines()):
            if line.strip().strip('",') in declared:
                assert before.strip().startswith("# "), f"no reason above {line.strip()}"
