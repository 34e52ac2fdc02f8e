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


WORDS = "یک دو سه چهار پنج شش هفت هشت نه ده یازده دوازده سیزده چهارده پانزده شانزده هفده هجده نوزده بیست".split()


@pytest.mark.parametrize("count", range(1, 23))
def test_small_numbers_are_said_in_words(count: int) -> None:
    rows = [row(SATURDAY + 72 * HOUR, key=str(n)) for n in range(count)]

    said = WORDS[count - 1] if count <= len(WORDS) else str(count).translate(str.maketrans("12", "۱۲"))
    assert sentence(rows, SATURDAY) == f"{said} کار منتظر شماست. هیچ‌کس ناامید برنمی‌گردد."


@pytest.mark.parametrize("late", range(1, 13))
def test_so_are_those_that_are_late(late: int) -> None:
    rows = [row(SATURDAY - n * HOUR, key=str(n)) for n in range(1, late + 1)]

    assert f"؛ مهلت {WORDS[late - 1]} تا گذشته است." in sentence(rows, SATURDAY)


@pytest.mark.parametrize(
    ("hour", "minute", "due", "said"),
    [
        (9, 0, (11, 59), "؛ یک تا پیش از ظهر"),
        (9, 0, (12, 0), ""),  # noon is not before noon
        (11, 59, (11, 59), "؛ یک تا پیش از ظهر"),
        (12, 0, (23, 59), "؛ یک تا امشب"),
        (23, 59, (23, 59), "؛ یک تا امشب"),
        (9, 0, (8, 59), "؛ مهلت یک تا گذشته است"),
        (9, 0, (9, 0), "؛ یک تا پیش از ظهر"),  # this very minute is not late yet
    ],
)
def test_at_the_edges_of_the_day(hour: int, minute: int, due: tuple[int, int], said: str) -> None:
    at, until = SATURDAY.replace(hour=hour, minute=minute), SATURDAY.replace(hour=due[0], minute=due[1])

    assert sentence([row(until)], at) == f"یک کار منتظر شماست{said}. هیچ‌کس ناامید برنمی‌گردد."


def test_midnight_belongs_to_the_next_day() -> None:
    evening = SATURDAY.replace(hour=20)

    assert "امشب" not in sentence([row(SATURDAY.replace(hour=0) + 24 * HOUR)], evening)


@pytest.mark.parametrize("watched", range(1, 13))
def test_what_one_watches_is_said_in_words_too(watched: int) -> None:
    assert sentence([], SATURDAY, watched).startswith(f"{WORDS[watched - 1]} مورد زیر نگاه شماست")


def test_what_waits_comes_before_what_is_watched() -> None:
    assert "نگاه" not in sentence([row(SATURDAY + 72 * HOUR)], SATURDAY, watched=3)


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
