"""Columns under each of their names, those nobody can do without, and the table that comes out."""

from datetime import datetime

import pytest

from hamafza_engines.frame import BadInput, read_table, write_table
from hamafza_engines.rostering import minute, solve
from hamafza_engines.rostering._files import SHIFTS, VOLUNTEERS, read_problem, write_roster

from .conftest import CELLS

PERSON, SHIFT = CELLS


def at(day, hour=0, *, month=11, year=2026):
    return minute(datetime(year, month, day, hour))


class TestColumns:
    PERSIAN_PERSON = {
        "شناسه": "a",
        "مهارت‌ها": "nurse",
        "سقف ساعت": "5",
        "خواسته‌ها": "x; y",
        "طول جغرافیایی": "51",
        "عرض جغرافیایی": "35",
    }
    PERSIAN_SHIFT = {
        "کد": "s",
        "شروع": "2026-11-22 08:00",
        "پایان": "2026-11-22 12:00",
        "نیاز": "nurse",
        "اولویت": "۳",
    }

    def test_have_persian_names(self, tmp_path):
        write_table(tmp_path / "v.csv", [self.PERSIAN_PERSON])
        write_table(tmp_path / "s.csv", [self.PERSIAN_SHIFT])

        problem = read_problem(tmp_path / "v.csv", tmp_path / "s.csv")

        (v,), (s,) = problem.volunteers, problem.shifts
        assert (v.id, v.max_hours, v.wishes, v.lat, v.lng) == ("a", 5.0, {"x", "y"}, 35.0, 51.0)
        assert (s.id, s.start, s.priority) == ("s", at(22, 8), 3)

    @pytest.mark.parametrize("name", [n for names in VOLUNTEERS.values() for n in names])
    def test_of_a_volunteer_are_known_by_each_of_their_names(self, tmp_path, name):
        column = next(each for each, names in VOLUNTEERS.items() if name in names)
        good = {
            "id": "7",
            "skills": "nurse",
            "windows": "2026-11-22/2026-11-23",
            "born": "1390-01-01",
            "lat": "1",
            "lng": "1",
        }
        row = dict(PERSON, lat="2", lng="2") | {column: None}
        write_table(
            tmp_path / "v.csv",
            [{k: v for k, v in row.items() if k != column} | {name: good.get(column, "5")}],
        )
        write_table(tmp_path / "s.csv", [SHIFT])

        (person,) = read_problem(tmp_path / "v.csv", tmp_path / "s.csv").volunteers

        expected = {
            "id": "7", "skills": {"nurse": None}, "windows": ((at(22), at(23)),), "lat": 1.0, "lng": 1.0,
            "born": at(21, month=3, year=2029), "centres": {"5"}, "wishes": {"5"}, "refuses": {"5"},
        }  # fmt: skip
        assert getattr(person, "adult_at" if column == "born" else column) == expected.get(column, 5)

    @pytest.mark.parametrize("column", ["id", "skills"])
    def test_that_a_volunteer_cannot_do_without_are_asked_for_by_name(self, tmp_path, column):
        write_table(tmp_path / "v.csv", [{k: v for k, v in dict(PERSON, centres="x").items() if k != column}])
        write_table(tmp_path / "s.csv", [SHIFT])

        with pytest.raises(BadInput) as caught:
            read_problem(tmp_path / "v.csv", tmp_path / "s.csv")
        assert (caught.value.field, caught.value.value) == ("columns", column)
        assert "v.csv" in caught.value.remedy and "centres" in caught.value.remedy

    @pytest.mark.parametrize("column", ["id", "start", "end", "seats"])
    def test_that_a_shift_cannot_do_without_are_asked_for_by_name(self, tmp_path, column):
        write_table(tmp_path / "v.csv", [PERSON])
        write_table(tmp_path / "s.csv", [{k: v for k, v in SHIFT.items() if k != column}])

        with pytest.raises(BadInput) as caught:
            read_problem(tmp_path / "v.csv", tmp_path / "s.csv")
        assert (caught.value.field, caught.value.value) == ("columns", column)
        assert SHIFTS[column][1] in caught.value.remedy_fa

    @pytest.mark.parametrize(
        ("people", "shifts", "row"), [([{}, dict(id="")], [{}], 3), ([{}], [{}, dict(start="")], 3)]
    )
    def test_may_not_be_empty_where_they_name_somebody_or_some_time(self, read, people, shifts, row):
        with pytest.raises(BadInput) as caught:
            read(people, shifts)
        assert caught.value.row == row


class TestWhatIsWritten:
    @pytest.fixture
    def plan(self, read):
        shifts = [
            dict(centre="شمال", seats="nurse: 2; cook"),
            dict(id="t", start="2026-11-23 22:00", end="2026-11-24 06:00"),
        ]
        return solve(read(people=[dict(id="=علی"), dict(id="b", skills="driver")], shifts=shifts))

    @pytest.mark.parametrize("kind", ["csv", "tsv", "json", "jsonl"])
    def test_is_a_row_for_each_seat_and_for_each_lack(self, plan, tmp_path, kind):
        path = tmp_path / f"roster.{kind}"

        write_roster(path, plan, language="en")

        rows = [{name: cell or "" for name, cell in row.items()} for row in read_table(path)]
        assert [(r["shift"], r["skill"], r["volunteer"]) for r in rows if r["volunteer"]] == [
            (a.shift, a.skill, a.volunteer) for a in plan.assignments
        ]
        assert [(r["shift"], r["skill"], int(r["missing"])) for r in rows if not r["volunteer"]] == [
            (m.shift, m.skill, m.number) for m in plan.missing
        ]
        assert {r["reason"] for r in rows if not r["volunteer"]} == {"nobody with this skill is left"}
        assert ("شمال", "2026-11-22 08:00", "2026-11-22 12:00") in {
            (r["centre"], r["start"], r["end"]) for r in rows
        }

    def test_can_be_read_back_as_the_shifts_it_came_from(self, plan, tmp_path):
        write_roster(tmp_path / "r.csv", plan, language="fa")

        told = {(r["shift"], at_text(r["start"]), at_text(r["end"])) for r in read_table(tmp_path / "r.csv")}

        assert told == {(s.id, s.start, s.end) for s in plan.problem.shifts}


def at_text(told):
    return minute(datetime.fromisoformat(told))
