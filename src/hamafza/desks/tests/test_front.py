"""The front door, and the figures of the month, which the journal alone feeds."""

from datetime import timedelta

import pytest
from django.test import Client

from hamafza.desks.queries import month
from hamafza.kernel.ticking import tick
from hamafza.referrals import commands as referrals
from hamafza.referrals.models import Referral
from tests.cast import SATURDAY, World

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hamafza.kernel.clock.timezone.now", lambda: SATURDAY + HOUR)


def front(client: Client) -> str:
    return client.get("/").content.decode()


class TestFrontPage:
    def test_leads_to_asking_to_following_and_to_the_directory(self, client: Client, world: World) -> None:
        shown = front(client)

        assert all(f'"{address}"' in shown for address in ("/ask", "/t", "/directory"))
        assert "چه کمکی می‌خواهید؟" in shown

    def test_shows_the_lines_for_an_emergency(self, client: Client, world: World) -> None:
        assert all(f"tel:{line}" in front(client) for line in ("123", "115", "110", "1480"))

    @pytest.mark.parametrize(("asked", "shown"), [(4, False), (5, True)])
    def test_counts_only_where_nobody_can_be_guessed(
        self, client: Client, world: World, asked: int, shown: bool
    ) -> None:
        for number in range(asked):
            world.request(phone=f"0915123450{number}")

        tick(SATURDAY)

        assert ("درخواست رسید" in front(client)) is shown

    def test_tells_of_the_last_month_that_is_over(self, client: Client, world: World) -> None:
        for number in range(8):
            world.request(phone=f"0915123450{number}", at=SATURDAY - 10 * DAY)
        for number in range(6):
            world.request(phone=f"0915123451{number}")
        tick(SATURDAY)

        shown = front(client)

        assert '<b class="num">۸</b>' in shown
        assert '<b class="num">۶</b>' not in shown

    def test_does_not_move_with_each_request(self, client: Client, world: World) -> None:
        for number in range(6):
            world.request(phone=f"0915123450{number}")
        tick(SATURDAY)
        world.request(phone="09151234599")

        assert '<b class="num">۶</b>' in front(client)

    def test_names_nobody_and_tells_nothing_of_a_request(self, client: Client, world: World) -> None:
        request = world.request()

        assert request.title not in front(client)
        assert request.applicant_name not in front(client)


class TestCentreMonth:
    def test_counts_answers_acceptance_and_outcomes(self, world: World) -> None:
        zahra = world.person["zahra"]
        first, second, third = (Referral.objects.open().get(need__request=world.triaged("health")) for _ in range(3))
        referrals.accept(first, by=zahra, at=SATURDAY)
        referrals.finish(first, outcome="solved", evidence="رسید", by=zahra, at=SATURDAY + DAY)
        referrals.decline(second, reason="capacity", by=zahra, at=SATURDAY)
        for day in range(1, 12):
            tick(SATURDAY + day * DAY)
        third.refresh_from_db()
        assert third.state == "expired"

        found = month.of_centres(["chabahar"], SATURDAY + 12 * DAY)

        assert (found.answered, found.done, found.ended) == (2, 1, 1)
        assert found.accepted == pytest.approx(1 / 3)
        assert found.in_time == pytest.approx(2 / 3)

    def test_says_nothing_where_nothing_happened(self, world: World) -> None:
        assert month.of_centres(["work"], SATURDAY).in_time is None

    def test_forgets_what_lies_more_than_thirty_days_back(self, world: World) -> None:
        hop = Referral.objects.open().get(need__request=world.triaged("health"))
        referrals.accept(hop, by=world.person["zahra"], at=SATURDAY)

        assert month.of_centres(["chabahar"], SATURDAY + 31 * DAY).answered == 0

    def test_breaches_are_counted_within_the_place_only(self, world: World) -> None:
        world.triaged("health")
        for day in range(1, 6):
            tick(SATURDAY + day * DAY)

        assert dict(month.breaches(["IR/11/"], SATURDAY + 6 * DAY))["chabahar"] >= 1
        assert month.breaches(["IR/09/"], SATURDAY + 6 * DAY) == []
