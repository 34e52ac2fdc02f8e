"""The open door: a phone without JavaScript, no account, everything typed still there."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from hamafza.network.models import Centre
from hamafza.volunteers import queries
from hamafza.volunteers.models import Skill, Volunteer
from hamafza.volunteers.views import join
from tests.cast import SATURDAY, World

pytestmark = pytest.mark.django_db
KEY = "k" * 32


@pytest.fixture(autouse=True)
def nine_on_a_saturday() -> Iterator[None]:
    cache.clear()
    with time_machine.travel(SATURDAY, tick=False):
        yield


def said(**more: Any) -> dict[str, Any]:
    return {
        "full_name": "گلنار رئیسی", "mobile": "۰۹۱۵ ۱۱۱ ۲۲ ۳۳", "birth_year": "۱۳۷۰", "where": "کانون سلامت مهرگان چابهار",
        "skills": ["cook", "nurse"], "free": ["2-afternoon", "0-morning"], "about": "عصرها آزادم", "key": KEY, **more,
    }  # fmt: skip


def test_the_form_opens_for_anybody(world: World, skills: dict[str, Skill], client: Client) -> None:
    page = client.get("/join").content.decode()

    assert "می‌خواهم خدمت کنم" in page and 'value="2-afternoon"' in page and "مشاور" in page
    assert page.count("<h1") == 1


def test_sent_it_is_kept_and_thanked_for(world: World, skills: dict[str, Skill], client: Client) -> None:
    answer = client.post("/join", said())

    assert (answer.status_code, answer["Location"]) == (303, "/join/done")
    she = Volunteer.objects.get()
    assert (she.full_name, she.mobile, she.birth_year) == ("گلنار رئیسی", "09151112233", 1370)
    assert (she.centre, she.holder) == (world.centre["chabahar"], world.person["zahra"])
    assert {has.skill.key for has in she.skills.all()} == {"cook", "nurse"}
    assert {(one.weekday, one.part) for one in she.free.all()} == {(2, "afternoon"), (0, "morning")}
    thanks = client.get("/join/done").content.decode()
    assert "سپاس از شما" in thanks and f"/v/{queries.link_of(she)}/" in thanks and she.mobile not in thanks


def test_the_thanks_are_for_this_browser_and_can_be_forgotten(world: World, client: Client) -> None:
    client.post("/join", said(skills=[]))

    assert Client().get("/join/done").status_code == 303
    assert client.post("/join/done").status_code == 303
    assert client.get("/join/done")["Location"] == "/join"


def test_sent_twice_it_is_one(world: World, skills: dict[str, Skill], client: Client) -> None:
    for _ in range(2):
        assert client.post("/join", said()).status_code == 303
    assert Volunteer.objects.count() == 1

    changed = client.post("/join", said(full_name="ماهرخ رئیسی"))
    assert changed.status_code == 422 and Volunteer.objects.count() == 1
    assert KEY not in changed.content.decode()  # the next try goes under its own key


@pytest.mark.parametrize(
    ("wrong", "shows"),
    [
        ({"full_name": ""}, "نام و نام خانوادگی را بنویسید"), ({"mobile": "123"}, "این شمارهٔ همراه کامل نیست"),
        ({"mobile": ""}, "شمارهٔ همراه را بنویسید"), ({"birth_year": "1375/2"}, "فقط عدد"),
        ({"birth_year": "75"}, "چهاررقمی"), ({"birth_year": "1404"}, "چهاررقمی"),
        ({"birth_year": "1390"}, "موافقت او لازم است"), ({"where": "ناکجاآباد"}, "نیافتیم"),
        ({"where": ""}, "نام کانون یا شهر خود را بنویسید"), ({"skills": ["wizard"]}, "یکی از همین گزینه‌ها"),
        ({"free": ["9-night"]}, "یکی از همین گزینه‌ها"), ({"website": "x"}, "خانهٔ پنهان"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    world: World, skills: dict[str, Skill], client: Client, wrong: dict[str, Any], shows: str
) -> None:
    answer = client.post("/join", said(**wrong))
    page = answer.content.decode()

    assert answer.status_code == 422 and shows in page
    assert "عصرها آزادم" in page
    assert 'value="2-afternoon" checked' in page or "free" in wrong
    assert not Volunteer.objects.exists()


def test_a_minor_comes_with_her_guardian(world: World, skills: dict[str, Skill], client: Client) -> None:
    guardian = {"guardian_name": "مادر گلنار", "guardian_mobile": "09150001111", "guardian_agrees": "on"}

    assert client.post("/join", said(birth_year="1390", **guardian)).status_code == 303
    assert Volunteer.objects.get().guardian_agreed_at == SATURDAY


def test_where_a_town_has_several_centres_she_is_asked_which(
    world: World, skills: dict[str, Skill], client: Client
) -> None:
    asked = client.post("/join", said(where="چابهار"))
    page = asked.content.decode()
    assert asked.status_code == 422 and 'value="work"' in page and "کانون کار و هنر چابهار" in page

    assert client.post("/join", said(where="چابهار", centre_choice="work")).status_code == 303
    assert Volunteer.objects.get().centre == world.centre["work"]


def test_a_hidden_centre_is_not_named(world: World, skills: dict[str, Skill], client: Client) -> None:
    Centre.objects.filter(code="chabahar").update(is_public=False)

    page = client.post("/join", said()).content.decode()
    assert "نیافتیم" in page and not Volunteer.objects.exists()


def test_a_poster_names_its_centre(world: World, client: Client) -> None:
    assert "کانون سلامت ساحل کنارک" in client.get("/join?centre=konarak").content.decode()
    assert client.get("/join?centre=none").status_code == 200


def test_a_flood_is_asked_to_wait(
    world: World, skills: dict[str, Skill], client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(join, "EACH", 1)
    assert client.post("/join", said()).status_code == 303
    again = client.post("/join", said(key="z" * 32))

    assert again.status_code == 429 and int(again["Retry-After"]) > 0
    assert "عصرها آزادم" in again.content.decode()


class TestAnOfficerWritesSomebodyDown:
    def test_where_she_has_one_centre_it_is_there_already(
        self, world: World, skills: dict[str, Skill], client: Client
    ) -> None:
        client.force_login(world.person["zahra"])
        assert "کانون سلامت مهرگان چابهار" in client.get("/volunteers/new").content.decode()

        answer = client.post("/volunteers/new", said())
        she = Volunteer.objects.get()
        assert answer["Location"] == f"/volunteers/{she.pk}/"

    def test_only_at_centres_that_she_keeps(self, world: World, skills: dict[str, Skill], client: Client) -> None:
        client.force_login(world.person["zahra"])
        answer = client.post("/volunteers/new", said(where="کانون سلامت ساحل کنارک"))

        assert answer.status_code == 422 and not Volunteer.objects.exists()

    def test_sent_twice_it_is_one(self, world: World, skills: dict[str, Skill], client: Client) -> None:
        client.force_login(world.person["nader"])
        for _ in range(2):
            assert client.post("/volunteers/new", said()).status_code == 303
        assert Volunteer.objects.count() == 1
        other = client.post("/volunteers/new", said(full_name="ماهرخ"))
        assert other.status_code == 422

    def test_others_do_not_come_in(self, world: World, client: Client) -> None:
        client.force_login(world.person["reza"])
        assert client.get("/volunteers/new").status_code == 403
