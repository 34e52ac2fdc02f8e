"""A lost second factor goes by the hands of two admins, and its owner hears of it; so she does of a new device."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from hamafza.kernel.clock import now
from hamafza.kernel.errors import MoveRefused, NotAllowed, Refused
from hamafza.kernel.models import AuditLine
from hamafza.notices.models import Message
from hamafza.people import commands as people
from hamafza.people.models import FactorReset, Person
from tests.cast import HAND, PASSWORD, World

DAY = timedelta(days=1)


@pytest.fixture
def second(world: World) -> Person:
    """Another admin."""
    return people.open_account(
        username="second", full_name="مدیر دوم", password=PASSWORD, is_admin=True, by=HAND, at=now()
    )


@pytest.fixture(autouse=True)
def factor(world: World) -> Authenticator:
    return Authenticator.objects.create(user=world.person["zahra"], type="totp", data={"secret": "x"})


@pytest.fixture
def wanted(world: World) -> FactorReset:
    return people.ask_factor_reset(world.person["zahra"], reason="گوشی گم شد", by=world.person["admin"], at=now())


def has_factor() -> bool:
    return Authenticator.objects.exists()


def test_another_admin_confirms_and_she_is_told(world: World, second: Person, wanted: FactorReset) -> None:
    assert has_factor()

    people.confirm_factor_reset(wanted, by=second, at=now())

    assert not has_factor()
    assert Message.objects.filter(to_person=world.person["zahra"], template="second_factor_gone").count() == 1
    said = list(
        AuditLine.objects.filter(verb__in=["people.ask_factor_reset", "people.confirm_factor_reset"])
        .order_by("pk")
        .values_list("by", flat=True)
    )
    assert said == [world.person["admin"].ref, second.ref]


def test_whoever_asked_cannot_confirm(world: World, wanted: FactorReset) -> None:
    with pytest.raises(NotAllowed):
        people.confirm_factor_reset(wanted, by=world.person["admin"], at=now())

    assert has_factor()


@pytest.mark.parametrize("who", ["zahra", "parvin", "maryam", "stranger"])
def test_who_is_no_admin_neither_asks_nor_confirms(world: World, wanted: FactorReset, who: str) -> None:
    for act in (
        lambda: people.ask_factor_reset(world.person["sara"], reason="x", by=world.person[who], at=now()),
        lambda: people.confirm_factor_reset(wanted, by=world.person[who], at=now()),
        lambda: people.drop_factor_reset(wanted, by=world.person[who], at=now()),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_nobody_frees_herself(world: World, second: Person) -> None:
    Authenticator.objects.create(user=second, type="totp", data={"secret": "y"})
    hers = people.ask_factor_reset(second, reason="گم شد", by=world.person["admin"], at=now())

    with pytest.raises(NotAllowed):
        people.confirm_factor_reset(hers, by=second, at=now())
    with pytest.raises(NotAllowed):
        people.ask_factor_reset(second, reason="گم شد", by=second, at=now())


@pytest.mark.parametrize(("late", "done"), [(DAY - timedelta(seconds=1), True), (DAY, False)])
def test_after_a_day_it_has_no_effect(second: Person, wanted: FactorReset, late: timedelta, done: bool) -> None:
    try:
        people.confirm_factor_reset(wanted, by=second, at=wanted.asked_at + late)
    except MoveRefused:
        assert not done

    assert has_factor() is not done


def test_what_was_dropped_cannot_be_confirmed(world: World, second: Person, wanted: FactorReset) -> None:
    people.drop_factor_reset(wanted, by=world.person["admin"], at=now())

    with pytest.raises(MoveRefused):
        people.confirm_factor_reset(wanted, by=second, at=now())


@pytest.mark.parametrize(("who", "reason"), [("zahra", " "), ("sara", "گم شد"), ("zahra", "دوباره")])
def test_it_needs_a_reason_a_factor_and_to_be_new(world: World, wanted: FactorReset, who: str, reason: str) -> None:
    with pytest.raises(Refused):
        people.ask_factor_reset(world.person[who], reason=reason, by=world.person["admin"], at=now())


def test_by_the_pages_alone(world: World, client: Client, second: Person) -> None:
    zahra = world.person["zahra"]
    client.force_login(world.person["admin"])
    assert "خواستن برداشتن گام دوم" in client.get(f"/network/officers/{zahra.pk}/").content.decode()
    client.post(f"/network/officers/{zahra.pk}/second-factor", {"reason": "گوشی گم شد"})
    asked = FactorReset.objects.get()
    assert "تأیید و برداشتن" not in client.get("/network/second-factors").content.decode()
    client.post(f"/network/second-factors/{asked.pk}", {"verb": "confirm"})
    assert has_factor()

    client.force_login(second)
    assert "تأیید و برداشتن" in client.get("/network/second-factors").content.decode()
    client.post(f"/network/second-factors/{asked.pk}", {"verb": "confirm"})

    assert not has_factor()
    assert "برداشته شد" in client.get("/network/second-factors").content.decode()


class TestANewDevice:
    @pytest.fixture(autouse=True)
    def without_a_second_step(self, factor: Authenticator) -> None:
        factor.delete()

    def test_is_told_to_her_once_and_not_again(self, world: World, client: Client) -> None:
        for _time in range(2):
            client.post("/account/login/", {"login": "zahra", "password": PASSWORD})
            client.post("/account/logout/")

        inbox = Message.objects.filter(to_person=world.person["zahra"], template="sign_in_new_device")
        assert inbox.count() == 1
        assert Message.objects.filter(channel="sms", template="sign_in_new_device").count() == 1

    def test_each_browser_is_one(self, world: World) -> None:
        for _browser in range(2):
            Client().post("/account/login/", {"login": "zahra", "password": PASSWORD})

        assert Message.objects.filter(to_person=world.person["zahra"], template="sign_in_new_device").count() == 2

    def test_a_wrong_password_tells_nobody(self, world: World, client: Client) -> None:
        client.post("/account/login/", {"login": "zahra", "password": "نادرست است این"})

        assert not Message.objects.filter(template="sign_in_new_device").exists()
