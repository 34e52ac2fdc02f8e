"""The way in: courteous, equal for those we know and those we do not, and patient only so far."""

import re
from datetime import UTC, datetime

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from hamafza.people import commands
from tests.cast import HAND, PASSWORD, SATURDAY, World

LOGIN = "/account/login/"
WRONG = "not-the-right-one-9"


@pytest.fixture(autouse=True)
def nobody_has_tried_before(db: None, time_machine) -> None:
    time_machine.move_to(datetime.now(UTC))
    caches["default"].clear()


def sign_in(client: Client, username: str = "zahra", password: str = PASSWORD, **more: str):
    return client.post(LOGIN, {"login": username, "password": password}, **more)


def is_in(client: Client) -> bool:
    return client.get("/account/me").status_code == 200


@pytest.mark.parametrize("username", ["zahra", "ZAHRA", " Zahra "])
def test_the_name_may_be_typed_in_any_case(world: World, client: Client, username: str) -> None:
    assert sign_in(client, username).status_code == 302
    assert is_in(client)


@pytest.mark.parametrize("typed", ["dabir12", "dabir۱۲", "DABIR١٢"])
def test_the_name_may_be_typed_in_any_digits(world: World, client: Client, typed: str) -> None:
    commands.open_account(username="dabir۱۲", full_name="دبیر", password=PASSWORD, by=HAND, at=SATURDAY)

    assert sign_in(client, typed).status_code == 302


def test_a_pass_word_is_taken_as_typed(world: World, client: Client) -> None:
    commands.change_password(world.person["zahra"], password="  گذرواژهٔ ۱۲ نویسه‌ای  ", by=HAND, at=SATURDAY)

    assert sign_in(client, password="گذرواژهٔ ۱۲ نویسه‌ای").status_code == 200
    assert sign_in(client, password="  گذرواژهٔ ۱۲ نویسه‌ای  ").status_code == 302


def without_what_differs(page: bytes, name: str) -> bytes:
    page = re.sub(rb'csrfmiddlewaretoken" value="[^"]+"|X-CSRFToken": "[^"]+"', b"", page)
    return page.replace(name.encode(), b"NAME")


def test_known_and_unknown_people_get_the_same_answer(world: World) -> None:
    known, unknown = sign_in(Client(), "zahra", WRONG), sign_in(Client(), "zohre", WRONG)

    assert known.status_code == unknown.status_code == 200
    assert without_what_differs(known.content, "zahra") == without_what_differs(unknown.content, "zohre")


def test_known_and_unknown_people_cost_the_same_work(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    worked: list[str] = []
    from django.contrib.auth.hashers import MD5PasswordHasher

    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher,
        "encode",
        lambda self, password, *a, **k: worked.append(password) or encode(self, password, *a, **k),
    )
    counts = []
    for name in ("zahra", "zohre"):
        worked.clear()
        sign_in(Client(), name, WRONG)
        counts.append(len(worked))

    assert counts[0] == counts[1] == 1


def test_a_disabled_person_gets_the_answer_of_a_stranger(world: World, client: Client) -> None:
    commands.disable(world.person["zahra"], by=HAND, at=SATURDAY)

    answer = sign_in(client)

    assert answer.status_code == 200 and "نام کاربری یا گذرواژه درست نیست" in answer.content.decode()


def test_disabling_ends_the_session_at_the_next_click(world: World, client: Client) -> None:
    sign_in(client)
    commands.disable(world.person["zahra"], by=HAND, at=SATURDAY)

    assert not is_in(client)


def fail(times: int, username: str = "zahra", client: Client | None = None, **more: str) -> list[int]:
    return [sign_in(client or Client(), username, WRONG, **more).status_code for _ in range(times)]


@pytest.mark.parametrize("username", ["zahra", "zohre"])
def test_six_failures_shut_the_door_for_known_and_unknown_alike(world: World, username: str) -> None:
    assert fail(6, username) == [200] * 6

    answer = sign_in(Client(), username, PASSWORD)

    assert answer.status_code == 429
    assert answer["Retry-After"] == "1800"
    assert "۳۰ دقیقهٔ دیگر" in answer.content.decode()


def test_the_count_is_of_the_account_in_any_writing(world: World) -> None:
    fail(3, "zahra"), fail(3, "ZAHRA")

    assert sign_in(Client()).status_code == 429


def test_the_door_opens_again_after_half_an_hour(world: World, time_machine) -> None:
    fail(6)
    time_machine.shift(31 * 60)

    assert sign_in(Client()).status_code == 302


def test_trying_while_shut_does_not_keep_it_shut(world: World, time_machine) -> None:
    fail(6)
    time_machine.shift(29 * 60)
    assert fail(3) == [429] * 3
    time_machine.shift(2 * 60)

    assert sign_in(Client()).status_code == 302


def test_an_attacker_cannot_keep_the_owner_out_of_her_own_browser(world: World, client: Client) -> None:
    sign_in(client)
    client.post("/account/logout/")
    fail(6)
    assert sign_in(Client()).status_code == 429

    assert sign_in(client).status_code == 302


def test_a_browser_known_for_one_person_helps_nothing_against_another(world: World, client: Client) -> None:
    sign_in(client, "stranger")
    client.post("/account/logout/")

    assert fail(6, "zahra", client) == [200] * 6
    assert sign_in(client, "zahra").status_code == 429


def test_a_forged_mark_is_no_mark(world: World, client: Client) -> None:
    fail(6)
    client.cookies["known"] = "eyJ1c2VybmFtZSI6InphaHJhIn0:1:forged"

    assert sign_in(client).status_code == 429


def test_twenty_failures_an_hour_are_enough_for_one_address(world: World) -> None:
    statuses = [sign_in(Client(), f"nobody{n}", WRONG).status_code for n in range(21)]

    assert statuses == [200] * 20 + [429]
    assert sign_in(Client(), "zahra", REMOTE_ADDR="10.9.8.7").status_code == 302


def test_a_forged_forwarded_address_changes_nothing(world: World) -> None:
    statuses = [
        sign_in(Client(), f"nobody{n}", WRONG, HTTP_X_FORWARDED_FOR=f"10.0.0.{n}").status_code for n in range(21)
    ]

    assert statuses[-1] == 429


@pytest.mark.parametrize(
    "next_page", ["//evil.example", "https://evil.example", "javascript:alert(1)", "\\\\evil.example"]
)
def test_signing_in_never_leads_away_from_the_house(world: World, client: Client, next_page: str) -> None:
    answer = client.post(LOGIN, {"login": "zahra", "password": PASSWORD, "next": next_page})

    assert answer["Location"] == "/"


def test_signing_out_clears_what_the_browser_kept(world: World, client: Client) -> None:
    sign_in(client)

    answer = client.post("/account/logout/")

    assert answer.status_code == 302 and answer["Clear-Site-Data"] == '"cache", "storage"'
    assert not is_in(client)


def test_a_stolen_cookie_is_worth_nothing_after_signing_out(world: World, client: Client) -> None:
    sign_in(client)
    thief = Client()
    thief.cookies["hamafza"] = client.cookies["hamafza"].value
    assert is_in(thief)
    client.post("/account/logout/")

    assert not is_in(thief)


def test_signing_out_takes_a_press_not_a_link(world: World, client: Client) -> None:
    sign_in(client)
    client.get("/account/logout/")

    assert is_in(client)


def test_signing_in_gives_a_new_session(world: World, client: Client) -> None:
    client.get(LOGIN)
    session = client.session
    session["x"] = 1
    session.save()
    client.cookies["hamafza"] = session.session_key
    sign_in(client)

    assert client.cookies["hamafza"].value != session.session_key


@pytest.mark.parametrize(
    "path",
    [
        "signup/",
        "email/",
        "confirm-email/",
        "password/reset/",
        "password/set/",
        "login/code/",
        "login/code/confirm/",
        "3rdparty/",
    ],
)
def test_there_is_no_sign_up_and_no_e_mail(world: World, client: Client, path: str) -> None:
    assert client.get(f"/account/{path}").status_code == 404


def test_there_is_no_admin_site(world: World, client: Client) -> None:
    assert client.get("/admin/").status_code == 404


def test_a_fragment_asked_for_without_a_session_sends_the_whole_page_to_the_door(world: World, client: Client) -> None:
    answer = client.get(
        "/account/me", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/requests/?q=1"}
    )

    assert answer.status_code == 204
    assert answer["HX-Redirect"] == f"{reverse('account_login')}?next=%2Frequests%2F%3Fq%3D1"
