"""The command: what it says is what it plans, what it writes is whole, and its code says how it ended."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from hamafza_engines.__main__ import main
from hamafza_engines.frame import Within, read_table, write_table
from hamafza_engines.rostering import RULES, Params, repair, solve
from hamafza_engines.rostering import _command as command
from hamafza_engines.rostering._files import read_problem

LATIN = str.maketrans("۰۱۲۳۴۵۶۷۸۹٫", "0123456789.")
KINDS = ("csv", "tsv", "json", "jsonl", "xlsx", "parquet")
PEOPLE = [
    {"id": "ali", "skills": "nurse; cook", "centres": "north", "shifts_done": "1"},
    {"id": "sara", "skills": "nurse", "wishes": "n1", "rest_hours": "4"},
    {"id": "reza", "skills": "nurse: 2026-11-22", "max_hours": "4"},
    {"id": "mina", "skills": "cook", "born": "2012-01-01"},
]
SHIFTS = [
    {
        "id": "n1",
        "start": "2026-11-22 08:00",
        "end": "2026-11-22 12:00",
        "seats": "nurse: 2; cook",
        "centre": "north",
    },
    {"id": "n2", "start": "2026-11-22 14:00", "end": "2026-11-22 18:00", "seats": "nurse", "priority": "5"},
    {"id": "n3", "start": "2026-11-23 22:00", "end": "2026-11-24 04:00", "seats": "cook; driver"},
]


@pytest.fixture
def tables(tmp_path):
    """Return a writer of both tables in one kind of file, which returns their paths as words."""

    def write(kind="csv", people=PEOPLE, shifts=SHIFTS):
        paths = tmp_path / f"people.{kind}", tmp_path / f"shifts.{kind}"
        for path, rows in zip(paths, (people, shifts), strict=True):
            columns = dict.fromkeys(name for row in rows for name in row)
            write_table(path, [{name: row.get(name) for name in columns} for row in rows])
        return [str(path) for path in paths]

    return write


@pytest.fixture
def run(capsys):
    """Return a runner that answers (code, what was said, what was complained)."""

    def run_(*words):
        code = main(["rostering", *map(str, words)])
        told = capsys.readouterr()
        return code, told.out, told.err

    return run_


def seats(path):
    return sorted((r["shift"], r["skill"], r["volunteer"]) for r in read_table(path) if r["volunteer"])


def of(plan):
    return sorted((a.shift, a.skill, a.volunteer) for a in plan.assignments)


class TestTheRoster:
    @pytest.mark.slow  # opens spreadsheets
    @pytest.mark.parametrize("kind", KINDS)
    def test_is_that_of_solve_in_every_kind_of_file(self, tables, run, tmp_path, kind):
        words, out = tables(kind), tmp_path / f"roster.{kind}"

        code, _, _ = run(*words, "-o", out)

        plan = solve(read_problem(*words))
        assert code == 0
        assert seats(out) == of(plan) and len(plan.assignments) == 5
        lacks = [(r["shift"], r["skill"], int(r["missing"])) for r in read_table(out) if not r["volunteer"]]
        assert lacks == [(m.shift, m.skill, m.number) for m in plan.missing]

    @pytest.mark.parametrize(
        ("words", "params"),
        [
            (["--fairness", "0"], dict(fairness=0)), (["--fairness", "1000"], dict(fairness=1000)),
            (["--continuity", "900"], dict(continuity=900)), (["--wish", "1000"], dict(wish=1000)),
            (["--travel", "0"], dict(travel=0)),
            *((["--without-rule", rule], dict(rules=frozenset(RULES) - {rule})) for rule in RULES),
            (["--without-rule", "rest", "--without-rule", "hours"], dict(rules=frozenset({"alone", "overlap"}))),
        ],
    )  # fmt: skip
    def test_hears_every_option(self, tables, run, tmp_path, monkeypatch, words, params):
        heard = []
        monkeypatch.setattr(
            command, "solve", lambda problem, **told: heard.append(told) or solve(problem, **told)
        )
        out = tmp_path / "roster.json"

        code, _, _ = run(*tables(), *words, "-o", out, "--seed", "5", "--seconds", "7")

        assert code == 0
        assert (heard[0]["params"], heard[0]["seed"], heard[0]["stop"].seconds) == (Params(**params), 5, 7.0)
        assert seats(out) == of(solve(read_problem(*tables()), params=Params(**params), seed=5))

    def test_is_the_same_when_it_is_asked_again(self, tables, run, tmp_path):
        words = tables()
        for name in ("one.csv", "two.csv"):
            run(*words, "-o", tmp_path / name, "--seed", "3")

        assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()

    def test_is_written_over_the_old_one_and_leaves_nothing_beside(self, tables, run, tmp_path):
        words, out = tables(), tmp_path / "roster.csv"
        out.write_text("old", "utf-8")

        run(*words, "-o", out)

        assert "old" not in out.read_text("utf-8")
        assert sorted(path.name for path in tmp_path.iterdir()) == ["people.csv", "roster.csv", "shifts.csv"]


class TestTheSummary:
    def figures(self, text):
        return [float(n) for n in re.findall(r"\d+(?:\.\d+)?", text.translate(LATIN))]

    @pytest.mark.parametrize("language", ["fa", "en"])
    def test_has_the_figures_of_the_plan(self, tables, run, language):
        words = tables()

        _, said, _ = run(*words, "--lang", language)

        plan = solve(read_problem(*words))
        people = [len(plan.loads), len(PEOPLE)]
        wanted = sum(sum(s.seats.values()) for s in plan.problem.shifts)
        assert self.figures(said.splitlines()[0]) == [
            len(plan.assignments),
            wanted,
            *people,
            max(plan.loads.values()),
        ]
        assert (
            said.splitlines()[1]
            == {"fa": "برنامه‌ای بهتر از این ممکن نیست.", "en": "No roster is better."}[language]
        )
        counts = [self.figures(line)[0] for line in said.splitlines() if "×" in line]
        assert sum(counts) == sum(m.number for m in plan.missing) == wanted - len(plan.assignments)

    def test_has_persian_digits_in_persian_and_latin_ones_in_english(self, tables, run):
        _, persian, _ = run(*tables())
        _, english, _ = run(*tables(), "--lang", "en")

        assert not re.findall(r"[0-9]", re.sub(r"n\d", "", persian))
        assert re.findall(r"[۰-۹]", english) == []

    def test_tells_the_gap_of_a_roster_that_is_not_proved(self, run, tables):
        """Hurry leaves the greedy roster; its gap stands in the second line, in hundredths of a percent."""
        words = tables(people=[dict(PEOPLE[1], id=f"p{k}") for k in range(3)])
        code, said, _ = run(*words, "--seconds", "0", "--lang", "en")

        plan = solve(read_problem(*words), stop=Within(seconds=0))
        assert code == 3 and plan.gap > 0
        assert self.figures(said.splitlines()[1]) == [round(100 * plan.gap, 2)]

    def test_begins_with_a_line_of_progress_that_is_no_answer(self, tables, run):
        _, said, complained = run(*tables())

        assert complained.splitlines() == ["4 x 3"]
        assert "4 x 3" not in said


class TestExplaining:
    @pytest.mark.parametrize("id_", ["ali", "n3"])
    @pytest.mark.parametrize("language", ["fa", "en"])
    def test_says_the_words_of_the_plan(self, tables, run, id_, language):
        words = tables()

        _, said, _ = run(*words, "--explain", id_, "--lang", language)

        assert said.endswith(solve(read_problem(*words)).explain(id_).words(language) + "\n")

    def test_finds_a_name_typed_on_the_other_keyboard(self, tables, run):
        words = tables(people=[dict(PEOPLE[0], id="علي كريمي")])

        for told in ("علی کریمی", "علي كريمي"):
            assert run(*words, "--explain", told)[0] == run(*words, "--drop", told)[0] == 0


class TestADropOut:
    def test_is_repaired_told_and_written(self, tables, run, tmp_path):
        words, out = tables(), tmp_path / "roster.json"

        code, said, _ = run(*words, "--drop", "ali", "-o", out, "--lang", "en")

        after = repair(solve(read_problem(*words)), "ali")
        assert code == 0 and seats(out) == of(after)
        told = [line for line in said.splitlines() if "->" in line]
        assert len(told) == len(after.changes) > 0
        assert told[0].startswith("  ali: n1 (") and told[0].endswith(" -> -")

    def test_is_explained_on_the_repaired_roster(self, tables, run):
        words = tables()
        code, _, complained = run(*words, "--drop", "ali", "--explain", "ali", "--lang", "en")

        assert code == 2
        assert "explain: 'ali'" in complained


class TestEndings:
    @pytest.mark.parametrize(
        ("words", "told"),
        [
            (["--fairness", "1001"], "fairness"), (["--travel", "-1"], "travel"), (["--seconds", "-1"], "seconds"),
            (["--seconds", "nan"], "seconds"), (["--explain", "nobody"], "explain"), (["--drop", "nobody"], "volunteer"),
            (["-o", "roster.doc"], "output"), (["-o", "/nowhere/at/all/roster.csv"], "output"),
        ],
    )  # fmt: skip
    @pytest.mark.parametrize("language", ["fa", "en"])
    def test_with_2_say_what_is_wrong_in_one_line(self, tables, run, words, told, language):
        code, _, complained = run(*tables(), *words, "--lang", language)

        last = complained.splitlines()[-1]
        assert code == 2
        assert told in last and "Traceback" not in complained
        assert bool(re.search("[آ-ی]", last)) == (language == "fa")

    @pytest.mark.parametrize(
        "words", [["--fairness", "many"], ["--without-rule", "kindness"], ["--lang", "de"], ["--speed", "9"]]
    )
    def test_with_2_for_an_option_that_is_none(self, tables, words):
        with pytest.raises(SystemExit) as ended:
            main(["rostering", *tables(), *words])
        assert ended.value.code == 2

    @pytest.mark.parametrize("count", [1, 3])
    def test_with_2_unless_two_tables_are_given(self, tables, run, count):
        words = (tables() + tables())[:count]

        code, _, complained = run(*words, "--lang", "en")

        assert code == 2 and f"input: {count} — give two files" in complained

    @pytest.mark.parametrize("which", [0, 1])
    def test_with_2_for_a_file_that_is_not_there_or_is_no_table(self, tables, run, tmp_path, which):
        words, broken = tables(), tmp_path / "broken.xlsx"
        broken.write_bytes(b"PK\x03\x04 this was cut")
        for path in ("nowhere.csv", "notes.txt", broken):
            given = list(words)
            given[which] = path

            code, _, complained = run(*given, "--lang", "en")

            assert code == 2 and Path(path).name in complained

    def test_with_nothing_written_when_the_question_was_bad(self, tables, run, tmp_path):
        out = tmp_path / "roster.csv"

        run(*tables(), "-o", out, "--explain", "nobody")

        assert not out.exists()

    def test_with_3_when_time_was_short_and_0_when_the_gap_is_small_enough(self, tables, run):
        assert run(*tables(), "--seconds", "0")[0] == 3
        assert run(*tables(people=[], shifts=[]), "--seconds", "0")[0] == 0

    def test_with_0_though_seats_stay_empty(self, tables, run):
        assert run(*tables(people=[]))[0] == 0

    def test_with_5_when_the_solver_is_not_installed(self, tables, run, monkeypatch):
        monkeypatch.setitem(sys.modules, "ortools.graph.python.min_cost_flow", None)

        code, _, complained = run(*tables(), "--lang", "en")

        assert code == 5
        assert "./hamafza extras rostering" in complained

    @pytest.mark.slow  # a process that is interrupted while it searches
    def test_by_ctrl_c_is_a_whole_roster_with_code_3(self, tables, tmp_path):
        people = [
            {"id": f"p{k}", "skills": "nurse", "max_hours": str(8 + k % 7), "rest_hours": "9"}
            for k in range(120)
        ]
        shifts = [
            {"id": f"s{k}", "start": f"2026-11-{1 + k % 28:02} {5 + k % 11:02}:00",
             "end": f"2026-11-{1 + k % 28:02} {8 + k % 16:02}:00", "seats": "nurse: 2"}
            for k in range(260)
        ]  # fmt: skip
        shifts = [row for row in shifts if row["start"] < row["end"]]
        words, out = tables(people=people, shifts=shifts), tmp_path / "roster.csv"
        asked = [
            sys.executable,
            "-m",
            "hamafza_engines",
            "rostering",
            *words,
            "-o",
            str(out),
            "--seconds",
            "60",
        ]
        engines = Path(command.__file__).parents[2]
        process = subprocess.Popen(
            asked,
            env=os.environ | {"PYTHONPATH": str(engines)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        process.stderr.readline()  # the line of progress: it plans now
        time.sleep(0.6)
        process.send_signal(signal.SIGINT)

        said, _ = process.communicate(timeout=50)

        assert process.returncode == 3
        assert len(seats(out)) > 100 and said.splitlines()[1].startswith("فاصله تا کران")
