"""How long a session lives: the idle minutes, the working day, and what is noted of each click."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from hamafza.people.models import Person
from tests.cast import SATURDAY, World

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def zahra(world: World, settings, time_machine) -> Client:
    """Signed in on Saturday at nine; twenty idle minutes are allowed."""
    settings.SESSION_IDLE_MINUTES = 20
    time_machine.move_to(SATURDAY, tick=False)
    client = Client()
    client.force_login(world.person["zahra"])
    assert is_in(client)
    return client


def is_in(client: Client) -> bool:
    return client.get("/account/me").status_code == 200


class TestIdleMinutes:
    @pytest.mark.parametrize(
        ("clicks", "inside"),
        [
            ([timedelta(minutes=19, seconds=59)], True),
            ([timedelta(minutes=20)], False),  # to the second
            ([timedelta(hours=3)], False),
            ([60 * SECOND, timedelta(minutes=20, seconds=59)], True),  # a click after a minute is noted
            ([60 * SECOND, timedelta(minutes=21)], False),
            ([59 * SECOND, timedelta(minutes=20)], False),  # one before it is not: too dear to write
            ([MINUTE, 2 * MINUTE, 3 * MINUTE, timedelta(minutes=22, seconds=59)], True),
            ([15 * MINUTE, 30 * MINUTE, 45 * MINUTE, 65 * MINUTE], False),
        ],
    )
    def test_are_counted_from_the_last_click_that_was_noted(
        self, zahra: Client, time_machine, clicks: list[timedelta], inside: bool
    ) -> None:
        for click in clicks[:-1]:
            time_machine.move_to(SATURDAY + click, tick=False)
            assert is_in(zahra)

        time_machine.move_to(SATURDAY + clicks[-1], tick=False)

        assert is_in(zahra) is inside

    @pytest.mark.parametrize("after", [21 * MINUTE, 9 * HOUR])
    def test_are_without_end_where_the_house_set_none(
        self, zahra: Client, settings, time_machine, after: timedelta
    ) -> None:
        settings.SESSION_IDLE_MINUTES = 0
        time_machine.move_to(SATURDAY + after, tick=False)

        assert is_in(zahra)

    def test_that_have_run_out_leave_no_session_behind(self, zahra: Client, time_machine) -> None:
        from django.contrib.sessions.models import Session

        time_machine.move_to(SATURDAY + HOUR, tick=False)
        key = zahra.cookies["hamafza"].value
        zahra.get("/account/me")

        assert not Session.objects.filter(session_key=key).exists()


class TestTheWorkingDay:
    @pytest.mark.parametrize(("after", "inside"), [(10 * HOUR - SECOND, True), (10 * HOUR, False)])
    def test_ends_ten_hours_after_the_sign_in(
        self, zahra: Client, settings, time_machine, after: timedelta, inside: bool
    ) -> None:
        settings.SESSION_IDLE_MINUTES = 0
        time_machine.move_to(SATURDAY + after, tick=False)

        assert is_in(zahra) is inside

    def test_begins_anew_with_a_new_sign_in(self, zahra: Client, world: World, settings, time_machine) -> None:
        settings.SESSION_IDLE_MINUTES = 0
        time_machine.move_to(SATURDAY + 11 * HOUR, tick=False)
        assert not is_in(zahra)

        zahra.force_login(world.person["zahra"])
        assert is_in(zahra)
        time_machine.move_to(SATURDAY + 20 * HOUR, tick=False)

        assert is_in(zahra)


class TestAFragment:
    def test_of_a_page_that_is_still_open_comes_as_it_is(self, zahra: Client) -> None:
        assert zahra.get("/account/me", headers={"HX-Request": "true"}).status_code == 200

    def test_after_the_end_takes_the_whole_page_to_the_door(self, zahra: Client, time_machine) -> None:
        time_machine.move_to(SATURDAY + HOUR, tick=False)

        answer = zahra.get(
            "/account/me", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/today?x=1"}
        )

        assert (answer.status_code, answer["HX-Redirect"]) == (204, "/account/login/?next=%2Ftoday%3Fx%3D1")

    def test_asked_as_a_page_is_led_there_as_ever(self, zahra: Client, time_machine) -> None:
        time_machine.move_to(SATURDAY + HOUR, tick=False)

        answer = zahra.get("/account/me")

        assert (answer.status_code, answer["Location"]) == (302, "/account/login/?next=/account/me")


class TestWhatIsOwedFirst:
    @pytest.fixture
    def newcomer(self, zahra: Client, world: World) -> Client:
        Person.objects.filter(username="zahra").update(temporary_until=SATURDAY + 72 * HOUR)
        return zahra

    @pytest.mark.parametrize("address", ["/account/password/change/", "/account/me", "/account/logout/"])
    def test_leaves_her_own_account_open(self, newcomer: Client, address: str) -> None:
        assert newcomer.get(address).status_code == 200

    def test_leaves_the_language_to_her(self, newcomer: Client) -> None:
        answer = newcomer.post("/language", {"language": "en", "next": "/account/password/change/"})

        assert (answer.status_code, answer["Location"]) == (302, "/account/password/change/")

    @pytest.mark.parametrize("address", ["/", "/requests/", "/referrals/", "/accounts"])
    def test_comes_before_every_other_page(self, newcomer: Client, address: str) -> None:
        answer = newcomer.get(address)

        assert (answer.status_code, answer["Location"]) == (302, reverse("account_change_password"))

    def test_is_asked_of_nobody_who_only_looks_at_public_pages(self, world: World) -> None:
        assert Client().get("/ask").status_code == 200

    @pytest.mark.parametrize(("early", "inside"), [(SECOND, True), (timedelta(0), False)])
    def test_is_open_for_three_days_to_the_second(
        self, newcomer: Client, world: World, time_machine, early: timedelta, inside: bool
    ) -> None:
        time_machine.move_to(SATURDAY + 72 * HOUR - early, tick=False)
        newcomer.force_login(world.person["zahra"])

        assert is_in(newcomer) is inside
