"""Ways that end at the last door, and how a request ends."""

from datetime import timedelta
from typing import Any

import pytest

from hamafza.feedback import commands as feedback
from hamafza.feedback.models import Survey
from hamafza.intake import commands as intake
from hamafza.intake.models import Need, Request, Share
from hamafza.kernel.actors import Applicant
from hamafza.kernel.errors import MoveRefused, ReasonMissing
from hamafza.notices.models import Message
from hamafza.referrals import commands as referrals
from hamafza.referrals.commands.finishing import OutcomeMissing
from hamafza.referrals.commands.last_door import WayMissing
from hamafza.referrals.models import LastDoor, Referral
from tests.cast import SATURDAY, World
from tests.journeys.test_ways import open_hop, refuse

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
LATER = SATURDAY + HOUR


class TestTheLastDoorsWays:
    @pytest.fixture
    def task(self, world: World) -> LastDoor:
        return LastDoor.objects.select_related("need__request").get(need__request=world.triaged("housing"))

    def act(self, world: World, task: LastDoor, **more: Any) -> LastDoor:
        return referrals.act_at_last_door(task, **{"note": "شرح", **more}, by=world.person["karim"], at=LATER)

    @pytest.mark.parametrize(
        ("said", "outcome", "state"),
        [
            ({"action": "outside"}, "referred_on", "partly_resolved"),
            ({"action": "guidance"}, "guided", "partly_resolved"),
            ({"action": "guidance", "not_possible": True}, "not_possible", "partly_resolved"),
        ],
    )
    def test_an_outcome_ends_the_need(
        self, world: World, task: LastDoor, said: dict[str, Any], outcome: str, state: str
    ) -> None:
        self.act(world, task, **said)

        task.need.refresh_from_db()
        request = Request.objects.get()
        assert (task.need.outcome, request.state) == (outcome, state)
        assert request.holder and request.due_at

    def test_a_new_hop_is_told_to_the_applicant_with_its_hour(self, world: World, task: LastDoor) -> None:
        self.act(world, task, action="new_hop", centre=world.centre["work"])

        said = Message.objects.get(template="request_moved_on")
        assert said.to_phone == "09151234567"
        assert Request.objects.get().holder == world.person["mina"]

    def test_a_new_hop_that_says_no_comes_back(self, world: World, task: LastDoor) -> None:
        self.act(world, task, action="new_hop", centre=world.centre["work"])

        refuse(world, open_hop(task.need))

        assert LastDoor.objects.filter(need=task.need).count() == 2
        assert LastDoor.objects.get(need=task.need, state="open").why == "exhausted"

    def test_a_split_seeks_each_part_at_once(self, world: World, task: LastDoor) -> None:
        parts = [world.domain["health"], world.domain["employment"]]

        self.act(world, task, action="split", domains=parts)

        states = dict(Need.objects.values_list("domain__key", "state"))
        assert states == {"housing": "done", "health": "offered", "employment": "offered"}
        assert Request.objects.get().state == "in_referral"

    @pytest.mark.parametrize(
        "said",
        [
            {"action": "nothing"},
            {"action": ""},
            {"action": "guidance", "note": " "},
            {"action": "new_hop"},
            {"action": "split"},
        ],
    )
    def test_nothing_is_not_among_them(self, world: World, task: LastDoor, said: dict[str, Any]) -> None:
        with pytest.raises(WayMissing):
            self.act(world, task, **said)

        task.refresh_from_db()
        assert task.state == "open"

    def test_twice_is_refused(self, world: World, task: LastDoor) -> None:
        self.act(world, task, action="guidance")

        with pytest.raises(MoveRefused):
            self.act(world, task, action="outside")


class TestTheEnd:
    @pytest.mark.parametrize(("outcome", "evidence"), [("", "شد"), ("not_possible", "شد"), ("solved", " ")])
    def test_an_outcome_has_a_word_and_evidence(self, world: World, outcome: str, evidence: str) -> None:
        hop, zahra = open_hop(world.triaged("health")), world.person["zahra"]
        referrals.accept(hop, by=zahra, at=LATER)

        with pytest.raises(OutcomeMissing):
            referrals.finish(hop, outcome=outcome, evidence=evidence, by=zahra, at=LATER)

        assert open_hop(hop.need) == hop

    def test_a_withdrawn_request_calls_everyone_back(self, world: World) -> None:
        request = world.triaged("health", "employment", "housing")

        intake.withdraw(request, reason="حل شد", by=world.person["reza"], at=LATER)

        assert set(Referral.objects.values_list("state", flat=True)) == {"withdrawn"}
        assert LastDoor.objects.get().state == "called_back"
        told = Message.objects.filter(template="referral_withdrawn").values_list("to_person__username", flat=True)
        assert sorted(told) == ["mina", "zahra"]
        assert not Share.objects.live(LATER + MINUTE).filter(request=request, centre=world.centre["work"]).exists()

    def test_one_that_was_merged_too(self, world: World) -> None:
        first, again = world.triaged("health"), world.triaged("health")

        intake.merge(again, original=first, by=world.person["reza"], at=LATER)

        assert Referral.objects.get(need__request=again).state == "withdrawn"
        assert open_hop(first)

    def test_a_hop_that_ended_is_not_taken_back(self, world: World) -> None:
        hop = open_hop(world.triaged("health"))
        refuse(world, hop)

        with pytest.raises(MoveRefused):
            referrals.withdraw(hop, reason="دیر شد", by=world.person["reza"], at=LATER)

    def test_taking_back_needs_a_reason(self, world: World) -> None:
        hop = open_hop(world.triaged("health"))

        with pytest.raises(ReasonMissing):
            referrals.withdraw(hop, reason=" ", by=world.person["reza"], at=LATER)

    def test_not_solved_goes_back_to_the_centre_then_up_then_to_the_province(self, world: World) -> None:
        request, zahra = world.triaged("health"), world.person["zahra"]
        at, officers = LATER, []
        self.finish(request, zahra, at)
        for _no in range(3):
            at += DAY
            feedback.answer(
                Survey.objects.filter(request=request).latest("pk"),
                solved="no",
                by=Applicant(request.pk),
                at=at,
            )
            hop = Referral.objects.open().filter(need__request=request).first()
            if hop:
                officers.append(hop.holder)
                self.finish(request, zahra, at)
                continue
            task = LastDoor.objects.get(need__request=request, state="open")
            officers.append(task.officer)
            referrals.act_at_last_door(task, action="guidance", note="همراهی", by=world.person["parvin"], at=at)

        assert officers == [zahra, world.person["nader"], world.person["parvin"]]

    def finish(self, request: Request, zahra: Any, at: Any) -> None:
        hop = open_hop(request)
        referrals.accept(hop, by=zahra, at=at)
        referrals.finish(hop, outcome="solved", evidence="شد", by=zahra, at=at)
