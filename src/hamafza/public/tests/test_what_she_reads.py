"""Line by line what her page tells: the words, the readers, the steps, and the way with all its turns."""

from datetime import datetime, timedelta

import pytest

from hamafza.feedback import commands as feedback
from hamafza.feedback.models import Survey
from hamafza.intake import commands as intake
from hamafza.intake.models import Request
from hamafza.kernel.actors import Applicant
from hamafza.kernel.ticking import tick
from hamafza.network import commands as network
from hamafza.public.queries import page as pages
from hamafza.public.queries.page import Page, page_of
from hamafza.referrals import commands as referrals
from hamafza.referrals.models import LastDoor, Referral
from tests.cast import HAND, SATURDAY, World

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
AT = SATURDAY + HOUR
CHABAHAR, PROVINCE = "کانون سلامت مهرگان چابهار", "کانون سلامت استان"


def hop_of(request: Request) -> Referral:
    return Referral.objects.open().whole().get(need__request=request)


def read(request: Request, at: datetime = AT) -> Page:
    return page_of(Request.objects.get(pk=request.pk), at)


def way(request: Request) -> list[str]:
    return [step.text for step in read(request, SATURDAY + 90 * DAY).way]


def accepted(world: World) -> Request:
    request = world.triaged("health")
    referrals.accept(hop_of(request), by=world.person["zahra"], at=SATURDAY + HOUR)
    return request


def finished(world: World) -> Request:
    request = accepted(world)
    referrals.finish(
        hop_of(request), outcome="solved", evidence="رسید", by=world.person["zahra"], at=SATURDAY + 2 * HOUR
    )
    return request


class TestWords:
    def test_stand_in_the_order_in_which_they_were_said_and_tell_hers_apart(self, world: World) -> None:
        request = accepted(world)
        hers, reza, zahra = Applicant(request.pk), world.person["reza"], world.person["zahra"]
        intake.add_word(request, text="کی می‌آیید؟", by=hers, at=SATURDAY + 2 * HOUR)
        referrals.note(hop_of(request), text="فردا", for_applicant=True, by=zahra, at=SATURDAY + 3 * HOUR)
        intake.add_word(request, text="شماره را دیدیم", by=reza, at=SATURDAY + 1.5 * HOUR)

        said = [(word.text, word.hers, word.at) for word in read(request, SATURDAY + DAY).words]

        assert said == [
            ("شماره را دیدیم", False, SATURDAY + 1.5 * HOUR),
            ("کی می‌آیید؟", True, SATURDAY + 2 * HOUR),
            ("فردا", False, SATURDAY + 3 * HOUR),
        ]

    def test_between_those_who_help_are_not_for_her(self, world: World) -> None:
        request = accepted(world)
        intake.add_word(request, text="از بهزیستی بپرسیم", for_applicant=False, by=world.person["reza"], at=AT)
        referrals.note(hop_of(request), text="درونی", for_applicant=False, by=world.person["zahra"], at=AT)

        assert read(request).words == []

    def test_of_another_request_are_not_hers(self, world: World) -> None:
        request, other = world.request(), world.request()
        intake.add_word(other, text="چیز دیگر", by=Applicant(other.pk), at=AT)

        assert read(request).words == []

    def test_name_the_files_that_she_sent_and_no_others(self, world: World) -> None:
        request = world.request()
        for by, name in ((Applicant(request.pk), "نسخه.pdf"), (world.person["reza"], "گزارش.pdf")):
            intake.attach(
                request, name=name, stored_as=name, content_type="application/pdf", size=1, sha256="0", by=by, at=AT
            )

        assert read(request).files == ["نسخه.pdf"]


class TestReaders:
    def note(self, world: World, request: Request, who: str, purpose: str, at: datetime = AT) -> None:
        intake.note_reading(request, reader_name=who, purpose=purpose, by=world.person[who], at=at)

    @pytest.mark.parametrize(
        ("purpose", "said"),
        [("api", "از سامانهٔ دیگر"), ("triage", "برای تشخیص"), ("page", "برای پیگیری"), ("x", "برای پیگیری")],
    )
    def test_are_shown_with_what_they_came_for(self, world: World, purpose: str, said: str) -> None:
        request = world.request()
        self.note(world, request, "reza", purpose)

        [line] = read(request).readings
        assert (line.who, line.purpose, line.last_at, line.times) == ("reza", said, AT, 1)

    def test_are_counted_and_the_latest_stands_first(self, world: World) -> None:
        request = world.request()
        self.note(world, request, "reza", "page", AT)
        self.note(world, request, "nader", "page", AT + HOUR)
        self.note(world, request, "reza", "page", AT + 2 * HOUR)

        lines = [(line.who, line.times, line.last_at) for line in read(request).readings]

        assert lines == [("reza", 2, AT + 2 * HOUR), ("nader", 1, AT + HOUR)]

    def test_of_a_hidden_house_lose_its_name_and_keep_their_own(self, world: World) -> None:
        network.edit(world.centre["chabahar"], is_public=False, by=HAND, at=SATURDAY)
        request = world.triaged("health")
        name = f"زهرا مرادی، دبیر {CHABAHAR}"
        intake.note_reading(request, reader_name=name, purpose="page", by=world.person["zahra"], at=AT)

        [line] = read(request).readings
        assert line.who == "زهرا مرادی، دبیر یکی از مراکز همکار"


class TestSteps:
    def here(self, request: Request) -> str:
        states = [step["state"] for step in read(request).steps]
        assert states == sorted(states, key=["done", "current", "todo"].index)  # never one done behind one to do
        return next((step["label"] for step in read(request).steps if step["state"] == "current"), "")

    def test_go_forward_with_the_work(self, world: World) -> None:
        request = world.request()
        assert self.here(request) == "تشخیص"

        reza, zahra = world.person["reza"], world.person["zahra"]
        intake.triage(request, domains=[world.domain["health"]], urgency="0", automatic=False, by=reza, at=AT)
        assert self.here(request) == "سپردن به مرکز"

        referrals.offer(request.needs.get(), centres=[world.centre["chabahar"]], by=reza, at=AT)
        assert self.here(request) == "پذیرش مرکز"

        referrals.accept(hop_of(request), by=zahra, at=AT)
        assert self.here(request) == "انجام کار"

        referrals.finish(hop_of(request), outcome="solved", evidence="رسید", by=zahra, at=AT)
        assert self.here(request) == "سخن شما"

        feedback.answer(Survey.objects.get(), solved="yes", by=Applicant(request.pk), at=AT)
        assert self.here(request) == ""

    def test_go_back_with_a_refusal_nobody_took_up(self, world: World) -> None:
        request = world.triaged("health")
        referrals.withdraw(hop_of(request), reason="جای دیگر", by=world.person["reza"], at=AT)

        assert self.here(request) == "سپردن به مرکز"


class TestTheWay:
    def test_names_the_door_she_came_by(self, world: World) -> None:
        assert way(world.request(door="phone")) == ["درخواست شما رسید (تلفن)."]

    def test_of_work_that_went_well(self, world: World) -> None:
        request = finished(world)
        feedback.answer(Survey.objects.get(), solved="yes", by=Applicant(request.pk), at=SATURDAY + 3 * HOUR)

        assert way(request) == [
            "درخواست شما رسید (صفحهٔ همگانی).",
            "روشن شد چه کمکی لازم است.",
            f"به {CHABAHAR} سپرده شد.",
            f"{CHABAHAR} پذیرفت.",
            f"{CHABAHAR} کار را انجام‌شده ثبت کرد.",
            "همهٔ کارها به نتیجه رسید.",
            "گفتید که به نتیجه رسید.",
        ]

    def test_of_a_refusal_says_why_and_where_it_went(self, world: World) -> None:
        request = world.triaged("health")
        referrals.decline(hop_of(request), reason="capacity", by=world.person["zahra"], at=AT)

        told = read(request).way

        assert [step.text for step in told][-2:] == [
            f"{CHABAHAR} نتوانست بپذیرد: ظرفیت نداریم.", f"به {PROVINCE} سپرده شد.",
        ]  # fmt: skip
        assert [step.tone for step in told] == ["done", "done", "done", "refused", "waiting"]

    def test_of_silence_says_that_it_went_on_by_itself(self, world: World) -> None:
        request = world.triaged("health")
        while hop_of(request).centre == world.centre["chabahar"]:
            tick(hop_of(request).due_at)

        assert f"{CHABAHAR} در مهلت پاسخ نداد؛ به راه بعدی رفت." in way(request)
        assert f"به {PROVINCE} سپرده شد." in way(request)

    def test_of_one_called_back_says_so_quietly(self, world: World) -> None:
        request = world.triaged("health")
        referrals.withdraw(hop_of(request), reason="جای دیگر", by=world.person["reza"], at=AT)

        assert [(step.text, step.tone) for step in read(request).way][-1] == (f"از {CHABAHAR} پس گرفته شد.", "noted")

    def test_through_the_last_door_names_what_was_found(self, world: World) -> None:
        request = world.triaged("housing")
        task = LastDoor.objects.get(need__request=request)
        referrals.act_at_last_door(task, action="guidance", note="همراهی", by=world.person["karim"], at=AT)

        assert way(request)[2:] == [
            "به مسئول ویژهٔ استان سپرده شد تا راهی بیابد.",
            "مسئول ویژه راهی یافت: راهنمایی و همراهی حضوری.",
            "بخشی از کار به نتیجه رسید.",
        ]

    def test_opened_again_says_so_before_it_goes_on(self, world: World) -> None:
        request = finished(world)
        intake.reopen(request, reason="مانده", by=Applicant(request.pk), at=SATURDAY + 3 * HOUR)

        assert way(request)[-3:] == ["همهٔ کارها به نتیجه رسید.", "دوباره باز شد.", f"به {CHABAHAR} سپرده شد."]

    @pytest.mark.parametrize(("verb", "told"), [("withdraw", "کنار گذاشته شد."), ("merge", "با درخواست دیگر شما یکی")])
    def test_that_ended_early_says_how(self, world: World, verb: str, told: str) -> None:
        first, request = world.request(), world.request()
        if verb == "merge":
            intake.merge(request, original=first, by=world.person["reza"], at=AT)
        else:
            intake.withdraw(request, reason="نه", by=Applicant(request.pk), at=AT)

        assert way(request)[-1].startswith(told)

    def test_through_a_safe_house_names_it_nowhere(self, world: World) -> None:
        network.edit(world.centre["chabahar"], is_public=False, by=HAND, at=SATURDAY)

        told = " ".join(way(finished(world)))

        assert "مهرگان" not in told
        assert told.count("یکی از مراکز همکار") == 3


class TestHolders:
    def test_of_a_later_need_say_that_its_turn_comes(self, world: World) -> None:
        request = world.request()
        intake.triage(
            request, domains=[world.domain["health"], world.domain["employment"]], orders=[1, 2], urgency="0",
            by=world.person["reza"], at=SATURDAY,
        )  # fmt: skip

        first, second = read(request).holders

        assert first.need == "درمان و سلامت"
        assert (second.need, second.who, second.until, second.tone) == (
            "کارآفرینی و اشتغال", "نوبت این نیاز پس از نیاز پیشین است", "", "calm",
        )  # fmt: skip

    def test_leave_out_a_need_that_has_its_outcome(self, world: World) -> None:
        request = world.triaged("health", "housing")
        hop = hop_of(request)
        referrals.accept(hop, by=world.person["zahra"], at=SATURDAY)
        referrals.finish(hop, outcome="solved", evidence="رسید", by=world.person["zahra"], at=SATURDAY)

        assert [holder.need for holder in read(request).holders] == ["مسکن و عمران"]

    @pytest.mark.parametrize(("late", "tone"), [(timedelta(0), "waiting"), (timedelta(seconds=1), "late")])
    def test_admit_a_door_that_is_late_from_the_next_second(self, world: World, late: timedelta, tone: str) -> None:
        request = world.request()

        [holder] = read(request, request.due_at + late).holders

        assert (holder.tone, holder.until) == (tone, "")


class TestTheQuestion:
    @pytest.mark.parametrize("state", ["received", "offered", "accepted"])
    def test_is_not_asked_before_the_work(self, world: World, state: str) -> None:
        make = {"received": world.request, "offered": world.triaged, "accepted": lambda: accepted(world)}[state]

        assert read(make()).asks == ""

    def test_is_whole_after_the_work_and_short_after_her_yes(self, world: World) -> None:
        request = finished(world)
        assert read(request).asks == "full"

        feedback.answer(pages.survey_of(request), solved="yes", by=Applicant(request.pk), at=AT)
        assert read(request).asks == "still"

        feedback.send(pages.survey_of(request), by=HAND, at=AT + 28 * DAY)
        assert read(request, AT + 28 * DAY).asks == "full"

    def test_that_was_answered_for_good_waits_for_nothing(self, world: World) -> None:
        request = finished(world)
        for _ in range(2):
            feedback.answer(pages.survey_of(request), solved="yes", by=Applicant(request.pk), at=AT)

        assert pages.survey_of(request) is None
        assert read(request).asks == "still"  # «no» is heard after the end too
