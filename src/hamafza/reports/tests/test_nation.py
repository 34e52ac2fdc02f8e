"""The nation by provinces, a province by counties: figures, gaps with their reasons, and few queries."""

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.test import Client

from hamafza.journal.months import Month
from hamafza.kernel.clock import TEHRAN
from hamafza.places import commands as places
from hamafza.places.models import Place
from hamafza.reports import commands as reports
from hamafza.reports import queries
from hamafza.reports.models import Report
from hamafza.reports.queries.nation import Row
from hamafza.reports.states import State
from hamafza.reports.tests.telling import DAY, HAND, MEHR, brought, deeds, of, opened
from tests.cast import SATURDAY, World

AT = SATURDAY + 20 * DAY  # the reports of Mehr were due a week ago
ASKED = f"?month={MEHR}"


@pytest.fixture(autouse=True)
def three_weeks_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hamafza.kernel.clock.timezone.now", lambda: AT)


def rollup(world: World, over: str, who: str = "admin") -> dict[str, Row]:
    found = queries.rollup(world.place[over], Month.from_code(MEHR), world.person[who], AT, queries.day_of(AT))
    return {row.place.code: row for row in found.rows}


class TestTheNation:
    def test_shows_a_row_a_province_and_its_figures(self, world: World) -> None:
        deeds(3)
        deeds(2, place="IR/09/0901/", centre="mashhad")
        opened(world)

        rows = rollup(world, "IR")

        assert {code: row.figures["finished"] for code, row in rows.items()} == {"11": 3, "09": 2}

    def test_agrees_with_the_provinces_own_report(self, world: World) -> None:
        deeds(3, detail="solved", people=2)
        deeds(4, kind="meeting_held", people=0)
        opened(world)

        own = queries.computed(of("IR/11/"))

        assert {key: own[key] for key in rollup(world, "IR")["11"].figures} == rollup(world, "IR")["11"].figures

    def test_counts_the_rates_of_all_reports_in_it(self, world: World) -> None:
        brought(world, State.ACCEPTED)

        row = rollup(world, "IR")["11"]

        assert (row.units, row.accepted) == (8, 1)
        assert (row.rate.expected, row.rate.came, row.rate.in_time) == (8, 1, 1)

    @pytest.mark.parametrize(
        ("who", "seen"), [("admin", {"11", "09"}), ("parvin", {"11"}), ("nader", set()), ("zahra", set())]
    )
    def test_is_seen_as_far_as_one_reaches(self, world: World, who: str, seen: set[str]) -> None:
        opened(world)

        assert set(rollup(world, "IR", who)) == seen


class TestAGap:
    def test_says_that_nobody_had_to_report(self, world: World) -> None:
        opened(world)

        row = rollup(world, "IR")["09"]

        assert (row.gap, row.units, row.rate.expected) == ("none", 0, 0)

    def test_says_where_a_report_waits(self, world: World) -> None:
        opened(world)

        assert rollup(world, "IR")["11"].gap == "open"
        assert rollup(world, "11")["1104"].gap == "open"

    def test_says_whom_it_left_out_and_why(self, client: Client, world: World) -> None:
        opened(world)
        county = of("IR/11/1104/")
        reports.submit(county, missing_because="راه بسته بود", by=world.person["nader"], at=AT)
        reports.accept(county, by=world.person["parvin"], at=AT)
        client.force_login(world.person["parvin"])

        assert rollup(world, "11")["1104"].gap == "bypassed"
        page = client.get(f"/reports/nation/11/{ASKED}").content.decode()
        assert "بی ۲ گزارش: راه بسته بود" in page

    def test_is_none_when_all_is_there(self, world: World) -> None:
        brought(world, State.ACCEPTED)
        brought(world, State.ACCEPTED, "work")
        county = of("IR/11/1104/")
        reports.submit(county, by=world.person["nader"], at=AT)
        reports.accept(county, by=world.person["parvin"], at=AT)

        assert rollup(world, "11")["1104"].gap == ""


class TestThePages:
    def test_lead_from_the_nation_to_a_province_to_a_county(self, client: Client, world: World) -> None:
        deeds(3)
        opened(world)
        client.force_login(world.person["admin"])

        nation = client.get(f"/reports/nation{ASKED}").content.decode()
        province = client.get(f"/reports/nation/11/{ASKED}").content.decode()

        assert "/reports/nation/11/" in nation and "در انتظار گزارش؛ نزد پروین ریگی" in nation
        assert f"/reports/{of('IR/11/1104/').pk}/" in province

    @pytest.mark.parametrize(
        ("who", "address", "status"),
        [("parvin", "11/", 200), ("parvin", "09/", 404), ("nader", "11/", 200), ("zahra", "11/", 404),
         ("admin", "77/", 404), ("stranger", "11/", 403), ("nader", "", 200), ("stranger", "", 403)],
    )  # fmt: skip
    def test_are_for_those_who_reach_there(
        self, client: Client, world: World, who: str, address: str, status: int
    ) -> None:
        opened(world)
        client.force_login(world.person[who])

        assert client.get(f"/reports/nation{'/' if address else ''}{address}").status_code == status

    def test_show_a_coordinator_her_county_alone(self, client: Client, world: World) -> None:
        opened(world)
        client.force_login(world.person["nader"])

        page = client.get(f"/reports/nation/11/{ASKED}").content.decode().partition("<main")[2]

        assert page.count('id="place-') == 1

    @pytest.mark.parametrize(("query", "n"), [("&q=کنارک", 1), ("&q=هیچ", 0), ("&which=gaps", 3), ("", 3)])
    def test_are_narrowed(self, client: Client, world: World, query: str, n: int) -> None:
        opened(world)
        client.force_login(world.person["parvin"])

        page = client.get(f"/reports/nation/11/{ASKED}{query}").content.decode().partition("<main")[2]

        assert page.count('id="place-') == n

    def test_say_what_is_wrong_with_a_month(self, client: Client, world: World) -> None:
        opened(world)
        client.force_login(world.person["parvin"])

        assert client.get("/reports/nation?month=99").status_code == 422

    def test_are_a_sheet_and_paper_too(self, client: Client, world: World) -> None:
        deeds(3)
        opened(world)
        client.force_login(world.person["parvin"])

        book = openpyxl.load_workbook(BytesIO(client.get(f"/reports/nation/11/sheet{ASKED}").content))
        rows = {row[0]: row for row in book.worksheets[0].values}
        assert rows["چابهار"][3] == rows["همه"][3] == 3
        assert "چابهار" in client.get(f"/reports/nation/11/print{ASKED}").content.decode()
        assert client.get(f"/reports/nation/sheet{ASKED}").status_code == 200
        assert client.get(f"/reports/nation/print{ASKED}").status_code == 200


def nation_of(provinces: int, counties: int, world: World) -> None:
    """A synthetic nation: so many provinces with counties, all of whose reports are late."""
    rows: list[dict[str, Any]] = []
    for p in range(provinces):
        rows.append({"path": f"IR/9{p:02}/", "kind": "province", "name_fa": f"استان {p}", "name_en": "", "lat": 30.0, "lng": 50.0})  # fmt: skip
        for c in range(counties):
            path = f"IR/9{p:02}/{c:02}/"
            rows.append({"path": path, "kind": "county", "name_fa": f"شهرستان {c}", "name_en": "", "lat": 30.0, "lng": 50.0})  # fmt: skip
    places.load(rows=rows, by=HAND, at=SATURDAY - timedelta(days=400))
    due = {
        "first": Month.from_code(MEHR).first,
        "last": Month.from_code(MEHR).last,
        "due_on": datetime(2026, 11, 6, tzinfo=TEHRAN).date(),
        "due_at": AT,
        "since_at": SATURDAY,
        "created_at": AT,
    }
    made = [
        Report(level="county", place=place, month=MEHR, holder=world.person["admin"], **due)
        for place in Place.objects.filter(kind="county", path__startswith="IR/9")
    ]
    made += [
        Report(level="province", place=place, month=MEHR, holder=world.person["admin"], **due)
        for place in Place.objects.filter(kind="province", path__startswith="IR/9")
    ]
    Report.objects.bulk_create(made)


def test_a_nation_of_31_provinces_asks_no_more_than_twenty_queries(
    client: Client, world: World, django_assert_max_num_queries: Any
) -> None:
    nation_of(31, 6, world)
    deeds(5, place="IR/903/02/", centre="")
    opened_at = {row.place.path: row for row in rollup(world, "IR").values()}
    client.force_login(world.person["admin"])

    with django_assert_max_num_queries(20):
        page = client.get(f"/reports/nation{ASKED}").content.decode()

    assert page.partition("<main")[2].count('id="place-') == 33
    assert opened_at["IR/903/"].figures["finished"] == 5
    assert opened_at["IR/903/"].units == 7
