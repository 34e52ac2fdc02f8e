"""Coverage and lists against plain SQL: the same figures, counted by another hand."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection

from hamafza.kernel.alphabet import by_alphabet
from hamafza.network import commands as network
from hamafza.network import finding, staff
from hamafza.network.finding import Filters
from hamafza.network.matrix import LOOKS_BACK, matrix_of
from hamafza.network.models import Centre, Grant
from hamafza_engines.persian import sort_key
from tests.cast import HAND, SATURDAY, World

DAY = timedelta(days=1)


def asked(query: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


@pytest.fixture
def busy(world: World) -> World:
    """More centres, of all states and areas."""
    made = [
        ("tis-clinic", "tis", "IR/11/1104/tis/", ["health", "housing"], "active", True),
        ("sleeps", "1110", "IR/11/1110/", ["housing"], "dormant", True),
        ("gone", "1110", "IR/11/1110/", ["employment"], "closed", True),
        ("quiet", "1101", "IR/11/1101/", ["housing"], "active", False),
        ("country", "1101", "IR/", ["employment"], "active", True),
        ("no-domain", "1110", "IR/11/1110/", [], "active", True),
        ("east", "0901", "IR/09/", ["health"], "active", True),
    ]
    for code, place, area, domains, state, takes in made:
        world.centre[code] = network.create(
            world.place[place],
            name=f"کانون {code}",
            kind="partner",
            domains=[world.domain[key] for key in domains],
            area_path=area,
            code=code,
            state=state,
            takes_referrals=takes,
            by=HAND,
            at=SATURDAY,
        )
    return world


@pytest.fixture
def needed(busy: World) -> World:
    """Needs of several places and ages besides."""
    for place, domain, days in [
        ("tis", "health", 0),
        ("tis", "housing", 89),
        ("1104", "housing", 3),
        ("1110", "employment", 5),
        ("1110", "housing", 200),
        ("0901", "health", 1),
    ]:
        triager = "farhad" if place == "0901" else "parvin"
        busy.triaged(domain, place=place, at=SATURDAY - days * DAY, triager=triager)
    return busy


class TestTheMatrix:
    SERVED = """
        SELECT COUNT(DISTINCT c.id) FROM network_centre c JOIN network_centredomain s ON s.centre_id = c.id
        JOIN network_domain d ON d.id = s.domain_id
        WHERE c.state = 'active' AND c.takes_referrals AND d.key = %s
          AND (%s LIKE c.area_path || '%%' OR c.area_path LIKE %s || '%%')
    """
    ASKED = """
        SELECT COUNT(*) FROM journal_journalline
        WHERE kind = 'request_triaged' AND domain = %s AND place LIKE %s || '%%' AND day >= %s AND corrects IS NULL
    """
    ANY = """
        SELECT COUNT(*) FROM network_centre c WHERE c.state = 'active' AND c.takes_referrals
          AND (%s LIKE c.area_path || '%%' OR c.area_path LIKE %s || '%%')
    """

    @pytest.mark.parametrize("over", ["11", "09", "IR"])
    def test_counts_as_plain_sql_does(self, needed: World, over: str) -> None:
        since = (SATURDAY - LOOKS_BACK).date()
        matrix = matrix_of(needed.place[over], SATURDAY)
        cells = [cell for line in matrix.lines for cell in line.cells]

        for cell in cells:
            key, path = cell.domain.key, cell.place.path
            assert [(cell.centres,)] == asked(self.SERVED, key, path, path), (key, path)
            assert [(cell.asked,)] == asked(self.ASKED, key, path, since), (key, path)
        for place in matrix.places:
            assert [(matrix.centres_in[place.path],)] == asked(self.ANY, place.path, place.path)
        assert len(cells) == len(needed.domain) * len(matrix.places) > 0
        assert sum(cell.asked for cell in cells) > 0

    def test_lists_each_gap_once_the_most_asked_first(self, needed: World) -> None:
        matrix = matrix_of(needed.place["11"], SATURDAY)
        empty = {(c.domain.key, c.place.code) for line in matrix.lines for c in line.cells if c.centres == 0}

        assert {(cell.domain.key, cell.place.code) for cell in matrix.gaps} == empty
        assert len(matrix.gaps) == len(empty)
        assert all(a.asked >= b.asked for a, b in pairwise(matrix.gaps))

    def test_a_line_adds_up_its_cells(self, needed: World) -> None:
        for line in matrix_of(needed.place["11"], SATURDAY).lines:
            assert line.asked == sum(cell.asked for cell in line.cells)


def codes(busy: World, **question: Any) -> set[str]:
    found = finding.found(Centre.objects.all(), Filters(**question), SATURDAY)
    return set(found.values_list("code", flat=True))


class TestFinding:
    @pytest.mark.parametrize(
        ("question", "where"),
        [
            ({}, "c.state <> 'closed'"),
            ({"state": "closed"}, "c.state = 'closed'"),
            ({"state": "dormant"}, "c.state = 'dormant'"),
            ({"kind": "partner"}, "c.kind = 'partner' AND c.state <> 'closed'"),
            ({"takes": True}, "c.state = 'active' AND c.takes_referrals"),
            (
                {"domain": "housing"},
                "c.state <> 'closed' AND EXISTS (SELECT 1 FROM network_centredomain s JOIN network_domain d"
                " ON d.id = s.domain_id WHERE s.centre_id = c.id AND d.key = 'housing')",
            ),
        ],
    )
    def test_finds_what_plain_sql_finds(self, busy: World, question: dict[str, Any], where: str) -> None:
        rows = asked(f"SELECT c.code FROM network_centre c WHERE {where}")
        assert codes(busy, **question) == {code for (code,) in rows} != set()

    @pytest.mark.parametrize(
        ("place", "found"),
        [
            ("tis", {"chabahar", "zahedan", "work", "tis-clinic", "country"}),
            ("1104", {"chabahar", "zahedan", "work", "tis-clinic", "country"}),
            ("1110", {"konarak", "zahedan", "sleeps", "country", "no-domain"}),
            ("09", {"east", "country"}),
            ("0901", {"east", "country"}),
        ],
    )
    def test_finds_who_serves_a_place_or_a_part_of_it(self, busy: World, place: str, found: set[str]) -> None:
        assert codes(busy, place=busy.place[place]) == found

    @pytest.mark.parametrize(
        ("words", "found"),
        [
            ("tis-clinic", {"tis-clinic"}),
            ("TIS-CLINIC", {"tis-clinic"}),
            ("کنارک", {"konarak", "sleeps", "no-domain"}),
            ("سلامت کنارک", {"konarak"}),
            ("كانون سلامت", {"chabahar", "konarak", "zahedan"}),
            ("'; DROP TABLE network_centre; --", set()),
            ("ا" * 5_000, set()),
        ],
    )
    def test_finds_by_words(self, busy: World, words: str, found: set[str]) -> None:
        assert codes(busy, words=words) == found

    @pytest.mark.parametrize("words", ["", " ", "%", "_", "؟!"])
    def test_signs_alone_ask_nothing(self, busy: World, words: str) -> None:
        assert codes(busy, words=words) == codes(busy)

    def test_one_by_words_prefers_the_exact_name(self, busy: World) -> None:
        everything = Centre.objects.all()
        exact = finding.one_by_words(everything, "كانون سلامت استان")

        assert [one.code for one in exact] == ["zahedan"]
        assert [one.code for one in finding.one_by_words(everything, " work ")] == ["work"]
        assert len(finding.one_by_words(everything, "سلامت")) == 3
        assert len(finding.one_by_words(everything, "کانون")) == 8
        assert finding.one_by_words(everything, "هیچ") == []


class TestPaging:
    @pytest.fixture
    def many(self, busy: World) -> World:
        """Several of one name, so that the name alone is no key."""
        for number in range(9):
            network.create(
                busy.place["1104"],
                name="کانون همنام" if number % 2 else f"کانون {number}",
                kind="partner",
                domains=[],
                by=HAND,
                at=SATURDAY,
            )
        return busy

    @pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
    def test_forth_and_back_shows_each_once_in_one_order(self, many: World, size: int) -> None:
        whole = list(Centre.objects.order_by(by_alphabet("name"), "pk").values_list("code", flat=True))
        pages = [finding.paged(Centre.objects.all(), size=size)]
        while pages[-1].after:
            pages.append(finding.paged(Centre.objects.all(), after=pages[-1].after, size=size))
        forth = [centre.code for page in pages for centre in page.rows]
        back = [pages[-1]]
        while back[-1].before:
            back.append(finding.paged(Centre.objects.all(), before=back[-1].before, size=size))

        assert forth == whole
        assert [centre.code for page in reversed(back) for centre in page.rows] == whole

    def test_from_a_code_that_is_gone_begins_at_the_start(self, many: World) -> None:
        start = finding.paged(Centre.objects.all(), size=3)
        assert finding.paged(Centre.objects.all(), after="nowhere", size=3).rows == start.rows


class TestStaff:
    def test_counts_as_plain_sql_does(self, world: World) -> None:
        rows = asked(
            "SELECT p.username FROM network_grant g JOIN people_person p ON p.id = g.person_id"
            " WHERE g.revoked_at IS NULL AND p.is_active"
        )
        assert sorted(held.grant.person.username for held in staff.find(SATURDAY).rows) == sorted(r[0] for r in rows)

    @pytest.mark.parametrize(
        ("question", "found"),
        [
            ({"role": "operator"}, {"reza", "farhad"}),
            ({"words": "مراد"}, {"zahra"}),
            ({"words": "كنارک"}, {"sara"}),
            ({"words": "رضا", "role": "operator"}, {"reza", "farhad"}),
            ({"place": "1104"}, {"reza", "zahra", "maryam", "mina", "nader"}),
            ({"place": "09"}, {"farhad"}),
            ({"place": "11", "role": "secretary"}, {"zahra", "sara", "hamid", "mina"}),
            ({"words": "هیچکس"}, set()),
        ],
    )
    def test_finds(self, world: World, question: dict[str, str], found: set[str]) -> None:
        given = {key: world.place[value] if key == "place" else value for key, value in question.items()}
        assert {held.grant.person.username for held in staff.find(SATURDAY, **given).rows} == found

    def test_goes_on_from_its_last_line(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(staff, "SIZE", 4)
        seen, after = [], 0
        while True:
            page = staff.find(SATURDAY, after=after)
            seen += [held.grant.pk for held in page.rows]
            if not (after := page.after):
                break
        by_name = sorted(
            Grant.objects.select_related("person"), key=lambda one: (sort_key(one.person.full_name), one.pk)
        )
        assert seen == [grant.pk for grant in by_name]

    @pytest.mark.parametrize(
        ("who", "where"),
        [
            ("reza", "چابهار، سیستان و بلوچستان"),
            ("zahra", "چابهار، سیستان و بلوچستان"),
            ("parvin", "سیستان و بلوچستان"),
            ("farhad", "مشهد، خراسان رضوی"),
        ],
    )
    def test_says_where(self, world: World, who: str, where: str) -> None:
        assert [held.where for held in staff.roles_of(world.person[who], SATURDAY)] == [where]

    @pytest.mark.parametrize(
        ("words", "but", "found"),
        [
            ("zahra", None, {"zahra"}),
            ("ZAHRA", None, {"zahra"}),
            ("زهرا مرادي", None, {"zahra"}),
            ("زهر", None, {"zahra"}),
            ("زهرا", "zahra", set()),
            ("stranger", None, set()),
            ("", None, None),
        ],
    )
    def test_a_colleague_is_found_by_name(
        self, world: World, words: str, but: str | None, found: set[str] | None
    ) -> None:
        people = staff.person_named(words, SATURDAY, but=world.person[but] if but else None)
        if found is None:
            assert len(people) == 5  # a name not given means any; a person must choose
        else:
            assert {one.username for one in people} == found

    @pytest.mark.parametrize(
        ("who", "found"),
        [
            ("admin", {"chabahar", "konarak", "zahedan", "work"}),
            ("parvin", {"chabahar", "konarak", "zahedan", "work"}),
            ("nader", set()),
            ("zahra", set()),
        ],
    )
    def test_a_centre_is_named_by_those_who_give_roles_there(self, world: World, who: str, found: set[str]) -> None:
        assert {one.code for one in staff.centre_named("کانون", world.person[who], SATURDAY)} == found

    @pytest.mark.parametrize(
        ("who", "all_accounts"), [("admin", True), ("parvin", True), ("nader", False), ("zahra", False)]
    )
    def test_whoever_gives_roles_finds_every_account(self, world: World, who: str, all_accounts: bool) -> None:
        known = set(staff.known_to(world.person[who], SATURDAY).values_list("username", flat=True))
        assert ("stranger" in known) is all_accounts
        assert who in known and "reza" in known
