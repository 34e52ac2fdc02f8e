"""Routing from a shell: every option, every format, both languages, and every way it may end."""

import io
import json
import os
import re
import signal
import subprocess
import sys
from dataclasses import asdict

import pytest

from hamafza_engines.__main__ import main
from hamafza_engines.frame import Exit, read_table, write_table
from hamafza_engines.persian import to_latin_digits
from hamafza_engines.routing import Directory, Params, Problem, simulate, solve
from hamafza_engines.routing._files import read_asks, read_centres

from .builders import HERE, drawn

FORMATS = ("csv", "tsv", "json", "jsonl", "xlsx", "parquet")
COLUMNS = ("ask", "place", "centre_id", "score", "reasons")


def row_of(centre):
    facts = asdict(centre)
    return facts | {"domains": "; ".join(sorted(centre.domains)), "specialised": int(centre.specialised)}


CENTRES = [row_of(centre) for centre in drawn(5, count=12, paths=("IR/11/", HERE)).centres]
ASKS = [
    {"id": "a", "domain": "health", "place_path": HERE, "lat": 29.5, "lng": 60.9, "urgency": 2},
    {"id": "b", "domain": "legal", "place_path": "IR/11/", "lat": None, "lng": None, "urgency": 0},
    {"id": "c", "domain": "sewing", "place_path": "IR/11/", "lat": None, "lng": None, "urgency": 0},
]


@pytest.fixture
def shell(tmp_path, capsys, monkeypatch):
    """Run the command in a folder that holds both tables; return the code, the output and what was said."""
    monkeypatch.chdir(tmp_path)
    write_table("asks.csv", ASKS)
    write_table("centres.csv", CENTRES)

    def run(*words, text=""):
        monkeypatch.setattr("sys.stdin", io.StringIO(text))
        try:
            code = main(["routing", *map(str, words)])
        except SystemExit as end:
            code = end.code
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def plans(params=Params()):
    """Return the plan of every ask, made without the command."""
    centres = Directory(read_centres("centres.csv"))
    return {id_: solve(Problem(ask, centres), params=params) for id_, ask in read_asks("asks.csv")}


def expected(top=3, params=Params()):
    return [
        (id_, place, ranked.centre_id, round(ranked.score, 4))
        for id_, plan in plans(params).items()
        for place, ranked in enumerate(plan.ranked[:top], start=1)
    ] + [(id_, None, None, None) for id_, plan in plans(params).items() if not plan.ranked]


def written(path):
    kinds = {"ask": str, "place": int, "centre_id": int, "score": float}
    return [tuple(row[name] for name in COLUMNS[:4]) for row in read_table(path, kinds=kinds)]


class TestTables:
    @pytest.mark.parametrize("suffix", FORMATS)
    def test_of_every_format_in_give_the_plans(self, shell, suffix):
        write_table(f"a.{suffix}", ASKS)
        write_table(f"c.{suffix}", CENTRES)

        code, _, _ = shell(f"a.{suffix}", f"c.{suffix}", "-o", "out.csv")

        assert code == Exit.DONE
        assert written("out.csv") == expected()

    @pytest.mark.parametrize("suffix", FORMATS)
    def test_of_every_format_out_hold_the_plans(self, shell, suffix):
        code, out, _ = shell("asks.csv", "centres.csv", "-o", f"out.{suffix}")

        assert (code, out) == (Exit.DONE, "")
        assert written(f"out.{suffix}") == expected()

    def test_go_to_standard_output_as_csv_without_a_file(self, shell, tmp_path):
        before = sorted(tmp_path.iterdir())

        _, out, _ = shell("asks.csv", "centres.csv")

        assert out.splitlines()[0] == ",".join(COLUMNS)
        assert len(out.splitlines()) == 1 + len(expected())
        assert sorted(tmp_path.iterdir()) == before

    @pytest.mark.parametrize("top", [1, 2, 50])
    def test_name_as_many_centres_as_were_asked_for(self, shell, top):
        shell("asks.csv", "centres.csv", "--top", top, "-o", "out.csv")

        assert written("out.csv") == expected(top)

    def test_follow_other_rules(self, shell):
        other = Params(fairness=50.0, distance=0.0, half_km=3.0)

        shell("asks.csv", "centres.csv", "--rules", "fairness=۵۰, distance=0,half_km=3", "-o", "out.csv")

        assert written("out.csv") == expected(params=other)
        assert expected(params=other) != expected()

    def test_give_every_reason_with_its_value(self, shell):
        shell("asks.csv", "centres.csv", "-o", "out.csv")

        first = read_table("out.csv")[0]["reasons"]

        best = plans()["a"].ranked[0]
        assert first == "; ".join(f"{reason.name} {reason.value:.2f}" for reason in best.reasons)

    @pytest.mark.parametrize("seed", [0, 7])
    def test_are_the_same_for_every_seed(self, shell, seed):
        shell("asks.csv", "centres.csv", "--seed", seed, "-o", "out.csv")

        assert written("out.csv") == expected()


class TestTheSummary:
    @pytest.mark.parametrize("language", ["fa", "en"])
    def test_tells_the_true_figures(self, shell, language):
        _, _, err = shell("asks.csv", "centres.csv", "--lang", language)

        firsts = {plan.ranked[0].centre_id for plan in plans().values() if plan.ranked}
        assert list(map(int, re.findall(r"\d+", to_latin_digits(err)))) == [3, 3, len(firsts), 1]

    def test_is_persian_unless_english_is_asked_for(self, shell):
        assert not re.search("[A-Za-z0-9]", shell("asks.csv", "centres.csv")[2])
        assert not re.search("[آ-ی۰-۹]", shell("asks.csv", "centres.csv", "--lang", "en")[2])


class TestExplain:
    @pytest.mark.parametrize("id_", ["a", "b"])
    def test_tells_why_the_first_three_stand_there(self, shell, id_):
        code, out, _ = shell("asks.csv", "centres.csv", "--explain", id_)

        told, plan = json.loads(out), plans()[id_]
        assert code == Exit.DONE
        assert told["why"] == json.loads(json.dumps([asdict(plan.explain(i)) for i in range(3)]))
        assert told["figures"] == json.loads(json.dumps(plan.figures()))

    def test_of_an_ask_nobody_can_take_tells_that(self, shell):
        told = json.loads(shell("asks.csv", "centres.csv", "--explain", "c")[1])

        assert (told["why"], told["figures"]["ranked"]) == ([], 0)
        assert told["figures"]["excluded"] == {"domain": 12}

    @pytest.mark.parametrize(
        ("language", "words"), [("fa", "درخواستی با این شناسه نیست"), ("en", "no ask has this id")]
    )
    def test_of_an_ask_that_is_not_there_is_bad_input(self, shell, language, words):
        code, out, err = shell("asks.csv", "centres.csv", "--explain", "zz", "--lang", language)

        assert (code, out) == (Exit.BAD_INPUT, "")
        assert words in err and "zz" in err


class TestSimulate:
    RULES = "fairness=50,distance=0"

    def found(self):
        asks = [ask for _, ask in read_asks("asks.csv")]
        return simulate(asks, read_centres("centres.csv"), Params(), Params(fairness=50.0, distance=0.0))

    @pytest.mark.parametrize("suffix", FORMATS)
    def test_writes_ask_by_ask_where_it_would_have_gone(self, shell, suffix):
        code, _, _ = shell("asks.csv", "centres.csv", "--simulate", self.RULES, "-o", f"out.{suffix}")

        rows = read_table(f"out.{suffix}", kinds={"before": int, "after": int, "changed": int, "ask": str})
        assert code == Exit.DONE
        assert [(row["before"], row["after"]) for row in rows] == list(self.found().firsts)
        assert [row["ask"] for row in rows if row["changed"]] == [ASKS[i]["id"] for i in self.found().changed]

    @pytest.mark.parametrize("language", ["fa", "en"])
    def test_sums_up_as_the_simulation_does(self, shell, language):
        _, _, err = shell("asks.csv", "centres.csv", "--simulate", self.RULES, "--lang", language)

        assert err.rstrip("\n") == self.found().summary(language)

    def test_of_no_change_changes_nothing(self, shell):
        _, out, _ = shell("asks.csv", "centres.csv", "--simulate", "")

        assert {line[-1] for line in out.splitlines()[1:]} == {"0"}

    def test_begins_from_the_rules_of_now(self, shell):
        """Acceptance stays heavy; alone, the other half-life would send both asks elsewhere than it does."""
        _, out, _ = shell(
            "asks.csv", "centres.csv", "--rules", "acceptance=50", "--simulate", "half_life_days=6"
        )

        assert [line.split(",")[1:] for line in out.splitlines()[1:3]] == [["7", "7", "0"]] * 2
        assert [plan.ranked[0].centre_id for plan in list(plans().values())[:2]] == [12, 6]

    def test_stopped_at_once_writes_an_empty_table_and_says_so(self, shell):
        code, out, err = shell(
            "asks.csv", "centres.csv", "--simulate", self.RULES, "--seconds", "0", "--lang", "en"
        )

        assert (code, out) == (Exit.STOPPED, "")
        assert "0 of 0 asks" in err


class TestAProblemAsJson:
    def text(self, **more):
        centres = [{**asdict(c), "domains": sorted(c.domains)} for c in drawn(5, count=12).centres]
        return json.dumps({"ask": {"domain": "health", "place_path": HERE}, "centres": centres, **more})

    @pytest.mark.parametrize("way", ["words", "file", "stdin", "dash"])
    def test_is_answered_alike_however_it_comes(self, shell, way):
        text = self.text(excluded=[1, 2], last_reason="silence")
        if way == "file":
            with open("p.json", "w", encoding="utf-8-sig") as file:
                file.write(text)
        words = {"words": [text], "file": ["p.json"], "stdin": [], "dash": ["-"]}[way]

        code, out, _ = shell(*words, text=text if way in ("stdin", "dash") else "")

        from hamafza_engines.routing._files import read_problem

        plan, told = solve(read_problem(text)), json.loads(out)
        assert code == Exit.DONE
        assert [each["centre_id"] for each in told["ranked"]] == [r.centre_id for r in plan.ranked]
        assert [each["score"] for each in told["ranked"]] == [r.score for r in plan.ranked]
        assert told["excluded"] == [list(pair) for pair in plan.excluded]
        assert told["beyond"] == plan.beyond

    def test_keeps_as_many_as_the_rules_say(self, shell):
        told = json.loads(shell("--rules", "keep=2", text=self.text())[1])

        assert len(told["ranked"]) == 2
        assert told["beyond"] > 0

    def test_that_is_no_text_at_all_is_bad_input(self, shell, tmp_path):
        (tmp_path / "p.json").write_bytes(b"\xff\xfe\x00\xd8")

        code, out, err = shell("p.json")

        assert (code, out) == (Exit.BAD_INPUT, "")
        assert "p.json" in err and "خوانده نشد" in err


class TestHowItEnds:
    @pytest.mark.parametrize("words", [["asks.csv"], ["asks.csv", "centres.csv", "asks.csv"]])
    def test_another_number_of_tables_is_bad_input(self, shell, words):
        code, _, err = shell(*words)

        assert code == Exit.BAD_INPUT
        assert "دو جدول" in err

    def test_nobody_for_anyone_is_infeasible_and_written(self, shell):
        write_table("a.csv", ASKS[2:])

        code, out, err = shell("a.csv", "centres.csv", "--lang", "en")

        assert code == Exit.INFEASIBLE
        assert out.splitlines()[1:] == ["c,,,,"]
        assert "without any centre: 1" in err

    def test_no_asks_are_done_at_once(self, shell):
        write_table("a.csv", [])

        assert shell("a.csv", "centres.csv")[:2] == (Exit.DONE, "")

    def test_no_centres_are_infeasible(self, shell):
        write_table("c.csv", [])

        assert shell("asks.csv", "c.csv")[0] == Exit.INFEASIBLE

    @pytest.mark.parametrize("seconds", ["0", "1e-9"])
    def test_a_limit_of_next_to_nought_stops_before_the_first(self, shell, seconds):
        code, out, err = shell("asks.csv", "centres.csv", "--seconds", seconds, "--lang", "en")

        assert (code, out) == (Exit.STOPPED, "")
        assert "0 of 3 asks" in err

    @pytest.mark.parametrize("bad", ["a", "c"])
    def test_bad_input_leaves_the_old_output_as_it_was(self, shell, tmp_path, bad):
        (tmp_path / "out.csv").write_text("old", "utf-8")
        write_table("bad.csv", [{"id": 1, "domains": "health", "domain": "health", "place_path": "nowhere"}])
        words = ["bad.csv", "centres.csv"] if bad == "a" else ["asks.csv", "bad.csv"]

        code, _, err = shell(*words, "-o", "out.csv")

        assert (code, (tmp_path / "out.csv").read_text("utf-8")) == (Exit.BAD_INPUT, "old")
        assert "سطر 2" in err and "place_path" in err
        assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []

    @pytest.mark.parametrize("output", ["out.pdf", "no/such/folder/out.csv"])
    def test_an_output_that_cannot_be_is_bad_input(self, shell, output):
        assert shell("asks.csv", "centres.csv", "-o", output)[0] == Exit.BAD_INPUT

    def test_a_missing_library_is_named_with_its_extra(self, shell, monkeypatch):
        write_table("c.parquet", CENTRES)
        monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)

        code, _, err = shell("asks.csv", "c.parquet")

        assert code == Exit.EXTRA_MISSING
        assert "./hamafza extras files" in err

    @pytest.mark.slow  # a process that is interrupted in the middle of its work
    def test_ctrl_c_writes_what_is_done_and_nothing_by_halves(self, shell, tmp_path):
        write_table("many.csv", [ASKS[0] | {"id": f"n{i}"} for i in range(30_000)])
        env = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        words = [
            sys.executable, "-m", "hamafza_engines", "routing", "many.csv", "centres.csv", "-o", "out.csv",
            "--top", "1", "--lang", "en",
        ]  # fmt: skip

        with subprocess.Popen(words, stderr=subprocess.PIPE, text=True, env=env) as run:
            told = run.stderr.readline()
            run.send_signal(signal.SIGINT)
            _, said = run.communicate(timeout=60)

        done = len(read_table("out.csv"))
        assert "of 30000" in told
        assert run.returncode == Exit.STOPPED
        assert 0 < done < 30_000
        assert f"{done} of 30000 asks" in said
        assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
