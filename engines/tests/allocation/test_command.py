"""The shell door, end to end: real files in, real files out, exit codes."""

import csv
import json

import pytest

from hamafza_engines.__main__ import main
from hamafza_engines.allocation._files import read_needs, read_offers, read_rules
from hamafza_engines.frame import BadInput, Exit, read_table, write_table

NEEDS = """شناسه,مقدار,گونه,اولویت,شهرستان,عرض,طول,تا,مصرف,بسته
ن۱,۱۰,پتو,9,چابهار,25.3,60.6,1405/10/01,زکات؛ نذر,
ن۲,5,پتو,5,زابل,31.0,61.5,,,
"""
OFFERS = """id,amount,category,lat,lng,max_km,purpose,until,single,lot,perishable
o1,8,پتو,25.3,60.6,,,,,,
o2,4,پتو,29.5,60.9,,زكات,1405/12/01,,2,بله
o3,3,پتو,25.3,60.6,100,,1400/01/01,خیر,,
"""
RULES = "قاعده,نیاز,پیشنهاد,واحد\nتثبیت,ن۲,o1,۱\nممنوع,ن۲,o2,\n"


@pytest.fixture
def files(tmp_path):
    paths = [tmp_path / name for name in ("needs.csv", "offers.csv", "rules.csv")]
    for path, text in zip(paths, (NEEDS, OFFERS, RULES), strict=True):
        path.write_text(text, "utf-8")
    return [str(path) for path in paths]


def run(*words):
    return main(["allocation", *map(str, words)])


def test_two_tables_become_a_plan(files, tmp_path, capsys):
    out = tmp_path / "plan.csv"

    code = run(*files[:2], "-o", out)

    lines = list(csv.DictReader(out.read_text("utf-8-sig").splitlines()))
    assert code == Exit.DONE
    assert sum(int(line["units"]) for line in lines if line["offer"] == "o2") == 4
    assert {line["need"] for line in lines if line["offer"] == "o2"} == {
        "ن۱"
    }  # zakat stays with who may have it
    assert not [line for line in lines if line["offer"] == "o3" and line["need"] == "ن۲"]
    assert "واحد پوشش یافت" in capsys.readouterr().out


def test_a_third_table_pins_and_forbids(files, tmp_path):
    out = tmp_path / "plan.json"

    assert run(*files, "-o", out) == Exit.DONE
    lines = json.loads(out.read_text("utf-8"))
    assert {"need": "ن۲", "offer": "o1", "units": 1, "pinned": 1}.items() <= next(
        line for line in lines if line["need"] == "ن۲"
    ).items()


def test_a_need_is_explained_with_what_did_not_fit(files, capsys):
    assert run(*files[:2], "--explain", "ن۲", "--lang", "en") == Exit.DONE
    said = capsys.readouterr().out
    assert "need ن۲" in said and "did not fit" in said and "purpose 1" in said and "distance 1" in said


def test_the_same_in_persian(files, capsys):
    assert run(*files[:2], "--explain", "ن۱") == Exit.DONE
    assert "سازگار نبود: " in capsys.readouterr().out


def test_worth_alone_on_request(files, capsys):
    assert run(*files[:2], "--floor", "0", "--lang", "en") == Exit.DONE
    assert "price of fairness" not in capsys.readouterr().out


@pytest.mark.parametrize("kind", ["xlsx", "parquet", "json", "tsv"])
def test_every_kind_of_file_gives_the_same_plan(kind, files, tmp_path):
    written = []
    for path, columns in ((files[0], "needs"), (files[1], "offers")):
        written.append(tmp_path / f"{columns}.{kind}")
        write_table(written[-1], read_table(path))

    for inputs, out in ((files[:2], "csv.json"), (written, "other.json")):
        assert run(*inputs, "-o", tmp_path / out) == Exit.DONE

    assert (tmp_path / "csv.json").read_bytes() == (tmp_path / "other.json").read_bytes()


def test_no_time_is_told_by_the_code_and_the_plan_is_written(files, tmp_path):
    out = tmp_path / "plan.csv"

    assert run(*files[:2], "--seconds", 0, "-o", out) == Exit.STOPPED
    assert len(out.read_text("utf-8-sig").splitlines()) > 1


@pytest.mark.parametrize(
    ("which", "text", "told"),
    [
        (0, "id,amount,category\nn,-1,food\n", "row 2, amount: '-1'"),
        (0, "id,amount,category\nn,many,food\n", "row 2, amount: 'many'"),
        (0, "id,amount,category\nn,1.5,food\n", "row 2, amount: '1.5'"),
        (0, "id,amount,category\nn,,food\n", "row 2, amount"),
        (0, "id,amount,category\nn,1,\n", "row 2, category"),
        (0, "id,amount,category,priority\nn,1,food,11\n", "row 2, priority: '11'"),
        (0, "id,amount,category,lat\nn,1,food,30\n", "row 2, lat"),
        (0, "id,amount,category,until\nn,1,food,soon\n", "row 2, until: 'soon'"),
        (0, "id,amount,category\nn,1,food\nn,1,food\n", "id: 'n'"),
        (0, "id,amount,category\nn,1000000000000000000000,food\n", "amount"),
        (1, "id,amount,category,lot\no,1,food,0\n", "row 2, lot"),
        (2, "rule,need,offer\nhope,a,b\n", "row 2, rule: 'hope'"),
        (2, "rule,need,offer,units\npin,nobody,o1,1\n", "need: 'nobody'"),
    ],
)
def test_a_bad_table_is_refused_with_row_and_remedy(which, text, told, files, tmp_path, capsys):
    bad = tmp_path / "bad.csv"
    bad.write_text(text, "utf-8")
    files[which] = str(bad)

    assert run(*files[: max(2, which + 1)], "--lang", "en") == Exit.BAD_INPUT
    assert told in capsys.readouterr().err


def test_one_file_or_four_are_refused(files):
    assert run(files[0]) == run(*files, files[0]) == Exit.BAD_INPUT


def test_a_floor_beyond_one_is_refused(files):
    assert run(*files[:2], "--floor", 2) == Exit.BAD_INPUT


def test_an_unknown_need_is_refused(files):
    assert run(*files[:2], "--explain", "zz") == Exit.BAD_INPUT


def test_empty_tables_are_no_fault(tmp_path, capsys):
    for name in ("needs.csv", "offers.csv"):
        (tmp_path / name).write_text("id,amount,category\n", "utf-8")

    assert run(tmp_path / "needs.csv", tmp_path / "offers.csv", "--lang", "en") == Exit.DONE
    assert "no need was given" in capsys.readouterr().out


def test_a_line_of_ten_megabytes_is_refused_in_a_sentence(files, tmp_path, capsys):
    long = tmp_path / "long.csv"
    long.write_text("id,amount,category\n" + "x" * 10_000_000 + ",1,food\n", "utf-8")

    assert run(long, files[1], "--lang", "en") == Exit.BAD_INPUT
    assert len(capsys.readouterr().err) < 1000


def test_text_that_is_no_persian_passes_unharmed(tmp_path):
    needs = tmp_path / "needs.csv"
    needs.write_text('id,amount,category\n"=1+1",2,食\n😀\u202e,1,食\n', "utf-8")
    offers = tmp_path / "offers.csv"
    offers.write_text("id,amount,category\nö,3,食\n", "utf-8")
    out = tmp_path / "plan.csv"

    assert run(needs, offers, "-o", out) == Exit.DONE
    assert [row["need"] for row in read_table(out)] == ["=1+1", "😀\u202e"]


def test_columns_may_be_persian_and_digits_too(files):
    needs, offers, rules = read_needs(files[0]), read_offers(files[1]), read_rules(files[2])

    assert (needs[0].amount, needs[0].purposes, needs[0].until.isoformat()) == (
        10,
        {"زکات", "نذر"},
        "2026-12-22",
    )
    assert (offers[1].purpose, offers[1].perishable, offers[1].lot, offers[2].single) == (
        "زکات",
        True,
        2,
        False,
    )
    assert rules == [("pin", "ن۲", "o1", 1), ("forbid", "ن۲", "o2", 0)]


def test_a_bad_day_is_refused():
    with pytest.raises(BadInput):
        from datetime import date

        from hamafza_engines.allocation import Need

        Need(id="n", amount=1, category="x", since=date(2026, 2, 1), until=date(2026, 1, 1))
