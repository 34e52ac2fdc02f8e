"""A period: when it is over, how long it is, what was before it, and how it is said."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.utils.translation import override

from hamafza.journal.months import Month
from hamafza.reports.periods import Period


class TestAPeriod:
    @pytest.mark.parametrize(
        ("kind", "today", "ends"),
        [
            ("season", date(2026, 9, 22), 140503), ("season", date(2026, 9, 23), 140506),
            ("season", date(2027, 3, 20), 140509), ("season", date(2027, 3, 21), 140512),
            ("year", date(2027, 3, 20), 140412), ("year", date(2027, 3, 21), 140512),
            ("year", date(2025, 3, 20), 140212), ("year", date(2025, 3, 21), 140312),  # 30 Esfand of a leap year
            ("month", date(2025, 3, 20), 140311), ("month", date(2025, 3, 21), 140312),
        ],
    )  # fmt: skip
    def test_is_over_when_its_last_day_is(self, kind: str, today: date, ends: int) -> None:
        assert Period.over(kind, today).month.code == ends

    @pytest.mark.parametrize(("year", "days"), [(1403, 366), (1404, 365), (1405, 365)])
    def test_of_a_year_has_the_thirtieth_of_esfand_when_it_leaps(self, year: int, days: int) -> None:
        whole = Period.holding("year", Month(year, 5))
        seasons = [Period.holding("season", Month(year, n)) for n in (1, 4, 7, 10)]

        assert (whole.last - whole.first).days + 1 == days
        assert (seasons[0].first, seasons[-1].last) == (whole.first, whole.last)
        assert all(one.last + timedelta(days=1) == next_.first for one, next_ in pairwise(seasons))

    @pytest.mark.parametrize("kind", ["month", "season", "year", "campaign"])
    def test_follows_the_one_before_it_without_a_gap(self, kind: str) -> None:
        for back in range(30):
            period = Period.holding(kind, Month(1405, 6).plus(-back))
            if kind == "campaign":
                period = Period(kind, date(2026, 9, 1), date(2026, 9, 1) + timedelta(days=back))
                assert period.last - period.first == period.before.last - period.before.first
            assert period.before.last + timedelta(days=1) == period.first
            assert len(period.before.months) == len(period.months) or kind == "campaign"

    @pytest.mark.parametrize(
        ("period", "fa", "en"),
        [
            (Period.holding("month", Month(1405, 6)), "شهریور ۱۴۰۵", "Shahrivar 1405"),
            (Period.holding("season", Month(1405, 6)), "تابستان ۱۴۰۵", "Summer 1405"),
            (Period.holding("season", Month(1405, 10)), "زمستان ۱۴۰۵", "Winter 1405"),
            (Period.holding("year", Month(1405, 6)), "سال ۱۴۰۵", "Year 1405"),
            (Period("campaign", date(2026, 9, 1), date(2026, 9, 2), "مهر"), "مهر", "مهر"),
        ],
    )
    def test_says_itself(self, period: Period, fa: str, en: str) -> None:
        with override("fa"):
            assert str(period) == fa
        with override("en"):
            assert str(period) == en
