"""Whatever lies with whom: after a handover the giver holds nothing, nothing is lost or doubled, each thing has an active holder."""

import random
from collections import Counter

import pytest

from hamafza.kernel.errors import Refused
from hamafza.meetings.models import Action
from hamafza.meetings.tests.telling import council, promise
from hamafza.network import commands as network
from hamafza.people.models import Person
from hamafza.referrals import commands as referrals
from hamafza.referrals.models import Referral
from hamafza.reports import commands as reports
from hamafza.succession import commands as succession
from hamafza.succession.models import Handover
from hamafza.succession.tests.telling import CLOCK, DAY, HAND, HOUR, all_to, colleague, learns, lying, volunteer
from tests.cast import SATURDAY, World

pytestmark = pytest.mark.django_db
OFFICERS = ("reza", "zahra", "maryam", "sara", "mina", "nader", "parvin", "karim")
LATER = SATURDAY + 31 * DAY


def live(world: World, dice: random.Random) -> None:
    """A month in which anything may have come to anybody."""
    for _ in range(dice.randint(1, 4)):
        if dice.random() < 0.3:
            world.request()
        else:
            world.triaged(dice.choice(["health", "employment", "housing"]))
    for hop in Referral.objects.open().order_by("pk"):
        if dice.random() < 0.5:
            referrals.accept(hop, by=hop.holder, at=SATURDAY + HOUR)
    if dice.random() < 0.8:
        council(world)
    if dice.random() < 0.7:
        promise(world, owner=dice.choice(["zahra", "mina", "maryam"]))
    reports.open_month(month=140507, by=CLOCK, at=SATURDAY + 30 * DAY)
    for n in range(dice.randint(0, 3)):
        she = volunteer(world, f"داوطلب {n}", mobile=f"0915111000{n}")
        learns(
            world, she, officer=dice.choice(["zahra", "maryam"]), stage=dice.choice(["shadow", "co_lead", "certified"])
        )
    if dice.random() < 0.5:
        away, deputy = dice.sample(["zahra", "mina", "sara", "reza"], 2)
        network.set_absence(
            world.person[away],
            deputy=world.person[deputy],
            since=LATER + 9 * DAY,
            until=LATER + 12 * DAY,
            by=HAND,
            at=LATER,
        )
    if dice.random() < 0.5:
        succession.open_check(world.centre["work"], kind="asleep", evidence=[], by=CLOCK, at=LATER)


def everywhere(at=LATER) -> Counter[tuple[str, str]]:
    """Each thing of each kind, as often as it lies with somebody."""
    found: Counter[tuple[str, str]] = Counter()
    for person in Person.objects.filter(is_active=True).order_by("pk"):
        found.update((kind, key) for kind, keys in lying(person, at).items() for key in keys)
    return found


@pytest.mark.slow  # every kind of everybody, three times over
@pytest.mark.parametrize("seed", range(8))
def test_nothing_is_orphaned_lost_or_doubled(world: World, seed: int) -> None:
    dice = random.Random(seed)
    live(world, dice)
    giver = world.person[OFFICERS[seed]]
    taker = colleague(world)
    before = everywhere()
    hers = lying(giver, LATER)

    made = succession.hand_over(giver, takers=all_to(giver, taker, LATER), by=world.person["admin"], at=LATER)

    assert lying(giver, LATER) == {}
    assert everywhere() == before
    assert lying(taker, LATER) == hers
    assert made.total == sum(len(keys) for keys in hers.values())
    assert not Action.objects.unverified().filter(holder=giver).exists()

    succession.give_back(made, by=world.person["admin"], at=LATER + HOUR)

    assert lying(giver, LATER) == hers and everywhere() == before


@pytest.mark.slow  # the same
@pytest.mark.parametrize("seed", range(8, 12))
def test_spread_over_several_it_is_whole_or_not_at_all(world: World, seed: int) -> None:
    """Takers drawn by lot: some may not hold what they got. Then nothing at all has moved."""
    dice = random.Random(seed)
    live(world, dice)
    giver = world.person[dice.choice(OFFICERS)]
    others = [person for name, person in world.person.items() if name in {*OFFICERS} and person != giver]
    takers = {kind: dice.choice(others) for kind in all_to(giver, giver, LATER)}
    before, held = everywhere(), lying(giver, LATER)

    try:
        succession.hand_over(giver, takers=takers, by=world.person["admin"], at=LATER)
    except Refused:
        assert lying(giver, LATER) == held and not Handover.objects.exists()
    else:
        assert lying(giver, LATER) == {}
    after = everywhere()
    assert {thing for thing in before if thing[0] != "roles"} == {thing for thing in after if thing[0] != "roles"}
