"""One sentence says how many things wait."""

from datetime import datetime, timedelta

import pytest
from django.utils import translation

from hamafza.desks.rows import WATCH, Action, Row, merged
from hamafza.desks.sentence import sentence
from hamafza.kernel.clock import TEHRAN
from tests.cast import SATURDAY

HOUR = timedelta(hours=1)


def row(due_at: datetime, key: str = "", pile: str = "mine") -> Row:
    return Row(key or str(due_at), "دارو", "/", "", due_at, SATURDAY - HOUR, Action("دیدن", "/"), pile=pile)


@pytest.mark.parametrize(
    ("due", "said"),
    [
        ([], "امروز کاری منتظر شما نیست. خسته نباشید."),
        ([72], "یک کار منتظر شماست. هیچ‌کس ناامید برنمی‌گردد."),
        ([1, 2, 72], "سه کار منتظر شماست؛ دو تا پیش از ظهر. هیچ‌کس ناامید برنمی‌گردد."),
        ([-1, 72], "دو کار منتظر شماست؛ مهلت یک تا گذشته است. هیچ‌کس ناامید برنمی‌گردد."),
        ([-1, 1, 72], "سه کار منتظر شماست؛ مهلت یک تا گذشته است؛ یک تا پیش از ظهر. هیچ‌کس ناامید برنمی‌گردد."),
        ([72] * 30, "۳۰ کار منتظر شماست. هیچ‌کس ناامید برنمی‌گردد."),
    ],
)
def test_in_persian(due: list[int], said: str) -> None:
    rows = [row(SATURDAY + hours * HOUR, key=str(n)) for n, hours in enumerate(due)]

    assert sentence(rows, SATURDAY) == said


def test_after_noon_it_looks_to_the_evening() -> None:
    two = datetime(2026, 10, 24, 14, 0, tzinfo=TEHRAN)

    assert "یک تا امشب" in sentence([row(two + HOUR)], two)


def test_whoever_only_watches_is_told_so() -> None:
    assert sentence([], SATURDAY, watched=7) == "هفت مورد زیر نگاه شماست؛ کاری منتظر خود شما نیست."


@pytest.mark.parametrize(("count", "said"), [(1, "1 thing waits for you"), (3, "3 things wait for you")])
def test_in_english(count: int, said: str) -> None:
    with translation.override("en"):
        assert sentence([row(SATURDAY + 72 * HOUR)] * count, SATURDAY).startswith(said)


def test_a_thing_that_is_hers_is_not_shown_again_to_watch() -> None:
    later, sooner = row(SATURDAY + 2 * HOUR, "referral:1", WATCH), row(SATURDAY + HOUR, "referral:2")

    rows = merged([later, row(SATURDAY + 2 * HOUR, "referral:1"), sooner])

    assert [(one.key, one.pile) for one in rows] == [("referral:2", "mine"), ("referral:1", "mine")]
