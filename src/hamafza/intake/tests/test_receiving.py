"""The operator's and the desk's door."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from hamafza.intake import commands as intake
from hamafza.intake.models import Need, Request
from hamafza.intake.states import RequestState
from hamafza.kernel.clock import now
from tests.cast import World


@pytest.fixture
def reza(world: World) -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE="fa")
    client.force_login(world.person["reza"])
    return client


def fill(**said: str) -> dict[str, str]:
    return {"place": "تیس", "text": "مادرم دارو می‌خواهد", "door": "phone", "key": "k" * 24} | said


def page(answer) -> str:
    return answer.content.decode()


class TestWhoMayOpenIt:
    @pytest.mark.parametrize("who", ["reza", "zahra", "maryam", "nader", "parvin", "karim"])
    def test_everyone_who_serves_people(self, world: World, client: Client, who: str) -> None:
        client.force_login(world.person[who])

        assert client.get("/requests/new").status_code == 200

    @pytest.mark.parametrize("who", ["admin", "stranger"])
    def test_nobody_else(self, world: World, client: Client, who: str) -> None:
        client.force_login(world.person[who])

        for address in ("/requests/new", "/requests/received", "/requests/slips", "/requests/letters"):
            assert client.get(address).status_code == 403
        assert client.post("/requests/suggest", {"text": "دارو"}).status_code == 403

    def test_a_visitor_is_asked_to_sign_in(self, world: World, client: Client) -> None:
        assert client.get("/requests/new").status_code == 302
        assert client.post("/requests/new", fill()).status_code == 302
        assert not Request.objects.exists()


class TestTheForm:
    def test_begins_at_the_place_and_can_be_sent_by_keyboard(self, reza: Client) -> None:
        text = page(reza.get("/requests/new"))

        assert re.search(r'name="place"[^>]*autofocus', text)
        assert "data-quick" in text
        assert "tabindex" not in text.split("<form", 2)[2].split("</form>")[0]

    @pytest.mark.parametrize(("asked", "chosen"), [("", "phone"), ("?door=desk", "desk"), ("?door=api", "phone")])
    def test_knows_its_door(self, reza: Client, asked: str, chosen: str) -> None:
        assert f'value="{chosen}" selected' in page(reza.get(f"/requests/new{asked}"))

    @pytest.mark.parametrize("door", ["web", "import", "api", "open311", "x"])
    def test_is_no_other_door(self, reza: Client, door: str) -> None:
        assert reza.post("/requests/new", fill(door=door)).status_code == 422

    def test_costs_few_queries(self, reza: Client, django_assert_max_num_queries) -> None:
        with django_assert_max_num_queries(12):
            reza.get("/requests/new")


class TestReceiving:
    def test_leaves_it_for_triage_when_no_domain_is_chosen(self, reza: Client, world: World) -> None:
        answer = reza.post("/requests/new", fill(phone="۰۹۱۵-۱۲۳-۴۵۶۷"), follow=True)

        request = Request.objects.get()
        assert answer.redirect_chain == [("/requests/received", 303)]
        assert (request.state, request.door, request.phone) == (RequestState.RECEIVED, "phone", "09151234567")
        assert request.received_by == world.person["reza"].ref
        assert f'data-code="{request.code}"' in page(answer)
        assert "رضا بلوچ" in page(answer)

    def test_triages_in_the_same_step(self, reza: Client, world: World) -> None:
        reza.post("/requests/new", fill(first="health", urgency="1"))

        request = Request.objects.get()
        assert request.state == RequestState.IN_REFERRAL
        assert request.urgency == "1"
        assert request.holder == world.person["zahra"]

    @pytest.mark.parametrize(("order", "orders"), [("together", [1, 1]), ("then", [1, 2])])
    def test_takes_a_second_need_with_its_order(self, reza: Client, order: str, orders: list[int]) -> None:
        reza.post("/requests/new", fill(first="employment", second="health", order=order))

        needs = Need.objects.order_by("pk")
        assert [need.domain.key for need in needs] == ["employment", "health"]
        assert [need.order for need in needs] == orders

    def test_a_second_need_that_is_the_first_is_told(self, reza: Client) -> None:
        answer = reza.post("/requests/new", fill(first="health", second="health"))

        assert answer.status_code == 422
        assert "نیاز دوم همان نیاز اول است" in page(answer)
        assert not Request.objects.exists()

    def test_sent_twice_it_is_one_request_triaged_once(self, reza: Client) -> None:
        for _ in range(2):
            assert reza.post("/requests/new", fill(first="health"), follow=True).status_code == 200

        assert Need.objects.count() == 1

    def test_a_secretary_receives_from_anywhere_and_leaves_triage_to_others(self, world: World, client: Client) -> None:
        client.force_login(world.person["zahra"])

        assert 'name="first"' not in page(client.get("/requests/new"))
        client.post("/requests/new", fill(place="مشهد", first="health"))

        request = Request.objects.get()
        assert request.state == RequestState.RECEIVED
        assert request.holder == world.person["farhad"]

    def test_a_place_outside_her_area_is_told_and_nothing_is_lost(self, reza: Client) -> None:
        answer = reza.post("/requests/new", fill(place="مشهد", applicant_name="گلنار"))

        assert answer.status_code == 422
        assert "بیرون از محدودهٔ شماست" in page(answer)
        assert "گلنار" in page(answer)
        assert not Request.objects.exists()

    def test_the_next_call_is_one_key_away(self, reza: Client) -> None:
        text = page(reza.post("/requests/new", fill(door="desk"), follow=True))

        assert re.search(r'href="/requests/new\?door=desk"[^>]*autofocus', text)

    def test_the_slip_is_for_the_one_just_received(self, reza: Client, world: World) -> None:
        other = world.request()
        reza.post("/requests/new", fill())

        text = page(reza.get("/requests/slips"))

        assert Request.objects.latest("pk").code in text
        assert other.code not in text

    @pytest.mark.parametrize("n", ["", "0", "-1", "x", "999", "²", "1e9"])
    def test_a_strange_number_of_slips_is_one(self, reza: Client, n: str) -> None:
        reza.post("/requests/new", fill())
        reza.post("/requests/new", fill(key="j" * 24))

        assert page(reza.get("/requests/slips", {"n": n})).count('class="slip"') == 1

    def test_received_before_anything_was_leads_to_the_form(self, reza: Client) -> None:
        assert reza.get("/requests/received")["Location"] == "/requests/new"


class TestWhileTyping:
    def suggest(self, client: Client, **said: str) -> str:
        return page(client.post("/requests/suggest", fill(**said)))

    def test_proposes_domains_with_confidence_and_marked_words(self, reza: Client) -> None:
        text = self.suggest(reza)

        assert '<mark class="word">دارو</mark>' in text
        assert "۸۲٪" in text
        assert text.index('value="health"') < text.index('value="employment"')

    def test_says_plainly_when_it_does_not_know(self, reza: Client) -> None:
        assert "سامانه نمی‌داند" in self.suggest(reza, text="سلام")

    def test_keeps_what_the_operator_has_chosen(self, reza: Client) -> None:
        assert 'value="housing" selected' in self.suggest(reza, first="housing")

    def test_takes_the_urgency_of_the_words(self, reza: Client) -> None:
        assert re.search(r'value="1" selected', self.suggest(reza, text="زود دارو می‌خواهد"))

    def test_shows_the_emergency_lines_above_all_else(self, reza: Client) -> None:
        text = self.suggest(reza, text="شوهرش او را می‌زند")

        assert '<div id="danger" hx-swap-oob' in text
        assert "tel:123" in text

    def test_takes_them_away_when_the_danger_was_a_slip(self, reza: Client) -> None:
        text = self.suggest(reza)

        assert '<div id="danger" hx-swap-oob' in text
        assert "tel:123" not in text

    @pytest.mark.parametrize("text", ["<script>alert(1)</script> دارو", "دارو<img src=x onerror=alert(1)>", "‮دارو"])
    def test_marks_hostile_words_without_running_them(self, reza: Client, text: str) -> None:
        answer = self.suggest(reza, text=text)

        assert "<script>" not in answer
        assert "<img" not in answer
        assert '<mark class="word">دارو</mark>' in answer

    def test_works_by_post_only(self, reza: Client) -> None:
        assert reza.get("/requests/suggest", {"text": "دارو"}).status_code == 405
        assert reza.get("/requests/same-phone", {"phone": "09151234567"}).status_code == 405


class TestSamePhone:
    def same(self, client: Client, phone: str = "۰۹۱۵۱۲۳۴۵۶۷") -> str:
        return page(client.post("/requests/same-phone", {"phone": phone}))

    def test_hints_at_an_open_request(self, reza: Client, world: World) -> None:
        request = world.request(at=now() - timedelta(days=59))

        assert f"/requests/{request.pk}/" in self.same(reza)

    def test_forgets_after_sixty_days(self, reza: Client, world: World) -> None:
        world.request(at=now() - timedelta(days=61))

        assert self.same(reza).strip() == ""

    def test_says_nothing_of_one_that_has_ended(self, reza: Client, world: World) -> None:
        at = now() - timedelta(days=1)
        intake.withdraw(world.request(at=at), reason="نمی‌خواهد", by=world.person["reza"], at=at)

        assert self.same(reza).strip() == ""

    def test_says_nothing_of_another_county(self, world: World, client: Client) -> None:
        world.request(at=now() - timedelta(days=1))
        client.force_login(world.person["farhad"])

        assert self.same(client).strip() == ""

    def test_says_nothing_to_a_centre_that_was_only_asked(self, world: World, client: Client) -> None:
        world.triaged("health", at=now() - timedelta(hours=1))
        client.force_login(world.person["zahra"])

        assert self.same(client).strip() == ""

    @pytest.mark.parametrize("phone", ["", "12", "<b>", "9" * 500])
    def test_says_nothing_of_no_phone(self, reza: Client, world: World, phone: str) -> None:
        world.request(at=now(), phone="")

        assert self.same(reza, phone).strip() == ""

    def test_stands_on_the_page_after_a_mistake_too(self, reza: Client, world: World) -> None:
        request = world.request(at=now() - timedelta(days=1))

        assert f"/requests/{request.pk}/" in page(reza.post("/requests/new", fill(text="", phone="09151234567")))
