"""Her own page opens by her own token, until it is closed."""

from datetime import date, datetime

import pytest

from hamafza.volunteers import commands as volunteers
from hamafza.volunteers import queries
from hamafza.volunteers.models import HasSkill, Skill, Volunteer
from hamafza.volunteers.states import VolunteerState
from tests.cast import HAND, SATURDAY, World

pytestmark = pytest.mark.django_db


def serving(world: World, name: str = "سارا بلوچ", **more: object) -> Volunteer:
    return Volunteer.objects.create(
        centre=world.centre["chabahar"], full_name=name, search_key=name, mobile="09150000001", birth_year=1370,
        state=VolunteerState.ACCEPTED, applied_at=SATURDAY, **more,
    )  # fmt: skip


def test_a_token_opens_her_page_and_names_nobody(world: World) -> None:
    she = serving(world)
    token = queries.link_of(she)

    assert queries.by_link(token, SATURDAY) == she
    assert "سارا" not in token and she.mobile not in token


@pytest.mark.parametrize("token", ["", "x", "1:2:3", "WzEsMV0:aaa:bbb"])
def test_a_wrong_token_opens_nothing(world: World, token: str) -> None:
    assert queries.by_link(token, SATURDAY) is None


def test_a_new_number_closes_old_links_and_who_left_has_none(world: World) -> None:
    she = serving(world)
    token = queries.link_of(she)

    Volunteer.objects.filter(pk=she.pk).update(link_no=2)
    assert queries.by_link(token, SATURDAY) is None

    she.refresh_from_db()
    token = queries.link_of(she)
    Volunteer.objects.filter(pk=she.pk).update(state=VolunteerState.ARCHIVED, left="moved")
    assert queries.by_link(token, SATURDAY) is None


@pytest.mark.parametrize(
    ("licensed", "seen", "until", "counts"),
    [
        (False, False, None, True),
        (False, False, date(2026, 10, 23), False),
        (False, False, date(2026, 10, 24), True),
        (True, False, None, False),
        (True, True, date(2026, 10, 24), True),
        (True, True, date(2026, 10, 23), False),
    ],
)
def test_a_licence_counts_when_it_was_seen_and_is_valid(
    world: World, licensed: bool, seen: bool, until: date | None, counts: bool
) -> None:
    she = serving(world)
    skill = Skill.objects.create(key="counsellor-x", name_fa="مشاور", name_en="Counsellor", is_licensed=licensed)
    by = world.person["maryam"] if seen else None
    HasSkill.objects.create(volunteer=she, skill=skill, until=until, seen_by=by, seen_at=SATURDAY if seen else None)

    assert queries.can(skill, she, date(2026, 10, 24)) is counts


def test_the_last_day_of_service_never_goes_back(world: World) -> None:
    she, later = serving(world), datetime.date(SATURDAY)

    volunteers.note_activity(she, day=later, by=HAND, at=SATURDAY)
    volunteers.note_activity(she, day=date(2026, 10, 1), by=HAND, at=SATURDAY)

    she.refresh_from_db()
    assert she.active_on == later
