"""The page of one's own keys: made after the pass-word, shown once, listed with their use, revoked."""

from datetime import timedelta

import pytest
from django.test import Client

from hamafza.kernel.clock import now
from hamafza.people import commands as people
from hamafza.people.models import ApiToken
from tests.cast import PASSWORD, World


@pytest.fixture
def zahra(world: World, client: Client) -> Client:
    """Signed in a moment ago, with her pass-word."""
    client.force_login(world.person["zahra"])
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    return client


def made(client: Client, **change: str) -> str:
    page = client.post("/account/keys/new", {"name": "سامانهٔ شهر", "days": "30", **change}).content.decode()
    return page.split('id="key">')[1].split("<")[0]


def calls(token: str) -> int:
    return Client().get("/api/v1/referrals", headers={"Authorization": f"Bearer {token}"}).status_code


def test_a_key_is_shown_once_and_opens_the_interface(zahra: Client) -> None:
    token = made(zahra)

    page = zahra.get("/account/keys/").content.decode()

    assert calls(token) == 200
    assert "سامانهٔ شهر" in page and token not in page
    kept = ApiToken.objects.get()
    assert timedelta(days=29) < kept.until - now() <= timedelta(days=30)


def test_its_last_use_is_listed(zahra: Client) -> None:
    token = made(zahra)
    assert "هنوز به کار نرفته است" in zahra.get("/account/keys/").content.decode()

    calls(token)

    assert "آخرین کاربرد" in zahra.get("/account/keys/").content.decode()


def test_a_revoked_key_opens_nothing(zahra: Client) -> None:
    token = made(zahra)

    zahra.post(f"/account/keys/{ApiToken.objects.get().pk}/revoke")

    assert calls(token) == 401
    assert "باطل‌شده" in zahra.get("/account/keys/").content.decode()


def test_another_ones_key_is_not_there(world: World, zahra: Client) -> None:
    other = people.open_token(
        world.person["sara"], name="دیگری", until=now() + timedelta(days=9), by=world.person["sara"], at=now()
    )

    assert zahra.post(f"/account/keys/{other.pk}/revoke").status_code == 404
    assert "دیگری" not in zahra.get("/account/keys/").content.decode()
    assert calls(other.token) == 200


@pytest.mark.parametrize("wrong", [{"name": " "}, {"days": "4000"}, {"days": ""}])
def test_what_is_missing_is_said_beside_its_field(zahra: Client, wrong: dict[str, str]) -> None:
    answer = zahra.post("/account/keys/new", {"name": "سامانه", "days": "30", **wrong})

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == set(wrong)
    assert not ApiToken.objects.exists()


def test_a_session_without_a_fresh_password_is_asked_for_it(world: World, client: Client) -> None:
    client.force_login(world.person["zahra"])

    answer = client.post("/account/keys/new", {"name": "سامانه", "days": "30"})

    assert answer.status_code == 302 and "/account/reauthenticate/" in answer["Location"]
    assert not ApiToken.objects.exists()


def test_her_account_leads_there(zahra: Client) -> None:
    assert 'href="/account/keys/"' in zahra.get("/account/me").content.decode()
