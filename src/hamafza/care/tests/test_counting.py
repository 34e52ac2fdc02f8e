"""Hours in words: one is counted as one in English, and Persian stays as it is said."""

import pytest
from django.utils import translation

from hamafza.care.captions import hours


@pytest.mark.parametrize(
    ("minutes", "persian", "english"),
    [
        (0, "۰ ساعت", "0 hours"),
        (1, "۱ دقیقه", "1 minute"),
        (59, "۵۹ دقیقه", "59 minutes"),
        (60, "۱ ساعت", "1 hour"),
        (61, "۱ ساعت و ۱ دقیقه", "1 hour 1 minute"),
        (750, "۱۲ ساعت و ۳۰ دقیقه", "12 hours 30 minutes"),
    ],
)
def test_hours_are_counted_as_people_count(minutes: int, persian: str, english: str) -> None:
    assert hours(minutes) == persian
    with translation.override("en"):
        assert hours(minutes) == english
