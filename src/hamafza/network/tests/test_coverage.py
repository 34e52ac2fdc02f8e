"""Which domains a working person can reach after an hour: from hours, states and holidays."""

from datetime import date, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from hamafza.network import commands as network
from hamafza.network.coverage import coverage_of, next_day, open_after
from hamafza.people.models import Person
from tests.cast import HAND, SATURDAY, World

pytestmark = pytest.mark.django_db
FROM = date(2026, 1, 1)
LATE = [(time(8), time(12)), (time(16), time(20))]


def opens(world: World, centre: str, **week: list[tuple[time, time]]) -> None:
    days = {int(name[1:]): hours for name, hours in week.items()}
    network.set_hours(world.centre[centre], week=days, from_date=FROM, by=HAND, at=SATURDAY)


def cell(world: World, place: str = "1104", domain: str = "health", weekday: int = 0, hour: int = 15):
    found = coverage_of(world.place["11"], SATURDAY, weekday=weekday, hour=hour).cell(domain, world.place[place].path)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("closes", "hour", "reached"),
    [(time(15), 15, False), (time(15, 1), 15, True), (time(20), 19, True), (time(20), 20, False)],
)
def test_something_must_be_left_after_the_hour(closes: time, hour: int, reached: bool) -> None:
    assert open_after([(time(8), closes)], hour) is reached
    assert open_after([], hour) is False


@pytest.mark.parametrize(
    ("weekday", "day"), [(0, date(2026, 10, 24)), (1, date(2026, 10, 25)), (6, date(2026, 10, 30))]
)
def test_it_speaks_of_the_coming_day(weekday: int, day: date) -> None:
    assert next_day(weekday, SATURDAY) == day


def test_office_hours_leave_the_afternoon_empty(world: World) -> None:
    here = cell(world)

    assert here.is_gap and here.could_open and len(here.serving) == 2  # its own, and that of the province


def test_a_centre_that_opens_again_fills_it(world: World) -> None:
    opens(world, "chabahar", d0=LATE)

    assert cell(world).open == {world.centre["chabahar"].pk}
    assert cell(world, weekday=1).is_gap
    assert cell(world, hour=20).is_gap
    assert cell(world, place="1110").is_gap


def test_the_centre_of_the_province_serves_every_county(world: World) -> None:
    opens(world, "zahedan", d0=LATE)

    assert all(cell(world, place=place).open == {world.centre["zahedan"].pk} for place in ("1104", "1110", "1101"))


def test_where_nobody_serves_nobody_could_open(world: World) -> None:
    here = cell(world, domain="housing")

    assert here.is_gap and not here.could_open


@pytest.mark.parametrize("how", ["dormant", "no referrals"])
def test_whoever_takes_nobody_does_not_count(world: World, how: str) -> None:
    opens(world, "chabahar", d0=LATE)
    if how == "dormant":
        network.move_state(world.centre["chabahar"], to="dormant", by=HAND, at=SATURDAY, reason="خاموش")
    else:
        network.edit(world.centre["chabahar"], takes_referrals=False, by=HAND, at=SATURDAY)

    assert cell(world).is_gap


def test_holidays_close_it_and_are_named(world: World) -> None:
    opens(world, "chabahar", d0=LATE)
    network.add_holiday(world.place["IR"], date=SATURDAY.date(), name="روز آزمون", by=HAND, at=SATURDAY)

    assert cell(world).is_gap
    assert coverage_of(world.place["11"], SATURDAY, weekday=0).holiday == "روز آزمون"


def test_gaps_that_were_asked_for_come_first(world: World) -> None:
    world.triaged("housing", at=SATURDAY - timedelta(days=3))

    first = coverage_of(world.place["11"], SATURDAY, weekday=0).gaps[0]

    assert (first.domain.key, first.place.path, first.asked) == ("housing", "IR/11/1104/", 1)


def test_the_number_of_queries_does_not_grow(world: World, django_assert_max_num_queries: object) -> None:
    with django_assert_max_num_queries(9):
        coverage_of(world.place["IR"], SATURDAY, weekday=0)


@pytest.fixture
def nader(world: World, client: Client) -> Client:
    client.force_login(world.person["nader"])
    return client


class TestPages:
    @pytest.mark.parametrize("name", ["afternoon", "afternoon_print", "afternoon_sheet"])
    def test_open_for_whoever_sees_the_matrix(self, nader: Client, name: str) -> None:
        assert nader.get(reverse(f"network:{name}")).status_code == 200

    def test_a_stranger_does_not_see_it(self, world: World, client: Client) -> None:
        client.force_login(world.person["stranger"])

        assert client.get(reverse("network:afternoon")).status_code == 403

    def test_show_the_hour_and_day_asked_for(self, world: World, nader: Client) -> None:
        opens(world, "chabahar", d2=LATE)

        page = nader.get(reverse("network:afternoon"), {"weekday": "2", "hour": "17"}).content.decode()

        assert "پس از ساعت ۱۷" in page and "دوشنبه" in page

    def test_show_the_centres_behind_a_cell(self, world: World, nader: Client) -> None:
        opens(world, "chabahar", d0=LATE)

        asked = {"weekday": "0", "domain": "health", "place": "IR/11/1104/"}
        page = nader.get(reverse("network:afternoon"), asked).content.decode()

        card = page[page.index('id="cell"') : page.index("side-by-side")]
        assert card.index("کانون سلامت مهرگان چابهار") < card.index("کانون سلامت استان")
        assert "۱۶:۰۰ تا ۲۰:۰۰" in card and "زودتر می‌بندد" in card

    @pytest.mark.parametrize("wrong", [{"weekday": "9"}, {"hour": "x"}, {"domain": "no", "place": "no"}])
    def test_a_wrong_word_shows_the_ordinary_page(self, nader: Client, wrong: dict[str, str]) -> None:
        assert nader.get(reverse("network:afternoon"), wrong).status_code == 200

    def test_a_place_that_is_no_province_is_not_found(self, nader: Client) -> None:
        assert nader.get(reverse("network:afternoon"), {"over": "IR/11/1104/"}).status_code == 404

    def test_the_sheet_keeps_the_question(self, world: World, nader: Client) -> None:
        page = nader.get(reverse("network:afternoon"), {"weekday": "2", "over": "IR/"}).content.decode()

        assert f"{reverse('network:afternoon_sheet')}?weekday=2&amp;over=IR%2F" in page
        assert Person.objects.count() == len(world.person)
