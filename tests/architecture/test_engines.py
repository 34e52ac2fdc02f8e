"""Every engine has its page, its door, its benchmark and its tests, and what the pages show is true."""

import doctest
import re
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

import hamafza_engines

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "docs" / "engines"
NAMES = sorted(found.name for found in iter_modules(hamafza_engines.__path__) if found.ispkg)
ENGINES = [name for name in NAMES if name != "frame"]


def test_there_are_eight() -> None:
    assert ENGINES == ["allocation", "linkage", "persian", "rostering", "routing", "shares", "siting", "triage"]


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize(
    "place",
    [
        "docs/engines/{}.md",
        "benchmarks/engines/{}.py",
        "engines/tests/{}",
        "engines/hamafza_engines/{}/_command.py",
    ],
)
def test_everything_of_an_engine_is_in_its_place(name: str, place: str) -> None:
    assert (ROOT / place.format(name)).exists()


@pytest.mark.parametrize("name", ENGINES)
def test_the_index_leads_to_every_page(name: str) -> None:
    assert f"]({name}.md)" in (PAGES / "README.md").read_text(encoding="utf-8")


@pytest.mark.slow  # some examples solve
@pytest.mark.parametrize("page", sorted(PAGES.glob("*.md")), ids=lambda page: page.stem)
def test_what_a_page_shows_is_what_happens(page: Path) -> None:
    assert doctest.testfile(str(page), module_relative=False, encoding="utf-8").failed == 0


@pytest.mark.slow  # some examples solve
@pytest.mark.parametrize("name", NAMES)
def test_the_example_of_an_engine_runs(name: str) -> None:
    found = doctest.testmod(import_module(f"hamafza_engines.{name}"))

    assert found.attempted > 0
    assert found.failed == 0


@pytest.mark.parametrize("page", sorted(PAGES.glob("*.md")), ids=lambda page: page.stem)
def test_a_page_leads_nowhere_that_is_not_there(page: Path) -> None:
    for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        assert (page.parent / link).exists(), link
