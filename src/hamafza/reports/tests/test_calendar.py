"""The calendar: not due yet, due, overdue, being read, accepted; month by month."""

from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.test import Client

from hamafza.journal.months import Month
from hamafza.kernel.clock import TEHRAN
from hamafza.reports import queries
from hamafza.reports.models import Report
from hamafza.reports.queries.calendar import how_of
from hamafza.reports.states import State
from hamafza.reports.tests.telling import DUE, brought, opened
from tests.cast import World

LATER = datetime(2026, 11, 22, 10, tzinfo=TEHRAN)
TODAY = LATER.date()


@pytest.fixture(autouse=True)
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hamafza.kernel.clock.timezone.now", lambda: LATER)


@pytest.mark.parametrize(
    ("state", "days", "how"),
    [(State.DUE, 0, "due"), (State.DUE, -1, "overdue"), (State.SENT_BACK, 0, "back"), (State.SENT_BACK, -1, "overdue"),
     (State.SUBMITTED, -9, "reading"), (State.ACCEPTED, -9, "accepted")],
)  # fmt: skip
def test_a_day_after_the_deadline_it_is_overdue(state: str, days: int, how: str) -> None:
    assert how_of(state, TODAY + timedelta(days=days), TODAY) == how


def test_half_a_year_is_shown_with_the_running_month_first() -> None:
    months = [one.month for one in queries.periods_shown(Report.objects.all(), date(2026, 11, 22)).values()]

    assert (months[0], months[-1], len(months)) == (Month(1405, 9), Month(1405, 4), 6)


def test_a_unit_has_a_cell_a_month(world: World) -> None:
    brought(world, State.ACCEPTED)

    rows = queries.calendar(Report.objects.filter(centre__code="chabahar"), TODAY)

    assert [cell.how for cell in rows[0].cells] == ["not_yet", "none", "accepted", "none", "none", "none"]
    assert len(rows) == 1


def test_what_is_late_stands_first(world: World) -> None:
    brought(world, State.ACCEPTED)
    rows = queries.calendar(Report.objects.all(), TODAY)

    assert [row.cells[2].how for row in rows][-1] == "accepted"
    assert {row.cells[2].how for row in rows[:-1]} == {"overdue"}
    assert queries.calendar(Report.objects.filter(centre__code="work"), DUE)[0].cells[1].how == "due"


class TestThePage:
    def seen(self, client: Client, world: World, who: str, query: str = "") -> str:
        client.force_login(world.person[who])
        answer = client.get(f"/reports/calendar{query}")
        assert answer.status_code == 200
        return answer.content.decode().partition("<main")[2]

    def test_leads_to_each_report(self, client: Client, world: World) -> None:
        report = brought(world, State.SUBMITTED)

        page = self.seen(client, world, "zahra")

        assert f"/reports/{report.pk}/" in page and "در بررسی" in page
        assert "کار و هنر" not in page

    def test_says_from_when_the_next_waits(self, client: Client, world: World) -> None:
        opened(world)

        assert "از سه‌شنبه ۱ دی" in self.seen(client, world, "zahra")

    @pytest.mark.parametrize(
        ("query", "n"),
        [("", 8), ("?level=county", 3), ("?how=overdue", 7), ("?how=reading", 1), ("?q=مهرگان", 1), ("?q=هیچ", 0)],
    )
    def test_is_narrowed(self, client: Client, world: World, query: str, n: int) -> None:
        brought(world, State.SUBMITTED)

        assert self.seen(client, world, "parvin", query).count('scope="row"') == n

    def test_goes_on(self, client: Client, world: World, monkeypatch: Any) -> None:
        monkeypatch.setattr("hamafza.reports.views.calendar.SIZE", 3)
        opened(world)

        assert "after=3" in self.seen(client, world, "parvin")
        assert 'rel="prev"' in self.seen(client, world, "parvin", "?after=6")

    def test_is_a_sheet_and_paper_too(self, client: Client, world: World) -> None:
        opened(world)
        client.force_login(world.person["parvin"])

        rows = list(openpyxl.load_workbook(BytesIO(client.get("/reports/calendar/sheet").content)).worksheets[0].values)
        assert len(rows) == 9 and rows[0][1] == "آذر ۱۴۰۵" and rows[1][3] == "دیرشده"
        assert "دیرشده" in client.get("/reports/calendar/print").content.decode()

    def test_asks_few_queries(self, client: Client, world: World, django_assert_max_num_queries: Any) -> None:
        opened(world)
        client.force_login(world.person["parvin"])

        with django_assert_max_num_queries(12):
            client.get("/reports/calendar")
