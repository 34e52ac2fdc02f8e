"""`./hamafza extras`: lists what there is, refuses what there is not, installs each lock once."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EXTRAS = ("files", "siting", "allocation", "rostering", "linkage", "spark")

pytestmark = pytest.mark.slow  # runs the launcher


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the launcher whose Python and pip only write down what they are asked."""
    shutil.copy(ROOT / "hamafza", tmp_path / "hamafza")
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\ncase "$*" in *"-m pip install"*) echo "$@" >>asked.txt ;; esac\n')
    python.chmod(0o755)
    return tmp_path


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [folder / "hamafza", *words], env={"PATH": "/usr/bin:/bin"}, capture_output=True, text=True, check=False
    )


def installed(folder: Path) -> list[str]:
    asked = folder / "asked.txt"
    lines = asked.read_text().splitlines() if asked.exists() else []
    return [line.rpartition("requirements/")[2].removesuffix(".txt") for line in lines]


def test_without_a_name_it_lists_them_with_their_size(copy: Path) -> None:
    said = run(copy, "extras")

    assert [line.split()[0] for line in said.stdout.splitlines()] == list(EXTRAS)
    assert all(line.endswith(" MB") for line in said.stdout.splitlines())
    assert installed(copy) == []


def test_an_unknown_one_is_refused_before_anything_is_installed(copy: Path) -> None:
    said = run(copy, "extras", "siting", "magic")

    assert said.returncode == 1
    assert "magic" in said.stderr
    assert "siting allocation" in said.stderr
    assert len(said.stderr.splitlines()) == 2
    assert installed(copy) == []


def test_each_is_installed_once_beside_the_application(copy: Path) -> None:
    assert run(copy, "extras", "siting", "linkage").returncode == 0
    assert run(copy, "extras", "siting").returncode == 0

    assert installed(copy) == ["app", "siting", "linkage"]


def test_a_lock_that_changed_is_installed_again(copy: Path) -> None:
    run(copy, "extras", "siting")
    with (copy / "requirements" / "siting.txt").open("a") as lock:
        lock.write("# newer\n")
    run(copy, "extras", "siting")

    assert installed(copy) == ["app", "siting", "siting"]


def test_the_development_lock_holds_all_but_spark(copy: Path) -> None:
    run(copy, "test")
    run(copy, "extras", *EXTRAS)

    assert installed(copy) == ["dev", "spark"]


def test_the_front_door_installs_none_of_them(copy: Path) -> None:
    run(copy, "engine", "--help")

    assert installed(copy) == ["app"]


def test_peers_come_with_the_bench_of_engines_alone(copy: Path) -> None:
    run(copy, "bench", "web")
    assert installed(copy) == ["dev"]

    run(copy, "bench", "engines")
    assert installed(copy) == ["dev", "bench"]


def test_help_names_the_command(copy: Path) -> None:
    assert "extras" in run(copy, "help").stdout
