"""What is measured is shown truly: ratios, peers that did not finish, a picture that is sound XML."""

import importlib
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from defusedxml import ElementTree

ROOT = Path(__file__).resolve().parents[2]
FOUND: dict[str, Any] = {
    "engine": "made", "sizes": "small", "date": "2026-11-22", "machine": "2 cores", "versions": {"python": "3.11"},
    "rows": [
        {"task": "t <1>", "size": 1000, "who": "hamafza", "cpu_seconds": 0.5, "value": 12.0},
        {"task": "t <1>", "size": 1000, "who": "peer & co", "cpu_seconds": 5.0, "value": 11.0},
        {"task": "t <1>", "size": "20k + 20k", "who": "hamafza", "cpu_seconds": 2.0, "value": None},
        {"task": "t <1>", "size": "20k + 20k", "who": "peer & co", "cpu_seconds": None, "limit": 60, "value": None},
        {"task": "nameless", "size": "pmed", "who": "hamafza", "cpu_seconds": 0.0, "value": "40 of 40"},
        {"task": "nameless", "size": "pmed", "who": "list", "cpu_seconds": None, "value": "39 of 40"},
    ],
}  # fmt: skip


@pytest.fixture
def report(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The modules of `benchmarks/engines/report`, which is no installed package."""
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks" / "engines"))

    def load(name: str) -> ModuleType:
        return importlib.import_module(f"report.{name}")

    yield load
    for name in [name for name in sys.modules if name.partition(".")[0] == "report"]:
        del sys.modules[name]


def test_the_table_tells_how_many_times_ours_a_peer_took(report: Any) -> None:
    lines = report("table").markdown(FOUND).splitlines()

    assert lines[2:8] == [
        "| t <1> | 1,000 | **hamafza** | 0.5 |  | 12 |",
        "| t <1> | 1,000 | peer & co | 5 | 10 | 11 |",
        "| t <1> | 20k + 20k | **hamafza** | 2 |  |  |",
        "| t <1> | 20k + 20k | peer & co | > 60 (stopped) | > 30 |  |",
        "| nameless | pmed | **hamafza** | 0 |  | 40 of 40 |",
        "| nameless | pmed | list | not measured |  | 39 of 40 |",
    ]
    assert "2026-11-22, 2 cores; python 3.11" in lines[-1]


def test_the_short_table_keeps_the_largest_size_of_each_task(report: Any) -> None:
    lines = report("table").markdown(FOUND, largest=True).splitlines()

    assert [line.split(" | ")[1] for line in lines[2:6]] == ["20k + 20k"] * 2 + ["pmed"] * 2


@pytest.mark.parametrize(
    ("size", "number"),
    [(1000, 1000), ("1,000", 1000), ("20k+20k", 20_000), ("1M arcs", 1_000_000), ("20,000 x 2,000", 20_000), ("pmed", None)],
)  # fmt: skip
def test_a_size_may_be_words(report: Any, size: object, number: float | None) -> None:
    assert report("rows").number(size) == number


def test_the_picture_is_sound_and_shows_who_was_stopped(report: Any) -> None:
    drawn = ElementTree.fromstring(report("picture").draw(FOUND))
    dots = [dot for dot in drawn.iter("{http://www.w3.org/2000/svg}circle") if dot.get("stroke")]

    assert [dot.get("fill") == "#fff" for dot in dots] == [False, False, False, True]
    assert not list(drawn.iter("script"))
    ElementTree.fromstring(report("picture").draw({**FOUND, "rows": []}))


def test_the_readme_keeps_what_stands_outside_the_marks(report: Any, tmp_path: Path) -> None:
    page, results = tmp_path / "README.md", tmp_path / "results"
    results.mkdir()
    (results / "made.json").write_text(json.dumps(FOUND))
    page.write_text("before\n<!-- measured: ./hamafza bench engines -->\nold\n<!-- /measured -->\nafter\n")

    report("readme").write(page, results)

    text = page.read_text()
    assert text.startswith("before\n")
    assert text.endswith("-->\nafter\n")
    assert "### made" in text
    assert "old" not in text

    page.write_text("no marks")
    with pytest.raises(SystemExit):
        report("readme").write(page, results)


def test_ways_are_measured_in_turns(report: Any) -> None:
    order: list[str] = []

    spent = report("clock").in_turns({"a": lambda: order.append("a"), "b": lambda: order.append("b")}, runs=3)

    assert "".join(order) == "ab" + "ab" * 3
    assert set(spent) == {"a", "b"}
    assert min(spent.values()) >= 0


@pytest.mark.slow  # a process
def test_an_engine_without_a_benchmark_is_refused() -> None:
    run = subprocess.run(
        [sys.executable, ROOT / "benchmarks/engines/run.py", "magic"], capture_output=True, text=True, check=False
    )

    assert run.returncode == 2
    assert "magic" in run.stderr
    assert "routing" in run.stderr
