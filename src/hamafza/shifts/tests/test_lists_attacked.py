"""Lists and pages of shifts by hostile hands: cells, stretches, words in any writing, made-up numbers, both languages."""

import io
import re
from datetime import time

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from icalendar import Calendar
from openpyxl import load_workbook

from hamafza.journal.models import JournalLine
from hamafza.kernel.models import AuditLine, StateChange
from hamafza.notices.models import Message
from hamafza.shifts import commands as shifts
from hamafza.shifts.models import Booking, Shift
from hamafza.shifts.tests.telling import (
    DAY,
    FOUR,
    HOUR,
    NAMES,
    WEDNESDAY,
    booked,
    crew,
    planned,
    running,
    shift,
    skilled,
    volunteer,
)
from hamafza.shifts.tests.test_pages import PATTERN, WEEK, now, text, zahra  # noqa: F401 (fixtures)
from hamafza.shifts.views.roster import advice
from hamafza.ui.fields import HourField
from hamafza.volunteers.queries import link_of
from tests.cast import SATURDAY, World

pytestmark = pytest.mark.django_db
HUGE = ["9" * 18, "9" * 25, "9" * 5000, "-1", "0", "۱۲", "x", "1e9", "\x00", "1 OR 1=1", "\u202e12"]


def english(client: Client) -> Client:
    client.cookies["hamafza_language"] = "en"
    return client


def sheet(client: Client, query: str = "") -> list[tuple]:
    book = load_workbook(io.BytesIO(b"".join(client.get(f"/shifts/sheet{query}"))))
    return [row for row in book.active.iter_rows(values_only=True) if row[2] and str(row[2]).startswith("کانون ")]


class TestTheSheet:
    def test_has_each_shift_in_its_own_cells(self, world: World, zahra: Client) -> None:  # noqa: F811
        people = crew(world, 2)
        one = shift(world, skill=skilled(people[0]))
        booked(one, people[0])
        assert sheet(zahra) == [
            ("چهارشنبه ۶ آبان", "۱۶:۰۰ تا ۱۸:۰۰", "کانون سلامت مهرگان چابهار", "کمک‌های نخستین", "۱ از ۲", "زهرا مرادی", "پیش رو")
        ]  # fmt: skip

    def test_has_what_the_filter_has(self, world: World, zahra: Client) -> None:  # noqa: F811
        shift(world)
        shift(world, "draft", hour=time(10), until=time(12))
        assert len(sheet(zahra)) == len(sheet(zahra, "?view=draft")) == 1 and len(sheet(zahra, "?view=all")) == 2
        assert sheet(zahra, "?q=نیست") == []

    def test_a_note_that_looks_like_a_formula_is_not_in_it_and_stays_text(self, world: World, zahra: Client) -> None:  # noqa: F811
        one = shift(world, note='=HYPERLINK("http://x";"y")<script>')
        assert "HYPERLINK" not in repr(sheet(zahra))
        page = zahra.get(f"/shifts/{one.pk}/").content.decode()
        assert "<script>" not in page.split("<body", 1)[1].split("HYPERLINK")[1][:60] and "&lt;script&gt;" in page


class TestStretches:
    @pytest.mark.parametrize("view", ["open", "all"])
    def test_hold_every_shift_once_forwards_and_back(self, world: World, zahra: Client, view: str) -> None:  # noqa: F811
        """Sixty-three shifts, three of them at the very same hour."""
        able = volunteer(world)
        for n in range(3):
            shift(world, hour=time(8), until=time(9), skill=skilled(able, key=f"skill-{n}", name_fa=f"مهارت {n}"))
        for one in planned(world, weekdays={0, 1, 2, 3, 4}, weeks=12).shifts:
            shifts.publish(one, by=world.person["zahra"], at=SATURDAY)
        seen, address, pages = [], f"/shifts/?view={view}", []
        while address:
            page = text(zahra.get(address))
            seen += re.findall(r'href="/shifts/(\d+)/"', page)
            pages.append(page)
            more = re.search(r'href="(\?[^"]*after=\d+)"', page)
            address = "/shifts/" + more[1].replace("&amp;", "&") if more else ""
        assert len(seen) == len(set(seen)) == Shift.objects.count() == 63 and len(pages) == 3
        back = re.search(r'href="(\?[^"]*before=\d+)"', pages[2])
        assert back is not None
        again = text(zahra.get("/shifts/" + back[1].replace("&amp;", "&")))
        assert re.findall(r'href="/shifts/(\d+)/"', again) == re.findall(r'href="/shifts/(\d+)/"', pages[1])

    @pytest.mark.parametrize("asked", HUGE)
    def test_a_made_up_edge_is_none(self, world: World, zahra: Client, asked: str) -> None:  # noqa: F811
        one = shift(world)
        for name in ("after", "before"):
            answer = zahra.get("/shifts/", {name: asked})
            assert answer.status_code == 200 and f"/shifts/{one.pk}/" in text(answer)

    @pytest.mark.parametrize("name", ["week", "state", "view", "skill", "q"])
    def test_a_made_up_filter_is_answered(self, world: World, zahra: Client, name: str) -> None:  # noqa: F811
        shift(world)
        for n, asked in enumerate(HUGE):
            address = ["/shifts/", "/shifts/print", "/shifts/sheet"][n % 3]
            assert zahra.get(address, {name: asked}).status_code in {200, 422}


class TestWords:
    @pytest.mark.parametrize("words", [
        "مهرگان چابهار", "چابهار مهرگان", "مهرگان\u200c", "  مهرگان  ", "كانون", "کانون", "زهرا", "مُرادی", "\u200fمهرگان",
        "مرادي", "سلامت",
    ])  # fmt: skip
    def test_are_found_in_any_writing(self, world: World, zahra: Client, words: str) -> None:  # noqa: F811
        one = shift(world)
        assert f"/shifts/{one.pk}/" in text(zahra.get("/shifts/", {"q": words}))

    @pytest.mark.parametrize("words", ["مهرگان کنارک", "آذر بامری", "09150001000"])
    def test_that_are_not_there_find_nothing(self, world: World, zahra: Client, words: str) -> None:  # noqa: F811
        """Nor does the list of shifts find by who is on them: that is no place to look people up."""
        one = shift(world)
        booked(one, volunteer(world))
        assert f"/shifts/{one.pk}/" not in text(zahra.get("/shifts/", {"q": words}))


class TestMadeUpNumbers:
    @pytest.mark.parametrize("number", HUGE)
    def test_of_a_volunteer_put_in_nobody(self, world: World, zahra: Client, number: str) -> None:  # noqa: F811
        one = shift(world)
        assert zahra.post(f"/shifts/{one.pk}/add", {"volunteer": number}).status_code == 303
        assert not Booking.objects.exists()

    @pytest.mark.parametrize("number", ["9" * 18, "9" * 30, "9" * 4000])
    @pytest.mark.parametrize("way", ["/shifts/{}/", "/shifts/{}/change", "/shifts/{}/cancel"])
    def test_of_a_shift_is_not_there(self, world: World, zahra: Client, way: str, number: str) -> None:  # noqa: F811
        assert zahra.get(way.format(number)).status_code == 404

    @pytest.mark.parametrize("verb", ["take", "wait", "came", "yes", "no", "absent", "nothing"])
    def test_behind_her_own_link_are_not_there(self, world: World, now, verb: str) -> None:  # noqa: F811
        link = link_of(volunteer(world))
        for number in ("9" * 18, "9" * 30):
            assert Client().post(f"/v/{link}/shifts/{verb}/{number}").status_code == 404

    @pytest.mark.parametrize(
        "day", ["9999-12-31", "0001-01-01", "x", "2026-02-30", "۲۰۲۶-۱۰-۲۸", "2026-W44-3", "9" * 500]
    )
    @pytest.mark.parametrize("address", ["/shifts/week", "/shifts/week/print", "/shifts/roster"])
    def test_a_day_that_is_none_is_this_week_or_not_there(
        self, world: World, zahra: Client, address: str, day: str  # noqa: F811
    ) -> None:  # fmt: skip
        assert zahra.get(address, {"centre": "chabahar", "day": day}).status_code in {200, 404}

    def test_rows_of_a_roster_that_were_made_up_book_nobody(self, world: World, zahra: Client) -> None:  # noqa: F811
        crew(world, 2)
        shift(world)
        rows = [*HUGE, "1:" + "9" * 5000, ":", "1:1:1"]
        assert zahra.post("/shifts/roster", {"centre": "chabahar", "day": "2026-10-24", "row": rows}).status_code == 303
        assert not Booking.objects.exists()


class TestThePattern:
    @pytest.mark.parametrize(("name", "typed"), [
        ("hour", "۲۵:۰۰"), ("hour", "شش"), ("until", "۱۵:۰۰"), ("until", "۱۶:۰۷"), ("first_on", "۱۴۰۵/۱۳/۰۱"),
        ("first_on", "۱۴۰۵/۰۸/۳۱"), ("first_on", "۱۳۹۹/۰۱/۰۱"), ("weeks", "۰"), ("weeks", "۱۳"), ("weeks", "یک"),
        ("needed", "۰"), ("needed", "۲۰۱"), ("needed", "-۱"), ("officer", "کسی که نیست"), ("skill", "نیست"), ("centre", "۹۹۹"),
    ])  # fmt: skip
    def test_a_slip_is_named_at_its_field_and_all_stays(
        self, world: World, zahra: Client, name: str, typed: str  # noqa: F811
    ) -> None:  # fmt: skip
        said = {**PATTERN, "centre": world.centre["chabahar"].pk, "note": "با چای", name: typed}
        answer = zahra.post("/shifts/new", said)
        page = text(answer)
        assert answer.status_code == 422 and not Shift.objects.exists()
        assert 'value="با چای"' in page and answer.context["form"].errors
        if name not in {"skill", "centre"}:
            assert f'value="{typed}"' in page

    @pytest.mark.parametrize("typed", ["16:00", "۱۶:۰۰", "١٦:٠٠", "16", "۱۶٫۰۰", "1600"])
    def test_an_hour_in_any_digits(self, world: World, zahra: Client, typed: str) -> None:  # noqa: F811
        try:
            HourField().clean(typed)
        except ValidationError:
            pytest.fail(typed)
        said = {**PATTERN, "centre": world.centre["chabahar"].pk, "hour": typed}
        assert zahra.post("/shifts/new", said).status_code == 303
        assert {f"{one.starts_at.astimezone(FOUR.tzinfo):%H:%M}" for one in Shift.objects.all()} == {"16:00"}

    def test_until_midnight_is_typed_as_it_is_said(self, world: World, zahra: Client) -> None:  # noqa: F811
        said = {**PATTERN, "centre": world.centre["chabahar"].pk, "hour": "۲۲:۰۰", "until": "۰۰:۰۰"}
        assert zahra.post("/shifts/new", said).status_code == 303
        assert {one.minutes for one in Shift.objects.all()} == {120}


class TestEnglish:
    @pytest.mark.parametrize(("n", "said"), [(1, "1 shift was drafted"), (2, "2 shifts were drafted")])
    def test_one_and_many_are_told_apart(self, world: World, zahra: Client, n: int, said: str) -> None:  # noqa: F811
        client = english(zahra)
        form = {**PATTERN, "centre": world.centre["chabahar"].pk, "weeks": str(n), "first_on": "۱۴۰۵/۰۸/۰۶"}
        page = text(client.post("/shifts/new", form, follow=True))
        assert said in page and "Publish 1 draft of this week" in page
        page = text(
            client.post("/shifts/week/publish", {"centre": "chabahar", "day": "2026-10-28", "all": "1"}, follow=True)
        )
        assert ("1 shift was published" if n == 1 else "2 shifts were published") in page

    @pytest.mark.parametrize("n", [1, 2])
    def test_a_roster_says_how_many(self, world: World, zahra: Client, n: int) -> None:  # noqa: F811
        crew(world, 2)
        one = shift(world, needed=n)
        rows = [row.key for row in advice.propose(one.centre, WEDNESDAY - 4 * DAY, at=SATURDAY).rows]
        page = text(
            english(zahra).post("/shifts/roster", {"centre": "chabahar", "day": "2026-10-24", "row": rows}, follow=True)
        )
        assert ("1 person has a shift now" if n == 1 else "2 people have shifts now") in page

    def test_no_word_of_persian_is_left_on_the_officers_pages(self, world: World, zahra: Client) -> None:  # noqa: F811
        """But names: of people, of places, of a skill without another name."""
        one = shift(world)
        for address in (
            "/shifts/",
            WEEK,
            "/shifts/new",
            f"/shifts/{one.pk}/",
            f"/shifts/{one.pk}/cancel",
            "/shifts/roster",
        ):
            main = english(zahra).get(address).content.decode().split("<main", 1)[1].split("</main>")[0]
            words = re.sub(r"<[^>]+>", " ", main)
            left = set(re.findall(r"[\u0600-\u06ff\u200c]{2,}", words))
            names = set(
                " ".join(
                    [str(centre) for centre in world.centre.values()] + [str(p) for p in world.person.values()]
                ).split()
            )
            assert left <= names, (address, left - names)


class TestNames:
    def test_stand_in_no_address_book_or_message(self, world: World, zahra: Client, now) -> None:  # noqa: F811
        """A whole day through the pages; then every book and every address is read."""
        addresses = []
        one, people, bookings = running(world, 3)
        now(FOUR + HOUR)
        for booking, way in zip(bookings, ("came", "no-show", "excused"), strict=True):
            addresses.append(zahra.post(f"/shifts/bookings/{booking.pk}/{way}")["Location"])
        later = shift(world, hour=time(20), until=time(22))
        addresses.append(zahra.post(f"/shifts/{later.pk}/add", {"volunteer": people[0].pk})["Location"])
        addresses.append(zahra.post(f"/shifts/bookings/{later.bookings.get().pk}/out")["Location"])
        addresses += re.findall(r'(?:href|action)="([^"]+)"', zahra.get(f"/shifts/{one.pk}/").content.decode())

        parts = {part for name in NAMES for part in name.split()} | {who.mobile for who in people}
        books = " ".join(repr(list(model.objects.values())) for model in (JournalLine, AuditLine, StateChange))
        bodies = " ".join(Message.objects.values_list("body", flat=True))
        for told in (books, bodies, " ".join(addresses)):
            assert not [part for part in parts if part in told]


class TestHerCalendar:
    def test_what_she_said_last_counts(self, world: World, now) -> None:  # noqa: F811
        """Called off and taken again: the number goes up each time, so that no calendar keeps the old word."""
        one, who = shift(world), volunteer(world)
        numbers = []
        for n, act in enumerate(["take", "off", "take"]):
            at = SATURDAY + n * HOUR
            if act == "take":
                shifts.sign_up(Shift.objects.get(pk=one.pk), by=who, at=at)
            else:
                shifts.call_off(Booking.objects.whole().get(), reason="ill", by=who, at=at)
            (event,) = Calendar.from_ical(Client().get(f"/v/{link_of(who)}/shifts.ics").content).walk("VEVENT")
            numbers.append((int(event["SEQUENCE"]), str(event["STATUS"])))
        assert [status for _n, status in numbers] == ["CONFIRMED", "CANCELLED", "CONFIRMED"]
        assert numbers[0][0] < numbers[1][0] < numbers[2][0] < 2**31

    def test_no_other_name_is_in_it(self, world: World, now) -> None:  # noqa: F811
        one, (who, other) = shift(world), crew(world, 2)
        booked(one, who)
        booked(one, other)
        body = Client().get(f"/v/{link_of(who)}/shifts.ics").content.decode()
        assert (
            other.full_name not in body
            and who.full_name not in body
            and "DTSTART;TZID=Asia/Tehran:20261028T160000" in body
        )
