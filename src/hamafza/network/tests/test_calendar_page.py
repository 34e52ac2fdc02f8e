"""The table of holidays, the year at a glance, and the deadline that follows from both."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from time_machine import travel

from hamafza.kernel.clock import TEHRAN
from hamafza.kernel.errors import NotAllowed
from hamafza.network import commands as network
from hamafza.network import loading, year
from hamafza.network.models import Domain, Holiday
from tests.cast import HAND, SATURDAY, World

NINE = datetime(2026, 10, 24, 9, 0, tzinfo=TEHRAN)  # شنبه ۲ آبان ۱۴۰۵


@pytest.fixture
def now() -> object:
    with travel(NINE, tick=False):
        yield NINE


def seen_by(world: World, username: str) -> Client:
    client = Client()
    client.force_login(world.person[username])
    return client


@pytest.fixture
def parvin(world: World, now: object) -> Client:
    """The provincial coordinator keeps the days of her province."""
    return seen_by(world, "parvin")


@pytest.fixture
def admin(world: World, now: object) -> Client:
    return seen_by(world, "admin")


class TestTable:
    def test_the_admin_adds_a_day_of_the_nation(self, admin: Client) -> None:
        answer = admin.post("/network/calendar", {"date": "۱۴۰۵/۰۸/۰۴", "name": "عزای عمومی", "place": "ایران"})
        assert (answer.status_code, answer["Location"]) == (303, "/network/calendar?year=1405")
        day = Holiday.objects.get()
        assert (day.date, day.place) == (date(2026, 10, 26), None)
        assert "عزای عمومی" in admin.get("/network/calendar").content.decode()

    def test_a_coordinator_adds_a_day_of_her_county_only(self, parvin: Client) -> None:
        said = {"date": "1405/8/4", "name": "توفان شن"}
        assert parvin.post("/network/calendar", {**said, "place": "زاهدان"}).status_code == 303
        assert parvin.post("/network/calendar", {**said, "place": "ایران"}).status_code == 422
        assert parvin.post("/network/calendar", {**said, "place": "مشهد"}).status_code == 422
        assert [day.place.name_fa for day in Holiday.objects.select_related("place")] == ["زاهدان"]

    def test_takes_back_what_is_hers_alone(self, world: World, parvin: Client) -> None:
        national = network.add_holiday(world.place["IR"], date=date(2026, 10, 26), name="ملی", by=HAND, at=NINE)
        local = network.add_holiday(world.place["1104"], date=date(2026, 10, 27), name="محلی", by=HAND, at=NINE)
        page = parvin.get("/network/calendar").content.decode()
        assert f"/network/calendar/{local.pk}/drop" in page
        assert f"/network/calendar/{national.pk}/drop" not in page
        assert parvin.post(f"/network/calendar/{national.pk}/drop").status_code == 404
        assert parvin.post(f"/network/calendar/{local.pk}/drop").status_code == 303
        assert list(Holiday.objects.all()) == [national]

    @pytest.mark.parametrize("wrong", [{"date": "۱۴۰۵/۱۲/۳۰"}, {"date": ""}, {"name": ""}, {"place": "ناکجا"}])
    def test_a_mistake_keeps_what_was_typed(self, admin: Client, wrong: dict[str, str]) -> None:
        typed = {"date": "۱۴۰۵/۰۸/۰۴", "name": "عزای عمومی", "place": "ایران", **wrong}
        answer = admin.post("/network/calendar", typed)
        assert answer.status_code == 422
        assert f"id_{next(iter(wrong))}_error" in answer.content.decode()
        for text in typed.values():
            assert text in answer.content.decode()
        assert not Holiday.objects.exists()

    def test_an_operator_reads_but_does_not_write(self, world: World, now: object) -> None:
        reza = seen_by(world, "reza")
        assert "افزودن تعطیلی" not in reza.get("/network/calendar").content.decode()
        assert reza.post("/network/calendar", {"date": "1405/8/4", "name": "x", "place": "ایران"}).status_code == 422
        assert not Holiday.objects.exists()


class TestYear:
    @pytest.mark.parametrize(("shown", "length"), [(1403, 30), (1404, 29), (1405, 29), (1408, 30)])
    def test_esfand_knows_the_leap_years(self, shown: int, length: int) -> None:
        esfand = year.months_of(shown, [], NINE.date())[-1]
        assert max(square.number for week in esfand.weeks for square in week if square) == length

    def test_begins_on_the_right_weekday(self) -> None:
        farvardin = year.months_of(1405, [], NINE.date())[0]  # 1 Farvardin 1405 is a Saturday
        assert farvardin.weeks[0][0].number == 1  # type: ignore[union-attr]

    def test_marks_rest_and_today(self) -> None:
        holiday = Holiday(date=date(2026, 10, 26), name="روز آزمون")
        aban = year.months_of(1405, [holiday], NINE.date())[7]
        squares = {square.number: square for week in aban.weeks for square in week if square}
        assert (squares[2].tone, squares[4].tone, squares[4].name, squares[1].tone) == (
            "today",
            "off",
            "روز آزمون",
            "friday",
        )

    @pytest.mark.parametrize("asked", ["1406", "abc", "", "99999", "1200"])
    def test_page_opens_for_any_year_asked(self, admin: Client, asked: str) -> None:
        answer = admin.get("/network/calendar", {"year": asked})
        assert answer.status_code == 200
        assert answer.context["year"] == (1406 if asked == "1406" else 1405)


class TestDeadline:
    def ask(self, client: Client, centre: str = "chabahar", days: str = "۳") -> str:
        return client.get("/network/calendar", {"centre": centre, "days": days}).content.decode()

    def test_counts_working_days_of_that_centre(self, admin: Client) -> None:
        assert "سه‌شنبه ۵ آبان ۱۴۰۵، ۱۴:۰۰" in self.ask(admin)

    def test_steps_over_a_holiday_and_names_it(self, world: World, admin: Client) -> None:
        network.add_holiday(world.place["1104"], date=date(2026, 10, 26), name="روز بندر", by=HAND, at=NINE)
        page = self.ask(admin)
        assert "چهارشنبه ۶ آبان ۱۴۰۵، ۱۴:۰۰" in page
        assert "دوشنبه ۴ آبان · روز بندر" in page
        assert "سه‌شنبه ۵ آبان ۱۴۰۵، ۱۴:۰۰" in self.ask(admin, centre="zahedan")

    def test_understands_a_name_and_asks_when_several_bear_it(self, admin: Client) -> None:
        assert "کانون کار و هنر چابهار برسد" in self.ask(admin, centre="كار و هنر")
        assert "کدام یک؟" in self.ask(admin, centre="سلامت")
        assert "چنین کانونی نیافتیم" in self.ask(admin, centre="هیچ")

    @pytest.mark.parametrize("days", ["0", "سه", "", "999"])
    def test_a_wrong_number_is_said_beside_it(self, admin: Client, days: str) -> None:
        assert "id_days_error" in self.ask(admin, days=days)


class TestLoading:
    def test_fills_both_tables_once(self, world: World) -> None:
        first = loading.load(by=HAND, at=SATURDAY)
        assert first > 80
        assert loading.load(by=HAND, at=SATURDAY) == 0
        assert Domain.objects.count() == 20
        assert Domain.objects.get(key="prisoners").is_sensitive

    def test_joins_the_names_of_one_day(self) -> None:
        names = loading.holiday_names()
        assert any("، " in name for name in names.values())
        assert names[date(2025, 3, 21)].startswith("جشن نوروز")

    def test_is_not_for_an_operator(self, world: World) -> None:
        with pytest.raises(NotAllowed):
            loading.load(by=world.person["reza"], at=SATURDAY + timedelta(days=1))
