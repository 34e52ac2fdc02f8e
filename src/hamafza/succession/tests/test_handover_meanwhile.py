"""Handovers that fail half-way, cross each other, are returned late or over two hands: never half, never lost, never twice."""

import random
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from hamafza.journal.models import JournalLine
from hamafza.kernel.errors import NotAllowed, Refused
from hamafza.kernel.models import AuditLine, StateChange
from hamafza.network import commands as network
from hamafza.network import holdings
from hamafza.network.models import Grant
from hamafza.notices.models import Message
from hamafza.people import commands as people
from hamafza.people.models import Person
from hamafza.referrals.models import Referral
from hamafza.succession import commands as succession
from hamafza.succession import document, queries
from hamafza.succession.models import Handover, HandoverPart, Successor
from hamafza.succession.tests.telling import DAY, HAND, HOUR, all_to, busy, colleague, handed, learns, lying, volunteer
from tests.cast import SATURDAY, World

pytestmark = pytest.mark.django_db
LATER = SATURDAY + 31 * DAY
KINDS = ["roles", "deputies", "hops", "actions", "reports", "successors"]


@pytest.fixture
def full(world: World) -> World:
    busy(world)
    colleague(world)
    return world


def everything(at: Any = LATER) -> dict[str, Any]:
    """All that a handover may touch."""
    return {
        "lying": {one.username: lying(one, at) for one in Person.objects.order_by("pk")},
        "grants": list(Grant.objects.order_by("pk").values()),
        "changes": StateChange.objects.count(),
        "journal": JournalLine.objects.count(),
        "messages": Message.objects.count(),
        "handovers": (Handover.objects.count(), HandoverPart.objects.count()),
    }


def hand_over(world: World, giver: str, taker: str, at: Any = LATER, by: str = "parvin", **others: Person) -> Handover:
    people_ = world.person
    return succession.hand_over(
        people_[giver], takers=all_to(people_[giver], people_[taker], at, **others), by=people_[by], at=at
    )


def hers(person: Person, at: Any) -> Counter[tuple[str, str]]:
    """Each thing as often as it lies with her."""
    return Counter((key, one.key) for key, kind in holdings.kinds() for one in kind.held(person, at))


class Broken(Exception):
    """What no area foresees."""


class TestOneKindFails:
    @pytest.mark.parametrize("kind", KINDS)
    @pytest.mark.parametrize("fault", [Refused("نمی‌تواند"), Broken()])
    def test_and_nothing_at_all_has_moved(
        self, full: World, monkeypatch: pytest.MonkeyPatch, kind: str, fault: Exception
    ) -> None:
        """Whichever kind it is, however late: after it had moved its things."""
        order, found = holdings._kinds[kind]

        def hand(*args: Any) -> int:
            found.hand(*args)
            raise fault

        before = everything()
        monkeypatch.setitem(holdings._kinds, kind, (order, replace(found, hand=hand)))
        with pytest.raises(type(fault)) as raised:
            handed(full)
        monkeypatch.undo()

        assert everything() == before
        if isinstance(raised.value, Refused):
            assert raised.value.field == f"taker_{kind}" and str(raised.value.message).startswith(str(found.caption))

    @pytest.mark.parametrize("kind", KINDS)
    def test_on_the_way_back_and_nothing_has_returned(
        self, full: World, monkeypatch: pytest.MonkeyPatch, kind: str
    ) -> None:
        made = handed(full)
        order, found = holdings._kinds[kind]
        before = everything(LATER + HOUR)

        def back(*args: Any) -> int:
            assert found.back is not None
            found.back(*args)
            raise Broken

        monkeypatch.setitem(holdings._kinds, kind, (order, replace(found, back=back)))
        with pytest.raises(Broken):
            succession.give_back(made, by=full.person["nader"], at=LATER + HOUR)
        monkeypatch.undo()

        assert everything(LATER + HOUR) == before

    def test_a_kind_that_moves_nothing_is_noticed(self, full: World, monkeypatch: pytest.MonkeyPatch) -> None:
        """An area whose `hand` forgets its things leaves them with the giver: it is all undone."""
        order, found = holdings._kinds["actions"]
        monkeypatch.setitem(holdings._kinds, "actions", (order, replace(found, hand=lambda *args: 0)))
        before = everything()

        with pytest.raises(succession.SomethingLeft):
            handed(full)
        assert everything() == before


class TestTwoAtOnce:
    def test_of_the_same_officer_the_second_finds_nothing(self, full: World) -> None:
        """Two coordinators with the same page open, each with another taker."""
        zahra, laleh, maryam = (full.person[name] for name in ("zahra", "laleh", "maryam"))
        takers = all_to(zahra, maryam, LATER)
        handed(full)

        with pytest.raises(Refused):
            succession.hand_over(zahra, takers=takers, by=full.person["parvin"], at=LATER)
        assert lying(laleh, LATER)["hops"] and "hops" not in lying(maryam, LATER)
        assert Handover.objects.count() == 1

    def test_to_each_other_one_has_all_in_the_end(self, full: World) -> None:
        zahra, maryam = full.person["zahra"], full.person["maryam"]
        both = hers(zahra, LATER) + hers(maryam, LATER)

        hand_over(full, "zahra", "maryam")
        hand_over(full, "maryam", "zahra")

        assert lying(maryam, LATER) == {} and set(hers(zahra, LATER)) == set(both)

    def test_what_came_in_between_goes_too(self, full: World) -> None:
        """The page was opened before the new hop came to her; nothing of it stays behind."""
        zahra, laleh = full.person["zahra"], full.person["laleh"]
        takers = all_to(zahra, laleh, LATER)
        full.triaged("health", at=LATER)

        succession.hand_over(zahra, takers=takers, by=full.person["nader"], at=LATER)

        assert lying(zahra, LATER) == {} and len(lying(laleh, LATER)["hops"]) == 2

    def test_a_kind_that_came_in_between_asks_for_its_taker(self, full: World) -> None:
        zahra, laleh = full.person["zahra"], full.person["laleh"]
        takers = all_to(zahra, laleh, LATER)
        takers.pop("successors")

        with pytest.raises(succession.NobodyTakes) as refused:
            succession.hand_over(zahra, takers=takers, by=full.person["nader"], at=LATER)
        assert refused.value.field == "taker_successors" and not Handover.objects.exists()


class TestOverTwoHands:
    def test_it_comes_back_the_way_it_went(self, full: World) -> None:
        zahra, maryam = full.person["zahra"], full.person["maryam"]
        before, own = lying(zahra, LATER), hers(maryam, LATER)
        first = hand_over(full, "zahra", "laleh")
        second = hand_over(full, "laleh", "maryam", LATER + HOUR)

        with pytest.raises(succession.NothingHeld):
            succession.give_back(first, by=full.person["parvin"], at=LATER + 2 * HOUR)
        succession.give_back(second, by=full.person["parvin"], at=LATER + 3 * HOUR)
        succession.give_back(first, by=full.person["parvin"], at=LATER + 4 * HOUR)

        assert lying(zahra, LATER + 5 * HOUR) == before
        assert lying(full.person["laleh"], LATER + 5 * HOUR) == {}
        assert hers(maryam, LATER + 5 * HOUR) == own

    @pytest.mark.parametrize("seed", range(3))
    def test_by_lot_every_thing_stays_with_exactly_one(self, full: World, seed: int) -> None:
        """A relay of five among three who may hold it all."""
        dice, at = random.Random(seed), LATER
        crowd = ["zahra", "laleh", "maryam"]
        start = sum((hers(full.person[name], at) for name in crowd), Counter())
        made: list[Handover] = []
        for _ in range(5):
            at += HOUR
            giver, taker = dice.sample(crowd, 2)
            try:
                if made and dice.random() < 0.4:
                    succession.give_back(dice.choice(made), by=full.person["parvin"], at=at)
                else:
                    made.append(hand_over(full, giver, taker, at))
            except Refused:
                continue
        now = sum((hers(full.person[name], at) for name in crowd), Counter())

        # A successor's way ends when two become one; all else is there as often as before.
        assert {thing: n for thing, n in now.items() if thing[0] != "successors"} == {
            thing: n for thing, n in start.items() if thing[0] != "successors"
        }


class TestTheWayBack:
    def test_of_a_role_with_its_renewal_is_both(self, full: World) -> None:
        """She holds it to the end of the year, and again from then on: two of one key."""
        zahra, laleh = full.person["zahra"], full.person["laleh"]
        end = LATER + 60 * DAY
        Grant.objects.filter(person=zahra).update(until=end)
        network.grant(zahra, role="secretary", scope=full.centre["chabahar"], by=HAND, at=LATER)
        Grant.objects.filter(person=zahra, until=None).update(since=end)
        made = handed(full)

        back = succession.give_back(made, by=full.person["nader"], at=LATER + DAY)

        assert lying(laleh, LATER + DAY) == {}
        for at in (LATER + 2 * DAY, end + DAY):
            assert Grant.objects.valid(at).filter(person=zahra, role="secretary").count() == 1
        assert back.total == made.total

    def test_takes_no_role_that_was_the_takers_own(self, world: World) -> None:
        """Both were secretaries; the one she took over has ended meanwhile."""
        laleh, yas = colleague(world), colleague(world, "yas", "یاسمن یکتا")
        for one in (laleh, yas):
            network.grant(one, role="secretary", scope=world.centre["chabahar"], by=HAND, at=LATER - DAY)
        own = Grant.objects.get(person=laleh)
        made = hand_over(world, "yas", "laleh")
        network.revoke(Grant.objects.valid(LATER).exclude(pk=own.pk).get(person=laleh), by=HAND, at=LATER + HOUR)

        with pytest.raises(succession.NothingHeld):
            succession.give_back(made, by=world.person["nader"], at=LATER + DAY)

        assert list(Grant.objects.valid(LATER + DAY).filter(person=laleh)) == [own]
        assert not Grant.objects.valid(LATER + DAY).filter(person=yas).exists()

    def test_brings_no_work_back_without_the_role_it_needs(self, full: World) -> None:
        """Her role has run out: the hops would lie with somebody who may not answer them."""
        Grant.objects.filter(person=full.person["zahra"]).update(until=LATER + DAY)
        made = handed(full)
        before = everything(LATER + DAY)

        with pytest.raises(Refused) as refused:
            succession.give_back(made, by=full.person["nader"], at=LATER + DAY)

        assert "ارجاع" in str(refused.value.message) and everything(LATER + DAY) == before

    def test_leaves_what_came_to_the_taker_later(self, full: World) -> None:
        laleh = full.person["laleh"]
        made = handed(full)
        full.triaged("health", at=LATER + HOUR)
        new = Referral.objects.open().latest("pk")
        assert new.holder == laleh

        succession.give_back(made, by=full.person["nader"], at=LATER + DAY)
        new.refresh_from_db()

        assert new.holder == laleh and len(lying(full.person["zahra"], LATER + DAY)["hops"]) == 1

    def test_when_all_was_done_meanwhile_there_is_nothing_to_return(self, world: World) -> None:
        sara = world.person["sara"]
        Grant.objects.filter(person=sara).update(until=LATER + HOUR)
        colleague(world)
        made = hand_over(world, "sara", "laleh")

        with pytest.raises(succession.NothingHeld):
            succession.give_back(made, by=world.person["parvin"], at=LATER + DAY)
        assert Handover.objects.count() == 1

    def test_skips_a_kind_whose_area_is_gone(self, full: World) -> None:
        made = handed(full)
        HandoverPart.objects.filter(handover=made, kind="actions").update(kind="forgotten")

        back = succession.give_back(made, by=full.person["nader"], at=LATER + DAY)

        assert "forgotten" not in {part.kind for part in back.parts.all()} and back.total == made.total - 1
        assert document.facts(made)["parts"]

    def test_each_who_took_hears_how_many_of_hers_went(self, full: World) -> None:
        zahra, laleh, maryam = (full.person[name] for name in ("zahra", "laleh", "maryam"))
        made = succession.hand_over(
            zahra, takers=all_to(zahra, laleh, LATER, hops=maryam), by=full.person["nader"], at=LATER
        )

        back = succession.give_back(made, by=full.person["nader"], at=LATER + DAY)

        told = {one.to_person.username: one.body for one in Message.objects.filter(url=f"/handover/done/{back.pk}/")}
        assert set(told) == {"zahra", "laleh", "maryam"}
        assert (
            "۱ کار" in told["maryam"]
            and f"{back.total - 1}".translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")) in told["laleh"]
        )
        for one in (laleh, maryam, zahra):
            assert Handover.objects.visible_to(one, LATER + DAY).filter(pk=back.pk).exists()

    @pytest.mark.parametrize("by", ["zahra", "laleh", "maryam", "sara", "farhad", "stranger", "karim", "reza"])
    def test_is_made_by_whoever_coordinates_alone(self, full: World, by: str) -> None:
        made = handed(full)

        with pytest.raises(NotAllowed):
            succession.give_back(made, by=full.person[by], at=LATER + DAY)

    def test_follows_her_though_she_is_away_only_when_she_is_back(self, full: World) -> None:
        made = handed(full)
        network.set_absence(
            full.person["zahra"],
            deputy=full.person["maryam"],
            since=LATER + DAY,
            until=LATER + 3 * DAY,
            by=HAND,
            at=LATER,
        )

        with pytest.raises(succession.UnfitTaker):
            succession.give_back(made, by=full.person["nader"], at=LATER + 2 * DAY)
        assert succession.give_back(made, by=full.person["nader"], at=LATER + 3 * DAY).total


class TestSuccessorsGoAlong:
    def test_two_ways_of_one_human_become_one(self, full: World) -> None:
        """Zahra and Laleh both trained her for the same role."""
        she = volunteer(full, "ماهک دو", mobile="09151110009")
        zahra, laleh = full.person["zahra"], full.person["laleh"]
        learns(full, she)
        network.grant(laleh, role="secretary", scope=full.centre["chabahar"], by=HAND, at=SATURDAY)
        succession.begin(Grant.objects.valid(SATURDAY).get(person=laleh), who=she, by=laleh, at=SATURDAY)

        handed(full)

        assert Successor.objects.going_on().filter(who=she.ref, officer=laleh).count() == 1
        assert Successor.objects.filter(who=she.ref, state="ended", officer=zahra, ending="other").count() == 1

    def test_her_stage_and_day_stay(self, full: World) -> None:
        link = Successor.objects.going_on().get()
        before = (link.state, link.since_at, link.due_at, link.steps.count())

        handed(full)
        link.refresh_from_db()

        assert (link.state, link.since_at, link.due_at, link.steps.count()) == before


@pytest.mark.parametrize("place", ["IR/11/1104/", "IR/11/", "IR/"])
def test_it_is_filed_where_all_her_roles_lie(world: World, place: str) -> None:
    she = colleague(world)
    scopes = {"IR/11/1104/": ["chabahar", "work"], "IR/11/": ["chabahar", "konarak"], "IR/": ["chabahar"]}[place]
    for name in scopes:
        network.grant(she, role="secretary", scope=world.centre[name], by=HAND, at=SATURDAY)
    if place == "IR/":
        network.grant(she, role="county_coordinator", scope=world.place["0901"], by=HAND, at=SATURDAY)

    assert queries.place_of(she, SATURDAY + HOUR).path == place
    people.disable(she, by=HAND, at=SATURDAY)
    assert queries.place_of(world.person["stranger"], SATURDAY).path == "IR/"


def test_no_name_anywhere_that_is_kept_for_ever(full: World) -> None:
    made = handed(full)
    succession.give_back(made, by=full.person["nader"], at=LATER + DAY)

    kept = repr(list(JournalLine.objects.values())) + repr(list(AuditLine.objects.values()))
    kept += repr(list(StateChange.objects.values())) + repr(list(HandoverPart.objects.values("things")))
    kept += " ".join(Message.objects.filter(template__startswith="handover").values_list("body", flat=True))
    for word in ("زهرا", "مرادی", "لاله", "شیرین", "گلنار", "رئیسی", "09151234567"):
        assert word not in kept, word
