"""Every page of shifts opens, answers, keeps what was typed, and belongs to whom it should."""

import re
from datetime import datetime

import pytest
from django.test import Client

from hamafza.shifts import commands as shifts
from hamafza.shifts.models import Ask, Booking, Shift
from hamafza.shifts.tests.telling import (
    CLOCK,
    DAY,
    FOUR,
    HOUR,
    SIX,
    booked,
    crew,
    planned,
    running,
    shift,
    skilled,
    until,
    volunteer,
)
from hamafza.volunteers.models import Volunteer
from hamafza.volunteers.queries import link_of
from tests.cast import SATURDAY, World

pytestmark = pytest.mark.django_db
WEEK = "/shifts/week?centre=chabahar&day=2026-10-28"
PATTERN = {
    "weekdays": ["4"], "hour": "۱۶:۰۰", "until": "۱۸", "first_on": "۱۴۰۵/۰۸/۰۶", "weeks": "۲", "needed": "۳", "skill": "",
    "officer": "", "note": "",
}  # fmt: skip


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch):
    """The clock of the pages; `now(at)` moves it."""

    def stop(at: datetime) -> None:
        monkeypatch.setattr("hamafza.kernel.clock.now", lambda: at)

    stop(SATURDAY)
    return stop


@pytest.fixture
def zahra(world: World, now) -> Client:
    client = Client()
    client.force_login(world.person["zahra"])
    return client


def text(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


class TestTheList:
    def test_shows_what_is_ahead_and_what_is_missing(self, world: World, zahra: Client) -> None:
        one = shift(world)
        page = text(zahra.get("/shifts/"))
        assert f"/shifts/{one.pk}/" in page and "۲ نفر کم است" in page

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ("", True), ("?view=draft", False), ("?view=past", False), ("?view=all", True), ("?q=مهرگان", True),
            ("?q=نیست", False), ("?q=مرادی", True), ("?week=۱۴۰۵/۰۸/۰۳", True), ("?week=۱۴۰۵/۰۸/۱۰", False),
            ("?uncovered=on", True), ("?state=cancelled", False), ("?state=published", True),
        ],
    )  # fmt: skip
    def test_filters(self, world: World, zahra: Client, asked: str, found: bool) -> None:
        one = shift(world)
        assert (f"/shifts/{one.pk}/" in text(zahra.get(f"/shifts/{asked}"))) is found

    def test_by_skill_and_only_the_uncovered(self, world: World, zahra: Client) -> None:
        who = volunteer(world)
        one = shift(world, needed=1, skill=skilled(who))
        assert f"/shifts/{one.pk}/" in text(zahra.get("/shifts/?skill=first-aid"))
        booked(one, who)
        assert f"/shifts/{one.pk}/" not in text(zahra.get("/shifts/?uncovered=on"))

    def test_a_wrong_day_is_said_and_stays(self, world: World, zahra: Client) -> None:
        answer = zahra.get("/shifts/?week=سی")
        assert answer.status_code == 422 and 'value="سی"' in text(answer)

    def test_pages_paper_and_sheet(self, world: World, zahra: Client) -> None:
        for one in planned(world, weekdays={0, 1, 2, 3, 4}, weeks=6).shifts:
            shifts.publish(one, by=world.person["zahra"], at=SATURDAY)
        first = text(zahra.get("/shifts/"))
        more = re.search(r'href="(\?[^"]*after=\d+)"', first)
        assert first.count('class="row bare"') == 25 and more
        assert text(zahra.get(f"/shifts/{more[1]}".replace("&amp;", "&"))).count('class="row bare"') == 5
        assert text(zahra.get("/shifts/print")).count("<tr") == 31
        assert zahra.get("/shifts/sheet").content[:2] == b"PK"

    def test_in_few_queries_however_many(self, world: World, zahra: Client, django_assert_max_num_queries) -> None:
        for one in planned(world, weekdays={0, 1, 2, 3, 4}, weeks=4).shifts:
            shifts.publish(one, by=world.person["zahra"], at=SATURDAY)
        with django_assert_max_num_queries(12):
            zahra.get("/shifts/")
        with django_assert_max_num_queries(14):
            zahra.get(WEEK)

    def test_empty_says_what_to_do(self, world: World, zahra: Client) -> None:
        assert "نوبت‌های تازه" in text(zahra.get("/shifts/"))


class TestPlanning:
    def test_a_pattern_becomes_drafts_and_holidays_are_said(self, world: World, zahra: Client) -> None:
        from hamafza.network.models import Holiday

        Holiday.objects.create(date=FOUR.date(), name="روز سپاس")
        answer = zahra.post("/shifts/new", {**PATTERN, "centre": world.centre["chabahar"].pk}, follow=True)
        page = text(answer)
        assert Shift.objects.count() == 1 and "روز سپاس" in page and "۱ نوبت" in page

    def test_what_was_typed_stays(self, world: World, zahra: Client) -> None:
        answer = zahra.post(
            "/shifts/new", {**PATTERN, "centre": world.centre["chabahar"].pk, "until": "۱۵", "note": "کنار در"}
        )
        page = text(answer)
        assert answer.status_code == 422 and 'value="کنار در"' in page and "نیم ساعت" in page
        assert not Shift.objects.exists()

    def test_not_for_a_foreign_centre(self, world: World, zahra: Client) -> None:
        answer = zahra.post("/shifts/new", {**PATTERN, "centre": world.centre["konarak"].pk})
        assert answer.status_code == 422 and not Shift.objects.exists()

    def test_the_officer_by_name(self, world: World, zahra: Client) -> None:
        said = {**PATTERN, "centre": world.centre["chabahar"].pk, "officer": "مریم نارویی"}
        zahra.post("/shifts/new", said)
        assert {one.officer.username for one in Shift.objects.all()} == {"maryam"}
        assert zahra.post("/shifts/new", {**said, "officer": "کسی نیست"}).status_code == 422


class TestTheWeek:
    def test_drafts_are_published_at_once_and_copied_on(self, world: World, zahra: Client) -> None:
        planned(world, weekdays={1, 4})
        assert "انتشار ۱ پیش‌نویس" in text(zahra.get(WEEK))
        planned(world, weekdays={2}, first_on=FOUR.date() - 2 * DAY)

        zahra.post("/shifts/week/publish", {"centre": "chabahar", "day": "2026-10-28"})
        assert Shift.objects.filter(state="published").count() == 2

        zahra.post("/shifts/week/copy", {"centre": "chabahar", "day": "2026-11-04"})
        assert Shift.objects.filter(day="2026-11-04", state="draft").count() == 1

    def test_all_drafts_at_once(self, world: World, zahra: Client) -> None:
        planned(world, weeks=3)
        zahra.post("/shifts/week/publish", {"centre": "chabahar", "day": "2026-10-28", "all": "1"})
        assert Shift.objects.filter(state="published").count() == 3

    def test_names_stand_in_it_and_on_the_sheet_for_the_wall(self, world: World, zahra: Client) -> None:
        who = volunteer(world)
        booked(shift(world), who)
        for address in (WEEK, WEEK.replace("week?", "week/print?")):
            page = text(zahra.get(address))
            assert who.full_name in page and "۱۶:۰۰" in page

    @pytest.mark.parametrize("more", ["centre=konarak", "centre=x", "day=0001-01-01"])
    def test_what_is_not_hers_is_not_there(self, world: World, zahra: Client, more: str) -> None:
        assert zahra.get(f"/shifts/week?{more}").status_code == 404

    def test_without_a_centre_it_says_so(self, world: World, now) -> None:
        client = Client()
        client.force_login(world.person["parvin"])
        assert client.get("/shifts/week").status_code == 200


class TestOneShift:
    def test_from_draft_to_close(self, world: World, zahra: Client, now) -> None:
        one, (a, b) = shift(world, "draft"), crew(world, 2)
        page = f"/shifts/{one.pk}/"
        assert "انتشار" in text(zahra.get(page))
        zahra.post(f"{page}publish")
        for who in (a, b):
            zahra.post(f"{page}add", {"volunteer": who.pk})
        assert "۲ از ۲" in text(zahra.get(page))
        until(FOUR, FOUR)
        now(SIX + HOUR)
        zahra.logout()  # another day, another session
        zahra.force_login(world.person["zahra"])
        first, second = Booking.objects.order_by("pk")
        assert "آمد" in text(zahra.get(page))
        zahra.post(f"/shifts/bookings/{first.pk}/came")
        assert "هنوز روشن نیست" in text(zahra.post(f"{page}close", follow=True))
        zahra.post(f"/shifts/bookings/{second.pk}/excused")
        one.refresh_from_db()
        second.refresh_from_db()
        assert (one.state, second.is_excused) == ("closed", True)

    def test_taking_out_and_asking(self, world: World, zahra: Client, now) -> None:
        one, (a, b) = shift(world, needed=1), crew(world, 2)
        booking = booked(one, a)
        now(FOUR - 5 * HOUR)
        zahra.post(f"/shifts/bookings/{booking.pk}/out")
        page = text(zahra.get(f"/shifts/{one.pk}/"))
        assert b.full_name in page and "از او پرسیده‌ایم" in page

    def test_change_and_cancel(self, world: World, zahra: Client) -> None:
        one = shift(world)
        page = f"/shifts/{one.pk}/"
        assert (
            zahra.post(f"{page}change", {"needed": "چند", "officer": "زهرا مرادی", "note": "سلام"}).status_code == 422
        )
        zahra.post(f"{page}change", {"needed": "۴", "officer": "زهرا مرادی", "note": "سلام"})
        one.refresh_from_db()
        assert (one.needed, one.note) == (4, "سلام")
        assert zahra.post(f"{page}cancel", {}).status_code == 422
        zahra.post(f"{page}cancel", {"reason": "weather"})
        assert "هوا یا راه" in text(zahra.get(page))

    def test_nobody_chosen_is_said(self, world: World, zahra: Client) -> None:
        one = shift(world)
        assert "برگزیده" in text(zahra.post(f"/shifts/{one.pk}/add", {"volunteer": "x"}, follow=True))

    def test_elsewhere_it_is_not_there(self, world: World, now) -> None:
        one = shift(world)
        client = Client()
        client.force_login(world.person["sara"])
        assert [client.get(f"/shifts/{one.pk}/").status_code, client.post(f"/shifts/{one.pk}/publish").status_code] == [
            404,
            404,
        ]


class TestHerOwnPage:
    def her(self, who: Volunteer) -> str:
        return f"/v/{link_of(who)}/shifts"

    def test_she_takes_one_with_a_tap_and_calls_it_off(self, world: World, now) -> None:
        one, who = shift(world), volunteer(world)
        page, client = self.her(who), Client()
        assert "می‌آیم" in text(client.get(f"{page}/"))
        assert client.post(f"{page}/take/{one.pk}").status_code == 303
        booking = Booking.objects.get()
        assert booking.state == "signed_up"
        assert client.post(f"{page}/{booking.pk}/call-off", {}).status_code == 422
        client.post(f"{page}/{booking.pk}/call-off", {"reason": "way"})
        booking.refresh_from_db()
        assert (booking.state, booking.reason) == ("called_off", "way")

    def test_full_ones_have_a_waiting_list(self, world: World, now) -> None:
        one, (a, b) = shift(world, needed=1), crew(world, 2)
        booked(one, a)
        client = Client()
        assert "اگر جا باز شد" in text(client.get(f"{self.her(b)}/"))
        client.post(f"{self.her(b)}/wait/{one.pk}")
        assert Booking.objects.get(volunteer=b).state == "waiting"

    def test_what_she_cannot_do_is_not_offered(self, world: World, now) -> None:
        able, other = crew(world, 2)
        one = shift(world, skill=skilled(able))
        assert f"/take/{one.pk}" in text(Client().get(f"{self.her(able)}/"))
        assert f"/take/{one.pk}" not in text(Client().get(f"{self.her(other)}/"))

    def test_she_says_that_she_came_and_that_another_did_not(self, world: World, now) -> None:
        _one, people, bookings = running(world)
        now(FOUR)
        client, page = Client(), self.her(people[0])
        assert "آمدم" in text(client.get(f"{page}/"))
        client.post(f"{page}/came/{bookings[0].pk}")
        assert people[2].full_name in text(client.get(f"{page}/"))
        client.post(f"{page}/absent/{bookings[2].pk}")
        assert bookings[2].reports.count() == 1

    @pytest.mark.parametrize(("verb", "state"), [("yes", "yes"), ("no", "no")])
    def test_she_is_asked_to_step_in(self, world: World, now, verb: str, state: str) -> None:
        one, (a, b) = shift(world, needed=1), crew(world, 2)
        shifts.call_off(booked(one, a), reason="ill", by=a, at=FOUR - 5 * HOUR)
        now(FOUR - 5 * HOUR)
        client, ask = Client(), Ask.objects.get()
        assert "به جای کسی" in text(client.get(f"{self.her(b)}/"))
        client.post(f"{self.her(b)}/{verb}/{ask.pk}")
        ask.refresh_from_db()
        assert ask.state == state

    def test_as_a_part_it_has_no_frame(self, world: World, now) -> None:
        page = text(Client().get(f"{self.her(volunteer(world))}/", headers={"HX-Request": "true"}))
        assert "<html" not in page and "<h2>" in page

    def test_things_of_others_are_not_there(self, world: World, now) -> None:
        one, (a, b) = shift(world), crew(world, 2)
        booking = booked(one, a)
        far = volunteer(world, 3, centre="konarak")
        client = Client()
        assert client.post(f"{self.her(b)}/{booking.pk}/call-off", {"reason": "ill"}).status_code == 404
        assert client.post(f"{self.her(b)}/came/{booking.pk}").status_code == 404
        assert client.post(f"{self.her(far)}/take/{one.pk}").status_code == 404
        assert client.post(f"{self.her(a)}/dance/{one.pk}").status_code == 404
        assert client.get("/v/wrong/shifts/").status_code == 404

    def test_a_refusal_is_said(self, world: World, now) -> None:
        one, (a, b) = shift(world, needed=1), crew(world, 2)
        booked(one, a)
        assert "پر شده است" in text(Client().post(f"{self.her(b)}/take/{one.pk}", follow=True))

    def test_her_calendar(self, world: World, now) -> None:
        who = volunteer(world)
        booking = booked(shift(world), who)
        answer = Client().get(f"{self.her(who)}.ics")
        assert answer["Content-Type"].startswith("text/calendar")
        assert "CONFIRMED" in text(answer) and who.full_name not in text(answer)
        shifts.call_off(booking, reason="ill", by=who, at=SATURDAY)
        assert "CANCELLED" in text(Client().get(f"{self.her(who)}.ics"))

    def test_in_few_queries(self, world: World, now, django_assert_max_num_queries) -> None:
        who = volunteer(world)
        for one in planned(world, weekdays={0, 1, 2, 3, 4}, weeks=4).shifts:
            shifts.publish(one, by=world.person["zahra"], at=SATURDAY)
        with django_assert_max_num_queries(16):
            Client().get(f"{self.her(who)}/")


class TestToday:
    def test_uncovered_soon_and_attendance_to_note(self, world: World, zahra: Client, now) -> None:
        one = shift(world)
        assert f"/shifts/{one.pk}/" not in text(zahra.get("/"))
        now(FOUR - 48 * HOUR)
        zahra.logout()  # another day, another session
        zahra.force_login(world.person["zahra"])
        assert "۲ نفر کم است" in text(zahra.get("/"))
        booked(one, volunteer(world))
        shifts.begin(one, by=CLOCK, at=FOUR)
        now(SIX)
        zahra.logout()  # another day, another session
        zahra.force_login(world.person["zahra"])
        assert "چه کسی آمد؟" in text(zahra.get("/"))
