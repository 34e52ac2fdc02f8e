"""The list of handovers: both sides see theirs, coordinators those of their place; search, filter, paging, paper, sheet."""

import re
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from hamafza.kernel import clock
from hamafza.kernel.clock import TEHRAN
from hamafza.kernel.models import AuditLine
from hamafza.people.models import Person
from hamafza.succession import commands as succession
from hamafza.succession import queries
from hamafza.succession.models import Handover, HandoverPart
from hamafza.succession.tests.telling import DAY, HOUR, busy, colleague, handed
from hamafza.succession.tests.test_pages import of, words
from tests.cast import SATURDAY, World

pytestmark = pytest.mark.django_db
NOW = SATURDAY + 31 * DAY
LIST = "/handover/"


@pytest.fixture(autouse=True)
def a_month_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def made(world: World) -> Handover:
    """From Zahra to Laleh, by Nader, in Chabahar."""
    busy(world)
    colleague(world)
    return handed(world)


def noted(world: World, giver: str, taker: str, place: str, at: datetime = NOW, **more: Any) -> Handover:
    """A row alone; what moved does not matter to a list."""
    one = Handover.objects.create(giver=world.person[giver], place=world.place[place], at=at, **more)
    things = [{"key": "a:1", "title": "کاری", "address": ""}]
    HandoverPart.objects.create(handover=one, kind="hops", taker=world.person[taker], things=things)
    return one


def shown(client: Client, **asked: str) -> list[int]:
    answer = client.get(LIST, asked)
    assert answer.status_code == 200
    return [int(pk) for pk in re.findall(r'id="handover-(\d+)"', answer.content.decode())]


class TestWhoSees:
    @pytest.mark.parametrize(
        ("who", "sees"),
        [("nader", True), ("parvin", True), ("admin", True), ("zahra", True), ("laleh", True), ("maryam", False),
         ("reza", False), ("sara", False), ("farhad", False), ("karim", False), ("stranger", False)],
    )  # fmt: skip
    def test_both_sides_and_whoever_coordinates(self, world: World, made: Handover, who: str, sees: bool) -> None:
        client = of(world, who)

        assert shown(client) == ([made.pk] if sees else [])
        for end in ("print", "sheet"):
            answer = client.get(f"{LIST}{end}")
            text = answer.content.decode() if end == "print" else "".join(map(str, cells(answer)))
            assert answer.status_code == 200 and ("زهرا مرادی" in text) == sees

    def test_nobody_without_an_account(self, world: World, made: Handover) -> None:
        for end in ("", "print", "sheet"):
            answer = Client().get(f"{LIST}{end}")
            assert answer.status_code == 302 and "زهرا" not in answer.content.decode()

    @pytest.mark.parametrize("who", ["zahra", "laleh"])
    def test_someone_disabled_is_signed_out(self, world: World, made: Handover, who: str) -> None:
        client = of(world, who)
        Person.objects.filter(pk=world.person[who].pk).update(is_active=False)

        assert client.get(LIST).status_code in {302, 403}

    def test_leads_to_the_record_and_is_led_to(self, world: World, made: Handover) -> None:
        nader = of(world, "nader")
        record = reverse("succession:done", args=[made.pk])

        assert record in nader.get(LIST).content.decode()
        for page in (record, reverse("succession:list"), reverse("succession:mine")):
            assert f'"{LIST}"' in nader.get(page).content.decode(), page


class TestFinding:
    @pytest.fixture
    def three(self, world: World) -> dict[str, int]:
        found = {
            "chabahar": noted(world, "zahra", "maryam", "1104", NOW - 9 * DAY),
            "konarak": noted(world, "sara", "zahra", "1110", NOW - 3 * DAY),
            "zahedan": noted(world, "hamid", "parvin", "1101", NOW),
        }
        return {name: one.pk for name, one in found.items()}

    @pytest.mark.parametrize(
        ("asked", "names"),
        [
            ({}, ["zahedan", "konarak", "chabahar"]),
            ({"q": "مرادی"}, ["konarak", "chabahar"]),  # she gave one and took one
            ({"q": "مرادي زهرا"}, ["konarak", "chabahar"]),  # Arabic letters, another order
            ({"q": "زهرا\u200cمرادی"}, ["konarak", "chabahar"]),
            ({"q": "هیچ‌کس"}, []),
            ({"q": "۹۹۹۹۹۹۹۹۹۹۹۹۹۹۹۹۹۹"}, []),
            ({"q": "%"}, ["zahedan", "konarak", "chabahar"]),  # asks nothing
            ({"q": "١٤٠٥/0"}, []),
            ({"q": "   "}, ["zahedan", "konarak", "chabahar"]),
            ({"place": "کنارک"}, ["konarak"]),
            ({"place": "IR/11/"}, ["zahedan", "konarak", "chabahar"]),
            ({"place": "IR/09/"}, []),
            ({"view": "given"}, []),
            ({"view": "taken"}, ["zahedan"]),
            ({"view": "back"}, []),
            ({"view": "nonsense"}, ["zahedan", "konarak", "chabahar"]),
            ({"since": "۱۴۰۵/۰۹/۰۱"}, ["zahedan"]),
            ({"until": "۱۴۰۵/۰۸/۲۵"}, ["chabahar"]),
        ],
    )
    def test_by_name_number_place_day_and_side(
        self, world: World, three: dict[str, int], asked: dict[str, str], names: list[str]
    ) -> None:
        assert shown(of(world, "parvin"), **asked) == [three[name] for name in names]

    @pytest.mark.parametrize("how", ["{pk}", "۱۴۰۵/{pk}", "1405/{pk}", " ١٤٠٥/{pk} "])
    def test_by_its_number_as_the_paper_writes_it(self, world: World, three: dict[str, int], how: str) -> None:
        assert shown(of(world, "parvin"), q=how.format(pk=three["konarak"])) == [three["konarak"]]

    def test_the_day_of_tehran_counts_from_midnight_to_midnight(self, world: World) -> None:
        midnight = datetime(2026, 11, 22, tzinfo=TEHRAN)  # 1 Azar
        before = noted(world, "zahra", "maryam", "1104", midnight - timedelta(seconds=1))
        at = noted(world, "zahra", "maryam", "1104", midnight)
        last = noted(world, "zahra", "maryam", "1104", midnight + DAY - timedelta(seconds=1))
        noted(world, "zahra", "maryam", "1104", midnight + DAY)
        parvin = of(world, "parvin")

        assert shown(parvin, since="1405/09/01", until="1405/09/01") == [last.pk, at.pk]
        assert shown(parvin, until="1405/08/30") == [before.pk]

    @pytest.mark.parametrize(
        ("asked", "field"),
        [({"since": "۱۴۰۵/۱۲/۳۰"}, "since"), ({"until": "دیروز"}, "until"), ({"until": "9377/12/29"}, "until"),
         ({"since": "1405/09/02", "until": "1405/09/01"}, "until"), ({"place": "ناکجاآباد"}, "place")],
    )  # fmt: skip
    def test_what_is_typed_wrong_stays_and_is_named(self, world: World, asked: dict[str, str], field: str) -> None:
        answer = of(world, "parvin").get(LIST, asked)
        page = answer.content.decode()

        assert answer.status_code == 422 and f'id="id_{field}_error"' in page
        assert all(
            value in page or value.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")) in page
            for value in asked.values()
        )

    def test_a_month_of_thirty_days_is_a_day_in_a_leap_year_alone(self, world: World) -> None:
        parvin = of(world, "parvin")

        assert parvin.get(LIST, {"since": "1403/12/30"}).status_code == 200
        assert parvin.get(LIST, {"since": "1404/12/30"}).status_code == 422

    def test_turns_page_by_page_without_losing_or_repeating(self, world: World) -> None:
        """Thirty of the same instant: the number decides."""
        pks = [noted(world, "zahra", "maryam", "1104").pk for _ in range(30)]
        parvin, seen, address = of(world, "parvin"), [], LIST + "?view=all&q=%D9%85%D8%B1%D8%A7%D8%AF%DB%8C"
        while address:
            page = parvin.get(address).content.decode()
            seen += [int(pk) for pk in re.findall(r'id="handover-(\d+)"', page)]
            found = re.search(r'rel="next" href="([^"]+)"', page)
            address = LIST + found[1].replace("&amp;", "&") if found else ""

        assert seen == pks[::-1]

    def test_costs_the_same_however_many_there_are(self, world: World, django_assert_max_num_queries: Any) -> None:
        for _ in range(20):
            noted(world, "zahra", "maryam", "1104", done_by=world.person["nader"])
        parvin = of(world, "parvin")

        with django_assert_max_num_queries(12):
            parvin.get(LIST)


class TestPaperAndSheet:
    def test_hold_what_the_list_holds(self, world: World, made: Handover) -> None:
        back = succession.give_back(made, by=world.person["nader"], at=NOW + HOUR)
        nader = of(world, "nader")

        rows = cells(nader.get(f"{LIST}sheet"))
        paper = words(nader.get(f"{LIST}print"))

        assert rows[0][2:4] == ("تحویل‌دهنده", "تحویل‌گیرنده")
        assert [row[2:4] for row in rows[1:]] == [("لاله سنجر", "زهرا مرادی"), ("زهرا مرادی", "لاله سنجر")]
        assert [row[6:] for row in rows[1:]] == [("نادر کرد", "بازگشت کار"), ("نادر کرد", "برگشته است")]
        assert [row[5] for row in rows[1:]] == [back.total, made.total]
        assert "تحویل‌های کار" in paper and "زهرا مرادی" in paper and "برگشته است" in paper

    def test_follow_the_filter(self, world: World) -> None:
        noted(world, "zahra", "maryam", "1104")
        noted(world, "sara", "mina", "1110")

        rows = cells(of(world, "parvin").get(f"{LIST}sheet", {"place": "IR/11/1110/"}))

        assert [row[4] for row in rows[1:]] == ["کنارک"]

    @pytest.mark.parametrize("language", ["fa", "en"])
    @pytest.mark.parametrize("end", ["", "print", "sheet"])
    def test_open_empty_too(self, world: World, language: str, end: str) -> None:
        answer = of(world, "parvin", language).get(f"{LIST}{end}")

        assert answer.status_code == 200
        if language == "fa" and end == "":
            assert "تحویلی در این نما نیست" in words(answer)

    def test_are_in_english_for_whoever_reads_english(self, world: World) -> None:
        noted(world, "zahra", "maryam", "1104")
        page = words(of(world, "parvin", "en").get(LIST))

        assert "Handovers" in page and "1 item" in page and "1 items" not in page

    def test_no_reading_leaves_a_name_in_the_audit(self, world: World, made: Handover) -> None:
        before = AuditLine.objects.count()
        of(world, "nader").get(LIST, {"q": "زهرا"})

        assert "زهرا" not in repr(list(AuditLine.objects.all().order_by("pk")[before:].values()))


def test_takers_are_told_once_each(world: World) -> None:
    one = noted(world, "zahra", "maryam", "1104")
    for kind in ("actions", "reports"):
        HandoverPart.objects.create(handover=one, kind=kind, taker=world.person["maryam"], things=[])
    HandoverPart.objects.create(handover=one, kind="roles", taker=world.person["reza"], things=[])

    assert queries.takers_of(Handover.objects.whole().get(pk=one.pk)) == [
        world.person["maryam"].full_name, world.person["reza"].full_name,
    ]  # fmt: skip


def cells(answer: Any) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(BytesIO(answer.content)).worksheets[0].values)
