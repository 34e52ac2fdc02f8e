"""Role by verb over one who serves at Chabahar, through the addresses; what is foreign is not there."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction
from django.test import Client

from hamafza.care.models import Contact, Letter, Step
from hamafza.care.tests.telling import Deeds, proposed
from tests.cast import World

pytestmark = pytest.mark.django_db
SEES = {"zahra", "maryam", "nader", "parvin"}
NO_ROLE = {"reza", "karim", "farhad", "admin", "stranger"}


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def status(world: World, who: str, method: str, address: str, data: dict[str, object] | None = None) -> int:
    client = Client()
    client.force_login(world.person[who])
    return getattr(client, method)(address, data or {}).status_code


def test_who_sees_her(world: World, deeds: Deeds) -> None:
    page = f"/care/volunteers/{proposed(world, deeds).volunteer_id}/"
    found = {who: status(world, who, "get", page) for who in world.person}

    assert {who for who, code in found.items() if code == 200} == SEES
    assert {who for who, code in found.items() if code == 403} == NO_ROLE
    assert {who for who, code in found.items() if code == 404} == set(world.person) - SEES - NO_ROLE


@pytest.mark.parametrize(("verb", "model", "may"), [
    ("contact", Contact, SEES),
    ("thank", Letter, SEES),
    ("grant", None, {"maryam", "nader", "parvin"}),
    ("refuse", None, {"maryam", "nader", "parvin"}),
])  # fmt: skip
def test_who_does_what(world: World, deeds: Deeds, verb: str, model: type | None, may: set[str]) -> None:
    step = proposed(world, deeds)
    address, data = {
        "contact": (f"/care/volunteers/{step.volunteer_id}/contact", {}),
        "thank": ("/care/thanks/send", {"to": [step.volunteer_id]}),
        "grant": (f"/care/steps/{step.pk}/grant", {}),
        "refuse": (f"/care/steps/{step.pk}/refuse", {"reason": "زود است"}),
    }[verb]
    did = set()
    for who in world.person:
        with taken_back():
            status(world, who, "post", address, data)
            happened = model.objects.exists() if model else Step.objects.get().state != "proposed"
            did |= {who} if happened else set()
    assert did == may


def test_who_signs_second(world: World, deeds: Deeds) -> None:
    step = proposed(world, deeds)
    status(world, "maryam", "post", f"/care/steps/{step.pk}/grant")
    did = set()
    for who in world.person:
        with taken_back():
            status(world, who, "post", f"/care/steps/{step.pk}/countersign")
            did |= {who} if Step.objects.get().state == "raised" else set()

    assert did == {"nader", "parvin"}


@pytest.mark.parametrize(("verb", "before"), [("grant", "proposed"), ("countersign", "granted")])
def test_a_second_press_changes_nothing(world: World, deeds: Deeds, verb: str, before: str) -> None:
    step = proposed(world, deeds)
    if before == "granted":
        status(world, "maryam", "post", f"/care/steps/{step.pk}/grant")
    codes = [status(world, "nader", "post", f"/care/steps/{step.pk}/{verb}") for _twice in range(2)]

    assert codes == [303, 303]
    assert Step.objects.get().state == {"grant": "granted", "countersign": "raised"}[verb]


def test_nobody_needs_an_account_for_her_own_page_and_gets_no_officers_page_by_it(world: World, deeds: Deeds) -> None:
    step = proposed(world, deeds)

    assert Client().get(f"/care/volunteers/{step.volunteer_id}/").status_code == 302
    assert Client().post(f"/care/steps/{step.pk}/grant").status_code == 302
    assert Step.objects.get().state == "proposed"
