"""What is shown to others in one click: the chart and the map on paper, the poster for the phone, the sheet."""

import struct
from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.test import Client

from hamafza.journal.months import Month
from hamafza.reports import commands as reports
from hamafza.reports import content, document, drawing, poster, queries
from hamafza.reports.models import Report
from hamafza.reports.states import State
from hamafza.reports.tests.telling import DAY, IN_MEHR, MEHR, brought, deeds, of, opened
from tests.cast import SATURDAY, World

AT = SATURDAY + 3 * DAY
MONTH_BEFORE = IN_MEHR - timedelta(days=30)


@pytest.fixture(autouse=True)
def three_days_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hamafza.kernel.clock.timezone.now", lambda: AT)


def province(world: World) -> Report:
    """The province's report, accepted with gaps."""
    opened(world)
    report = of("IR/11/")
    reports.submit(report, missing_because="راه بسته بود", by=world.person["parvin"], at=AT)
    return reports.accept(report, by=world.person["admin"], at=AT)


class TestTheLastMonths:
    @pytest.mark.parametrize("unit", ["chabahar", "IR/11/1104/", "IR/11/"])
    def test_are_counted_one_by_one(self, world: World, unit: str) -> None:
        deeds(6)
        deeds(4, at=MONTH_BEFORE)
        opened(world)

        months = queries.bars(of(unit), content.FINISHED)

        assert [one.number for one in months] == [0, 0, 0, 0, 4, 6]
        assert months[-1].day == Month.from_code(MEHR).first

    def test_end_with_what_was_sent(self, world: World) -> None:
        deeds(6)
        report = brought(world, State.SUBMITTED)
        deeds(5)

        assert queries.bars(report, content.FINISHED)[-1].number == 6


class TestTheMap:
    def test_is_of_a_provinces_counties(self, world: World) -> None:
        deeds(7)
        report = province(world)

        counts = {place.code: n for place, n in queries.by_places_below(report, content.FINISHED).items()}

        assert counts == {"1104": 7, "1110": 0, "1101": 0}
        assert drawing.map_of(queries.by_places_below(report, content.FINISHED)).startswith("<svg")

    def test_shows_fewer_than_five_as_none(self, world: World) -> None:
        places = {world.place["1104"]: 4, world.place["1110"]: 0}

        assert drawing.TONES[1] not in drawing.map_of(places)
        assert drawing.TONES[1] in drawing.map_of({world.place["1104"]: 5})

    def test_is_missing_where_there_is_nothing(self, world: World) -> None:
        opened(world)

        assert drawing.map_of(queries.by_places_below(of("IR/11/"), content.FINISHED)) == ""
        assert queries.by_places_below(of("IR/11/1104/"), content.FINISHED) == {}


class TestThePaper:
    def test_has_the_chart_and_the_map(self, world: World) -> None:
        deeds(6)
        report = province(world)

        facts = document.facts(report)

        assert [bar[2] for bar in facts["bars"]] == [0, 0, 0, 0, 0, 1]
        assert facts["map"].startswith("<svg")
        assert document.pdf(report).startswith(b"%PDF-")
        assert 1 <= len(document.pages(report, ppi=30)) <= 2

    def test_has_neither_where_nothing_was(self, world: World) -> None:
        facts = document.facts(brought(world, State.SUBMITTED))

        assert (facts["bars"], facts["map"]) == ([], "")


class TestThePoster:
    def test_is_a_picture_of_a_phones_size(self, client: Client, world: World) -> None:
        deeds(12)
        report = province(world)
        client.force_login(world.person["parvin"])

        answer = client.get(f"/reports/{report.pk}/poster.png")

        assert answer["Content-Type"] == "image/png"
        assert struct.unpack(">II", answer.content[16:24]) == (1080, 1350)

    def test_tells_of_people_what_is_published_and_of_deeds_what_was_done(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        deeds(9, detail="solved")
        deeds(3, kind="meeting_held", people=0)
        report = brought(world, State.ACCEPTED)
        told = {("finished", MEHR): 6, ("finished", MEHR - 1): 12}
        monkeypatch.setattr(
            "hamafza.reports.posted._published",
            [
                lambda of, figure, months: {
                    (m, "IR/11/1104/"): n for (f, m), n in told.items() if f == figure and m in months
                }
            ],
        )

        facts = poster.facts(report)

        assert facts["figures"] == [["۶", "نیاز به نتیجه رسید"], ["۳", "نشست برگزار شد"]]
        assert [bar[1:] for bar in facts["bars"][-2:]] == [["۱۲", 1.0], ["۶", 0.5]]

    @pytest.mark.parametrize("detail", ["solved", "not_solved"])
    def test_is_silent_of_people_as_long_as_nobody_publishes(
        self, world: World, monkeypatch: pytest.MonkeyPatch, detail: str
    ) -> None:
        monkeypatch.setattr("hamafza.reports.posted._published", [])
        deeds(40, detail=detail)
        deeds(40, kind="referral_accepted")
        facts = poster.facts(brought(world, State.ACCEPTED))

        assert (facts["figures"], facts["bars"], facts["map"]) == ([], [], "")

    @pytest.mark.parametrize("state", [State.DUE, State.SUBMITTED, State.SENT_BACK])
    def test_is_not_made_of_what_is_not_accepted(self, client: Client, world: World, state: str) -> None:
        report = brought(world, state)
        client.force_login(world.person["nader"])

        assert client.get(f"/reports/{report.pk}/poster.png").status_code == 404
        assert "poster.png" not in client.get(f"/reports/{report.pk}/").content.decode()

    def test_of_a_quiet_month_says_so(self, world: World) -> None:
        report = brought(world, State.ACCEPTED)

        assert poster.facts(report)["figures"] == []
        assert poster.png(report).startswith(b"\x89PNG")


class TestTheSheet:
    def test_says_of_each_number_where_it_comes_from(self, client: Client, world: World) -> None:
        deeds(6)
        number = reports.ask_number(
            world.place["11"], level="centre", caption="ساعت آموزش", by=world.person["parvin"], at=SATURDAY
        )
        report = brought(world, State.DUE)
        reports.submit(report, typed={number.pk: 14}, by=world.person["zahra"], at=AT)
        client.force_login(world.person["nader"])

        book = openpyxl.load_workbook(BytesIO(client.get(f"/reports/{report.pk}/sheet").content))
        rows = {row[0]: row for row in book.worksheets[0].values}

        assert rows["نیاز به نتیجه رسید"][1:4] == (6, 0, "دفتر روزانه")
        assert rows["ساعت آموزش"][1] == 14
        assert str(rows["ساعت آموزش"][3]).startswith("دستی: زهرا مرادی")
