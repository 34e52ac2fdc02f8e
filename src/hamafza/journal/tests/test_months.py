"""Jalali months as periods; the years 1403 (leap) and 1404 are held against the official calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamafza.journal import months
from hamafza.journal.months import Month

DAYS = st.dates(date(1930, 1, 1), date(2100, 1, 1))


class TestAMonth:
    @pytest.mark.parametrize(
        ("month", "first", "last"),
        [
            (Month(1404, 1), date(2025, 3, 21), date(2025, 4, 20)),
            (Month(1404, 6), date(2025, 8, 23), date(2025, 9, 22)),
            (Month(1404, 7), date(2025, 9, 23), date(2025, 10, 22)),
            (Month(1403, 12), date(2025, 2, 19), date(2025, 3, 20)),  # thirty days: 1403 is a leap year
            (Month(1404, 12), date(2026, 2, 20), date(2026, 3, 20)),  # twenty-nine
        ],
    )
    def test_begins_and_ends_with_the_official_calendar(self, month: Month, first: date, last: date) -> None:
        assert (month.first, month.last) == (first, last)

    @given(DAYS)
    def test_holds_the_days_of_which_it_is_the_month(self, day: date) -> None:
        month = Month.of(day)

        assert month.first <= day <= month.last

    @given(DAYS)
    def test_is_followed_by_the_next_without_a_gap(self, day: date) -> None:
        month = Month.of(day)

        assert month.last + timedelta(days=1) == month.plus(1).first

    @given(DAYS, st.integers(-40, 40))
    def test_comes_back_from_as_far_as_it_went(self, day: date, away: int) -> None:
        month = Month.of(day)

        assert month.plus(away).plus(-away) == month

    @given(DAYS)
    def test_is_the_same_from_its_code(self, day: date) -> None:
        month = Month.of(day)

        assert Month.from_code(month.code) == month

    @pytest.mark.parametrize(("year", "number"), [(1404, 0), (1404, 13), (0, 1), (1404, -1)])
    def test_is_refused_beyond_the_calendar(self, year: int, number: int) -> None:
        with pytest.raises(ValueError, match="month"):
            Month(year, number)


class TestAPeriod:
    def test_runs_over_the_turn_of_the_year(self) -> None:
        found = list(months.between(Month(1404, 11), Month(1405, 2)))

        assert [month.code for month in found] == [140411, 140412, 140501, 140502]

    def test_is_empty_when_it_ends_before_it_begins(self) -> None:
        assert list(months.between(Month(1405, 2), Month(1405, 1))) == []

    @pytest.mark.parametrize(("number", "first", "last"), [(1, 1, 3), (3, 1, 3), (4, 4, 6), (9, 7, 9), (12, 10, 12)])
    def test_of_a_season_has_three_months(self, number: int, first: int, last: int) -> None:
        assert months.season(Month(1405, number)) == (Month(1405, first), Month(1405, last))

    def test_of_a_year_has_all_twelve(self) -> None:
        assert len(list(months.between(*months.year(1405)))) == 12
