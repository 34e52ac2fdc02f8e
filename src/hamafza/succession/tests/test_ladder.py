"""The ladder by commands, each pair of stages; who may what at each; ten an officer; the bus factor by counting by hand."""

import random
from datetime import datetime, timedelta
from itertools import product
from typing import Any

import pytest

from hamafza.kernel.errors import MoveRefused, NotAllowed, Refused
from hamafza.kernel.models import StateChange
from hamafza.kernel.ticking import tick
from hamafza.network import commands as network
from hamafza.network.models import Centre, Grant
from hamafza.notices.models import Message
from hamafza.people import commands as people
from hamafza.people.models import Person
from hamafza.succession import commands as succession
from hamafza.succession import queries, rules
from hamafza.succession.models import Step, Successor
from hamafza.succession.queries.factor import SAFE
from hamafza.succession.states import READY, TARGET, Stage
from hamafza.succession.tests.telling import DAY, HAND, HOUR, all_to, colleague, learns, role_of, volunteer
from tests.cast import SATURDAY, World

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
UP = [Stage.SHADOW, Stage.CO_LEAD, Stage.LEADS_ALONE, Stage.CERTIFIED]


def at_stage(world: World, stage: str) -> Successor:
    link = learns(world, volunteer(world), stage=stage if stage != "ended" else "shadow")
    if stage == "ended":
        succession.end(link, ending="moved", by=world.person["zahra"], at=SATURDAY + HOUR)
    return link


class TestEveryPair:
    @pytest.mark.parametrize(("before", "to"), list(product(Stage.values, UP)))
    def test_one_rung_at_a_time_and_never_down(self, world: World, before: str, to: str) -> None:
        link = at_stage(world, before)
        by = world.person["nader"]  # may train, and certify: he has noted nothing
        fit = before in UP[:-1] and UP.index(to) == UP.index(before) + 1
        steps = link.steps.count()

        if fit:
            succession.advance(link, to=to, note="دیده شد", by=by, at=SATURDAY + DAY)
        else:
            with pytest.raises(Refused):
                succession.advance(link, to=to, note="دیده شد", by=by, at=SATURDAY + DAY)
        link = Successor.objects.get(pk=link.pk)

        assert link.state == (to if fit else before)
        assert link.steps.count() == steps + fit
        assert (link.due_at is None) is (link.state in {"certified", "ended"})

    @pytest.mark.parametrize("before", Stage.values)
    def test_the_end_is_open_to_all_but_the_ended(self, world: World, before: str) -> None:
        link = at_stage(world, before)

        if before == "ended":
            with pytest.raises(MoveRefused):
                succession.end(link, ending="other", by=world.person["zahra"], at=SATURDAY + DAY)
        else:
            succession.end(link, ending="not_now", by=world.person["zahra"], at=SATURDAY + DAY)
            assert (link.state, link.ending) == ("ended", "not_now")

    def test_the_way_is_remembered_step_by_step(self, world: World) -> None:
        link = at_stage(world, "certified")

        assert [step.stage for step in link.steps.all()] == list(UP)
        changes = StateChange.objects.filter(subject=f"succession.successor:{link.pk}").order_by("pk")
        assert [one.after for one in changes] == list(UP)

    @pytest.mark.parametrize("note", ["", "   ", "\n\t"])
    def test_nothing_seen_is_no_step(self, world: World, note: str) -> None:
        link = at_stage(world, "shadow")

        with pytest.raises(succession.NothingSeen):
            succession.advance(link, to="co_lead", note=note, by=world.person["zahra"], at=SATURDAY + DAY)

    def test_a_long_word_is_cut_and_not_lost(self, world: World) -> None:
        link = at_stage(world, "shadow")

        succession.advance(link, to="co_lead", note="د" * 5_000, by=world.person["zahra"], at=SATURDAY + DAY)

        assert len(link.steps.get(stage="co_lead").note) == 500


class TestTheLastRung:
    """Nobody certifies whom she trained, whatever became of her role since."""

    @pytest.mark.parametrize("noted", ["co_lead", "leads_alone"])
    def test_is_not_seen_by_whoever_saw_one_before(self, world: World, noted: str) -> None:
        link = learns(world, volunteer(world))
        for to in ("co_lead", "leads_alone"):
            by = world.person["maryam"] if to == noted else world.person["zahra"]
            succession.advance(link, to=to, note="دیده شد", by=by, at=SATURDAY + HOUR)

        assert not rules.may_certify(world.person["maryam"], link, SATURDAY + DAY)
        with pytest.raises(succession.SecondPerson):
            succession.advance(link, to="certified", note="آماده", by=world.person["maryam"], at=SATURDAY + DAY)
        succession.advance(link, to="certified", note="آماده", by=world.person["nader"], at=SATURDAY + DAY)

    def test_is_not_hers_after_she_gave_the_successor_to_another(self, world: World) -> None:
        """Zahra trained, handed over, became head: still it is whom she trained."""
        link = learns(world, volunteer(world), stage="leads_alone")
        zahra, laleh = world.person["zahra"], colleague(world)
        at = SATURDAY + DAY
        succession.hand_over(zahra, takers=all_to(zahra, laleh, at), by=world.person["nader"], at=at)
        Grant.objects.filter(person=world.person["maryam"]).update(until=at)
        network.grant(zahra, role="head", scope=world.centre["chabahar"], by=world.person["parvin"], at=at)
        link = Successor.objects.whole().get(pk=link.pk)
        assert link.officer == laleh

        with pytest.raises((succession.SecondPerson, NotAllowed)):
            succession.advance(link, to="certified", note="آماده", by=zahra, at=at + HOUR)

    @pytest.mark.parametrize(
        ("by", "may"),
        [("maryam", True), ("nader", True), ("parvin", True), ("zahra", False), ("sara", False), ("reza", False),
         ("mina", False), ("karim", False), ("admin", False), ("farhad", False), ("stranger", False), ("laleh", False)],
    )  # fmt: skip
    def test_is_for_head_and_coordinators(self, world: World, by: str, may: bool) -> None:
        link = learns(world, colleague(world), stage="leads_alone")

        assert rules.may_certify(world.person[by], link, SATURDAY + DAY) is may

    def test_is_not_for_a_head_whose_role_has_ended(self, world: World) -> None:
        link = learns(world, volunteer(world), stage="leads_alone")
        until = SATURDAY + DAY
        Grant.objects.filter(person=world.person["maryam"]).update(until=until)

        assert rules.may_certify(world.person["maryam"], link, until - SECOND)
        assert not rules.may_certify(world.person["maryam"], link, until)


class TestBegin:
    @pytest.mark.parametrize("how", ["revoked", "over", "not_yet"])
    def test_of_a_role_that_is_not_held_nobody_learns(self, world: World, how: str) -> None:
        held = role_of(world.person["zahra"])
        change: dict[str, Any] = {
            "revoked": {"revoked_at": SATURDAY}, "over": {"until": SATURDAY + HOUR}, "not_yet": {"since": SATURDAY + 2 * DAY},
        }[how]  # fmt: skip
        Grant.objects.filter(pk=held.pk).update(**change)

        for by in ("zahra", "nader"):
            with pytest.raises(NotAllowed):
                succession.begin(held, who=volunteer(world), by=world.person[by], at=SATURDAY + HOUR)

    @pytest.mark.parametrize("state", ["refused", "inactive_short", "inactive_long", "archived"])
    def test_only_who_serves_now(self, world: World, state: str) -> None:
        with pytest.raises(succession.NotServing):
            learns(world, volunteer(world, state=state))

    def test_a_coordinators_successor_learns_a_place(self, world: World) -> None:
        link = learns(world, colleague(world), officer="nader")

        assert (link.place, link.centre) == (world.place["1104"], None)
        assert link.access_path == "IR/11/1104/" and str(link.over) == "چابهار"

    def test_the_same_may_learn_two_roles_beside_two(self, world: World) -> None:
        she = colleague(world)

        learns(world, she)
        learns(world, she, officer="maryam")
        learns(world, she, officer="nader")

        assert {link.officer.username for link in queries.learns_as(she)} == {"zahra", "maryam", "nader"}
        assert queries.learns_as(world.person["reza"]) == []

    def test_after_an_end_the_way_may_begin_anew_from_below(self, world: World) -> None:
        she = colleague(world)
        succession.end(
            learns(world, she, stage="certified"), ending="not_now", by=world.person["zahra"], at=SATURDAY + DAY
        )

        assert learns(world, she, at=SATURDAY + 2 * DAY).state == "shadow"

    def test_an_ending_nobody_knows_is_another_reason(self, world: World) -> None:
        assert (
            succession.end(at_stage(world, "shadow"), ending="x", by=world.person["zahra"], at=SATURDAY).ending
            == "other"
        )


class TestSixtyDays:
    @pytest.mark.parametrize(("before", "asked"), [(SECOND, 0), (timedelta(), 1)])
    def test_to_the_second(self, world: World, before: timedelta, asked: int) -> None:
        link = at_stage(world, "co_lead")

        tick(link.due_at - before)
        link.refresh_from_db()

        assert link.asked == asked

    def test_again_and_again_and_one_message_each(self, world: World) -> None:
        link = at_stage(world, "shadow")
        for n in range(1, 4):
            tick(SATURDAY + n * 60 * DAY)
            tick(SATURDAY + n * 60 * DAY + SECOND)
        link.refresh_from_db()

        assert (link.asked, link.state) == (3, "shadow")
        assert Message.objects.filter(template="successor_waits").count() == 3


class TestTenAnOfficer:
    @pytest.mark.parametrize(("certified", "missing", "share"), [(0, 10, 0.0), (1, 9, 0.1), (9, 1, 0.9), (10, 0, 1.0), (12, 0, 1.0)])  # fmt: skip
    def test_is_progress_up_to_ten(self, certified: int, missing: int, share: float) -> None:
        links = [Successor(who=f"volunteer:{n}", state="certified") for n in range(certified)]

        found = queries.progress_of(links)

        assert TARGET == 10 and found.missing == missing and found.share == pytest.approx(share)

    def test_counts_each_human_being_at_the_best_of_her_stages(self) -> None:
        stages = [
            ("a", "shadow"),
            ("a", "certified"),
            ("b", "shadow"),
            ("b", "co_lead"),
            ("c", "shadow"),
            ("c", "shadow"),
        ]
        found = queries.progress_of([Successor(who=who, state=state) for who, state in stages])

        assert (found.certified, found.ready, found.learning) == (1, 2, 1)

    def test_lists_the_readiest_first_and_leaves_out_who_ended(self, world: World) -> None:
        stages = ["shadow", "certified", "co_lead", "leads_alone"]
        for n, stage in enumerate(stages):
            learns(world, volunteer(world, f"داوطلب {n}", mobile=f"0915111000{n}"), stage=stage)
        at_stage(world, "ended")

        found = queries.trains(world.person["zahra"], world.person["zahra"], SATURDAY + DAY)

        assert [one.state for one in found] == list(reversed(UP))


def by_hand(centre: Centre, at: datetime) -> int:
    """Human beings beside the head who could lead tomorrow, counted one by one."""
    heads = {
        grant.person_id
        for grant in Grant.objects.filter(centre=centre, role="head", revoked_at=None)
        if grant.since <= at and (grant.until is None or grant.until > at)
    }
    found = set()
    for link in Successor.objects.filter(centre=centre).select_related("person", "volunteer"):
        here = not (link.volunteer and link.volunteer.state != "accepted")
        here = here and not (link.person and not link.person.is_active)
        if link.state in READY and here and link.person_id not in heads:
            found.add(link.who)
    return len(found)


@pytest.mark.parametrize("seed", range(5))
def test_the_bus_factor_of_every_centre_is_what_one_counts_by_hand(world: World, seed: int) -> None:
    dice = random.Random(seed)
    officers = ["zahra", "maryam", "mina", "sara"]
    crowd: list[Any] = [volunteer(world, f"داوطلب {n}", mobile=f"0915111{n:04}") for n in range(6)]
    crowd += [colleague(world, f"mate{n}", f"همکار {n}") for n in range(3)]
    crowd += [
        volunteer(world, f"با حساب {n}", mobile=f"0915222{n:04}", person=colleague(world, f"acc{n}", f"حساب {n}"))
        for n in range(3)
    ]
    crowd += [world.person["maryam"]]
    learns(world, world.person["maryam"], stage=dice.choice(UP[1:]))  # the head herself does not count
    for _ in range(22):
        who, officer = dice.choice(crowd), dice.choice(officers)
        try:
            link = learns(world, who, officer=officer, stage=dice.choice(UP))
        except (
            succession.AlreadyLearning,
            succession.NotHerself,
            succession.NotServing,
            NotAllowed,
            succession.SecondPerson,
        ):
            continue
        if dice.random() < 0.15:
            succession.end(link, ending="moved", by=world.person[officer], at=SATURDAY + DAY)
    for one in crowd:
        if isinstance(one, Person):
            if dice.random() < 0.3 and one != world.person["maryam"]:
                people.disable(one, by=HAND, at=SATURDAY)
        elif dice.random() < 0.3:
            type(one).objects.filter(pk=one.pk).update(state=dice.choice(["archived", "inactive_short"]))
        elif one.person and dice.random() < 0.4:
            people.disable(one.person, by=HAND, at=SATURDAY)
    if dice.random() < 0.5:
        Grant.objects.filter(person=world.person["maryam"]).update(until=SATURDAY + DAY)
    at = SATURDAY + 2 * DAY

    found = {one.pk: one.factor for one in queries.with_factor(Centre.objects.all(), at)}
    counted = {one.pk: by_hand(one, at) for one in Centre.objects.all()}

    assert found == counted and sum(counted.values())
    for view, fits in {"none": lambda n: n == 0, "few": lambda n: 0 < n < SAFE, "safe": lambda n: n >= SAFE}.items():
        shown = {one.pk for one in queries.centres_found(world.person["admin"], at, view=view)}
        assert shown == {pk for pk, n in counted.items() if fits(n)}
    rolls = queries.rolled_up(queries.centres_found(world.person["admin"], at))
    assert sum(roll.none for roll in rolls) == sum(n == 0 for n in counted.values())
    assert all(roll.none + roll.few + roll.safe == roll.centres for roll in rolls)


def test_a_dismissed_colleague_leads_nothing_though_she_still_serves_as_a_volunteer(world: World) -> None:
    she = colleague(world)
    learns(world, volunteer(world, person=she), stage="certified")
    assert queries.factor_of(world.centre["chabahar"], SATURDAY + DAY) == 1

    people.disable(she, by=HAND, at=SATURDAY + DAY)

    assert queries.factor_of(world.centre["chabahar"], SATURDAY + DAY) == 0


def test_takers_of_a_province_begin_with_those_who_hold_as_much(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A province has hundreds of secretaries; the list is cut, and must not be cut by the alphabet."""
    other = colleague(world, "yas", "یاسمن یکتا")
    network.grant(other, role="provincial_coordinator", scope=world.place["11"], by=world.person["admin"], at=SATURDAY)
    monkeypatch.setattr("hamafza.succession.queries.holding.MOST", 2)

    found = queries.takers_for(world.person["parvin"], SATURDAY + HOUR).colleagues

    assert other in found


def test_nobody_climbs_twice_at_once(world: World) -> None:
    """Two windows with the same page: the second finds the stage already noted."""
    one = at_stage(world, "shadow")
    other = Successor.objects.whole().get(pk=one.pk)
    succession.advance(one, to="co_lead", note="دیده شد", by=world.person["zahra"], at=SATURDAY + DAY)

    with pytest.raises(MoveRefused):
        succession.advance(other, to="co_lead", note="دیده شد", by=world.person["maryam"], at=SATURDAY + DAY)
    assert Step.objects.filter(successor=one, stage="co_lead").count() == 1
