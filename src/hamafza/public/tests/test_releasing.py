"""Batches: crowds only, whole, and nobody lost; then an attacker who has every page of a year."""

import random
from collections import defaultdict
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamafza.public.releasing import Batch, Cell, batches, pieces

COUNTIES = ["IR/11/1104/", "IR/11/1109/", "IR/11/1101/", "IR/08/0801/"]
DOMAINS = ["education", "health", "women_family"]
SENSITIVE = {"health", "women_family"}
WAITING = st.dictionaries(
    st.tuples(st.sampled_from([*COUNTIES, "IR/11/", "IR/"]), st.sampled_from([*DOMAINS, ""])), st.integers(0, 30)
)


def least(domain: str) -> int:
    return 10 if domain in SENSITIVE else 5


def of(waiting: dict[Cell, int], *, pool: bool = True) -> dict[tuple[str, str], int]:
    return {(batch.place, batch.domain): batch.count for batch in batches(waiting, least, pool=pool)}


class TestABatch:
    def test_is_a_cell_that_is_a_crowd_by_itself(self) -> None:
        assert of({("IR/11/1104/", "education"): 5}, pool=False) == {("IR/11/1104/", "education"): 5}

    @pytest.mark.parametrize(("domain", "n"), [("education", 4), ("health", 9), ("women_family", 9)])
    def test_waits_while_it_is_too_few(self, domain: str, n: int) -> None:
        assert of({("IR/11/1104/", domain): n}, pool=False) == {}
        assert of({("IR/11/1104/", domain): n}) == {}

    def test_joins_small_cells_of_a_county_without_their_domains(self) -> None:
        waiting = {("IR/11/1104/", "education"): 3, ("IR/11/1104/", ""): 2, ("IR/11/1109/", "education"): 4}

        assert of(waiting) == {("IR/11/1104/", ""): 5}

    def test_asks_for_the_larger_crowd_where_one_of_its_cells_is_sensitive(self) -> None:
        waiting = {("IR/11/1104/", "education"): 4, ("IR/11/1104/", "health"): 5}

        assert of(waiting) == {}
        assert of(waiting | {("IR/11/1104/", ""): 1}) == {("IR/11/1104/", ""): 10}

    def test_joins_counties_of_a_province_and_provinces_of_the_nation(self) -> None:
        province = {("IR/11/1104/", "education"): 3, ("IR/11/1109/", "education"): 3}
        nation = {("IR/11/1104/", "education"): 3, ("IR/08/0801/", "education"): 3}

        assert of(province) == {("IR/11/", ""): 6}
        assert of(nation) == {("IR/", ""): 6}

    def test_leaves_what_is_too_few_even_for_the_nation(self) -> None:
        assert of({("IR/11/1104/", "education"): 2, ("IR/08/0801/", ""): 2}) == {}

    @given(WAITING, st.booleans())
    def test_is_a_crowd_in_every_case(self, waiting: dict[Cell, int], pool: bool) -> None:
        for batch in batches(waiting, least, pool=pool):
            assert batch.count >= max(least(domain) for _, domain in batch.cells)

    @given(WAITING, st.booleans())
    def test_takes_each_cell_whole_and_once(self, waiting: dict[Cell, int], pool: bool) -> None:
        taken = [cell for batch in batches(waiting, least, pool=pool) for cell in batch.cells.items()]

        assert len(taken) == len(set(taken))
        assert set(taken) <= set(waiting.items())

    @given(WAITING)
    def test_holds_only_what_lies_in_its_place(self, waiting: dict[Cell, int]) -> None:
        for batch in batches(waiting, least, pool=True):
            assert all(place.startswith(batch.place) for place, _ in batch.cells)

    @given(WAITING)
    def test_leaves_less_than_the_largest_crowd_behind(self, waiting: dict[Cell, int]) -> None:
        taken = sum(batch.count for batch in batches(waiting, least, pool=True))

        assert sum(waiting.values()) - taken < 10

    @given(WAITING, st.randoms())
    def test_does_not_depend_on_the_order_of_cells(self, waiting: dict[Cell, int], dice: random.Random) -> None:
        shuffled = list(waiting.items())
        dice.shuffle(shuffled)

        assert batches(dict(shuffled), least, pool=True) == batches(waiting, least, pool=True)


class TestPieces:
    """A county's batch by its centres."""

    @staticmethod
    def of(n: int, least: int = 5, **centres: int) -> dict[str, int]:
        return {one.place: one.count for one in pieces(Batch("C/", "d", {("C/", "d"): n}), centres, least)}

    @pytest.mark.parametrize(
        ("n", "centres", "found"),
        [
            (12, {"a": 12}, {"a": 12}),
            (12, {"a": 7, "b": 5}, {"a": 7, "b": 5}),
            (12, {"a": 7, "b": 4}, {"a": 7, "C/": 5}),  # four of b and one of none
            (12, {"a": 8, "b": 4}, {"C/": 12}),  # four alone would be b's: a is not told either
            (17, {"a": 8, "b": 5, "c": 4}, {"a": 8, "C/": 9}),  # the smallest hides them
            (9, {"a": 4, "b": 4}, {"C/": 9}),
            (9, {"a": 10}, {"C/": 9}),  # a correction came between
            (9, {}, {"C/": 9}),
        ],
    )
    def test_are_crowds_and_so_is_the_rest(self, n: int, centres: dict[str, int], found: dict[str, int]) -> None:
        assert self.of(n, **centres) == found

    @given(st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 30)), st.integers(0, 20), st.sampled_from([5, 10]))
    def test_add_up_to_the_batch(self, centres: dict[str, int], others: int, least: int) -> None:
        n = sum(centres.values()) + others
        if n < least:
            return
        found = self.of(n, least, **centres)

        assert sum(found.values()) == n
        assert all(count >= least for count in found.values())
        assert all(count == centres[path] for path, count in found.items() if path != "C/")


class Year:
    """Fifty-two weeks of published pages, and what truly happened."""

    def __init__(self, seed: int) -> None:
        dice = random.Random(seed)
        self.happened: dict[tuple[int, Cell], int] = {}
        self.pages: list[dict[tuple[str, str], int]] = []
        taken: dict[Cell, int] = defaultdict(int)
        total: dict[Cell, int] = defaultdict(int)
        out: list[Batch] = []
        for week in range(52):
            for county in COUNTIES:
                for domain in DOMAINS:
                    n = dice.choice([0, 0, 0, 1, 1, 2, 3, 7])
                    self.happened[week, (county, domain)] = n
                    total[county, domain] += n
            waiting = {cell: n - taken[cell] for cell, n in total.items()}
            for batch in batches(waiting, least, pool=week % 13 == 12):
                out.append(batch)
                for cell, n in batch.cells.items():
                    taken[cell] += n
            self.pages.append(self.page(out))

    @staticmethod
    def page(out: list[Batch]) -> dict[tuple[str, str], int]:
        """Every number that the pages of all places show: of all domains ("*"), of each, and of the others ("")."""
        shown: dict[tuple[str, str], int] = defaultdict(int)
        for place in ["IR/", "IR/11/", "IR/08/", *COUNTIES]:
            for batch in out:
                if batch.place.startswith(place):
                    shown[place, "*"] += batch.count
                    shown[place, batch.domain] += batch.count
        return shown


@pytest.fixture(scope="module", params=range(3))
def year(request: pytest.FixtureRequest) -> Year:
    return Year(request.param)


class TestAnAttackerWithEveryPageOfAYear:
    """SECURITY T6. What he learns by subtraction must be nothing or a crowd."""

    def test_learns_nothing_by_subtracting_any_week_from_any_later_one(self, year: Year) -> None:
        for nth, later in enumerate(year.pages):
            for earlier in year.pages[:nth]:
                for cell, n in later.items():
                    assert n - earlier.get(cell, 0) == 0 or n - earlier.get(cell, 0) >= 5

    def test_learns_nothing_by_subtracting_parts_from_sums(self, year: Year) -> None:
        for page in year.pages:
            for whole, parts in {"IR/": ["IR/11/", "IR/08/"], "IR/11/": COUNTIES[:3], "IR/08/": COUNTIES[3:]}.items():
                for domain in [*DOMAINS, "", "*"]:
                    rest = page.get((whole, domain), 0) - sum(page.get((part, domain), 0) for part in parts)
                    assert rest == 0 or rest >= 5

    def test_learns_nothing_by_subtracting_domains_from_all(self, year: Year) -> None:
        for page in year.pages:
            for place in ["IR/", "IR/11/", *COUNTIES]:
                rest = page.get((place, "*"), 0) - sum(page.get((place, domain), 0) for domain in DOMAINS)
                assert rest == 0 or rest >= 5

    def test_learns_nothing_by_both_at_once(self, year: Year) -> None:
        for nth, later in enumerate(year.pages[1:]):
            earlier = year.pages[nth]
            for domain in [*DOMAINS, "*"]:
                grown = {place: later.get((place, domain), 0) - earlier.get((place, domain), 0) for place in COUNTIES}
                rest = later.get(("IR/", domain), 0) - earlier.get(("IR/", domain), 0) - sum(grown.values())
                assert rest == 0 or rest >= 5

    def test_solves_his_equations_for_no_small_cell(self, year: Year) -> None:
        """All sums of deeds that follow from what is published, by elimination: none fixes one week's small cell."""
        cells = sorted(year.happened)
        column = {cell: n for n, cell in enumerate(cells)}
        rows = []
        for week, page in enumerate(year.pages[:20]):  # beyond that the elimination takes seconds
            for (place, domain), n in page.items():
                if domain == "*" and n == sum(
                    year.happened[w, cell] for w, cell in cells if w <= week and cell[0].startswith(place)
                ):
                    # The page told everything so far; he cannot know that it did, but suppose that he guessed right.
                    row = [Fraction(0)] * len(cells)
                    for w, cell in cells:
                        if w <= week and cell[0].startswith(place):
                            row[column[w, cell]] = Fraction(1)
                    rows.append(row)

        known = _alone(rows)

        assert all(year.happened[cells[n]] == 0 or year.happened[cells[n]] >= 5 for n in known)

    def test_sees_nearly_everything_all_the_same(self, year: Year) -> None:
        happened = sum(year.happened.values())

        assert year.pages[-1]["IR/", "*"] > 0.95 * happened


def _alone(rows: list[list[Fraction]]) -> list[int]:
    """The unknowns that a system fixes one by one: those with a reduced row of their own."""
    done: list[list[Fraction]] = []
    for row in rows:
        for pivot in done:
            first = next(n for n, value in enumerate(pivot) if value)
            if row[first]:
                row = [a - row[first] * b for a, b in zip(row, pivot, strict=True)]
        if any(row):
            lead = next(value for value in row if value)
            done.append([value / lead for value in row])
    for nth, pivot in enumerate(done):
        first = next(n for n, value in enumerate(pivot) if value)
        for other, row in enumerate(done):
            if other != nth and row[first]:
                done[other] = [a - row[first] * b for a, b in zip(row, pivot, strict=True)]
    return [next(n for n, value in enumerate(row) if value) for row in done if sum(bool(value) for value in row) == 1]


def test_elimination_finds_what_two_equations_fix() -> None:
    one, two = [Fraction(1), Fraction(1), Fraction(0)], [Fraction(1), Fraction(1), Fraction(1)]

    assert _alone([one, two]) == [2]
