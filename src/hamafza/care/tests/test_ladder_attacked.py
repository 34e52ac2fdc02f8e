"""The ladder by every hand and over time: two signatures of two people, one above the other; refused, gone and back again."""

from datetime import timedelta

import pytest

from hamafza.care import commands as care
from hamafza.care import queries, rules
from hamafza.care.commands.ladder import NotYet
from hamafza.care.deadlines import AGAIN_AFTER
from hamafza.care.models import Step
from hamafza.care.tasks import CLOCK, laddered
from hamafza.care.tests.telling import DAY, NOW, TODAY, Deeds, proposed, ready, serving, trusted
from hamafza.journal.models import JournalLine
from hamafza.kernel.errors import MoveRefused, NotAllowed, ReasonMissing
from hamafza.kernel.models import AuditLine, StateChange
from hamafza.kernel.ticking import tick
from hamafza.notices.models import Message
from hamafza.volunteers import commands as volunteers
from hamafza.volunteers.models import Volunteer
from tests.cast import World

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
SIGNERS = ["zahra", "maryam", "nader", "parvin", "sara", "reza", "karim", "farhad", "mina", "admin", "stranger"]
LEVEL = {"maryam": 1, "nader": 2, "parvin": 3}


def fresh(step: Step) -> Step:
    return Step.objects.whole().get(pk=step.pk)


def keep_serving(deeds: Deeds, she: Volunteer, days: int) -> None:
    """She goes on serving, so that her hours are there later too."""
    for n in range(0, days, 7):
        deeds.add(she, day=TODAY + n * DAY, minutes=8 * 60)


class TestTwoHands:
    @pytest.mark.parametrize("second", SIGNERS)
    @pytest.mark.parametrize("first", SIGNERS)
    def test_of_two_levels(self, world: World, deeds: Deeds, first: str, second: str) -> None:
        """Every pair of people: the first must answer for the centre, the second stand above her, and never be she."""
        step = proposed(world, deeds)
        one, two = LEVEL.get(first, 0), LEVEL.get(second, 0)
        if not one:
            with pytest.raises(NotAllowed):
                care.grant(step, by=world.person[first], at=NOW)
            return
        care.grant(step, by=world.person[first], at=NOW)
        if two > one or (
            one == 3 and two == 2
        ):  # above the province there is nobody: another hand of the county or above
            assert care.countersign(fresh(step), by=world.person[second], at=NOW).state == "raised"
        else:
            with pytest.raises(NotAllowed):
                care.countersign(fresh(step), by=world.person[second], at=NOW)
            assert Volunteer.objects.get(pk=step.volunteer_id).rung == "associate"

    def test_no_second_signature_without_a_first(self, world: World, deeds: Deeds) -> None:
        step = proposed(world, deeds)
        with pytest.raises((MoveRefused, NotAllowed)):
            care.countersign(step, by=world.person["nader"], at=NOW)
        assert Step.objects.get().state == "proposed"

    def test_the_first_cannot_be_given_twice(self, world: World, deeds: Deeds) -> None:
        step = proposed(world, deeds)
        care.grant(step, by=world.person["maryam"], at=NOW)
        with pytest.raises(MoveRefused):
            care.grant(fresh(step), by=world.person["nader"], at=NOW)
        assert Step.objects.get().granted_by == world.person["maryam"]

    def test_whose_step_it_is_signs_on_no_level(self, world: World, deeds: Deeds) -> None:
        """A coordinator who serves at a centre of hers too."""
        step = proposed(world, deeds)
        Volunteer.objects.filter(pk=step.volunteer_id).update(person=world.person["nader"])
        with pytest.raises(NotAllowed):
            care.grant(fresh(step), by=world.person["nader"], at=NOW)
        care.grant(fresh(step), by=world.person["maryam"], at=NOW)
        for act in (care.countersign, care.refuse):
            more = {"reason": "نه"} if act is care.refuse else {}
            with pytest.raises(NotAllowed):
                act(fresh(step), by=world.person["nader"], at=NOW, **more)
        assert fresh(step).holder != world.person["nader"]

    def test_the_holder_may_always_sign(self, world: World, deeds: Deeds) -> None:
        step = proposed(world, deeds)
        assert rules.may_grant(step.holder, step, NOW)
        care.grant(step, by=step.holder, at=NOW)
        step = fresh(step)
        assert rules.may_countersign(step.holder, step, NOW) and step.holder != step.granted_by

    def test_evidence_stays_as_it_stood_on_its_day(self, world: World, deeds: Deeds) -> None:
        step = proposed(world, deeds)
        before = fresh(step).evidence
        deeds.kept.clear()
        care.grant(step, by=world.person["maryam"], at=NOW)
        assert fresh(step).evidence == before
        assert {line[0]: line[1] >= line[2] for line in before} == dict.fromkeys(["months", "hours", "trust"], True)


class TestNotYet:
    def test_is_silent_for_sixty_days_to_the_second(self, world: World, deeds: Deeds) -> None:
        step = proposed(world, deeds)
        she = step.volunteer
        keep_serving(deeds, she, 70)
        care.refuse(step, reason="دو ماه دیگر", by=world.person["maryam"], at=NOW)
        she = Volunteer.objects.whole().get(pk=she.pk)
        with pytest.raises(MoveRefused):
            care.propose(she, by=CLOCK, at=NOW + AGAIN_AFTER - SECOND)
        assert care.propose(she, by=CLOCK, at=NOW + AGAIN_AFTER).state == "proposed"

    def test_comes_again_by_the_weekly_look_and_can_be_raised_then(self, world: World, deeds: Deeds) -> None:
        step = proposed(world, deeds)
        she = step.volunteer
        keep_serving(deeds, she, 90)
        Volunteer.objects.filter(pk=she.pk).update(active_on=TODAY + 80 * DAY)
        care.refuse(step, reason="دو ماه دیگر", by=world.person["maryam"], at=NOW)
        for week in range(1, 10):
            laddered(NOW + 7 * week * DAY)
            waiting = Step.objects.waiting().count()
            assert waiting == (7 * week >= 60)
        again = Step.objects.waiting().whole().get()
        at = NOW + 64 * DAY
        care.grant(again, by=world.person["maryam"], at=at)
        care.countersign(fresh(again), by=world.person["nader"], at=at)
        assert Volunteer.objects.get(pk=she.pk).rung == "member"
        assert list(Step.objects.order_by("pk").values_list("state", flat=True)) == ["refused", "raised"]

    @pytest.mark.parametrize("reason", ["", "   ", "\u200c\u200f \u2066"])
    def test_without_words_is_none(self, world: World, deeds: Deeds, reason: str) -> None:
        step = proposed(world, deeds)
        with pytest.raises(ReasonMissing):
            care.refuse(step, reason=reason, by=world.person["maryam"], at=NOW)

    def test_long_words_are_cut_and_not_lost(self, world: World, deeds: Deeds) -> None:
        step = care.refuse(proposed(world, deeds), reason="آ" * 900, by=world.person["maryam"], at=NOW)
        assert len(Step.objects.get(pk=step.pk).reason) == 500

    def test_the_second_hand_may_say_it_too(self, world: World, deeds: Deeds) -> None:
        step = proposed(world, deeds)
        care.grant(step, by=world.person["maryam"], at=NOW)
        assert care.refuse(fresh(step), reason="مدرک", by=world.person["nader"], at=NOW).state == "refused"
        with pytest.raises(MoveRefused):
            care.countersign(fresh(step), by=world.person["parvin"], at=NOW)


class TestWhoGoesInBetween:
    def test_is_not_raised_by_a_signature_that_comes_late(self, world: World, deeds: Deeds) -> None:
        step = proposed(world, deeds)
        care.grant(step, by=world.person["maryam"], at=NOW)
        volunteers.set_away(step.volunteer, reason="سفر", by=world.person["zahra"], at=NOW)

        with pytest.raises(MoveRefused):
            care.countersign(fresh(step), by=world.person["nader"], at=NOW)

        step = fresh(step)
        assert (step.state, step.countersigned_by, step.volunteer.rung) == ("granted", None, "associate")
        assert not JournalLine.objects.filter(kind="rung_raised").exists()
        assert not Message.objects.filter(template="rung_raised").exists()

    def test_finds_the_ladder_again_when_she_is_back(self, world: World, deeds: Deeds) -> None:
        step = proposed(world, deeds)
        she = step.volunteer
        zahra = world.person["zahra"]
        volunteers.set_away(she, reason="سفر", by=zahra, at=NOW)
        tick(NOW + DAY)
        assert fresh(step).state == "lapsed"

        volunteers.come_back(Volunteer.objects.whole().get(pk=she.pk), by=zahra, at=NOW + 2 * DAY)
        again = care.propose(Volunteer.objects.whole().get(pk=she.pk), by=CLOCK, at=NOW + 3 * DAY)
        assert again.pk != step.pk and again.state == "proposed"

    def test_trust_of_who_left_counts_no_more(self, world: World, deeds: Deeds) -> None:
        she, peer = ready(world, deeds)
        volunteers.set_away(peer, reason="سفر", by=world.person["zahra"], at=NOW)
        serving(world, 2)
        with pytest.raises(NotYet):
            care.propose(she, by=CLOCK, at=NOW)

    def test_the_head_who_left_holds_nothing(self, world: World, deeds: Deeds) -> None:
        step = proposed(world, deeds)
        maryam = world.person["maryam"]
        maryam.is_active = False
        maryam.save(update_fields=["is_active"])
        tick(NOW + DAY)
        assert fresh(step).holder != maryam and rules.may_grant(fresh(step).holder, fresh(step), NOW + DAY)


class TestEvidenceToTheEdge:
    def rise(self, she: Volunteer) -> dict[str, int]:
        return {str(line.measure): line.missing for line in queries.rise_of(she, NOW).lines}

    @pytest.mark.parametrize(("minutes", "missing"), [(72 * 60, 0), (72 * 60 - 1, 1), (0, 72)])
    def test_an_hour_that_lacks_a_minute_is_not_full(
        self, world: World, deeds: Deeds, minutes: int, missing: int
    ) -> None:
        she = serving(world)
        deeds.add(she, minutes=minutes)
        assert self.rise(she)["hours"] == missing

    @pytest.mark.parametrize(("days", "missing"), [(0, 0), (1, 1)])
    def test_six_months_to_the_day(self, world: World, days: int, missing: int) -> None:
        """Accepted on the 27th of April; today is the 27th of October."""
        she = serving(world, accepted_at=NOW.replace(month=4) + days * DAY)
        assert self.rise(she)["months"] == missing

    @pytest.mark.parametrize(("peers", "wants"), [(1, 1), (3, 2), (5, 3), (7, 3)])
    def test_trust_of_as_many_as_are_there(self, world: World, peers: int, wants: int) -> None:
        she = serving(world)
        others = [serving(world, n) for n in range(1, peers + 1)]
        assert self.rise(she)["trust"] == wants
        trusted(world, she, *others[: wants - 1])
        assert self.rise(she)["trust"] == 1
        trusted(world, she, *others)
        assert self.rise(she)["trust"] == 0

    def test_all_is_asked_and_no_three_of_four(self, world: World, deeds: Deeds) -> None:
        for lacking in ("months", "hours", "trust"):
            Step.objects.all().delete()
            Volunteer.objects.all().delete()
            deeds.kept.clear()
            she, peer = serving(world, 0, months=2 if lacking == "months" else 8), serving(world, 1, months=1)
            if lacking != "hours":
                deeds.add(she, minutes=80 * 60)
            if lacking != "trust":
                trusted(world, she, peer)
            assert [name for name, missing in self.rise(she).items() if missing] == [lacking]
            with pytest.raises(NotYet):
                care.propose(she, by=CLOCK, at=NOW)


def test_no_name_and_no_reason_in_the_books(world: World, deeds: Deeds) -> None:
    step = proposed(world, deeds)
    she = step.volunteer
    care.refuse(step, reason="به دلیل بیماری مادرش", by=world.person["maryam"], at=NOW)
    for model in (JournalLine, AuditLine):
        assert not [
            word for word in (she.full_name, she.mobile, "بیماری") if word in repr(list(model.objects.values()))
        ]
    assert she.full_name not in repr(list(StateChange.objects.values()))
    sms = Message.objects.get(template="step_refused", to_phone=she.mobile).body
    assert "بیماری" not in sms and "سارا" not in sms
