"""The list of centres: who sees it, what it finds, how it pages, what it prints."""

import io
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest
from django.test import Client
from time_machine import travel

from hamafza.kernel.clock import TEHRAN
from hamafza.network import commands as network
from hamafza.network import finding
from hamafza.network.calendar import Calendar
from hamafza.network.models import Centre
from hamafza.network.week import open_until
from hamafza.places.models import Place
from tests.cast import HAND, SATURDAY, World


def seen_by(world: World, username: str) -> Client:
    client = Client()
    client.force_login(world.person[username])
    return client


@pytest.fixture
def reza(world: World) -> Client:
    return seen_by(world, "reza")


def names(answer: object) -> list[str]:
    return [row.centre.name for row in answer.context["rows"]]  # type: ignore[attr-defined]


class TestWhoMaySee:
    def test_somebody_without_a_role_may_not(self, world: World) -> None:
        assert seen_by(world, "stranger").get("/centres/").status_code == 403

    def test_nobody_without_an_account(self, db: None) -> None:
        assert Client().get("/centres/").status_code == 302

    def test_an_operator_sees_all_of_them(self, reza: Client) -> None:
        assert len(names(reza.get("/centres/"))) == 4


class TestFinding:
    @pytest.mark.parametrize("words", ["مهرگان", "كانون سلامت مهرگان", "سلامت چابهار", "کانون‌ سلامت  مهرگان"])
    def test_by_words_in_any_spelling(self, reza: Client, words: str) -> None:
        assert "کانون سلامت مهرگان چابهار" in names(reza.get("/centres/", {"q": words}))

    def test_by_domain(self, reza: Client) -> None:
        assert names(reza.get("/centres/", {"domain": "employment"})) == ["کانون کار و هنر چابهار"]

    def test_by_place_finds_those_who_serve_it(self, reza: Client) -> None:
        found = names(reza.get("/centres/", {"place": "کنارک"}))
        assert set(found) == {"کانون سلامت ساحل کنارک", "کانون سلامت استان"}

    def test_a_link_with_a_path_shows_the_name_of_the_place(self, reza: Client) -> None:
        page = reza.get("/centres/", {"place": "IR/11/1110/"})
        assert len(names(page)) == 2
        assert "IR/11/1110/" not in page.content.decode().split('name="place"')[1][:120]
        assert "کنارک" in page.content.decode().split('name="place"')[1][:120]

    def test_an_unknown_place_is_said_beside_its_field(self, reza: Client) -> None:
        page = reza.get("/centres/", {"place": "آتلانتیس", "q": "سلامت"})
        assert page.status_code == 422
        assert "آتلانتیس" in page.content.decode()
        assert page.context["form"].errors["place"]

    def test_closed_ones_only_when_asked_for(self, world: World, reza: Client) -> None:
        network.move_state(world.centre["work"], to="closed", reason="پایان", by=HAND, at=SATURDAY)
        assert "کانون کار و هنر چابهار" not in names(reza.get("/centres/"))
        assert names(reza.get("/centres/", {"state": "closed"})) == ["کانون کار و هنر چابهار"]

    def test_nothing_found_says_what_to_do(self, reza: Client) -> None:
        assert "کوتاه‌تر" in reza.get("/centres/", {"q": "هیچ‌کدام"}).content.decode()


INSTANTS = [
    datetime(2026, 10, 24, 9, 0, tzinfo=TEHRAN),  # Saturday morning
    datetime(2026, 10, 24, 17, 30, tzinfo=TEHRAN),
    datetime(2026, 10, 23, 10, 0, tzinfo=TEHRAN),  # Friday
    datetime(2026, 10, 22, 11, 59, tzinfo=TEHRAN),  # Thursday before noon
    datetime(2026, 10, 22, 12, 0, tzinfo=TEHRAN),
    datetime(2026, 10, 26, 10, 0, tzinfo=TEHRAN),  # a holiday of Chabahar
]


class TestOpenNow:
    @pytest.mark.parametrize("at", INSTANTS, ids=str)
    def test_the_filter_and_the_calendar_agree(self, world: World, at: datetime) -> None:
        afternoon = {day: [(time(16), time(20))] for day in range(5)}
        network.set_hours(world.centre["work"], week=afternoon, from_date=date(2026, 1, 1), by=HAND, at=SATURDAY)
        network.add_holiday(world.place["1104"], date=date(2026, 10, 26), name="روز بندر", by=HAND, at=SATURDAY)
        calendar = Calendar(centre.pk for centre in world.centre.values())
        open_by_calendar = {
            centre.code
            for centre in Centre.objects.select_related("place")
            if open_until(calendar.hours_of(centre), at)
        }
        assert set(Centre.objects.filter(finding.open_at(at)).values_list("code", flat=True)) == open_by_calendar

    def test_in_the_afternoon_only_the_afternoon_centre(self, world: World, reza: Client) -> None:
        week = {day: [(time(16), time(20))] for day in range(5)}
        network.set_hours(world.centre["work"], week=week, from_date=date(2026, 1, 1), by=HAND, at=SATURDAY)
        with travel(SATURDAY.replace(hour=17), tick=False):
            reza.force_login(world.person["reza"])
            page = reza.get("/centres/", {"open": "on"})
        assert names(page) == ["کانون کار و هنر چابهار"]
        assert "تا ۲۰:۰۰" in page.content.decode()


class TestPaging:
    @pytest.fixture
    def many(self, world: World) -> Place:
        for n in range(60):
            network.create(
                world.place["1101"],
                name=f"کانون {n % 7} شمارهٔ {n}",
                kind="neighbourhood",
                domains=[],
                by=HAND,
                at=SATURDAY,
            )
        return world.place["1101"]

    def test_walks_forth_and_back_over_every_centre_once(self, many: Place, reza: Client) -> None:
        page, walked, pages = reza.get("/centres/"), [], []
        while True:
            walked += names(page)
            pages.append(names(page))
            if not page.context["next"]:
                break
            page = reza.get(f"/centres/{page.context['next']}")
        assert len(walked) == len(set(walked)) == 64
        back = reza.get(f"/centres/{page.context['previous']}")
        assert names(back) == pages[-2]
        assert not reza.get(f"/centres/{back.context['previous']}").context["previous"]

    def test_keeps_the_filters_in_its_links(self, many: Place, reza: Client) -> None:
        page = reza.get("/centres/", {"kind": "neighbourhood"})
        assert "kind=neighbourhood" in page.context["next"]

    def test_costs_the_same_however_many_there_are(
        self, many: Place, reza: Client, django_assert_max_num_queries: object
    ) -> None:
        reza.get("/centres/")
        with django_assert_max_num_queries(11):  # type: ignore[operator]
            reza.get("/centres/")


class TestConfirming:
    def test_is_offered_only_where_it_is_hers(self, world: World) -> None:
        page = seen_by(world, "zahra").get("/centres/").content.decode()
        assert page.count("هنوز درست است") == 1

    def test_makes_the_entry_fresh_and_goes_back_to_the_list(self, world: World) -> None:
        zahra = seen_by(world, "zahra")
        answer = zahra.post("/centres/chabahar/confirm", {"next": "/centres/?q=سلامت"})
        assert (answer.status_code, answer["Location"]) == (303, "/centres/?q=%D8%B3%D9%84%D8%A7%D9%85%D8%AA")
        world.centre["chabahar"].refresh_from_db()
        assert world.centre["chabahar"].confirmed_at > SATURDAY - timedelta(days=1)

    def test_of_another_centre_is_not_found(self, world: World) -> None:
        assert seen_by(world, "zahra").post("/centres/konarak/confirm").status_code == 404

    @pytest.mark.parametrize("next_page", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
    def test_goes_nowhere_strange(self, world: World, next_page: str) -> None:
        answer = seen_by(world, "zahra").post("/centres/chabahar/confirm", {"next": next_page})
        assert answer["Location"] == "/centres/chabahar/"


class TestOnPaper:
    def test_prints_what_is_filtered(self, reza: Client) -> None:
        page = reza.get("/centres/print", {"domain": "employment"}).content.decode()
        assert "کانون کار و هنر چابهار" in page
        assert "ساحل کنارک" not in page

    def test_sheet_holds_the_same_and_no_formula(self, world: World, reza: Client) -> None:
        network.create(world.place["1101"], name="=1+1", kind="partner", domains=[], by=HAND, at=SATURDAY)
        answer = reza.get("/centres/sheet")
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
        cells = [row[0] for row in sheet.iter_rows(min_row=2)]
        assert len(cells) == 5
        assert {cell.data_type for cell in cells} == {"s"}
        assert sheet.sheet_view.rightToLeft
