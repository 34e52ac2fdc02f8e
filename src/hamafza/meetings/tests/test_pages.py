"""The pages through the client: each state, what is typed wrong stays, htmx gets its part, lists cap their queries."""

import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hamafza.kernel import clock
from hamafza.meetings import commands as meetings
from hamafza.meetings.models import Action, Decision, Invitee, Meeting, Series
from hamafza.meetings.states import ActionState, MeetingState
from hamafza.meetings.tests.telling import DAY, HOUR, action_in, council, decided, on, promise, sitting
from tests.cast import SATURDAY, World

NOW = on(2026, 10, 27, 12)
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture(autouse=True)
def the_day_of_the_meeting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def reza(world: World) -> Client:
    return of(world, "reza")


def of(world: World, who: str) -> Client:
    client = Client()
    client.force_login(world.person[who])
    return client


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


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


class TestASeries:
    SAID = {
        "title": "شورای سلامت", "place": "چابهار", "rule": "weeks", "every": "۲", "weekday": "3", "first_on": "۱۴۰۵/۰۸/۱۲",
        "hour": "۱۰", "minutes": "۹۰", "quorum_percent": "۵۰", "chair": "نادر کرد", "secretary": "reza",
        "roles": ["head", "secretary"], "hosts": "کانون سلامت مهرگان چابهار\nکانون کار و هنر چابهار", "domain": "health",
    }  # fmt: skip

    def test_is_founded_by_words_alone(self, world: World) -> None:
        answer = of(world, "nader").post("/meetings/series/new", self.SAID)

        assert answer.status_code == 303, words(answer)[-500:]
        series = Series.objects.get()
        assert (series.chair.username, series.secretary.username, series.domain.key) == ("nader", "reza", "health")
        assert [host.centre.code for host in series.hosts.all()] == ["chabahar", "work"]
        assert {one.role for one in series.roles.all()} == {"head", "secretary"}

    @pytest.mark.parametrize(("wrong", "said"), [
        ({"chair": "کسی"}, "چنین همکاری"),
        ({"hosts": "کانونی که نیست"}, "نیافتیم"),
        ({"secretary": "nader"}, "باید دو نفر باشند"),
        ({"place": "ناکجاآباد"}, "چنین جایی"),
        ({"rule": "month", "every": "7"}, "چندمین روز"),
        ({"first_on": "۳۱ مهر"}, "در تقویم نیست"),
    ])  # fmt: skip
    def test_what_is_wrong_is_said_beside_it_and_all_stays(
        self, world: World, wrong: dict[str, str], said: str
    ) -> None:
        answer = of(world, "nader").post("/meetings/series/new", {**self.SAID, **wrong})

        assert answer.status_code == 422
        assert said in words(answer) and "شورای سلامت" in answer.content.decode()
        assert not Series.objects.exists()

    def test_in_a_foreign_county_it_is_refused(self, world: World) -> None:
        answer = of(world, "nader").post("/meetings/series/new", {**self.SAID, "place": "کنارک"})

        assert answer.status_code == 422 and "در اختیار شما نیست" in words(answer)

    def test_shows_its_days_with_hosts_and_what_was_skipped(self, world: World) -> None:
        from hamafza.network import commands as network
        from tests.cast import HAND

        network.add_holiday(
            world.place["11"], date=on(2026, 11, 10).date(), name="سوگواری استانی", by=HAND, at=SATURDAY
        )
        series = council(world)

        said = words(of(world, "nader").get(f"/meetings/series/{series.pk}/"))

        assert "هر ۲ هفته، سه‌شنبه ساعت ۱۰:۰۰" in said
        assert "چهارشنبه ۲۰ آبان ۱۴۰۵" in said and "سوگواری استانی" in said
        assert said.count("میزبان: کانون") >= 5

    def test_is_changed_and_ended(self, world: World) -> None:
        series, nader = council(world), of(world, "nader")
        page = f"/meetings/series/{series.pk}/edit"
        assert "کانون سلامت مهرگان چابهار" in nader.get(page).content.decode()

        said = {key: self.SAID[key] for key in ("hour", "minutes", "quorum_percent", "chair", "roles", "hosts")}
        assert nader.post(page, {**said, "secretary": "maryam"}).status_code == 303
        assert nader.post(page, {**said, "secretary": "nader"}).status_code == 422
        assert nader.post(f"/meetings/series/{series.pk}/end").status_code == 303

        series.refresh_from_db()
        assert (series.secretary.username, series.state) == ("maryam", "ended")

    def test_what_became_of_its_decisions(self, world: World) -> None:
        action = action_in(world, "verified")
        decided(world, action.meeting, "دومی", no_action_because="برای آگاهی")
        promise(world, action.meeting, owner="mina", days=1)

        answer = of(world, "nader").get(f"/meetings/series/{action.series.pk}/decisions")

        said = words(answer)
        assert "۳ مصوبه" in said and "۲ اقدام" in said and "۵۰٪" in said
        assert answer.content.decode().count('class="fate mirror"') == 3
        assert "برای آگاهی" in said and "مینا دهواری" in said

    def test_an_empty_one_says_what_will_come(self, world: World) -> None:
        series = council(world)

        assert "هنوز مصوبه‌ای نیست" in words(of(world, "nader").get(f"/meetings/series/{series.pk}/decisions"))


class TestAnAction:
    @pytest.mark.parametrize("state", ActionState)
    def test_opens_in_each_state_and_tells_its_way(self, world: World, state: str) -> None:
        action = action_in(world, state)
        for who in ("zahra", "reza", "nader", "parvin"):
            said = words(of(world, who).get(f"/actions/{action.pk}/"))
            assert "سپرده شد" in said and "زهرا مرادی" in said

    def test_offers_each_her_own_moves(self, world: World) -> None:
        action = action_in(world, "done_claimed")

        assert "تأیید می‌کنم" in words(of(world, "reza").get(f"/actions/{action.pk}/"))
        assert "تأیید می‌کنم" not in words(of(world, "zahra").get(f"/actions/{action.pk}/"))

    def test_evidence_with_a_photo_is_kept_and_given_back_as_a_download(
        self, world: World, settings: Any, tmp_path: Any
    ) -> None:
        settings.MEDIA_ROOT = tmp_path
        action, zahra = promise(world), of(world, "zahra")
        file = SimpleUploadedFile("صورت‌جلسه.txt", "متن".encode())

        assert (
            zahra.post(f"/actions/{action.pk}/claim", {"evidence": "پیوست را ببینید", "file": file}).status_code == 303
        )

        answer = of(world, "reza").get(f"/actions/{action.pk}/file")
        assert b"".join(answer.streaming_content) == "متن".encode()
        assert answer["Content-Disposition"].startswith("attachment")
        b"".join(answer)

    def test_verbs_by_form(self, world: World) -> None:
        action = promise(world)
        for verb, who, data in [
            ("block", "zahra", {"blocked_on": "مینا دهواری", "reason": "نامه نیامده"}),
            ("postpone", "zahra", {"due_on": "۱۴۰۵/۰۸/۲۵", "reason": "باران"}),
            ("claim", "zahra", {"evidence": "شد"}),
            ("return", "reza", {"reason": "کامل نیست"}),
            ("cancel-action", "nader", {"reason": "دیگر لازم نیست"}),
        ]:
            client = of(world, who)
            assert client.get(f"/actions/{action.pk}/{verb}").status_code == 200, verb
            answer = client.post(f"/actions/{action.pk}/{verb}", data)
            assert answer.status_code == 303, (verb, words(answer)[-300:])
        action.refresh_from_db()
        assert (action.state, action.times_moved) == ("cancelled", 1)


class TestLists:
    def many(self, world: World, n: int = 30) -> Meeting:
        meeting = sitting(world)
        for k in range(n):
            meetings.decide(
                meeting, text=f"تصمیم {k}", owner=world.person["zahra"], due_on=(NOW + (k % 9 + 1) * DAY).date(),
                by=world.person["reza"], at=NOW - HOUR,
            )  # fmt: skip
        return meeting

    def test_actions_turn_page_by_page_and_back(self, world: World, reza: Client) -> None:
        self.many(world)
        first = reza.get("/actions/?view=open")
        after = re.search(r"after=(\d+)", first.content.decode())[1]  # type: ignore[index]

        second = reza.get(f"/actions/?view=open&after={after}")
        before = re.search(r"before=(\d+)", second.content.decode())[1]  # type: ignore[index]
        again = reza.get(f"/actions/?view=open&before={before}")

        ids = [re.findall(r'id="action-(\d+)"', page.content.decode()) for page in (first, second, again)]
        assert [len(page) for page in ids] == [25, 5, 25]
        assert set(ids[0]) | set(ids[1]) == {str(pk) for pk in Action.objects.values_list("pk", flat=True)}
        assert ids[2] == ids[0]

    @pytest.mark.parametrize("key", ["x", "999999", "-1", "١٢٣", ""])
    def test_a_key_that_is_none_shows_the_beginning(self, world: World, reza: Client, key: str) -> None:
        promise(world)
        for page in ("/actions/?view=open", "/meetings/?view=all"):
            assert reza.get(f"{page}&after={key}&before=").status_code == 200

    def test_cap_their_queries(self, world: World, reza: Client, django_assert_max_num_queries: Any) -> None:
        self.many(world)

        with django_assert_max_num_queries(18):
            assert reza.get("/actions/?view=open").status_code == 200
        with django_assert_max_num_queries(16):
            assert reza.get("/meetings/?view=all").status_code == 200

    def test_meetings_by_words_state_series_and_place(self, world: World, reza: Client) -> None:
        meeting = sitting(world)
        here = f"/meetings/{meeting.pk}/"
        for query, found in [
            ("q=شورای هماهنگي", True), ("q=زرافه", False), ("state=held&view=all", True), ("state=closed&view=all", False),
            (f"series={meeting.series_id}", True), ("place=چابهار", True), ("place=کنارک", False), ("view=past", False),
        ]:  # fmt: skip
            assert (here in reza.get(f"/meetings/?{query}").content.decode()) is found, query

    def test_a_place_that_is_none_is_said_beside_it(self, world: World, reza: Client) -> None:
        answer = reza.get("/meetings/?place=ناکجاآباد")

        assert answer.status_code == 422 and "چنین جایی" in words(answer)

    def test_sheets_open_as_workbooks(self, world: World, reza: Client) -> None:
        action = promise(world)
        import openpyxl

        for page in (
            "/actions/sheet?view=open",
            "/meetings/sheet?view=all",
            f"/meetings/series/{action.series.pk}/decisions/sheet",
        ):
            book = openpyxl.load_workbook(io.BytesIO(reza.get(page).content))
            assert book.active.max_row >= 2, page

    @pytest.mark.parametrize("view", ["mine", "verify", "late", "open", "ended", "nonsense"])
    def test_empty_views_say_what_will_come(self, world: World, view: str) -> None:
        answer = of(world, "karim").get(f"/actions/?view={view}")

        assert answer.status_code == 200 and 'class="empty"' in answer.content.decode()


class TestOnPaper:
    @pytest.mark.slow  # sets PDFs
    @pytest.mark.parametrize("state", ["agenda_open", "minutes_confirmed"])
    def test_is_a_pdf_whose_name_tells_a_number_only(self, world: World, reza: Client, state: str) -> None:
        meeting = sitting(world, state)

        answer = reza.get(f"/meetings/{meeting.pk}/paper.pdf")

        assert answer.content.startswith(b"%PDF")
        assert answer["Content-Disposition"] == f'inline; filename="meeting-{meeting.series_id}-{meeting.number}.pdf"'
        assert answer["Cache-Control"] == "private, no-store"

    def test_holds_who_came_what_was_said_decided_and_by_whom(self, world: World) -> None:
        from hamafza.meetings import minutes

        meeting = sitting(world)
        item = meetings.add_item(meeting, title="بودجهٔ زمستان", by=world.person["reza"], at=NOW)
        meetings.write_minutes(item, text="بند یک\n\nبند دو", by=world.person["reza"], at=NOW)
        promise(world, meeting)
        meetings.reject(decided(world, meeting, "غرفه"), reason="بودجه نیست", by=world.person["reza"], at=NOW)
        meetings.send_minutes(meeting, by=world.person["reza"], at=NOW)

        facts = minutes._facts(Meeting.objects.whole().get(pk=meeting.pk), NOW)

        assert [row[1] for row in facts["came"]][:2] == ["نادر کرد", "رضا بلوچ"]
        assert facts["points"][-1]["minutes"] == ["بند یک", "بند دو"]
        assert facts["decisions"][0][3:] == ["زهرا مرادی", "۱۴۰۵/۰۸/۱۵"]
        assert facts["others"] == [["۲", "غرفه", "تصویب نشد", "بودجه نیست"]]
        assert "۵ نفر حاضر" in facts["quorum"]
        assert minutes.number_of(meeting) == f"1405/{meeting.code}"


class TestTheEvent:
    def test_is_a_calendar_with_tehrans_hour_and_no_name(self, world: World, reza: Client) -> None:
        from icalendar import Calendar

        meeting = sitting(world, "agenda_sent")

        book = Calendar.from_ical(reza.get(f"/meetings/{meeting.pk}/event.ics").content)

        (event,) = book.walk("VEVENT")
        assert event.decoded("dtstart") == meeting.starts_at
        assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(minutes=90)
        assert str(event["status"]) == "CONFIRMED"
        assert [str(zone["TZID"]) for zone in book.walk("VTIMEZONE")] == ["Asia/Tehran"]
        assert not any(person.full_name in book.to_ical().decode() for person in world.person.values())

    def test_a_called_off_one_goes_from_the_readers_calendar(self, world: World, reza: Client) -> None:
        meeting = sitting(world, "cancelled")

        assert "STATUS:CANCELLED" in reza.get(f"/meetings/{meeting.pk}/event.ics").content.decode()
