"""The page of a meeting: each state, what is typed wrong stays, htmx gets its part."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hamafza.meetings import commands as meetings
from hamafza.meetings.models import Action, Decision, Invitee, Meeting
from hamafza.meetings.states import MeetingState
from hamafza.meetings.tests.pages.looking import HTMX, NOW, of, words
from hamafza.meetings.tests.telling import DAY, council, decided, promise, sitting
from tests.cast import SATURDAY, World


class TestAMeeting:
    @pytest.mark.parametrize("state", MeetingState)
    @pytest.mark.parametrize("language", ["fa", "en"])
    def test_opens_in_each_state_for_each_part_in_it(self, world: World, state: str, language: str) -> None:
        meeting = sitting(world, state)
        for who in ("reza", "nader", "zahra"):
            client = of(world, who)
            client.cookies["hamafza_language"] = language
            assert client.get(f"/meetings/{meeting.pk}/").status_code == 200, who

    @pytest.mark.parametrize(("state", "button"), [
        ("planned", "گشودن دستور جلسه"), ("agenda_open", "فرستادن دستور جلسه"), ("agenda_sent", "آغاز نشست"),
        ("held", "فرستادن پیش‌نویس صورت‌جلسه"),
    ])  # fmt: skip
    def test_says_who_holds_it_until_when_and_what_to_do(
        self, world: World, reza: Client, state: str, button: str
    ) -> None:
        said = words(reza.get(f"/meetings/{sitting(world, state).pk}/"))

        assert "اکنون نزد رضا بلوچ" in said
        assert button in said

    def test_a_member_gets_no_button_that_is_not_hers(self, world: World) -> None:
        said = words(of(world, "zahra").get(f"/meetings/{sitting(world, 'agenda_open').pk}/"))

        assert "فرستادن دستور جلسه" not in said and "می‌آیم" in said and "افزودن به دستور جلسه" in said

    def test_a_cancelled_one_says_why(self, world: World, reza: Client) -> None:
        assert "هوا یا راه" in words(reza.get(f"/meetings/{sitting(world, 'cancelled').pk}/"))

    def test_shows_why_it_was_moved(self, world: World, reza: Client) -> None:
        meeting = sitting(world, "planned")
        Meeting.objects.filter(pk=meeting.pk).update(moved_because="عید فطر")

        assert "جابه‌جا شد، چون: عید فطر" in words(reza.get(f"/meetings/{meeting.pk}/"))

    def test_costs_no_query_more_for_more_points_and_people(
        self, world: World, reza: Client, django_assert_max_num_queries: Any
    ) -> None:
        meeting = sitting(world)
        for n in range(12):
            meetings.add_item(meeting, title=f"بند {n}", by=world.person["reza"], at=NOW)
            decided(world, meeting, f"تصمیم شمارهٔ {n} دربارهٔ چیز {n * 7}", no_action_because="آگاهی")

        with django_assert_max_num_queries(34):
            reza.get(f"/meetings/{meeting.pk}/")


class TestTheWholeByHandWithoutScript:
    def test_from_the_agenda_to_final_minutes(self, world: World, reza: Client) -> None:
        meeting = council(world, at=SATURDAY).meetings.get()

        def post(page: str, **data: str) -> Any:
            answer = reza.post(f"/meetings/{page}", data)
            assert answer.status_code == 303, words(answer)[-600:]
            return answer

        post(f"{meeting.pk}/open")
        post(f"{meeting.pk}/items", title="بودجهٔ زمستان")
        post(f"{meeting.pk}/invite", person="karim")
        post(f"{meeting.pk}/send")
        post(f"{meeting.pk}/begin")
        post(f"{meeting.pk}/everyone")
        item = meeting.items.get()
        post(f"items/{item.pk}/write", text="گفت‌وگو شد")
        post(f"{meeting.pk}/decide", text="بودجه بررسی شود", item=str(item.pk), owner="زهرا مرادی", due_on="۱۴۰۵/۰۸/۲۰")
        post(f"{meeting.pk}/minutes")
        assert of(world, "nader").post(f"/meetings/{meeting.pk}/confirm").status_code == 303

        meeting.refresh_from_db()
        action = Action.objects.get()
        assert meeting.state == "minutes_confirmed"
        assert (action.owner.username, action.decision.item_id) == ("zahra", item.pk)
        said = words(reza.get(f"/meetings/{meeting.pk}/"))
        assert "بودجه بررسی شود" in said and "گفت‌وگو شد" in said

    def test_a_button_that_could_not_says_why_on_the_page(self, world: World, reza: Client) -> None:
        meeting = sitting(world, "agenda_sent")
        Meeting.objects.filter(pk=meeting.pk).update(starts_at=NOW + 3 * DAY)

        answer = reza.post(f"/meetings/{meeting.pk}/begin", follow=True)

        assert "از روز برگزاری به بعد" in words(answer)
        assert Meeting.objects.get(pk=meeting.pk).state == "agenda_sent"

    def test_a_verb_that_has_been_done_already_is_told_so(self, world: World, reza: Client) -> None:
        answer = reza.post(f"/meetings/{sitting(world, 'agenda_sent').pk}/send", follow=True)

        assert "عوض شده است" in words(answer)


class TestWhatIsTypedWrongStays:
    def test_a_decision_with_a_name_nobody_bears(self, world: World, reza: Client) -> None:
        meeting = sitting(world)

        answer = reza.post(
            f"/meetings/{meeting.pk}/decide", {"text": "تصمیمی مهم", "owner": "ناشناس", "due_on": "۱۴۰۵/۹/۱"}
        )

        assert answer.status_code == 422
        body = answer.content.decode()
        assert "تصمیمی مهم" in body and "ناشناس" in body and "۱۴۰۵/۹/۱" in body
        assert "چنین همکاری" in words(answer)
        assert not Decision.objects.exists()

    def test_a_decision_without_a_day(self, world: World, reza: Client) -> None:
        meeting = sitting(world)

        answer = reza.post(f"/meetings/{meeting.pk}/decide", {"text": "تصمیمی مهم", "owner": "zahra"})

        assert answer.status_code == 422
        assert "تصمیمی مهم" in answer.content.decode() and "مهلت اقدام باید" in words(answer)
        assert not Decision.objects.exists()

    def test_a_decision_without_a_quorum(self, world: World, reza: Client) -> None:
        meeting = sitting(world)
        Invitee.objects.filter(meeting=meeting).update(attended="absent")

        answer = reza.post(f"/meetings/{meeting.pk}/decide", {"text": "تصمیمی مهم", "no_action_because": "آگاهی"})

        assert answer.status_code == 422
        assert "به حد نصاب نرسیده" in words(answer) and "تصمیمی مهم" in answer.content.decode()

    def test_an_empty_point_and_an_unknown_guest(self, world: World, reza: Client) -> None:
        meeting = sitting(world, "agenda_open")

        assert reza.post(f"/meetings/{meeting.pk}/items", {"title": " "}).status_code == 422
        answer = reza.post(f"/meetings/{meeting.pk}/invite", {"person": "هیچ‌کس"})
        assert answer.status_code == 422 and "هیچ‌کس" in answer.content.decode()

    @pytest.mark.parametrize(("verb", "data", "kept"), [
        ("cancel", {"reason": "other", "note": ""}, "other"),
        ("cancel", {"reason": "host", "starts_at_day": "1399/01/01", "starts_at_hour": "10", "note": "نشد که نشد"}, "نشد که نشد"),
    ])  # fmt: skip
    def test_a_cancellation(self, world: World, reza: Client, verb: str, data: dict[str, str], kept: str) -> None:
        meeting = sitting(world, "agenda_open")

        answer = reza.post(f"/meetings/{meeting.pk}/{verb}", data)

        assert answer.status_code == 422 and kept in answer.content.decode()
        assert Meeting.objects.get(pk=meeting.pk).state == "agenda_open"

    def test_a_claim_without_evidence_or_with_a_bad_file(self, world: World) -> None:
        action, zahra = promise(world), of(world, "zahra")
        assert zahra.post(f"/actions/{action.pk}/claim", {"evidence": " "}).status_code == 422

        bad = SimpleUploadedFile("شاهد.exe", b"MZ...")
        answer = zahra.post(f"/actions/{action.pk}/claim", {"evidence": "نامهٔ ۱۲ رفت", "file": bad})

        assert answer.status_code == 422 and "نامهٔ ۱۲ رفت" in answer.content.decode()
        assert Action.objects.get().state == "open"

    def test_a_third_date(self, world: World) -> None:
        action = promise(world)
        Action.objects.filter(pk=action.pk).update(times_moved=2)

        answer = of(world, "zahra").post(
            f"/actions/{action.pk}/postpone", {"due_on": "۱۴۰۵/۰۸/۳۰", "reason": "باران می‌بارد"}
        )

        assert answer.status_code == 422
        assert "تنها رئیس نشست" in words(answer) and "باران می‌بارد" in answer.content.decode()


class TestWithScript:
    def test_attendance_answers_with_its_own_part(self, world: World, reza: Client) -> None:
        meeting = sitting(world)
        one = meeting.invitees.get(person__username="mina")

        answer = reza.post(f"/meetings/invitees/{one.pk}/excused", **HTMX)

        body = answer.content.decode()
        assert answer.status_code == 200 and body.strip().startswith('<section class="card" id="attendance">')
        assert "۴ نفر از ۵ دعوت‌شده" in words(answer)
        assert "<html" not in body

    def test_moving_a_point_answers_with_the_agenda(self, world: World, reza: Client) -> None:
        meeting = sitting(world, "agenda_open")
        for title in ("یک", "دو"):
            meetings.add_item(meeting, title=title, by=world.person["reza"], at=NOW)

        answer = reza.post(f"/meetings/items/{meeting.items.get(title='دو').pk}/up", **HTMX)

        assert 'id="agenda"' in answer.content.decode()
        assert words(answer).index("دو") < words(answer).index("یک")

    def test_a_refusal_comes_as_a_toast_in_the_part(self, world: World, reza: Client) -> None:
        meeting = sitting(world, "agenda_open")
        chair = meeting.invitees.get(role="chair")

        answer = reza.post(f"/meetings/invitees/{chair.pk}/uninvite", **HTMX)

        assert answer.status_code == 200 and "همیشه دعوت‌اند" in words(answer)

    def test_minutes_are_kept_as_one_types(self, world: World, reza: Client) -> None:
        meeting = sitting(world)
        item = meetings.add_item(meeting, title="بودجه", by=world.person["reza"], at=NOW)

        answer = reza.post(f"/meetings/items/{item.pk}/write", {"text": "نیمه"}, **HTMX)

        assert answer["Content-Type"].startswith("text/plain") and "ذخیره شد، ۱۲:۰۰" in answer.content.decode()
        item.refresh_from_db()
        assert item.minutes == "نیمه"

    def test_what_was_decided_before_comes_while_one_types(self, world: World, reza: Client) -> None:
        action = promise(world)

        found = reza.get(f"/meetings/{action.meeting.pk}/near", {"text": "میز مشترک سلامت و کار برپا شود"})
        nothing = reza.get(f"/meetings/{action.meeting.pk}/near", {"text": "زرافه و فیل"})

        assert "واژه‌های یکسان" in words(found) and "سلامت" in words(found)
        assert nothing.content.decode().strip() == ""

    def test_a_proposal_shows_it_without_script_too(self, world: World, reza: Client) -> None:
        action = promise(world)
        decided(world, action.meeting, "میز مشترک سلامت و کار در شهرستان برپا شود")

        assert "پیش از این، تصمیمی نزدیک" in words(reza.get(f"/meetings/{action.meeting.pk}/"))

    def test_an_action_is_done_in_its_row(self, world: World) -> None:
        action = promise(world)

        answer = of(world, "zahra").post(f"/actions/{action.pk}/start", {"view": "mine"}, **HTMX)

        assert f'id="action-{action.pk}"' in answer.content.decode() and "در دست انجام" in words(answer)

    def test_and_without_script_one_is_back_on_the_list(self, world: World) -> None:
        action = promise(world)

        answer = of(world, "zahra").post(f"/actions/{action.pk}/start", {"view": "mine"})

        assert answer["Location"] == "/actions/?view=mine"
