"""A centre that rests or is closed: nobody waits at its door, and nobody is sent to it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from hamafza.intake.models import Request
from hamafza.kernel import clock
from hamafza.kernel.ticking import tick
from hamafza.network import commands as network
from hamafza.network.models import Centre
from hamafza.notices.models import Message
from hamafza.referrals import commands as referrals
from hamafza.referrals.commands._way import CentreRests
from hamafza.referrals.models import LastDoor, Referral
from hamafza.referrals.states import OPEN, HopState
from hamafza.referrals.tests.telling import hop_in, offered
from tests.cast import HAND, World


def shut(world: World, key: str, to: str = "closed") -> None:
    network.move_state(world.centre[key], to=to, reason="تعمیر", by=world.person["nader"], at=clock.now())


def told(template: str, **to: Any) -> int:
    return Message.objects.filter(template=template, **to).count()


class TestClosing:
    @pytest.mark.parametrize("to", ["closed", "dormant"])
    @pytest.mark.parametrize("state", sorted(OPEN))
    def test_sends_what_lies_there_on_at_once(self, world: World, state: str, to: str) -> None:
        hop = hop_in(world, state)

        shut(world, "chabahar", to)

        hop.refresh_from_db()
        onward = Referral.objects.open().get(need=hop.need)
        request = Request.objects.get(pk=hop.need.request_id)
        assert (hop.state, hop.reason) == (HopState.WITHDRAWN, "centre_rests")
        assert onward.centre == world.centre["zahedan"]
        assert (request.holder, request.due_at) == (onward.holder, onward.due_at)

    def test_tells_the_applicant_and_whoever_has_it_now(self, world: World) -> None:
        hop = offered(world)
        phone = hop.need.request.phone

        shut(world, "chabahar")

        assert told("request_moved_on", to_phone=phone) == 1
        assert told("referral_offered", to_person=world.person["hamid"]) == 1
        assert told("referral_withdrawn", to_person=world.person["zahra"]) == 1

    def test_without_another_centre_opens_the_last_door(self, world: World) -> None:
        hop = Referral.objects.open().get(need__request=world.triaged("employment", at=clock.now()))

        shut(world, "work")

        assert LastDoor.objects.get(need=hop.need, state="open").officer == world.person["karim"]

    def test_leaves_a_pool_with_those_who_were_asked_too(self, world: World) -> None:
        hop = offered(world)
        referrals.withdraw(hop, reason="از چند مرکز", by=world.person["reza"], at=clock.now())
        hop.need.refresh_from_db()
        both = [world.centre["chabahar"], world.centre["konarak"]]
        referrals.offer(hop.need, centres=both, mode="pool", by=world.person["reza"], at=clock.now())

        shut(world, "chabahar")

        assert Referral.objects.open().get(need=hop.need).centre == world.centre["konarak"]

    def test_moves_everything_that_lay_there(self, world: World) -> None:
        needs = [offered(world).need for _turn in range(3)]

        shut(world, "chabahar")

        assert not Referral.objects.open().filter(centre=world.centre["chabahar"]).exists()
        assert Referral.objects.open().filter(need__in=needs).count() == 3

    def test_is_made_good_by_the_clock_when_a_hop_slipped_through(self, world: World) -> None:
        hop = offered(world)
        Centre.objects.filter(pk=hop.centre_id).update(state="closed")  # in the very moment of the offer

        tick(clock.now() + timedelta(minutes=1))

        assert Referral.objects.open().get(need=hop.need).centre == world.centre["zahedan"]


class TestAskingOne:
    """The page may be old; the command looks for itself."""

    @pytest.fixture(params=["dormant", "closed", "takes none"])
    def resting(self, request: Any, world: World) -> Centre:
        at, stale = clock.now(), Centre.objects.get(code="konarak")
        if request.param == "takes none":
            network.edit(world.centre["konarak"], takes_referrals=False, by=HAND, at=at)
        else:
            network.move_state(world.centre["konarak"], to=request.param, by=HAND, at=at)
        return stale

    def test_by_hand_is_refused(self, world: World, resting: Centre) -> None:
        hop = offered(world)
        referrals.withdraw(hop, reason="جای دیگر", by=world.person["reza"], at=clock.now())
        hop.need.refresh_from_db()

        with pytest.raises(CentreRests) as refused:
            referrals.offer(hop.need, centres=[resting], by=world.person["reza"], at=clock.now())

        assert refused.value.field == "centres"

    def test_by_relay_is_refused_and_the_hop_stays(self, world: World, resting: Centre) -> None:
        hop = hop_in(world, HopState.IN_PROGRESS)

        with pytest.raises(CentreRests):
            referrals.relay(hop, centre=resting, by=world.person["zahra"], at=clock.now())

        hop.refresh_from_db()
        assert hop.state == HopState.IN_PROGRESS

    def test_from_the_last_door_is_refused_and_the_task_stays(self, world: World, resting: Centre) -> None:
        task = LastDoor.objects.get(need__request=world.triaged("housing", at=clock.now()))

        with pytest.raises(CentreRests):
            referrals.act_at_last_door(
                task, action="new_hop", note="آن‌جا", centre=resting, by=world.person["karim"], at=clock.now()
            )

        task.refresh_from_db()
        assert task.state == "open"


class TestHandingOver:
    def test_says_that_a_colleague_had_it(self, world: World) -> None:
        hop, at = offered(world), clock.now()
        network.set_absence(
            world.person["zahra"],
            deputy=world.person["maryam"],
            since=at,
            until=at + timedelta(days=3),
            by=HAND,
            at=at,
        )

        tick(at + timedelta(minutes=1))

        hop.refresh_from_db()
        assert hop.holder == world.person["maryam"]
        assert told("referral_handed_over", to_person=world.person["maryam"]) == 1
        assert told("referral_offered", to_person=world.person["maryam"]) == 0


class TestItsLoad:
    """What lies there and how it answers, for those who may see it; the closer reads it before she confirms."""

    def seen(self, client: Client, person: Any, more: str = "") -> Any:
        client.force_login(person)
        return client.get(f"/centres/chabahar/load{more}", headers={"HX-Request": "true"})

    @pytest.mark.parametrize("who", ["zahra", "maryam", "nader", "parvin", "karim", "reza", "admin"])
    def test_is_told_to_its_own_and_to_those_above(self, world: World, client: Client, who: str) -> None:
        hop_in(world, HopState.DONE)
        hop_in(world, HopState.DECLINED)
        offered(world)

        text = self.seen(client, world.person[who]).content.decode()

        assert "۱ درخواست باز" in text
        assert "از ۲ پاسخی که باید می‌داد، ۱ را پذیرفت (۵۰٪)" in text

    @pytest.mark.parametrize("who", ["sara", "farhad"])
    def test_is_hidden_from_others(self, world: World, client: Client, who: str) -> None:
        assert self.seen(client, world.person[who]).status_code == 404

    def test_says_to_the_closer_how_many_move(self, world: World, client: Client) -> None:
        offered(world)
        offered(world)

        assert "۲ درخواست جابه‌جا می‌شود" in self.seen(client, world.person["maryam"], "?leaving").content.decode()

    def test_stands_in_its_place_on_both_pages(self, world: World, client: Client) -> None:
        client.force_login(world.person["maryam"])

        assert 'hx-get="/centres/chabahar/load"' in client.get("/centres/chabahar/").content.decode()
        assert 'hx-get="/centres/chabahar/load?leaving"' in client.get("/centres/chabahar/state").content.decode()
