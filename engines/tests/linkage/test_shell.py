"""The command end to end: every option, what it prints and writes against the plan, and how it ends."""

import os
import signal
import sys
from dataclasses import replace

import pytest

from hamafza_engines.__main__ import main
from hamafza_engines.frame import read_table, write_table
from hamafza_engines.linkage import (
    ADVERSARIAL,
    Params,
    Problem,
    Register,
    count,
    keyed,
    read_register,
    registers,
    solve,
)
from hamafza_engines.linkage import _command as command

from .conftest import numbers_in

HEADERS = {
    "nid": "کد ملی", "first": "نام", "last": "نام خانوادگی", "father": "نام پدر", "birth": "تاریخ تولد",
    "mobile": "تلفن همراه", "city": "شهرستان", "gender": "جنسیت", "postcode": "کد پستی",
}  # fmt: skip
KEY = "a key of both agencies"


def rows_of(register):
    """Return a register as the rows of a file with Persian headers."""
    return [{"شناسه": id_} | {HEADERS[name]: column[row] for name, column in register.cells.items()}
            for row, id_ in enumerate(register.ids)]  # fmt: skip


@pytest.fixture(scope="module")
def world():
    return registers(50, seed=94, world=ADVERSARIAL)


@pytest.fixture(scope="module")
def paths(world, tmp_path_factory):
    """Return two registers as files."""
    folder = tmp_path_factory.mktemp("registers")
    found = [folder / "welfare.csv", folder / "hospital.csv"]
    for path, register in zip(found, world, strict=False):
        write_table(path, rows_of(register))
    return list(map(str, found))


@pytest.fixture
def key_file(tmp_path):
    path = tmp_path / "key"
    path.write_text(KEY + "\n", "utf-8")
    return str(path)


def links_in(path):
    return [(row.text("left"), row.text("right"), row.text("verdict")) for row in read_table(path)]


def told(plan):
    return [(link.left, link.right, link.verdict) for link in plan.links]


class TestLinking:
    @pytest.mark.parametrize(
        ("words", "params"),
        [
            ([], Params()),
            (["--auto", "0.99"], Params(auto=0.99)),
            (["--grey", "0.5"], Params(grey=0.5)),
            (["--auto", "0.6", "--grey", "0.9"], Params(auto=0.6, grey=0.6)),  # never grey above automatic
            (["--many"], Params(one_to_one=False)),
            (["--seed", "7"], Params()),
        ],
        ids=lambda told: " ".join(told) if isinstance(told, list) else "",
    )
    def test_writes_the_plan_of_what_was_asked(self, paths, world, tmp_path, words, params):
        out = tmp_path / "links.csv"

        assert main(["linkage", *paths, "-o", str(out), *words]) == 0

        plan = solve(Problem(*world[:2]), params=params)
        assert links_in(out) == told(plan)

    @pytest.mark.parametrize("language", ["fa", "en"])
    def test_prints_the_summary_of_the_plan_and_nothing_else(self, paths, world, capsys, language):
        assert main(["linkage", *paths, "--lang", language]) == 0

        assert capsys.readouterr().out == solve(Problem(*world[:2])).summary(language) + "\n"

    def test_says_on_the_side_what_it_read(self, paths, capsys):
        main(["linkage", *paths])

        said = capsys.readouterr().err.splitlines()
        assert [line.split(":")[0] for line in said] == ["welfare", "hospital"]
        assert all(numbers_in(line)[0] == 50 and "nid" in line and "postcode" in line for line in said)

    def test_of_one_register_finds_doubles(self, world, tmp_path, capsys):
        left, right, _ = world
        both = Register(
            left.ids + right.ids, {name: left.cells[name] + right.cells[name] for name in left.cells}, "both"
        )
        path = tmp_path / "both.csv"
        write_table(path, rows_of(both))

        assert main(["linkage", str(path), "--lang", "en"]) == 0

        plan = solve(Problem(both))
        assert len(plan.clusters) > 10
        assert f"Groups of one person: {len(plan.clusters)}." in capsys.readouterr().out

    @pytest.mark.slow  # openpyxl writes two sheets and reads them
    @pytest.mark.parametrize("suffix", [".tsv", ".json", ".jsonl", ".xlsx", ".parquet"])
    def test_reads_and_writes_files_of_every_kind(self, world, tmp_path, suffix):
        paths = [tmp_path / f"{name}{suffix}" for name in ("a", "b")]
        for path, register in zip(paths, world, strict=False):
            write_table(path, rows_of(register))
        out = tmp_path / f"links{suffix}"

        assert main(["linkage", *map(str, paths), "-o", str(out)]) == 0
        assert links_in(out) == told(solve(Problem(*world[:2])))

    def test_explains_the_pair_that_was_asked_for(self, paths, world, capsys):
        plan = solve(Problem(*world[:2]))
        asked = plan.links[3]

        assert main(["linkage", *paths, "--explain", asked.left, "--lang", "en"]) == 0
        assert capsys.readouterr().out.endswith(plan.explain(3, "en") + "\n")

    def test_leaves_out_a_column_when_told(self, paths, world, tmp_path):
        out = tmp_path / "links.csv"

        assert main(["linkage", *paths, "--columns", "nid=,mobile=", "-o", str(out)]) == 0

        left, right = (Register(side.ids, {n: c for n, c in side.cells.items() if n not in ("nid", "mobile")}, side.name)
                       for side in world[:2])  # fmt: skip
        assert links_in(out) == told(solve(Problem(left, right)))

    def test_tells_columns_of_the_second_file_alone(self, paths, capsys):
        assert main(["linkage", *paths, "--columns-right", "postcode="]) == 0

        said = capsys.readouterr().err.splitlines()
        assert "postcode" in said[0] and "postcode" not in said[1]


class TestCounting:
    @pytest.mark.parametrize("by", ["nid", "mobile", "person"])
    def test_by_hashes_is_counting_by_registers(self, paths, world, key_file, tmp_path, capsys, by):
        hashes = [str(tmp_path / f"{name}.csv") for name in "ab"]
        for path, out in zip(paths, hashes, strict=True):
            assert main(["linkage", path, "--hash", "--by", by, "--key-file", key_file, "-o", out]) == 0
        assert main(["linkage", *hashes, "--counts", "--at-least", "1"]) == 0
        by_hashes = capsys.readouterr().out
        assert (
            main(["linkage", *paths, "--counts", "--by", by, "--key-file", key_file, "--at-least", "1"]) == 0
        )

        by_hand = count(*(keyed(side, KEY.encode(), by=by) for side in world[:2]), at_least=1)
        assert by_hashes == capsys.readouterr().out == by_hand.summary() + "\n"

    def test_hides_a_few(self, paths, key_file, capsys):
        assert (
            main(
                ["linkage", *paths, "--counts", "--key-file", key_file, "--at-least", "1000", "--lang", "en"]
            )
            == 0
        )

        assert "In both: fewer than 1000 persons" in capsys.readouterr().out

    def test_prints_no_cell_of_any_register(self, paths, world, key_file, tmp_path, capsys):
        out = str(tmp_path / "h.csv")
        assert main(["linkage", paths[0], "--hash", "--key-file", key_file, "-o", out]) == 0
        assert main(["linkage", *paths, "--counts", "--key-file", key_file]) == 0

        said = "".join(capsys.readouterr()) + (tmp_path / "h.csv").read_text("utf-8")
        assert not any(
            cell in said for name in ("nid", "last", "mobile") for cell in world[0].cells[name] if cell
        )
        assert KEY not in said


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (["--auto", "1.5"], "auto"), (["--auto", "0.2"], "auto"), (["--grey", "0"], "grey"), (["--grey", "nan"], "grey"),
            (["--columns", "nid=نیست"], "نیست"), (["--columns", "nid"], "field=header"), (["--columns", "shoe=نام"], "shoe"),
            (["--explain", "nobody"], "nobody"), (["--counts", "--at-least", "0", "--key-file", "KEY"], "at_least"),
            (["--hash", "--key-file", "KEY", "-o", "OUT"], "hash"), (["--counts", "--key-file", "/no/such/file"], "key-file"),
            (["--counts"], "--key-file"), (["-o", "links.pdf"], "links.pdf"),
        ],
        ids=lambda told: " ".join(told) if isinstance(told, list) else told,
    )  # fmt: skip
    def test_ends_with_two_says_what_and_writes_nothing(
        self, paths, key_file, tmp_path, monkeypatch, capsys, words, said
    ):
        monkeypatch.chdir(tmp_path)
        words = [{"KEY": key_file, "OUT": "hashes.csv"}.get(word, word) for word in words]
        before = sorted(tmp_path.iterdir())

        assert main(["linkage", *paths, *words]) == 2

        assert said in capsys.readouterr().err
        assert sorted(tmp_path.iterdir()) == before

    @pytest.mark.parametrize(
        "words",
        [["--hash", "-o", "h.csv"], ["--hash", "--key-file", "KEY"], ["--counts", "--key-file", "KEY"]],
    )
    def test_of_one_file_alone(self, paths, key_file, tmp_path, monkeypatch, words, capsys):
        monkeypatch.chdir(tmp_path)
        words = [{"KEY": key_file}.get(word, word) for word in words]

        assert main(["linkage", paths[0], *words]) == 2
        assert not (tmp_path / "h.csv").exists()

    def test_of_three_files(self, paths, capsys):
        assert main(["linkage", *paths, paths[0]]) == 2
        assert "یک یا دو فهرست" in capsys.readouterr().err

    @pytest.mark.parametrize(
        "words",
        [
            ["--method", "magic"],
            ["--backend", "oracle"],
            ["--by", "name"],
            ["--lang", "de"],
            ["--auto", "x"],
            [],
        ],
    )
    def test_by_the_parser_itself(self, words, paths, capsys):
        with pytest.raises(SystemExit) as ended:
            main(["linkage", *(paths if words else []), *words])

        assert ended.value.code == 2

    def test_of_a_file_that_is_not_there(self, tmp_path, capsys):
        assert main(["linkage", str(tmp_path / "none.csv")]) == 2
        assert "none.csv" in capsys.readouterr().err


class TestHowItEnds:
    def test_without_a_library_that_learning_needs_is_five(self, paths, monkeypatch, tmp_path, capsys):
        monkeypatch.setitem(sys.modules, "splink", None)

        assert main(["linkage", *paths, "--method", "learnt", "-o", str(tmp_path / "links.csv")]) == 5
        assert "./hamafza extras linkage" in capsys.readouterr().err
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize(("language", "said"), [("fa", "قطع شد"), ("en", "interrupted")])
    def test_by_a_second_ctrl_c_is_three_and_nothing_is_written(
        self, paths, monkeypatch, tmp_path, capsys, language, said
    ):
        def pressed(*_, **__):
            raise KeyboardInterrupt

        monkeypatch.setattr(command, "solve", pressed)

        assert main(["linkage", *paths, "-o", str(tmp_path / "links.csv"), "--lang", language]) == 3
        assert said in capsys.readouterr().err and list(tmp_path.iterdir()) == []

    def test_by_a_first_ctrl_c_is_as_ever_for_a_small_linkage_is_over_at_once(
        self, paths, world, monkeypatch, tmp_path
    ):
        def read_and_press(*args):
            os.kill(os.getpid(), signal.SIGINT)
            return read_register(*args)

        monkeypatch.setattr(command, "read_register", read_and_press)
        out = tmp_path / "links.csv"

        code = main(["linkage", paths[0], "-o", str(out)])

        assert code == 0 and links_in(out) == told(solve(Problem(world[0])))

    @pytest.mark.parametrize(("status", "code"), [("optimal", 0), ("stopped", 3), ("heuristic", 3)])
    def test_tells_whether_the_plan_is_proved_and_writes_it_all_the_same(
        self, paths, monkeypatch, tmp_path, status, code
    ):
        monkeypatch.setattr(command, "solve", lambda problem, **_: replace(solve(problem), status=status))
        out = tmp_path / "links.csv"

        assert main(["linkage", *paths, "-o", str(out)]) == code
        assert out.exists()

    def test_by_our_own_fault_is_one_and_said_in_one_line(self, paths, monkeypatch, capsys):
        monkeypatch.setattr(command, "solve", lambda *_, **__: 1 / 0)
        monkeypatch.delenv("HAMAFZA_TRACE", raising=False)

        assert main(["linkage", *paths]) == 1
        assert "ZeroDivisionError" in capsys.readouterr().err.splitlines()[-1]
