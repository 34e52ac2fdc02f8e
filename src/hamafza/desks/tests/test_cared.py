"""On the head's day: a rung that waits, thanks that are owed, silence and too much, each with its page; nobody else's."""

import pytest

from hamafza.care.tests.telling import DAY, NOW, TODAY, deeds_of_our_own, proposed, serving
from hamafza.desks.queries import cared
from hamafza.network.access import grants_of
from tests.cast import World

pytestmark = pytest.mark.django_db


def flags(world: World, who: str = "maryam") -> dict[str, str]:
    person = world.person[who]
    return {row.key.partition(":")[0]: row.title for row in cared.flags(person, grants_of(person, NOW), NOW)}


def test_a_rung_lies_with_the_head_and_then_with_the_county(world: World) -> None:
    from hamafza.care import commands as care

    with deeds_of_our_own() as deeds:
        step = proposed(world, deeds)
        (row,) = cared.rungs(world.person["maryam"], NOW)
        assert row.href == f"/care/volunteers/{step.volunteer_id}/" and row.due_at == step.due_at
        care.grant(step, by=world.person["maryam"], at=NOW)

        assert list(cared.rungs(world.person["maryam"], NOW)) == []
        assert len(list(cared.rungs(world.person["nader"], NOW))) == 1


def test_flags_are_numbers_for_the_head_alone(world: World) -> None:
    quiet = serving(world, 0, active_on=TODAY - 40 * DAY)
    busy = serving(world, 1, active_on=TODAY)
    with deeds_of_our_own() as deeds:
        deeds.add(busy, day=TODAY, minutes=61 * 60)
        found = flags(world)

    assert found == {
        "silent": "از ۱ نفر یک ماه است خبری نیست", "heavy": "بار ۱ نفر این ماه سنگین است",
        "thanks": "به ۲ نفر هنوز سپاسی نگفته‌ایم",
    }  # fmt: skip
    assert not any(one.full_name in "".join(found.values()) for one in (quiet, busy))
    assert all(flags(world, who) == {} for who in ("zahra", "nader", "parvin", "reza", "sara", "stranger"))


def test_all_well_says_nothing(world: World) -> None:
    assert flags(world) == {} and list(cared.rungs(world.person["maryam"], NOW)) == []
