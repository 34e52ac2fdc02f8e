"""The page of a centre without a head, through the client: who is asked, her yes or no, who else sees it."""

import pytest
from django.urls import reverse

from hamafza.kernel import clock
from hamafza.kernel.ticking import tick
from hamafza.people import commands as people
from hamafza.succession import commands as succession
from hamafza.succession.models import Acting
from hamafza.succession.tests.telling import CLOCK, HAND, HOUR, colleague, learns
from hamafza.succession.tests.test_pages import NOW, of, words
from tests.cast import World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_month_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


class TestActing:
    @pytest.fixture
    def acting(self, world: World) -> Acting:
        learns(world, colleague(world), stage="co_lead")
        people.disable(world.person["maryam"], by=HAND, at=NOW)
        return succession.open_acting(world.centre["chabahar"], by=CLOCK, at=NOW)

    @pytest.mark.parametrize("language", ["fa", "en"])
    def test_whoever_was_asked_finds_it_on_her_first_page(self, world: World, acting: Acting, language: str) -> None:
        page = reverse("succession:acting", args=[acting.pk])
        for who in ("zahra", "laleh"):
            client = of(world, who, language)
            assert page in client.get("/").content.decode(), who
            assert client.get(page).status_code == 200

    def test_yes_makes_her_head(self, world: World, acting: Acting) -> None:
        offer = acting.offers.get(person=world.person["laleh"])

        answer = of(world, "laleh").post(reverse("succession:yes", args=[offer.pk]))
        acting.refresh_from_db()

        assert answer.status_code == 303 and acting.state == "taken"
        assert "نمی‌توانم" not in words(of(world, "zahra").get(reverse("succession:acting", args=[acting.pk])))

    def test_no_is_taken_kindly(self, world: World, acting: Acting) -> None:
        offer = acting.offers.get(person=world.person["laleh"])

        assert of(world, "laleh").post(reverse("succession:no", args=[offer.pk])).status_code == 303
        assert acting.offers.get(pk=offer.pk).answer == "no"

    def test_too_late_is_said_on_the_page(self, world: World, acting: Acting) -> None:
        offers = {offer.person.username: offer for offer in acting.offers.all()}
        of(world, "laleh").post(reverse("succession:yes", args=[offers["laleh"].pk]))

        answer = of(world, "zahra").post(reverse("succession:yes", args=[offers["zahra"].pk]), follow=True)

        assert "دیگر در جست‌وجوی سرپرست نیست" in words(answer)

    @pytest.mark.parametrize("who", ["nader", "sara", "zahra"])
    def test_nobody_answers_for_another(self, world: World, acting: Acting, who: str) -> None:
        offer = acting.offers.get(person=world.person["laleh"])

        assert of(world, who).post(reverse("succession:yes", args=[offer.pk])).status_code == 404

    @pytest.mark.parametrize(("who", "status"), [("nader", 200), ("laleh", 200), ("sara", 404), ("stranger", 404)])
    def test_who_sees_it(self, world: World, acting: Acting, who: str, status: int) -> None:
        assert of(world, who).get(reverse("succession:acting", args=[acting.pk])).status_code == status

    def test_with_the_coordinator_it_is_on_her_first_page(self, world: World, acting: Acting) -> None:
        tick(acting.due_at + HOUR)

        assert reverse("succession:acting", args=[acting.pk]) in of(world, "nader").get("/").content.decode()
