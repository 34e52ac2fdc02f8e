"""The door to the shell: each option, each ending, and files that are whole or not there."""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

import numpy as np
import pytest

from hamafza_engines.__main__ import main
from hamafza_engines.frame import read_table
from hamafza_engines.siting import read_problem, solve

from .towns import PEOPLE, TOWNS, figures, km, rows, towns_problem, value_of, written

DONE, BAD_INPUT, STOPPED, INFEASIBLE, EXTRA_MISSING = 0, 2, 3, 4, 5


@pytest.fixture
def towns(tmp_path: Path) -> Path:
    return written(tmp_path / "towns.csv", rows())


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Return places of which no search is done at once."""
    chance = np.random.default_rng(1)
    lines = [f"{lat:.4f},{lng:.4f}" for lat, lng in chance.uniform((25, 45), (39, 62), (900, 2))]
    return written(tmp_path / "many.csv", "lat,lng\n" + "\n".join(lines))


class Told:
    """Run the command on some words and keep what it said."""

    def __init__(self, capsys: pytest.CaptureFixture[str], *words: object) -> None:
        self.code = main(["siting", *map(str, words)])
        self.out, self.err = capsys.readouterr()


Capture = pytest.CaptureFixture[str]


class TestTheAnswer:
    @pytest.mark.parametrize("language", ["fa", "en"])
    def test_is_the_summary_of_the_plan_that_python_finds(
        self, towns: Path, capsys: Capture, language: str
    ) -> None:
        told = Told(capsys, towns, "--new", 2, "--lang", language)

        assert told.code == DONE
        assert told.out.strip() == solve(read_problem(towns, new=2)).summary(language).strip()

    def test_is_in_persian_unless_asked_otherwise(self, towns: Path, capsys: Capture) -> None:
        assert "پایگاه" in Told(capsys, towns, "--new", 1).out

    def test_has_true_figures(self, towns: Path, capsys: Capture) -> None:
        lines = Told(capsys, towns, "--new", 2).out.splitlines()

        best = min(value_of(towns_problem(), (i, j)) for i in range(7) for j in range(i))
        assert figures(lines[0]) == [2, 0, PEOPLE, 7]
        assert figures(lines[1]) == [pytest.approx(best / PEOPLE, abs=0.051)]

    def test_tells_its_progress_apart_from_the_answer(self, towns: Path, capsys: Capture) -> None:
        told = Told(capsys, towns, "--new", 1)

        assert "7 x 7" in told.err and "7 x 7" not in told.out

    @pytest.mark.parametrize("kind", ["tsv", "json", "jsonl"])
    def test_does_not_hang_on_the_kind_of_file(
        self, towns: Path, tmp_path: Path, capsys: Capture, kind: str
    ) -> None:
        other = written(tmp_path / f"other.{kind}", rows())

        assert Told(capsys, other, "--new", 2).out == Told(capsys, towns, "--new", 2).out

    def test_of_a_graph_is_that_of_its_roads(self, tmp_path: Path, capsys: Capture) -> None:
        graph = written(tmp_path / "g.txt", "3 2 1\n1 2 4\n2 3 5\n")

        told = Told(capsys, graph, "--lang", "en")

        assert told.code == DONE
        assert "Mean distance: 3.0 km" in told.out  # (4 + 0 + 5) / 3
        assert told.out.splitlines()[-1] == "  - 2"

    def test_of_a_matrix_names_its_column(self, tmp_path: Path, capsys: Capture) -> None:
        matrix = written(tmp_path / "m.csv", "name,شرق,غرب\nx,1,9\ny,3,2\n")

        assert Told(capsys, matrix, "--new", 1).out.splitlines()[-1].endswith("شرق")  # 1 + 3 against 9 + 2


class TestTheOptions:
    def test_radius_asks_for_the_most_people_within(self, towns: Path, capsys: Capture) -> None:
        lines = Told(capsys, towns, "--new", 1, "--radius", 120, "--lang", "en").out.splitlines()

        near = [[km(a[1:3], b[1:3]) <= 120 for b in TOWNS] for a in TOWNS]
        best = max(
            sum(town.weight for town, reached in zip(TOWNS, line, strict=True) if reached) for line in near
        )
        assert figures(lines[1])[:2] == [120, best]

    def test_existing_bases_are_counted_beside_the_new(
        self, towns: Path, tmp_path: Path, capsys: Capture
    ) -> None:
        known = written(tmp_path / "e.csv", rows(TOWNS[:1]))

        told = Told(capsys, towns, "--new", 1, "--existing", known)

        assert figures(told.out.splitlines()[0]) == [1, 1, PEOPLE, 7]
        assert told.out.splitlines()[-1].endswith("زاهدان")

    def test_candidates_alone_may_carry_a_base(self, towns: Path, tmp_path: Path, capsys: Capture) -> None:
        sites = written(tmp_path / "s.csv", rows(TOWNS[2:4]))

        told = Told(capsys, towns, "--new", 1, "--candidates", sites)

        assert told.out.splitlines()[-1].endswith("ایرانشهر")

    def test_a_budget_buys_what_it_can(self, tmp_path: Path, capsys: Capture) -> None:
        priced = written(tmp_path / "p.csv", rows(cost=[3, 3, 3, 3, 3, 9, 3]))

        rich, poor = (Told(capsys, priced, "--budget", money, "-o", tmp_path / "o.csv") for money in (9, 8))

        assert (rich.code, poor.code) == (DONE, DONE)
        assert "زاهدان" not in [row["name"] for row in read_table(tmp_path / "o.csv")]
        assert len(read_table(tmp_path / "o.csv")) == 2

    def test_capacity_limits_every_base(self, towns: Path, tmp_path: Path, capsys: Capture) -> None:
        room = PEOPLE // 3 + 1

        told = Told(capsys, towns, "--new", 3, "--capacity", room, "-o", tmp_path / "o.json")

        bases = json.loads((tmp_path / "o.json").read_text("utf-8"))["bases"]
        assert told.code == DONE
        assert all(base["people"] <= room + 1e-6 for base in bases)
        assert sum(base["people"] for base in bases) == pytest.approx(PEOPLE)

    @pytest.mark.parametrize("asked", ["نیک‌شهر", "نيك شهر", "3", "۳", " ۳ "])
    def test_explain_takes_a_name_or_a_number(self, towns: Path, capsys: Capture, asked: str) -> None:
        assert "«نیک‌شهر» در برنامه نیست" in Told(capsys, towns, "--new", 1, "--explain", asked).out

    @pytest.mark.parametrize("asked", ["تهران", "0", "8", "-1", "²", "1.5"])
    def test_explain_of_an_unknown_site_writes_nothing(
        self, towns: Path, tmp_path: Path, capsys: Capture, asked: str
    ) -> None:
        told = Told(capsys, towns, "--new", 1, f"--explain={asked}", "-o", tmp_path / "o.csv")

        assert told.code == BAD_INPUT
        assert not (tmp_path / "o.csv").exists()

    def test_places_says_who_goes_where(self, towns: Path, tmp_path: Path, capsys: Capture) -> None:
        Told(capsys, towns, "--new", 2, "--places", tmp_path / "who.csv", "-o", tmp_path / "o.json")

        told = json.loads((tmp_path / "o.json").read_text("utf-8"))
        who = read_table(tmp_path / "who.csv")
        assert [row["base"] for row in who] == [row["base"] for row in told["places"]]
        assert sum(int(row["people"].partition(".")[0]) for row in who) == PEOPLE

    def test_the_same_seed_gives_the_same_file(self, towns: Path, tmp_path: Path, capsys: Capture) -> None:
        for name in ("a.csv", "b.csv"):
            Told(capsys, towns, "--new", 3, "--seed", 4, "-o", tmp_path / name)

        assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()

    @pytest.mark.parametrize("kind", ["svg", "geojson", "json", "csv", "tsv", "jsonl"])
    def test_the_extension_chooses_what_is_written(
        self, towns: Path, tmp_path: Path, capsys: Capture, kind: str
    ) -> None:
        assert Told(capsys, towns, "--new", 2, "-o", tmp_path / f"o.{kind}").code == DONE

        text = (tmp_path / f"o.{kind}").read_text("utf-8-sig")
        assert text.startswith(
            {"svg": "<svg", "geojson": '{"type"', "json": "{", "jsonl": '{"name"'}.get(kind, "name")
        )
        assert "زاهدان" in text


class TestTheWeek:
    def words(self, towns: Path, *more: object) -> tuple[object, ...]:
        return (towns, "--round-from", "چابهار", "--seconds", 0, *more)

    def test_that_leaves_nobody_out_is_done(self, towns: Path, tmp_path: Path, capsys: Capture) -> None:
        told = Told(
            capsys, *self.words(towns, "--days", 6, "--hours", 30, "--speed", 80, "-o", tmp_path / "w.csv")
        )

        assert told.code == DONE
        assert {row["name"] for row in read_table(tmp_path / "w.csv")} == {town.name for town in TOWNS[1:]}
        assert len(told.out.splitlines()) == 6 + 1

    def test_that_leaves_some_out_says_so_by_its_ending(
        self, towns: Path, tmp_path: Path, capsys: Capture
    ) -> None:
        told = Told(capsys, *self.words(towns, "--days", 1, "--hours", 4, "-o", tmp_path / "w.csv"))

        assert told.code == STOPPED
        assert [row["name"] for row in read_table(tmp_path / "w.csv")] == ["کنارک"]
        assert "جا نشدند" in told.out

    def test_takes_the_hours_of_service_at_each_place(
        self, towns: Path, tmp_path: Path, capsys: Capture
    ) -> None:
        # Konarak lies 26 km x 1.3 away: some 1.3 hours there and back
        short, long = (
            Told(capsys, *self.words(towns, "--days", 1, "--hours", 4, "--service", service, "--lang", "en"))
            for service in (2.6, 2.8)
        )

        assert "کنارک" in short.out.splitlines()[0]
        assert "کنارک" not in long.out.splitlines()[0]

    @pytest.mark.parametrize(
        "words", [("--days", 0), ("--hours", 0), ("--hours", "nan"), ("--speed", 0), ("--service", -1)]
    )
    def test_refuses_what_is_no_week(
        self, towns: Path, capsys: Capture, words: tuple[object, object]
    ) -> None:
        told = Told(capsys, *self.words(towns, *words))

        assert (told.code, told.out) == (BAD_INPUT, "")


class TestTheEnding:
    @pytest.mark.parametrize(
        ("words", "named"),
        [
            ((), "«p»"), (("--new", -1), "«p»"), (("--new", 1, "--radius", "nan"), "«radius»"), (("--new", 1, "--radius", -1), "«radius»"),
            (("--budget", "inf"), "«budget»"), (("--budget", -1), "«budget»"), (("--new", 1, "--capacity", -1), "«capacity»"),
            (("--new", 1, "--capacity", "nan"), "«capacity»"), (("--new", 1, "--candidates", "none.csv"), "none.csv"),
            (("--new", 1, "--existing", "none.csv"), "none.csv"), (("--new", 1, "--seconds", -1), "«seconds»"),
            (("--new", 1, "-o", "plan.doc"), ".csv"), (("--new", 1, "-o", "no/where/o.svg"), "نوشتنی نیست"),
        ],
        ids=str,
    )  # fmt: skip
    def test_of_bad_words_is_two_and_says_which(
        self, towns: Path, capsys: Capture, words: tuple[object, ...], named: str
    ) -> None:
        told = Told(capsys, towns, *words)

        assert told.code == BAD_INPUT
        assert named in told.err

    @pytest.mark.parametrize("option", ["--new", "--days", "--radius", "--seed"])
    def test_of_a_word_for_a_number_is_two(self, towns: Path, option: str) -> None:
        with pytest.raises(SystemExit) as ending:
            main(["siting", str(towns), option, "many"])

        assert ending.value.code == BAD_INPUT

    def test_of_two_files_is_two(self, towns: Path, capsys: Capture) -> None:
        told = Told(capsys, towns, towns, "--new", 1)

        assert (told.code, "one file" in told.err or "یک پرونده" in told.err) == (BAD_INPUT, True)

    def test_without_time_is_three_and_the_plan_is_written(
        self, many: Path, tmp_path: Path, capsys: Capture
    ) -> None:
        told = Told(capsys, many, "--new", 30, "--seconds", 0, "-o", tmp_path / "o.json")

        plan = json.loads((tmp_path / "o.json").read_text("utf-8"))
        assert (told.code, plan["status"], len(plan["bases"])) == (STOPPED, "stopped", 30)
        assert plan["bound"] <= plan["value"]
        assert figures(told.out.splitlines()[2]) == [pytest.approx(100 * plan["gap"], abs=0.0051)]

    def test_by_ctrl_c_is_three_and_the_plan_is_written(
        self, many: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = signal.getsignal(signal.SIGINT)

        def press_after_the_first_plan(line: str) -> None:
            if line.startswith("first plan"):
                os.kill(os.getpid(), signal.SIGINT)

        monkeypatch.setattr("hamafza_engines.__main__.say", press_after_the_first_plan)

        told = Told(capsys, many, "--new", 30, "--seconds", 60, "-o", tmp_path / "o.json")

        plan = json.loads((tmp_path / "o.json").read_text("utf-8"))
        assert (told.code, plan["status"], len(plan["bases"])) == (STOPPED, "stopped", 30)
        assert plan["bound"] <= plan["value"]
        assert signal.getsignal(signal.SIGINT) is before

    @pytest.mark.parametrize(
        "words", [("--new", 1, "--capacity", 10), ("--budget", 0), ("--new", 0)], ids=str
    )
    @pytest.mark.parametrize("explain", [(), ("--explain", "زابل")])
    def test_of_what_cannot_be_is_four(
        self,
        towns: Path,
        tmp_path: Path,
        capsys: Capture,
        words: tuple[object, ...],
        explain: tuple[str, ...],
    ) -> None:
        told = Told(capsys, towns, *words, *explain, "-o", tmp_path / "o.json")

        assert told.code == INFEASIBLE
        assert "نمی‌توان به همه خدمت رساند" in told.out
        assert json.loads((tmp_path / "o.json").read_text("utf-8"))["bases"] == []

    @pytest.mark.parametrize(
        ("missing", "words", "extra"),
        [
            ("numpy", ("--new", 1), "siting"),
            ("ortools.constraint_solver.pywrapcp", ("--round-from", "زابل"), "siting"),
            ("openpyxl", ("--new", 1, "-o", "o.xlsx"), "files"),
            ("pyarrow", ("--new", 1, "-o", "o.parquet"), "files"),
        ],
    )  # fmt: skip
    def test_without_a_library_is_five_and_says_what_to_install(
        self, towns: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch, missing: str,
        words: tuple[object, ...], extra: str,
    ) -> None:  # fmt: skip
        monkeypatch.chdir(tmp_path)
        monkeypatch.setitem(sys.modules, missing, None)

        told = Told(capsys, towns, *words, "--lang", "en")

        assert told.code == EXTRA_MISSING
        assert f"./hamafza extras {extra}" in told.err
        assert [path.name for path in tmp_path.iterdir()] == ["towns.csv"]


class TestAnAnswerInPersian:
    """Whoever asks in Persian is answered in Persian, remedies too."""

    @pytest.mark.parametrize(
        "words",
        [
            (), ("--new", -1), ("--new", 1, "--radius", -1), ("--new", 1, "--radius", "nan"), ("--budget", -1), ("--new", 1, "--capacity", -1),
            ("--new", 1, "--explain", "تهران"), ("--round-from", "تهران"), ("--round-from", "زابل", "--days", 0),
            ("--round-from", "زابل", "--hours", -1), ("--round-from", "زابل", "--service", -1),
        ],
        ids=str,
    )  # fmt: skip
    def test_is_given_to_bad_words(self, towns: Path, capsys: Capture, words: tuple[object, ...]) -> None:
        told = Told(capsys, towns, *words)

        remedy = told.err.strip().splitlines()[-1].partition(" — ")[2]
        assert told.code == BAD_INPUT
        assert remedy and not any(
            "a" <= letter <= "z" for letter in remedy.replace("e+", "").replace("e-", "")
        )

    @pytest.mark.parametrize(
        "graph", ["", "2 1 1\n1 5 3\n", "2 1 1\n1 2 -3\n", "3 1 1\n1 2 3\n", "2 2 1\n1 2 3\n", "9000 0 1\n", "2 1 -1\n1 2 3\n"],
        ids=lambda text: text.replace("\n", "|"),
    )  # fmt: skip
    def test_is_given_to_a_bad_graph(self, tmp_path: Path, capsys: Capture, graph: str) -> None:
        told = Told(capsys, written(tmp_path / "g.txt", graph))

        assert told.code == BAD_INPUT
        assert any("ا" <= letter <= "ی" for letter in told.err.partition(" — ")[2])

    @pytest.mark.parametrize("option", ["--candidates", "--existing"])
    def test_is_given_to_a_file_that_a_matrix_cannot_use(
        self, towns: Path, tmp_path: Path, capsys: Capture, option: str
    ) -> None:
        told = Told(capsys, written(tmp_path / "m.csv", "name,A\nx,1\n"), "--new", 1, option, towns)

        assert (told.code, "عرض و طول جغرافیایی" in told.err) == (BAD_INPUT, True)
