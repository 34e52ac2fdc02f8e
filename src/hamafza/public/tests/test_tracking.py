"""The applicant's own page: opened by code and four digits, told in plain words, worked without a script."""

import re
import time
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hamafza.feedback import commands as feedback
from hamafza.feedback.models import Survey
from hamafza.intake import commands as intake
from hamafza.intake.models import Attachment, Request, Word
from hamafza.kernel.codes import check_digit
from hamafza.kernel.ticking import tick
from hamafza.network import commands as network
from hamafza.notices.models import Message
from hamafza.public import tries
from hamafza.referrals import commands as referrals
from hamafza.referrals.models import Referral
from tests.cast import HAND, SATURDAY, World

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Clock:
    """The wall clock of the pages."""

    def __init__(self) -> None:
        self.at = SATURDAY + HOUR


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch, db: None) -> Clock:
    clock = Clock()
    monkeypatch.setattr("hamafza.kernel.clock.timezone.now", lambda: clock.at)
    caches["default"].clear()
    return clock


def knock(client: Client, code: str, digits: str):
    return client.post("/t", {"code": code, "digits": digits})


def enter(client: Client, request: Request) -> str:
    assert knock(client, request.code, request.pin).status_code == 303
    return client.get("/t").content.decode()


def hop_of(request: Request) -> Referral:
    return Referral.objects.open().get(need__request=request)


def finished(world: World) -> Request:
    request = world.triaged("health")
    hop = hop_of(request)
    referrals.accept(hop, by=world.person["zahra"], at=SATURDAY)
    referrals.finish(hop, outcome="solved", evidence="دارو رسید", by=world.person["zahra"], at=SATURDAY)
    request.refresh_from_db()
    return request


def wrong_for(request: Request) -> dict[str, str]:
    return {"code": request.code, "digits": "0000" if request.pin != "0000" else "1111"}


def plain(answer) -> bytes:
    """The answer without what differs at each one: the form's own token."""
    return re.sub(rb'(csrfmiddlewaretoken" value="|X-CSRFToken": ")[A-Za-z0-9]+', rb"\1", answer.content)


class TestTheDoor:
    def test_opens_by_code_and_four_digits_in_persian_too(self, client: Client, world: World) -> None:
        request = world.request()
        digits = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")

        answer = knock(client, request.spaced_code.translate(digits), request.pin.translate(digits))

        assert answer.status_code == 303
        assert request.title in client.get("/t").content.decode()

    def test_a_slip_without_a_telephone_opens_by_its_pin(self, client: Client, world: World) -> None:
        request = world.request(phone="")

        assert request.title in enter(client, request)

    def test_a_qr_lands_with_its_code_written_in(self, client: Client, world: World) -> None:
        request = world.request()

        answer = client.get("/t", {"code": request.code})

        assert f'value="{request.code}"' in answer.content.decode()
        assert request.title not in answer.content.decode()

    def test_answers_the_same_byte_for_byte_whether_the_code_exists_or_not(self, client: Client, world: World) -> None:
        request = world.request()
        absent = "000000000000" + check_digit("000000000000")

        wrong = knock(client, request.code, "0000" if request.pin != "0000" else "1111")
        nobody = knock(client, absent, "0000" if request.pin != "0000" else "1111")

        assert (wrong.status_code, nobody.status_code) == (422, 422)
        assert plain(wrong).replace(request.code.encode(), b"") == plain(nobody).replace(absent.encode(), b"")
        assert [*wrong.headers] == [*nobody.headers]

    def test_does_the_same_work_for_both(self, client: Client, world: World) -> None:
        request = world.request()
        absent = "000000000000" + check_digit("000000000000")
        knock(client, absent, "0000")  # the counters exist now

        counts = []
        for code in (request.code, absent):
            with CaptureQueriesContext(connection) as seen:
                knock(client, code, "0000" if request.pin != "0000" else "1111")
            counts.append(len(seen))

        assert counts[0] == counts[1]

    @pytest.mark.parametrize(
        ("code", "digits", "says"),
        [
            ("", "", "این را هم بنویسید"),
            ("123", "4567", "۳ رقم نوشته‌اید"),
            ("1234567890123", "4567", "یکی از رقم‌ها جابه‌جا شده است"),
            ("<script>", "4567", "کد رهگیری ۱۳ رقم است"),
        ],
    )
    def test_says_which_field_is_at_fault_and_keeps_what_was_typed(
        self, client: Client, world: World, code: str, digits: str, says: str
    ) -> None:
        answer = knock(client, code, digits)

        assert answer.status_code == 422
        assert says in answer.content.decode()
        assert "<script>" not in answer.content.decode().replace("<script src", "")

    def test_is_never_kept_by_a_browser(self, client: Client, world: World) -> None:
        enter(client, world.request())

        assert "no-store" in client.get("/t")["Cache-Control"]


class TestGuessing:
    def test_ten_wrong_tries_an_hour_from_one_address(self, client: Client, world: World) -> None:
        request = world.request()
        wrong = "0000" if request.pin != "0000" else "1111"
        answers = [knock(client, request.code, wrong).status_code for _ in range(10)]

        blocked = knock(client, request.code, request.pin)  # even the right one, now

        assert answers == [422] * 10
        assert blocked.status_code == 429
        assert int(blocked["Retry-After"]) > 0
        assert request.title not in client.get("/t").content.decode()

    def test_another_address_is_not_locked_out(self, client: Client, world: World) -> None:
        request = world.request()
        for _ in range(11):
            knock(client, request.code, "0000" if request.pin != "0000" else "1111")

        other = client.post("/t", {"code": request.code, "digits": request.pin}, REMOTE_ADDR="10.0.0.9")

        assert other.status_code == 303

    @pytest.mark.parametrize(("proxies", "blocked"), [(0, 429), (1, 303)])
    def test_behind_our_own_proxy_each_visitor_counts_apart(
        self, client: Client, world: World, settings, proxies: int, blocked: int
    ) -> None:
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
        request = world.request()
        for _ in range(10):
            client.post("/t", wrong_for(request), headers={"X-Forwarded-For": "1.1.1.1, 2.2.2.2"})

        other = {"code": request.code, "digits": request.pin}
        answer = client.post("/t", other, headers={"X-Forwarded-For": "1.1.1.1, 3.3.3.3"})

        assert answer.status_code == blocked

    def test_right_tries_do_not_count(self, client: Client, world: World) -> None:
        request = world.request()

        assert {knock(client, request.code, request.pin).status_code for _ in range(12)} == {303}

    def test_a_thousand_wrong_ones_from_everywhere_close_the_door_for_all(self, client: Client, world: World) -> None:
        request = world.request()
        for number in range(tries.FROM_ALL):
            tries.failed(f"10.1.{number // 250}.{number % 250}")

        assert knock(client, request.code, request.pin).status_code == 429

    def test_the_hour_turns(self, client: Client, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        for _ in range(tries.FROM_ONE):
            tries.failed("1.2.3.4")
        assert tries.wait("1.2.3.4") > 0
        later = time.time() + tries.HOUR
        monkeypatch.setattr("hamafza.public.tries.time.time", lambda: later)

        assert tries.wait("1.2.3.4") == 0


class TestTheSession:
    def test_without_it_there_is_only_the_door(self, client: Client, world: World) -> None:
        request = world.request()

        assert request.title not in client.get("/t").content.decode()
        for path in ("word", "withdraw", "voice"):
            assert client.post(f"/t/{path}", {"text": "x", "reason": "x", "solved": "no"}).status_code == 303
        request.refresh_from_db()
        assert request.state == "received"
        assert not Word.objects.exists()

    def test_lasts_an_hour(self, client: Client, world: World, clock: Clock) -> None:
        request = world.request()
        enter(client, request)
        clock.at += HOUR + timedelta(seconds=1)

        assert request.title not in client.get("/t").content.decode()

    def test_is_a_fresh_one(self, client: Client, world: World) -> None:
        client.get("/t")
        client.session.save()
        before = client.session.session_key

        enter(client, world.request())

        assert client.session.session_key != before

    def test_ends_when_she_says_so(self, client: Client, world: World) -> None:
        request = world.request()
        enter(client, request)

        client.post("/t/forget")

        assert request.title not in client.get("/t").content.decode()

    def test_does_not_open_another_request(self, client: Client, world: World) -> None:
        mine, other = world.request(text="داروی من"), world.request(text="خانهٔ دیگری", phone="09121112233")
        enter(client, mine)

        shown = client.get("/t", {"code": other.code}).content.decode()

        assert other.title not in shown


class TestWhoHoldsIt:
    def test_the_office_that_reads_it(self, client: Client, world: World) -> None:
        assert "همکاران پذیرش تیس آن را می‌خوانند" in enter(client, world.request())

    def test_the_centre_that_was_asked_until_when_and_what_otherwise(self, client: Client, world: World) -> None:
        shown = enter(client, world.triaged("health"))

        assert "از کانون سلامت مهرگان چابهار پرسیده‌ایم" in shown
        assert "خودبه‌خود به مرکز بعدی سپرده می‌شود" in shown
        assert "سه‌شنبه ۵ آبان" in shown

    def test_a_late_answer_is_admitted(self, client: Client, world: World, clock: Clock) -> None:
        request = world.triaged("health")
        clock.at = hop_of(request).answer_by + HOUR

        assert "پاسخ کانون سلامت مهرگان چابهار دیر شده است" in enter(client, request)

    def test_the_centre_that_works_on_it(self, client: Client, world: World) -> None:
        request = world.triaged("health")
        referrals.accept(hop_of(request), by=world.person["zahra"], at=SATURDAY)

        assert "اکنون نزد کانون سلامت مهرگان چابهار است؛ با شما تماس می‌گیرد" in enter(client, request)

    def test_the_last_door(self, client: Client, world: World) -> None:
        assert "اکنون نزد مسئول ویژهٔ استان است" in enter(client, world.triaged("housing"))

    def test_each_need_of_several(self, client: Client, world: World) -> None:
        shown = enter(client, world.triaged("health", "employment"))

        assert "کانون سلامت مهرگان چابهار" in shown
        assert "کانون کار و هنر چابهار" in shown

    def test_a_safe_house_is_not_named(self, client: Client, world: World) -> None:
        network.edit(world.centre["chabahar"], is_public=False, by=HAND, at=SATURDAY)

        shown = enter(client, world.triaged("health"))

        assert "مهرگان" not in shown
        assert "یکی از مراکز همکار" in shown

    def test_an_officer_is_never_named(self, client: Client, world: World) -> None:
        shown = enter(client, world.triaged("health"))

        assert "زهرا" not in shown
        assert "مرادی" not in shown


class TestTheWay:
    def test_is_told_in_order_and_in_plain_words(self, client: Client, world: World) -> None:
        request = world.triaged("health")
        referrals.decline(hop_of(request), reason="capacity", by=world.person["zahra"], at=SATURDAY + HOUR)

        shown = enter(client, request)

        told = [
            "درخواست شما رسید",
            "روشن شد چه کمکی",
            "به کانون سلامت مهرگان چابهار سپرده شد",
            "نتوانست بپذیرد: ظرفیت نداریم.",
        ]
        places = [shown.index(text) for text in told]
        assert places == sorted(places)

    def test_an_emergency_stays_on_top(self, client: Client, world: World) -> None:
        shown = enter(client, world.request(text="شوهرم مرا کتک می‌زند و از جانم می‌ترسم"))

        assert shown.index("tel:123") < shown.index("آن را می‌خوانند")

    def test_says_who_has_read_her_file(self, client: Client, world: World) -> None:
        request = world.request()
        intake.note_reading(
            request,
            reader_name="رضا بلوچ، پذیرش چابهار",
            purpose="page",
            by=world.person["reza"],
            at=SATURDAY,
        )

        assert "رضا بلوچ، پذیرش چابهار" in enter(client, request)

    def test_costs_few_queries(self, client: Client, world: World, django_assert_max_num_queries) -> None:
        enter(client, world.triaged("health", "employment"))

        with django_assert_max_num_queries(16):
            client.get("/t")


class TestWhatSheDoes:
    def test_adds_a_word_that_its_holder_hears_of(self, client: Client, world: World) -> None:
        request = world.request()
        enter(client, request)

        client.post("/t/word", {"text": "شماره‌ام عوض شد"})

        assert Word.objects.get().by == f"applicant:{request.pk}"
        assert Message.objects.filter(template="applicant_wrote", to_person=world.person["reza"]).count() == 1
        assert "شماره‌ام عوض شد" in client.get("/t").content.decode()

    def test_adds_a_file(self, client: Client, world: World) -> None:
        enter(client, world.request())

        client.post("/t/word", {"file": SimpleUploadedFile("nosk‌he.txt", "نسخهٔ پزشک".encode())})

        assert Attachment.objects.get().content_type == "text/plain"
        assert Word.objects.get().text == "فایلی فرستادم."

    def test_a_file_that_is_not_what_it_says_is_refused_and_the_words_stay(self, client: Client, world: World) -> None:
        enter(client, world.request())

        answer = client.post("/t/word", {"text": "این عکس است", "file": SimpleUploadedFile("a.jpg", b"MZ\x90\x00")})

        assert answer.status_code == 422
        assert "این عکس است" in answer.content.decode()
        assert not Attachment.objects.exists()

    def test_an_empty_word_is_asked_for(self, client: Client, world: World) -> None:
        enter(client, world.request())

        answer = client.post("/t/word", {"text": "  "})

        assert answer.status_code == 422
        assert "لطفاً چیزی بنویسید" in answer.content.decode()

    def test_withdraws_with_a_reason(self, client: Client, world: World) -> None:
        request = world.triaged("health")
        enter(client, request)
        assert client.post("/t/withdraw", {"reason": ""}).status_code == 422

        client.post("/t/withdraw", {"reason": "خودم دارو را یافتم"})

        request.refresh_from_db()
        assert request.state == "withdrawn"
        assert "به خواست شما کنار گذاشته شد" in client.get("/t").content.decode()

    def test_prints_her_slip(self, client: Client, world: World) -> None:
        request = world.request(phone="")
        enter(client, request)

        assert (
            request.pin.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")) in client.get("/t/slip").content.decode()
        )


class TestHerVoice:
    def test_is_asked_only_after_the_work(self, client: Client, world: World) -> None:
        assert "آیا کار به نتیجه رسید؟" not in enter(client, world.triaged("health"))

    def test_yes_confirms(self, client: Client, world: World) -> None:
        request = finished(world)
        assert "آیا کار به نتیجه رسید؟" in enter(client, request)

        client.post("/t/voice", {"solved": "yes", "contacted": "yes", "useful": "yes", "word": "خدا خیرتان دهد"})

        request.refresh_from_db()
        survey = Survey.objects.get(request=request, wave="after_work")
        assert request.state == "confirmed"
        assert (survey.contacted, survey.useful, survey.word) == (True, True, "خدا خیرتان دهد")

    @pytest.mark.parametrize(
        ("said", "state"),
        [
            ({"solved": "no"}, "in_referral"),
            ({"solved": "half", "carry_on": "on"}, "in_referral"),
            ({"solved": "half"}, "confirmed"),
        ],
    )
    def test_no_and_half_open_it_again(self, client: Client, world: World, said: dict[str, str], state: str) -> None:
        request = finished(world)
        enter(client, request)

        client.post("/t/voice", said)

        request.refresh_from_db()
        assert request.state == state

    def test_nothing_said_is_asked_for(self, client: Client, world: World) -> None:
        enter(client, finished(world))

        assert client.post("/t/voice", {"word": "ممنون"}).status_code == 422

    def test_no_is_heard_after_she_has_confirmed(self, client: Client, world: World) -> None:
        request = finished(world)
        enter(client, request)
        client.post("/t/voice", {"solved": "yes"})

        client.post("/t/voice", {"solved": "no", "word": "بازگشت"})

        request.refresh_from_db()
        assert (request.state, request.reopened) == ("in_referral", 1)

    @pytest.mark.parametrize("spoke", [True, False])
    def test_no_is_heard_after_the_end(self, client: Client, world: World, clock: Clock, spoke: bool) -> None:
        request = finished(world)
        for days in range(8, 80, 8):
            tick(SATURDAY + days * DAY)
            survey = Survey.objects.filter(request=request, state="sent").first()
            if spoke and survey:
                feedback.answer(survey, solved="yes", by=HAND, at=SATURDAY + days * DAY)
        request.refresh_from_db()
        assert (request.state, request.ending) == ("closed", "confirmed" if spoke else "unconfirmed")
        clock.at = SATURDAY + 80 * DAY
        enter(client, request)

        client.post("/t/voice", {"solved": "no", "word": "دوباره"})

        request.refresh_from_db()
        assert (request.state, request.reopened) == ("in_referral", 1)

    def test_speaks_english(self, client: Client, world: World) -> None:
        client.cookies["hamafza_language"] = "en"

        shown = enter(client, world.triaged("health"))

        assert "We have asked" in shown
