"""The public door, as an applicant meets it."""

import re

import pytest
from django.test import Client

from hamafza.intake.models import Request
from hamafza.intake.views import ask
from hamafza.notices.models import Message
from tests.cast import World

KEY = "k" * 24


@pytest.fixture
def visitor(world: World) -> Client:
    """Someone without an account, whose browser speaks Persian."""
    return Client(HTTP_ACCEPT_LANGUAGE="fa")


def fill(**said: str) -> dict[str, str]:
    return {"place": "تیس", "text": "مادرم دارو می‌خواهد", "key": KEY} | said


def page(answer) -> str:
    return answer.content.decode()


class TestTheForm:
    def test_asks_for_no_account_and_no_national_number(self, visitor: Client) -> None:
        answer = visitor.get("/ask")

        assert answer.status_code == 200
        assert "کد ملی" not in page(answer)
        names = set(re.findall(r'<(?:input|textarea)[^>]* name="(\w+)"', page(answer)))
        assert names - {"csrfmiddlewaretoken", "next"} == {
            "place", "text", "phone", "safe", "applicant_name", "file", "key", "website",
        }  # fmt: skip

    def test_gives_each_visitor_a_key_of_her_own(self, visitor: Client) -> None:
        keys = {re.search(r'name="key" value="([^"]+)"', page(visitor.get("/ask")))[1] for _ in range(3)}

        assert len(keys) == 3

    def test_is_kept_by_no_cache(self, visitor: Client) -> None:
        assert "no-store" in visitor.get("/ask")["Cache-Control"]

    def test_needs_its_token(self, world: World) -> None:
        assert Client(enforce_csrf_checks=True).post("/ask", fill()).status_code == 403


class TestSending:
    def test_makes_a_request_with_a_holder_and_a_deadline(self, visitor: Client, world: World) -> None:
        answer = visitor.post("/ask", fill(phone="۰۹۱۵ ۱۲۳ ۴۵ ۶۷", applicant_name=" گلنار "))

        request = Request.objects.get()
        assert (answer.status_code, answer["Location"]) == (303, "/ask/done")
        assert (request.place, request.phone, request.applicant_name) == (
            world.place["tis"],
            "09151234567",
            "گلنار",
        )
        assert (request.door, request.received_by) == ("web", "door:web")
        assert request.holder == world.person["reza"]
        assert request.due_at

    def test_twice_the_same_form_gives_the_same_code(self, visitor: Client, world: World) -> None:
        codes = set()
        for _ in range(3):
            visitor.post("/ask", fill())
            codes.add(re.search(r'data-code="(\d+)"', page(visitor.get("/ask/done")))[1])

        assert len(codes) == 1
        assert Request.objects.count() == 1

    def test_the_same_form_from_another_browser_gives_the_same_code_too(self, visitor: Client, world: World) -> None:
        visitor.post("/ask", fill())
        Client().post("/ask", fill())

        assert Request.objects.count() == 1

    def test_changed_words_under_a_used_key_are_asked_about_and_then_taken(self, visitor: Client, world: World) -> None:
        visitor.post("/ask", fill())

        again = visitor.post("/ask", fill(text="برادرم کار می‌خواهد"))

        fresh = re.search(r'name="key" value="([^"]+)"', page(again))[1]
        assert again.status_code == 422
        assert "برادرم کار می‌خواهد" in page(again)
        assert fresh != KEY
        assert visitor.post("/ask", fill(text="برادرم کار می‌خواهد", key=fresh)).status_code == 303
        assert Request.objects.count() == 2

    @pytest.mark.parametrize("key", ["", "short", "x" * 500, "../../etc", "بد"])
    def test_a_spoilt_key_does_not_lose_a_request(self, visitor: Client, world: World, key: str) -> None:
        assert visitor.post("/ask", fill(key=key)).status_code == 303
        assert Request.objects.count() == 1

    def test_who_must_not_be_called_gets_no_message(self, visitor: Client, world: World) -> None:
        visitor.post("/ask", fill(phone="09151234567", safe="no"))

        assert not Request.objects.get().safe_to_contact
        assert not Message.objects.filter(to_phone="09151234567").exists()

    def test_whoever_may_be_called_gets_her_code(self, visitor: Client, world: World) -> None:
        visitor.post("/ask", fill(phone="09151234567", safe="yes"))

        assert Request.objects.get().code in Message.objects.get(to_phone="09151234567").body


class TestMistakes:
    @pytest.mark.parametrize(
        ("said", "error"),
        [
            ({"place": ""}, "لطفاً شهر یا روستا را برگزینید"),
            ({"place": "ناکجاآباد"}, "این نام را نیافتیم"),
            ({"text": ""}, "لطفاً بنویسید چه کمکی می‌خواهید"),
            ({"text": "   \n "}, "لطفاً بنویسید چه کمکی می‌خواهید"),
            ({"text": "ا" * 5_001}, "این متن بسیار بلند است"),
            ({"phone": "۱۲۳"}, "این شماره کامل نیست"),
            ({"website": "http://spam.example"}, "خانهٔ پنهان"),
            ({"safe": "perhaps"}, "یکی از همین گزینه‌ها"),
        ],
    )
    def test_each_is_told_in_persian_and_nothing_typed_is_lost(
        self, visitor: Client, said: dict[str, str], error: str
    ) -> None:
        form = fill(phone="09151234567", applicant_name="گلنار", text="مادرم دارو می‌خواهد") | said

        answer = visitor.post("/ask", form)

        assert answer.status_code == 422
        assert error in page(answer)
        for typed in (form["applicant_name"], form["text"].strip(), form["place"]):
            assert typed in page(answer)
        assert not Request.objects.exists()

    def test_an_unknown_town_offers_the_provinces(self, visitor: Client, world: World) -> None:
        answer = visitor.post("/ask", fill(place="ناکجا"))
        assert 'name="place_choice" value="IR/11/"' in page(answer)

        assert visitor.post("/ask", fill(place="ناکجا", place_choice="IR/11/")).status_code == 303
        assert Request.objects.get().place == world.place["11"]

    def test_a_made_up_choice_is_not_taken(self, visitor: Client) -> None:
        assert visitor.post("/ask", fill(place="ناکجا", place_choice="IR/")).status_code == 422

    def test_the_error_stands_beside_its_field_for_a_screen_reader(self, visitor: Client) -> None:
        text = page(visitor.post("/ask", fill(place="")))

        assert 'aria-invalid="true"' in text
        assert 'id="id_place_error"' in text

    @pytest.mark.parametrize(
        "hostile", ['"><svg onload=alert(1)>', "</textarea><script>alert(1)</script>", "{{ settings }}"]
    )
    def test_what_was_typed_comes_back_as_text_only(self, visitor: Client, hostile: str) -> None:
        text = page(visitor.post("/ask", fill(place=hostile, text=hostile, applicant_name=hostile)))

        assert "<svg onload" not in text
        assert "<script>alert" not in text


class TestDanger:
    WORDS = "شوهرم مرا می‌زند"

    def test_lines_stand_before_anything_else_on_the_answer(self, visitor: Client) -> None:
        text = page(visitor.post("/ask", fill(text=self.WORDS), follow=True))

        assert text.index("tel:110") < text.index("<h1")

    def test_lines_stand_there_even_when_a_field_is_wrong(self, visitor: Client) -> None:
        text = page(visitor.post("/ask", fill(text=self.WORDS, place="")))

        assert text.index("tel:123") < text.index('<form class="form"')

    def test_lines_come_while_she_writes_and_nothing_is_kept(self, visitor: Client) -> None:
        assert "tel:123" in page(visitor.post("/ask/danger", {"text": self.WORDS}))
        assert "tel:" not in page(visitor.post("/ask/danger", {"text": "دارو می‌خواهم"}))
        assert not Request.objects.exists()

    def test_words_never_travel_in_an_address(self, visitor: Client) -> None:
        assert visitor.get("/ask/danger", {"text": self.WORDS}).status_code == 405

    def test_where_there_is_none_no_alarm_is_shown(self, visitor: Client) -> None:
        assert "tel:110" not in page(visitor.post("/ask", fill(), follow=True))


class TestDone:
    def test_tells_code_pin_holder_and_deadline(self, visitor: Client, world: World) -> None:
        text = page(visitor.post("/ask", fill(), follow=True))

        request = Request.objects.get()
        assert f'data-code="{request.code}"' in text
        assert f'data-pin="{request.pin}"' in text
        assert "رضا بلوچ" in text
        assert f"/t?code={request.code}" in text

    def test_needs_no_pin_where_there_is_a_telephone(self, visitor: Client) -> None:
        assert "data-pin" not in page(visitor.post("/ask", fill(phone="09151234567"), follow=True))

    def test_the_code_is_in_no_address_on_the_way(self, visitor: Client) -> None:
        answer = visitor.post("/ask", fill(), follow=True)

        code = Request.objects.get().code
        assert all(code not in url for url, _status in answer.redirect_chain)

    def test_shows_nothing_to_another_browser(self, visitor: Client) -> None:
        visitor.post("/ask", fill())

        for address in ("/ask/done", "/ask/slip"):
            assert Client().get(address)["Location"] == "/ask"

    def test_forgets_when_told_to(self, visitor: Client) -> None:
        visitor.post("/ask", fill())

        visitor.post("/ask/done")

        assert visitor.get("/ask/done")["Location"] == "/ask"

    def test_does_not_shorten_the_session_of_one_who_is_signed_in(self, world: World, client: Client) -> None:
        client.force_login(world.person["reza"])
        before = client.session.get_expiry_age()

        client.post("/ask", fill())

        assert client.session.get_expiry_age() == pytest.approx(before, abs=5)

    def test_the_slip_tells_the_code_and_nothing_of_the_matter(self, visitor: Client) -> None:
        visitor.post("/ask", fill(applicant_name="گلنار رئیسی"))

        text = page(visitor.get("/ask/slip"))

        request = Request.objects.get()
        assert request.code in text
        assert "<svg" in text
        for secret in (request.text, "گلنار", "تیس", "سلامت"):
            assert secret not in text


class TestTooOften:
    @pytest.fixture
    def impatient(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(ask, "EACH", 2)

    @pytest.mark.usefixtures("impatient")
    def test_the_third_is_asked_to_wait_with_everything_typed_still_there(self, visitor: Client) -> None:
        for n in range(2):
            assert visitor.post("/ask", fill(key=f"{n}" * 20)).status_code == 303

        answer = visitor.post("/ask", fill(key="3" * 20, text="برادرم کار می‌خواهد"))

        assert answer.status_code == 429
        assert 0 < int(answer["Retry-After"]) <= 600
        assert "برادرم کار می‌خواهد" in page(answer)
        assert Request.objects.count() == 2

    @pytest.mark.usefixtures("impatient")
    def test_a_forged_forwarding_header_opens_no_second_purse(self, visitor: Client) -> None:
        for n in range(3):
            answer = visitor.post("/ask", fill(key=f"{n}" * 20), HTTP_X_FORWARDED_FOR=f"10.0.0.{n}")

        assert answer.status_code == 429

    @pytest.mark.usefixtures("impatient")
    def test_lines_are_shown_even_to_one_who_must_wait(self, visitor: Client) -> None:
        for n in range(3):
            answer = visitor.post("/ask", fill(key=f"{n}" * 20, text=TestDanger.WORDS))

        assert answer.status_code == 429
        assert "tel:110" in page(answer)

    def test_all_together_have_a_limit_too(self, visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(ask, "ALL", 1)
        visitor.post("/ask", fill())

        answer = Client(REMOTE_ADDR="10.1.1.1").post("/ask", fill(key="z" * 20))

        assert answer.status_code == 429


class TestPlaces:
    def test_are_listed_as_they_are_typed(self, visitor: Client) -> None:
        assert 'value="تیس، چابهار، سیستان و بلوچستان"' in page(visitor.get("/ask/places", {"place": "تی"}))

    def test_are_listed_for_a_row_of_letters_too(self, visitor: Client) -> None:
        assert "تیس" in page(visitor.get("/ask/places", {"l-3-place": "تی"}))

    def test_an_empty_question_has_an_empty_answer(self, visitor: Client) -> None:
        assert page(visitor.get("/ask/places")).strip() == ""

    def test_are_not_listed_without_end(self, visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(ask, "LOOKS", 1)
        visitor.get("/ask/places", {"place": "تی"})

        assert "تیس" not in page(visitor.get("/ask/places", {"place": "تی"}))


class TestEnglish:
    @pytest.fixture
    def reader(self, visitor: Client) -> Client:
        visitor.cookies["hamafza_language"] = "en"
        return visitor

    @pytest.mark.parametrize("address", ["/ask", "/ask/done", "/ask/slip"])
    def test_is_complete(self, reader: Client, address: str) -> None:
        reader.post("/ask", fill(place="Tis", text="medicine for my mother"))

        text = page(reader.get(address))

        assert 'lang="en" dir="ltr"' in text
        left = re.sub("فارسی|رضا بلوچ", "", text)
        assert not re.search("[آ-ی]{2,}", left)

    def test_mistakes_are_told_in_english(self, reader: Client) -> None:
        text = page(reader.post("/ask", fill(place="", text="", phone="12")))

        assert not re.search("[آ-ی]{2,}", text.replace("فارسی", ""))
