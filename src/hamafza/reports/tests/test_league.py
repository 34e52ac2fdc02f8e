"""How punctual units are, and who improved against her own past."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.test import Client

from hamafza.journal.months import Month
from hamafza.kernel.clock import TEHRAN
from hamafza.reports import deadlines, queries
from hamafza.reports.models import Report
from hamafza.reports.queries import Rate
from tests.cast import SATURDAY, World

TODAY = date(2026, 11, 22)  # 1 Azar 1405: Aban is over, Mehr was due on 15 Aban
THIS = Month.of(TODAY)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import datetime

    monkeypatch.setattr("hamafza.kernel.clock.timezone.now", lambda: datetime(2026, 11, 22, 10, tzinfo=TEHRAN))


def past(world: World, unit: str, said: str) -> list[Report]:
    """Months of a centre, the last of them last: t in time, l late, - never, w not yet due."""
    centre = world.centre[unit]
    made = []
    for back, how in enumerate(reversed(said), start=1):
        month = THIS.plus(-back)
        due = deadlines.due_on("month", month.last)
        sent = {"t": due, "l": due + timedelta(days=1)}.get(how)
        made.append(
            Report.objects.create(
                level="centre", centre=centre, place=centre.place, month=month.code, first=month.first, last=month.last, due_on=due, due_at=SATURDAY,
                holder=world.person["zahra"], since_at=SATURDAY, created_at=SATURDAY, first_submitted_on=sent,
            )
        )  # fmt: skip
    return made


def league(world: World) -> list[tuple[str | None, int]]:
    codes = {centre.pk: code for code, centre in world.centre.items()}
    found = queries.league(Report.objects.filter(level="centre"), TODAY)
    return [(codes[one.unit[0] or 0], one.change) for one in found]


class TestARate:
    @pytest.mark.parametrize(
        ("said", "rate"),
        [
            ("ttt", Rate(3, 3, 3)),
            ("tlw", Rate(2, 2, 1)),
            ("--w", Rate(2, 0, 0)),
            ("lll", Rate(3, 3, 0)),
            ("t", Rate(1, 1, 1)),
            ("w", Rate(0, 0, 0)),
        ],
    )
    def test_counts_what_was_expected_by_now(self, world: World, said: str, rate: Rate) -> None:
        report = past(world, "chabahar", said)[0]

        assert queries.rate_of_unit(report, TODAY) == rate

    def test_of_nothing_is_no_share(self) -> None:
        assert (Rate(0, 0, 0).came_share, Rate(0, 0, 0).in_time_share) == (None, None)
        assert Rate(4, 3, 2) + Rate(1, 1, 1) == Rate(5, 4, 3)

    def test_does_not_blame_whoever_mends_what_came_back(self, world: World) -> None:
        report = past(world, "chabahar", "t")[0]
        Report.objects.filter(pk=report.pk).update(due_on=TODAY + timedelta(days=30))

        assert queries.rate_of_unit(report, TODAY) == Rate(1, 1, 1)

    def test_of_all_is_their_sum(self, world: World) -> None:
        past(world, "chabahar", "ttt")
        past(world, "work", "l-t")

        assert queries.rate_of(Report.objects.all(), TODAY) == Rate(6, 5, 4)


class TestTheLeague:
    def test_is_by_improvement_and_not_by_place(self, world: World) -> None:
        past(world, "chabahar", "tttttt")  # always good
        past(world, "work", "lllttt")  # from nothing to all
        past(world, "konarak", "tttl-t")  # fell behind

        assert league(world) == [("work", 100), ("chabahar", 0), ("konarak", -67)]

    def test_shows_new_units_after_all_others(self, world: World) -> None:
        past(world, "chabahar", "ttt")
        past(world, "work", "ttt---")

        assert league(world) == [("work", -100), ("chabahar", 0)]
        assert [one.is_new for one in queries.league(Report.objects.all(), TODAY)] == [False, True]

    def test_is_the_same_each_time(self, world: World) -> None:
        for unit in ("chabahar", "work", "konarak", "zahedan"):
            past(world, unit, "tttttt")

        assert [league(world) for _ in range(3)] == [league(world)] * 3


class TestATrend:
    def test_shows_each_month_as_it_went(self, world: World) -> None:
        report = past(world, "chabahar", "-ltw")[0]

        assert [(one.period.month, one.how) for one in queries.trend(report, TODAY)] == [
            (THIS.plus(-4), "missing"),
            (THIS.plus(-3), "late"),
            (THIS.plus(-2), "in_time"),
            (THIS.plus(-1), "not_due"),
        ]

    def test_is_its_own_and_half_a_year(self, world: World) -> None:
        report = past(world, "chabahar", "tttttttt")[0]
        past(world, "work", "--")

        assert [one.how for one in queries.trend(report, TODAY)] == ["in_time"] * 6

    def test_stands_on_the_units_page(self, client: Client, world: World) -> None:
        report = past(world, "chabahar", "tl-ttt")[0]
        client.force_login(world.person["nader"])

        page = client.get(f"/reports/{report.pk}/").content.decode()

        assert "گزارش‌دهی این واحد" in page and "۱۰۰٪" in page
        assert "دیر رسید" in page and "نرسیده" in page


class TestThePages:
    def seen(self, client: Client, world: World, who: str, query: str = "") -> str:
        client.force_login(world.person[who])
        answer = client.get(f"/reports/league{query}")
        assert answer.status_code == 200
        return answer.content.decode()

    def lived(self, world: World) -> None:
        past(world, "chabahar", "lllttt")
        past(world, "work", "ttt")
        past(world, "konarak", "tttlll")

    def test_show_her_units_alone(self, client: Client, world: World) -> None:
        self.lived(world)

        hers = self.seen(client, world, "nader")

        assert "مهرگان" in hers and "کار و هنر" in hers and "ساحل کنارک" not in hers
        assert "ساحل کنارک" in self.seen(client, world, "parvin")

    @pytest.mark.parametrize(
        ("query", "shown"),
        [("?which=up", ["مهرگان"]), ("?which=new", ["کار و هنر"]), ("?q=کنارک", ["ساحل"]),
         ("", ["مهرگان", "ساحل", "کار و هنر"]), ("?level=county", []), ("?after=50", [])],
    )  # fmt: skip
    def test_are_narrowed(self, client: Client, world: World, query: str, shown: list[str]) -> None:
        self.lived(world)

        page = self.seen(client, world, "parvin", query).partition("<main")[2]

        assert [words for words in ("مهرگان", "ساحل", "کار و هنر") if words in page] == sorted(
            shown, key=["مهرگان", "ساحل", "کار و هنر"].index
        )

    def test_go_on(self, client: Client, world: World, monkeypatch: Any) -> None:
        monkeypatch.setattr("hamafza.reports.views.league.SIZE", 2)
        self.lived(world)

        assert "?after=2" in self.seen(client, world, "parvin")
        assert 'rel="prev"' in self.seen(client, world, "parvin", "?after=2")

    def test_are_a_sheet_and_paper_too(self, client: Client, world: World) -> None:
        self.lived(world)
        client.force_login(world.person["parvin"])

        rows = list(openpyxl.load_workbook(BytesIO(client.get("/reports/league/sheet").content)).worksheets[0].values)

        assert [row[1] for row in rows[1:]] == ["'+۱۰۰", "−۱۰۰", "تازه"]
        assert "تازه" in client.get("/reports/league/print").content.decode()

    def test_ask_few_queries(self, client: Client, world: World, django_assert_max_num_queries: Any) -> None:
        self.lived(world)
        client.force_login(world.person["parvin"])

        with django_assert_max_num_queries(14):
            client.get("/reports/league")
