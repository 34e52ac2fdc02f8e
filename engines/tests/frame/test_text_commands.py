"""Persian, triage and routing from a shell: a text, a table, and what is wrong with either."""

import io
import json
import os
import signal
import subprocess
import sys

import pytest

from hamafza_engines.__main__ import main
from hamafza_engines.frame import Exit, read_table, write_table

ASKS = [
    {"id": "a", "domain": "health", "place_path": "IR/11/1104/", "urgency": 2},
    {"id": "b", "domain": "health", "place_path": "IR/11/", "lat": "۲۹٫۵", "lng": "۶۰٫۸"},
    {"id": "c", "domain": "legal", "place_path": "IR/11/"},
]
CENTRES = [
    {"id": 1, "domains": "health; legal", "place_path": "IR/11/", "area_path": "IR/11/", "open_load": 3},
    {
        "id": 2,
        "domains": "health",
        "place_path": "IR/11/1104/",
        "lat": 29.5,
        "lng": 60.8,
        "specialised": "بله",
    },
]


@pytest.fixture
def run(capsys, monkeypatch):
    def _run(*words, text=""):
        monkeypatch.setattr("sys.stdin", io.StringIO(text))
        try:
            code = main([str(word) for word in words])
        except SystemExit as end:
            code = end.code
        said = capsys.readouterr()
        return code, said.out, said.err

    return _run


@pytest.fixture
def table(tmp_path):
    def _table(rows, name="table.csv"):
        write_table(tmp_path / name, rows)
        return tmp_path / name

    return _table


class TestPersian:
    @pytest.mark.parametrize(
        ("words", "answer"),
        [
            (("normalise", "كتاب", "ها"), "کتاب\u200cها"),
            (("mobile", "+98 912 345 67 89"), "09123456789"),
            (("date", "۱ آذر ۱۴۰۵"), "2026-11-22"),
            (("national-id", "0013542419"), "true"),
            (("national-id", "0013542418"), "false"),
            (("words", "۱۲"), "دوازده"),
        ],
    )
    def test_answers_a_text(self, run, words, answer):
        code, out, _ = run("persian", *words)

        assert (code, out.strip()) == (Exit.DONE, answer)

    def test_reads_standard_input(self, run):
        assert run("persian", "normalise", text="كتاب")[1].strip() == "کتاب"
        assert run("persian", "normalise", "-", text="كتاب")[1].strip() == "کتاب"

    @pytest.mark.parametrize("words", [("date", "فردا"), ("mobile", "12"), ("words", "x")])
    def test_what_cannot_be_read_is_bad_input(self, run, words):
        code, out, err = run("persian", *words)

        assert (code, out) == (Exit.BAD_INPUT, "")
        assert "خوانده نشد" in err

    @pytest.mark.parametrize("suffix", ["csv", "json", "xlsx"])
    def test_adds_a_column_to_a_table(self, run, table, tmp_path, suffix):
        path = table(
            [{"id": 1, "متن": "كتاب ها"}, {"id": 2, "متن": None}, {"id": 3, "متن": "سلام"}], f"t.{suffix}"
        )

        code, _, err = run("persian", "normalise", path, "-o", tmp_path / f"out.{suffix}")

        assert code == Exit.DONE
        assert [row["normalise"] for row in read_table(tmp_path / f"out.{suffix}")] == [
            "کتاب\u200cها",
            None,
            "سلام",
        ]
        assert "۳ از ۳" in err
        assert "۱ تغییر" in err

    def test_counts_what_is_refused(self, run, table):
        path = table([{"nid": "0013542419", "long": "x" * 50}, {"nid": "1", "long": "y" * 50}])

        code, out, err = run("persian", "national-id", path, "--column", "nid", "--lang", "en")

        assert code == Exit.DONE
        assert out.splitlines()[0] == "nid,long,national-id"
        assert [line.rpartition(",")[2] for line in out.splitlines()[1:]] == ["1", "0"]
        assert "1 refused" in err

    def test_no_column_of_the_table_is_lost(self, run, table):
        path = table([{"mobile": "0098 912 345 67 89", "id": 1}])

        _, out, _ = run("persian", "mobile", path)

        assert out.splitlines() == ["mobile,id,mobile of mobile", "0098 912 345 67 89,1,09123456789"]

    def test_explains_change_by_change(self, run, table):
        path = table([{"id": "x", "text": "كتاب"}, {"id": "y", "text": "سلام"}])

        _, out, _ = run("persian", "normalise", path, "--explain", "x")

        assert out.splitlines() == ["كتاب", "کتاب", r"0: '\u0643' → '\u06a9'"]

    @pytest.mark.parametrize("more", [("--column", "none"), ("--explain", "9")])
    def test_a_column_or_row_that_is_not_there(self, run, table, more):
        assert run("persian", "normalise", table([{"text": "a"}]), *more)[0] == Exit.BAD_INPUT

    def test_stops_in_time_with_what_is_done(self, run, table, tmp_path):
        path = table([{"text": "كتاب"}] * 10)

        code, _, err = run(
            "persian", "normalise", path, "--seconds", "0", "-o", tmp_path / "o.csv", "--lang", "en"
        )

        assert code == Exit.STOPPED
        assert read_table(tmp_path / "o.csv") == []
        assert "0 of 10" in err


class TestTriage:
    TEXTS = ("شوهرم معتاد است و می‌خواهد ترک کند", "می‌خواهم خودم را بکشم", None, "dfg sdfg")

    def test_answers_a_text_as_json(self, run):
        code, out, _ = run("triage", self.TEXTS[0])

        assert code == Exit.DONE
        assert json.loads(out)["domains"][0]["domain"] == "addiction"

    def test_advises_on_a_table(self, run, table, tmp_path):
        path = table([{"id": i, "text": text} for i, text in enumerate(self.TEXTS)])

        code, _, err = run("triage", path, "-o", tmp_path / "out.xlsx")

        rows = read_table(tmp_path / "out.xlsx", kinds={"advised_lines": str})
        assert code == Exit.DONE
        assert rows[0]["advised_domain"] == "addiction"
        assert rows[0]["advised_name"].startswith("اعتیاد")
        assert rows[1]["advised_urgency"] == 2
        assert "123" in rows[1].many("advised_lines")
        assert rows[2]["advised_domain"] is rows[3]["advised_domain"] is None  # «I do not know»
        assert "۴ از ۴" in err

    def test_explains_one_row(self, run, table):
        _, out, _ = run("triage", table([{"id": "x", "text": self.TEXTS[0]}]), "--explain", "x")

        assert json.loads(out)["domains"][0]["words"]

    def test_no_column_of_the_table_is_lost(self, run, table):
        _, out, _ = run("triage", table([{"text": self.TEXTS[0], "domain": "mine", "urgency": "high"}]))

        assert out.splitlines()[0].startswith("text,domain,urgency,advised_domain,")
        assert ",mine,high,addiction," in out

    def test_sums_up_in_english(self, run, table):
        assert "emergency" in run("triage", table([{"text": self.TEXTS[1]}]), "--lang", "en")[2]


class TestRouting:
    def problem(self, **more):
        centre = {"id": 7, "domains": ["health"], "place_path": "IR/11/", "area_path": "IR/11/"}
        return json.dumps({"ask": {"domain": "health", "place_path": "IR/11/"}, "centres": [centre], **more})

    def test_answers_a_problem_as_json(self, run, tmp_path):
        (tmp_path / "p.json").write_text(self.problem(), "utf-8")

        for code, out, _ in (run("routing", text=self.problem()), run("routing", tmp_path / "p.json")):
            assert code == Exit.DONE
            assert json.loads(out)["ranked"][0]["centre_id"] == 7

    def test_ranks_for_every_ask_of_a_table(self, run, table, tmp_path):
        asks, centres = table(ASKS, "asks.csv"), table(CENTRES, "centres.xlsx")

        code, _, err = run("routing", asks, centres, "-o", tmp_path / "out.csv", "--top", "1")

        rows = read_table(tmp_path / "out.csv", kinds={"centre_id": int})
        assert code == Exit.DONE
        assert [(row["ask"], row["centre_id"]) for row in rows] == [("a", 2), ("b", 1), ("c", 1)]
        assert "۳ از ۳" in err

    def test_other_rules_change_the_ranking(self, run, table):
        paths = table(ASKS[1:2], "asks.csv"), table(
            [{**CENTRES[0], "lat": 29.5, "lng": 60.8, "open_load": 90}, {**CENTRES[0], "id": 3, "lat": 30.5, "lng": 60.8, "open_load": 0}],
            "centres.csv",
        )  # fmt: skip

        near = run("routing", *paths, "--rules", "distance=9, fairness=0")[1]
        idle = run("routing", *paths, "--rules", "distance=0, fairness=9")[1]

        assert near.splitlines()[1].split(",")[2] == "1"
        assert idle.splitlines()[1].split(",")[2] == "3"

    def test_explains_an_ask(self, run, table):
        _, out, _ = run("routing", table(ASKS, "a.csv"), table(CENTRES, "c.csv"), "--explain", "a")

        why = json.loads(out)["why"][0]
        assert (why["centre_id"], why["rival_id"]) == (2, 1)

    def test_nobody_for_anyone_is_infeasible(self, run, table):
        asks = table([{"id": "z", "domain": "housing", "place_path": "IR/"}], "a.csv")

        assert run("routing", asks, table(CENTRES, "c.csv"))[0] == Exit.INFEASIBLE

    @pytest.mark.parametrize(
        ("asks", "centres", "words"),
        [
            ([{"id": 1, "domain": "", "place_path": "IR/"}], CENTRES, ("domain", "سطر 2")),
            ([{"id": 1, "domain": "x", "place_path": "IR"}], CENTRES, ("place_path", "سطر 2")),
            ([{"id": 1, "domain": "x", "place_path": "IR/", "urgency": 7}], CENTRES, ("urgency", "سطر 2")),
            ([{"id": 1, "domain": "x", "place_path": "IR/", "lat": 95, "lng": 0}], CENTRES, ("lat", "سطر 2")),
            (ASKS, [CENTRES[0], CENTRES[0]], ("centre.id", "[1]")),
            (ASKS, [{**CENTRES[0], "open_load": -1}], ("open_load", "سطر 2")),
            (ASKS, [{"id": 1}], ("domains", "columns")),
        ],
    )
    def test_a_bad_row_is_named(self, run, table, asks, centres, words):
        code, _, err = run("routing", table(asks, "a.csv"), table(centres, "c.csv"))

        assert code == Exit.BAD_INPUT
        assert all(word in err for word in words), err

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "{",
            "[]",
            "3",
            '{"ask": {}}',
            '{"ask": {"domain": "x", "place_path": ""}, "centres": [{"no": 1}]}',
        ],
    )
    def test_a_problem_that_is_none_is_bad_input(self, run, text):
        code, _, err = run("routing", text=text)

        assert code == Exit.BAD_INPUT
        assert len(err.splitlines()) == 1

    @pytest.mark.parametrize("rules", ["speed=1", "area=x", "area=-1", "keep=0", "area"])
    def test_rules_that_are_none_are_bad_input(self, run, rules):
        assert run("routing", "--rules", rules, text=self.problem())[0] == Exit.BAD_INPUT

    def test_one_table_is_too_few(self, run, table):
        assert run("routing", table(ASKS, "a.csv"))[0] == Exit.BAD_INPUT


@pytest.mark.slow  # a process that is interrupted in the middle
def test_ctrl_c_writes_what_is_done_and_says_so(table, tmp_path):
    path, out = table([{"text": "مي روم به خانه " * 100}] * 20_000), tmp_path / "out.csv"
    words = [sys.executable, "-m", "hamafza_engines", "persian", "normalise", path, "-o", out, "--lang", "en"]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(place for place in sys.path if place)}

    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True, env=env) as run:
        told = run.stderr.readline()  # the first line of progress: it is at work
        run.send_signal(signal.SIGINT)
        _, said = run.communicate(timeout=60)

    assert "of 20000" in told
    assert run.returncode == Exit.STOPPED
    assert 0 < len(read_table(out)) < 20_000
    assert "of 20000 rows" in said
    assert "Traceback" not in said
