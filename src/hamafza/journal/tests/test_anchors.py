"""Once a day the heads of the chains are written where the database's keeper cannot reach."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from hamafza.journal import anchors
from hamafza.journal.tasks import anchored
from hamafza.kernel.clock import TEHRAN
from hamafza.kernel.models import ChainHead
from hamafza.notices.silence import silence

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 10, 24, 9, 0, tzinfo=TEHRAN)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> Path:
    settings.DATA = tmp_path
    return tmp_path


def heads(**seqs: int) -> None:
    for name, seq in seqs.items():
        ChainHead.objects.update_or_create(name=name, defaults={"seq": seq, "hash": f"{seq:064x}"})


def written() -> list[str]:
    return anchors.path().read_text().splitlines() if anchors.path().exists() else []


def test_both_heads_are_written_with_their_day() -> None:
    heads(journal=5, audit=9)

    assert anchors.drop(NINE) == 2
    assert written() == [f"2026-10-24 audit 9 {9:064x}", f"2026-10-24 journal 5 {5:064x}"]


@pytest.mark.parametrize("hours", [0, 1, 14])
def test_once_a_day(hours: int) -> None:
    heads(journal=5)
    anchors.drop(NINE)
    heads(journal=6)

    assert anchors.drop(NINE + hours * HOUR) == 0
    assert len(written()) == 1


def test_the_next_day_is_added_and_the_old_one_stays() -> None:
    for day in range(3):
        heads(journal=5 + day)
        anchors.drop(NINE + day * DAY)

    assert [line.split()[:3] for line in written()] == [
        ["2026-10-24", "journal", "5"],
        ["2026-10-25", "journal", "6"],
        ["2026-10-26", "journal", "7"],
    ]


def test_the_day_is_irans() -> None:
    heads(journal=1)

    anchors.drop(datetime.fromisoformat("2026-10-24T20:30:00+00:00"))

    assert written()[0].startswith("2026-10-25 ")


def test_a_clock_that_was_set_back_writes_no_second_past() -> None:
    heads(journal=5)
    anchors.drop(NINE + DAY)

    assert anchors.drop(NINE) == 0


def test_where_nothing_happened_nothing_is_written() -> None:
    heads(journal=0)

    assert anchors.drop(NINE) == 0
    assert not anchors.path().exists()


def test_a_past_that_is_told_leaves_no_anchor() -> None:
    """The demo's history is not this installation's."""
    heads(journal=5)

    with silence():
        assert anchored(NINE) == 0
    assert not anchors.path().exists()
    assert anchored(NINE) == 1
