"""What may happen while a head is sought: the centre closes, somebody is named, the coordinator is away, all say no."""

import contextlib
import random
from datetime import timedelta
from itertools import product

import pytest

from hamafza.journal.models import JournalLine
from hamafza.kernel.errors import MoveRefused, NotAllowed
from hamafza.kernel.models import AuditLine
from hamafza.kernel.moves import may_move
from hamafza.kernel.ticking import tick
from hamafza.network import commands as network
from hamafza.network.models import Grant
from hamafza.notices.models import Message
from hamafza.people import commands as people
from hamafza.people.models import Person
from hamafza.succession import commands as succession
from hamafza.succession import queries
from hamafza.succession.models import Acting, Offer
from hamafza.succession.states import ActingState
from hamafza.succession.tests.telling import CLOCK, DAY, HAND, HOUR, colleague, learns
from tests.cast import SATURDAY, World

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
MONTH = timedelta(days=30)
ALLOWED = {
    ("offered", "taken"), ("offered", "with_parent"), ("offered", "ended"), ("taken", "with_parent"), ("taken", "ended"),
    ("with_parent", "taken"), ("with_parent", "ended"),
}  # fmt: skip


@pytest.fixture
def acting(world: World) -> Acting:
    """Maryam has left; Zahra and Laleh are asked."""
    learns(world, colleague(world), stage="co_lead", at=SATURDAY - DAY)
    people.disable(world.person["maryam"], by=HAND, at=SATURDAY)
    tick(SATURDAY)
    return Acting.objects.whole().get()


def offer_of(acting: Acting, person: Person) -> Offer:
    return acting.offers.select_related("acting__centre__place", "person").get(person=person)


def say(acting: Acting, person: Person, yes: bool, at=SATURDAY + HOUR) -> Offer:
    return succession.answer(offer_of(acting, person), yes=yes, by=person, at=at)


def heads(world: World, at=SATURDAY + HOUR, centre: str = "chabahar") -> set[str]:
    found = Grant.objects.valid(at).filter(role="head", centre=world.centre[centre], person__is_active=True)
    return set(found.values_list("person__username", flat=True))


def now(acting: Acting) -> Acting:
    return Acting.objects.whole().get(pk=acting.pk)


@pytest.mark.parametrize(("before", "after"), list(product(ActingState.values, ActingState.values)))
def test_the_table(before: str, after: str) -> None:
    assert may_move(Acting(state=before), after) is ((before, after) in ALLOWED)


class TestTheCentreMeanwhile:
    @pytest.mark.parametrize("to", ["dormant", "closed"])
    @pytest.mark.parametrize("yes", [True, False])
    def test_closes_and_nobody_is_made_its_head(self, world: World, acting: Acting, to: str, yes: bool) -> None:
        """Before the clock has noticed: the page still asks, and her word comes too late."""
        network.move_state(world.centre["chabahar"], to=to, by=HAND, at=SATURDAY + HOUR, reason="جا نداریم")

        with pytest.raises(succession.AlreadyLed):
            say(acting, world.person["zahra"], yes)

        assert heads(world) == set() and offer_of(acting, world.person["zahra"]).answer == "waiting"
        tick(SATURDAY + 2 * HOUR)
        assert now(acting).state == "ended"
        assert offer_of(acting, world.person["zahra"]).answer == "too_late"

    def test_gets_a_head_and_has_no_second_one(self, world: World, acting: Acting) -> None:
        network.grant(
            world.person["mina"],
            role="head",
            scope=world.centre["chabahar"],
            by=world.person["parvin"],
            at=SATURDAY + HOUR,
        )

        with pytest.raises(succession.AlreadyLed):
            say(acting, world.person["zahra"], True)

        assert heads(world) == {"mina"}

    def test_wakes_again_and_is_searched_for_anew(self, world: World, acting: Acting) -> None:
        for to, at in (("dormant", SATURDAY + HOUR), ("active", SATURDAY + DAY)):
            network.move_state(world.centre["chabahar"], to=to, by=HAND, at=at, reason="آزمون")
            tick(at + SECOND)

        assert list(Acting.objects.order_by("pk").values_list("state", flat=True)) == ["ended", "offered"]

    def test_a_late_search_of_a_closed_centre_ends_and_goes_to_nobody(self, world: World, acting: Acting) -> None:
        network.move_state(world.centre["chabahar"], to="closed", by=HAND, at=SATURDAY + HOUR, reason="تمام")

        found = succession.acting_late(now(acting), by=CLOCK, at=SATURDAY + 9 * DAY)

        assert (found.state, found.holder) == ("ended", None)
        assert not Message.objects.filter(template="acting_with_you").exists()


class TestHerMonth:
    @pytest.fixture
    def led(self, world: World, acting: Acting) -> Acting:
        say(acting, world.person["zahra"], True)
        return now(acting)

    @pytest.mark.parametrize(("after", "is_head"), [(MONTH - SECOND, True), (MONTH, False), (MONTH + SECOND, False)])
    def test_is_thirty_days_to_the_second(self, world: World, led: Acting, after: timedelta, is_head: bool) -> None:
        at = SATURDAY + HOUR + after

        assert (heads(world, at) == {"zahra"}) is is_head
        tick(at)
        assert now(led).state == ("taken" if is_head else "with_parent")

    def test_ends_on_the_day_a_head_is_named(self, world: World, led: Acting) -> None:
        """Nobody keeps the rights of a head beside the head."""
        at = SATURDAY + 5 * DAY
        network.grant(
            world.person["mina"], role="head", scope=world.centre["chabahar"], by=world.person["parvin"], at=at
        )
        assert heads(world, at) == {"mina", "zahra"}

        tick(at + HOUR)

        assert heads(world, at + HOUR) == {"mina"}
        assert now(led).state == "ended"

    @pytest.mark.parametrize("to", ["dormant", "closed"])
    def test_ends_with_the_centre(self, world: World, led: Acting, to: str) -> None:
        network.move_state(world.centre["chabahar"], to=to, by=HAND, at=SATURDAY + DAY, reason="آزمون")
        tick(SATURDAY + DAY + HOUR)

        assert heads(world, SATURDAY + DAY + HOUR) == set()

    def test_does_not_come_back_with_her_account(self, world: World, led: Acting) -> None:
        zahra = world.person["zahra"]
        people.disable(zahra, by=HAND, at=SATURDAY + DAY)
        tick(SATURDAY + DAY + HOUR)
        assert now(led).state == "with_parent"
        Person.objects.filter(pk=zahra.pk).update(is_active=True)

        assert heads(world, SATURDAY + 2 * DAY) == set()

    def test_leaves_her_own_role_as_it_was(self, world: World, led: Acting) -> None:
        own = {"secretary"}
        at = SATURDAY + 40 * DAY
        tick(at)

        held = Grant.objects.valid(at).filter(person=world.person["zahra"])
        assert set(held.values_list("role", flat=True)) == own

    def test_is_no_search_any_more(self, world: World, led: Acting) -> None:
        assert queries.has_head(world.centre["chabahar"], SATURDAY + 3 * HOUR)
        assert queries.leaderless(SATURDAY + 3 * HOUR) == [] and queries.led_again(SATURDAY + 3 * HOUR) == []


class TestTheCoordinator:
    def away(self, world: World, name: str, deputy: str, at=SATURDAY) -> None:
        network.set_absence(world.person[name], deputy=world.person[deputy], since=at, until=at + MONTH, by=HAND, at=at)

    def test_is_away_and_all_say_no_so_her_deputy_has_it(self, world: World, acting: Acting) -> None:
        self.away(world, "nader", "reza")

        for name in ("zahra", "laleh"):
            say(acting, world.person[name], False)

        found = now(acting)
        assert (found.state, found.holder.username) == ("with_parent", "reza")
        assert Message.objects.get(template="acting_with_you").to_person == world.person["reza"]

    def test_is_gone_and_so_the_province_has_it(self, world: World, acting: Acting) -> None:
        people.disable(world.person["nader"], by=HAND, at=SATURDAY)
        for name in ("zahra", "laleh"):
            say(acting, world.person[name], False)

        assert now(acting).holder == world.person["parvin"]

    def test_and_the_province_are_gone_and_whoever_keeps_the_house_has_it(self, world: World, acting: Acting) -> None:
        for name in ("nader", "parvin"):
            people.disable(world.person[name], by=HAND, at=SATURDAY)
        for name in ("zahra", "laleh"):
            say(acting, world.person[name], False)

        assert now(acting).holder == world.person["admin"]

    def test_goes_away_later_and_it_follows_her_deputy_and_comes_back_by_the_week(
        self, world: World, acting: Acting
    ) -> None:
        for name in ("zahra", "laleh"):
            say(acting, world.person[name], False)
        self.away(world, "nader", "reza", SATURDAY + DAY)

        tick(SATURDAY + DAY + HOUR)
        assert now(acting).holder == world.person["reza"]
        tick(SATURDAY + DAY + MONTH + 8 * DAY)
        assert now(acting).holder == world.person["nader"]

    def test_is_among_those_asked_and_says_no_twice_over(self, world: World, acting: Acting) -> None:
        """Laleh coordinates now: her no as one who was asked brings it to her as coordinator."""
        Grant.objects.filter(person=world.person["nader"]).update(until=SATURDAY)
        network.grant(
            world.person["laleh"], role="county_coordinator", scope=world.place["1104"], by=world.person["parvin"],
            at=SATURDAY,
        )  # fmt: skip
        for name in ("zahra", "laleh"):
            say(acting, world.person[name], False)

        assert (now(acting).state, now(acting).holder.username) == ("with_parent", "laleh")


class TestAnswers:
    def test_are_given_once(self, world: World, acting: Acting) -> None:
        say(acting, world.person["zahra"], False)

        with pytest.raises(succession.AlreadyLed):
            say(acting, world.person["zahra"], True)
        assert heads(world) == set()

    def test_two_at_once_make_one_head(self, world: World, acting: Acting) -> None:
        """Both had read their offer before either spoke."""
        first, second = (offer_of(acting, world.person[name]) for name in ("zahra", "laleh"))
        succession.answer(first, yes=True, by=world.person["zahra"], at=SATURDAY + HOUR)

        with pytest.raises(succession.AlreadyLed):
            succession.answer(second, yes=True, by=world.person["laleh"], at=SATURDAY + HOUR)
        assert heads(world) == {"zahra"}

    @pytest.mark.parametrize(("before", "state"), [(SECOND, "offered"), (timedelta(), "with_parent")])
    def test_have_until_the_minute_they_were_told(
        self, world: World, acting: Acting, before: timedelta, state: str
    ) -> None:
        tick(acting.due_at - before)

        assert now(acting).state == state

    def test_after_it_a_yes_is_late(self, world: World, acting: Acting) -> None:
        tick(acting.due_at)

        with pytest.raises(succession.AlreadyLed):
            say(acting, world.person["zahra"], True, acting.due_at + HOUR)

    @pytest.mark.parametrize("who", ["nader", "parvin", "admin", "sara", "maryam"])
    def test_of_others_count_nothing(self, world: World, acting: Acting, who: str) -> None:
        with pytest.raises(NotAllowed):
            succession.answer(
                offer_of(acting, world.person["zahra"]), yes=True, by=world.person[who], at=SATURDAY + HOUR
            )

    @pytest.mark.parametrize("verb", ["open_acting", "acting_late", "end_acting", "hand_over_acting"])
    def test_the_clock_alone_moves_the_rest(self, world: World, acting: Acting, verb: str) -> None:
        thing = world.centre["work"] if verb == "open_acting" else acting
        for who in ("admin", "parvin", "zahra"):
            with pytest.raises(NotAllowed):
                getattr(succession, verb)(thing, by=world.person[who], at=SATURDAY + HOUR)

    def test_an_ended_search_ends_once(self, world: World, acting: Acting) -> None:
        ended = succession.end_acting(acting, by=CLOCK, at=SATURDAY + HOUR)

        with pytest.raises(MoveRefused):
            succession.end_acting(ended, by=CLOCK, at=SATURDAY + 2 * HOUR)


@pytest.mark.parametrize("seed", range(6))
def test_whatever_happens_an_active_centre_is_led_or_lies_with_somebody(world: World, seed: int) -> None:
    """Two months by lot: heads leave, are named, centres rest and wake, people are away; after every tick it holds."""
    dice, at = random.Random(seed), SATURDAY
    for name, centre in world.centre.items():
        if not Grant.objects.valid(at).filter(role="head", centre=centre).exists():
            network.grant(
                colleague(world, f"head{name}", f"مدیر {name}"),
                role="head",
                scope=centre,
                by=world.person["admin"],
                at=at,
            )
    crowd = [world.person[name] for name in ("zahra", "reza", "mina", "sara")]
    for _ in range(12):
        at += timedelta(hours=dice.randint(1, 120))
        centre = dice.choice(list(world.centre.values()))
        centre.refresh_from_db()
        match dice.choice(["leave", "leave", "name", "rest", "answer", "answer", "away"]):
            case "leave":
                Grant.objects.filter(role="head", centre=centre, revoked_at=None).update(revoked_at=at)
            case "name":
                network.grant(dice.choice(crowd), role="head", scope=centre, by=world.person["admin"], at=at)
            case "rest":
                to = "dormant" if centre.state == "active" else "active"
                network.move_state(centre, to=to, by=HAND, at=at, reason="آزمون")
            case "answer":
                for one in Offer.objects.filter(answer="waiting").select_related("acting__centre__place", "person")[:1]:
                    with contextlib.suppress(succession.AlreadyLed):
                        succession.answer(one, yes=dice.random() < 0.4, by=one.person, at=at)
            case "away":
                people.disable(world.person["nader"], by=HAND, at=at)
        tick(at)
        for one in world.centre.values():
            one.refresh_from_db()
            sought = Acting.objects.open().filter(centre=one)
            assert sought.count() <= 1
            if one.state != "active":
                assert not sought.exists()
                continue
            assert queries.has_head(one, at) or sought.filter(holder__is_active=True, due_at__gt=at).exists()
            for _acting in sought.exclude(state="taken"):
                assert not queries.has_head(one, at), "searched for, and led by somebody"


def test_no_name_in_journal_audit_and_messages(world: World, acting: Acting) -> None:
    say(acting, world.person["zahra"], True)
    tick(SATURDAY + 40 * DAY)

    told = " ".join(Message.objects.filter(template__startswith="acting").values_list("body", flat=True))
    kept = repr(list(JournalLine.objects.values())) + repr(list(AuditLine.objects.values()))
    for word in ("زهرا", "لاله", "مریم", "سنجر", "مرادی", "مهرگان"):
        assert word not in told and word not in kept, word
