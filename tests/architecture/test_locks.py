"""The locks, their sources and pyproject.toml say the same, and no lock names a host."""

import re
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
REQUIREMENTS = ROOT / "requirements"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
DECLARED = {
    "app": PROJECT["project"]["dependencies"],
    "postgres": PROJECT["project"]["optional-dependencies"]["postgres"],
    "dev": PROJECT["dependency-groups"]["dev"],
}


def source(name: str) -> list[str]:
    lines = (REQUIREMENTS / f"{name}.in").read_text().splitlines()
    return [line for line in lines if line and not line.startswith(("#", "-"))]


def pins(name: str) -> set[str]:
    """Every `package==version ; marker` of a lock."""
    found = re.findall(r"^([a-z0-9][^\\\n]*?)\s*\\$", (REQUIREMENTS / f"{name}.txt").read_text(), re.M)
    return set(found)


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


@pytest.mark.parametrize("part", ["app", "postgres"])
def test_the_development_lock_holds_the_same_pins(part: str) -> None:
    """So that installing what tests need never moves what the application runs on."""
    assert pins(part) <= pins("dev")


def test_every_dependency_states_its_reason_on_the_line_above() -> None:
    lines = (ROOT / "pyproject.toml").read_text().splitlines()
    declared = {line for group in DECLARED.values() for line in group}

    for before, line in pairwise(lines):
        if line.strip().strip('",') in declared:
            assert before.strip().startswith("# "), f"no reason above {line.strip()}"
