"""On which days a gathering comes: every rhythm against a calendar that is walked day by day, and the moon's table against another."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from itertools import islice, pairwise
from typing import Any

import pytest
from hijridate import Gregorian
from hypothesis import given, settings
from hypothesis import strategies as st
from persiantools.jdatetime import JalaliDate

from hamafza.gatherings import commands as gatherings
from hamafza.gatherings import loading, rhythm
from hamafza.gatherings.models import Feast, Gathering
from hamafza.gatherings.tests.telling import DAY, FIRST, circle, turn
from hamafza.kernel.clock import TEHRAN, local
from hamafza.kernel.ticking import tick
from hamafza.network import days
from hamafza.network.models import Holiday
from tests.cast import HAND, SATURDAY, World

START, END = JalaliDate(1399, 1, 1).to_gregorian(), JalaliDate(1413, 1, 1).to_gregorian()


def weekday(day: date) -> int:
    """Saturday 0 … Friday 6, reckoned apart from the product: 1 Farvardin 1399 was a Friday."""
    return ((day - date(2020, 3, 20)).days + 6) % 7


def walk(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += DAY


def by_walking(rule: str, every: int, wanted: int, first_on: date, last: date) -> list[date]:
    """The days that a rule means, found by looking at each day alone."""
    fitting = [day for day in walk(first_on, last) if weekday(day) == wanted]
    if rule == "weeks":
        return fitting[::every]
    return [day for day in fitting if is_nth(day, every)]


def is_nth(day: date, nth: int) -> bool:
    """Is it the nth of its weekday in its Jalali month; 5 is the last?"""
    jalali = JalaliDate(day)
    if nth == 5:
        return JalaliDate(day + 7 * DAY).month != jalali.month
    return (jalali.day - 1) // 7 + 1 == nth


def unsaved(rule: str, every: int, wanted: int, first_on: date) -> Gathering:
    return Gathering(rule=rule, every=every, weekday=wanted, first_on=first_on, hour=time(18))


DAYS = st.dates(START, END - timedelta(days=800))
RHYTHMS = st.one_of(
    st.tuples(st.just("weeks"), st.integers(1, 12)), st.tuples(st.just("month"), st.integers(1, 5))
)  # fmt: skip


class TestAgainstTheCalendar:
    @settings(max_examples=120, deadline=None)
    @given(RHYTHMS, st.integers(0, 6), DAYS, st.integers(-40, 400))
    def test_the_days_are_those_that_one_finds_by_walking(
        self, rhythms: tuple[str, int], wanted: int, first_on: date, later: int
    ) -> None:
        rule, every = rhythms
        after = first_on + later * DAY
        until = max(after, first_on) + 300 * DAY
        found = [one.meant_on for one in rhythm.ahead(unsaved(rule, every, wanted, first_on), after, until)]

        assert found == [day for day in by_walking(rule, every, wanted, first_on, until) if day > after]

    @settings(max_examples=60, deadline=None)
    @given(st.integers(1, 5), st.integers(0, 6), st.integers(1399, 1411), st.integers(1, 12))
    def test_each_jalali_month_has_one(self, every: int, wanted: int, year: int, month: int) -> None:
        """Of 29, 30 or 31 days, leap year or not."""
        first: date = JalaliDate(year, month, 1).to_gregorian()
        last = first + (JalaliDate.days_in_month(month, year) - 1) * DAY
        (one,) = rhythm.ahead(unsaved("month", every, wanted, START), first - DAY, last)

        assert first <= one.meant_on <= last and weekday(one.meant_on) == wanted
        assert every < 5 or one.meant_on + 7 * DAY > last

    @pytest.mark.parametrize(
        ("first_on", "every", "wanted", "days"),
        [
            ((1403, 12, 30), 5, 5, [(1403, 12, 30), (1404, 1, 28)]),  # the thirtieth of a leap Esfand is a Thursday
            ((1403, 12, 29), 5, 4, [(1403, 12, 29), (1404, 1, 27)]),
            ((1404, 12, 29), 5, 6, [(1404, 12, 29), (1405, 1, 28)]),  # the last day of a year without a thirtieth
            ((1405, 1, 1), 1, 0, [(1405, 1, 1), (1405, 2, 5)]),  # Nowruz itself
            ((1405, 1, 2), 1, 0, [(1405, 2, 5), (1405, 3, 2)]),  # the day after: the month's first has passed
            ((1405, 6, 31), 5, 2, [(1405, 7, 27)]),  # the thirty-first is a Tuesday: Monday has passed
            ((1405, 6, 31), 5, 3, [(1405, 6, 31), (1405, 7, 28)]),
        ],
    )  # fmt: skip
    def test_at_the_edges_of_months_and_years(
        self, first_on: tuple[int, int, int], every: int, wanted: int, days: list[tuple[int, int, int]]
    ) -> None:
        first: date = JalaliDate(*first_on).to_gregorian()
        found = rhythm.ahead(unsaved("month", every, wanted, first), first - DAY, first + 90 * DAY)

        assert [one.meant_on for one in found][: len(days)] == [JalaliDate(*day).to_gregorian() for day in days]

    def test_over_a_new_year_no_week_is_lost_or_doubled(self) -> None:
        one = unsaved("weeks", 1, 6, JalaliDate(1403, 12, 1).to_gregorian())
        found = [each.day for each in rhythm.ahead(one, one.first_on - DAY, JalaliDate(1404, 2, 1).to_gregorian())]

        assert {b - a for a, b in pairwise(found)} == {timedelta(days=7)} and len(found) == 9


@pytest.mark.django_db
class TestGivingWay:
    def test_at_nowruz_it_goes_on_to_the_first_working_day_and_says_why(self, world: World) -> None:
        """Saturday 1 to Tuesday 4 Farvardin 1405 rest: the Saturday moves to Wednesday, and its reason is named once."""
        nowruz = date(2026, 3, 21)
        Holiday.objects.bulk_create(Holiday(date=nowruz + n * DAY, name="نوروز") for n in range(4))
        one = unsaved("weeks", 1, 0, nowruz)
        one.gives_way, one.centre = True, world.centre["chabahar"]
        found = list(islice(days.ahead(one, nowruz - DAY), 2))

        assert [(each.meant_on, each.day, each.because) for each in found] == [
            (nowruz, nowruz + 4 * DAY, "نوروز"), (nowruz + 7 * DAY, nowruz + 7 * DAY, ""),
        ]  # fmt: skip

    def test_a_month_of_rest_pushes_none_onto_the_next(self, world: World) -> None:
        """Where a whole week rests, its day is left out and not held twice on one."""
        Holiday.objects.bulk_create(Holiday(date=FIRST.date() + n * DAY, name="تعطیل") for n in range(9))
        gathering = circle(world, gives_way=True)
        starts = list(gathering.occasions.order_by("starts_at").values_list("starts_at", flat=True))

        assert len({local(one).date() for one in starts}) == len(starts)
        assert local(starts[0]).date() >= FIRST.date() + 9 * DAY

    def test_changed_its_mind_what_lies_ahead_moves_there_and_back(self, world: World) -> None:
        """`gives_way` on and off again: the days that are planned follow it both ways."""
        Holiday.objects.create(date=FIRST.date() + 7 * DAY, name="تعطیل")
        gathering = circle(world)
        said: dict[str, Any] = {"title": "همان", "leader": world.person["zahra"], "hour": time(17), "minutes": 60}
        for gives_way, moved, why in ((True, 2, "تعطیل"), (False, 0, "")):
            gatherings.change(gathering, **said, gives_way=gives_way, by=world.person["maryam"], at=SATURDAY)
            second = turn(gathering, 1)
            assert local(second.starts_at) == (FIRST + (7 + moved) * DAY).replace(hour=17)
            assert (second.moved_because, second.meant_on) == (why, FIRST.date() + 7 * DAY)

    def test_a_planned_day_is_never_moved_into_the_past(self, world: World) -> None:
        """On the Friday after a Thursday that gave way to Saturday, nothing goes back to Thursday."""
        Holiday.objects.create(date=FIRST.date(), name="تعطیل")
        gathering = circle(world, gives_way=True)
        said: dict[str, Any] = {"title": "همان", "leader": world.person["zahra"], "hour": time(18), "minutes": 60}
        gatherings.change(gathering, **said, gives_way=False, by=world.person["maryam"], at=FIRST + DAY)

        assert turn(gathering).starts_at == FIRST + 2 * DAY


@pytest.mark.django_db
class TestTheClockPlans:
    @pytest.mark.slow  # some seasons of the clock
    @settings(max_examples=6, deadline=None)
    @given(RHYTHMS, st.integers(0, 6), st.lists(st.integers(1, 45), min_size=3, max_size=6))
    def test_however_seldom_it_beats_no_day_ahead_is_missing_or_twice(
        self, rhythms: tuple[str, int], wanted: int, steps: list[int]
    ) -> None:
        from django.db import transaction

        from tests.cast import build

        with transaction.atomic():
            gathering = circle(build(), rule=rhythms[0], every=rhythms[1], weekday=wanted, first_on=SATURDAY.date())
            at = SATURDAY
            for step in steps:
                at += step * DAY
                tick(at)
            planned = gathering.occasions.filter(starts_at__gt=at, meant_on__lte=local(at).date() + 21 * DAY)
            meant = by_walking(*rhythms, wanted, SATURDAY.date(), local(at).date() + 21 * DAY)
            hour = [day for day in meant if rhythm.starts_at(gathering, day) > at]
            assert list(planned.order_by("meant_on").values_list("meant_on", flat=True)) == hour
            transaction.set_rollback(True)

    @pytest.mark.parametrize(("second", "planned"), [(-1, True), (0, False), (1, False)])
    def test_founded_around_its_hour_the_day_itself_counts_only_before_it(
        self, world: World, second: int, planned: bool
    ) -> None:
        gathering = circle(world, at=FIRST + timedelta(seconds=second))

        assert (turn(gathering).meant_on == FIRST.date()) is planned

    def test_a_night_hour_stays_on_its_own_day_in_tehran(self, world: World) -> None:
        """Half past midnight in Tehran is another day in UTC."""
        gathering = circle(world, hour=time(0, 30))

        assert local(turn(gathering).starts_at).date() == FIRST.date()
        assert turn(gathering).starts_at == FIRST.replace(hour=0, minute=30, tzinfo=TEHRAN)


HIJRI = {
    "qadr": (9, 19), "ramadan": (9, 1), "fitr": (10, 1), "adha": (12, 10), "ghadir": (12, 18), "muharram": (1, 1),
    "arbaeen": (2, 20), "safar": (2, 28), "mawlid": (3, 12), "father": (7, 13), "mabath": (7, 27), "shaban": (8, 15),
}  # fmt: skip


@pytest.mark.django_db
class TestTheMoon:
    @pytest.fixture(autouse=True)
    def feasts(self, world: World) -> None:
        loading.load(by=HAND, at=SATURDAY)

    @pytest.mark.parametrize("key", HIJRI)
    def test_the_table_agrees_with_another_reckoning_within_two_days(self, key: str) -> None:
        """Umm al-Qura is not Iran's sighting, but nobody's moon is three days off."""
        month, day = HIJRI[key]
        for feast in Feast.objects.filter(key=key):
            near = [Gregorian.fromdate(feast.first_on + shift * DAY).to_hijri() for shift in range(-2, 3)]
            assert (month, day) in [(one.month, one.day) for one in near], feast.first_on

    def test_a_lunar_feast_comes_about_eleven_days_earlier_each_year(self) -> None:
        for key in HIJRI:
            first, *others = Feast.objects.filter(key=key).values_list("first_on", flat=True)
            for n, other in enumerate(others, start=1):
                assert abs((other - first).days - n * 354.37) < 2, key

    @pytest.mark.parametrize(
        ("after", "until", "days"),
        [
            ("2027-06-06", "2027-06-07", 1),  # the first night alone
            ("2027-06-07", "2027-06-16", 9),  # beyond the first
            ("2027-06-15", "2027-07-30", 1),  # the last night alone
            ("2027-06-16", "2027-07-30", 0),  # it is over
            ("2027-05-01", "2027-06-06", 0),  # the day before
            ("2026-06-20", "2027-06-10", 9),  # the end of one year and the beginning of the next
            ("2040-01-01", "2041-01-01", 0),  # beyond the table
        ],
    )
    def test_at_the_edges_of_the_table(self, after: str, until: str, days: int) -> None:
        one = Gathering(rule="feast", feast="muharram", first_on=date(2020, 1, 1), hour=time(20))
        found = rhythm.ahead(one, date.fromisoformat(after), date.fromisoformat(until))

        assert len(found) == days and all(each.day == each.meant_on for each in found)

    def test_not_before_its_first_day(self) -> None:
        one = Gathering(rule="feast", feast="muharram", first_on=date(2027, 6, 10), hour=time(20))

        assert rhythm.ahead(one, date(2027, 6, 1), date(2027, 6, 30))[0].day == date(2027, 6, 10)

    def test_a_feast_of_the_sun_stays_in_its_jalali_days(self) -> None:
        for feast in Feast.objects.filter(is_lunar=False):
            jalali = JalaliDate(feast.first_on)
            assert (feast.key, jalali.month, jalali.day) in {
                ("nowruz", 1, 1), ("yalda", 9, 30), ("fajr", 11, 12),
            }  # fmt: skip

    @settings(max_examples=30, deadline=None)
    @given(st.dates(date(2026, 1, 1), date(2028, 6, 1)), st.integers(0, 60))
    def test_every_night_between_its_ends_and_no_other(self, after: date, length: int) -> None:
        one = Gathering(rule="feast", feast="ramadan", first_on=date(2020, 1, 1), hour=time(20))
        until = after + length * DAY
        ends = [(date(2027, 2, 9), date(2027, 3, 9)), (date(2028, 1, 29), date(2028, 2, 26))]
        wanted = [day for day in walk(after + DAY, until) if any(a <= day <= b for a, b in ends)]

        assert [each.day for each in rhythm.ahead(one, after, until)] == wanted
