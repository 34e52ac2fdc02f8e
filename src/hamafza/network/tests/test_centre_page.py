"""One centre's page: everything is there, one tap changes it, errors stand beside their field."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from time_machine import travel

from hamafza.kernel.clock import TEHRAN
from hamafza.network import commands as network
from hamafza.network import links
from hamafza.network.commands.centres import AreaTooWide
from hamafza.network.models import Centre, CentreDomain, Hours
from hamafza.network.week import said_on
from tests.cast import HAND, SATURDAY, World

NINE = datetime(2026, 10, 24, 9, 0, tzinfo=TEHRAN)  # Saturday
PAGE = "/centres/chabahar/"


@pytest.fixture
def now() -> object:
    with travel(NINE, tick=False):
        yield NINE


def seen_by(world: World, username: str) -> Client:
    client = Client()
    client.force_login(world.person[username])
    return client


@pytest.fixture
def zahra(world: World, now: object) -> Client:
    """The secretary of this centre."""
    return seen_by(world, "zahra")


@pytest.fixture
def maryam(world: World, now: object) -> Client:
    """The head of this centre."""
    return seen_by(world, "maryam")


class TestPage:
    def test_tells_who_answers_and_who_stands_in(self, world: World, zahra: Client) -> None:
        assert "اکنون: <b>زهرا مرادی</b>" in zahra.get(PAGE).content.decode()
        network.set_absence(
            world.person["zahra"],
            deputy=world.person["maryam"],
            since=NINE,
            until=NINE + timedelta(days=2),
            by=HAND,
            at=NINE,
        )
        page = zahra.get(PAGE).content.decode()
        assert "اکنون: <b>مریم نارویی</b>" in page
        assert "در مرخصی؛ جانشین: مریم نارویی" in page

    def test_shows_the_week_with_its_holiday(self, world: World, zahra: Client) -> None:
        network.add_holiday(world.place["1104"], date=date(2026, 10, 26), name="روز بندر", by=HAND, at=NINE)
        page = zahra.get(PAGE).content.decode()
        assert "اکنون باز است تا ۱۴:۰۰" in page
        assert "روز بندر" in page
        assert "۰۸:۰۰ تا ۱۲:۰۰" in page  # Thursday

    def test_of_a_centre_that_is_not_there_is_not_found(self, zahra: Client) -> None:
        assert zahra.get("/centres/nowhere/").status_code == 404

    def test_costs_a_bounded_number_of_queries(self, zahra: Client, django_assert_max_num_queries: object) -> None:
        with django_assert_max_num_queries(22):  # type: ignore[operator]
            zahra.get(PAGE)

    def test_offers_no_button_that_is_not_hers(self, world: World, now: object) -> None:
        page = seen_by(world, "sara").get(PAGE).content.decode()
        assert "اصلاح اطلاعات" not in page
        assert 'name="free"' not in page


class TestCapacity:
    def say(self, client: Client, free: str, domain: str = "health") -> object:
        return client.post(f"{PAGE}capacity", {"domain": domain, "free": free})

    def test_in_persian_digits(self, world: World, zahra: Client) -> None:
        assert self.say(zahra, "۱۲").status_code == 303
        row = CentreDomain.objects.get(centre=world.centre["chabahar"])
        assert (row.capacity_free, row.capacity_at) == (12, NINE)
        assert "۱۲ جا" in zahra.get(PAGE).content.decode()

    @pytest.mark.parametrize(("days", "asks"), [(0, False), (14, False), (15, True)])
    def test_decays_to_ask_after_fourteen_days(self, world: World, zahra: Client, days: int, asks: bool) -> None:
        self.say(zahra, "4")
        with travel(NINE + timedelta(days=days), tick=False):
            page = seen_by(world, "zahra").get(PAGE).content.decode()
        assert ("بپرسید" in page) is asks
        assert ("۴ جا" in page) is not asks

    @pytest.mark.parametrize("typed", ["چهار", "-1", "", "۱۰۰۰۰۰", "3.5"])
    def test_a_wrong_number_is_said_beside_its_box_and_stays_there(self, zahra: Client, typed: str) -> None:
        answer = self.say(zahra, typed)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert re.search(r'id="free-health_error" role="alert">[^<]+<', page)
        assert not typed or typed in page.translate(str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")) or typed in page
        assert CentreDomain.objects.get(centre__code="chabahar").capacity_at is None

    def test_of_a_domain_it_does_not_serve_is_refused(self, zahra: Client) -> None:
        assert self.say(zahra, "3", domain="housing").status_code == 422

    def test_of_another_centre_is_not_found(self, world: World, now: object) -> None:
        assert self.say(seen_by(world, "sara"), "3").status_code == 404


def week(**boxes: str) -> dict[str, str]:
    empty = {f"d{day}_{part}": "" for day in range(7) for part in range(4)}
    return {**empty, "from_date": "۱۴۰۵/۰۸/۰۹", **boxes}


class TestHours:
    def test_begin_with_what_counts_now(self, maryam: Client) -> None:
        page = maryam.get(f"{PAGE}hours").content.decode()
        assert page.count('value="۱۴:۰۰"') == 5
        assert page.count('value="۱۲:۰۰"') == 1

    def test_of_an_afternoon_centre_from_a_date_on(self, world: World, maryam: Client) -> None:
        answer = maryam.post(
            f"{PAGE}hours", week(d0_0="۸", d0_1="12:30", d0_2="۱۶", d0_3="۲۰:۰۰", d3_0="16", d3_1="20")
        )
        assert answer.status_code == 303
        centre = world.centre["chabahar"]
        assert said_on(centre, date(2026, 10, 30)) == {}  # the day before: nothing was ever said
        said = said_on(centre, date(2026, 10, 31))
        assert [f"{a:%H:%M}-{b:%H:%M}" for a, b in said[0]] == ["08:00-12:30", "16:00-20:00"]
        assert sorted(said) == [0, 3]

    def test_a_second_week_leaves_the_first_as_it_was(self, world: World, maryam: Client) -> None:
        maryam.post(f"{PAGE}hours", week(d0_0="8", d0_1="12"))
        maryam.post(f"{PAGE}hours", week(d0_0="10", d0_1="11", from_date="1405/09/01"))
        centre = world.centre["chabahar"]
        assert said_on(centre, date(2026, 11, 1))[0][0][0].hour == 8
        assert said_on(centre, date(2026, 11, 22))[0][0][0].hour == 10

    @pytest.mark.parametrize(
        ("boxes", "field"),
        [
            ({"d1_0": "14", "d1_1": "8"}, "d1_1"),
            ({"d1_0": "8"}, "d1_1"),
            ({"d1_0": "8", "d1_1": "14", "d1_2": "13", "d1_3": "20"}, "d1_2"),
            ({"d2_0": "هشت", "d2_1": "14"}, "d2_0"),
            ({"d2_0": "25", "d2_1": "26"}, "d2_0"),
            ({"d4_2": "16", "d4_3": "20"}, "d4_0"),
            ({"from_date": "۱۴۰۵/۰۷/۳۰"}, "from_date"),
            ({"from_date": "فردا"}, "from_date"),
        ],
    )
    def test_a_mistake_is_said_at_its_box_and_nothing_is_written(
        self, maryam: Client, boxes: dict[str, str], field: str
    ) -> None:
        answer = maryam.post(f"{PAGE}hours", week(**boxes))
        page = answer.content.decode()
        assert answer.status_code == 422
        assert f'id="id_{field}_error"' in page
        for typed in boxes.values():
            assert f'value="{typed}"' in page
        assert not Hours.objects.exists()

    def test_are_not_the_secretarys_to_change(self, zahra: Client) -> None:
        assert zahra.get(f"{PAGE}hours").status_code == 403


ENTRY = {
    "name": "کانون تازهٔ نور", "kind": "partner", "place": "چابهار", "serves": "county",
    "domains": ["health", "housing"],
    "address": "خیابان امام", "phone": "۰۵۴۳۵۳۱۲۳۴۵", "latitude": "۲۵٫۳", "longitude": "60.7",
    "description": "", "is_public": "on",
}  # fmt: skip


class TestNew:
    def test_a_coordinator_opens_one_in_her_county(self, world: World, now: object) -> None:
        answer = seen_by(world, "nader").post("/centres/new", ENTRY)
        centre = Centre.objects.get(name="کانون تازهٔ نور")
        assert answer["Location"] == f"/centres/{centre.code}/"
        assert (centre.phone, centre.latitude, centre.area_path, centre.takes_referrals) == (
            "05435312345",
            25.3,
            "IR/11/1104/",
            False,
        )
        assert {row.domain.key for row in centre.services.select_related("domain")} == {"health", "housing"}

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"place": "مشهد"}, None),
            ({"place": "ناکجا"}, "place"),
            ({"serves": "province"}, "serves"),
            ({"phone": "123"}, "phone"),
            ({"name": ""}, "name"),
            ({"name": "…"}, "name"),
            ({"domains": []}, "domains"),
            ({"latitude": "الف"}, "latitude"),
            ({"longitude": ""}, "longitude"),
            ({"name": "كانون سلامت مهرگان چابهار"}, "name"),
        ],
    )
    def test_a_mistake_keeps_everything_typed(
        self, world: World, now: object, change: dict[str, str], field: str | None
    ) -> None:
        before = Centre.objects.count()
        answer = seen_by(world, "nader").post("/centres/new", {**ENTRY, **change})
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "خیابان امام" in page
        assert not field or f"id_{field}_error" in page
        assert Centre.objects.count() == before

    def test_a_secretary_may_not(self, zahra: Client) -> None:
        assert zahra.get("/centres/new").status_code == 403


class TestEdit:
    def entry(self, **change: object) -> dict[str, object]:
        return {**ENTRY, "name": "کانون سلامت مهرگان چابهار", "domains": ["health"], **change}

    def test_a_head_keeps_her_own_entry(self, world: World, maryam: Client) -> None:
        assert maryam.post(f"{PAGE}edit", self.entry(description="طبقهٔ دوم")).status_code == 303
        centre = Centre.objects.get(code="chabahar")
        assert (centre.description, centre.confirmed_at) == ("طبقهٔ دوم", NINE)

    @pytest.mark.parametrize("change", [{"serves": "nation"}, {"serves": "province"}, {"place": "مشهد"}])
    def test_a_head_does_not_widen_what_it_serves(self, world: World, maryam: Client, change: dict[str, str]) -> None:
        answer = maryam.post(f"{PAGE}edit", self.entry(**change))
        assert answer.status_code == 422
        centre = Centre.objects.get(code="chabahar")
        assert (centre.area_path, centre.place.code) == ("IR/11/1104/", "1104")

    def test_the_form_opens_with_what_is_there(self, maryam: Client) -> None:
        page = maryam.get(f"{PAGE}edit").content.decode()
        assert 'value="کانون سلامت مهرگان چابهار"' in page
        assert 'value="county" selected' in page

    def test_a_command_with_a_wide_area_is_refused(self, world: World) -> None:
        with pytest.raises(AreaTooWide):
            network.edit(world.centre["chabahar"], area_path="IR/", by=world.person["nader"], at=NINE)
        network.edit(world.centre["chabahar"], area_path="IR/11/", by=world.person["parvin"], at=NINE)
        with pytest.raises(AreaTooWide):
            network.edit(world.centre["chabahar"], area_path="IR/", by=world.person["parvin"], at=NINE)

    def test_somebody_elses_is_not_found(self, world: World, maryam: Client) -> None:
        assert maryam.get("/centres/konarak/edit").status_code == 404


class TestState:
    def test_moves_with_its_reason_into_the_history(self, world: World, maryam: Client) -> None:
        assert maryam.post(f"{PAGE}state", {"to": "dormant", "reason": "تعمیر ساختمان"}).status_code == 303
        page = maryam.get(PAGE).content.decode()
        assert "تعمیر ساختمان" in page
        assert "مریم نارویی" in page
        assert "این کانون خاموش است" in page

    def test_without_a_reason_nothing_moves(self, world: World, maryam: Client) -> None:
        assert maryam.post(f"{PAGE}state", {"to": "closed", "reason": " "}).status_code == 422
        assert Centre.objects.get(code="chabahar").state == "active"

    def test_a_move_that_the_table_does_not_know_is_refused(self, maryam: Client) -> None:
        assert maryam.post(f"{PAGE}state", {"to": "proposed", "reason": "بازگشت"}).status_code == 422

    def test_a_closed_centre_says_that_it_stays_closed(self, world: World, maryam: Client) -> None:
        network.move_state(world.centre["chabahar"], to="closed", reason="پایان", by=HAND, at=SATURDAY)
        assert "دوباره باز نمی‌شود" in maryam.get(f"{PAGE}state").content.decode()


class TestWhereOneGoesOn:
    @pytest.fixture(autouse=True)
    def link(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(links, "_links", [])
        links.register(10, "داوطلبان", "volunteer.see", lambda centre: f"/elsewhere?centre={centre.code}")

    @pytest.mark.parametrize(("who", "sees"), [("maryam", True), ("nader", True), ("sara", False), ("karim", False)])
    def test_is_shown_to_those_who_may_go_there(self, world: World, client: Client, who: str, sees: bool) -> None:
        client.force_login(world.person[who])
        page = client.get("/centres/chabahar/").content.decode()

        assert ("/elsewhere?centre=chabahar" in page) is sees
        assert ("در این کانون" in page) is sees
