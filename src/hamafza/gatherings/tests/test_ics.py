"""The calendar file read again by other libraries, and compared day by day with the gathering's own days."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from dateutil.rrule import rruleset, rrulestr
from django.test import Client
from icalendar import Calendar

from hamafza.gatherings import commands as gatherings
from hamafza.gatherings import ics, loading
from hamafza.gatherings.models import Gathering
from hamafza.gatherings.tests.telling import DAY, FIRST, HOUR, WEEK, circle, keep, serving, turn
from hamafza.kernel import clock
from hamafza.kernel.clock import TEHRAN, local
from hamafza.network.models import Holiday
from tests.cast import HAND, SATURDAY, World

pytestmark = pytest.mark.django_db


def events(gathering: Gathering, at: datetime) -> list[Any]:
    gathering.refresh_from_db()
    return list(Calendar.from_ical(ics.calendar(gathering, at)).walk("VEVENT"))


def lines(gathering: Gathering, at: datetime) -> dict[str, str]:
    """The unfolded lines of its event, read by hand: {"RRULE": "FREQ=…", "DTSTART;TZID=…": …}."""
    text = ics.calendar(gathering, at).decode().replace("\r\n ", "")
    body = text[text.index("BEGIN:VEVENT") :]
    return {line.partition(":")[0]: line.partition(":")[2] for line in body.split("\r\n") if ":" in line}


def by_another_library(gathering: Gathering, at: datetime, until: datetime) -> list[datetime]:
    """Its instants as dateutil reckons them from the text alone."""
    said = lines(gathering, at)
    start = datetime.fromisoformat(said[_key(said, "DTSTART")])
    rule = said["RRULE"]
    if ends := re.search(r"UNTIL=(\w+)", rule):  # in UTC; the wall of Tehran is what we compare
        wall = datetime.strptime(ends[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).astimezone(TEHRAN)
        rule = rule.replace(ends[1], f"{wall:%Y%m%dT%H%M%S}")
    found = rruleset()
    found.rrule(rrulestr(rule, dtstart=start))
    for off in said[_key(said, "EXDATE")].split(",") if _key(said, "EXDATE") else []:
        found.exdate(datetime.fromisoformat(off))
    return [one.replace(tzinfo=TEHRAN) for one in found.between(start - DAY, until.replace(tzinfo=None), inc=True)]


def _key(said: dict[str, str], name: str) -> str:
    return next((key for key in said if key.split(";")[0] == name), "")


def live(gathering: Gathering, at: datetime, weeks: int) -> datetime:
    """Its calendar is filled week after week; nobody says what became of its days."""
    for _week in range(weeks):
        at += WEEK
        gatherings.plan_on(gathering, by=HAND, at=at)
    return at


class TestTheRule:
    @pytest.mark.parametrize("weekday", range(7))
    @pytest.mark.parametrize("every", [1, 3])
    def test_says_the_very_days_that_were_planned(self, world: World, weekday: int, every: int) -> None:
        gathering = circle(world, every=every, weekday=weekday)
        at = live(gathering, SATURDAY, 9)
        planned = list(gathering.occasions.order_by("starts_at").values_list("starts_at", flat=True))

        assert by_another_library(gathering, at, local(planned[-1])) == planned

    def test_leaves_out_whatever_was_ever_called_off(self, world: World) -> None:
        """Half a year later the first cancellation is still none of its days."""
        gathering, zahra = circle(world), world.person["zahra"]
        gatherings.cancel(turn(gathering), reason="venue", by=zahra, at=SATURDAY)
        at = live(gathering, SATURDAY, 20)
        off = gathering.occasions.filter(starts_at__gt=at).order_by("starts_at").first()
        gatherings.cancel(off, reason="weather", by=zahra, at=at)
        held = gathering.occasions.exclude(state="cancelled").order_by("starts_at")

        wanted = list(held.values_list("starts_at", flat=True))
        assert by_another_library(gathering, at, local(wanted[-1])) == wanted
        assert FIRST not in wanted

    def test_of_one_that_was_founded_late_begins_with_its_first_own_day(self, world: World) -> None:
        """Told to run every second week since Nowruz, founded in autumn: the weeks keep their turn, the past stays empty."""
        gathering = circle(world, every=2, first_on=date(2026, 3, 26))
        planned = list(gathering.occasions.order_by("starts_at").values_list("starts_at", flat=True))

        assert by_another_library(gathering, SATURDAY, local(planned[-1])) == planned

    @pytest.mark.parametrize("minutes", [-1, 1])
    def test_of_one_founded_on_its_own_day_begins_now_or_next_time(self, world: World, minutes: int) -> None:
        gathering = circle(world, at=FIRST + timedelta(minutes=minutes))
        (event,) = events(gathering, FIRST + HOUR)

        assert event.decoded("dtstart") == (FIRST if minutes < 0 else FIRST + WEEK)

    def test_ends_where_the_gathering_ended(self, world: World) -> None:
        gathering = circle(world)
        at = live(gathering, SATURDAY, 3)
        gatherings.end(gathering, reason="done", by=world.person["zahra"], at=at)
        held = gathering.occasions.exclude(state="cancelled").order_by("starts_at")

        assert by_another_library(gathering, at, at + 300 * DAY) == list(held.values_list("starts_at", flat=True))

    def test_follows_a_new_hour(self, world: World) -> None:
        gathering = circle(world)
        said: dict[str, Any] = {"title": "همان", "leader": world.person["zahra"], "gives_way": False, "minutes": 60}
        gatherings.change(gathering, hour=time(7, 30), by=world.person["maryam"], at=SATURDAY, **said)
        planned = list(gathering.occasions.order_by("starts_at").values_list("starts_at", flat=True))

        assert by_another_library(gathering, SATURDAY, local(planned[-1])) == planned
        assert all(local(one).time() == time(7, 30) for one in planned)


class TestTheDays:
    @pytest.mark.parametrize(
        "more",
        [
            {"rule": "month", "every": 5}, {"rule": "month", "every": 2, "gives_way": True}, {"gives_way": True},
            {"rule": "feast", "feast": "fatimiyya"},
        ],
        ids=str,
    )  # fmt: skip
    def test_that_were_planned_are_in_it_and_none_twice(self, world: World, more: dict[str, Any]) -> None:
        loading.load(by=HAND, at=SATURDAY)
        Holiday.objects.create(date=FIRST.date(), name="تعطیل")
        gathering = circle(world, **more)
        for at in (SATURDAY, live(gathering, SATURDAY, 5)):
            told = [event.decoded("dtstart") for event in events(gathering, at)]
            recent = gathering.occasions.filter(starts_at__gte=at - ics.RECENT).exclude(state="missed")

            assert len(told) == len(set(told)) and told == sorted(told)
            assert set(recent.values_list("starts_at", flat=True)) <= set(told)

    def test_what_is_foreseen_today_is_what_is_planned_then(self, world: World) -> None:
        """The year that the file foretells comes true, under the same names: read in again, nothing stands there twice."""
        gathering = circle(world, rule="month", every=1)
        foretold = {str(event["uid"]): event.decoded("dtstart") for event in events(gathering, SATURDAY)}
        at = live(gathering, SATURDAY, 18)
        now = {str(event["uid"]): event.decoded("dtstart") for event in events(gathering, at)}

        planned = set(gathering.occasions.values_list("starts_at", flat=True))
        assert planned <= set(foretold.values())
        both = foretold.keys() & now.keys()
        assert len(both) >= 8 and all(foretold[uid] == now[uid] for uid in both)
        later = [uid for uid, starts in now.items() if starts <= max(foretold.values())]
        assert set(later) <= foretold.keys()

    def test_a_day_that_was_called_off_is_told_as_such_under_its_name(self, world: World) -> None:
        gathering = circle(world, rule="month", every=1)
        (before, *_others) = events(gathering, SATURDAY)
        gatherings.cancel(turn(gathering), reason="venue", by=world.person["zahra"], at=SATURDAY)
        (after, *_others) = events(gathering, SATURDAY)

        assert before["uid"] == after["uid"]
        assert (str(before["status"]), str(after["status"])) == ("CONFIRMED", "CANCELLED")
        assert after["sequence"] > before["sequence"]

    def test_a_miss_is_no_day_of_the_past(self, world: World) -> None:
        gathering = circle(world, gives_way=True)
        gatherings.miss(turn(gathering), reason="few", by=world.person["zahra"], at=FIRST + HOUR)

        assert FIRST not in [event.decoded("dtstart") for event in events(gathering, FIRST + 2 * HOUR)]


HOSTILE = [
    "نام، با ویرگول; نقطه‌ویرگول: دونقطه و \\ خط کج",
    "BEGIN:VEVENT یا END:VCALENDAR",
    "DTSTART:20200101T000000Z",
    '"نقل‌قول" و <b>نشانه</b> & دیگر',
    "حلقهٔ " + "بسیار " * 18 + "بلند",
    "🌱 حلقهٔ ۱۴۰۵ ًٌٍ",
]


class TestTheFile:
    @pytest.mark.parametrize("title", HOSTILE)
    def test_any_title_comes_through_whole_and_breaks_nothing(self, world: World, title: str) -> None:
        gathering = circle(world, title=title)
        (event,) = events(gathering, SATURDAY)

        assert str(event["summary"]) == gathering.title == title.strip()[:120]
        assert event.decoded("dtstart") == FIRST

    @pytest.mark.parametrize("title", ["الف\r\nATTENDEE:mailto:x@y.z", "الف\nSTATUS:CANCELLED", "الف\u2028ب"])
    def test_a_title_with_a_new_line_is_one_line_of_text(self, world: World, title: str) -> None:
        gathering = circle(world, title=title)
        (event,) = events(gathering, SATURDAY)

        assert "attendee" not in event and str(event["status"]) == "CONFIRMED"

    def test_its_lines_are_as_the_standard_wants_them(self, world: World) -> None:
        raw = ics.calendar(circle(world, title=HOSTILE[4]), SATURDAY)

        assert raw.startswith(b"BEGIN:VCALENDAR\r\n") and raw.endswith(b"END:VCALENDAR\r\n")
        assert all(len(line) <= 75 for line in raw.split(b"\r\n")) and b"\n" not in raw.replace(b"\r\n", b"")
        assert all(line.decode() is not None for line in raw.split(b"\r\n"))  # no letter is cut in two
        assert b"BEGIN:VTIMEZONE" in raw and b"TZID:Asia/Tehran" in raw

    def test_it_lasts_as_long_as_it_is_meant_even_past_midnight(self, world: World) -> None:
        (event,) = events(circle(world, hour=time(23), minutes=150), SATURDAY)

        assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(minutes=150)
        assert local(event.decoded("dtend")).date() == FIRST.date() + DAY

    def test_it_names_nobody_and_links_by_number(self, world: World) -> None:
        who = serving(world)
        gathering = circle(world, leader=who[0])
        keep(world, turn(gathering), who, newcomers=[("قناری ناشناس", "09157778899")])
        text = ics.calendar(gathering, FIRST + DAY).decode().replace("\r\n ", "")

        for word in ("قناری", "گلنار", who[0].mobile, "09157778899", "زهرا"):
            assert word not in text
        assert f"/gatherings/{gathering.pk}/" in text

    @pytest.mark.parametrize(("name", "status"), [("zahra", 200), ("sara", 404), ("stranger", 403)])
    def test_it_goes_to_whoever_sees_the_gathering(
        self, world: World, monkeypatch: pytest.MonkeyPatch, name: str, status: int
    ) -> None:
        monkeypatch.setattr(clock, "now", lambda: SATURDAY)
        gathering, client = circle(world), Client()
        client.force_login(world.person[name])

        assert client.get(f"/gatherings/{gathering.pk}/calendar.ics").status_code == status
