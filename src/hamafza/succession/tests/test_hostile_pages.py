"""Pages under odd hands: strange words, strange numbers, late clicks, the other language; nothing breaks and nothing is lost."""

from io import BytesIO

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from hamafza.kernel import clock
from hamafza.kernel.ticking import tick
from hamafza.network import commands as network
from hamafza.network.models import Grant
from hamafza.people import commands as people
from hamafza.succession import commands as succession
from hamafza.succession import document
from hamafza.succession.models import Acting, Check, Handover, Successor
from hamafza.succession.tests.telling import CLOCK, DAY, HAND, busy, colleague, handed, learns, role_of, volunteer
from hamafza.succession.tests.test_pages import of, words
from tests.cast import SATURDAY, World

pytestmark = pytest.mark.django_db
NOW = SATURDAY + 31 * DAY
ODD = ["<script>alert(1)</script>", "\u202eوارونه", "ي‌ك ۱۲٣", "😀" * 40, "' OR 1=1 --", "{{ 7|add:7 }}", "\x00\x08دیده"]


@pytest.fixture(autouse=True)
def a_month_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


class TestOddWords:
    @pytest.mark.parametrize("word", ODD)
    def test_in_a_step_are_words(self, world: World, word: str) -> None:
        link = learns(world, volunteer(world))
        zahra = of(world, "zahra")

        answer = zahra.post(reverse("succession:advance", args=[link.pk]), {"advance-note": word})
        page = zahra.get(reverse("succession:link", args=[link.pk])).content.decode()

        assert answer.status_code == (422 if "\x00" in word else 303)
        assert "<script>alert" not in page and "14" not in page.split("چه دیده شد")[-1][:300]

    @pytest.mark.parametrize("word", [*ODD, "و" * 501])
    def test_in_a_reason_are_words_or_too_long(self, world: World, word: str) -> None:
        check = succession.open_check(world.centre["work"], kind="asleep", evidence=[], by=CLOCK, at=NOW)

        answer = of(world, "nader").post(reverse("succession:keep", args=[check.pk]), {"keep-reason": word})

        refused = len(word) > 500 or "\x00" in word
        assert answer.status_code == (422 if refused else 303)
        assert Check.objects.get().state == ("open" if refused else "stays")
        if len(word) > 500:
            assert word in answer.content.decode()

    @pytest.mark.parametrize("word", [*ODD, "", "   ", "م" * 121])
    def test_in_the_name_of_a_successor_find_nobody(self, world: World, word: str) -> None:
        held = role_of(world.person["zahra"])

        answer = of(world, "zahra").post(reverse("succession:begin", args=[held.pk]), {f"role{held.pk}-who": word})

        assert answer.status_code == 422 and not Successor.objects.exists()

    @pytest.mark.parametrize("address", ["/succession/", "/succession/life", "/handover/"])
    @pytest.mark.parametrize("word", [*ODD, "q" * 121, "%", "_", "\\"])
    def test_in_a_search_are_searched_for(self, world: World, address: str, word: str) -> None:
        answer = of(world, "parvin").get(address, {"q": word})

        assert answer.status_code == (422 if len(word) > 120 else 200)
        assert "<script>alert" not in answer.content.decode()

    @pytest.mark.parametrize("after", ["0", "-1", "۱۲", "٣", "9" * 30, "x", "1;2", "²"])
    @pytest.mark.parametrize("address", ["/succession/", "/succession/life", "/handover/"])
    def test_in_the_number_of_a_page_begin_anew(self, world: World, address: str, after: str) -> None:
        for way in ("after", "before"):
            assert of(world, "parvin").get(address, {way: after}).status_code == 200


class TestOddChoices:
    def page(self, world: World) -> str:
        return reverse("succession:handover", args=[world.person["zahra"].pk])

    @pytest.mark.parametrize("taker", ["0", "-1", "99999999999999999999", "۷", "x", "<b>", "self"])
    def test_of_a_taker_are_refused_and_nothing_moves(self, world: World, taker: str) -> None:
        zahra = busy(world)
        chosen = str(zahra.pk) if taker == "self" else taker

        answer = of(world, "nader").post(self.page(world), {"taker": chosen, "sure": "on"})

        assert answer.status_code == 422 and not Handover.objects.exists()
        assert 'id="id_taker_error"' in answer.content.decode()

    def test_of_somebody_of_another_province_are_refused(self, world: World) -> None:
        busy(world)

        answer = of(world, "nader").post(self.page(world), {"taker": world.person["farhad"].pk, "sure": "on"})

        assert answer.status_code == 422 and not Handover.objects.exists()

    def test_a_taker_who_went_away_since_the_page_was_opened_is_named(self, world: World) -> None:
        busy(world)
        maryam = world.person["maryam"]
        people.disable(maryam, by=HAND, at=NOW)

        answer = of(world, "nader").post(self.page(world), {"taker": maryam.pk, "sure": "on"})

        assert answer.status_code == 422 and not Handover.objects.exists()

    def test_pressed_twice_hands_over_once(self, world: World) -> None:
        busy(world)
        nader, said = of(world, "nader"), {"taker": world.person["maryam"].pk, "sure": "on", "note": "تا پایان سال"}

        first, second = nader.post(self.page(world), said), nader.post(self.page(world), said)

        assert (first.status_code, second.status_code) == (303, 303)
        assert first["Location"] == second["Location"] == nader.get(self.page(world))["Location"]
        assert of(world, "sara").get(self.page(world)).status_code == 404
        assert Handover.objects.count() == 1 and Handover.objects.get().note == "تا پایان سال"


class TestLateClicks:
    @pytest.fixture
    def acting(self, world: World) -> Acting:
        people.disable(world.person["maryam"], by=HAND, at=NOW)
        tick(NOW)
        return Acting.objects.get()

    @pytest.mark.parametrize("verb", ["yes", "no"])
    def test_of_a_centre_that_has_closed_are_answered_kindly(self, world: World, acting: Acting, verb: str) -> None:
        network.move_state(world.centre["chabahar"], to="closed", by=HAND, at=NOW, reason="تمام شد")
        zahra, offer = of(world, "zahra"), acting.offers.get(person=world.person["zahra"])

        answer = zahra.post(reverse(f"succession:{verb}", args=[offer.pk]), follow=True)

        assert "دیگر در جست‌وجوی سرپرست نیست" in words(answer)
        assert not Grant.objects.valid(NOW).filter(person=world.person["zahra"], role="head").exists()

    @pytest.mark.parametrize("who", ["sara", "reza", "nader", "stranger", "farhad"])
    def test_of_others_open_no_offer(self, world: World, acting: Acting, who: str) -> None:
        offer = acting.offers.get(person=world.person["zahra"])

        assert of(world, who).post(reverse("succession:yes", args=[offer.pk])).status_code == 404

    @pytest.mark.parametrize("name", ["yes", "no", "confirm", "keep", "advance", "end", "begin", "back"])
    def test_nothing_moves_by_looking(self, world: World, name: str) -> None:
        assert of(world, "nader").get(reverse(f"succession:{name}", args=[1])).status_code == 405

    @pytest.mark.parametrize("name", ["yes", "confirm", "keep", "advance", "end", "begin", "back", "handover"])
    def test_nothing_moves_without_an_account(self, world: World, name: str) -> None:
        answer = Client().post(reverse(f"succession:{name}", args=[1]))

        assert (answer.status_code == 302 and "/login" in answer["Location"]) or answer.status_code in {401, 403}


class TestInEnglish:
    def test_one_is_one(self, world: World) -> None:
        learns(world, volunteer(world), stage="certified")
        for name in ("work", "konarak"):
            she = volunteer(world, f"داوطلب {name}", centre=name, mobile="09151110001")
            learns(world, she, officer={"work": "mina", "konarak": "sara"}[name], stage="co_lead")

        mine = words(of(world, "zahra", "en").get(reverse("succession:mine")))
        listed = words(of(world, "parvin", "en").get(reverse("succession:list")))

        assert "1 of 10 successors is ready" in mine
        assert "Of 4 active centres, 1 has nobody but the head" in listed

    def test_the_paper_counts_one_thing_as_one(self, world: World) -> None:
        busy(world)
        colleague(world)
        made = handed(world)
        made = Handover.objects.whole().get(pk=made.pk)
        with translation.override("en"):
            facts = document.facts(made)

        one = [part for part, row in zip(facts["parts"], made.parts.all(), strict=True) if len(row.things) == 1]
        assert one and all(part["taker"].endswith("1 item") for part in one)

    def test_the_sheet_has_english_heads(self, world: World) -> None:
        answer = of(world, "parvin", "en").get("/handover/sheet")
        row = next(openpyxl.load_workbook(BytesIO(answer.content)).worksheets[0].values)

        assert row[:4] == ("Number", "When", "Handed over by", "Taken by")
