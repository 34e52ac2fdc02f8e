"""The world of all tests, with the skills that come with the product."""

from collections.abc import Callable
from typing import Any

import pytest

from hamafza.kernel.actors import Door
from hamafza.volunteers import commands as volunteers
from hamafza.volunteers import loading
from hamafza.volunteers.models import Skill, Volunteer
from tests.cast import HAND, SATURDAY, World

WEB = Door("web")
Applies = Callable[..., Volunteer]


@pytest.fixture
def skills(world: World) -> dict[str, Skill]:
    loading.load(by=HAND, at=SATURDAY)
    return {skill.key: skill for skill in Skill.objects.all()}


@pytest.fixture
def applies(world: World) -> Applies:
    """Somebody offers to serve at the health centre of Chabahar."""

    def apply(**more: Any) -> Volunteer:
        said = {
            "full_name": "گلنار رئیسی",
            "mobile": "09151112233",
            "birth_year": 1370,
            "by": WEB,
            "at": SATURDAY,
            **more,
        }
        return volunteers.apply(world.centre[said.pop("centre", "chabahar")], **said)

    return apply


@pytest.fixture
def talked(world: World, applies: Applies) -> Applies:
    """Zahra, the secretary, has talked with her; Maryam, the head, may accept."""

    def talk(**more: Any) -> Volunteer:
        by = world.person["zahra"]
        return volunteers.note_interview(applies(**more), text="خوش‌رو و دقیق", papers="کارت ملی", by=by, at=SATURDAY)

    return talk


@pytest.fixture
def accepted(world: World, talked: Applies) -> Applies:
    def accept(**more: Any) -> Volunteer:
        return volunteers.accept(talked(**more), by=world.person["maryam"], at=SATURDAY)

    return accept
