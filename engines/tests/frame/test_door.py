"""The door of the shell: every engine is found, and every end has its code and one line."""

import argparse
import ast
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

import hamafza_engines
from hamafza_engines import __main__ as door
from hamafza_engines.frame import BadInput, Exit, MissingExtra

HERE = Path(hamafza_engines.__path__[0])
ENGINES = ("allocation", "linkage", "persian", "rostering", "routing", "shares", "siting", "triage")


def engine(run, **more):
    return SimpleNamespace(
        NAME="made", SUMMARY="a made engine", add_arguments=lambda parser: None, run=run, **more
    )


@pytest.fixture
def made(monkeypatch):
    """Put an engine behind the door that does what the test says."""

    def put(run, *words, **more):
        monkeypatch.setattr(door, "names", lambda: ["made"])
        monkeypatch.setattr(door, "import_module", lambda name: engine(run, **more))
        return door.main(["made", *(words or ("table.csv",))])

    return put


class TestEveryEngine:
    def test_is_at_the_door(self):
        assert door.names() == list(ENGINES)

    @pytest.mark.parametrize("name", ENGINES)
    def test_says_its_name_and_in_a_line_what_it_is_for(self, name):
        command = __import__(f"hamafza_engines.{name}._command", fromlist=["NAME"])

        assert name == command.NAME
        assert 10 < len(command.SUMMARY) < 90
        command.add_arguments(argparse.ArgumentParser())

    @pytest.mark.parametrize("name", ENGINES)
    def test_a_missing_table_is_bad_input(self, name, capsys):
        needed = {"shares": ["--target", "10"], "persian": []}.get(name, [])
        words = ["normalise"] if name == "persian" else []

        code = _exit([name, *words, "absent.csv", "absent.csv", *needed, "--lang", "en"])

        said = capsys.readouterr().err
        assert code == Exit.BAD_INPUT
        assert "Traceback" not in said

    @pytest.mark.parametrize("name", ENGINES)
    def test_asks_for_no_other_library_than_its_extra_holds(self, name):
        """What `need` names with extra X is in the engines' own extra X (pyproject.toml)."""
        import tomllib

        extras = tomllib.loads((HERE.parent / "pyproject.toml").read_text("utf-8"))["project"][
            "optional-dependencies"
        ]
        for module, extra in needs(HERE / name):
            held = {line.split("=")[0].split("[")[0].lower() for line in extras[extra]}
            assert module.partition(".")[0] in held | {"persiantools"}, f"{name}: {module} is not in {extra}"


class TestHowItEnds:
    @pytest.mark.parametrize("code", list(Exit))
    def test_hands_on_the_engine_s_own_code(self, made, code):
        assert made(lambda args, stop, say: code) == code

    @pytest.mark.parametrize(
        ("fault", "code", "persian", "english"),
        [
            (BadInput("p", 0, "give 1", 3, remedy_fa="یک بدهید"), 2, "یک بدهید", "give 1"),
            (MissingExtra("highspy", "siting"), 5, "./hamafza extras siting", "./hamafza extras siting"),
            (RuntimeError("broken"), 1, "خطای خود برنامه", "our fault"),
            (ZeroDivisionError(), 1, "خطای خود برنامه", "ZeroDivisionError"),
            (MemoryError(), 1, "MemoryError", "MemoryError"),
            (KeyboardInterrupt(), 3, "چیزی نوشته نشد", "nothing was written"),
        ],
    )
    def test_every_fault_is_a_line_and_a_code(self, made, capsys, fault, code, persian, english):
        def run(args, stop, say):
            raise fault

        for language, words in (("fa", persian), ("en", english)):
            assert made(run, "t.csv", "--lang", language) == code
            said = capsys.readouterr().err
            assert words in said
            assert len(said.splitlines()) == 1

    def test_a_developer_may_see_the_whole_fault(self, made, monkeypatch):
        monkeypatch.setenv("HAMAFZA_TRACE", "1")

        with pytest.raises(ZeroDivisionError):
            made(lambda args, stop, say: 1 // 0)

    def test_the_common_options_reach_the_engine(self, made):
        got = {}

        def run(args, stop, say):
            got.update(vars(args), limit=stop.seconds, running=stop.started().over())
            return 0

        made(run, "a.csv", "b.csv", "-o", "out.json", "--explain", "7", "--seconds", "2.5", "--seed", "4")

        assert got["input"] == ["a.csv", "b.csv"]
        assert (got["output"], got["explain"], got["seed"], got["lang"]) == (Path("out.json"), "7", 4, "fa")
        assert (got["limit"], got["running"]) == (2.5, False)

    @pytest.mark.parametrize("words", [["t.csv", "--seconds", "-1"], ["t.csv", "--seconds", "nan"]])
    def test_a_limit_that_is_none_is_refused(self, made, words, capsys):
        assert made(lambda args, stop, say: 0, *words) == Exit.BAD_INPUT
        assert "seconds" in capsys.readouterr().err

    def test_an_engine_of_tables_wants_one(self, made):
        with pytest.raises(SystemExit) as end:
            made(lambda args, stop, say: 0, "--seed", "1")

        assert end.value.code == 2


class TestTheOverview:
    def test_lists_the_engines(self, capsys):
        assert door.main(["--help"]) == 0
        said = capsys.readouterr().out
        assert [name for name in ENGINES if name not in said] == []

    @pytest.mark.parametrize("words", [[], ["nothing"]])
    def test_helps_who_names_none(self, words, capsys):
        assert door.main(words) == 2
        assert "usage" in capsys.readouterr().err

    @pytest.mark.slow  # a process
    def test_a_reader_who_leaves_is_no_fault(self):
        run = subprocess.run(
            f"{sys.executable} -m hamafza_engines --help | head -n 1",
            shell=True, capture_output=True, text=True, env={"PYTHONPATH": str(HERE.parent), "PATH": "/usr/bin:/bin"},
        )  # fmt: skip

        assert run.stderr == ""


@pytest.mark.slow  # two processes that load two solvers each
@pytest.mark.parametrize("order", [("ortools", "highspy"), ("highspy", "ortools")])
def test_both_solvers_live_in_one_process_in_either_order(order):
    """OR-Tools 9.15 and highspy 1.15 crash together; the pin of highspy (1.12) keeps the peace."""
    solve = {
        "ortools": "from ortools.linear_solver import pywraplp as o\ns = o.Solver.CreateSolver('SCIP')\n"
        "x = s.IntVar(0, 3, 'x'); s.Maximize(x); assert s.Solve() == 0 and x.solution_value() == 3\n",
        "highspy": "import highspy\nh = highspy.Highs(); h.silent(); y = h.addVariable(0, 2, obj=-1)\n"
        "h.run(); assert abs(h.getInfo().objective_function_value + 2) < 1e-9\n",
    }
    run = subprocess.run(
        [sys.executable, "-c", "".join(solve[name] for name in order)], capture_output=True, text=True
    )

    assert (run.returncode, run.stderr) == (0, "")


def needs(folder):
    """Return every (module, extra) that `need` is called with, constants of the package resolved."""
    trees = [ast.parse(path.read_text("utf-8")) for path in folder.rglob("*.py")]
    constants = {
        target.id: node.value.value
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "need" and node.keywords:
                extra = node.keywords[0].value
                module = node.args[0]
                name = module.value if isinstance(module, ast.Constant) else constants.get(module.id)
                if name is not None:  # a loop over names that are asked for by themselves elsewhere
                    yield name, extra.value if isinstance(extra, ast.Constant) else constants[extra.id]


def _exit(words):
    try:
        return door.main(words)
    except SystemExit as end:
        return end.code
