"""Two at once on one report: one has it, the other is told so, and nothing is half done. On either database."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from hamafza.journal.models import JournalLine
from hamafza.kernel.actors import Door
from hamafza.kernel.errors import MoveRefused
from hamafza.reports import commands as reports
from hamafza.reports.models import Edition, Photo, Receipt, Report
from hamafza.reports.states import State
from hamafza.reports.tests.telling import DAY, brought, of
from tests.cast import SATURDAY, World
from tests.racing import at_once, committed_world

AT = SATURDAY + 3 * DAY
pytestmark = pytest.mark.slow  # real transactions and a database that is emptied after each test


@pytest.fixture
def world(transactional_db: None, tmp_path: Path) -> Iterator[World]:
    with committed_world(tmp_path) as found:
        yield found


def lines(kind: str) -> int:
    return JournalLine.objects.filter(kind=kind).count()


STEPS: dict[str, Callable[[Report, World], Any]] = {
    "accept": lambda one, world: reports.accept(one, by=world.person["nader"], at=AT),
    "back": lambda one, world: reports.send_back(one, reason="کم است", by=world.person["parvin"], at=AT),
    "submit": lambda one, world: reports.submit(one, by=world.person["zahra"], at=AT),
}


@pytest.mark.parametrize(
    ("state", "steps"),
    [(State.SUBMITTED, ["accept", "back"]), (State.SUBMITTED, ["accept"] * 3), (State.SENT_BACK, ["submit"] * 3)],
)
def test_of_two_steps_one_is_taken(world: World, state: str, steps: list[str]) -> None:
    brought(world, state)

    found = at_once([lambda step=step: STEPS[step](of("chabahar"), world) for step in steps])

    assert Counter(type(one) for one in found) == {Report: 1, MoveRefused: len(steps) - 1}, found
    report = of("chabahar")
    assert lines("report_accepted") == Receipt.objects.count() == (report.state == State.ACCEPTED)
    assert lines("report_submitted") == (2 if "submit" in steps else 1)


def test_of_two_unlockings_one_is_an_edition(world: World) -> None:
    brought(world, State.ACCEPTED)
    nader, parvin = world.person["nader"], world.person["parvin"]

    found = at_once(
        [lambda by=by: reports.unlock(of("chabahar"), reason="رقم", by=by, at=AT) for by in (nader, parvin)]
    )

    assert Counter(type(one) for one in found) == {Report: 1, MoveRefused: 1}, found
    assert (Edition.objects.count(), of("chabahar").edition, lines("report_unlocked")) == (1, 2, 1)


def test_a_link_that_is_tapped_by_many_is_read_once(world: World) -> None:
    brought(world, State.ACCEPTED)
    receipt = Receipt.objects.whole().get()

    at_once(
        [lambda: reports.open_by_link(Receipt.objects.whole().get(pk=receipt.pk), by=Door("report_link"), at=AT)] * 4
    )

    assert lines("report_read") == 1 and Receipt.objects.get().opened_at == AT


def test_of_six_photos_four_are_kept_in_their_order(world: World) -> None:
    brought(world, State.DUE)

    def put(n: int) -> Photo:
        facts: dict[str, Any] = {"stored_as": f"{n}.png", "content_type": "image/png", "alt": "سالن", "agreed": True}
        return reports.add_photo(of("chabahar"), by=world.person["zahra"], at=AT, **facts)

    found = at_once([lambda n=n: put(n) for n in range(6)])

    assert Counter(type(one) for one in found) == {Photo: 4, reports.EnoughPhotos: 2}, found
    assert sorted(Photo.objects.values_list("order", flat=True)) == [1, 2, 3, 4]
