"""The last door: the weekly list and the ways that are found."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hamafza.intake.models import Need
from hamafza.kernel import clock
from hamafza.referrals.models import LastDoor, Referral
from tests.cast import World


@pytest.fixture
def task(world: World) -> LastDoor:
    """Nobody helps with housing in this province."""
    request = world.triaged("housing", at=clock.now(), text="سقف خانه ریخته است")
    return LastDoor.objects.get(need__request=request)


def act(client: Client, task: LastDoor, **fields: Any) -> Any:
    return client.post(reverse("referrals:last_door", args=[task.pk]), {"note": "شرح", **fields})


class TestTheList:
    @pytest.mark.parametrize("who", ["karim", "parvin"])
    def test_is_for_the_province(self, world: World, client: Client, task: LastDoor, who: str) -> None:
        client.force_login(world.person[who])

        text = client.get("/last-doors/").content.decode()

        assert "سقف خانه ریخته است" in text
        assert f'id="task-{task.pk}"' in text

    @pytest.mark.parametrize("who", ["reza", "zahra", "stranger", "admin", "farhad"])
    def test_is_closed_to_others(self, world: World, client: Client, task: LastDoor, who: str) -> None:
        client.force_login(world.person[who])

        assert client.get("/last-doors/").status_code == 403
        assert client.get(reverse("referrals:last_door", args=[task.pk])).status_code == 403

    def test_keeps_what_was_found(self, world: World, client: Client, task: LastDoor) -> None:
        client.force_login(world.person["karim"])
        act(client, task, action="guidance")

        assert "سقف خانه" not in client.get("/last-doors/").content.decode()
        assert "راهنمایی و همراهی حضوری" in client.get("/last-doors/?view=ended").content.decode()

    def test_costs_the_same_for_many(
        self, world: World, client: Client, task: LastDoor, django_assert_max_num_queries: Any
    ) -> None:
        for _turn in range(6):
            world.triaged("housing", at=clock.now())
        client.force_login(world.person["karim"])

        with django_assert_max_num_queries(10):
            client.get("/last-doors/")


class TestFindingAWay:
    def test_a_new_hop(self, world: World, client: Client, task: LastDoor) -> None:
        client.force_login(world.person["karim"])

        answer = act(client, task, action="new_hop", centre=str(world.centre["work"].pk), q="کار و هنر")

        assert answer.status_code == 303
        assert Referral.objects.open().get(need=task.need).centre == world.centre["work"]

    def test_a_body_outside_the_network(self, world: World, client: Client, task: LastDoor) -> None:
        client.force_login(world.person["karim"])

        act(client, task, action="outside", note="بنیاد مسکن، نامهٔ ۱۲")

        task.need.refresh_from_db()
        assert (task.need.state, task.need.outcome) == ("done", "referred_on")

    def test_a_split_into_smaller_needs(self, world: World, client: Client, task: LastDoor) -> None:
        client.force_login(world.person["karim"])

        act(client, task, action="split", domains=[str(world.domain["employment"].pk)])

        smaller = Need.objects.get(request=task.need.request, domain=world.domain["employment"])
        assert Referral.objects.open().filter(need=smaller).exists()

    def test_an_honest_not_possible(self, world: World, client: Client, task: LastDoor) -> None:
        client.force_login(world.person["karim"])

        act(client, task, action="guidance", not_possible="on")

        task.need.refresh_from_db()
        assert task.need.outcome == "not_possible"

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({}, "action"),
            ({"action": "guidance", "note": " "}, "note"),
            ({"action": "new_hop"}, "centre"),
            ({"action": "split"}, "domains"),
            ({"action": "outside", "not_possible": "on"}, "not_possible"),
        ],
        ids=lambda value: str(value),
    )
    def test_what_is_missing_is_said_beside_its_field(
        self, world: World, client: Client, task: LastDoor, fields: dict[str, str], field: str
    ) -> None:
        client.force_login(world.person["karim"])

        answer = act(client, task, **fields)

        assert answer.status_code == 422
        assert answer.context["form"].errors[field]
        task.refresh_from_db()
        assert task.state == "open"

    def test_a_task_that_is_done_is_told_on_its_request(self, world: World, client: Client, task: LastDoor) -> None:
        client.force_login(world.person["karim"])
        act(client, task, action="guidance")

        answer = act(client, task, action="guidance")

        assert answer.status_code == 303
        assert answer["Location"] == f"/requests/{task.need.request_id}/"
