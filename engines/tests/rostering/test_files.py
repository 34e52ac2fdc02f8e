"""Cells as offices fill them: dates of either calendar, digits of three kinds, two keyboards, and what is refused."""

from datetime import datetime

import pytest

from hamafza_engines.frame import BadInput
from hamafza_engines.rostering import minute, solve


def at(day, hour=0, minutes=0, *, month=11, year=2026):
    return minute(datetime(year, month, day, hour, minutes))


@pytest.fixture
def person(read):
    return lambda **cells: read(people=[cells]).volunteers[0]


@pytest.fixture
def shift(read):
    return lambda **cells: read(shifts=[cells]).shifts[0]


class TestAnInstant:
    @pytest.mark.parametrize(
        "told",
        [
            "2026-11-22 08:00", "2026-11-22T08:00", "2026-11-22T08:00:00", "2026-11-22 8:00", "2026/11/22 08:00",
            "2026-11-22 8", "1405-09-01 08:00", "1405/09/01 8:00", "1405/9/1 08:00", "۱۴۰۵/۰۹/۰۱ ۰۸:۰۰", "۱۴۰۵-۹-۱ ۸",
            "١٤٠٥/٠٩/٠١ ٠٨:٠٠", " 1405/09/01   08:00 ", "2026-11-22T08:00:00.000", "۲۰۲۶-۱۱-۲۲ ۰۸:۰۰",
        ],
    )  # fmt: skip
    def test_is_read_however_it_is_written(self, shift, told):
        assert shift(start=told).start == at(22, 8)

    @pytest.mark.parametrize(
        ("told", "expected"),
        [
            ("2026-11-22 24:00", at(23)),
            ("2026-11-23", at(23)),
            ("2026-11-22 23:59", at(22, 23, 59)),
            ("1405/09/02", at(23)),
        ],
    )
    def test_may_be_the_end_of_a_day_or_its_midnight(self, shift, told, expected):
        assert shift(end=told).end == expected

    @pytest.mark.parametrize(
        "told",
        [
            "2026-11-22 24:01", "2026-11-22 25:00", "2026-11-22 08:60", "2026-11-22 8:5", "2026-11-22 -8:00", "2026-11-31 08:00",
            "1405/13/01 08:00", "1405/12/30 08:00", "26-11-22 08:00", "08:00", "فردا", "tomorrow", "08:00 2026-11-22",
            "2026-11-22 08:00 PM", "2026-11-22 ۸:۰۰:۰۰:۰۰", "1e9", "29000160", "NaN", "None",
        ],
    )  # fmt: skip
    def test_is_refused_with_field_row_value_and_remedy(self, shift, told):
        with pytest.raises(BadInput) as caught:
            shift(start=told)
        fault = caught.value
        assert (fault.field, fault.row, fault.value) == ("start", 2, told)
        assert "2026-11-22 08:00" in fault.remedy and "۱۴۰۵-۰۹-۰۱" in fault.remedy_fa

    def test_of_the_thirtieth_of_esfand_is_there_in_a_leap_year_alone(self, shift):
        day = at(20, month=3, year=2025)  # 1403 is a leap year
        assert shift(start="1403/12/30", end="1403/12/30 04:00").start == day

        with pytest.raises(BadInput):
            shift(start="1404/12/30", end="1404/12/30 04:00")


class TestAWindow:
    @pytest.mark.parametrize(
        "told",
        [
            "2026-11-22 08:00/12:00", "2026-11-22 08:00/2026-11-22 12:00", "2026-11-22T08:00/2026-11-22T12:00",
            "1405-09-01 08:00/12:00", "1405/09/01 08:00 - 12:00", "1405/09/01 08:00 - 1405/09/01 12:00",
            "۱۴۰۵-۰۹-۰۱ ۰۸:۰۰/۱۲:۰۰", "2026-11-22 8/12", " 2026-11-22 08:00 / 12:00 ",
        ],
    )  # fmt: skip
    def test_is_read_however_it_is_written(self, person, told):
        assert person(windows=told).windows == ((at(22, 8), at(22, 12)),)

    @pytest.mark.parametrize("between", [";", "؛", "|", "; ", "، ", ", "])
    def test_stands_beside_others(self, person, between):
        told = between.join(["2026-11-22 08:00/12:00", "2026-11-23 08:00/12:00"])

        assert person(windows=told).windows == ((at(22, 8), at(22, 12)), (at(23, 8), at(23, 12)))

    def test_may_be_whole_days(self, person):
        assert person(windows="2026-11-22/2026-11-24").windows == ((at(22), at(24)),)

    @pytest.mark.parametrize("empty", ["", " ", ";", None])
    def test_that_is_empty_means_always(self, person, empty):
        assert person(windows=empty).windows is None

    @pytest.mark.parametrize(
        "told",
        [
            "2026-11-22 08:00", "2026-11-22 12:00/08:00", "2026-11-22 22:00/06:00", "2026-11-22 08:00/08:00",
            "08:00/12:00", "/", "2026-11-22 08:00/", "2026-11-22 08:00/12:00/14:00", "always", "همیشه",
        ],
    )  # fmt: skip
    def test_is_refused_with_its_row_when_it_is_none(self, person, told):
        with pytest.raises(BadInput) as caught:
            person(windows=told)
        assert (caught.value.field, caught.value.row) == ("windows", 2)
        assert caught.value.remedy


class TestSkillsAndSeats:
    @pytest.mark.parametrize(
        ("told", "skills"),
        [
            ("nurse", {"nurse": None}), ("nurse; cook", {"nurse": None, "cook": None}), (" nurse ;; ", {"nurse": None}),
            ("nurse: 2026-11-22", {"nurse": at(23)}), ("nurse:1405/09/01", {"nurse": at(23)}),
            ("nurse: ۱۴۰۵/۰۹/۰۱", {"nurse": at(23)}), ("nurse: 2026-11-22 08:00", {"nurse": at(22, 8)}),
            ("پرستار: ۱۴۰۵-۰۹-۰۱؛ راننده", {"پرستار": at(23), "راننده": None}), ("nurse:", {"nurse": None}),
        ],
    )  # fmt: skip
    def test_last_to_the_end_of_their_last_day(self, person, told, skills):
        assert person(skills=told).skills == skills

    @pytest.mark.parametrize(
        ("told", "seats"),
        [
            ("nurse", {"nurse": 1}), ("nurse: 3", {"nurse": 3}), ("nurse: ۳; cook", {"nurse": 3, "cook": 1}),
            ("nurse: 1; nurse: 2", {"nurse": 3}), ("nurse; nurse", {"nurse": 2}), ("nurse: 0", {"nurse": 0}),
            ("پرستار:۲؛راننده:۱", {"پرستار": 2, "راننده": 1}), ("nurse: 100000", {"nurse": 100_000}), ("", {}),
        ],
    )  # fmt: skip
    def test_are_counted(self, shift, told, seats):
        assert shift(seats=told).seats == seats

    @pytest.mark.parametrize(
        "told", ["nurse: -1", "nurse: two", "nurse: 1.5", "nurse: 100001", "nurse: 2: 3", ": 2", "nurse: NaN"]
    )
    def test_are_refused_with_a_bad_number(self, shift, told):
        with pytest.raises(BadInput) as caught:
            shift(seats=told)
        assert (caught.value.field, caught.value.row) == ("seats", 2)

    @pytest.mark.parametrize("told", [": 2026-11-22", "nurse: soon", "nurse: 2026-02-30", "nurse: 3"])
    def test_are_refused_with_a_bad_last_day(self, person, told):
        with pytest.raises(BadInput) as caught:
            person(skills=told)
        assert (caught.value.field, caught.value.row) == ("skills", 2)


class TestTwoKeyboards:
    """Arabic ye and kaf, marks of direction, and spaces are one name: the nurse of one table fits the other."""

    SPELT = ["پرستاری کودک", "پرستاري كودك", "پرستاری  کودک", "\u200fپرستاری کودک\u200e", "پرستارى کودک"]

    @pytest.mark.parametrize("told", SPELT, ids=ascii)
    def test_meet_in_skills(self, read, told):
        problem = read(people=[dict(skills=told)], shifts=[dict(seats=self.SPELT[0])])

        assert solve(problem).cover == 1

    @pytest.mark.parametrize("field", ["centres", "wishes", "refuses"])
    def test_meet_in_centres_wishes_and_refusals(self, read, field):
        problem = read(people=[{field: "كانون شمالي"}], shifts=[dict(centre="کانون شمالی")])

        plan = solve(problem)

        assert (plan.cover, plan.quality) == {"centres": (1, 30), "wishes": (1, 10), "refuses": (0, 0)}[field]

    def test_meet_in_the_name_of_a_shift(self, read):
        problem = read(people=[dict(refuses="شيفت يك")], shifts=[dict(id="شیفت یک")])

        assert solve(problem).cover == 0

    def test_of_one_person_are_that_person_twice(self, read):
        with pytest.raises(BadInput, match="2 times"):
            read(people=[dict(id="علی"), dict(id="علي")])


class TestNumbers:
    @pytest.mark.parametrize(
        ("column", "told", "value"),
        [
            ("max_hours", "۲۴", 24.0), ("max_hours", "٢٤", 24.0), ("max_hours", "7.5", 7.5), ("max_hours", "۷٫۵", 7.5),
            ("rest_hours", "0", 0.0), ("max_km", "1,200", 1200.0), ("max_km", "۱٬۲۰۰", 1200.0), ("max_shifts", "۸", 8),
            ("shifts_done", "3.0", 3), ("hours_done", "1e1", 10.0), ("max_shifts", "", 8), ("max_hours", None, 24.0),
        ],
    )  # fmt: skip
    def test_are_read_in_three_kinds_of_digits_and_have_defaults(self, person, column, told, value):
        assert getattr(person(**{column: told}), column) == value

    @pytest.mark.parametrize(
        ("column", "told"),
        [
            ("max_hours", "-1"), ("max_hours", "745"), ("max_hours", "NaN"), ("max_hours", "inf"), ("max_hours", "بسیار"),
            ("max_shifts", "1.5"), ("max_shifts", "1001"), ("shifts_done", "-1"), ("max_km", "9" * 40), ("rest_hours", "8h"),
            ("lat", "91"), ("lng", "51"), ("born", "1390"), ("born", "1390-13-01"), ("hours_done", "1e400"),
        ],
    )  # fmt: skip
    def test_are_refused_with_column_and_row(self, person, column, told):
        with pytest.raises(BadInput) as caught:
            person(**{column: told})
        assert caught.value.field in (column, "lat") and caught.value.row == 2

    @pytest.mark.parametrize("told", ["0", "10", "1.5", "high", "-1"])
    def test_of_urgency_go_from_one_to_nine(self, shift, told):
        with pytest.raises(BadInput) as caught:
            shift(priority=told)
        assert (caught.value.field, caught.value.row) == ("priority", 2)

    def test_of_a_place_are_read_for_both(self, read):
        problem = read(people=[dict(lat="۳۵٫۷", lng="51.4")], shifts=[dict(lat="35.8", lng="51.4")])

        assert (problem.volunteers[0].lat, problem.shifts[0].lat) == (35.7, 35.8)


class TestTheEighteenthBirthday:
    @pytest.mark.parametrize(
        ("born", "adult"),
        [
            ("2010-03-05", at(5, month=3, year=2028)), ("2008-02-29", at(1, month=3, year=2026)),
            ("1390-01-01", at(21, month=3, year=2029)), ("۱۳۹۰/۰۱/۰۱", at(21, month=3, year=2029)), ("", None), (None, None),
        ],
    )  # fmt: skip
    def test_is_eighteen_years_after_the_day_of_birth(self, person, born, adult):
        assert person(born=born).adult_at == adult
