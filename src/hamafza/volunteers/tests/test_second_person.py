"""Interview and acceptance are two people's, whoever they are and whoever is away."""

from datetime import timedelta
from itertools import product

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from hamafza.kernel import clock
from hamafza.kernel.errors import NotAllowed
from hamafza.network import commands as network
from hamafza.network.models import Grant
from hamafza.volunteers import commands as volunteers
from hamafza.volunteers import rules
from hamafza.volunteers.commands import _way as way
from hamafza.volunteers.models import Volunteer
from hamafza.volunteers.tests.conftest import Applies
from tests.cast import HAND, SATURDAY, World

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
KEEPERS = ["zahra", "maryam", "nader", "parvin"]
EVERYBODY = [*KEEPERS, "sara", "hamid", "reza", "karim", "mina", "admin", "stranger"]


def talked_by(world: World, she: Volunteer, who: str) -> Volunteer:
    return volunteers.note_interview(she, text="گفت‌وگو شد", papers="", by=world.person[who], at=SATURDAY)


@pytest.mark.parametrize("talked", KEEPERS)
def test_whoever_talked_never_accepts_and_the_others_with_the_right_do(
    world: World, applies: Applies, talked: str
) -> None:
    """Each who may accept at all, against each who may talk."""
    she = talked_by(world, applies(), talked)
    for who in EVERYBODY:
        with transaction.atomic():
            again = Volunteer.objects.whole().get(pk=she.pk)
            allowed = rules.may_accept(world.person[who], again, SATURDAY)
            if not allowed:
                with pytest.raises(NotAllowed):
                    volunteers.accept(again, by=world.person[who], at=SATURDAY)
            elif who == talked:
                with pytest.raises(volunteers.NeedsAnother):
                    volunteers.accept(again, by=world.person[who], at=SATURDAY)
            else:
                assert volunteers.accept(again, by=world.person[who], at=SATURDAY).accepted_by == world.person[who]
            transaction.set_rollback(True)


@pytest.mark.parametrize(("talked", "away"), list(product(KEEPERS, ["maryam", "nader", "parvin", ""])))
def test_it_lies_with_somebody_else_who_may_whoever_is_away(
    world: World, applies: Applies, talked: str, away: str
) -> None:
    """The absent are stood in for by whoever talked with her: even then it is another's to say yes."""
    if away and away != talked:
        network.set_absence(
            world.person[away], deputy=world.person[talked], since=SATURDAY - DAY, until=SATURDAY + 9 * DAY, by=HAND,
            at=SATURDAY - DAY,
        )  # fmt: skip
    she = talked_by(world, applies(), talked)

    assert she.holder is not None and she.holder != world.person[talked]
    assert rules.may_accept(she.holder, she, SATURDAY)


def test_where_one_person_holds_everything_it_still_goes_to_another(world: World, applies: Applies) -> None:
    """A young province: no head, no county coordinator, and the provincial one herself has talked with her."""
    Grant.objects.filter(person__in=[world.person["maryam"], world.person["nader"]]).delete()
    she = talked_by(world, applies(), "parvin")

    assert she.holder == world.person["zahra"]  # she talks too, and then the first one is the second person
    she = talked_by(world, she, "zahra")
    assert she.holder == world.person["parvin"]
    assert volunteers.accept(she, by=world.person["parvin"], at=SATURDAY).state == "accepted"


def test_a_head_who_is_appointed_meanwhile_has_it_next(world: World, applies: Applies) -> None:
    Grant.objects.filter(person__in=[world.person["maryam"], world.person["nader"]]).delete()
    she = talked_by(world, applies(), "parvin")
    network.grant(world.person["stranger"], role="head", scope=world.centre["chabahar"], by=HAND, at=SATURDAY)

    assert way.second(she, SATURDAY) == world.person["stranger"]


def test_a_second_coordinator_of_the_same_province_is_found(world: World, applies: Applies) -> None:
    Grant.objects.filter(person__in=[world.person["maryam"], world.person["nader"]]).delete()
    network.grant(world.person["hamid"], role="provincial_coordinator", scope=world.place["11"], by=HAND, at=SATURDAY)
    she = talked_by(world, applies(), "parvin")

    assert she.holder == world.person["hamid"]
    assert volunteers.accept(she, by=world.person["hamid"], at=SATURDAY).state == "accepted"


def test_a_second_talk_makes_the_first_talker_the_second_person(world: World, applies: Applies) -> None:
    """Two people have seen her, in either order; never one alone."""
    she = talked_by(world, talked_by(world, applies(), "maryam"), "zahra")

    assert she.interviewed_by == world.person["zahra"]
    with pytest.raises(NotAllowed):
        volunteers.accept(she, by=world.person["zahra"], at=SATURDAY)
    assert volunteers.accept(she, by=world.person["maryam"], at=SATURDAY).rung == "associate"


def test_an_officer_who_offers_herself_is_accepted_by_two_others(world: World, applies: Applies) -> None:
    """Nobody talks with herself either: the database and the rule both know."""
    maryam = world.person["maryam"]
    she = applies(person=maryam, full_name="مریم نارویی")
    with pytest.raises(volunteers.NeedsAnother):
        volunteers.accept(talked_by(world, she, "zahra"), by=maryam, at=SATURDAY)
    assert way.second(she, SATURDAY) != maryam


def test_looked_at_again_a_new_talk_is_needed(world: World, applies: Applies) -> None:
    """What was said the year before accepts nobody today."""
    she = volunteers.accept(talked_by(world, applies(), "zahra"), by=world.person["maryam"], at=SATURDAY)
    she = volunteers.archive(she, left="moved", by=world.person["maryam"], at=SATURDAY + DAY)
    she = volunteers.look_again(she, by=world.person["maryam"], at=SATURDAY + 2 * DAY)
    with pytest.raises(volunteers.NotTalkedYet):
        volunteers.accept(she, by=world.person["maryam"], at=SATURDAY + 2 * DAY)

    she = talked_by(world, she, "maryam")
    with pytest.raises(volunteers.NeedsAnother):
        volunteers.accept(she, by=world.person["maryam"], at=SATURDAY + 3 * DAY)
    assert volunteers.accept(she, by=world.person["nader"], at=SATURDAY + 3 * DAY).state == "accepted"


@pytest.mark.parametrize("who", ["maryam", "stranger"])
def test_the_row_itself_refuses_one_person_twice(world: World, applies: Applies, who: str) -> None:
    she = talked_by(world, applies(person=world.person["stranger"]), "maryam")
    with pytest.raises(IntegrityError), transaction.atomic():
        Volunteer.objects.filter(pk=she.pk).update(accepted_by=world.person[who])


@pytest.mark.parametrize("who", EVERYBODY)
def test_the_button_is_there_for_exactly_those_who_may(
    world: World, applies: Applies, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    monkeypatch.setattr(clock, "now", lambda: SATURDAY)
    she = talked_by(world, applies(), "maryam")
    client = Client()
    client.force_login(world.person[who])
    page = client.get(f"/volunteers/{she.pk}/")
    offered = page.status_code == 200 and f"/volunteers/{she.pk}/accept" in page.content.decode()
    done = client.post(f"/volunteers/{she.pk}/accept")
    she.refresh_from_db()

    assert offered is (she.state == "accepted")
    assert done.status_code in {303, 403, 404}


def test_late_it_climbs_to_nobody_who_has_talked(world: World, applies: Applies) -> None:
    """Nader has talked and nobody answers: not he, but the province holds it next."""
    she = talked_by(world, applies(), "nader")
    for _step in range(4):
        she = Volunteer.objects.whole().get(pk=she.pk)
        assert she.due_at is not None
        volunteers.time_passes(she, by=way_clock(), at=she.due_at)
        she = Volunteer.objects.whole().get(pk=she.pk)
        assert she.holder != world.person["nader"]
        assert rules.may_accept(she.holder, she, SATURDAY)  # type: ignore[arg-type]


def way_clock() -> object:
    from hamafza.kernel.actors import System

    return System("tick")
