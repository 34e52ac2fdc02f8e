"""Tables in, tables out, and the command: each kind of file, each option, each ending, in both languages."""

import csv
import json
import sys

import pytest

from hamafza_engines.__main__ import main
from hamafza_engines.frame import BadInput, read_table
from hamafza_engines.shares import Infeasible, Place, Problem, solve
from hamafza_engines.shares._files import COLUMNS, read_places, write_shares

ROWS = [
    {"id": "11", "parent": "", "name": "تهران", "need": 53, "lower": "", "upper": "", "accepted": ""},
    {"id": "12", "parent": "", "name": "قم", "need": 28, "lower": 1, "upper": "", "accepted": ""},
    {"id": "13", "parent": "", "name": "پارس‌آباد", "need": 19, "lower": "", "upper": 2, "accepted": ""},
    {"id": "111", "parent": "11", "name": "ری", "need": 1, "lower": "", "upper": "", "accepted": 3},
    {"id": "112", "parent": "11", "name": "ورامین", "need": 3, "lower": "", "upper": "", "accepted": ""},
]
SLOW = pytest.mark.slow  # openpyxl or pyarrow comes in
KINDS = ["csv", "tsv", "json", "jsonl", pytest.param("xlsx", marks=SLOW), pytest.param("parquet", marks=SLOW)]


def written(path, rows):
    """Write rows by the extension, by other means than the engine's."""
    if path.suffix == ".json":
        path.write_text(json.dumps(rows), "utf-8")
    elif path.suffix == ".jsonl":
        path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    elif path.suffix == ".xlsx":
        from openpyxl import Workbook

        book = Workbook()
        for row in [list(rows[0]), *(list(row.values()) for row in rows)]:
            book.active.append(row)
        book.save(path)
    elif path.suffix == ".parquet":
        import pyarrow
        from pyarrow import parquet

        texts = [{key: str(cell) for key, cell in row.items()} for row in rows]
        parquet.write_table(pyarrow.Table.from_pylist(texts), path)
    else:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0], delimiter="\t" if path.suffix == ".tsv" else ",")
            writer.writeheader()
            writer.writerows(rows)
    return path


@pytest.fixture
def table(tmp_path):
    return written(tmp_path / "places.csv", ROWS)


def one(tmp_path, columns, cells):
    path = tmp_path / "one.csv"
    path.write_text(f"{columns}\n{cells}\n", "utf-8")
    return read_places(path)[0]


class TestReading:
    @pytest.mark.parametrize("kind", KINDS)
    def test_of_each_kind_of_file_gives_the_same_places(self, tmp_path, kind):
        assert read_places(written(tmp_path / f"p.{kind}", ROWS)) == (
            Place("11", name="تهران", need=53),
            Place("12", name="قم", need=28, lower=1),
            Place("13", name="پارس‌آباد", need=19, upper=2),
            Place("111", "11", "ری", need=1, accepted=3),
            Place("112", "11", "ورامین", need=3),
        )

    @pytest.mark.parametrize(
        ("field", "column"), [(field, name) for field, names in COLUMNS.items() for name in names]
    )
    def test_knows_a_column_by_each_of_its_names(self, tmp_path, field, column):
        if field == "id":
            assert one(tmp_path, f"name,{column}", "x,7").id == "7"
        else:
            assert str(getattr(one(tmp_path, f"id,{column}", "7,3"), field)) == "3"

    @pytest.mark.parametrize("column", ["نياز", " Need", "ظرفيت"])
    def test_knows_a_column_as_an_arabic_keyboard_writes_it(self, tmp_path, column):
        place = one(tmp_path, f"id,{column}".lower(), "7,3")

        assert (place.need or place.capacity) == 3

    @pytest.mark.parametrize(
        ("cell", "need"),
        [
            ("۵۳", 53),
            ("٥٣", 53),
            ("۵٬۳۰۰", 5300),
            ("۰٫۱", 0.1),
            ("1e3", 1000),
            ("9007199254740993", 2**53 + 1),
        ],
    )
    def test_takes_a_number_as_it_is_meant(self, tmp_path, cell, need):
        assert one(tmp_path, "id,need", f"7,{cell}").need == need

    def test_keeps_the_noughts_of_a_code(self, tmp_path):
        assert one(tmp_path, "id,parent", "0011,00").parent == "00"

    def test_without_a_name_has_none(self, tmp_path):
        assert one(tmp_path, "id,name", "7,") == Place("7")

    @pytest.mark.parametrize(
        ("columns", "cells", "field", "value"),
        [
            ("id,need", "7,-1", "need", "-1"), ("id,need", "7,many", "need", "many"), ("id,need", "7,nan", "need", "nan"),
            ("id,need", "7,inf", "need", "inf"), ("id,capacity", "7,-0.5", "capacity", "-0.5"), ("id,past", "7,1/2", "past", "1/2"),
            ("id,lower", "7,1.5", "lower", "1.5"), ("id,lower", "7,-2", "lower", "-2"), ("id,upper", "7,۱٫۵", "upper", "۱٫۵"),
            ("id,accepted", "7,yes", "accepted", "yes"), ("id,need", "7,1405/09/01", "need", "1405/09/01"),
            ("id,need", ",5", "id", None), ("id,parent", "7,7", "parent", "7"), ("id,need", "7,1e31", "need", 1e31),
        ],
    )  # fmt: skip
    def test_refuses_a_cell_with_its_column_row_and_value(self, tmp_path, columns, cells, field, value):
        with pytest.raises(BadInput) as fault:
            one(tmp_path, columns, cells)

        assert (fault.value.field, fault.value.row, fault.value.value) == (field, 2, value)
        assert fault.value.remedy_fa

    def test_names_the_row_whose_bounds_cross(self, tmp_path):
        with pytest.raises(Infeasible) as fault:
            one(tmp_path, "id,lower,upper", "7,5,4")

        assert (fault.value.field, fault.value.row) == ("upper", 2)

    def test_of_no_file_is_refused(self, tmp_path):
        with pytest.raises(BadInput, match="no such file"):
            read_places(tmp_path / "none.csv")


class TestWriting:
    @pytest.fixture
    def plan(self):
        places = (Place("11", name="تهران", need=2), Place("12", need=1, upper=2), Place("111", "11", need=1))
        return solve(Problem(10, places))

    @pytest.mark.parametrize("kind", KINDS)
    def test_of_each_kind_reads_back_as_the_plan(self, tmp_path, plan, kind):
        write_shares(tmp_path / f"o.{kind}", plan, language="fa")

        for row, share in zip(read_table(tmp_path / f"o.{kind}"), plan.shares, strict=True):
            assert (row["id"], row["parent"] or None, int(row["share"])) == (
                share.id,
                share.parent,
                share.share,
            )
            assert float(row["quota"]) == pytest.approx(float(share.quota), abs=1e-6)
            assert (row["held_by"] or "") == share.binding
            assert row["reason"] == plan.explain(share.id).words("fa")

    def test_keeps_every_rial_of_a_nations_money(self, tmp_path):
        plan = solve(Problem(10**24 + 1, (Place("A", need=1), Place("B", need=2))))
        write_shares(tmp_path / "o.csv", plan, language="en")

        assert sum(int(row["share"]) for row in read_table(tmp_path / "o.csv")) == 10**24 + 1

    @pytest.mark.parametrize("name", ["o.doc", "no/o.csv", "file/o.csv"])
    def test_leaves_nothing_where_it_cannot(self, tmp_path, plan, name):
        (tmp_path / "file").write_text("a file, no folder", "utf-8")

        with pytest.raises(BadInput, match="output"):
            write_shares(tmp_path / name, plan, language="fa")

        assert [path.name for path in tmp_path.iterdir()] == ["file"]


class TestTheCommand:
    @pytest.fixture
    def run(self, capsys):
        def go(*words):
            code = main(["shares", *map(str, words)])
            return code, *capsys.readouterr()

        return go

    @pytest.mark.parametrize("language", ["fa", "en"])
    def test_says_the_summary_and_the_reason_of_the_same_plan_in_python(self, run, table, language):
        plan = solve(Problem(10, read_places(table)))

        code, said, _ = run(table, "--target", 10, "--explain", "111", "--lang", language)

        assert code == 0
        assert said == f"{plan.summary(language)}\n{plan.explain('111').words(language)}\n"

    @pytest.mark.parametrize("kind", KINDS)
    def test_reads_and_writes_each_kind_of_file(self, run, tmp_path, kind):
        code, _, _ = run(written(tmp_path / f"i.{kind}", ROWS), "--target", 10, "-o", tmp_path / f"o.{kind}")

        # 10 by 53:28:19 is 5.3 2.8 1.9: the two left go to .9 and .8; of 5 three are accepted
        assert code == 0
        assert [int(row["share"]) for row in read_table(tmp_path / f"o.{kind}")] == [5, 3, 2, 3, 2]

    @pytest.mark.parametrize(("method", "shares"), [("hamilton", [4, 2, 1]), ("webster", [3, 2, 2])])
    def test_follows_the_method_asked_for(self, run, tmp_path, method, shares):
        rows = [{"id": id_, "need": need} for id_, need in (("A", 53_000), ("B", 24_000), ("C", 23_000))]
        run(written(tmp_path / "i.csv", rows), "--target", 7, "--method", method, "-o", tmp_path / "o.csv")

        assert [int(row["share"]) for row in read_table(tmp_path / "o.csv")] == shares

    @pytest.mark.parametrize(
        ("option", "power", "shares"),
        [
            ("need", 1, [40, 10]),
            ("need", 0, [25, 25]),
            ("need", 2, [47, 3]),
            ("capacity", 2, [33, 17]),
            ("past", 4, [48, 2]),
        ],
    )
    def test_weighs_by_the_power_asked_for(self, run, tmp_path, option, power, shares):
        # need 4:1, capacity 1:2, past 2:1 weigh 8:2; then 2:2, 32:2, 8:4 and 64:2, which is 48.48 and 1.52
        rows = [
            {"id": "A", "need": 4, "capacity": 1, "past": 2},
            {"id": "B", "need": 1, "capacity": 2, "past": 1},
        ]
        words = ("--target", 50, f"--{option}-power", power, "-o", tmp_path / "o.csv")

        run(written(tmp_path / "i.csv", rows), *words)

        assert [int(row["share"]) for row in read_table(tmp_path / "o.csv")] == shares

    def test_gives_the_same_file_whatever_the_seed_and_the_time(self, run, table, tmp_path):
        for name, seed in (("a.csv", 1), ("b.csv", 2)):
            run(table, "--target", 10, "--seed", seed, "--seconds", 0, "-o", tmp_path / name)

        assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()

    @pytest.mark.parametrize(
        ("words", "told"),
        [
            (("--target", -1), "target"), (("--target", 10**31), "target"), (("--target", 10, "--need-power", 5), "need"),
            (("--target", 10, "--past-power", -1), "past"), (("--target", 10, "--explain", "تهران"), "explain"),
            (("--target", 10, "-o", "o.doc"), "output"),
        ],
    )  # fmt: skip
    def test_ends_with_two_for_bad_words_and_says_which(self, run, table, words, told):
        code, _, said = run(table, *words, "--lang", "en")

        assert code == 2
        assert said.startswith(told)

    @pytest.mark.parametrize(
        "words", [(), ("--target", "ten"), ("--target", "1.5"), ("--target", "5", "--method", "adams")]
    )
    def test_ends_with_two_for_words_that_are_none(self, table, words):
        with pytest.raises(SystemExit) as ending:
            main(["shares", str(table), *words])

        assert ending.value.code == 2

    def test_refuses_two_tables_rather_than_pass_one_over(self, run, table):
        code, said, told = run(table, table, "--target", 10, "--lang", "en")

        assert (code, said) == (2, "")
        assert "one file" in told

    def test_leaves_no_file_when_the_place_to_explain_is_unknown(self, run, table, tmp_path):
        run(table, "--target", 10, "--explain", "99", "-o", tmp_path / "o.csv")

        assert not (tmp_path / "o.csv").exists()

    @pytest.mark.parametrize(("language", "remedy"), [("en", "lower them by 3"), ("fa", "3 از آن‌ها بکاهید")])
    def test_ends_with_four_and_the_remedy_when_bounds_cannot_hold(self, run, tmp_path, language, remedy):
        rows = [{"id": "A", "lower": 6}, {"id": "B", "lower": 7}]

        code, said, told = run(
            written(tmp_path / "i.csv", rows), "--target", 10, "--lang", language, "-o", tmp_path / "o.csv"
        )

        assert (code, said) == (4, "")
        assert remedy in told
        assert not (tmp_path / "o.csv").exists()

    def test_ends_with_five_when_a_library_for_the_file_is_missing(self, run, table, tmp_path, monkeypatch):
        monkeypatch.setitem(sys.modules, "openpyxl", None)

        code, _, told = run(table, "--target", 10, "-o", tmp_path / "o.xlsx")

        assert code == 5
        assert "./hamafza extras files" in told
        assert not (tmp_path / "o.xlsx").exists()


class TestPersianAnswers:
    """Whoever asks in Persian is answered in Persian, remedies too."""

    @pytest.mark.parametrize(
        "text",
        [
            "id,need\n1,-1\n", "id,need\n1,x\n", "id,need\n1,1\n1,2\n", "id,parent\n1,2\n", "id,parent\n1,1\n",
            "id,parent\n1,2\n2,1\n", "id,need\n,1\n", "id,need\n1,1\n2,\n", "id,parent,need\n1,,\n2,,\n11,1,5\n",
            "id,lower,upper\n1,5,4\n", "id,upper,accepted\n1,5,6\n", "id,upper\n1,3\n", "id,lower\n1,30\n", "id\n",
        ],
    )  # fmt: skip
    def test_to_whatever_is_wrong_with_a_table(self, tmp_path, capsys, text):
        path = tmp_path / "bad.csv"
        path.write_text(text, "utf-8")

        assert main(["shares", str(path), "--target", "10"]) in (2, 4)

        remedy = capsys.readouterr().err.partition(" — ")[2]
        assert remedy.strip() and not any("a" <= letter <= "z" for letter in remedy)

    def test_to_a_place_that_is_none(self, table, capsys):
        main(["shares", str(table), "--target", "10", "--explain", "99"])

        assert "شناسهٔ یکی از 5 جا" in capsys.readouterr().err

    def test_to_a_power_that_is_none(self, table, capsys):
        main(["shares", str(table), "--target", "10", "--need-power", "7"])

        assert "توان" in capsys.readouterr().err
