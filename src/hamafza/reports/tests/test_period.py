"""A season, a year, a campaign: figures equal to the lines, gaps, typed apart, who sees it, refusals, papers."""

from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hamafza.journal import entries
from hamafza.journal import queries as journal
from hamafza.journal.models import JournalLine
from hamafza.journal.months import Month
from hamafza.kernel.actors import Actor
from hamafza.kernel.clock import TEHRAN
from hamafza.kernel.commands import command
from hamafza.reports import commands as reports
from hamafza.reports import content
from hamafza.reports.models import Report
from hamafza.reports.period_forms import PeriodForm
from hamafza.reports.queries import period as queries
from hamafza.reports.queries.period import Span, Unit
from hamafza.reports.states import State
from hamafza.reports.tests.telling import DAY, HAND, brought, deeds, opened
from tests.cast import SATURDAY, World

NOW = datetime(2027, 1, 5, 9, 0, tzinfo=TEHRAN)  # 15 Dey 1405: the autumn has just ended
AUTUMN = Span(Month(1405, 7).first, Month(1405, 9).last, whole=True)
NIGHTS = Span(date(2026, 10, 8), date(2026, 10, 12))  # five days of Mehr
CAMPAIGN = "kind=campaign&first=2026-10-08&last=2026-10-12"


@pytest.fixture(autouse=True)
def in_dey(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hamafza.kernel.clock.timezone.now", lambda: NOW)


def on(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 12, 0, tzinfo=TEHRAN)


def unit(world: World, key: str, who: str = "admin") -> Unit:
    found = queries.unit(world.person[who], NOW, key)
    assert found
    return found


def numbers(world: World, key: str, span: Span) -> dict[str, tuple[int, int]]:
    return {row.wanted.key: (row.number, row.before) for row in queries.figures(unit(world, key), span)}


def by_hand(span: Span, kind: str, **of: str) -> int:
    """People in the lines, what was taken back against it."""
    lines = JournalLine.objects.filter(kind=kind, day__gte=span.first, day__lte=span.last, **of)
    return sum(-line.people if line.corrects else line.people for line in lines)


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
    line = JournalLine.objects.filter(day=date(2026, 10, 10)).order_by("seq")[0]
    take_back(line, by=HAND, at=NOW - DAY)
    return world


class TestFigures:
    @pytest.mark.parametrize(
        ("key", "of"),
        [("IR/11/", {"place__startswith": "IR/11/"}), ("IR/11/1104/", {"place__startswith": "IR/11/1104/"}),
         ("chabahar", {"centre": "chabahar"})],
    )  # fmt: skip
    @pytest.mark.parametrize("span", [AUTUMN, NIGHTS, AUTUMN.before], ids=["season", "days", "before"])
    def test_equal_sums_over_the_lines(self, lived: World, key: str, of: dict[str, str], span: Span) -> None:
        now, before = numbers(lived, key, span)["finished"]

        assert now == by_hand(span, "need_finished", **of)
        assert before == by_hand(span.before, "need_finished", **of)

    def test_of_a_season_are_these(self, lived: World) -> None:
        assert numbers(lived, "IR/11/1104/", AUTUMN)["finished"] == (2 + 4 + 4, 5)
        assert numbers(lived, "IR/11/", AUTUMN)["finished"] == (17, 5)
        assert numbers(lived, "chabahar", AUTUMN)["solved"] == (2, 0)

    def test_of_days_count_against_themselves_what_was_taken_back(self, lived: World) -> None:
        assert numbers(lived, "chabahar", NIGHTS)["finished"] == (4, 0)
        one = (date(2026, 10, 10),)
        found = journal.in_days(NIGHTS.first, NIGHTS.last, ("day",), centres=["chabahar"], kinds=["need_finished"])
        assert found[one] == journal.Figure(2, 4, 0)

    @pytest.mark.parametrize("span", [AUTUMN, NIGHTS], ids=["season", "days"])
    @pytest.mark.parametrize("key", ["IR/11/", "chabahar"])
    def test_are_the_sum_of_the_lines_behind_them(self, lived: World, key: str, span: Span) -> None:
        for row in queries.figures(unit(lived, key), span):
            lines = list(queries.behind_span(unit(lived, key), span, row.wanted))
            worth = [
                (-1 if line.corrects else 1) * (line.people if row.wanted.measure == "people" else 1) for line in lines
            ]
            assert sum(worth) == row.number

    @pytest.mark.parametrize("key", ["IR/11/", "chabahar"])
    @pytest.mark.parametrize(("span", "bars"), [(AUTUMN, 3), (NIGHTS, 5)])
    def test_add_up_in_the_chart(self, lived: World, key: str, span: Span, bars: int) -> None:
        drawn = queries.chart(unit(lived, key), span, content.FINISHED)

        assert len(drawn) == bars
        assert sum(bar.number for bar in drawn) == numbers(lived, key, span)["finished"][0]

    @pytest.mark.parametrize("span", [AUTUMN, NIGHTS], ids=["season", "days"])
    @pytest.mark.parametrize("key", ["IR/11/", "IR/11/1104/"])
    def test_of_the_units_below_add_up(self, lived: World, key: str, span: Span) -> None:
        below = queries.children_over(unit(lived, key), span)

        assert sum(child.numbers[1] for child in below) == numbers(lived, key, span)["finished"][0]


class TestAPeriod:
    @pytest.mark.parametrize(
        ("today", "first", "last"),
        [(date(2027, 1, 5), (1405, 7), (1405, 9)), (date(2027, 3, 22), (1405, 10), (1405, 12)),
         (date(2026, 4, 1), (1404, 10), (1404, 12))],
    )  # fmt: skip
    def test_is_the_season_that_has_just_ended(
        self, today: date, first: tuple[int, int], last: tuple[int, int]
    ) -> None:
        form = PeriodForm({}, today=today)
        assert form.is_valid()
        assert form.span == Span(Month(*first).first, Month(*last).last, whole=True)

    def test_has_the_thirtieth_of_esfand_in_a_leap_year(self) -> None:
        form = PeriodForm({"kind": "season", "season": "140310"}, today=date(2026, 1, 1))
        assert form.is_valid(), form.errors
        assert form.span.last == date(2025, 3, 20)  # 30 Esfand 1403
        assert (form.span.last - form.span.first).days == 89
        assert PeriodForm({"season": "140310"}, today=date(2026, 1, 1)).is_valid()

    def test_of_a_year_is_twelve_months_and_the_twelve_before(self) -> None:
        form = PeriodForm({"kind": "year", "year": "1403"}, today=date(2026, 1, 1))
        assert form.is_valid()
        assert (len(form.span.months), len(form.span.before.months)) == (12, 12)
        assert form.span.before.last == form.span.first - timedelta(days=1)

    def test_of_days_is_compared_with_as_many(self) -> None:
        assert NIGHTS.before == Span(date(2026, 10, 3), date(2026, 10, 7))


def get(client: Client, world: World, who: str, ask: str = "", end: str = "", language: str = "fa") -> Any:
    client.force_login(world.person[who])
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client.get(f"/reports/period{end}?{ask}")


class TestThePage:
    @pytest.mark.parametrize(
        ("ask", "field"),
        [
            ("kind=campaign&first=2026-10-12&last=2026-10-08", "last"),
            ("kind=campaign&first=2026-10-12&last=2027-01-06", "last"),
            ("kind=campaign&first=2025-10-12&last=2026-12-01", "last"),
            ("kind=campaign&last=2026-12-01", "first"),
            ("kind=campaign&first=2026-12-01", "last"),
            ("kind=campaign&first=nonsense&last=2026-12-01", "first"),
            ("kind=season&season=140510", "season"),
            ("kind=year&year=1405", "year"),
            ("kind=week", "kind"),
            (f"{CAMPAIGN}&title={'a' * 81}", "title"),
        ],
    )
    @pytest.mark.parametrize("end", ["", "/paper.pdf", "/sheet", "/lines/finished"])
    def test_names_the_field_that_is_wrong(self, client: Client, world: World, ask: str, field: str, end: str) -> None:
        answer = get(client, world, "nader", ask, end)

        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == [field]

    @pytest.mark.parametrize(
        ("who", "own", "foreign"),
        [("zahra", "chabahar", "IR/11/1104/"), ("nader", "IR/11/1104/", "IR/11/"), ("zahra", "chabahar", "konarak"),
         ("parvin", "IR/11/", "IR/09/")],
    )  # fmt: skip
    def test_shows_her_own_and_no_other(self, client: Client, world: World, who: str, own: str, foreign: str) -> None:
        assert get(client, world, who).context["unit"].key == own
        for end in ("", "/paper.pdf", "/sheet", "/lines/finished"):
            assert get(client, world, who, f"unit={foreign}", end).status_code == 404

    @pytest.mark.parametrize("who", ["reza", "karim", "stranger"])
    @pytest.mark.parametrize("end", ["", "/paper.pdf", "/sheet", "/lines/finished"])
    def test_is_not_for_all(self, client: Client, world: World, who: str, end: str) -> None:
        assert get(client, world, who, "", end).status_code == 403

    def test_finds_a_unit_by_words(self, client: Client, world: World) -> None:
        name = world.centre["konarak"].name
        assert get(client, world, "admin", f"q={name}").context["unit"].key == "konarak"
        empty = get(client, world, "zahra", "q=هیچ‌جا")
        assert empty.status_code == 200 and "واحدی پیدا نشد" in empty.content.decode()

    def test_leads_down_to_the_lines(self, client: Client, lived: World) -> None:
        page = get(client, lived, "nader", CAMPAIGN)
        assert "/reports/period/lines/finished?kind=campaign" in page.content.decode()
        lines = get(client, lived, "nader", CAMPAIGN, "/lines/finished")
        assert len(lines.context["rows"]) == 4  # three, and the one that takes back
        assert get(client, lived, "nader", CAMPAIGN, "/lines/nonsense").status_code == 404

    def test_turns_the_pages_of_many_lines(self, client: Client, world: World) -> None:
        deeds(30)
        first = get(client, world, "nader", CAMPAIGN, "/lines/finished")
        second = client.get("/reports/period/lines/finished" + first.context["next"])
        seen = {row["line"].seq for page in (first, second) for row in page.context["rows"]}
        assert len(seen) == 30

    @pytest.mark.parametrize("language", ["fa", "en"])
    def test_has_one_heading_in_both_languages(self, client: Client, lived: World, language: str) -> None:
        page = get(client, lived, "nader", f"{CAMPAIGN}&title=Ten", language=language).content.decode()
        assert page.count("<h1") == 1
        assert "Ten (" in page
        assert ("Unit by unit" in page) == (language == "en")

    def test_is_led_to(self, client: Client, world: World) -> None:
        report = brought(world, State.ACCEPTED)
        client.force_login(world.person["zahra"])
        assert 'href="/reports/period"' in client.get("/reports/").content.decode()
        assert 'href="/reports/period?unit=chabahar"' in client.get(f"/reports/{report.pk}/").content.decode()

    def test_asks_few_questions(self, client: Client, lived: World) -> None:
        opened(lived)
        get(client, lived, "parvin")
        with CaptureQueriesContext(connection) as asked:
            get(client, lived, "parvin", "unit=IR/11/")
        assert len(asked) <= 45


class TestMonthlyReports:
    def test_that_are_missing_or_open_are_gaps(self, client: Client, world: World) -> None:
        brought(world, State.ACCEPTED)
        page = get(client, world, "zahra")
        said = [(one["one"].gap, bool(one["gap"])) for one in page.context["months"]]
        assert said == [("", False), ("none", True), ("none", True)]
        assert "ماهی آرام بود." in page.content.decode()
        county = get(client, world, "nader")
        assert next(one["one"].gap for one in county.context["months"]) == "open"
        accepted = {one["child"].unit.key: one["child"].accepted for one in county.context["children"]}
        assert accepted["chabahar"] == 1 and sum(accepted.values()) == 1

    def test_typed_numbers_are_summed_apart(self, client: Client, world: World) -> None:
        number = reports.ask_number(
            world.place["11"], level="centre", caption="ساعت آموزش", by=world.person["parvin"], at=SATURDAY
        )
        one: Report = brought(world, State.DUE)
        reports.submit(one, narrative="آرام", typed={number.pk: 14}, by=world.person["zahra"], at=SATURDAY + DAY)
        assert not get(client, world, "zahra").context["typed"]  # not accepted yet
        reports.accept(one, by=world.person["nader"], at=SATURDAY + 2 * DAY)

        page = get(client, world, "zahra")

        assert [(row["one"].caption, row["one"].number) for row in page.context["typed"]] == [("ساعت آموزش", 14)]
        assert all(row.number == 0 for row in page.context["rows"])
        assert not get(client, world, "zahra", CAMPAIGN).context["typed"]  # a month's number says nothing of days


class TestOnPaper:
    def test_the_sheet_holds_the_figures(self, client: Client, lived: World) -> None:
        answer = get(client, lived, "nader", "", "/sheet")
        rows = list(openpyxl.load_workbook(BytesIO(answer.content)).active.values)
        found = {str(row[0]): row[1:3] for row in rows}
        assert found[str(content.FINISHED.label)] == (10, 5)

    @pytest.mark.parametrize("ask", ["", CAMPAIGN])
    def test_the_paper_opens(self, client: Client, lived: World, ask: str) -> None:
        answer = get(client, lived, "nader", ask, "/paper.pdf")
        assert answer.status_code == 200
        assert answer.content.startswith(b"%PDF") and len(answer.content) > 5_000
