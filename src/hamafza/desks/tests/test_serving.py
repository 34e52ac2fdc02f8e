"""On «امروز»: who offered to serve and waits for her, and a licence that her centre is about to lose."""

from datetime import datetime, timedelta

import pytest

from hamafza.desks.queries.today import today
from hamafza.desks.rows import Row
from hamafza.kernel.actors import Door
from hamafza.kernel.clock import local
from hamafza.people.models import Person
from hamafza.volunteers import commands as volunteers
from hamafza.volunteers import loading
from hamafza.volunteers.models import HasSkill, Skill, Volunteer
from tests.cast import HAND, SATURDAY, World

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def applied(world: World, *skills: str) -> Volunteer:
    loading.load(by=HAND, at=SATURDAY)
    return volunteers.apply(
        world.centre["chabahar"], full_name="گلنار رئیسی", mobile="09151112233", birth_year=1370,
        skills=list(Skill.objects.filter(key__in=skills)), by=Door("web"), at=SATURDAY,
    )  # fmt: skip


def rows(world: World, name: str, kind: str, at: datetime = SATURDAY) -> list[Row]:
    person = Person.objects.get(pk=world.person[name].pk)
    return [row for row in today(person, at).rows if row.key.startswith(kind)]


def test_who_applied_waits_with_the_secretary_and_then_with_the_second_person(world: World) -> None:
    she = applied(world)
    (row,) = rows(world, "zahra", "volunteer")
    assert (row.href, row.due_at, row.action.label) == (f"/volunteers/{she.pk}/", she.due_at, "تماس")
    assert rows(world, "maryam", "volunteer") == []

    volunteers.begin(she, by=world.person["zahra"], at=SATURDAY)
    assert rows(world, "zahra", "volunteer")[0].action.label == "گفت‌وگو"
    volunteers.note_interview(she, text="خوب", papers="", by=world.person["zahra"], at=SATURDAY)
    assert rows(world, "zahra", "volunteer") == []
    assert rows(world, "maryam", "volunteer")[0].action.label == "پذیرفتن یا نه"

    volunteers.accept(she, by=world.person["maryam"], at=SATURDAY)
    assert rows(world, "maryam", "volunteer") == []


@pytest.mark.parametrize(("name", "sees"), [("zahra", True), ("maryam", True), ("sara", False), ("nader", False)])
def test_a_licence_that_ends_is_said_to_the_centres_own_officers(world: World, name: str, sees: bool) -> None:
    she = applied(world, "nurse")
    volunteers.note_interview(she, text="خوب", papers="", by=world.person["zahra"], at=SATURDAY)
    volunteers.accept(she, by=world.person["maryam"], at=SATURDAY)
    has = HasSkill.objects.select_related("volunteer__centre__place", "skill").get()
    until = local(SATURDAY).date() + 40 * DAY
    assert rows(world, name, "licence") == []
    volunteers.see_paper(has, until=until, by=world.person["zahra"], at=SATURDAY)

    assert [row.title for row in rows(world, name, "licence")] == ["تا ۴۱ روز دیگر پرستار دارای پروانه نداریم"] * sees
    later = rows(world, name, "licence", SATURDAY + 45 * DAY)
    assert [row.title for row in later] == ["پرستار دارای پروانه نداریم"] * sees
    assert all(row.href == "/volunteers/forecast?centre=chabahar" for row in later)
