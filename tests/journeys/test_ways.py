"""The ways a need takes from centre to centre: pools, chains, what a reason teaches, orders, the last door, the end."""

from datetime import timedelta
from typing import Any

import pytest

from hamafza.intake import commands as intake
from hamafza.intake.models import Need, Request, Share
from hamafza.kernel.errors import MoveRefused, ReasonMissing
from hamafza.network import commands as network
from hamafza.network.models import Centre
from hamafza.notices.models import Message
from hamafza.referrals import advice
from hamafza.referrals import commands as referrals
from hamafza.referrals.commands.finishing import SameCentre
from hamafza.referrals.commands.offering import AlreadyAsked, NoCentre
from hamafza.referrals.models import LastDoor, Referral
from hamafza.referrals.states import Decline, NotDone
from tests.cast import HAND, SATURDAY, World

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
LATER = SATURDAY + HOUR
SECRETARY = {"chabahar": "zahra", "konarak": "sara", "zahedan": "hamid", "work": "mina"}


def open_hop(need: Need | Request) -> Referral:
    by = {"need": need} if isinstance(need, Need) else {"need__request": need}
    return Referral.objects.open().whole().get(**by)


def of(world: World, hop: Referral) -> Any:
    """Whoever answers for the hop's centre."""
    return world.person[SECRETARY[hop.centre.code]]


def refuse(world: World, hop: Referral, reason: str = "capacity") -> None:
    referrals.decline(hop, reason=reason, note="شرح", by=of(world, hop), at=LATER)


def sees(centre: Centre, request: Request, at: Any = LATER) -> str:
    share = Share.objects.live(at).filter(request=request, centre=centre).first()
    return share.level if share else ""


class TestAPool:
    @pytest.fixture
    def hops(self, world: World) -> dict[str, Referral]:
        first = open_hop(world.triaged("health"))
        referrals.withdraw(first, reason="از همه بپرسیم", by=world.person["reza"], at=SATURDAY)
        centres = [world.centre[key] for key in ("chabahar", "konarak", "zahedan")]
        referrals.offer(first.need, centres=centres, mode="pool", by=world.person["reza"], at=SATURDAY)
        return {hop.centre.code: hop for hop in Referral.objects.open().whole()}

    def test_asks_all_at_once(self, hops: dict[str, Referral]) -> None:
        assert set(hops) == {"chabahar", "konarak", "zahedan"}
        assert {hop.mode for hop in hops.values()} == {"pool"}
        assert sorted(hop.rank for hop in hops.values()) == [1, 2, 3]

    @pytest.mark.parametrize("winner", ["chabahar", "konarak", "zahedan"])
    def test_the_first_yes_keeps_it_and_no_other_comes_after(
        self, world: World, hops: dict[str, Referral], winner: str
    ) -> None:
        referrals.accept(hops[winner], by=of(world, hops[winner]), at=LATER)

        for key in set(hops) - {winner}:
            with pytest.raises(MoveRefused):
                referrals.accept(hops[key], by=of(world, hops[key]), at=LATER)
            assert sees(hops[key].centre, hops[key].need.request) == ""
        states = dict(Referral.objects.filter(mode="pool").values_list("centre__code", "state"))
        assert states == {key: "accepted" if key == winner else "closed_elsewhere" for key in hops}
        assert sees(hops[winner].centre, hops[winner].need.request) == "full"

    def test_the_others_are_told_one_by_one(self, world: World, hops: dict[str, Referral]) -> None:
        referrals.accept(hops["konarak"], by=world.person["sara"], at=LATER)

        told = Message.objects.filter(template="referral_taken").values_list("to_person__username", flat=True)
        assert sorted(told) == ["hamid", "zahra"]

    def test_one_no_leaves_the_others_asked(self, world: World, hops: dict[str, Referral]) -> None:
        refuse(world, hops["chabahar"])

        left = Referral.objects.open().values_list("centre__code", flat=True)
        assert sorted(left) == ["konarak", "zahedan"]
        assert not LastDoor.objects.exists()

    def test_three_noes_lead_to_the_last_door(self, world: World, hops: dict[str, Referral]) -> None:
        for hop in hops.values():
            refuse(world, hop)

        assert LastDoor.objects.get().why == "refusals"

    def test_the_request_waits_for_whoever_must_answer_first(self, world: World, hops: dict[str, Referral]) -> None:
        request = Request.objects.get()

        assert request.due_at == min(hop.due_at for hop in hops.values() if hop.due_at)

    def test_without_the_pool_only_the_first_of_the_list_is_asked(self, world: World) -> None:
        first = open_hop(world.triaged("health"))
        referrals.withdraw(first, reason="دیگری", by=world.person["reza"], at=SATURDAY)
        centres = [world.centre["zahedan"], world.centre["konarak"]]

        referrals.offer(first.need, centres=centres, mode="one", by=world.person["reza"], at=SATURDAY)

        assert open_hop(first.need).centre == world.centre["zahedan"]

    def test_nobody_or_twice_is_refused(self, world: World) -> None:
        hop, reza = open_hop(world.triaged("health")), world.person["reza"]

        with pytest.raises(AlreadyAsked):
            referrals.offer(hop.need, centres=[world.centre["konarak"]], by=reza, at=LATER)
        referrals.withdraw(hop, reason="دیگری", by=reza, at=LATER)
        with pytest.raises(NoCentre):
            referrals.offer(hop.need, centres=[], by=reza, at=LATER)


class TestAChainOfRelays:
    ROUTE = ("konarak", "zahedan", "work", "chabahar", "konarak")

    def walk(self, world: World) -> list[Referral]:
        hop = open_hop(world.triaged("health"))
        chain = [hop]
        for key in self.ROUTE:
            by = of(world, hop)
            referrals.accept(hop, by=by, at=LATER)
            hop = referrals.relay(hop, centre=world.centre[key], note="نزدیک‌ترند", by=by, at=LATER)
            chain.append(hop)
        return [Referral.objects.whole().get(pk=one.pk) for one in chain]

    def test_is_one_story_of_five_links(self, world: World) -> None:
        chain = self.walk(world)

        assert [hop.parent_id for hop in chain] == [None, *(hop.pk for hop in chain[:-1])]
        assert [hop.rank for hop in chain] == [1, 2, 3, 4, 5, 6]
        assert {(hop.state, hop.reason) for hop in chain[:-1]} == {("not_done", "relayed")}
        assert len({hop.need_id for hop in chain}) == 1

    def test_counts_as_no_refusal(self, world: World) -> None:
        self.walk(world)

        assert not LastDoor.objects.exists()

    def test_leaves_it_with_the_last_centre_alone(self, world: World) -> None:
        chain = self.walk(world)
        request = Request.objects.get()

        assert request.holder == world.person["sara"]
        assert {key: sees(centre, request) for key, centre in world.centre.items()} == {
            "chabahar": "",
            "konarak": "minimum",
            "zahedan": "",
            "work": "",
        }
        assert open_hop(request) == chain[-1]

    def test_the_applicant_is_told_each_time_until_when(self, world: World) -> None:
        self.walk(world)

        said = Message.objects.filter(template="request_moved_on", to_phone="09151234567")
        assert said.count() == len(self.ROUTE)

    def test_at_its_end_a_no_seeks_among_those_not_asked(self, world: World) -> None:
        chain = self.walk(world)

        refuse(world, chain[-1])

        assert LastDoor.objects.get().why == "exhausted"  # all three of health have had it

    def test_a_centre_cannot_hand_to_itself_or_to_one_that_sleeps(self, world: World) -> None:
        hop, zahra = open_hop(world.triaged("health")), world.person["zahra"]
        referrals.accept(hop, by=zahra, at=LATER)
        network.move_state(world.centre["konarak"], to="dormant", by=HAND, at=LATER)
        world.centre["konarak"].refresh_from_db()

        for key, refusal in (("chabahar", SameCentre), ("konarak", referrals.CentreRests)):
            with pytest.raises(refusal):
                referrals.relay(hop, centre=world.centre[key], by=zahra, at=LATER)

    def test_what_is_only_offered_is_declined_and_not_handed_on(self, world: World) -> None:
        hop = open_hop(world.triaged("health"))

        with pytest.raises(MoveRefused):
            referrals.relay(hop, centre=world.centre["konarak"], by=world.person["zahra"], at=LATER)

        assert open_hop(hop.need) == hop


class TestWhatAReasonTeaches:
    """Chabahar says no. Konarak serves the county too but is full; Zahedan is far, serves the province and has room."""

    @pytest.mark.parametrize(
        ("reason", "onward"),
        [
            ("capacity", "zahedan"),
            ("funds", "zahedan"),
            ("out_of_area", "konarak"),
        ],
    )
    def test_decides_which_of_the_two_is_asked(self, world: World, reason: str, onward: str) -> None:
        konarak, zahedan, health = world.centre["konarak"], world.centre["zahedan"], world.domain["health"]
        hop = open_hop(world.triaged("health"))
        network.edit(konarak, area_path="IR/11/1104/", by=HAND, at=SATURDAY)
        network.say_capacity(konarak, domain=health, free=0, by=HAND, at=SATURDAY)
        network.say_capacity(zahedan, domain=health, free=40, by=HAND, at=SATURDAY)

        refuse(world, hop, reason)

        assert (hop.centre.code, open_hop(hop.need).centre.code) == ("chabahar", onward)

    def test_the_reason_reaches_the_engine(self, world: World) -> None:
        need = Need.objects.get(request=world.triaged("health"))
        shares = {
            reason: {
                one["name"]: one["share"] for one in advice.rank_centres(need, at=LATER, last_reason=reason)[0].reasons
            }
            for reason in ("capacity", "out_of_area", "wrong_domain", "other")
        }

        assert shares["capacity"]["capacity"] > shares["other"]["capacity"]
        assert shares["out_of_area"]["area"] > shares["other"]["area"]
        assert shares["wrong_domain"]["domain"] > shares["other"]["domain"]

    @pytest.mark.parametrize("reason", Decline.values)
    def test_each_reason_leads_on(self, world: World, reason: str) -> None:
        hop = open_hop(world.triaged("health"))

        refuse(world, hop, reason)

        hop.refresh_from_db()
        assert (hop.state, hop.reason) == ("declined", reason)
        assert open_hop(hop.need).centre != hop.centre

    @pytest.mark.parametrize(("reason", "note"), [("", ""), ("weather", "x"), ("other", ""), ("other", "  ")])
    def test_none_or_an_unknown_one_is_refused(self, world: World, reason: str, note: str) -> None:
        hop = open_hop(world.triaged("health"))

        with pytest.raises(ReasonMissing):
            referrals.decline(hop, reason=reason, note=note, by=world.person["zahra"], at=LATER)

        assert open_hop(hop.need) == hop

    @pytest.mark.parametrize("reason", [*NotDone.values, ""])
    def test_giving_up_leads_on_too(self, world: World, reason: str) -> None:
        hop, zahra = open_hop(world.triaged("health")), world.person["zahra"]
        referrals.accept(hop, by=zahra, at=LATER)

        if reason in {"", "relayed"}:
            with pytest.raises(ReasonMissing):
                referrals.give_up(hop, reason=reason, by=zahra, at=LATER)
            assert open_hop(hop.need) == hop
            return
        referrals.give_up(hop, reason=reason, by=zahra, at=LATER)
        assert open_hop(hop.need).centre != hop.centre


class TestTheFactsOfAdvice:
    def values(self, need: Need, centre: str) -> dict[str, float]:
        [found] = [one for one in advice.rank_centres(need, at=LATER) if one.centre.code == centre]
        return {reason["name"]: reason["value"] for reason in found.reasons}

    def test_a_no_counts_for_half_a_year(self, world: World) -> None:
        zahra, need = world.person["zahra"], Need.objects.get(request=world.triaged("health"))
        before = self.values(need, "chabahar")["acceptance"]
        long_ago = SATURDAY - 200 * DAY
        referrals.decline(open_hop(world.triaged("health", at=long_ago)), reason="funds", by=zahra, at=long_ago)
        assert self.values(need, "chabahar")["acceptance"] == before

        refuse(world, open_hop(world.triaged("health")), "funds")

        assert self.values(need, "chabahar")["acceptance"] < before

    def test_a_yes_speaks_for_a_centre_and_its_load_against_it(self, world: World) -> None:
        zahra, need = world.person["zahra"], Need.objects.get(request=world.triaged("health"))
        hop = open_hop(world.triaged("health"))
        before = self.values(need, "chabahar")

        referrals.accept(hop, by=zahra, at=SATURDAY)
        accepted = self.values(need, "chabahar")
        referrals.finish(hop, outcome="solved", evidence="شد", by=zahra, at=SATURDAY)

        assert accepted["acceptance"] > before["acceptance"]
        assert accepted["fairness"] == before["fairness"]  # still open
        assert self.values(need, "chabahar")["fairness"] > before["fairness"]

    def test_what_was_said_of_capacity_fades(self, world: World) -> None:
        need, centre = Need.objects.get(request=world.triaged("health")), world.centre["chabahar"]
        said = []
        for days in (0, 10, 60):
            network.say_capacity(centre, domain=world.domain["health"], free=30, by=HAND, at=LATER - days * DAY)
            said.append(self.values(need, "chabahar")["capacity"])

        assert said == sorted(said, reverse=True)
        assert said[0] > said[-1]

    def test_leave_out_centres_that_sleep_or_take_none(self, world: World) -> None:
        need = Need.objects.get(request=world.triaged("health"))
        network.move_state(world.centre["konarak"], to="dormant", by=HAND, at=LATER)
        network.edit(world.centre["zahedan"], takes_referrals=False, by=HAND, at=LATER)

        assert [one.centre.code for one in advice.rank_centres(need, at=LATER)] == ["chabahar"]

    def test_another_province_gets_the_far_centre_rather_than_none(self, world: World) -> None:
        request = world.request(place="0901")
        intake.triage(request, domains=[world.domain["health"]], urgency="0", by=world.person["farhad"], at=SATURDAY)

        assert open_hop(request).centre.code in {"chabahar", "konarak", "zahedan"}

    def test_every_proposal_gives_seven_reasons_whose_shares_make_one(self, world: World) -> None:
        need = Need.objects.get(request=world.triaged("health"))

        for one in advice.rank_centres(need, at=LATER):
            assert len(one.reasons) == 7
            assert sum(reason["share"] for reason in one.reasons) == pytest.approx(1)

    def test_found_by_name_leaves_out_those_asked(self, world: World) -> None:
        hop = open_hop(world.triaged("health"))

        found = advice.other_centres(hop, at=LATER, words="كانون سلامت")  # an Arabic kaf

        assert {centre.code for centre in found} == {"konarak", "zahedan"}


class TestOrders:
    """Housing first, then the job."""

    @pytest.fixture
    def request_(self, world: World) -> Request:
        request = world.request()
        return intake.triage(
            request,
            domains=[world.domain["health"], world.domain["employment"], world.domain["housing"]],
            orders=[1, 2, 3],
            urgency="0",
            by=world.person["reza"],
            at=SATURDAY,
        )

    def needs(self, request: Request) -> dict[str, str]:
        return dict(Need.objects.filter(request=request).values_list("domain__key", "state"))

    def test_only_the_first_begins(self, request_: Request) -> None:
        assert self.needs(request_) == {"health": "offered", "employment": "waiting", "housing": "waiting"}

    def test_each_begins_in_the_minute_in_which_the_one_before_ended(self, world: World, request_: Request) -> None:
        self.done(world, request_, "zahra")
        assert self.needs(request_) == {"health": "done", "employment": "offered", "housing": "waiting"}

        self.done(world, request_, "mina")
        assert self.needs(request_) == {"health": "done", "employment": "done", "housing": "last_door"}

        task = LastDoor.objects.get(state="open")
        referrals.act_at_last_door(task, action="outside", note="بنیاد مسکن", by=world.person["karim"], at=LATER)
        request_.refresh_from_db()
        assert request_.state == "partly_resolved"

    def done(self, world: World, request: Request, who: str) -> None:
        hop = open_hop(request)
        referrals.accept(hop, by=world.person[who], at=LATER)
        referrals.finish(hop, outcome="solved", evidence="شد", by=world.person[who], at=LATER)

    def test_a_need_whose_turn_has_not_come_is_sent_by_nobody_by_itself(self, world: World, request_: Request) -> None:
        refuse(world, open_hop(request_))
        referrals.refer(request_, by=world.person["reza"], at=LATER)

        assert self.needs(request_)["employment"] == "waiting"

    def test_the_first_at_the_last_door_holds_the_others_back(self, world: World, request_: Request) -> None:
        for _time in range(3):
            refuse(world, open_hop(request_))

        assert self.needs(request_) == {"health": "last_door", "employment": "waiting", "housing": "waiting"}
        referrals.act_at_last_door(
            LastDoor.objects.get(), action="guidance", note="همراهی", by=world.person["karim"], at=LATER
        )
        assert self.needs(request_)["employment"] == "offered"
