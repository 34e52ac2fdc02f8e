"""The shell door, end to end: real files in, real files out, exit codes."""

import pytest

from hamafza_engines.__main__ import main
from hamafza_engines.frame import BadInput, read_table, write_table
from hamafza_engines.rostering import minute
from hamafza_engines.rostering._files import read_problem

VOLUNTEERS = """شناسه,مهارت‌ها,زمان‌های آزاد,تاریخ تولد,مراکز پیشین,سقف ساعت
علی,پرستار: ۱۴۰۶-۰۱-۰۱؛ راننده,۱۴۰۵-۰۹-۰۱ ۰۸:۰۰/۱۶:۰۰; ۱۴۰۵-۰۹-۰۲ ۰۸:۰۰/۱۶:۰۰,,کانون شمال,۲۴
سارا,پرستار,,۱۳۹۰-۰۱-۰۱,,
رضا,پرستار,2026-11-22 20:00/2026-11-23 08:00,,,
"""
SHIFTS = """id,start,end,seats,centre,priority
n1,2026-11-22 08:00,2026-11-22T12:00:00,پرستار: 2; راننده,کانون شمال,
n2,1405/09/01 22:00,1405/09/02 06:00,پرستار,کانون شمال,۲
"""


@pytest.fixture
def files(tmp_path):
    people, shifts = tmp_path / "volunteers.csv", tmp_path / "shifts.csv"
    people.write_text(VOLUNTEERS, "utf-8")
    shifts.write_text(SHIFTS, "utf-8")
    return people, shifts


def test_two_tables_become_a_roster(files, tmp_path, capsys):
    out = tmp_path / "roster.csv"

    code = main(["rostering", *map(str, files), "-o", str(out), "--explain", "n1"])

    rows = read_table(out)
    assert code == 0
    filled = {(row["shift"], row["skill"], row["volunteer"]) for row in rows if row["volunteer"]}
    assert ("n2", "پرستار", "رضا") in filled
    assert {v for s, _, v in filled if s == "n1"} == {"علی", "سارا"}
    assert [(row["shift"], row["missing"]) for row in rows if not row["volunteer"]] == [("n1", "1")]
    said = capsys.readouterr().out
    assert "۳ جا از ۴ جا پر شد" in said and "n1" in said


def test_both_calendars_and_windows_are_read(files):
    problem = read_problem(*files)
    people = {v.id: v for v in problem.volunteers}
    first, second = problem.shifts

    assert (first.start, second.start) == (minute(at(22, 8)), minute(at(22, 22)))
    assert second.end - second.start == 480 and second.priority == 2
    assert people["علی"].windows == (
        (minute(at(22, 8)), minute(at(22, 16))),
        (minute(at(23, 8)), minute(at(23, 16))),
    )
    assert people["رضا"].windows == ((minute(at(22, 20)), minute(at(23, 8))),)
    assert people["سارا"].windows is None and people["سارا"].adult_at == minute(
        at(21, 0).replace(year=2029, month=3)
    )
    assert people["علی"].skills == {"پرستار": minute(at(22, 0).replace(year=2027, month=3)), "راننده": None}
    assert first.seats == {"پرستار": 2, "راننده": 1}


@pytest.mark.slow  # opens spreadsheets
@pytest.mark.parametrize("kind", ["xlsx", "json", "parquet"])
def test_other_kinds_of_files_give_the_same_roster(files, tmp_path, kind):
    plain, other = tmp_path / "plain.json", tmp_path / f"other.{kind}"
    again = []
    for path in files:
        again.append(path.with_suffix(f".{kind}"))
        write_table(again[-1], read_table(path))

    assert main(["rostering", *map(str, files), "-o", str(plain)]) == 0
    assert main(["rostering", *map(str, again), "-o", str(other)]) == 0

    told = [[str(row[c] or "") for c in ("shift", "volunteer", "missing")] for row in read_table(plain)]
    assert told == [
        [str(row[c] or "") for c in ("shift", "volunteer", "missing")] for row in read_table(other)
    ]


def test_a_drop_out_is_repaired(files, tmp_path, capsys):
    out = tmp_path / "roster.json"

    assert main(["rostering", *map(str, files), "-o", str(out), "--drop", "علی", "--lang", "en"]) == 0

    assert "علی" not in {row["volunteer"] for row in read_table(out)}
    assert "علی: n1" in capsys.readouterr().out


def test_rules_can_be_left_out_and_points_changed(files, capsys):
    words = ["rostering", *map(str, files), "--without-rule", "alone", "--fairness", "0", "--lang", "en"]

    assert main(words) == 0
    assert main([*words, "--fairness", "-3"]) == 2


@pytest.mark.parametrize(
    ("which", "old", "new", "told"),
    [
        (0, "۱۴۰۵-۰۹-۰۱ ۰۸:۰۰/۱۶:۰۰", "فردا", "row 2, windows"), (0, "رضا", "علی", "volunteers"),
        (0, "۲۴", "بسیار", "row 2, max_hours"), (0, "۱۳۹۰-۰۱-۰۱", "1390-13-01", "row 3, born"),
        (0, "سارا,", ",", "row 3, id"), (1, "n2,1405/09/01 22:00", "n2,1405/09/01 25:00", "row 3, start"),
        (1, "1405/09/02 06:00", "1405/09/01 06:00", "row 3, end"), (1, "پرستار: 2", "پرستار: two", "row 2, seats"),
        (1, "۲", "۲۰", "row 3, priority"), (0, "08:00\n", "08:00/09:00\n", ""),
    ],
)  # fmt: skip
def test_a_bad_cell_ends_with_code_2_and_names_row_and_field(files, capsys, which, old, new, told):
    text = files[which].read_text("utf-8")
    files[which].write_text(text.replace(old, new, 1), "utf-8")

    code = main(["rostering", *map(str, files), "--lang", "en"])

    assert code == (2 if told else 0)
    assert told in capsys.readouterr().err


def test_one_file_is_not_enough(files, capsys):
    assert main(["rostering", str(files[0]), "--lang", "en"]) == 2
    assert "two files" in capsys.readouterr().err


def test_unknown_people_end_with_code_2(files):
    for option in ("--explain", "--drop"):
        assert main(["rostering", *map(str, files), option, "nobody"]) == 2


def test_empty_tables_give_an_empty_roster(tmp_path, capsys):
    people, shifts, out = tmp_path / "v.csv", tmp_path / "s.csv", tmp_path / "o.csv"
    people.write_text("id,skills\n", "utf-8")
    shifts.write_text("id,start,end,seats\n", "utf-8")

    assert main(["rostering", str(people), str(shifts), "-o", str(out), "--lang", "en"]) == 0
    assert "0 of 0 seats" in capsys.readouterr().out


def test_a_stopped_search_ends_with_code_3_and_writes_what_it_has(tmp_path, capsys):
    people, shifts, out = tmp_path / "v.csv", tmp_path / "s.csv", tmp_path / "o.csv"
    people.write_text("id,skills\n" + "".join(f"v{k:03},nurse\n" for k in range(60)), "utf-8")
    rows = (
        f"s{k:03},2026-11-{1 + k % 28:02} 0{6 + k % 3}:00,2026-11-{1 + k % 28:02} 1{k % 6}:00,nurse: 3\n"
        for k in range(80)
    )
    shifts.write_text("id,start,end,seats\n" + "".join(rows), "utf-8")

    assert main(["rostering", str(people), str(shifts), "-o", str(out), "--seconds", "0"]) == 3
    assert len(read_table(out)) > 100


def test_a_line_of_ten_million_letters_is_refused_calmly(files):
    files[0].write_text("id,skills,max_hours\na,nurse," + "9" * 10_000_000 + "\n", "utf-8")

    with pytest.raises(BadInput, match="row 2"):
        read_problem(*files)


def at(day, hour):
    from datetime import datetime

    return datetime(2026, 11, day, hour)
