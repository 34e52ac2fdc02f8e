"""The page of one request: who may open it, how much it says, whose move it is, and the way it came."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hamafza.desks.queries.page import steps_of
from hamafza.feedback import commands as feedback
from hamafza.feedback.models import Survey
from hamafza.intake import commands as intake
from hamafza.intake.models import Need, Reading, Request
from hamafza.kernel import clock
from hamafza.kernel.actors import Applicant
from hamafza.referrals import commands as referrals
from hamafza.referrals.models import Referral
from tests.cast import World

STORY = "داروی مادرم\nمن گلنار رئیسی هستم، ۰۹۱۵۱۲۳۴۵۶۷"


def triaged(world: World, *domains: str, **more: Any) -> Request:
    return world.triaged(*(domains or ("health",)), at=clock.now(), **{"text": STORY, **more})


def hop_of(request: Request, domain: str = "health") -> Referral:
    return Referral.objects.open().get(need__request=request, need__domain__key=domain)


def page(client: Client, world: World, who: str, request: Request) -> Any:
    client.force_login(world.person[who])
    return client.get(f"/requests/{request.pk}/")


def moves(answer: Any) -> list[str]:
    return [move.name for holder in answer.context["page"].holders for move in holder.moves]


class TestWhoMayOpenIt:
    @pytest.mark.parametrize("who", ["reza", "zahra", "maryam", "nader", "parvin", "karim"])
    def test_those_concerned(self, world: World, client: Client, who: str) -> None:
        assert page(client, world, who, triaged(world)).status_code == 200

    @pytest.mark.parametrize("who", ["sara", "mina", "farhad"])
    def test_for_others_it_is_not_there(self, world: World, client: Client, who: str) -> None:
        assert page(client, world, who, triaged(world)).status_code == 404

    @pytest.mark.parametrize("who", ["stranger", "admin"])
    def test_a_role_is_needed(self, world: World, client: Client, who: str) -> None:
        assert page(client, world, who, triaged(world)).status_code == 403

    def test_a_visitor_signs_in_first(self, world: World, client: Client) -> None:
        assert client.get(f"/requests/{triaged(world).pk}/").status_code == 302

    def test_each_opening_is_written_down(self, world: World, client: Client) -> None:
        request = triaged(world)

        page(client, world, "zahra", request)
        page(client, world, "zahra", request)

        reading = Reading.objects.get(request=request, reader=world.person["zahra"].ref)
        assert (reading.times, reading.purpose) == (2, "page")
        assert "زهرا مرادی" in reading.reader_name

    def test_is_kept_by_no_cache(self, world: World, client: Client) -> None:
        assert page(client, world, "reza", triaged(world))["Cache-Control"] == "no-store"


class TestHowMuchItSays:
    SECRETS = ("گلنار", "رئیسی", "۰۹۱۵۱۲۳۴۵۶۷", "09151234567")

    def test_an_asked_centre_reads_the_minimum(self, world: World, client: Client) -> None:
        request = triaged(world)
        intake.add_word(request, text="سخنی پنهان", by=world.person["reza"], at=clock.now(), for_applicant=False)

        text = page(client, world, "zahra", request).content.decode()

        assert "داروی مادرم" in text
        assert not [secret for secret in (*self.SECRETS, "سخنی پنهان", request.spaced_code) if secret in text]

    def test_a_centre_that_accepted_reads_all(self, world: World, client: Client) -> None:
        request = triaged(world)
        referrals.accept(hop_of(request), by=world.person["zahra"], at=clock.now())

        text = page(client, world, "zahra", request).content.decode()

        assert "گلنار رئیسی" in text
        assert "09151234567" in text
        assert request.code not in text.replace(" ", "")

    def test_another_centres_remark_is_not_for_one_who_is_only_asked(self, world: World, client: Client) -> None:
        request = triaged(world)
        hop = hop_of(request)
        referrals.decline(
            hop, reason="capacity", note="خانم گلنار را می‌شناسیم", by=world.person["zahra"], at=clock.now()
        )
        second = hop_of(request)

        text = page(client, world, second.holder.username, request).content.decode()

        assert "ظرفیت نداریم" in text
        assert "می‌شناسیم" not in text

    def test_a_centre_follows_only_the_needs_it_was_asked_for(self, world: World, client: Client) -> None:
        request = triaged(world, "health", "employment")

        text = page(client, world, "mina", request).content.decode()

        assert str(world.domain["employment"]) in text
        assert str(world.domain["health"]) not in text
        assert world.centre["chabahar"].name not in text

    def test_readers_are_shown_to_those_who_may_know(self, world: World, client: Client) -> None:
        request = triaged(world)
        page(client, world, "zahra", request)

        assert page(client, world, "zahra", request).context["page"].readers is None
        assert "زهرا مرادی، دبیر کانون" in page(client, world, "reza", request).content.decode()

    def test_danger_comes_first(self, world: World, client: Client) -> None:
        request = triaged(world)
        Request.objects.filter(pk=request.pk).update(danger="suicide")

        text = page(client, world, "zahra", request).content.decode()

        assert text.index("tel:123") < text.index('class="stepper"')


class TestWhoseMoveItIs:
    def test_the_asked_centre_answers(self, world: World, client: Client) -> None:
        assert moves(page(client, world, "zahra", triaged(world))) == ["accept", "hold", "decline"]

    def test_the_sender_takes_back(self, world: World, client: Client) -> None:
        assert moves(page(client, world, "reza", triaged(world))) == ["withdraw"]

    def test_after_yes(self, world: World, client: Client) -> None:
        request = triaged(world)
        referrals.accept(hop_of(request), by=world.person["zahra"], at=clock.now())

        assert moves(page(client, world, "zahra", request)) == ["note", "finish", "hold", "relay", "give-up"]

    def test_the_door_triages(self, world: World, client: Client) -> None:
        request = world.request(at=clock.now())

        assert moves(page(client, world, "reza", request)) == ["triage"]

    def test_the_last_door_finds_a_way(self, world: World, client: Client) -> None:
        request = triaged(world, "housing")

        assert moves(page(client, world, "karim", request)) == ["door", "choose"]
        assert moves(page(client, world, "reza", request)) == ["choose"]

    def test_an_ended_one_has_none(self, world: World, client: Client) -> None:
        request = triaged(world)
        intake.withdraw(request, reason="نه", by=world.person["reza"], at=clock.now())

        assert moves(page(client, world, "reza", request)) == []


class TestTheHolderBox:
    def box(self, world: World, client: Client, request: Request) -> Any:
        return page(client, world, "reza", request).context["page"].holders[0]

    def test_says_who_and_what_happens_otherwise(self, world: World, client: Client) -> None:
        box = self.box(world, client, triaged(world))

        assert "کانون سلامت مهرگان چابهار، زهرا مرادی" in box.title
        assert "خودبه‌خود به کانون سلامت" in box.otherwise
        assert "مهلت پاسخ دارد" in box.until

    def test_each_open_need_has_its_own(self, world: World, client: Client) -> None:
        request = triaged(world, "health", "employment")

        holders = page(client, world, "reza", request).context["page"].holders

        assert len(holders) == 2
        assert str(world.domain["health"]) in holders[0].title

    def test_a_later_need_waits_for_its_turn(self, world: World, client: Client) -> None:
        request = world.request(at=clock.now())
        chosen = [world.domain["health"], world.domain["employment"]]
        intake.triage(request, domains=chosen, orders=[1, 2], urgency="0", by=world.person["reza"], at=clock.now())

        holders = page(client, world, "reza", request).context["page"].holders

        assert "نوبت این نیاز" in holders[1].title

    def test_a_late_one_looks_late(self, world: World, client: Client) -> None:
        request = triaged(world)
        Referral.objects.filter(need__request=request).update(answer_by=clock.now() - timedelta(hours=2))

        assert self.box(world, client, request).tone == "late"

    def test_a_pool_names_all_who_are_asked(self, world: World, client: Client) -> None:
        request = triaged(world)
        hop = hop_of(request)
        reza, at = world.person["reza"], clock.now()
        referrals.withdraw(hop, reason="چند مرکز", by=reza, at=at)
        need = Need.objects.get(pk=hop.need_id)
        referrals.offer(need, centres=[world.centre["konarak"], world.centre["zahedan"]], mode="pool", by=reza, at=at)

        box = self.box(world, client, request)

        assert world.centre["konarak"].name in box.title
        assert world.centre["zahedan"].name in box.title

    def test_a_resolved_one_waits_for_her_word(self, world: World, client: Client) -> None:
        request = resolved(world)

        assert "نظر متقاضی" in self.box(world, client, request).title


class TestTheWay:
    def told(self, world: World, client: Client, request: Request, who: str = "reza") -> list[str]:
        return [f"{step.who} {step.did}" for step in page(client, world, who, request).context["way"]]

    def test_tells_declines_with_reason_and_onward(self, world: World, client: Client) -> None:
        request = triaged(world)
        referrals.decline(hop_of(request), reason="capacity", by=world.person["zahra"], at=clock.now())

        way = page(client, world, "reza", request).context["way"]

        assert [step.tone for step in way] == ["done", "done", "refused", "waiting"]
        assert "نپذیرفت: ظرفیت نداریم" in way[2].did
        assert "همان دقیقه به گزینهٔ بعدی رفت" in way[2].note

    def test_tells_a_relay_as_one_story(self, world: World, client: Client) -> None:
        request = triaged(world)
        hop, zahra = hop_of(request), world.person["zahra"]
        referrals.accept(hop, by=zahra, at=clock.now())
        referrals.relay(hop, centre=world.centre["konarak"], by=zahra, at=clock.now())

        told = self.told(world, client, request)

        assert f"آن را به {world.centre['konarak'].name} سپرد" in told[-1]
        assert len(told) == 3

    def test_tells_notes_words_outcome_and_her_answer(self, world: World, client: Client) -> None:
        request = resolved(world)
        intake.add_word(request, text="سپاس", by=Applicant(request.pk), at=clock.now())
        survey = Survey.objects.get(request=request)
        feedback.answer(survey, solved="yes", by=Applicant(request.pk), at=clock.now())

        told = " | ".join(self.told(world, client, request))

        for expected in [
            "خبر داد",
            "به نتیجه رساند: حل شد",
            "متقاضی افزود",
            "پاسخ داد: بله، حل شد",
            "تأیید کرد",
        ]:
            assert expected in told

    def test_a_note_just_written_can_be_taken_back_by_its_writer(self, world: World, client: Client) -> None:
        request = triaged(world)
        hop, zahra = hop_of(request), world.person["zahra"]
        referrals.accept(hop, by=zahra, at=clock.now())
        note = referrals.note(hop, text="اشتباه", by=zahra, at=clock.now())
        button = reverse("referrals:take_back_note", args=[note.pk])

        assert button in page(client, world, "zahra", request).content.decode()
        assert button not in page(client, world, "maryam", request).content.decode()


class TestSteps:
    def current(self, request: Request) -> str:
        steps = steps_of(request, Need.objects.filter(request=request))
        return next((step["label"] for step in steps if step["state"] == "current"), "")

    def test_follow_the_request(self, world: World) -> None:
        request = world.request(at=clock.now())
        assert self.current(request) == "تشخیص"

        intake.triage(request, domains=[world.domain["health"]], urgency="0", by=world.person["reza"], at=clock.now())
        request.refresh_from_db()
        assert self.current(request) == "پذیرش"

        hop = hop_of(request)
        referrals.accept(hop, by=world.person["zahra"], at=clock.now())
        assert self.current(request) == "خدمت"

        referrals.finish(hop, outcome="solved", evidence="شد", by=world.person["zahra"], at=clock.now())
        request.refresh_from_db()
        assert self.current(request) == "تأیید متقاضی"

    def test_an_ended_one_has_no_current_step(self, world: World) -> None:
        request = triaged(world)
        intake.withdraw(request, reason="نه", by=world.person["reza"], at=clock.now())

        assert self.current(request) == ""


class TestAddingAWord:
    def test_is_told_on_the_way(self, world: World, client: Client) -> None:
        request = triaged(world)
        client.force_login(world.person["reza"])

        answer = client.post(reverse("desks:add_word", args=[request.pk]), {"text": "نشانی تازه"})

        assert answer.status_code == 303
        assert "نشانی تازه" in page(client, world, "reza", request).content.decode()

    def test_an_empty_one_is_said_beside_the_field(self, world: World, client: Client) -> None:
        request = triaged(world)
        client.force_login(world.person["reza"])

        assert client.post(reverse("desks:add_word", args=[request.pk]), {"text": " "}).status_code == 422

    def test_is_not_for_a_centre_that_is_only_asked(self, world: World, client: Client) -> None:
        assert not page(client, world, "zahra", triaged(world)).context["may_add"]

    def test_is_not_for_strangers(self, world: World, client: Client) -> None:
        request = triaged(world)
        client.force_login(world.person["sara"])

        assert client.post(reverse("desks:add_word", args=[request.pk]), {"text": "سلام"}).status_code == 404


def test_costs_the_same_however_long_the_way(world: World, client: Client, django_assert_max_num_queries: Any) -> None:
    request = triaged(world, "health", "employment")
    hop, zahra = hop_of(request), world.person["zahra"]
    referrals.accept(hop, by=zahra, at=clock.now())
    for number in range(8):
        referrals.note(hop, text=f"خبر {number}", by=zahra, at=clock.now())
        intake.add_word(request, text=f"سخن {number}", by=world.person["reza"], at=clock.now())
    client.force_login(world.person["reza"])

    with django_assert_max_num_queries(40):
        client.get(f"/requests/{request.pk}/")


def resolved(world: World) -> Request:
    request = triaged(world)
    hop, zahra = hop_of(request), world.person["zahra"]
    referrals.accept(hop, by=zahra, at=clock.now())
    referrals.note(hop, text="تماس گرفتیم", by=zahra, at=clock.now())
    referrals.finish(hop, outcome="solved", evidence="دارو رسید", by=zahra, at=clock.now())
    return Request.objects.get(pk=request.pk)
