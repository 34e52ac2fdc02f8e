"""Her page in every state: who has it, until when, what happens otherwise, and what she herself may do there."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from hamafza.feedback import commands as feedback
from hamafza.feedback.models import Survey
from hamafza.intake import commands as intake
from hamafza.intake.models import Request
from hamafza.kernel.actors import Applicant, System
from hamafza.kernel.ticking import tick
from hamafza.network import commands as network
from hamafza.public.queries.page import Holder, page_of
from hamafza.referrals import commands as referrals
from hamafza.referrals.models import LastDoor, Referral
from tests.cast import HAND, SATURDAY, World

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
AT = SATURDAY + HOUR
CHABAHAR = "کانون سلامت مهرگان چابهار"


@pytest.fixture(autouse=True)
def morning(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    monkeypatch.setattr("hamafza.kernel.clock.timezone.now", lambda: AT)
    caches["default"].clear()


def hop_of(request: Request) -> Referral:
    return Referral.objects.open().whole().get(need__request=request)


def received(world: World) -> Request:
    return world.request()


def offered(world: World) -> Request:
    return world.triaged("health")


def sought(world: World) -> Request:
    request = offered(world)
    referrals.withdraw(hop_of(request), reason="جای دیگر", by=world.person["reza"], at=SATURDAY)
    return request


def pooled(world: World) -> Request:
    request = sought(world)
    need = request.needs.get()
    centres = [world.centre["chabahar"], world.centre["konarak"]]
    referrals.offer(need, centres=centres, mode="pool", by=world.person["reza"], at=SATURDAY)
    return request


def accepted(world: World) -> Request:
    request = offered(world)
    referrals.accept(hop_of(request), by=world.person["zahra"], at=SATURDAY)
    return request


def working(world: World) -> Request:
    request = accepted(world)
    referrals.note(hop_of(request), text="فردا ساعت ده می‌آییم", by=world.person["zahra"], at=SATURDAY)
    return request


def held(world: World) -> Request:
    request, until = working(world), SATURDAY + 5 * DAY
    referrals.hold(hop_of(request), reason="waiting_papers", until=until, by=world.person["zahra"], at=SATURDAY)
    return request


def at_the_last_door(world: World) -> Request:
    return world.triaged("housing")


def finished(world: World) -> Request:
    request = accepted(world)
    by = world.person["zahra"]
    referrals.finish(hop_of(request), outcome="solved", evidence="دارو رسید", by=by, at=SATURDAY)
    return request


def partly(world: World) -> Request:
    request = at_the_last_door(world)
    task = LastDoor.objects.get(need__request=request)
    referrals.act_at_last_door(task, action="guidance", note="همراهی", by=world.person["karim"], at=SATURDAY)
    return request


def confirmed(world: World) -> Request:
    request = finished(world)
    survey = Survey.objects.get(request=request)
    feedback.answer(survey, solved="yes", by=Applicant(request.pk), at=SATURDAY)
    return request


def closed(world: World) -> Request:
    request = confirmed(world)
    request.refresh_from_db()
    intake.close(request, ending="confirmed", by=System("tests"), at=SATURDAY)
    return request


def withdrawn(world: World) -> Request:
    request = offered(world)
    intake.withdraw(request, reason="نه", by=Applicant(request.pk), at=SATURDAY)
    return request


def merged(world: World) -> Request:
    first, request = offered(world), world.request()
    intake.merge(request, original=first, by=world.person["reza"], at=SATURDAY)
    return request


TO_NEXT = "اگر تا آن زمان پاسخ ندهد، پیگیری می‌کنیم و خودبه‌خود به مرکز بعدی سپرده می‌شود."
ABOVE = "اگر تا آن زمان کاری نشود، خودبه‌خود به هماهنگ‌کنندهٔ بالاتر می‌رسد."
YOURS = Holder(
    "کار به نتیجه رسیده ثبت شده است؛ اکنون سخن با شماست",
    "",
    "",
    "اگر هنوز مانده است، همین پایین بگویید؛ دوباره باز می‌شود.",
    "calm",
)
HOLDERS: dict[str, tuple[Callable[[World], Request], list[Holder]]] = {
    "received": (received, [Holder("همکاران پذیرش تیس آن را می‌خوانند", "", "فردا ساعت ۰۹:۰۰", ABOVE)]),
    "sought": (sought, [Holder("همکاران پذیرش تیس برایش مرکزی می‌یابند", "", "فردا ساعت ۰۹:۰۰", ABOVE)]),
    "offered": (offered, [Holder(f"از {CHABAHAR} پرسیده‌ایم", "", "سه‌شنبه ۵ آبان ساعت ۱۴:۰۰", TO_NEXT)]),
    "pooled": (
        pooled,
        [Holder(f"از {CHABAHAR} و چند مرکز دیگر پرسیده‌ایم", "", "سه‌شنبه ۵ آبان ساعت ۱۴:۰۰", TO_NEXT)],
    ),
    "accepted": (
        accepted,
        [
            Holder(
                f"اکنون نزد {CHABAHAR} است؛ با شما تماس می‌گیرد",
                "",
                "یکشنبه ۱۰ آبان ساعت ۱۴:۰۰",
                "اگر تا آن زمان تماس نگیرد، به مدیر مرکز و هماهنگ‌کننده خبر می‌دهیم.",
            )
        ],
    ),
    "working": (
        working,
        [
            Holder(
                f"{CHABAHAR} دارد روی آن کار می‌کند",
                "",
                "دوشنبه ۱۸ آبان ساعت ۱۴:۰۰",
                "اگر تا آن زمان خبری ثبت نکند، به مدیر مرکز یادآوری می‌شود.",
            )
        ],
    ),
    "held": (
        held,
        [
            Holder(
                f"نزد {CHABAHAR} است و برای مدتی با دلیل نگه داشته شده است",
                "",
                "پنجشنبه ۷ آبان ساعت ۰۹:۰۰",
                "در آن روز خودبه‌خود از سر گرفته می‌شود.",
            )
        ],
    ),
    "last door": (
        at_the_last_door,
        [
            Holder(
                "اکنون نزد مسئول ویژهٔ استان است",
                "",
                "دوشنبه ۴ آبان ساعت ۱۴:۰۰",
                "اگر دیر شود، هر روز کاری به هماهنگ‌کنندهٔ استان یادآوری می‌شود تا راهی پیدا شود.",
            )
        ],
    ),
    "finished": (finished, [YOURS]),
    "partly": (partly, [YOURS]),
    "confirmed": (confirmed, [YOURS]),
    "closed": (closed, []),
    "withdrawn": (withdrawn, []),
    "merged": (merged, []),
}
OPEN = set(HOLDERS) - {"closed", "withdrawn", "merged"}
DONE = {"finished", "partly", "confirmed", "closed"}


def letters(text: str) -> str:
    """Without half-spaces, which the calendar and we may set differently."""
    return text.replace("\u200c", "")


def enter(client: Client, request: Request) -> str:
    client.post("/t", {"code": request.code, "digits": request.pin})
    return client.get("/t").content.decode()


@pytest.mark.parametrize("state", HOLDERS)
class TestEachState:
    def test_names_the_holder_the_hour_and_what_happens_otherwise(self, world: World, state: str) -> None:
        make, holders = HOLDERS[state]
        request = Request.objects.get(pk=make(world).pk)

        found = page_of(request, AT).holders

        assert [(one.who, one.need, letters(one.until), one.otherwise, one.tone) for one in found] == [
            (one.who, one.need, letters(one.until), one.otherwise, one.tone) for one in holders
        ]

    def test_asks_for_her_word_once_the_work_is_done(self, world: World, client: Client, state: str) -> None:
        shown = enter(client, HOLDERS[state][0](world))

        assert ('action="/t/voice#voice"' in shown) is (state in DONE)

    def test_lets_her_write_while_it_is_open(self, world: World, client: Client, state: str) -> None:
        shown = enter(client, HOLDERS[state][0](world))

        assert ('action="/t/word#words"' in shown) is (state in OPEN)

    def test_lets_her_withdraw_until_it_is_done(self, world: World, client: Client, state: str) -> None:
        shown = enter(client, HOLDERS[state][0](world))

        assert ('action="/t/withdraw"' in shown) is (state in OPEN - DONE)

    def test_the_way_begins_with_her_and_is_told_in_order(self, world: World, state: str) -> None:
        request = Request.objects.get(pk=HOLDERS[state][0](world).pk)

        way = page_of(request, AT).way

        assert way[0].text == "درخواست شما رسید (صفحهٔ همگانی)."
        assert [step.at for step in way] == sorted(step.at for step in way)

    def test_a_post_to_what_is_not_offered_is_refused_and_changes_nothing(
        self, world: World, client: Client, state: str
    ) -> None:
        request = HOLDERS[state][0](world)
        enter(client, request)
        before = Request.objects.values("state", "reopened").get(pk=request.pk)
        refused = []
        if state not in OPEN - DONE:
            refused.append(("/t/withdraw", {"reason": "نه"}))
        if state not in DONE:
            refused.append(("/t/voice", {"solved": "no"}))

        for url, fields in refused:
            assert client.post(url, fields).status_code == 422, url

        assert Request.objects.values("state", "reopened").get(pk=request.pk) == before


class TestLate:
    @pytest.mark.parametrize(
        ("make", "said"),
        [(offered, f"پاسخ {CHABAHAR} دیر شده است"), (accepted, f"{CHABAHAR} هنوز خبری ثبت نکرده است")],
    )
    def test_is_admitted_with_the_next_step_of_the_clock(
        self, world: World, make: Callable[[World], Request], said: str
    ) -> None:
        hop = hop_of(make(world))
        assert hop.due_at
        at = hop.due_at
        tick(at)
        hop.refresh_from_db()

        [one] = page_of(Request.objects.get(), at + HOUR).holders

        assert (one.who, one.tone, one.until) == (said, "late", "")
        assert "گام بعدی، خودبه‌خود" in one.otherwise
        assert "همین امروز" not in one.otherwise

    def test_a_minute_before_the_hour_it_is_not(self, world: World) -> None:
        hop = hop_of(offered(world))
        assert hop.answer_by

        [before] = page_of(Request.objects.get(), hop.answer_by - timedelta(minutes=1)).holders
        [after] = page_of(Request.objects.get(), hop.answer_by + timedelta(minutes=1)).holders

        assert (before.tone, after.tone) == ("waiting", "late")


class TestHerVoice:
    def say(self, client: Client, **fields: str) -> Any:
        return client.post("/t/voice", fields)

    def test_after_the_work_three_things_are_asked(self, world: World, client: Client) -> None:
        shown = enter(client, finished(world))

        assert all(f'name="{name}"' in shown for name in ("contacted", "useful", "solved", "word", "carry_on"))

    def test_after_she_confirmed_only_whether_it_lasts(self, world: World, client: Client) -> None:
        shown = enter(client, confirmed(world))

        assert 'name="solved"' in shown
        assert 'name="contacted"' not in shown

    @pytest.mark.parametrize(("contacted", "kept"), [("yes", True), ("no", False), ("", None)])
    @pytest.mark.parametrize(("useful", "was"), [("yes", True), ("no", False), ("", None)])
    def test_each_answer_is_kept_as_it_was_given(
        self, world: World, client: Client, contacted: str, kept: bool | None, useful: str, was: bool | None
    ) -> None:
        request = finished(world)
        enter(client, request)

        answer = self.say(client, solved="yes", contacted=contacted, useful=useful, word="سپاس")

        survey = Survey.objects.filter(request=request).earliest("pk")
        assert answer.status_code == 303
        assert (survey.contacted, survey.useful, survey.solved, survey.word) == (kept, was, "yes", "سپاس")

    @pytest.mark.parametrize("solved", ["", "perhaps", "YES"])
    def test_what_is_no_answer_is_asked_again_and_her_words_stay(
        self, world: World, client: Client, solved: str
    ) -> None:
        request = finished(world)
        enter(client, request)

        answer = self.say(client, solved=solved, word="هنوز منتظر نامه‌ام")

        assert answer.status_code == 422
        assert "هنوز منتظر نامه‌ام" in answer.content.decode()
        request.refresh_from_db()
        assert request.state == "resolved"

    @pytest.mark.parametrize("make", [finished, partly, confirmed, closed])
    def test_no_is_heard_in_each_state_and_somebody_has_it_again(
        self, world: World, client: Client, make: Callable[[World], Request]
    ) -> None:
        request = make(world)
        enter(client, request)

        self.say(client, solved="no")

        request.refresh_from_db()
        assert request.state in {"triaged", "in_referral"}
        assert request.holder and request.due_at
        assert page_of(request, AT).holders


class TestWhoHasRead:
    def test_a_safe_house_is_not_named_by_its_officers_signature(self, world: World, client: Client) -> None:
        network.edit(world.centre["chabahar"], is_public=False, by=HAND, at=SATURDAY)
        request = offered(world)
        client.force_login(world.person["zahra"])
        assert client.get(f"/requests/{request.pk}/").status_code == 200
        visitor = Client()

        shown = enter(visitor, request)

        assert "زهرا مرادی" in shown
        assert "مهرگان" not in shown

    def test_an_open_centre_is(self, world: World, client: Client) -> None:
        request = offered(world)
        client.force_login(world.person["zahra"])
        client.get(f"/requests/{request.pk}/")

        [reading] = page_of(request, AT).readings

        assert (reading.who.startswith("زهرا مرادی"), CHABAHAR in reading.who, reading.times) == (
            True,
            True,
            1,
        )


class TestHerSlip:
    def test_holds_the_code_and_the_digits_and_nothing_of_the_matter(self, world: World, client: Client) -> None:
        request = offered(world)
        enter(client, request)

        shown = client.get("/t/slip").content.decode()
        said = re.sub(r"\D", "", "".join(re.findall(r"[۰-۹0-9\s\u00a0]+", shown)))

        assert request.text not in shown
        assert request.applicant_name not in shown
        assert "درمان" not in shown
        latin = said.translate(str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789"))
        assert request.code in latin

    def test_is_hers_alone(self, world: World, client: Client) -> None:
        offered(world)

        assert client.get("/t/slip").status_code == 303

    def test_is_gone_once_the_device_has_forgotten(self, world: World, client: Client) -> None:
        request = offered(world)
        enter(client, request)

        client.post("/t/forget")

        for url in ("/t/slip", "/t"):
            assert request.title not in client.get(url, follow=True).content.decode()
        for url in ("/t/word", "/t/withdraw", "/t/voice"):
            assert client.post(url, {"text": "x", "reason": "x", "solved": "no"}).status_code == 303
        request.refresh_from_db()
        assert request.state == "in_referral"

    def test_forgetting_by_reading_an_address_is_not_possible(self, world: World, client: Client) -> None:
        request = offered(world)
        enter(client, request)

        assert client.get("/t/forget").status_code == 405
        assert request.title in client.get("/t").content.decode()


def test_time_of_day_is_the_clock_of_iran(world: World) -> None:
    request = world.request(at=datetime.fromisoformat("2026-10-24T05:30:00+00:00"))

    [one] = page_of(Request.objects.get(pk=request.pk), AT).holders

    assert one.until == "فردا ساعت ۰۹:۰۰"
