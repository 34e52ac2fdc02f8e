"""The engines stand alone: no Django, no numpy, and every public name is listed."""

import importlib
import json
import subprocess
import sys

import pytest

ENGINES = ("allocation", "linkage", "persian", "rostering", "routing", "shares", "siting", "triage")
HEAVY = {
    "django", "numpy", "scipy", "sklearn", "hazm", "pandas", "numba", "ortools", "highspy", "duckdb", "splink", "pyspark",
    "pyarrow", "openpyxl", "polars", "networkx", "pulp", "spopt", "recordlinkage",
}  # fmt: skip


def test_importing_pulls_in_nothing_heavy():
    code = (
        f"import sys, json; import hamafza_engines, {', '.join(f'hamafza_engines.{e}' for e in ENGINES)}; "
        "from hamafza_engines.triage import suggest; suggest('سلام'); print(json.dumps(list(sys.modules)))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=_paths()
    )

    loaded = {name.partition(".")[0] for name in json.loads(answer.stdout)}

    assert not loaded & HEAVY


@pytest.mark.slow  # a process
def test_every_engine_and_its_door_open_in_a_bare_python():
    """Nothing but the standard library and persiantools: heavy libraries are asked for where they are used."""
    code = (
        f"import sys, importlib\nfor name in {sorted(HEAVY)}: sys.modules[name] = None\n"
        f"for name in {ENGINES}:\n"
        "    importlib.import_module(f'hamafza_engines.{name}')\n"
        "    importlib.import_module(f'hamafza_engines.{name}._command')\n"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=_paths())

    assert answer.stderr == ""


@pytest.mark.parametrize("engine", (*ENGINES, "frame"))
def test_public_names_are_listed_in_order_and_exist(engine):
    module = importlib.import_module(f"hamafza_engines.{engine}")

    names = list(module.__all__)
    by_kind = sorted(names, key=lambda name: (not name.isupper(), not name[0].isupper(), name))
    assert names in (sorted(names), by_kind)  # by letters, or constants and classes first, as linters sort
    assert all(hasattr(module, name) for name in module.__all__)
    public = {n for n, v in vars(module).items() if not n.startswith("_") and type(v).__name__ != "module"}
    assert public == set(module.__all__)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["persian", "search-key", "آقاي ۱۲"], "اقای 12"),
        (["persian", "normalise", "كتاب ها"], "کتاب\u200cها"),
        (["persian", "words", "12"], "دوازده"),
    ],
)
def test_the_command_line_prints_the_answer(words, expected):
    assert _run(words).stdout.strip() == expected


def test_the_command_line_triages_standard_input():
    answer = json.loads(_run(["triage"], "شوهرم معتاد است و می‌خواهد ترک کند").stdout)

    assert answer["domains"][0]["domain"] == "addiction"
    assert answer["abstained"] is False


def test_the_command_line_routes_a_problem():
    problem = {
        "ask": {"domain": "health", "place_path": "IR/11/"},
        "centres": [{"id": 7, "domains": ["health"], "place_path": "IR/11/", "area_path": "IR/11/"}],
    }
    answer = json.loads(_run(["routing"], json.dumps(problem)).stdout)

    assert [ranked["centre_id"] for ranked in answer["ranked"]] == [7]


def test_a_wrong_command_is_refused_with_help():
    answer = _run(["nothing"], check=False)

    assert answer.returncode == 2
    assert "usage" in answer.stderr


def _run(words, text="", check=True):
    command = [sys.executable, "-m", "hamafza_engines", *words]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=check, env=_paths())


def _paths():
    import hamafza_engines

    return {"PYTHONPATH": hamafza_engines.__path__[0].rpartition("/")[0], "PYTHONIOENCODING": "utf-8"}
