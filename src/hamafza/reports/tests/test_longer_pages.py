"""A season on screen, in lists, in the calendar, as a sheet and on the agenda."""

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.conf import settings
from django.test import Client

from hamafza.kernel.clock import TEHRAN
from hamafza.reports import commands as reports
from hamafza.reports import deadlines, sources
from hamafza.reports.states import Kind
from hamafza.reports.tests.autumn import (
    COUNTY,
    DUE,
    NOW,
    PROVINCE,
    autumn,
    lived_in,
    long_of,
)
from hamafza.reports.tests.telling import CLOCK
from tests.cast import World


@pytest.fixture(autouse=True)
def in_dey(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hamafza.kernel.clock.timezone.now", lambda: NOW)


@pytest.fixture
def lived(world: World) -> World:
    return lived_in(world)


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
