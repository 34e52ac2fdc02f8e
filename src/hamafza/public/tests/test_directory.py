"""The public directory: no account, no private centre, no officer's name; hours, freshness and the map."""

import re
from datetime import date, datetime, time, timedelta

import pytest
from django.core.cache import caches
from django.test import Client
from time_machine import travel

from hamafza.kernel.clock import TEHRAN
from hamafza.network import commands as network
from hamafza.network.models import Centre
from tests.cast import HAND, SATURDAY, World

NINE = datetime(2026, 10, 24, 9, 0, tzinfo=TEHRAN)


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    caches["local"].clear()


@pytest.fixture
def shelter(world: World) -> Centre:
    """A safe house: a centre that nobody outside may know of."""
    return network.create(
        world.place["1104"], name="خانهٔ امن ماهور", kind="partner", code="mahur",
        domains=[world.domain["housing"]],
        is_public=False, address="کوی پنهان", phone="05435390000", by=HAND, at=SATURDAY,
    )  # fmt: skip


def listed(client: Client, **asked: str) -> list[str]:
    return [row.centre.name for row in client.get("/directory", asked).context["found"].rows]


class TestWhatIsPublic:
    def test_needs_no_account(self, world: World, client: Client) -> None:
        assert len(listed(client)) == 4

    @pytest.mark.parametrize(
        "address",
        [
            "/directory",
            "/directory?place=چابهار",
            "/directory?q=ماهور",
            "/directory?domain=housing",
            "/directory.json",
        ],
    )
    def test_a_hidden_centre_is_in_no_answer(self, shelter: Centre, client: Client, address: str) -> None:
        body = client.get(address).content.decode()
        for secret in ("ماهور</a>", "ماهور<", "کوی پنهان", "05435390000", "mahur", "خانهٔ امن"):
            assert secret not in body

    def test_a_hidden_centre_has_no_page(self, shelter: Centre, client: Client) -> None:
        assert client.get("/directory/mahur").status_code == 404
        assert client.get("/directory/chabahar").status_code == 200

    @pytest.mark.parametrize("change", ["hide", "close", "rest"])
    def test_leaves_the_kept_list_at_once(self, world: World, client: Client, change: str) -> None:
        centre = world.centre["work"]
        assert centre.name in listed(client)
        if change == "hide":
            network.edit(centre, is_public=False, by=HAND, at=SATURDAY)
        else:
            network.move_state(
                centre,
                to={"close": "closed", "rest": "dormant"}[change],
                reason="آزمون",
                by=HAND,
                at=SATURDAY,
            )
        assert centre.name not in listed(client)
        assert client.get("/directory/work").status_code == 404

    def test_names_no_officer(self, world: World, client: Client) -> None:
        body = client.get("/directory/chabahar").content.decode() + client.get("/directory").content.decode()
        for person in world.person.values():
            assert person.full_name not in body

    def test_says_nothing_of_capacity(self, world: World, client: Client) -> None:
        network.say_capacity(world.centre["chabahar"], domain=world.domain["health"], free=7, by=HAND, at=SATURDAY)
        assert "capacity" not in client.get("/directory.json").content.decode()
        assert "۷ جا" not in client.get("/directory/chabahar").content.decode()


class TestFinding:
    def test_by_place_in_another_spelling(self, world: World, client: Client) -> None:
        assert set(listed(client, place="كنارك")) == {"کانون سلامت ساحل کنارک", "کانون سلامت استان"}

    def test_by_domain(self, world: World, client: Client) -> None:
        assert listed(client, domain="employment") == ["کانون کار و هنر چابهار"]

    def test_an_unknown_place_keeps_what_was_typed(self, world: World, client: Client) -> None:
        answer = client.get("/directory", {"place": "ناکجاآباد"})
        assert answer.status_code == 422
        assert "ناکجاآباد" in answer.content.decode()

    def test_where_there_is_none_it_leads_to_the_form(self, world: World, client: Client) -> None:
        assert 'href="/ask"' in client.get("/directory", {"place": "مشهد"}).content.decode()

    def test_gives_each_telephone_as_a_link(self, world: World, client: Client) -> None:
        network.edit(world.centre["work"], phone="05435312345", by=HAND, at=SATURDAY)
        page = client.get("/directory").content.decode()
        assert 'href="tel:05435312345"' in page
        assert "۰۵۴۳۵۳۱۲۳۴۵" in page


class TestHours:
    def test_open_until(self, world: World, client: Client) -> None:
        with travel(NINE, tick=False):
            assert "اکنون باز است تا ۱۴:۰۰" in client.get("/directory/chabahar").content.decode()

    def test_closed_says_when_it_opens(self, world: World, client: Client) -> None:
        with travel(NINE.replace(hour=20), tick=False):
            page = client.get("/directory/chabahar").content.decode()
        assert "اکنون بسته است" in page
        assert "یکشنبه ۳ آبان ساعت ۰۸:۰۰ باز می‌شود" in page

    def test_a_holiday_is_named(self, world: World, client: Client) -> None:
        network.add_holiday(world.place["IR"], date=date(2026, 10, 26), name="روز مهربانی", by=HAND, at=SATURDAY)
        with travel(NINE, tick=False):
            assert "روز مهربانی" in client.get("/directory/chabahar").content.decode()

    def test_freshness(self, world: World, client: Client) -> None:
        network.confirm_entry(world.centre["chabahar"], by=HAND, at=NINE - timedelta(days=3))
        with travel(NINE, tick=False):
            assert "تأیید ۳ روز پیش" in client.get("/directory/chabahar").content.decode()
            assert "پیش از رفتن تلفن بزنید" not in client.get("/directory/chabahar").content.decode()
            assert "پیش از رفتن تلفن بزنید" in client.get("/directory/work").content.decode()


class TestMap:
    def test_of_the_nation_has_every_province_known_here(self, world: World, client: Client) -> None:
        page = client.get("/directory").content.decode()
        assert re.search(r'aria-label="سیستان و بلوچستان: ۴ کانون"', page)

    def test_of_a_province_has_a_point_for_each_centre_inside_the_frame(self, world: World, client: Client) -> None:
        picture = client.get("/directory", {"place": "سیستان و بلوچستان"}).context["found"].picture
        points = [shape for shape in picture.shapes if "cx" in shape]
        x, y, width, height = map(float, picture.viewbox.split())
        assert {point["href"] for point in points} == {
            f"/directory/{code}" for code in ("chabahar", "konarak", "zahedan", "work")
        }
        assert all(x <= point["cx"] <= x + width and y <= point["cy"] <= y + height for point in points)

    def test_asks_no_other_host(self, world: World, client: Client) -> None:
        page = client.get("/directory").content.decode()
        assert not re.findall(r"(?:src|href|url\()=?[\"']?(?:https?:)?//", page)


class TestSpeed:
    def test_the_second_reader_costs_almost_nothing(
        self, world: World, client: Client, django_assert_max_num_queries: object
    ) -> None:
        client.get("/directory")
        with django_assert_max_num_queries(2):  # type: ignore[operator]
            client.get("/directory")

    def test_the_first_reader_costs_the_same_however_many_centres(
        self, world: World, client: Client, django_assert_max_num_queries: object
    ) -> None:
        for n in range(40):
            network.create(world.place["1101"], name=f"کانون {n}", kind="partner", domains=[], by=HAND, at=SATURDAY)
        with django_assert_max_num_queries(13):  # type: ignore[operator]
            client.get("/directory")

    def test_is_kept_five_minutes_by_the_browser_only(self, world: World, client: Client) -> None:
        kept = client.get("/directory")["Cache-Control"]
        assert "max-age=300" in kept
        assert "private" in kept


class TestExport:
    def test_is_hsds_3(self, world: World, client: Client) -> None:
        network.edit(world.centre["work"], phone="05435312345", by=HAND, at=SATURDAY)
        network.set_hours(
            world.centre["work"],
            week={0: [(time(16), time(20))]},
            from_date=date(2026, 1, 1),
            by=HAND,
            at=SATURDAY,
        )
        page = client.get("/directory.json").json()
        assert (page["total_items"], page["first_page"], page["last_page"], page["empty"]) == (
            4,
            True,
            True,
            False,
        )
        work = next(one for one in page["contents"] if "کار و هنر" in one["name"])
        location = work["service_at_locations"][0]["location"]
        assert location["external_identifier"] == "work"
        assert (location["latitude"], location["longitude"]) == (25.29, 60.64)
        assert location["addresses"][0]["state_province"] == "IR-11"
        assert work["phones"][0]["number"] == "+985435312345"
        schedule = work["service_at_locations"][0]["schedules"][0]
        assert (schedule["byday"], schedule["opens_at"], schedule["closes_at"]) == ("SA", "16:00", "20:00")
        assert "valid_to" not in schedule  # the standard knows no empty day
        assert work["attributes"][0]["taxonomy_term"]["code"] == "employment"

    def test_ids_stay_the_same(self, world: World, client: Client) -> None:
        first, second = client.get("/directory.json").json(), client.get("/directory.json").json()
        assert [one["id"] for one in first["contents"]] == [one["id"] for one in second["contents"]]

    @pytest.mark.parametrize("page", ["0", "-1", "x", "99999999", "۲"])
    def test_an_odd_page_number_does_no_harm(self, world: World, client: Client, page: str) -> None:
        assert client.get("/directory.json", {"page": page}).status_code == 200
