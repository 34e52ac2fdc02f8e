"""What people said of services: crowds only, honest about what is held back, and no answer found over a year of pages."""

import random
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from hamafza.journal import entries
from hamafza.kernel.actors import Actor, System
from hamafza.kernel.clock import TEHRAN
from hamafza.kernel.commands import command
from hamafza.network.models import Domain
from hamafza.public import commands as public
from hamafza.public.commands import _ratings as releases
from hamafza.public.measures import SAID
from hamafza.public.models import Batch, Publication
from hamafza.public.queries import ratings
from hamafza.public.queries.ratings import Rating
from hamafza.public.releasing import CENTRE, WIDER, batches
from tests.cast import World

HAND, CLOCK = System("tests"), System("tick")
MEHR = datetime(2026, 9, 26, 0, 10, tzinfo=TEHRAN)  # Saturday 4 Mehr 1405: summer is not closed yet
CLOSING = datetime(2026, 10, 3, 0, 10, tzinfo=TEHRAN)  # Saturday 11 Mehr: summer is closed
LATER = datetime(2026, 10, 10, 0, 10, tzinfo=TEHRAN)
WEEK = timedelta(days=7)


@command(rule=None)
def write(*, by: Actor, at: datetime, times: int, facts: dict[str, Any]) -> None:
    for _ in range(times):
        entries.record("service_rated", at=at, people=1, **facts)


def said(times: int, detail: str, *, at: datetime = MEHR, **facts: str) -> None:
    chosen = {"place": "IR/11/1104/tis/", "centre": "chabahar", "domain": "health", "detail": detail} | facts
    write(by=HAND, at=at, times=times, facts=chosen)


def publish(at: datetime = MEHR) -> None:
    public.publish(by=CLOCK, at=at)


def out(world: World, centre: str = "chabahar") -> dict[str, Rating]:
    return ratings.of_centres([world.centre[centre]]).get(world.centre[centre].pk, {})


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    monkeypatch.setattr("hamafza.kernel.clock.timezone.now", lambda: LATER)
    caches["local"].clear()


class TestACentresFigure:
    def test_is_out_when_five_have_said_so(self, world: World) -> None:
        said(5, "solved")

        publish()

        assert out(world)["health"] == Rating(5, 0, 0, 4)

    def test_waits_while_they_are_four(self, world: World) -> None:
        said(4, "solved")
        said(4, "not_yet")
        said(4, "silent")

        publish()

        assert out(world) == {} and not Batch.objects.exists()

    def test_waits_for_ten_in_a_sensitive_domain(self, world: World) -> None:
        Domain.objects.filter(key="health").update(is_sensitive=True)
        said(9, "solved")
        publish()
        assert out(world) == {}

        said(1, "solved")
        publish(LATER)
        assert out(world)["health"] == Rating(10, 0, 0, 9)

    def test_tells_no_group_of_others_that_is_too_small(self, world: World) -> None:
        """Twenty glad ones and one who is not: the one is not told, and "all were glad" is not said either."""
        said(20, "solved")
        said(1, "not_yet")

        publish()

        assert out(world)["health"] == Rating(20, 0, 0, 4)
        assert out(world)["health"].of_ten == (8, 10)

    def test_counts_the_centre_wherever_the_request_came_from(self, world: World) -> None:
        said(3, "solved")
        said(3, "solved", place="IR/11/1110/")

        publish()

        assert out(world)["health"].solved == 6

    def test_is_not_told_of_a_year_that_is_over_once_a_new_one_speaks(self, world: World) -> None:
        said(9, "solved", at=datetime(2026, 3, 1, tzinfo=TEHRAN))
        publish(datetime(2026, 4, 4, tzinfo=TEHRAN))
        assert out(world)["health"].solved == 9

        said(6, "solved")
        publish()
        assert out(world)["health"].solved == 6

    def test_takes_a_correction_back(self, world: World) -> None:
        from hamafza.journal.models import JournalLine

        @command(rule=None)
        def correct(*, by: Actor, at: datetime) -> None:
            entries.take_back(JournalLine.objects.filter(kind="service_rated").order_by("seq")[0], at=at)

        said(5, "solved")
        correct(by=HAND, at=MEHR)

        publish()

        assert not Batch.objects.exists()

    def test_counts_each_answer_once(self, world: World) -> None:
        said(6, "solved")

        for at in (MEHR, LATER, LATER + WEEK):
            publish(at)

        assert sum(Batch.objects.values_list("count", flat=True)) == 6


class TestTheCloseOfASeason:
    @pytest.mark.parametrize(
        ("day", "year"),
        [
            (date(2026, 9, 29), None), (date(2026, 9, 30), 1405), (date(2026, 10, 6), 1405), (date(2026, 10, 7), None),
            (date(2026, 11, 1), None), (date(2027, 3, 28), 1405), (date(2027, 6, 29), 1406),
        ],
    )  # fmt: skip
    def test_comes_eight_days_after_it(self, day: date, year: int | None) -> None:
        assert releases.closing(day) == year

    def test_is_met_by_exactly_one_weekly_run(self) -> None:
        days = [date(2026, 3, 28) + n * WEEK for n in range(52)]

        assert Counter(filter(None, map(releases.closing, days))) == {1404: 1, 1405: 3}

    def test_puts_small_ones_of_a_centre_together_then_of_a_county(self, world: World) -> None:
        said(4, "solved")
        said(6, "solved", centre="", domain="", place="IR/11/1104/")

        publish(CLOSING)

        assert {(b.place, b.domain, b.count) for b in Batch.objects.all()} == {("IR/11/1104/", "", 10)}
        assert out(world) == {}

    def test_is_when_a_place_is_told(self, world: World) -> None:
        said(12, "solved")
        said(11, "not_yet")
        publish()
        assert ratings.of_place(world.place["1104"]) is None

        publish(CLOSING)

        assert ratings.of_place(world.place["1104"]) == Rating(12, 11, 0, 9)
        assert ratings.of_place(world.place["09"]) is None

    def test_leaves_later_weeks_untold_to_places(self, world: World) -> None:
        publish(CLOSING)
        said(30, "solved", at=LATER)
        publish(LATER)

        assert ratings.of_place(world.place["11"]) is None
        assert out(world)["health"].solved == 30


class TestTheSentence:
    def test_says_one_number_where_nothing_else_is_possible(self) -> None:
        assert str(Rating(800, 200, 1000, 4)) == (
            "از هر ۱۰ نفر پاسخ‌دهنده ۸ نفر گفته‌اند گره باز شد؛ دست‌کم ۴۹٪ پاسخ داده‌اند."
        )

    def test_says_from_where_to_where_otherwise(self) -> None:
        assert "۶ تا ۱۰ نفر" in str(Rating(5, 0, 0, 4)) or "۶ تا ۱۰" in str(Rating(6, 0, 0, 4))

    def test_never_says_more_than_is_known(self) -> None:
        """Whatever is held back, the truth lies within what is told."""
        for solved in range(0, 40, 7):
            for not_yet in range(5 if not solved else 0, 40, 5):
                told = Rating(solved, not_yet, 10, 4)
                low, high = told.of_ten
                for more in range(5):
                    for others in range(5):
                        truth = 10 * (solved + more) / (solved + not_yet + more + others)
                        assert low - 0.51 <= truth <= high + 0.51
                        for silent in range(5):
                            answers = solved + not_yet + more + others
                            assert told.responded <= 100 * answers / (answers + 10 + silent) + 1


class TestPages:
    def test_of_the_directory_say_it(self, world: World, client: Client) -> None:
        said(40, "solved")
        publish()

        assert "از هر ۱۰ نفر" in client.get("/directory?place=IR/11/1104/").content.decode()
        shown = client.get("/directory/chabahar").content.decode()
        assert "آنچه مراجعان گفته‌اند" in shown and "گره باز شد" in shown

    def test_of_the_directory_are_silent_where_there_is_nothing(self, world: World, client: Client) -> None:
        said(4, "solved")
        publish()

        assert "از هر ۱۰ نفر" not in client.get("/directory").content.decode()
        assert "از هر ۱۰ نفر" not in client.get("/directory/chabahar").content.decode()

    def test_of_a_place_say_it(self, world: World, client: Client) -> None:
        said(40, "solved")
        publish(CLOSING)

        assert "از هر ۱۰ نفر" in client.get("/here/IR-11").content.decode()


CENTRES = ["IR/11/1104/@1/", "IR/11/1104/@2/", "IR/11/1109/@3/", "IR/08/0801/@4/"]
DOMAINS = ["education", "health"]
PLACES = ["IR/", "IR/11/", "IR/08/", "IR/11/1104/", "IR/11/1109/", "IR/08/0801/"]


def least(domain: str) -> int:
    return 10 if domain in {"health", ""} else 5


class Year:
    """Fifty-two weeks of what pages told of three kinds of answers; places speak only when a season is closed."""

    def __init__(self, seed: int) -> None:
        dice = random.Random(seed)
        self.pages: list[dict[tuple[str, str, str], int]] = []
        self.truth: dict[tuple[str, str, str], int] = defaultdict(int)
        self.closed = 0
        taken: dict[tuple[str, str, str], int] = defaultdict(int)
        batched: list[tuple[str, str, str, int]] = []
        of_places: dict[tuple[str, str, str], int] = {}
        for week in range(52):
            for centre in CENTRES:
                for domain in DOMAINS:
                    for kind in SAID:
                        self.truth[centre, domain, kind] += dice.choice([0, 0, 0, 0, 1, 1, 2])
            closes = week % 13 == 12
            for kind in SAID:
                waiting = {(c, d): self.truth[c, d, kind] - taken[c, d, kind] for c in CENTRES for d in DOMAINS}
                for batch in batches(waiting, least, pool=closes, levels=(CENTRE, *WIDER)):
                    batched.append((batch.place, batch.domain, kind, batch.count))
                    for (place, domain), n in batch.cells.items():
                        taken[place, domain, kind] += n
            page: dict[tuple[str, str, str], int] = defaultdict(int)
            for place, domain, kind, n in batched:
                if "@" in place:
                    page[place, domain, kind] += n
                    page[place, "*", kind] += n
            if closes:
                self.closed += 1
                of_places = {
                    (over, "*", kind): sum(n for place, _, k, n in batched if k == kind and place.startswith(over))
                    for over in PLACES
                    for kind in SAID
                }
            self.pages.append({**page, **of_places})


@pytest.fixture(scope="module", params=range(3))
def year(request: pytest.FixtureRequest) -> Year:
    return Year(request.param)


class TestAnAttackerWithEveryPageOfAYear:
    """SECURITY T6: whatever he subtracts, what remains is nothing or a crowd."""

    def test_learns_nothing_from_any_two_weeks(self, year: Year) -> None:
        for nth, later in enumerate(year.pages):
            for earlier in year.pages[:nth]:
                for cell, n in later.items():
                    grown = n - earlier.get(cell, 0)
                    assert grown == 0 or grown >= 5

    def test_learns_nothing_of_a_sensitive_domain_below_ten(self, year: Year) -> None:
        for nth, later in enumerate(year.pages[1:]):
            for (place, domain, kind), n in later.items():
                grown = n - year.pages[nth].get((place, domain, kind), 0)
                assert domain != "health" or grown == 0 or grown >= 10

    def test_learns_nothing_from_a_centre_and_its_place(self, year: Year) -> None:
        """On the page of a season's close, when both are of one moment."""
        for page in year.pages[12::13]:
            for over in PLACES:
                inside = [place for place in CENTRES if place.startswith(over)]
                for kind in SAID:
                    whole = page[over, "*", kind]
                    for left_out in [None, *inside]:
                        parts = sum(page.get((place, "*", kind), 0) for place in inside if place != left_out)
                        assert whole - parts == 0 or whole - parts >= 5

    def test_learns_nothing_from_a_centre_and_its_domains(self, year: Year) -> None:
        for page in year.pages:
            for centre in CENTRES:
                for kind in SAID:
                    told = sum(page.get((centre, domain, kind), 0) for domain in DOMAINS)
                    rest = page.get((centre, "*", kind), 0) - told
                    assert rest == 0 or rest >= 5

    def test_is_told_the_truth_within_what_is_held_back(self, year: Year) -> None:
        last = year.pages[-1]
        for centre in CENTRES:
            for domain in DOMAINS:
                for kind in SAID:
                    hidden = year.truth[centre, domain, kind] - last.get((centre, domain, kind), 0)
                    assert 0 <= hidden <= (least(domain) - 1) * (1 + year.closed)
        for kind in SAID:
            truth = sum(n for (_, _, k), n in year.truth.items() if k == kind)
            assert 0 <= truth - last["IR/", "*", kind] <= 9

    def test_sees_that_the_simulation_has_something_to_hide(self, year: Year) -> None:
        assert year.closed == 4
        assert any(0 < n < 5 for n in year.truth.values()) or min(year.truth.values()) < 40
        assert sum(year.pages[-1]["IR/", "*", kind] for kind in SAID) > 300


def test_a_publication_remembers_that_it_closed_a_season(db: None) -> None:
    publish(CLOSING)
    publish(LATER)

    assert list(Publication.objects.order_by("week").values_list("closes", flat=True)) == [1405, None]
