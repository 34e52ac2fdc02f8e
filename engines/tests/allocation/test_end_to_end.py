"""The command with every option: what it writes, says and returns is what Python's doors give."""

import json
import os
import re
import signal
import sys
import time
from threading import Timer

import pytest

from hamafza_engines.__main__ import main
from hamafza_engines.allocation import Params, _engine, _watched, check, matched, solve
from hamafza_engines.allocation._files import read_needs, read_offers, read_rules
from hamafza_engines.frame import Exit, read_table, write_table
from hamafza_engines.persian import to_latin_digits

NEEDS = [
    {"id": "n1", "amount": 40, "category": "پتو", "priority": 9, "group": "چابهار", "lat": 25.3, "lng": 60.6},
    {"id": "n2", "amount": 30, "category": "پتو", "priority": 5, "group": "زابل", "lat": 31.0, "lng": 61.5},
    {"id": "n3", "amount": 10, "category": "آب", "priority": 7, "group": "زابل", "until": "1405/10/01"},
    {"id": "n4", "amount": 5, "category": "آب", "priority": 2, "group": "چابهار", "bundle": "خانواده"},
]
OFFERS = [
    {"id": "o1", "amount": 50, "category": "پتو", "lat": 25.3, "lng": 60.6},
    {"id": "o2", "amount": 4, "category": "آب", "since": "1405/09/01", "perishable": "بله"},
    {"id": "o3", "amount": 9, "category": "آب", "prefer": "زابل"},
    {"id": "o4", "amount": 99, "category": "آب", "purpose": "زکات"},
]
RULES = [
    {"rule": "pin", "need": "n2", "offer": "o1", "units": 20},
    {"rule": "forbid", "need": "n4", "offer": "o3", "units": None},
]

# openpyxl and pyarrow take their time to come in
BOOKS = [pytest.param(suffix, marks=pytest.mark.slow) for suffix in ("xlsx", "parquet")]


@pytest.fixture
def files(tmp_path):
    """Write the three tables and return their paths."""
    paths = [tmp_path / f"{name}.csv" for name in ("needs", "offers", "rules")]
    for path, rows in zip(paths, (NEEDS, OFFERS, RULES), strict=True):
        columns = dict.fromkeys(column for row in rows for column in row)
        write_table(path, [columns | row for row in rows])
    return paths


def run(*words):
    """Run the command in this process and return its exit code."""
    return main(["allocation", *map(str, words)])


def in_python(files, **params):
    """Return the plan of Python's doors for the same files."""
    problem = matched(
        read_needs(files[0]), read_offers(files[1]), read_rules(files[2]) if len(files) > 2 else ()
    )
    return solve(problem, params=Params(**params))


def written(path):
    """Return the lines of a plan that was written."""
    return [
        (
            row.text("need"),
            row.text("offer"),
            row.integer("units"),
            row.integer("worth"),
            bool(row.integer("pinned")),
        )
        for row in read_table(path)
    ]


def lines(plan):
    return [(line.need, line.offer, line.units, line.worth, line.pinned) for line in plan.lines()]


class TestThePlanThatIsWritten:
    @pytest.mark.parametrize("tables", [2, 3], ids=["without rules", "with rules"])
    @pytest.mark.parametrize(
        "options", [{}, {"floor": 0}, {"floor": 0.5}, {"ease": 0.3}, {"floor": 0.8, "ease": 0.1}], ids=str
    )
    def test_is_the_plan_of_python(self, options, tables, files, tmp_path):
        out = tmp_path / "plan.csv"

        code = run(
            *files[:tables],
            "-o",
            out,
            *(word for name, value in options.items() for word in (f"--{name}", value)),
        )

        plan = in_python(files[:tables], **options)
        assert code == Exit.DONE and check(plan.problem, plan) == []
        assert written(out) == lines(plan)

    @pytest.mark.parametrize("suffix", ["csv", "tsv", "json", "jsonl", *BOOKS])
    def test_is_the_same_in_every_format(self, suffix, files, tmp_path):
        out = tmp_path / f"plan.{suffix}"

        assert run(*files, "--output", out) == Exit.DONE
        assert written(out) == lines(in_python(files))

    @pytest.mark.parametrize("suffix", ["tsv", "json", "jsonl", *BOOKS])
    def test_is_the_same_from_every_format(self, suffix, files, tmp_path):
        others = [path.with_suffix(f".{suffix}") for path in files]
        for path, other in zip(files, others, strict=True):
            write_table(other, read_table(path))

        run(*others, "-o", tmp_path / "plan.json")

        assert written(tmp_path / "plan.json") == lines(in_python(files))

    @pytest.mark.parametrize("seed", [0, 1, 99])
    def test_does_not_depend_on_the_seed(self, seed, files, tmp_path):
        run(*files, "-o", tmp_path / "plan.json", "--seed", seed)

        assert written(tmp_path / "plan.json") == lines(in_python(files))

    def test_is_written_again_over_the_old_one(self, files, tmp_path):
        out = tmp_path / "plan.json"

        for words in (files[:2], files):
            run(*words, "-o", out)

        assert written(out) == lines(in_python(files))

    def test_is_not_needed(self, files, tmp_path, capsys):
        assert run(*files) == Exit.DONE
        assert capsys.readouterr().out and sorted(tmp_path.iterdir()) == sorted(files)

    def test_reads_excel_s_own_csv(self, files, tmp_path):
        """Windows in Persian writes code page 1256 with semicolons."""
        plan = in_python(files[:2])
        for path in files[:2]:
            text = path.read_text("utf-8-sig").replace(",", ";").replace("ی", "ي")
            path.write_bytes(text.encode("cp1256"))

        assert run(*files[:2], "-o", tmp_path / "plan.json") == Exit.DONE
        assert [line[2:4] for line in written(tmp_path / "plan.json")] == [line[2:4] for line in lines(plan)]


class TestWhatIsSaid:
    def test_is_the_summary_in_persian(self, files, capsys):
        run(*files)

        said = capsys.readouterr()
        assert said.out.rstrip("\n") == in_python(files).summary("fa")
        assert said.err == "۴ نیاز و ۴ پیشنهاد: ۶ جفت سازگار\n"

    def test_is_the_summary_in_english(self, files, capsys):
        run(*files, "--lang", "en")

        said = capsys.readouterr()
        assert said.out.rstrip("\n") == in_python(files).summary("en")
        assert said.err == "4 x 4, 6 pairs fit\n"

    def test_has_true_figures_by_the_written_lines(self, files, tmp_path, capsys):
        run(*files, "-o", tmp_path / "plan.json")

        first, second = to_latin_digits(capsys.readouterr().out).splitlines()[:2]
        units = sum(line[2] for line in written(tmp_path / "plan.json"))
        assert [int(each) for each in re.findall(r"\d+", first)][:2] == [units, 85]
        assert int(re.findall(r"\d+", second)[0]) == 50 + 4 + 9 + 99 - units

    def test_counts_pairs_that_fit(self, files, capsys):
        run(*files, "--lang", "en")

        assert f"{len(in_python(files).problem.arc_need)} pairs" in capsys.readouterr().err

    @pytest.mark.parametrize("need", ["n1", "n2", "n3", "n4"])
    @pytest.mark.parametrize("language", ["fa", "en"])
    def test_of_a_need_is_its_explanation_after_the_summary(self, language, need, files, capsys):
        run(*files, "--explain", need, "--lang", language)

        plan = in_python(files)
        said = capsys.readouterr().out
        assert said.startswith(plan.summary(language) + "\n" + plan.explain(need).words(language) + "\n")

    @pytest.mark.parametrize(
        ("need", "away"),
        [("n1", "did not fit: category 3"), ("n3", "did not fit: category 1, purpose 1"), ("n4", "did not fit: category 1, purpose 1")],
    )  # fmt: skip
    def test_of_a_need_ends_with_a_count_of_the_offers_that_did_not_fit(self, need, away, files, capsys):
        run(*files, "--explain", need, "--lang", "en")

        assert capsys.readouterr().out.splitlines()[-1] == away

    def test_of_a_need_that_everything_fits_says_so(self, files, capsys):
        write_table(files[1], [OFFERS[0]])

        run(*files[:2], "--explain", "n1")

        assert capsys.readouterr().out.splitlines()[-1] == "سازگار نبود: —"

    def test_of_a_wider_category_does_not_count_it_away(self, files, capsys):
        write_table(files[2], [{"rule": "category", "need": "آب", "offer": "پتو"}])

        run(*files, "--explain", "n3", "--lang", "en")

        assert capsys.readouterr().out.splitlines()[-1] == "did not fit: purpose 1"


class TestTheExitCode:
    def test_says_done_when_proved(self, files):
        assert run(*files) == Exit.DONE == 0

    @pytest.mark.parametrize(
        "words",
        [("--floor", "1.1"), ("--floor", "-0.1"), ("--floor", "nan"), ("--ease", "2"), ("--seconds", "-1"), ("--seconds", "nan"), ("--explain", "nobody")],
        ids=" ".join,
    )  # fmt: skip
    def test_says_bad_input_for_an_option_out_of_range_and_nothing_is_written(
        self, words, files, tmp_path, capsys
    ):
        out = tmp_path / "plan.csv"

        assert run(*files, "-o", out, *words) == Exit.BAD_INPUT == 2
        assert not out.exists() and capsys.readouterr().err

    @pytest.mark.parametrize(
        "words", [("--floor", "half"), ("--lang", "de"), ("--colour",), ("--seed", "x")], ids=" ".join
    )
    def test_says_bad_input_for_an_option_that_is_none(self, words, files, capsys):
        with pytest.raises(SystemExit) as ended:
            run(*files, *words)

        assert ended.value.code == 2 and words[0] in capsys.readouterr().err

    @pytest.mark.parametrize("count", [1, 4])
    def test_says_bad_input_for_too_few_or_too_many_files(self, count, files, capsys):
        assert run(*(files * 2)[:count]) == Exit.BAD_INPUT
        assert "دو پرونده بدهید" in capsys.readouterr().err

    @pytest.mark.parametrize("name", ["nowhere.csv", "needs.doc", "."])
    def test_says_bad_input_for_a_file_that_cannot_be_read(self, name, files, tmp_path, capsys):
        assert run(tmp_path / name, files[1], "--lang", "en") == Exit.BAD_INPUT
        assert "file:" in capsys.readouterr().err

    @pytest.mark.parametrize(
        ("name", "content"),
        [("x.json", b"{"), ("x.json", b'"text"'), ("x.json", b"[1, 2]"), ("x.xlsx", b"PK\x03\x04 no book"), ("x.parquet", b"PAR1"), ("x.csv", b"\x00\x01\x02")],
        ids=["half a json", "a text", "no objects", "no book", "no parquet", "no text"],
    )  # fmt: skip
    def test_says_bad_input_for_a_broken_file(self, name, content, files, tmp_path, capsys):
        (tmp_path / name).write_bytes(content)

        assert run(tmp_path / name, files[1], "-o", tmp_path / "plan.csv") == Exit.BAD_INPUT
        assert not (tmp_path / "plan.csv").exists() and len(capsys.readouterr().err.splitlines()) == 1

    def test_says_stopped_when_time_was_up_and_the_plan_is_sound(self, files, tmp_path, capsys):
        assert run(*files, "--seconds", 0, "-o", tmp_path / "plan.json", "--lang", "en") == Exit.STOPPED == 3
        assert sum(line[2] for line in written(tmp_path / "plan.json")) > 50
        assert "time was up" in capsys.readouterr().out

    @pytest.mark.parametrize("language", ["fa", "en"])
    def test_says_a_library_is_missing_and_how_to_install_it(self, language, files, monkeypatch, capsys):
        monkeypatch.setitem(sys.modules, "ortools.graph.python.min_cost_flow", None)

        assert run(*files, "--lang", language) == Exit.EXTRA_MISSING == 5
        assert "./hamafza extras allocation" in capsys.readouterr().err

    def test_says_our_fault_in_a_sentence_where_the_fault_is_ours(self, files, monkeypatch, capsys):
        monkeypatch.setattr(_engine, "batches", lambda *_: 1 // 0)

        assert run(*files, "--lang", "en") == Exit.OUR_FAULT == 1
        assert "this is our fault, not yours" in capsys.readouterr().err

    def test_says_bad_input_where_the_output_cannot_be_written(self, files, tmp_path, capsys):
        assert run(*files, "-o", tmp_path / "no such folder" / "plan.csv", "--lang", "en") == Exit.BAD_INPUT
        said = capsys.readouterr()
        assert "cannot be written" in said.err and not said.out


@pytest.mark.slow  # waits for Ctrl-C
def test_ctrl_c_writes_the_best_plan_so_far_and_says_stopped(files, tmp_path, monkeypatch):
    monkeypatch.setattr(_watched, "_LONG", 1)
    monkeypatch.setattr(_engine, "dearest", lambda *_: time.sleep(600))
    pressed = Timer(0.2, lambda: os.kill(os.getpid(), signal.SIGINT))
    pressed.start()

    code = run(*files, "-o", tmp_path / "plan.json")

    assert code == Exit.STOPPED
    assert sum(line[2] for line in written(tmp_path / "plan.json")) > 50
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


class TestHostileTables:
    @pytest.mark.parametrize("told", ["n1", " n1 ", "n1\t"], ids=["as it is", "with spaces", "with a tab"])
    def test_of_two_rows_with_one_id_are_refused(self, told, files, tmp_path, capsys):
        write_table(files[0], [NEEDS[0], NEEDS[1] | {"id": told}])

        assert run(*files[:2], "-o", tmp_path / "plan.json", "--lang", "en") == Exit.BAD_INPUT
        assert "id: 'n1' — stands twice in needs" in capsys.readouterr().err
        assert not (tmp_path / "plan.json").exists()

    def test_of_a_huge_amount_are_refused_with_larger_units_as_the_way_out(self, files, capsys):
        write_table(files[0], [NEEDS[0] | {"amount": 10**17}])

        assert run(*files[:2]) == Exit.BAD_INPUT
        assert "میلیون ریال" in capsys.readouterr().err

    def test_of_text_that_looks_like_a_formula_come_out_as_they_went_in(self, files, tmp_path):
        write_table(files[0], [NEEDS[0] | {"id": '=HYPERLINK("x")'}])

        run(*files[:2], "-o", tmp_path / "plan.csv")

        assert written(tmp_path / "plan.csv")[0][0] == '=HYPERLINK("x")'
        assert "'=HYPERLINK" in (tmp_path / "plan.csv").read_text("utf-8")

    def test_of_a_person_s_name_never_reach_the_progress_line(self, files, capsys):
        write_table(files[0], [NEEDS[0] | {"id": "زهرا محمدی"}])

        run(*files[:2])

        assert "زهرا" not in capsys.readouterr().err

    @pytest.mark.parametrize(
        "empty",
        ["", "\n\n", "id,amount,category\n", "\ufeff"],
        ids=["nothing", "blank lines", "names alone", "a mark alone"],
    )
    def test_with_nothing_in_them_are_no_fault(self, empty, files, capsys):
        files[0].write_text(empty, "utf-8")

        assert run(*files[:2], "--lang", "en") == Exit.DONE
        assert capsys.readouterr().out == "no need was given.\n"

    def test_of_offers_with_nothing_in_them_leave_every_need_open(self, files, capsys):
        files[1].write_text("id,amount,category\n", "utf-8")

        assert run(*files[:2], "--lang", "en") == Exit.DONE
        assert capsys.readouterr().out.startswith("0 of 85 units are served (0 %); 0 of 4 needs in full.")

    def test_in_json_may_hold_numbers_texts_and_lists(self, files, tmp_path):
        path = tmp_path / "needs.json"
        path.write_text(
            json.dumps([{"id": 7, "amount": 3.0, "category": "آب", "purposes": ["زکات", "نذر"]}]), "utf-8"
        )

        run(path, files[1], "-o", tmp_path / "plan.json")

        assert [line[:3] for line in written(tmp_path / "plan.json")] == [("7", "o4", 3)]
