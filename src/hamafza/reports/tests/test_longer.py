"""A season and a year: asked for when they are over, of counties and provinces, made of months, locked like a month."""

from datetime import date, datetime, timedelta
from io import BytesIO
from itertools import pairwise
from typing import Any

import openpyxl
import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.utils.translation import override

from hamafza.journal import entries
from hamafza.journal.models import JournalLine
from hamafza.journal.months import Month
from hamafza.kernel.actors import Actor
from hamafza.kernel.clock import TEHRAN
from hamafza.kernel.commands import command
from hamafza.kernel.errors import MoveRefused, NotAllowed
from hamafza.notices.models import Message
from hamafza.reports import commands as reports
from hamafza.reports import content, deadlines, document, queries, sources, tasks
from hamafza.reports.models import Opened, Receipt, Report
from hamafza.reports.periods import Period
from hamafza.reports.states import Kind, State
from hamafza.reports.tests.telling import CLOCK, DAY, HAND, deeds
from tests.cast import SATURDAY, World

NOW = datetime(2027, 1, 5, 9, 0, tzinfo=TEHRAN)  # 15 Dey 1405: the autumn has just ended
AUTUMN, DUE = 140509, date(2027, 1, 20)
COUNTY, PROVINCE = "IR/11/1104/", "IR/11/"


@pytest.fixture(autouse=True)
def in_dey(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hamafza.kernel.clock.timezone.now", lambda: NOW)


def on(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 12, 0, tzinfo=TEHRAN)


def long_of(path: str, kind: str = "season") -> Report:
    found: Report = Report.objects.whole().get(kind=kind, centre=None, place__path=path)
    return found


def autumn(at: datetime = NOW) -> None:
    reports.open_long(kind="season", month=AUTUMN, by=CLOCK, at=at)


def sent(world: World, path: str = COUNTY, by: str = "nader", why: str = "دیر رسیدند", **said: Any) -> Report:
    return reports.submit(long_of(path), missing_because=why, by=world.person[by], at=NOW, **said)


def accepted(world: World) -> Report:
    return reports.accept(sent(world, narrative="پاییزی پرکار."), by=world.person["parvin"], at=NOW + DAY)


@command(rule=None)
def take_back(line: JournalLine, *, by: Actor, at: datetime) -> None:
    entries.take_back(line, at=at)


@pytest.fixture
def lived(world: World) -> World:
    """Deeds before, at both ends of and in the autumn; one of them was taken back."""
    deeds(1, at=on(2026, 9, 22), people=5)  # the last of Shahrivar
    deeds(2, at=on(2026, 9, 23), detail="solved")  # the first of Mehr
    deeds(3, at=on(2026, 10, 10), people=2)
    deeds(1, at=on(2026, 11, 20), place="IR/11/1101/", centre="zahedan", people=7)
    deeds(4, at=on(2026, 12, 21))  # the last of Azar
    deeds(1, at=on(2026, 12, 22), people=9)  # the first of Dey
    take_back(JournalLine.objects.filter(day=date(2026, 10, 10)).order_by("seq")[0], by=HAND, at=NOW - DAY)
    return world


class TestAPeriod:
    @pytest.mark.parametrize(
        ("kind", "today", "ends"),
        [
            ("season", date(2026, 9, 22), 140503), ("season", date(2026, 9, 23), 140506),
            ("season", date(2027, 3, 20), 140509), ("season", date(2027, 3, 21), 140512),
            ("year", date(2027, 3, 20), 140412), ("year", date(2027, 3, 21), 140512),
            ("year", date(2025, 3, 20), 140212), ("year", date(2025, 3, 21), 140312),  # 30 Esfand of a leap year
            ("month", date(2025, 3, 20), 140311), ("month", date(2025, 3, 21), 140312),
        ],
    )  # fmt: skip
    def test_is_over_when_its_last_day_is(self, kind: str, today: date, ends: int) -> None:
        assert Period.over(kind, today).month.code == ends

    @pytest.mark.parametrize(("year", "days"), [(1403, 366), (1404, 365), (1405, 365)])
    def test_of_a_year_has_the_thirtieth_of_esfand_when_it_leaps(self, year: int, days: int) -> None:
        whole = Period.holding("year", Month(year, 5))
        seasons = [Period.holding("season", Month(year, n)) for n in (1, 4, 7, 10)]

        assert (whole.last - whole.first).days + 1 == days
        assert (seasons[0].first, seasons[-1].last) == (whole.first, whole.last)
        assert all(one.last + timedelta(days=1) == next_.first for one, next_ in pairwise(seasons))

    @pytest.mark.parametrize("kind", ["month", "season", "year", "campaign"])
    def test_follows_the_one_before_it_without_a_gap(self, kind: str) -> None:
        for back in range(30):
            period = Period.holding(kind, Month(1405, 6).plus(-back))
            if kind == "campaign":
                period = Period(kind, date(2026, 9, 1), date(2026, 9, 1) + timedelta(days=back))
                assert period.last - period.first == period.before.last - period.before.first
            assert period.before.last + timedelta(days=1) == period.first
            assert len(period.before.months) == len(period.months) or kind == "campaign"

    @pytest.mark.parametrize(
        ("period", "fa", "en"),
        [
            (Period.holding("month", Month(1405, 6)), "شهریور ۱۴۰۵", "Shahrivar 1405"),
            (Period.holding("season", Month(1405, 6)), "تابستان ۱۴۰۵", "Summer 1405"),
            (Period.holding("season", Month(1405, 10)), "زمستان ۱۴۰۵", "Winter 1405"),
            (Period.holding("year", Month(1405, 6)), "سال ۱۴۰۵", "Year 1405"),
            (Period("campaign", date(2026, 9, 1), date(2026, 9, 2), "مهر"), "مهر", "مهر"),
        ],
    )
    def test_says_itself(self, period: Period, fa: str, en: str) -> None:
        with override("fa"):
            assert str(period) == fa
        with override("en"):
            assert str(period) == en


class TestItsEnd:
    def test_asks_counties_and_provinces_and_no_centre(self, world: World) -> None:
        deeds(1)
        tasks.opened(NOW)

        found = Report.objects.filter(kind="season")
        assert {(one.level, one.place.path) for one in found.select_related("place")} == {
            ("county", COUNTY), ("county", "IR/11/1110/"), ("county", "IR/11/1101/"), ("province", PROVINCE),
        }  # fmt: skip
        assert {(one.first, one.last, one.due_on) for one in found} == {(date(2026, 9, 23), date(2026, 12, 21), DUE)}
        assert long_of(COUNTY).holder == world.person["nader"] and long_of(PROVINCE).holder == world.person["parvin"]

    def test_asks_once(self, world: World) -> None:
        deeds(1)
        for hours in (0, 1, 40):
            tasks.opened(NOW + timedelta(hours=hours))

        assert list(Opened.objects.order_by("kind").values_list("kind", "month")) == [
            ("month", AUTUMN), ("season", AUTUMN),
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("at", "found"),
        [
            (datetime(2026, 12, 21, 23, 59, 59, tzinfo=TEHRAN), set()),
            (datetime(2026, 12, 22, 0, 0, tzinfo=TEHRAN), {("season", 140509)}),
            (datetime(2027, 1, 20, 23, 59, 59, tzinfo=TEHRAN), {("season", 140509)}),
            (datetime(2027, 1, 21, 0, 0, tzinfo=TEHRAN), set()),  # its own day has passed
            (datetime(2027, 3, 20, 23, 59, 59, tzinfo=TEHRAN), set()),
            (datetime(2027, 3, 21, 0, 0, tzinfo=TEHRAN), {("season", 140512), ("year", 140512)}),
        ],
    )
    def test_is_midnight_in_iran(self, world: World, at: datetime, found: set[tuple[str, int]]) -> None:
        deeds(1)  # in Mehr: the summer before it is nobody's
        tasks.opened(at)

        assert set(Opened.objects.exclude(kind="month").values_list("kind", "month")) == found

    def test_is_the_clocks_alone(self, world: World) -> None:
        with pytest.raises(NotAllowed):
            reports.open_long(kind="season", month=AUTUMN, by=world.person["admin"], at=NOW)

    @pytest.mark.parametrize(("kind", "days"), [("month", 15), ("season", 30), ("year", 45), ("campaign", 15)])
    def test_leaves_so_many_days(self, kind: str, days: int) -> None:
        assert deadlines.due_on(kind, date(2027, 3, 20)) == date(2027, 3, 20) + timedelta(days=days)

    def test_is_chased_by_the_same_ladder(self, world: World) -> None:
        autumn()
        said = []
        for days in (-8, -7, -1, 0, 1, 3, 7):
            before = Message.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
            tasks.chased(datetime.combine(DUE + timedelta(days=days), deadlines.MORNING, TEHRAN) + timedelta(hours=1))
            subject = f"reports.report:{long_of(COUNTY).pk}"
            new = Message.objects.filter(subject=subject, pk__gt=before).order_by("pk").select_related("to_person")
            said += [(days, one.template, one.to_person.username) for one in new]

        assert said == [
            (-7, "report_due", "nader"), (-1, "report_due", "nader"), (1, "report_late", "nader"),
            (3, "report_late", "nader"), (7, "report_late", "nader"), (7, "report_late", "parvin"),
        ]  # fmt: skip


class TestItsFigures:
    @pytest.mark.parametrize(("path", "now", "before"), [(COUNTY, 2 + 4 + 4, 5), (PROVINCE, 17, 5)])
    def test_are_the_lines_of_its_days(self, lived: World, path: str, now: int, before: int) -> None:
        autumn()
        line = next(one for one in queries.lines_of(long_of(path)) if one.wanted is content.FINISHED)

        assert (line.number, line.before) == (now, before)

    @pytest.mark.parametrize("path", [COUNTY, PROVINCE])
    def test_open_down_to_their_lines_and_up_to_their_bars(self, lived: World, path: str) -> None:
        autumn()
        report = long_of(path)

        for key, number in queries.computed(report).items():
            wanted = content.wanted(report.level, key)
            assert wanted
            lines = queries.behind(report, wanted)
            people = wanted.measure == "people"
            assert sum((-1 if one.corrects else 1) * (one.people if people else 1) for one in lines) == number
        bars = queries.bars(report, content.FINISHED)
        assert [bar.day for bar in bars] == [date(2026, 9, 23), date(2026, 10, 23), date(2026, 11, 22)]
        assert sum(bar.number for bar in bars) == queries.computed(report)["finished"]

    def test_are_frozen_as_they_were_sent(self, lived: World) -> None:
        autumn()
        report = sent(lived)
        deeds(6, at=on(2026, 11, 1))

        number = {line.wanted.key: line.number for line in queries.lines_of(report)}["finished"]
        assert number == 10 and queries.computed(report)["finished"] == 16

    def test_hold_what_was_put_right_after_the_month_was_locked(self, lived: World) -> None:
        reports.open_month(month=140507, by=CLOCK, at=SATURDAY)
        month = Report.objects.whole().get(kind="month", centre=None, place__path=COUNTY)
        reports.submit(month, missing_because="راه بسته بود", by=lived.person["nader"], at=SATURDAY)
        reports.accept(month, by=lived.person["parvin"], at=SATURDAY)
        deeds(5, at=on(2026, 10, 11))
        autumn()

        assert sent(lived).figures["finished"] == 15
        month.refresh_from_db()
        assert month.figures["finished"] == 2 + 4


class TestItsGaps:
    def months(self, world: World) -> Report:
        for month in (140507, 140508):
            reports.open_month(month=month, by=CLOCK, at=NOW - 20 * DAY)
        report = Report.objects.whole().get(kind="month", month=140507, centre=None, place__path=COUNTY)
        reports.submit(report, narrative="مهرماه بود.\nباران.", missing_because="راه", by=world.person["nader"], at=NOW)
        return reports.accept(report, by=world.person["parvin"], at=NOW)

    def test_are_its_own_months_that_are_not_accepted_or_were_never_asked_for(self, world: World) -> None:
        self.months(world)
        autumn()

        assert [part.gap for part in queries.parts(long_of(COUNTY))] == ["bypassed", "open", "none"]
        assert [one.month for one in queries.missing(long_of(COUNTY))] == [140508]

    def test_of_a_province_are_its_counties_too(self, world: World) -> None:
        autumn()

        found = {(one.kind, one.place.path) for one in queries.missing(long_of(PROVINCE))}
        assert found == {("season", path) for path in (COUNTY, "IR/11/1101/", "IR/11/1110/")}

    def test_want_a_reason_and_stay_on_it(self, world: World) -> None:
        self.months(world)
        autumn()
        with pytest.raises(reports.GapsUnexplained):
            sent(world, why=" ")

        report = sent(world, why="آبان هنوز نیامده است")
        assert report.missing == [f"{COUNTY} 140508"]
        assert "۱ گزارش نرسیده است: آبان هنوز نیامده است" in str(document.facts(report)["missing"])

    def test_stand_on_the_page_with_the_words_of_its_months(self, client: Client, world: World) -> None:
        self.months(world)
        autumn()
        client.force_login(world.person["nader"])
        answer = client.get(f"/reports/{long_of(COUNTY).pk}/")

        assert [bool(one["gap"]) for one in answer.context["parts"]] == [True, True, True]
        assert answer.context["submit"]["narrative"].value() == "مهر ۱۴۰۵: مهرماه بود."


class TestItsWay:
    def test_climbs_and_locks_and_opens_again_with_a_reason(self, world: World) -> None:
        autumn()
        report = sent(world)
        with pytest.raises(NotAllowed):
            reports.accept(report, by=world.person["nader"], at=NOW)
        reports.remark(report, figure="finished", text="کم است", by=world.person["parvin"], at=NOW)
        reports.send_back(report, reason="یک بار دیگر", by=world.person["parvin"], at=NOW)
        report = accepted(world)
        with pytest.raises(MoveRefused):
            reports.submit(report, by=world.person["nader"], at=NOW)

        reports.unlock(report, reason="رقم تازه رسید", by=world.person["parvin"], at=NOW + 2 * DAY)

        assert (report.edition, report.state, report.editions.get().unlocked_because) == (
            2,
            "sent_back",
            "رقم تازه رسید",
        )

    @pytest.mark.parametrize("who", ["zahra", "maryam", "sara", "reza", "karim", "stranger"])
    def test_is_not_written_by_others(self, world: World, who: str) -> None:
        autumn()
        with pytest.raises(NotAllowed):
            sent(world, by=who)

    def test_may_say_that_nothing_was(self, world: World) -> None:
        autumn()
        report = sent(world, nothing=True)

        assert report.nothing and document.facts(report)["nothing"] == "در این فصل فعالیتی نبود."

    def test_may_not_when_something_was(self, lived: World) -> None:
        autumn()
        with pytest.raises(reports.NotNothing):
            sent(lived, nothing=True)

    def test_reaches_the_officials_by_their_own_links(self, client: Client, world: World) -> None:
        autumn()
        report = accepted(world)
        reports.add_official(
            report, full_name="سمیرا دهقانی", office="معاون", mobile="09151234567", by=world.person["parvin"], at=NOW
        )
        address = f"/r/{queries.token_of(Receipt.objects.exclude(official=None).get())}"
        client.post(address)

        page = client.get(address).content.decode()
        assert "چابهار: پاییز ۱۴۰۵" in page and "این فصل" in page and "فصل پیش" in page
        assert b"".join(client.get(f"{address}/paper.pdf")).startswith(b"%PDF")
        assert client.get(f"{address}/poster.png").status_code == 200
        assert not mail.outbox


class TestTypedNumbers:
    def test_of_its_accepted_months_are_added_up_and_none_is_asked_for(self, world: World) -> None:
        number = {
            level: reports.ask_number(
                world.place["11"], level=level, caption="ساعت آموزش", by=world.person["parvin"], at=SATURDAY
            ) for level in ("centre", "county")
        }  # fmt: skip
        for month, hours in ((140507, 14), (140508, 20)):
            reports.open_month(month=month, by=CLOCK, at=NOW - 20 * DAY)
            for path, who, level, reader in (
                ("chabahar", "zahra", "centre", "nader"),
                ("", "nader", "county", "parvin"),
            ):
                of = Report.objects.whole().filter(kind="month", month=month)
                one = of.get(centre__code=path) if path else of.get(centre=None, place__path=COUNTY)
                reports.submit(
                    one, missing_because="راه", typed={number[level].pk: hours}, by=world.person[who], at=NOW
                )
                if (month, level) != (140508, "county"):
                    reports.accept(one, by=world.person[reader], at=NOW)
        autumn()
        report = sent(world)

        found = {(one.number, one.whence) for one in queries.typed_of(report)}
        assert found == {(14, "جمع ۱ ماه"), (14, "جمع واحدهای پایین‌تر در ۱ ماه")}
        assert queries.asked(report) == []


class TestRates:
    def test_of_months_and_of_what_is_longer_stand_apart(self, client: Client, world: World) -> None:
        reports.open_month(month=140509, by=CLOCK, at=NOW)
        autumn()
        sent(world)
        later = DUE + timedelta(days=1)
        found = Report.objects.all()

        longer = queries.rate_of(queries.recent(found, later, monthly=False), later)
        monthly = queries.rate_of(queries.recent(found, later, monthly=True), later)
        assert (longer.expected, longer.came, longer.in_time) == (4, 1, 1)
        assert (monthly.expected, monthly.came) == (8, 0)
        assert queries.rate_of_unit(long_of(COUNTY), later) == queries.Rate(1, 1, 1)
        assert [(str(one.period.kind), one.how) for one in queries.trend(long_of(COUNTY), later)] == [
            ("season", "in_time")
        ]
        assert {one.unit for one in queries.league(found, later)} == set(queries.rates(found.monthly(), later))

    def test_a_day_late_is_late(self, world: World) -> None:
        autumn()
        for path, by, days in ((COUNTY, "nader", 0), (PROVINCE, "parvin", 1)):
            at = datetime.combine(DUE + timedelta(days=days), deadlines.MORNING, TEHRAN)
            reports.submit(long_of(path), missing_because="راه", by=world.person[by], at=at)

        lines = JournalLine.objects.filter(kind="report_submitted").order_by("seq")
        assert list(lines.values_list("detail", flat=True)) == ["in_time", "late"]


class TestPages:
    def shown(self, client: Client, world: World, who: str, address: str, language: str = "fa") -> Any:
        client.force_login(world.person[who])
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        return client.get(address)

    @pytest.mark.parametrize(("language", "words"), [("fa", "پاییز ۱۴۰۵"), ("en", "Autumn 1405")])
    def test_name_the_season(self, client: Client, world: World, language: str, words: str) -> None:
        autumn()
        pk = long_of(COUNTY).pk
        for address in ("/reports/?view=all", "/reports/calendar?kind=season", f"/reports/{pk}/", "/"):
            assert words in self.shown(client, world, "nader", address, language).content.decode(), address

    @pytest.mark.parametrize(
        ("query", "n"),
        [("", 12), ("kind=season", 4), ("kind=month", 8), ("kind=year", 0), ("kind=season&level=county", 3)],
    )
    def test_find_by_kind(self, client: Client, world: World, query: str, n: int) -> None:
        reports.open_month(month=140509, by=CLOCK, at=NOW)
        autumn()

        page = self.shown(client, world, "parvin", f"/reports/?view=all&{query}").content.decode()
        assert page.count('id="report-') == n

    def test_show_a_year_of_seasons_in_the_calendar(self, client: Client, world: World) -> None:
        autumn()
        sheet = self.shown(client, world, "parvin", "/reports/calendar/sheet?kind=season").content
        rows = list(openpyxl.load_workbook(BytesIO(sheet)).worksheets[0].values)

        assert rows[0] == ("واحد", "زمستان ۱۴۰۵", "پاییز ۱۴۰۵", "تابستان ۱۴۰۵", "بهار ۱۴۰۵", "زمستان ۱۴۰۴")
        assert len(rows) == 5 and rows[1][1:3] == ("از یکشنبه ۱ فروردین", "مهلت دارد")

    def test_give_a_sheet_that_says_which_season(self, client: Client, lived: World) -> None:
        autumn()
        answer = self.shown(client, lived, "nader", f"/reports/{long_of(COUNTY).pk}/sheet")
        rows = list(openpyxl.load_workbook(BytesIO(answer.content)).worksheets[0].values)

        assert rows[0][1:3] == ("این فصل", "فصل پیش")
        assert {str(row[0]): row[1:3] for row in rows}["نیاز به نتیجه رسید"] == (10, 5)

    def test_lead_down_to_the_lines(self, client: Client, lived: World) -> None:
        autumn()
        pk = long_of(COUNTY).pk
        page = self.shown(client, lived, "nader", f"/reports/{pk}/").content.decode()

        assert f"/reports/{pk}/lines/finished" in page
        assert len(self.shown(client, lived, "nader", f"/reports/{pk}/lines/finished").context["rows"]) == 10

    @pytest.mark.parametrize("who", ["zahra", "sara", "reza", "stranger"])
    def test_are_nobody_elses(self, client: Client, world: World, who: str) -> None:
        autumn()
        assert self.shown(client, world, who, f"/reports/{long_of(COUNTY).pk}/").status_code in {403, 404}

    def test_do_not_mix_it_into_the_nations_month(self, client: Client, world: World) -> None:
        reports.open_month(month=140509, by=CLOCK, at=NOW)
        autumn()
        before = self.shown(client, world, "admin", "/reports/nation?month=140509").context["found"].rows

        assert {row.place.path: row.units for row in before}[PROVINCE] == 8
        assert next(row.report for row in before if row.place.path == PROVINCE).kind == Kind.MONTH

    def test_keep_a_late_one_on_the_agenda(self, world: World) -> None:
        from hamafza.meetings.tests.telling import sitting

        autumn()
        late = datetime.combine(DUE + timedelta(days=1), deadlines.MORNING, TEHRAN)
        facts = [draft.facts for draft in sources.late_reports(sitting(world, "planned"), late)]

        assert {one["month"] for one in facts} == {"پاییز 1405"}

    def test_ask_few_questions(self, client: Client, lived: World, django_assert_max_num_queries: Any) -> None:
        for month in (140507, 140508, 140509):
            reports.open_month(month=month, by=CLOCK, at=NOW)
        autumn()
        client.force_login(lived.person["parvin"])
        with django_assert_max_num_queries(50):
            client.get(f"/reports/{long_of(PROVINCE).pk}/")


def test_the_year_is_a_report_too(lived: World) -> None:
    at = datetime(2027, 3, 21, 0, 0, tzinfo=TEHRAN)
    tasks.opened(at)
    report = long_of(PROVINCE, "year")

    assert (report.first, report.last, report.due_on) == (date(2026, 3, 21), date(2027, 3, 20), date(2027, 5, 4))
    assert len(queries.parts(report)) == len(queries.bars(report, content.FINISHED)) == 12
    sent_in = reports.submit(report, missing_because="راه", by=lived.person["parvin"], at=at)
    done = reports.accept(sent_in, by=lived.person["admin"], at=at)
    assert (done.state, done.figures["finished"]) == (State.ACCEPTED, 5 + 17 + 9)
    assert document.pdf(done).startswith(b"%PDF")
