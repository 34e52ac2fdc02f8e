"""A season and a year: asked for when they are over, of counties and provinces, made of months, locked like a month."""

from datetime import date, datetime, timedelta

import pytest
from django.core import mail
from django.test import Client

from hamafza.journal.models import JournalLine
from hamafza.kernel.clock import TEHRAN
from hamafza.kernel.errors import MoveRefused, NotAllowed
from hamafza.notices.models import Message
from hamafza.reports import commands as reports
from hamafza.reports import content, deadlines, document, queries, tasks
from hamafza.reports.models import Opened, Receipt, Report
from hamafza.reports.states import State
from hamafza.reports.tests.autumn import (
    AUTUMN,
    COUNTY,
    DUE,
    NOW,
    PROVINCE,
    accepted,
    autumn,
    lived_in,
    long_of,
    on,
    sent,
)
from hamafza.reports.tests.telling import CLOCK, DAY, deeds
from tests.cast import SATURDAY, World


@pytest.fixture(autouse=True)
def in_dey(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hamafza.kernel.clock.timezone.now", lambda: NOW)


@pytest.fixture
def lived(world: World) -> World:
    return lived_in(world)


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
        report = sent(lived, path, "nader" if path == COUNTY else "parvin")  # its bars stay those of its months
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
        assert queries.unread_below(report) == []  # its own readers do not lie below it
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
        assert {one.unit: one.now for one in queries.league(found, later)} == queries.rates(found.monthly(), later)

    def test_a_day_late_is_late(self, world: World) -> None:
        autumn()
        for path, by, days in ((COUNTY, "nader", 0), (PROVINCE, "parvin", 1)):
            at = datetime.combine(DUE + timedelta(days=days), deadlines.MORNING, TEHRAN)
            reports.submit(long_of(path), missing_because="راه", by=world.person[by], at=at)

        lines = JournalLine.objects.filter(kind="report_submitted").order_by("seq")
        assert list(lines.values_list("detail", flat=True)) == ["in_time", "late"]


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
