"""Without an account: the sheet on the wall and a volunteer's own page."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from hamafza.gatherings import queries
from hamafza.gatherings.models import Coming, Occasion, Presence
from hamafza.gatherings.tests.telling import DAY, FIRST, HOUR, circle, serving, turn
from hamafza.gatherings.views import open as doors
from hamafza.gatherings.wall import address_of
from hamafza.kernel import clock
from hamafza.volunteers.models import Volunteer
from hamafza.volunteers.queries import link_of
from tests.cast import SATURDAY, World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The hour of the pages; call it with another."""
    for cache in caches.all(initialized_only=True):
        cache.clear()

    def to(at: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: at)

    to(FIRST)
    return to


@pytest.fixture
def who(world: World) -> list[Volunteer]:
    return serving(world)


@pytest.fixture
def occasion(world: World, who: list[Volunteer]) -> Occasion:
    return turn(circle(world))


def sheet(occasion: Occasion) -> str:
    return f"/g/{queries.code_of(occasion)}"


def choices(answer: Any) -> list[str]:
    return re.findall(r'name="me" value="([^"]+)"', answer.content.decode())


def tapped(client: Client, occasion: Occasion, digits: str = "0001") -> Any:
    """Digits, then the first name that is offered."""
    found = client.post(sheet(occasion), {"digits": digits})
    return client.post(sheet(occasion), {"me": choices(found)[0]})


class TestTheSheet:
    def test_four_digits_and_one_tap(self, client: Client, occasion: Occasion, who: list[Volunteer]) -> None:
        assert "چهار رقم آخر" in client.get(sheet(occasion)).content.decode()

        answer = tapped(client, occasion)

        assert "خوش آمدید" in answer.content.decode()
        assert Presence.objects.get().volunteer == who[0]

    def test_the_second_time_it_is_one_tap(
        self, client: Client, occasion: Occasion, who: list[Volunteer], now: Any
    ) -> None:
        tapped(client, occasion)
        assert client.cookies[doors.COOKIE]["path"] == "/g/" and client.cookies[doors.COOKIE]["httponly"]
        later = turn(occasion.gathering, 1)
        now(later.starts_at)

        page = client.get(sheet(later))
        assert "سلام گلنار رئیسی" in page.content.decode()
        client.post(sheet(later), {"me": choices(page)[0]})

        assert Presence.objects.filter(volunteer=who[0]).count() == 2
        assert "خوش آمدید" in client.get(sheet(later)).content.decode()

    def test_names_are_shown_in_part_only(self, client: Client, world: World, occasion: Occasion) -> None:
        Volunteer.objects.update(mobile="09155550007")
        body = client.post(sheet(occasion), {"digits": "۰۰۰۷"}).content.decode()

        assert "گلنار ر.، آمدم" in body and "رئیسی" not in body
        assert len(choices(client.post(sheet(occasion), {"digits": "0007"}))) == 6

    @pytest.mark.parametrize(
        ("digits", "said"), [("9999", "نیافتیم"), ("12", "چهار رقم بنویسید"), ("abcd", "چهار رقم")]
    )
    def test_wrong_digits_say_what_to_do(self, client: Client, occasion: Occasion, digits: str, said: str) -> None:
        answer = client.post(sheet(occasion), {"digits": digits})

        assert answer.status_code == 422 and said in answer.content.decode()

    def test_who_serves_no_more_is_not_found(self, client: Client, occasion: Occasion, who: list[Volunteer]) -> None:
        Volunteer.objects.filter(pk=who[0].pk).update(state="archived")

        assert client.post(sheet(occasion), {"digits": "0001"}).status_code == 422

    @pytest.mark.parametrize(
        ("at", "status"),
        [(FIRST - 2 * HOUR, 410), (FIRST, 200), (FIRST + DAY, 410), (FIRST + 7 * DAY, 410)],
    )
    def test_it_opens_on_its_day_only(
        self, client: Client, occasion: Occasion, now: Any, at: datetime, status: int
    ) -> None:
        now(at)

        answer = client.get(sheet(occasion))
        assert answer.status_code == status
        assert answer["Cache-Control"] == "no-store" and answer["Referrer-Policy"] == "same-origin"
        client.post(sheet(occasion), {"me": doors._sealed(occasion, Volunteer.objects.earliest("pk"))})
        assert Presence.objects.count() == (status == 200)

    @pytest.mark.parametrize("code", ["x", "1:abc", "99:", "1"])
    def test_a_forged_code_opens_nothing(self, client: Client, occasion: Occasion, code: str) -> None:
        assert client.get(f"/g/{code}").status_code == 404

    def test_a_choice_is_for_one_occasion_and_one_quarter_of_an_hour(
        self, client: Client, world: World, occasion: Occasion, who: list[Volunteer], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        other = turn(circle(world, title="حلقهٔ دوم"))
        foreign = doors._sealed(other, who[0])
        old = doors._sealed(occasion, who[0])
        monkeypatch.setattr(doors, "CHOOSE_WITHIN", -1)

        for me in (foreign, old, "forged"):
            assert client.post(sheet(occasion), {"me": me}).status_code == 422
        assert not Presence.objects.exists()

    def test_four_digits_cannot_all_be_tried(
        self, client: Client, occasion: Occasion, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(doors, "TRIES", 3)
        states = [client.post(sheet(occasion), {"digits": f"{n:04}"}).status_code for n in range(5000, 5005)]

        assert states == [422, 422, 422, 429, 429]

    def test_one_cannot_knock_endlessly(
        self, client: Client, occasion: Occasion, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(doors, "OPENS", 2)

        assert [client.get(sheet(occasion)).status_code for _n in range(3)] == [200, 200, 429]

    def test_its_address_names_nobody(self, occasion: Occasion) -> None:
        assert re.fullmatch(r"http://[\w.:]+/g/\d+:[\w-]{43}", address_of(occasion))

    def test_nothing_is_set_by_looking(self, client: Client, occasion: Occasion) -> None:
        client.get(sheet(occasion))
        client.post(sheet(occasion), {"digits": "0001"})

        assert not Presence.objects.exists() and doors.COOKIE not in client.cookies


class TestHerOwnPage:
    @pytest.fixture(autouse=True)
    def saturday(self, now: Any) -> None:
        now(SATURDAY)

    def test_she_says_that_she_comes_and_changes_her_mind(
        self, client: Client, occasion: Occasion, who: list[Volunteer]
    ) -> None:
        address = f"/v/{link_of(who[0])}/gatherings"
        assert "حلقهٔ همدلی مهرگان" in client.get(address).content.decode()

        for comes, said in (("yes", "گفته‌اید می‌آیید"), ("no", "گفته‌اید نمی‌آیید")):
            answer = client.post(address, {"occasion": occasion.pk, "comes": comes})
            assert answer.status_code == 303
            assert said in client.get(address).content.decode()
        assert [one.comes for one in Coming.objects.all()] == [False]

    def test_as_a_part_it_comes_without_its_frame(
        self, client: Client, occasion: Occasion, who: list[Volunteer]
    ) -> None:
        address, htmx = f"/v/{link_of(who[0])}/gatherings", {"HTTP_HX_REQUEST": "true"}
        part = client.get(address, **htmx).content.decode()
        said = client.post(address, {"occasion": occasion.pk, "comes": "yes"}, **htmx)

        assert "<html" not in part and 'id="gatherings-part"' in part
        assert said.status_code == 200 and "گفته‌اید می‌آیید" in said.content.decode()

    def test_a_gathering_of_another_centre_is_not_there(
        self, client: Client, world: World, who: list[Volunteer]
    ) -> None:
        other = turn(
            circle(world, centre=world.centre["konarak"], leader=world.person["sara"], by=world.person["sara"])
        )
        address = f"/v/{link_of(who[0])}/gatherings"

        assert "در چهار هفتهٔ آینده گردهمایی‌ای نیست" in client.get(address).content.decode()
        assert client.post(address, {"occasion": other.pk, "comes": "yes"}).status_code == 404
        assert client.post(address, {"occasion": "x"}).status_code == 404

    def test_a_dead_link_opens_nothing(self, client: Client, who: list[Volunteer]) -> None:
        address = f"/v/{link_of(who[0])}/gatherings"
        Volunteer.objects.filter(pk=who[0].pk).update(link_no=2)

        assert client.get(address).status_code == 404
        assert client.get("/v/x/gatherings").status_code == 404

    def test_her_phone_is_known_at_the_sheet_afterwards(
        self, client: Client, occasion: Occasion, who: list[Volunteer], now: Any
    ) -> None:
        client.get(f"/v/{link_of(who[3])}/gatherings")
        now(FIRST + timedelta(minutes=5))

        assert f"سلام {who[3].full_name}" in client.get(sheet(occasion)).content.decode()
