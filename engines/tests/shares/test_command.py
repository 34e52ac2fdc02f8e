"""The shell door, end to end: real files in, real files out, exit codes."""

import csv
import json
import os
import subprocess
import sys

import pytest

from hamafza_engines.__main__ import main
from hamafza_engines.frame import BadInput, read_table
from hamafza_engines.shares._files import read_places

PLACES = """شناسه,بالادست,نام,نیاز,کف,سقف
11,,تهران,۵۳۰,,
12,,قم,۲۸۰,۱,
13,,پارس‌آباد,۱۹۰,,۱
111,11,ری,۱۰,,
112,11,ورامین,۳۰,,
"""


@pytest.fixture
def places(tmp_path):
    path = tmp_path / "places.csv"
    path.write_text(PLACES, "utf-8")
    return path


def test_a_table_of_places_becomes_a_table_of_shares(places, tmp_path, capsys):
    out = tmp_path / "shares.csv"

    code = main(["shares", str(places), "--target", "10", "-o", str(out), "--explain", "13"])

    rows = list(csv.DictReader(out.read_text("utf-8-sig").splitlines()))
    assert code == 0
    assert {row["id"]: int(row["share"]) for row in rows} == {"11": 6, "12": 3, "13": 1, "111": 2, "112": 4}
    said = capsys.readouterr().out
    assert "هدف ۱۰ میان ۵ جا" in said and "پارس‌آباد: ۱ از ۱۰" in said and "سقف" in said


@pytest.mark.parametrize("kind", ["json", pytest.param("xlsx", marks=pytest.mark.slow), "tsv"])
def test_other_kinds_of_files_carry_the_same_shares(places, tmp_path, kind):
    out = tmp_path / f"shares.{kind}"

    assert main(["shares", str(places), "--target", "۱۰", "-o", str(out), "--lang", "en"]) == 0

    assert [int(row["share"]) for row in read_table(out)] == [6, 3, 1, 2, 4]
    if kind == "json":
        assert json.loads(out.read_text("utf-8"))[0]["reason"].startswith("تهران: 6 of 10")


def test_bounds_that_cannot_hold_end_with_code_4_and_the_remedy(places, capsys):
    text = places.read_text("utf-8").replace("12,,قم,۲۸۰,۱,", "12,,قم,۲۸۰,۱۱,")
    places.write_text(text, "utf-8")

    assert main(["shares", str(places), "--target", "10", "--lang", "en"]) == 4

    assert "lower them by 1" in capsys.readouterr().err


def test_crossing_bounds_in_a_row_end_with_code_4_and_the_row(places, capsys):
    places.write_text(PLACES.replace("۱۹۰,,۱", "۱۹۰,۲,۱"), "utf-8")

    assert main(["shares", str(places), "--target", "10", "--lang", "en"]) == 4

    assert "row 4, upper" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("۵۳۰", "بسیار", "row 2, need"), ("112,11", "112,99", "parent"), ("13,,", "12,,", "2 times"),
        ("۱۹۰,,۱", "۱۹۰,,۱.۵", "row 4, upper"), ("112,", ",", "row 6, id"), ("۱۰,,", "-1,,", "row 5, need"),
    ],
)  # fmt: skip
def test_a_bad_cell_ends_with_code_2_and_names_row_and_field(places, capsys, old, new, told):
    places.write_text(PLACES.replace(old, new, 1), "utf-8")

    assert main(["shares", str(places), "--target", "10", "--lang", "en"]) == 2

    assert told in capsys.readouterr().err


def test_an_unknown_place_to_explain_ends_with_code_2(places):
    assert main(["shares", str(places), "--target", "10", "--explain", "99"]) == 2


def test_an_empty_table_shares_nothing(places):
    places.write_text("id\n", "utf-8")

    assert main(["shares", str(places), "--target", "0"]) == 0
    assert main(["shares", str(places), "--target", "5"]) == 4


def test_a_line_of_ten_million_letters_is_refused_calmly(places):
    places.write_text("id,need\n1," + "9" * 10_000_000 + "\n", "utf-8")

    with pytest.raises(BadInput, match="row 2"):
        read_places(places)


@pytest.mark.slow  # starts a Python of its own, without the packages of this one
def test_the_engine_runs_on_the_standard_library_alone(places):
    import hamafza_engines

    root = hamafza_engines.__path__[0].rpartition("/")[0]
    command = [sys.executable, "-S", "-m", "hamafza_engines", "shares", str(places), "--target", "10"]
    env = {"PYTHONPATH": root, "PATH": os.environ["PATH"]}
    answer = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=env)

    assert answer.returncode == 0, answer.stderr
