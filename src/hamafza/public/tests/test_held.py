"""Stories that wait go with a handover to whoever may have them, and come back."""

import pytest

from hamafza.network import holdings
from hamafza.public.commands import MayNotHold
from hamafza.public.models import Story
from hamafza.public.tests.telling import story_in
from tests.cast import HAND, SATURDAY, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def kind() -> holdings.Kind:
    return dict(holdings.kinds())["stories"]


def test_go_to_another_and_come_back(world: World, kind: holdings.Kind) -> None:
    story = story_in(world, "draft")
    giver, taker = story.written_by, world.person["nader"]
    (held,) = kind.held(giver, SATURDAY)
    assert (held.address, held.due_at) == (f"/stories/{story.pk}/", story.due_at)
    assert story.title not in held.title

    assert kind.hand(giver, taker, HAND, SATURDAY) == 1
    assert (kind.held(giver, SATURDAY), kind.held(taker, SATURDAY)) == ([], [held])

    assert kind.back is not None
    assert kind.back(taker, giver, ["public.story:0"], HAND, SATURDAY) == 0
    assert kind.back(taker, giver, [held.key], HAND, SATURDAY) == 1
    assert kind.held(giver, SATURDAY) == [held]


@pytest.mark.parametrize(("state", "who"), [("draft", "stranger"), ("agreed", "reza"), ("agreed", "stranger")])
def test_do_not_go_to_one_who_may_not_have_them(world: World, kind: holdings.Kind, state: str, who: str) -> None:
    story = story_in(world, state)
    assert story.holder is not None

    with pytest.raises(MayNotHold):
        kind.hand(story.holder, world.person[who], HAND, SATURDAY)

    assert Story.objects.get(pk=story.pk).holder == story.holder


def test_that_ended_lie_with_nobody(world: World, kind: holdings.Kind) -> None:
    story = story_in(world, "published")

    assert kind.held(story.written_by, SATURDAY) == []
