"""A centre that is only asked reads no name and no number, wherever its desk shows a title."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from hamafza.desks.queries.search import search
from hamafza.desks.queries.today import today
from hamafza.intake import commands as intake
from hamafza.intake.models import Request
from hamafza.kernel.actors import Applicant
from hamafza.referrals import commands as referrals
from hamafza.referrals.models import Referral
from tests.cast import SATURDAY, World

HOUR = timedelta(hours=1)
STORY = "گلنار رئیسی، ۰۹۱۵۱۲۳۴۵۶۷، دارو می‌خواهد"
SECRETS = ("گلنار", "رئیسی", "۰۹۱۵۱۲۳۴۵۶۷")


@pytest.fixture
def hop(world: World) -> Referral:
    return Referral.objects.open().whole().get(need__request=world.triaged("health", text=STORY))


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch, hop: Referral) -> datetime:
    """Past the promised hour, so that those above watch it too."""
    assert hop.answer_by
    at = hop.answer_by + HOUR
    monkeypatch.setattr("hamafza.kernel.clock.timezone.now", lambda: at)
    return at


def titles(world: World, who: str, at: datetime) -> list[str]:
    return [row.title for row in today(world.person[who], at).rows]


def told(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text]


class TestToday:
    @pytest.mark.parametrize("who", ["zahra", "maryam"])
    def test_while_it_is_asked(self, world: World, hop: Referral, now: datetime, who: str) -> None:
        [title] = titles(world, who, now)

        assert told(title) == []
        assert "دارو می‌خواهد" in title

    @pytest.mark.parametrize("who", ["nader", "parvin"])
    def test_those_who_read_it_by_place_do(self, world: World, hop: Referral, now: datetime, who: str) -> None:
        assert titles(world, who, now) == [hop.need.request.title]

    def test_once_it_has_accepted_it_reads_all(self, world: World, hop: Referral, now: datetime) -> None:
        referrals.accept(hop, by=world.person["zahra"], at=now)

        assert titles(world, "zahra", now) == [hop.need.request.title]

    def test_the_page_holds_none_of_it(self, world: World, client: Client, hop: Referral, now: datetime) -> None:
        client.force_login(world.person["zahra"])

        shown = client.get("/").content.decode()

        assert "دارو می‌خواهد" in shown
        assert told(shown) == []

    def test_nor_do_the_applicants_new_words(self, world: World, hop: Referral, now: datetime) -> None:
        """Whoever holds the request hears of them; here that is a secretary who is only asked."""
        intake.add_word(hop.need.request, text="منتظرم", by=Applicant(hop.need.request_id), at=SATURDAY)
        assert Request.objects.get().holder == world.person["zahra"]

        found = titles(world, "zahra", now)

        assert len(found) == 2
        assert told(" ".join(found)) == []


class TestSearch:
    def test_by_number_the_title_names_nobody(self, world: World, hop: Referral, now: datetime) -> None:
        [row] = search(world.person["zahra"], hop.need.request.number, now).requests

        assert told(row["title"]) == []
        assert not {"applicant_name", "phone", "code"} & set(row)

    @pytest.mark.parametrize("who", ["reza", "parvin", "karim"])
    def test_by_place_it_is_read_as_it_is(self, world: World, hop: Referral, now: datetime, who: str) -> None:
        [row] = search(world.person[who], hop.need.request.number, now).requests

        assert row["title"] == hop.need.request.title

    @pytest.mark.parametrize("address", ["/search", "/search/suggest"])
    def test_no_page_of_it_holds_more(
        self, world: World, client: Client, hop: Referral, now: datetime, address: str
    ) -> None:
        client.force_login(world.person["zahra"])

        shown = client.get(address, {"q": hop.need.request.number}).content.decode()

        assert "دارو می‌خواهد" in shown
        assert told(shown) == []
