"""«امروز»: each role sees what waits for her, and can do it there."""

from datetime import timedelta

import pytest
from django.test import Client

from hamafza.intake import commands as intake
from hamafza.kernel.actors import Applicant
from hamafza.referrals import commands as referrals
from hamafza.referrals.models import Referral
from tests.cast import SATURDAY, World


@pytest.fixture(autouse=True)
def morning(monkeypatch: pytest.MonkeyPatch) -> None:
    """Saturday at half past nine."""
    at(monkeypatch, timedelta(minutes=30))


def at(monkeypatch: pytest.MonkeyPatch, later: timedelta) -> None:
    monkeypatch.setattr("hamafza.kernel.clock.timezone.now", lambda: SATURDAY + later)


def day(client: Client, world: World, who: str) -> str:
    client.force_login(world.person[who])
    answer = client.get("/")
    assert answer.status_code == 200
    return answer.content.decode()


class TestEachRole:
    def test_an_operator_sees_what_nobody_has_read_yet(self, client: Client, world: World) -> None:
        request = world.request(text="مادرم دارو می‌خواهد")

        page = day(client, world, "reza")

        assert request.title in page
        assert "یک کار منتظر شماست" in page

    def test_an_operator_of_another_province_does_not(self, client: Client, world: World) -> None:
        request = world.request()

        assert request.title not in day(client, world, "farhad")

    def test_a_secretary_sees_the_offer_and_one_button(self, client: Client, world: World) -> None:
        hop = Referral.objects.get(need__request=world.triaged("health"))

        page = day(client, world, "zahra")

        assert f"/today/referrals/{hop.pk}/accept" in page
        assert "می‌پذیرم" in page

    @pytest.mark.parametrize("who", ["sara", "mina", "reza", "karim", "stranger", "admin"])
    def test_nobody_else_gets_the_button(self, client: Client, world: World, who: str) -> None:
        world.triaged("health")

        assert "می‌پذیرم" not in day(client, world, who)
