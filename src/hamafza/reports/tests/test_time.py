"""What time does to reports: the month's end, the ladder, the absent."""

from datetime import date, datetime, timedelta

import pytest

from hamafza.journal.months import Month
from hamafza.kernel.clock import TEHRAN
from hamafza.kernel.ticking import tick
from hamafza.meetings.models import Meeting
from hamafza.network import commands as network
from hamafza.notices.models import Message
from hamafza.reports import commands as reports
from hamafza.reports import deadlines, sources, tasks
from hamafza.reports.models import Opened, Report
from hamafza.reports.states import State
from hamafza.reports.tests.telling import DAY, DUE, HOUR, MEHR, brought, deeds, of, opened
from tests.cast import SATURDAY, World


def told(after: int = 0) -> list[tuple[str, str]]:
    """(template, to whom) of the messages about the report of Zahra's centre, in order."""
    report = of("chabahar")
    messages = Message.objects.filter(subject=f"reports.report:{report.pk}", pk__gt=after).order_by("pk")
    return [(one.template, one.to_person.username) for one in messages.select_related("to_person")]


def morning(day: date, hours: int = 0) -> datetime:
    return datetime.combine(day, deadlines.MORNING, TEHRAN) + timedelta(hours=hours)


class TestTheMonthsEnd:
    def test_opens_the_reports_of_the_month_that_is_over_once(self, world: World) -> None:
        deeds(1)
        for hours in (0, 1, 30):
            tasks.opened(SATURDAY + timedelta(hours=hours))

        assert list(Opened.objects.values_list("kind", "month")) == [("month", MEHR)]
        assert set(Report.objects.values_list("month", flat=True)) == {MEHR}

    @pytest.mark.parametrize(
        ("at", "month"),
        [
            (datetime(2026, 10, 22, 23, 59, tzinfo=TEHRAN), 140506),
            (datetime(2026, 10, 23, 0, 0, tzinfo=TEHRAN), 140507),
            (datetime(2027, 3, 20, 23, 59, tzinfo=TEHRAN), 140511),
            (datetime(2027, 3, 21, 0, 0, tzinfo=TEHRAN), 140512),  # Nowruz: Esfand is over
        ],
    )
    def test_is_midnight_in_iran(self, world: World, at: datetime, month: int) -> None:
        deeds(1, at=SATURDAY - timedelta(days=90))
        tasks.opened(at)

        assert Opened.objects.get(kind="month").month == month

    def test_does_not_ask_for_months_that_passed_unseen(self, world: World) -> None:
        deeds(1)
        tasks.opened(SATURDAY)
        tasks.opened(SATURDAY + timedelta(days=95))

        asked = Opened.objects.filter(kind="month").order_by("month")
        assert list(asked.values_list("month", flat=True)) == [140507, 140510]

    @pytest.mark.parametrize(("day", "asked"), [(datetime(2026, 10, 22, 23, tzinfo=TEHRAN), 1), (SATURDAY, 0)])
    def test_asks_nothing_of_a_network_that_had_not_begun(self, world: World, day: datetime, asked: int) -> None:
        assert tasks.opened(SATURDAY) == 0
        deeds(1, at=day)

        assert tasks.opened(SATURDAY) == asked


class TestTheLadder:
    def test_reminds_before_and_after_and_climbs(self, world: World) -> None:
        opened(world)
        said = []

        for days in range(-8, 22):
            before = Message.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
            tasks.chased(morning(DUE + timedelta(days=days), hours=1))
            said += [(days, *one) for one in told(before)]

        assert said == [
            (-7, "report_due", "zahra"),
            (-1, "report_due", "zahra"),
            (1, "report_late", "zahra"),
            (3, "report_late", "zahra"), (3, "report_late", "maryam"),
            (7, "report_late", "zahra"), (7, "report_late", "maryam"), (7, "report_late", "nader"),
            (14, "report_late", "zahra"), (14, "report_late", "maryam"), (14, "report_late", "nader"),
            (21, "report_late", "zahra"), (21, "report_late", "maryam"), (21, "report_late", "nader"),
        ]  # fmt: skip

    def test_reminds_whoever_should_read_it_and_then_her_superior(self, world: World) -> None:
        report = brought(world, State.SUBMITTED)
        last = Message.objects.order_by("-pk")[0].pk

        tasks.chased(report.due_at + HOUR)
        tasks.chased(report.due_at + 8 * DAY)

        assert told(last) == [("report_to_read", "nader"), ("report_to_read", "nader"), ("report_to_read", "parvin")]

    def test_says_nothing_of_a_report_that_is_accepted(self, world: World) -> None:
        brought(world, State.ACCEPTED)
        last = Message.objects.order_by("-pk")[0].pk

        for days in range(60):
            tasks.chased(SATURDAY + timedelta(days=days))

        assert told(last) == []

    def test_begins_where_it_stands_when_a_report_comes_back(self, world: World) -> None:
        report = brought(world, State.SENT_BACK)
        last = Message.objects.order_by("-pk")[0].pk

        tasks.chased(morning(report.due_on - DAY, hours=1))

        assert told(last) == [("report_due", "zahra")]

    def test_tells_no_name_and_no_field_of_service(self, world: World) -> None:
        opened(world)
        tasks.chased(morning(DUE + timedelta(days=8)))

        bodies = " ".join(Message.objects.filter(template__startswith="report_").values_list("body", flat=True))
        assert bodies
        assert not any(word in bodies for word in ("مهرگان", "زهرا", "سلامت", "چابهار"))


class TestTheAbsent:
    def test_hand_their_reports_to_whoever_is_there(self, world: World) -> None:
        opened(world)
        network.set_absence(
            world.person["zahra"], deputy=world.person["maryam"], since=SATURDAY, until=SATURDAY + 9 * DAY,
            by=world.person["maryam"], at=SATURDAY,
        )  # fmt: skip

        tasks.handed_over(SATURDAY + HOUR)

        assert of("chabahar").holder == world.person["maryam"]


class TestAnAgenda:
    def test_names_the_units_whose_reports_are_late(self, world: World) -> None:
        from hamafza.meetings.tests.telling import sitting

        opened(world)
        reports.submit(of("work"), by=world.person["mina"], at=SATURDAY)
        meeting: Meeting = sitting(world, "planned")

        drafts = list(sources.late_reports(meeting, morning(DUE + 2 * DAY)))

        assert [draft.facts["unit"] for draft in drafts] == ["کانون سلامت مهرگان چابهار", "چابهار"]
        assert {draft.facts["month"] for draft in drafts} == {"مهر 1405"}
        assert list(sources.late_reports(meeting, morning(DUE))) == []


@pytest.mark.slow  # forty ticks
def test_the_clock_comes_back_for_every_open_report(world: World) -> None:
    opened(world)
    at = SATURDAY

    for _ in range(40):
        at += 3 * DAY
        tick(at)

    assert Report.objects.filter(month=MEHR).open().filter(due_at__lte=at).count() == 0
    assert all(report.holder_id and report.due_at for report in Report.objects.open())
    assert Month.from_code(MEHR).last < DUE
