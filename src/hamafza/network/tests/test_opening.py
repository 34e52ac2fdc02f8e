"""Open or closed: the filter of the database, the calendar of the code and a plain reading of the rows, at every half hour."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest

from hamafza.kernel.clock import TEHRAN
from hamafza.kernel.worktime import Span
from hamafza.network import commands as network
from hamafza.network.calendar import Calendar, calendar_for, iranian_weekday, office_hours
from hamafza.network.finding import open_at
from hamafza.network.models import Centre
from hamafza.network.week import holidays_of, next_opening, open_until, said_on, week_of
from tests.cast import HAND, SATURDAY, World

HALF_HOUR = timedelta(minutes=30)
FIRST = date(2026, 10, 24)  # a Saturday
CHANGE = date(2026, 10, 28)  # Wednesday: the work centre begins other hours
PORT_DAY = date(2026, 10, 26)  # Monday, Chabahar only
PROVINCE_DAY = date(2026, 10, 27)
NATION_DAY = date(2026, 10, 29)
SPLIT = [(time(8), time(12)), (time(16), time(20))]


@pytest.fixture
def week(world: World) -> World:
    """One centre opens in two shifts, then in the evenings only; one said a week of no hours; three kinds of holiday."""
    network.set_hours(
        world.centre["work"], week=dict.fromkeys(range(5), SPLIT), from_date=date(2026, 1, 1), by=HAND, at=SATURDAY
    )
    network.set_hours(
        world.centre["work"],
        week={6: [(time(17), time(23, 30))], 4: [(time(17), time(18))]},
        from_date=CHANGE,
        by=HAND,
        at=SATURDAY,
    )
    network.set_hours(
        world.centre["konarak"], week={0: [(time(0), time(0, 30))]}, from_date=date(2026, 1, 1), by=HAND, at=SATURDAY
    )
    for code, day in (("1104", PORT_DAY), ("11", PROVINCE_DAY), ("IR", NATION_DAY), ("09", FIRST)):
        network.add_holiday(world.place[code], date=day, name=code, by=HAND, at=SATURDAY)
    return world


def half_hours() -> Iterator[datetime]:
    start = datetime.combine(FIRST, time.min, TEHRAN)
    yield from (start + n * HALF_HOUR for n in range(7 * 48))


def is_open(code: str, at: datetime) -> bool:
    """The same week once more, written as a person would tell it."""
    day, hour, number = at.date(), at.time(), (at.date() - FIRST).days
    closed = {"chabahar": {2, 3, 5}, "work": {2, 3, 5}, "konarak": {3, 5}, "zahedan": {3, 5}}[code]
    if number in closed:
        return False
    if code == "konarak":
        return number == 0 and hour < time(0, 30)
    if code == "work":
        if day >= CHANGE:
            return (number == 6 and time(17) <= hour < time(23, 30)) or (number == 4 and time(17) <= hour < time(18))
        return number < 5 and (time(8) <= hour < time(12) or time(16) <= hour < time(20))
    return number < 5 and time(8) <= hour < time(14)


class TestTheWholeWeek:
    def test_the_filter_the_calendar_and_the_story_agree(self, week: World) -> None:
        centres = list(Centre.objects.select_related("place"))
        calendar = Calendar(centre.pk for centre in centres)
        for at in half_hours():
            by_story = {code for code in week.centre if is_open(code, at)}
            by_calendar = {c.code for c in centres if open_until(calendar.hours_of(c), at)}
            by_filter = set(Centre.objects.filter(open_at(at)).values_list("code", flat=True))

            assert by_story == by_calendar == by_filter, at

    def test_an_instant_in_another_zone_is_the_same_instant(self, week: World) -> None:
        at = datetime.combine(FIRST, time(9), TEHRAN)
        here, there = (set(Centre.objects.filter(open_at(one)).values_list("code")) for one in (at, at.astimezone(UTC)))
        assert here == there != set()

    def test_one_centre_alone_reads_as_among_all(self, week: World) -> None:
        together = Calendar(centre.pk for centre in week.centre.values())
        for centre in week.centre.values():
            alone = calendar_for(centre)
            for n in range(7):
                day = FIRST + timedelta(days=n)
                assert alone.hours_of(centre)(day) == together.hours_of(centre)(day)

    def test_an_office_without_a_centre_keeps_national_days_only(self, week: World) -> None:
        hours = calendar_for(None).hours_of(None)
        assert [bool(hours(FIRST + timedelta(days=n))) for n in range(7)] == [
            True,
            True,
            True,
            True,
            True,
            False,
            False,
        ]

    def test_costs_two_queries(self, week: World, django_assert_num_queries) -> None:
        with django_assert_num_queries(2):
            calendar = Calendar(centre.pk for centre in week.centre.values())
            for centre in week.centre.values():
                calendar.hours_of(centre)(FIRST)


class TestWeekdays:
    @pytest.mark.parametrize(
        ("day", "number", "hours"),
        [
            (date(2026, 10, 24), 0, [(time(8), time(14))]),
            (date(2026, 10, 25), 1, [(time(8), time(14))]),
            (date(2026, 10, 28), 4, [(time(8), time(14))]),
            (date(2026, 10, 29), 5, [(time(8), time(12))]),
            (date(2026, 10, 30), 6, []),
            (date(2024, 2, 29), 5, [(time(8), time(12))]),
        ],
    )
    def test_begin_on_saturday_and_rest_on_friday(self, day: date, number: int, hours: list[tuple[time, time]]) -> None:
        assert (iranian_weekday(day), office_hours(day)) == (number, hours)


class TestNextOpening:
    @pytest.mark.parametrize(
        ("code", "at", "opens"),
        [
            ("chabahar", "10-24 07:59", "10-24 08:00"),
            ("chabahar", "10-24 08:00", "10-25 08:00"),  # it is open now; the next time is tomorrow
            ("chabahar", "10-25 15:00", "10-28 08:00"),  # two holidays stand between
            ("chabahar", "10-28 14:00", "10-31 08:00"),  # a holiday, then Friday
            ("zahedan", "10-25 15:00", "10-26 08:00"),  # the day of the port is none of hers
            ("work", "10-24 13:00", "10-24 16:00"),
            ("work", "10-28 12:00", "10-28 17:00"),
            ("work", "10-28 18:00", "10-30 17:00"),
            ("konarak", "10-24 01:00", "10-31 00:00"),
        ],
    )
    def test_steps_over_what_is_closed(self, week: World, code: str, at: str, opens: str) -> None:
        def instant(text: str) -> datetime:
            return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=TEHRAN)

        centre = week.centre[code]
        assert next_opening(calendar_for(centre).hours_of(centre), instant(at)) == instant(opens)

    def test_is_unknown_where_nothing_opens_for_two_weeks(self) -> None:
        assert next_opening(lambda day: [], SATURDAY) is None


class TestWeekOf:
    def test_names_the_day_of_rest(self, week: World) -> None:
        centre = week.centre["chabahar"]
        days = week_of(centre, calendar_for(centre), SATURDAY)

        assert [day.holiday for day in days] == ["", "", "1104", "11", "", "IR", ""]
        assert [len(day.intervals) for day in days] == [1, 1, 0, 0, 1, 0, 0]
        assert [day.date for day in days] == [FIRST + timedelta(days=n) for n in range(7)]

    def test_begins_today_in_tehran(self, world: World) -> None:
        centre = world.centre["chabahar"]
        late = datetime(2026, 10, 24, 23, 30, tzinfo=TEHRAN).astimezone()
        assert week_of(centre, calendar_for(centre), late)[0].date == FIRST

    def test_of_elsewhere_does_not_rest(self, week: World) -> None:
        assert holidays_of(week.place["0901"], [PORT_DAY, PROVINCE_DAY, NATION_DAY, FIRST]) == {
            NATION_DAY: "IR",
            FIRST: "09",
        }

    def test_said_on_a_day_is_what_was_in_force(self, week: World) -> None:
        assert said_on(week.centre["work"], CHANGE - timedelta(days=1)) == dict.fromkeys(range(5), SPLIT)
        assert sorted(said_on(week.centre["work"], CHANGE)) == [4, 6]
        assert said_on(week.centre["work"], date(2025, 12, 31)) == {}


class TestDue:
    @pytest.mark.parametrize(
        ("code", "span", "due"),
        [
            ("chabahar", Span(hours=4), (24, 13, 0)),
            ("chabahar", Span(hours=8), (25, 11, 0)),
            ("chabahar", Span(hours=12), (28, 9, 0)),
            ("chabahar", Span(days=1), (25, 14, 0)),
            ("chabahar", Span(days=2), (28, 14, 0)),
            ("chabahar", Span(days=3), (31, 14, 0)),
            ("work", Span(hours=4), (24, 17, 0)),
            ("work", Span(days=2), (28, 18, 0)),
            ("zahedan", Span(days=2), (26, 14, 0)),
            ("chabahar", Span(hours=48, calendar=True), (26, 9, 0)),
        ],
    )
    def test_counts_the_working_time_of_that_centre(
        self, week: World, code: str, span: Span, due: tuple[int, int, int]
    ) -> None:
        centre = week.centre[code]
        assert calendar_for(centre).due(SATURDAY, span, centre) == datetime(2026, 10, *due, tzinfo=TEHRAN)
