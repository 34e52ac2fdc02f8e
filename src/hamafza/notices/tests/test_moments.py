"""A deadline in a message is read by someone in Iran: her calendar, her digits, her hour."""

from datetime import UTC, datetime

import pytest

from hamafza.kernel.clock import TEHRAN
from hamafza.notices.moments import day_and_hour


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2026, 10, 24, 9, 5, tzinfo=TEHRAN), "شنبه ۲ آبان، ساعت ۰۹:۰۵"),
        (datetime(2026, 11, 21, 14, 0, tzinfo=TEHRAN), "شنبه ۳۰ آبان، ساعت ۱۴:۰۰"),
        (datetime(2026, 3, 20, 23, 59, tzinfo=TEHRAN), "جمعه ۲۹ اسفند، ساعت ۲۳:۵۹"),
        (datetime(2026, 3, 21, 0, 0, tzinfo=TEHRAN), "شنبه ۱ فروردین، ساعت ۰۰:۰۰"),
        (datetime(2025, 3, 20, 12, 0, tzinfo=TEHRAN), "پنجشنبه ۳۰ اسفند، ساعت ۱۲:۰۰"),  # 1403 is a leap year
        (datetime(2026, 9, 22, 8, 30, tzinfo=TEHRAN), "سه‌شنبه ۳۱ شهریور، ساعت ۰۸:۳۰"),
        (datetime(2026, 10, 23, 20, 29, tzinfo=UTC), "جمعه ۱ آبان، ساعت ۲۳:۵۹"),
        (datetime(2026, 10, 23, 20, 30, tzinfo=UTC), "شنبه ۲ آبان، ساعت ۰۰:۰۰"),  # midnight in Tehran
    ],
)
def test_an_instant_is_told_as_one_says_it(at: datetime, said: str) -> None:
    assert day_and_hour(at).replace("\u200c", "") == said.replace("\u200c", "")


def test_the_day_has_no_leading_nought_and_no_latin_digit() -> None:
    said = day_and_hour(datetime(2026, 10, 24, 9, 5, tzinfo=TEHRAN))

    assert " ۲ " in said
    assert not any(char.isascii() and char.isdigit() for char in said)
