"""The ladder: what it asks, what she has, who proposes, who signs twice, and who may not."""

import pytest
from django.db import IntegrityError, transaction

from hamafza.care import commands as care
from hamafza.care import queries
from hamafza.care.captions import way_to
from hamafza.care.commands.ladder import NotYet
from hamafza.care.commands.trust import DOOR, NotBesideHer
from hamafza.care.models import Criterion, Step, Vote
from hamafza.care.states import STEP_MOVES, WAITING, Measure, StepState
from hamafza.care.tasks import CLOCK, laddered, steps_chased, steps_handed_over
from hamafza.care.tests.telling import DAY, NOW, TODAY, Deeds, proposed, ready, serving, trusted
from hamafza.kernel.errors import MoveRefused, NotAllowed, ReasonMissing
from hamafza.kernel.models import AuditLine, StateChange
from hamafza.network import commands as network
from hamafza.notices.models import Message
from hamafza.volunteers import commands as volunteers
from hamafza.volunteers import service
from hamafza.volunteers.models import HasSkill, Skill
from hamafza.volunteers.states import Rung, VolunteerState
from tests.cast import HAND, World

pytestmark = pytest.mark.django_db


def told(template: str) -> set[str]:
    return set(Message.objects.filter(template=template).values_list("to_person__username", flat=True))


class TestTheTable:
    def test_every_state_is_known_and_ends_go_nowhere(self) -> None:
        assert set(STEP_MOVES) == set(StepState)
        assert {state for state, to in STEP_MOVES.items() if to} == WAITING
        assert set().union(*STEP_MOVES.values()) <= set(StepState)

    @pytest.mark.parametrize(("members", "votes"), [(1, 0), (2, 1), (3, 1), (4, 2), (5, 2), (6, 3), (60, 3)])
    def test_the_threshold_is_karrots_and_nobody_is_asked_who_is_not_there(self, members: int, votes: int) -> None:
        assert queries.threshold(members) == votes


class TestEvidence:
    def test_says_what_is_there_and_what_is_missing(self, world: World, deeds: Deeds) -> None:
        she = serving(world, months=4)
        serving(world, 1)
        deeds.add(she, minutes=60 * 60)
        rise = queries.rise_of(she, NOW)

        assert rise.rung == Rung.MEMBER and not rise.is_met
        assert {one.measure: (one.has, one.wants) for one in rise.lines} == {
            Measure.MONTHS: (4, 6), Measure.HOURS: (60, 72), Measure.TRUST: (0, 1),
        }  # fmt: skip
        assert way_to(rise) == "۲ ماه دیگر و ۱۲ ساعت دیگر و ۱ رأی اعتماد دیگر تا «خادمیار»"

    def test_hours_of_long_ago_do_not_count(self, world: World, deeds: Deeds) -> None:
        she = serving(world)
        deeds.add(she, day=TODAY - 200 * DAY, minutes=9_000)
        hours = next(one for one in queries.rise_of(she, NOW).lines if one.measure == Measure.HOURS)

        assert hours.has == 0

    def test_a_mentor_needs_a_valid_skill_and_the_years(self, world: World) -> None:
        she = serving(world, rung=Rung.MEMBER, birth_year=1390)
        lines = {one.measure: one for one in queries.rise_of(she, NOW).lines}
        assert (lines[Measure.SKILLS].missing, lines[Measure.AGE].missing) == (1, 3)

        skill = Skill.objects.create(key="nurse", name_fa="پرستاری", name_en="Nursing", is_licensed=True)
        paper = HasSkill.objects.create(
            volunteer=she, skill=skill, until=TODAY - DAY, seen_by=world.person["maryam"], seen_at=NOW
        )
        assert not _line(she, Measure.SKILLS).is_met
        HasSkill.objects.filter(pk=paper.pk).update(until=TODAY)
        assert _line(she, Measure.SKILLS).is_met

    def test_alone_at_a_centre_nobody_is_asked_to_vote(self, world: World) -> None:
        lines = queries.rise_of(serving(world), NOW).lines

        assert Measure.TRUST not in {one.measure for one in lines}

    def test_above_the_last_rung_there_is_none(self, world: World) -> None:
        rise = queries.rise_of(serving(world, rung=Rung.SECRETARY), NOW)

        assert rise.rung is None and not rise.is_met and not rise.lines

    def test_of_many_costs_no_more_queries(self, world: World, django_assert_max_num_queries) -> None:
        some = [serving(world, n) for n in range(6)]
        with django_assert_max_num_queries(4 + len(service.kinds())):
            queries.rises(world.centre["chabahar"], some, NOW)


def _line(she, measure):
    return next(one for one in queries.rise_of(she, NOW).lines if one.measure == measure)


class TestCriteriaOfAProvince:
    def test_stand_in_place_of_the_table(self, world: World) -> None:
        she = serving(world)
        care.set_criteria(
            world.place["11"], values={("member", "hours"): 10, ("", "overload"): 40}, by=world.person["parvin"], at=NOW
        )

        assert _line(she, Measure.HOURS).wants == 10
        assert queries.limit("IR/11/1104/") == 40 and queries.limit("IR/09/0901/") == 60

    def test_zero_asks_nothing(self, world: World) -> None:
        care.set_criteria(world.place["11"], values={("member", "hours"): 0}, by=world.person["parvin"], at=NOW)

        assert Measure.HOURS not in {one.measure for one in queries.rise_of(serving(world), NOW).lines}

    @pytest.mark.parametrize("who", ["nader", "maryam", "zahra", "admin", "farhad", "stranger"])
    def test_are_the_provinces_alone(self, world: World, who: str) -> None:
        with pytest.raises(NotAllowed):
            care.set_criteria(world.place["11"], values={("member", "hours"): 1}, by=world.person[who], at=NOW)

    def test_of_another_province_are_not_hers(self, world: World) -> None:
        with pytest.raises(NotAllowed):
            care.set_criteria(world.place["09"], values={("member", "hours"): 1}, by=world.person["parvin"], at=NOW)

    def test_stand_once_a_province(self, world: World) -> None:
        facts = {"place": world.place["11"], "rung": "member", "measure": "hours", "value": 1}
        Criterion.objects.create(**facts)
        with pytest.raises(IntegrityError), transaction.atomic():
            Criterion.objects.create(**facts)


class TestTrust:
    def test_is_counted_while_its_giver_serves(self, world: World) -> None:
        she, peer = serving(world), serving(world, 1)
        trusted(world, she, peer, peer)  # a second time changes nothing
        assert _line(she, Measure.TRUST).has == 1

        type(peer).objects.filter(pk=peer.pk).update(state=VolunteerState.INACTIVE_LONG)
        third = serving(world, 2)
        assert _line(she, Measure.TRUST).has == 0
        trusted(world, she, third)
        assert _line(she, Measure.TRUST).has == 1

    def test_is_taken_back(self, world: World) -> None:
        she, peer = serving(world), serving(world, 1)
        trusted(world, she, peer)
        care.take_trust_back(voter=peer, volunteer=she, by=DOOR, at=NOW)

        assert _line(she, Measure.TRUST).has == 0 and not Vote.objects.exists()

    def test_keeps_no_name_of_its_giver(self, world: World) -> None:
        she, peer = serving(world), serving(world, 1)
        trusted(world, she, peer)

        kept = Vote.objects.values().get()
        assert set(kept) == {"id", "volunteer_id", "rung", "mark"}
        assert {line.by for line in AuditLine.objects.filter(verb="care.trust")} == {"door:trust"}
        assert peer.ref not in repr(list(AuditLine.objects.values()))

    def test_is_for_one_rung(self, world: World) -> None:
        she, peer = serving(world), serving(world, 1)
        trusted(world, she, peer)
        volunteers.raise_rung(she, rung=Rung.MEMBER, by=HAND, at=NOW)

        assert _line(she, Measure.TRUST).has == 0

    @pytest.mark.parametrize("other", [
        {"centre": "konarak"}, {"state": VolunteerState.ARCHIVED}, {"state": VolunteerState.INACTIVE_SHORT},
    ])  # fmt: skip
    def test_comes_from_beside_her_only(self, world: World, other: dict[str, str]) -> None:
        she, peer = serving(world), serving(world, 1, **other)
        with pytest.raises(NotBesideHer):
            trusted(world, she, peer)

    def test_of_oneself_is_none(self, world: World) -> None:
        she = serving(world)
        with pytest.raises(NotBesideHer):
            trusted(world, she, she)

    def test_does_not_come_in_ones_own_name(self, world: World) -> None:
        she, peer = serving(world), serving(world, 1)
        with pytest.raises(NotAllowed):
            care.trust(voter=peer, volunteer=she, by=peer, at=NOW)


class TestAStep:
    def test_is_proposed_by_the_clock_when_all_is_met(self, world: World, deeds: Deeds) -> None:
        she, _peer = ready(world, deeds)
        laddered(NOW)

        step = Step.objects.get()
        assert (step.volunteer, step.rung, step.state, step.holder) == (
            she,
            "member",
            "proposed",
            world.person["maryam"],
        )
        assert ["hours", 72, 72] in step.evidence
        assert "maryam" in told("step_proposed")
        assert laddered(NOW + DAY) == 0  # once a week
        laddered(NOW + 7 * DAY)
        assert Step.objects.count() == 1

    def test_is_not_proposed_before(self, world: World, deeds: Deeds) -> None:
        she = serving(world)
        laddered(NOW)
        assert not Step.objects.exists()
        with pytest.raises(NotYet):
            care.propose(she, by=CLOCK, at=NOW)

    @pytest.mark.parametrize("who", ["maryam", "nader", "parvin"])
    def test_nobody_proposes_by_hand(self, world: World, deeds: Deeds, who: str) -> None:
        she, _peer = ready(world, deeds)
        with pytest.raises(NotAllowed):
            care.propose(she, by=world.person[who], at=NOW)

    def test_two_signatures_raise_her(self, world: World, deeds: Deeds) -> None:
        step = proposed(world, deeds)
        care.grant(step, by=world.person["maryam"], at=NOW)
        assert (step.state, step.holder) == ("granted", world.person["nader"]) and "nader" in told("step_granted")
        step.volunteer.refresh_from_db()
        assert step.volunteer.rung == Rung.ASSOCIATE

        care.countersign(step, by=world.person["nader"], at=NOW + DAY)
        step.volunteer.refresh_from_db()
        assert (step.state, step.volunteer.rung, step.holder, step.due_at) == ("raised", Rung.MEMBER, None, None)
        assert Message.objects.filter(template="rung_raised", to_phone=step.volunteer.mobile).exists()
        assert StateChange.objects.filter(subject=f"care.step:{step.pk}").count() == 3

    @pytest.mark.parametrize("granter", ["maryam", "nader", "parvin"])
    def test_nobody_signs_twice(self, world: World, deeds: Deeds, granter: str) -> None:
        step = proposed(world, deeds)
        care.grant(step, by=world.person[granter], at=NOW)
        with pytest.raises(NotAllowed):
            care.countersign(step, by=world.person[granter], at=NOW)

    @pytest.mark.parametrize(("granter", "may"), [
        ("maryam", {"nader", "parvin"}), ("nader", {"parvin"}), ("parvin", {"nader"}),
    ])  # fmt: skip
    def test_the_second_signature_stands_above_the_first(
        self, world: World, deeds: Deeds, granter: str, may: set[str]
    ) -> None:
        step = proposed(world, deeds)
        care.grant(step, by=world.person[granter], at=NOW)
        from hamafza.care.rules import may_countersign

        assert {name for name, one in world.person.items() if may_countersign(one, step, NOW)} == may
        assert step.holder is not None and step.holder.username in may

    @pytest.mark.parametrize("who", ["zahra", "reza", "sara", "mina", "karim", "farhad", "admin", "stranger"])
    def test_others_do_not_grant(self, world: World, deeds: Deeds, who: str) -> None:
        step = proposed(world, deeds)
        with pytest.raises(NotAllowed):
            care.grant(step, by=world.person[who], at=NOW)

    def test_nobody_raises_herself(self, world: World, deeds: Deeds) -> None:
        she, _peer = ready(world, deeds)
        type(she).objects.filter(pk=she.pk).update(person=world.person["maryam"])
        laddered(NOW)
        step = Step.objects.whole().get()

        assert step.holder == world.person["nader"]
        with pytest.raises(NotAllowed):
            care.grant(step, by=world.person["maryam"], at=NOW)

    def test_is_refused_with_a_reason_that_she_reads_and_rests_for_two_months(self, world: World, deeds: Deeds) -> None:
        step = proposed(world, deeds)
        with pytest.raises(ReasonMissing):
            care.refuse(step, reason=" ", by=world.person["maryam"], at=NOW)
        care.refuse(step, reason="دورهٔ کمک‌های نخستین مانده است", by=world.person["maryam"], at=NOW)
        assert Message.objects.filter(template="step_refused").exists()

        laddered(NOW + 7 * DAY)
        assert Step.objects.count() == 1
        deeds.add(step.volunteer, day=TODAY + 50 * DAY, minutes=80 * 60)
        laddered(NOW + 61 * DAY)
        assert Step.objects.count() == 2

    def test_who_granted_does_not_refuse_in_the_name_of_those_above(self, world: World, deeds: Deeds) -> None:
        step = proposed(world, deeds)
        care.grant(step, by=world.person["maryam"], at=NOW)
        with pytest.raises(NotAllowed):
            care.refuse(step, reason="پشیمان شدم", by=world.person["maryam"], at=NOW)

    @pytest.mark.parametrize("verb", ["grant", "countersign"])
    def test_does_not_move_against_the_table(self, world: World, deeds: Deeds, verb: str) -> None:
        step = proposed(world, deeds)
        care.refuse(step, reason="زود است", by=world.person["maryam"], at=NOW)
        step.granted_by = None
        with pytest.raises(MoveRefused):
            getattr(care, verb)(step, by=world.person["nader"], at=NOW)


class TestTime:
    def test_reminds_and_tells_above(self, world: World, deeds: Deeds) -> None:
        step = proposed(world, deeds)
        late = step.due_at + DAY
        assert steps_chased(NOW) == 0
        assert steps_chased(late) == 1

        step.refresh_from_db()
        assert step.due_at > late and step.state == "proposed"
        assert {"maryam", "nader"} <= told("step_waits")

    def test_what_lies_with_the_absent_goes_on(self, world: World, deeds: Deeds) -> None:
        step = proposed(world, deeds)
        assert steps_handed_over(NOW) == 0
        network.set_absence(
            world.person["maryam"],
            since=NOW,
            until=NOW + 9 * DAY,
            deputy=world.person["zahra"],
            by=world.person["maryam"],
            at=NOW,
        )
        steps_handed_over(NOW + DAY)

        step.refresh_from_db()
        assert step.holder == world.person["zahra"]

    def test_of_one_who_left_is_put_aside(self, world: World, deeds: Deeds) -> None:
        step = proposed(world, deeds)
        type(step.volunteer).objects.filter(pk=step.volunteer_id).update(state=VolunteerState.ARCHIVED)
        assert steps_handed_over(NOW) == 1

        step.refresh_from_db()
        assert step.state == "lapsed"

    def test_is_part_of_what_is_handed_over(self, world: World, deeds: Deeds) -> None:
        from hamafza.network import holdings

        step = proposed(world, deeds)
        kind = dict(holdings.kinds())["care.step"]
        (held,) = kind.held(world.person["maryam"], NOW)
        assert step.volunteer.full_name not in held.title and held.due_at == step.due_at

        assert kind.hand(world.person["maryam"], world.person["nader"], HAND, NOW) == 1
        assert not kind.held(world.person["maryam"], NOW)

        assert kind.back is not None
        assert kind.back(world.person["nader"], world.person["maryam"], [held.key], HAND, NOW) == 1
        assert kind.held(world.person["maryam"], NOW) == [held]


class TestTheDatabase:
    def make(self, world: World, **facts: object) -> Step:
        whole = {"volunteer": serving(world), "rung": "member", "proposed_at": NOW, **facts}
        return Step.objects.create(**whole)

    @pytest.mark.parametrize(("name", "facts"), [
        ("a_waiting_step_has_a_holder_and_a_deadline", {"state": "proposed"}),
        ("a_waiting_step_has_a_holder_and_a_deadline", {"state": "granted", "due_at": NOW}),
        ("a_step_is_refused_with_a_reason", {"state": "refused"}),
        ("who_was_raised_has_both_signatures", {"state": "raised"}),
    ])  # fmt: skip
    def test_refuses_what_may_not_be(self, world: World, name: str, facts: dict[str, object]) -> None:
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            self.make(world, **facts)

    def test_refuses_one_hand_under_both_signatures(self, world: World) -> None:
        maryam = world.person["maryam"]
        with pytest.raises(IntegrityError, match="nobody_countersigns_herself"), transaction.atomic():
            self.make(world, state="raised", granted_by=maryam, countersigned_by=maryam)

    def test_holds_one_waiting_step_each(self, world: World, deeds: Deeds) -> None:
        step = proposed(world, deeds)
        with pytest.raises(IntegrityError), transaction.atomic():
            Step.objects.create(
                volunteer=step.volunteer, rung="member", proposed_at=NOW, holder=step.holder, due_at=NOW
            )


class TestTheOrderOfVolunteers:
    @pytest.mark.parametrize(("here", "to"), [
        (Rung.ASSOCIATE, Rung.MENTOR), (Rung.MEMBER, Rung.MEMBER), (Rung.MENTOR, Rung.MEMBER), ("", Rung.MENTOR),
    ])  # fmt: skip
    def test_goes_one_rung_up_only(self, world: World, here: str, to: str) -> None:
        with pytest.raises(MoveRefused):
            volunteers.raise_rung(serving(world, rung=here), rung=to, by=HAND, at=NOW)

    def test_raises_only_who_serves(self, world: World) -> None:
        she = serving(world, state=VolunteerState.INACTIVE_SHORT)
        with pytest.raises(MoveRefused):
            volunteers.raise_rung(she, rung=Rung.MEMBER, by=HAND, at=NOW)
