"""Two at once in care, on a file of SQLite and on PostgreSQL: one has it, the other reads a plain word."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from hamafza.care import commands as care
from hamafza.care.commands.feelings import DOOR, NothingToSay
from hamafza.care.commands.letters import ThankedToday
from hamafza.care.commands.trust import DOOR as TRUST
from hamafza.care.models import Answers, Letter, Step, Vote
from hamafza.care.tasks import CLOCK
from hamafza.care.tests.telling import NOW, Deeds, proposed, ready, serving
from hamafza.kernel.errors import MoveRefused, Refused
from hamafza.notices.models import Message
from hamafza.volunteers.models import Volunteer
from tests.cast import World
from tests.racing import at_once, committed_world

pytestmark = pytest.mark.slow  # real transactions and a database that is emptied after each test


@pytest.fixture
def world(transactional_db: None, tmp_path: Path) -> Iterator[World]:
    with committed_world(tmp_path) as found:
        yield found


def kinds(results: list[object]) -> Counter[type]:
    for each in results:
        assert not isinstance(each, Exception) or isinstance(each, Refused), repr(each)
    return Counter(type(each) for each in results)


def test_a_double_tap_is_one_answer(world: World, deeds: Deeds) -> None:
    she = serving(world)
    deed = deeds.add(she)

    results = at_once([
        lambda: care.say_how_it_was(volunteer=she, key=deed.key, feeling="bad", by=DOOR, at=NOW),
    ] * 4)  # fmt: skip

    assert kinds(results) == {Answers: 1, NothingToSay: 3}
    assert Answers.objects.get().waiting["bad"] == 1


def test_six_at_once_are_one_batch_and_none_is_lost(world: World, deeds: Deeds) -> None:
    some = [serving(world, n) for n in range(6)]
    said = [(one, deeds.add(one).key) for one in some]

    results = at_once([
        lambda one=one, key=key: care.say_how_it_was(volunteer=one, key=key, feeling="good", by=DOOR, at=NOW)
        for one, key in said
    ])  # fmt: skip

    assert kinds(results) == {Answers: 6}
    cell = Answers.objects.get()
    assert (cell.batches, cell.good, cell.waiting) == (1, 6, {})


def test_two_officers_thank_the_same_people(world: World) -> None:
    some = [serving(world, n) for n in range(3)]

    results = at_once([
        lambda who=who: care.thank(volunteers=some, kind="thanks", by=world.person[who], at=NOW) for who in ("maryam", "zahra")
    ])  # fmt: skip

    assert kinds(results) == {Letter: 1, ThankedToday: 1}
    assert sorted(Letter.objects.values_list("serial", flat=True)) == [1, 2, 3]
    assert Message.objects.filter(template="volunteer_thanked").count() == 3


def test_numbers_of_many_hands_never_meet(world: World) -> None:
    some = [serving(world, n) for n in range(4)]

    results = at_once([
        lambda one=one: care.thank(volunteers=[one], kind="thanks", by=world.person["maryam"], at=NOW) for one in some
    ])  # fmt: skip

    assert kinds(results) == {Letter: 4}
    assert sorted(Letter.objects.values_list("serial", flat=True)) == [1, 2, 3, 4]


def test_yes_and_not_yet_at_once_are_one_of_them(world: World, deeds: Deeds) -> None:
    pk, maryam = proposed(world, deeds).pk, world.person["maryam"]

    results = at_once([
        lambda: care.grant(Step.objects.whole().get(pk=pk), by=maryam, at=NOW),
        lambda: care.refuse(Step.objects.whole().get(pk=pk), reason="هنوز زود است", by=maryam, at=NOW),
    ])  # fmt: skip

    found = kinds(results)
    assert found[Step] == 1 and sum(found.values()) == 2
    assert Step.objects.get().state in {"granted", "refused"}


def test_the_clock_proposes_once(world: World, deeds: Deeds) -> None:
    she, _peer = ready(world, deeds)
    results = at_once([lambda: care.propose(Volunteer.objects.whole().get(pk=she.pk), by=CLOCK, at=NOW)] * 3)
    assert kinds(results) == {Step: 1, MoveRefused: 2} and Step.objects.count() == 1


def test_trust_by_two_taps_is_one_vote(world: World) -> None:
    she, peer = serving(world), serving(world, 1)
    results = at_once([lambda: care.trust(voter=peer, volunteer=she, by=TRUST, at=NOW)] * 3)
    assert kinds(results) == {Volunteer: 3} and Vote.objects.count() == 1
