"""Twelve months of posters and fifty-two weeks of citizens' pages in one hand: nobody is found in their differences."""

import random
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from itertools import pairwise

import pytest

from hamafza.network.models import Domain
from hamafza.public.models import Batch as Published
from hamafza.public.models import Taken
from hamafza.public.queries.posters import published
from hamafza.public.releasing import Batch, Cell, batches, pieces
from hamafza.public.tests.test_here import AZAR, SATURDAY, WEEK, deeds, publish
from hamafza.public.tests.test_releasing import _alone as alone
from hamafza.public.tests.test_releasing import least
from hamafza.reports import commands as reports
from hamafza.reports import poster
from hamafza.reports.models import Report
from hamafza.reports.tests.telling import CLOCK
from tests.cast import World

COUNTIES = {"IR/11/1104/": ["IR/11/1104/@1/", "IR/11/1104/@2/", "IR/11/1104/@3/"], "IR/08/0801/": ["IR/08/0801/@4/"]}
DOMAINS = ["education", "health", "women_family"]  # the last two are sensitive
PLACES = ["IR/", "IR/11/", "IR/08/", *COUNTIES]
Deed = tuple[str, str]  # (centre's path or its county's, domain)
Page = dict[tuple[str, str], int]  # (place or centre, domain or "*")


class Month:
    """Four weeks in which deeds happen, five in which they come out: what the pages of each week and its poster say."""

    def __init__(self, seed: int) -> None:
        dice = random.Random(seed)
        self.happened: dict[Deed, int] = defaultdict(int)
        self.pages: list[Page] = []
        taken: dict[Deed, int] = defaultdict(int)
        out: list[Batch] = []
        for week in range(6):
            if week < 4:
                self._week(dice)
            cells: dict[Cell, dict[str, int]] = defaultdict(dict)
            for (place, domain), n in self.happened.items():
                county = place.split("@")[0]
                cells[county, domain][place] = n - taken[place, domain]
            waiting = {cell: sum(parts.values()) for cell, parts in cells.items()}
            for batch in batches(waiting, least, pool=week == 5):
                for cell in batch.cells:
                    for place in cells[cell]:
                        taken[place, cell[1]] = self.happened[place, cell[1]]
                if set(batch.cells) == {(batch.place, batch.domain)}:
                    parts = {path: n for path, n in cells[batch.place, batch.domain].items() if "@" in path and n > 0}
                    out += pieces(batch, parts, least(batch.domain))
                else:
                    out.append(batch)
            self.pages.append(self._page(out))

    def _week(self, dice: random.Random) -> None:
        for county, centres in COUNTIES.items():
            for place in [county, *centres]:
                for domain in DOMAINS:
                    self.happened[place, domain] += dice.choice([0, 0, 0, 1, 1, 2, 3, 8, 12])

    @staticmethod
    def _page(out: list[Batch]) -> Page:
        """All that the citizens' pages show, and of each centre the one number of its poster."""
        shown: Page = defaultdict(int)
        for batch in out:
            for place in PLACES:
                if batch.place.startswith(place):
                    shown[place, "*"] += batch.count
                    shown[place, batch.domain] += batch.count
            if "@" in batch.place:
                shown[batch.place, "*"] += batch.count
        return shown

    def truth(self, place: str, domain: str) -> int:
        return sum(n for (at, of), n in self.happened.items() if at.startswith(place) and domain in ("*", of))


def naive(month: Month) -> list[Page]:
    """What posters were before: whatever is five or more, exactly."""
    centres = [path for paths in COUNTIES.values() for path in paths]
    exact = {(path, "*"): n for path in centres if (n := month.truth(path, "*")) >= 5}
    return [{key: n for key, n in page.items() if "@" not in key[0]} | exact for page in month.pages]


def found_by(month: Month, pages: list[Page]) -> Iterator[tuple[str, str]]:
    """Cells that an attacker gets who knows of each number whether it is all there was: by solving his equations."""
    cells = sorted(month.happened)
    rows = [
        [Fraction(at.startswith(place) and domain in ("*", of)) for at, of in cells]
        for page in pages
        for (place, domain), n in page.items()
        if domain and n and n == month.truth(place, domain)
    ]
    unique = [list(row) for row in sorted({tuple(row) for row in rows})]
    yield from (cells[n] for n in alone(unique))


def crowd(n: int) -> bool:
    return n == 0 or n >= 5


@pytest.fixture(scope="module")
def year() -> list[Month]:
    return [Month(seed) for seed in range(12)]


class TestAnAttackerWithAYearOfPosters:
    def test_learns_nothing_by_taking_centres_from_their_county(self, year: list[Month]) -> None:
        for page in (page for month in year for page in month.pages):
            for county, centres in COUNTIES.items():
                assert crowd(page.get((county, "*"), 0) - sum(page.get((path, "*"), 0) for path in centres))
                for path in centres:
                    assert crowd(page.get((county, "*"), 0) - page.get((path, "*"), 0))

    def test_learns_nothing_by_two_weeks_of_the_same_poster(self, year: list[Month]) -> None:
        for month in year:
            for earlier, later in pairwise(month.pages):
                for key, n in later.items():
                    assert crowd(n - earlier.get(key, 0))

    def test_learns_nothing_by_both_at_once(self, year: list[Month]) -> None:
        for month in year:
            for earlier, later in pairwise(month.pages):
                grown = {key: n - earlier.get(key, 0) for key, n in later.items()}
                for county, centres in COUNTIES.items():
                    assert crowd(grown.get((county, "*"), 0) - sum(grown.get((path, "*"), 0) for path in centres))

    def test_solves_his_equations_for_no_cell_below_its_k(self, year: list[Month]) -> None:
        small = [
            (cell, month.happened[cell])
            for month in year
            for cell in found_by(month, month.pages)
            if 0 < month.happened[cell] < least(cell[1])
        ]
        assert small == []

    def test_would_have_found_somebody_in_exact_posters(self, year: list[Month]) -> None:
        """The attack bites: on numbers that only hide what is below five, a subtraction is enough."""
        rests = [
            page.get((county, "*"), 0) - sum(page.get((path, "*"), 0) for path in centres)
            for month in year
            for page in naive(month)[-1:]
            for county, centres in COUNTIES.items()
        ]
        assert not all(crowd(rest) for rest in rests)

    def test_leaves_the_county_what_it_would_have_been(self, year: list[Month]) -> None:
        told = sum(month.pages[-1]["IR/", "*"] for month in year)

        assert told > 0.95 * sum(n for month in year for n in month.happened.values())


@pytest.fixture
def world(world: World) -> World:
    Domain.objects.filter(key="health").update(is_sensitive=True)
    return world


@pytest.mark.django_db
class TestPublishing:
    def own(self, world: World, name: str = "chabahar", month: int = AZAR.code) -> int:
        return sum(published(world.centre[name], "finished", [month]).values())

    @pytest.mark.parametrize(("domain", "n", "told"), [("employment", 4, 0), ("employment", 5, 5), ("health", 9, 0), ("health", 10, 10)])  # fmt: skip
    def test_tells_a_centres_people_when_they_are_a_crowd_of_their_domain(
        self, world: World, domain: str, n: int, told: int
    ) -> None:
        deeds(n, domain=domain, centre="chabahar")
        deeds(20, domain=domain)

        publish()

        assert self.own(world) == told
        assert sum(published(world.place["1104"], "finished", [AZAR.code]).values()) == n + 20

    def test_hides_it_behind_the_smallest_other(self, world: World) -> None:
        """Twelve in the county, nine of them hers: the three of the other centre would be the rest."""
        deeds(9, centre="chabahar")
        deeds(3, centre="work")

        publish()

        assert (self.own(world), self.own(world, "work")) == (0, 0)
        assert sum(Published.objects.values_list("count", flat=True)) == 12

    def test_counts_each_of_hers_once_over_the_weeks(self, world: World) -> None:
        deeds(6, centre="chabahar")
        publish()
        deeds(5, SATURDAY + timedelta(days=1), centre="chabahar")

        for week in range(1, 4):
            publish(SATURDAY + week * WEEK)

        assert self.own(world) == 11
        assert sum(Published.objects.values_list("count", flat=True)) == 11

    def test_what_left_with_its_county_is_never_hers_again(self, world: World) -> None:
        deeds(3, centre="chabahar")
        deeds(9)
        publish()
        deeds(5, SATURDAY + timedelta(days=1), centre="chabahar")

        publish(SATURDAY + WEEK)

        assert self.own(world) == 5

    def test_a_deed_in_another_county_is_no_part_of_its_own(self, world: World) -> None:
        deeds(9, centre="konarak")

        publish()

        assert self.own(world, "konarak") == 0
        assert {one.place for one in Published.objects.all()} == {"IR/11/1104/"}

    def test_published_before_centres_were_told_it_stays_whole(self, world: World) -> None:
        """Notes of an older release know the county alone."""
        deeds(8, centre="chabahar")
        Taken.objects.create(month=AZAR.code, measure="finished", place="IR/11/1104/", domain="employment", count=8)
        deeds(6, centre="chabahar")

        publish()
        assert (self.own(world), Published.objects.get().count) == (0, 6)

        deeds(7, SATURDAY + timedelta(days=1), centre="chabahar")
        publish(SATURDAY + WEEK)
        assert self.own(world) == 7

    def test_a_county_and_its_province_tell_all_of_it(self, world: World) -> None:
        deeds(11, domain="health", centre="chabahar")
        deeds(3, domain="health", centre="work")
        publish()

        for place in ("1104", "11"):
            assert published(world.place[place], "finished", [AZAR.code]) == {(AZAR.code, "IR/11/1104/"): 14}
        assert published(world.place["1104"], "finished", [AZAR.code - 1]) == {}
        assert published(world.place["1104"], "heard", [AZAR.code]) == {}


@pytest.mark.django_db
def test_the_poster_shows_no_other_number_of_people(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a whole month with small numbers of every kind, in a centre, a county and a province."""
    monkeypatch.setattr("hamafza.kernel.clock.timezone.now", lambda: SATURDAY + 5 * WEEK)
    for domain, n in {"employment": 7, "health": 9, "housing": 2}.items():
        deeds(n, domain=domain, centre="chabahar", detail="solved")
        deeds(n, kind="referral_accepted", domain=domain, centre="chabahar")
        deeds(n + 1, kind="request_received", domain=domain)
    deeds(2, domain="housing", centre="work")
    publish(SATURDAY + 5 * WEEK)
    reports.open_month(month=AZAR.code, by=CLOCK, at=SATURDAY + 5 * WEEK)

    told: dict[str, list[str]] = {}
    for report in Report.objects.whole().filter(month=AZAR.code):
        report.figures = {"finished": 18, "solved": 18, "heard": 21, "accepted": 18, "meetings": 0, "gatherings": 0}
        told[str(report.centre.code if report.centre else report.place.path)] = [
            f"{number} {label}" for number, label in poster.facts(report)["figures"]
        ]

    # Seven of employment are a crowd; nine of health and four of housing leave with the county, without their domains.
    assert (told["chabahar"], told["work"]) == (["۷ نیاز به نتیجه رسید"], [])
    assert told["IR/11/1104/"] == told["IR/11/"] == ["۱۸ درخواست شنیده شد", "۲۰ نیاز به نتیجه رسید"]
