"""The life of centres on one's first page and in the morning message."""

import pytest
from django.test import Client

from hamafza.desks.queries.living import asked, leaderless, seeming, successors
from hamafza.desks.tasks import open_items
from hamafza.kernel.ticking import tick
from hamafza.people import commands as people
from hamafza.succession import commands as succession
from hamafza.succession.tests.telling import CLOCK, DAY, HAND, colleague, learns, volunteer
from tests.cast import SATURDAY, World

pytestmark = pytest.mark.django_db


def test_a_centre_to_look_at_lies_with_its_coordinator_alone(world: World) -> None:
    check = succession.open_check(world.centre["work"], kind="asleep", evidence=[], by=CLOCK, at=SATURDAY)

    rows = {name: list(seeming(world.person[name], SATURDAY)) for name in ("nader", "mina", "parvin")}

    assert [row.href for row in rows["nader"]] == [f"/succession/life/{check.pk}/"]
    assert rows["nader"][0].due_at == check.due_at and not rows["mina"] and not rows["parvin"]
    assert open_items(SATURDAY)[world.person["nader"].pk] == 1


def test_whoever_is_asked_to_lead_sees_it_though_she_has_no_role(world: World, client: Client) -> None:
    learns(world, colleague(world), stage="co_lead")
    people.disable(world.person["maryam"], by=HAND, at=SATURDAY + DAY)
    tick(SATURDAY + DAY)
    client.force_login(world.person["laleh"])

    (row,) = asked(world.person["laleh"])

    assert row.title == "یک ماه سرپرستی کانون سلامت مهرگان چابهار"
    assert open_items(SATURDAY + DAY)[world.person["laleh"].pk] == 1
    assert row.href in client.get("/").content.decode()


def test_with_the_coordinator_it_says_that_there_is_no_head(world: World) -> None:
    for name in ("zahra", "maryam"):
        people.disable(world.person[name], by=HAND, at=SATURDAY)
    tick(SATURDAY)

    (row,) = leaderless(world.person["nader"], SATURDAY)

    assert "مدیر ندارد" in row.title


def test_a_successor_is_asked_about_after_two_months_only(world: World) -> None:
    link = learns(world, volunteer(world))
    assert not list(successors(world.person["zahra"], SATURDAY))

    tick(SATURDAY + 60 * DAY)
    (row,) = successors(world.person["zahra"], SATURDAY + 60 * DAY)

    assert row.href == f"/succession/links/{link.pk}/" and "شیرین دادی" in row.title
