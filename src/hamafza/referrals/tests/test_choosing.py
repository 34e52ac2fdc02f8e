"""Choosing by hand: the ranking with its reasons, the three ways of asking, and what is refused."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hamafza.intake.models import Need
from hamafza.kernel import clock
from hamafza.network import commands as network
from hamafza.referrals import commands as referrals
from hamafza.referrals.models import LastDoor, Referral
from hamafza.referrals.tests.telling import offered
from tests.cast import HAND, World


@pytest.fixture
def need(world: World) -> Need:
    """A need that its sender took back to send elsewhere."""
    hop = offered(world)
    referrals.withdraw(hop, reason="جای دیگر", by=world.person["reza"], at=clock.now())
    return Need.objects.get(pk=hop.need_id)


def url(need: Need) -> str:
    return reverse("referrals:choose", args=[need.request_id, need.pk])


def ask(client: Client, need: Need, centres: list[Any], mode: str) -> Any:
    return client.post(url(need), {"centres": [str(centre.pk) for centre in centres], "mode": mode})


class TestThePage:
    def test_shows_the_ranking_with_bars_hours_and_room(self, world: World, client: Client, need: Need) -> None:
        centre, at = world.centre["konarak"], clock.now()
        network.say_capacity(centre, domain=world.domain["health"], free=4, by=HAND, at=at)
        client.force_login(world.person["reza"])

        candidates = client.get(url(need)).context["candidates"]

        konarak = next(one for one in candidates if one.centre == centre)
        assert konarak.capacity == 4
        assert len(konarak.bars) == 7
        assert {one.centre.pk for one in candidates} == {
            world.centre[key].pk for key in ("chabahar", "konarak", "zahedan")
        }

    def test_what_was_said_long_ago_counts_as_ask(self, world: World, client: Client, need: Need) -> None:
        centre, at = world.centre["konarak"], clock.now() - timedelta(days=8)
        network.say_capacity(centre, domain=world.domain["health"], free=4, by=HAND, at=at)
        client.force_login(world.person["reza"])

        answer = client.get(url(need))

        konarak = next(one for one in answer.context["candidates"] if one.centre == centre)
        assert konarak.capacity is None
        assert "ظرفیت: بپرسید" in answer.content.decode()

    def test_says_who_was_asked_before(self, world: World, client: Client, need: Need) -> None:
        client.force_login(world.person["reza"])

        first = next(
            one for one in client.get(url(need)).context["candidates"] if one.centre == world.centre["chabahar"]
        )

        assert first.before.state == "withdrawn"

    def test_finds_a_centre_by_name_whatever_its_domain(self, world: World, client: Client, need: Need) -> None:
        client.force_login(world.person["reza"])

        found = client.get(url(need), {"q": "کار و هنر"}).context["candidates"]

        assert [(one.centre, one.serves) for one in found] == [(world.centre["work"], False)]

    @pytest.mark.parametrize(("who", "status"), [("zahra", 403), ("stranger", 403), ("admin", 403), ("farhad", 404)])
    def test_is_the_senders_alone(self, world: World, client: Client, need: Need, who: str, status: int) -> None:
        client.force_login(world.person[who])

        assert client.get(url(need)).status_code == status
        assert ask(client, need, [world.centre["konarak"]], "one").status_code == status

    def test_a_need_of_another_request_is_not_there(self, world: World, client: Client, need: Need) -> None:
        other = offered(world).need
        client.force_login(world.person["reza"])

        assert client.get(reverse("referrals:choose", args=[other.request_id, need.pk])).status_code == 404

    def test_costs_the_same_for_many_centres(
        self, world: World, client: Client, need: Need, django_assert_max_num_queries: Any
    ) -> None:
        client.force_login(world.person["reza"])

        with django_assert_max_num_queries(20):
            client.get(url(need))


class TestAsking:
    def test_one_centre(self, world: World, client: Client, need: Need) -> None:
        client.force_login(world.person["reza"])

        answer = ask(client, need, [world.centre["zahedan"]], "one")

        hop = Referral.objects.open().get(need=need)
        assert answer.status_code == 303
        assert (hop.centre, hop.mode, hop.sender) == (
            world.centre["zahedan"],
            "one",
            world.person["reza"].ref,
        )
        assert hop.reasons

    def test_several_at_once_of_which_the_first_keeps_it(self, world: World, client: Client, need: Need) -> None:
        client.force_login(world.person["reza"])
        ask(client, need, [world.centre["konarak"], world.centre["zahedan"]], "pool")
        first, second = Referral.objects.open().filter(need=need).order_by("centre")

        client.force_login(second.holder)
        client.post(reverse("referrals:accept", args=[second.pk]))

        first.refresh_from_db()
        assert first.state == "closed_elsewhere"

    @pytest.mark.parametrize("mode", ["one", "ranked"])
    def test_several_need_the_way_that_is_meant_for_it(
        self, world: World, client: Client, need: Need, mode: str
    ) -> None:
        client.force_login(world.person["reza"])

        answer = ask(client, need, [world.centre["konarak"], world.centre["zahedan"]], mode)

        assert answer.status_code == 422
        assert answer.content.decode().count("checked") >= 3  # both centres and the way are still there
        assert not Referral.objects.open().filter(need=need).exists()

    def test_nobody_chosen_is_said_beside_the_list(self, world: World, client: Client, need: Need) -> None:
        client.force_login(world.person["reza"])

        answer = ask(client, need, [], "one")

        assert answer.status_code == 422
        assert answer.context["form"].errors["centres"]

    def test_a_need_that_is_with_a_centre_is_taken_back_first(self, world: World, client: Client) -> None:
        hop = offered(world)
        client.force_login(world.person["reza"])

        answer = ask(client, hop.need, [world.centre["konarak"]], "one")

        assert answer.status_code == 422
        assert reverse("referrals:withdraw", args=[hop.pk]) in answer.content.decode()

    def test_from_the_last_door_closes_its_task(self, world: World, client: Client) -> None:
        request = world.triaged("housing", at=clock.now())
        need = Need.objects.get(request=request)
        client.force_login(world.person["reza"])

        client.post(f"{url(need)}", {"centres": str(world.centre["work"].pk), "mode": "one", "q": "کار و هنر"})

        need.refresh_from_db()
        assert need.state == "offered"
        assert LastDoor.objects.get(need=need).state == "called_back"
