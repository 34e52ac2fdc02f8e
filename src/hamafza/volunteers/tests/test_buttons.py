"""Which button stands on whose page, state by state: never one that would be refused."""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from hamafza.kernel.errors import Refused
from hamafza.volunteers import commands as volunteers
from hamafza.volunteers import queries
from hamafza.volunteers.models import Skill, Volunteer
from hamafza.volunteers.queries.page import history_of, moves_of
from hamafza.volunteers.states import VolunteerState
from hamafza.volunteers.tests.conftest import Applies
from hamafza.volunteers.views.volunteer import ACTS, ONCE
from tests.cast import SATURDAY, World

pytestmark = pytest.mark.django_db
TALKED = "talked"
SHOWN: dict[str, dict[str, list[str]]] = {
    "applied": {"zahra": ["begin", "interview", "refuse"], "maryam": ["begin", "interview", "refuse"]},
    "in_process": {"zahra": ["interview", "refuse"], "maryam": ["interview", "refuse"]},
    TALKED: {"zahra": ["interview", "refuse"], "maryam": ["accept", "interview", "refuse"]},
    "accepted": {"zahra": ["leave", "away", "archive"], "maryam": ["leave", "away", "archive"]},
    "inactive_short": {"zahra": ["back", "archive"], "maryam": ["back", "archive"]},
    "inactive_long": {"zahra": ["back", "archive"], "maryam": ["back", "archive"]},
    "refused": {"zahra": ["again"], "maryam": ["again"]},
    "archived": {"zahra": ["again"], "maryam": ["again"]},
}
SAID: dict[str, dict[str, Any]] = {
    "interview": {"text": "خوب", "papers": ""}, "refuse": {"reason": "اکنون نه"}, "away": {"reason": ""},
    "archive": {"left": "moved"}, "leave": {"returns_on": SATURDAY.date().replace(month=11)},
}  # fmt: skip


def in_state(world: World, applies: Applies, talked: Applies, state: str) -> Volunteer:
    if state == TALKED:
        return talked()
    she = applies()
    Volunteer.objects.filter(pk=she.pk).update(state=state, left="moved" if state == "archived" else "")
    return Volunteer.objects.whole().select_related("interviewed_by").get(pk=she.pk)


@pytest.mark.parametrize("state", SHOWN)
def test_each_button_does_what_it_says(world: World, applies: Applies, talked: Applies, state: str) -> None:
    she = in_state(world, applies, talked, state)
    for name, wanted in SHOWN[state].items():
        by = world.person[name]
        shown = [move.name for move in moves_of(she, by, SATURDAY)]
        assert shown == wanted
        for verb in shown:
            command = volunteers.accept if verb == "accept" else (ONCE.get(verb) or ACTS[verb]).command
            fresh = Volunteer.objects.whole().get(pk=she.pk)
            with transaction.atomic():
                command(fresh, by=by, at=SATURDAY, **SAID.get(verb, {}))
                transaction.set_rollback(True)


@pytest.mark.parametrize("state", SHOWN)
@pytest.mark.parametrize("name", ["sara", "mina", "reza", "karim", "admin", "stranger"])
def test_others_have_none(world: World, applies: Applies, talked: Applies, state: str, name: str) -> None:
    she = in_state(world, applies, talked, state)
    assert moves_of(she, world.person[name], SATURDAY) == []


@pytest.mark.parametrize("state", SHOWN)
def test_at_most_one_is_the_next_step(world: World, applies: Applies, talked: Applies, state: str) -> None:
    moves = moves_of(in_state(world, applies, talked, state), world.person["maryam"], SATURDAY)
    assert [move.kind for move in moves].count("primary") <= 1
    assert moves[0].kind == "primary" or state in {"accepted", "refused", "archived"}


def test_every_state_is_in_the_table_above() -> None:
    assert set(SHOWN) == {*VolunteerState.values, TALKED}


def test_history_names_people_by_name_herself_as_herself_and_the_clock_as_the_clock(
    world: World, accepted: Applies
) -> None:
    she = accepted()
    volunteers.take_leave(she, returns_on=SATURDAY.date().replace(month=11), reason="سفر", by=she, at=SATURDAY)
    volunteers.come_back(she, by=world.person["zahra"], at=SATURDAY)
    volunteers.archive(she, left="resigned", by=world.person["maryam"], at=SATURDAY)

    told = [(step.said, step.who, step.reason) for step in history_of(she)]
    assert told == [
        ("درخواست داده است", "خودش", ""), ("در حال آشنایی", "زهرا مرادی", ""),
        ("گفت‌وگو و مدارک نوشته شد", "زهرا مرادی", ""), ("در حال خدمت", "مریم نارویی", ""),
        ("در مرخصی", "خودش", "سفر"), ("بازگشت", "زهرا مرادی", ""), ("بایگانی", "مریم نارویی", "خودش کناره گرفت"),
    ]  # fmt: skip


class TestInEnglish:
    @pytest.fixture
    def english(self, world: World) -> Client:
        client = Client()
        client.cookies["hamafza_language"] = "en"
        client.force_login(world.person["zahra"])
        return client

    @pytest.mark.parametrize(
        ("address", "shows"),
        [
            ("/join", ["I want to serve", "Counsellor", "Tuesday, Afternoon"]), ("/volunteers/?view=all", ["Volunteers", "Nurse"]),
            ("/volunteers/{pk}/", ["Skills", "Nurse", "The licence has not been seen yet", "Getting acquainted"]),
            ("/volunteers/{pk}/interview", ["How did the talk go?"]), ("/volunteers/forecast", ["Forecast of skills"]),
            ("/v/{token}/", ["Hello", "We are getting acquainted", "My skills"]),
            ("/v/{token}/edit", ["My skills and free hours", "Saturday, Morning"]), ("/v/wrong/", ["This page is closed"]),
        ],
    )  # fmt: skip
    def test_each_page_speaks_it(
        self, talked: Applies, skills: dict[str, Skill], english: Client, address: str, shows: list[str]
    ) -> None:
        she = talked(skills=[skills["nurse"]])
        page = english.get(address.format(pk=she.pk, token=queries.link_of(she))).content.decode()

        assert [words for words in shows if words not in page] == []
        assert '<html lang="en"' in page


def test_a_refusal_is_courteous(world: World, applies: Applies) -> None:
    """Each says what to do; none blames."""
    for name in volunteers.__all__:
        refusal = getattr(volunteers, name)
        if isinstance(refusal, type) and issubclass(refusal, Refused):
            text = str(refusal.message)
            assert text.endswith(".") and "خطا" not in text and "نامعتبر" not in text, name
