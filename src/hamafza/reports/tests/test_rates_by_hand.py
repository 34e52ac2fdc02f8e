"""How punctual units are, against a definition by hand: one report after the other, as an official would count."""

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest

from hamafza.journal.months import Month
from hamafza.kernel.clock import TEHRAN
from hamafza.network import commands as network
from hamafza.network.models import CentreState
from hamafza.reports import commands as reports
from hamafza.reports import deadlines, queries, tasks
from hamafza.reports.models import Report
from hamafza.reports.queries import Rate
from hamafza.reports.queries.calendar import how_of
from hamafza.reports.states import Level, State
from hamafza.reports.tests.telling import CLOCK, DAY, DUE, MEHR, deeds, of, opened
from tests.cast import HAND, SATURDAY, World

TODAY = date(2026, 11, 22)
THIS = Month.of(TODAY)
MIDNIGHT = datetime(2026, 11, 7, tzinfo=TEHRAN)  # the day after DUE begins
SECOND = timedelta(seconds=1)


def kept(world: World, unit: str, back: int, sent: date | None, moved_to: str = "") -> Report:
    """A centre's month, so many before this one."""
    month, centre = THIS.plus(-back), world.centre[unit]
    due = month.last + timedelta(days=15)
    return Report.objects.create(
        level="centre", centre=centre, place=world.place[moved_to] if moved_to else centre.place, month=month.code,
        first=month.first, last=month.last, due_on=due, due_at=SATURDAY, holder=world.person["zahra"],
        since_at=SATURDAY, created_at=SATURDAY, first_submitted_on=sent,
    )  # fmt: skip


def counted(rows: list[Report], today: date) -> Rate:
    expected = came = in_time = 0
    for one in rows:
        promised = one.last + timedelta(days=15)
        if one.first_submitted_on is not None:
            expected, came = expected + 1, came + 1
            in_time += 1 if one.first_submitted_on <= promised else 0
        elif promised < today:
            expected += 1
    return Rate(expected, came, in_time)


@pytest.mark.parametrize("seed", range(4))
def test_rates_league_and_trend_are_what_one_counts(world: World, seed: int) -> None:
    dice = random.Random(f"punctual {seed}")
    mine: dict[str, list[Report]] = {}
    for unit in world.centre:
        since = dice.randint(0, 8)
        for back in range(1, since + 1):
            due = THIS.plus(-back).last + timedelta(days=15)
            sent = dice.choice([None, due - DAY, due, due + DAY, due + 9 * DAY])
            # it moves to another county in the midst of it all, and stays itself
            mine.setdefault(unit, []).append(kept(world, unit, back, sent, "1101" if back > 2 else ""))
    every = Report.objects.all()

    assert queries.rate_of(every, TODAY) == counted([one for own in mine.values() for one in own], TODAY)
    by_unit = queries.rates(every, TODAY)
    for unit, own in mine.items():
        rate = counted(own, TODAY)
        assert by_unit.get((world.centre[unit].pk, 0), Rate(0, 0, 0)) == rate
        last = [one for one in own if one.month >= THIS.plus(-3).code]
        assert queries.rate_of_unit(own[0], TODAY) == counted(last, TODAY)
        assert [one.report for one in queries.trend(own[0], TODAY)] == [one.pk for one in reversed(own[:6])]

    places = []
    for unit, own in mine.items():
        now = counted([one for one in own if one.month >= THIS.plus(-3).code], TODAY)
        before = counted([one for one in own if THIS.plus(-6).code <= one.month < THIS.plus(-3).code], TODAY)
        if not now.expected:
            continue
        share = Fraction(now.in_time, now.expected)
        change = share - Fraction(before.in_time, before.expected) if before.expected else Fraction(0)
        places.append((not before.expected, -round(100 * change), -share, world.centre[unit].pk))
    found = queries.league(every, TODAY)
    assert [(one.is_new, -one.change, one.unit) for one in found] == [
        (new, change, (pk, 0)) for new, change, _share, pk in sorted(places)
    ]


def test_a_centre_that_moved_is_one_line_of_the_league_with_its_past(world: World) -> None:
    for back in range(1, 7):
        due = THIS.plus(-back).last + timedelta(days=15)
        report = kept(world, "chabahar", back, due if back < 4 else None, "1110" if back > 3 else "")

    found = queries.league(Report.objects.all(), TODAY)

    assert [(one.change, one.is_new) for one in found] == [(100, False)]
    assert len(queries.trend(report, TODAY)) == 6


def test_a_centre_that_closed_is_not_called_new(world: World) -> None:
    for back in (4, 5, 6):
        kept(world, "work", back, THIS.plus(-back).last)
        kept(world, "chabahar", back - 3, THIS.plus(3 - back).last)

    found = queries.league(Report.objects.all(), TODAY)

    assert [(one.unit[0], one.is_new) for one in found] == [(world.centre["chabahar"].pk, True)]


@pytest.mark.parametrize(("at", "in_time"), [(MIDNIGHT - SECOND, 1), (MIDNIGHT, 0), (MIDNIGHT + SECOND, 0)])
def test_the_last_second_is_that_of_iran(world: World, at: datetime, in_time: int) -> None:
    opened(world)
    reports.submit(of("chabahar"), nothing=True, by=world.person["zahra"], at=at)

    rate = queries.rate_of(Report.objects.filter(centre=world.centre["chabahar"]), TODAY)
    assert rate == Rate(1, 1, in_time)
    assert [one.how for one in queries.trend(of("chabahar"), TODAY)] == ["in_time" if in_time else "late"]
    found = queries.rollup(world.place["11"], Month.from_code(MEHR), world.person["admin"], at, TODAY)
    assert {row.place.code: row.rate.in_time for row in found.rows}["1104"] == in_time


@pytest.mark.parametrize(("day", "expected"), [(DUE, 0), (DUE + DAY, 1)])
def test_what_never_comes_is_expected_from_the_day_after(world: World, day: date, expected: int) -> None:
    opened(world)

    assert queries.rate_of(Report.objects.filter(centre=world.centre["work"]), day) == Rate(expected, 0, 0)
    assert [one.how for one in queries.trend(of("work"), day)] == ["missing" if expected else "not_due"]
    assert how_of(State.DUE, DUE, day) == ("overdue" if expected else "due")
    late = queries.found(world.person["admin"], datetime.combine(day, datetime.min.time(), TEHRAN), view="late")
    assert late.count() == 8 * expected


def test_what_goes_to_and_fro_counts_once_by_its_first_day(world: World) -> None:
    opened(world)
    report, zahra, nader = of("chabahar"), world.person["zahra"], world.person["nader"]
    reports.submit(report, by=zahra, at=MIDNIGHT - SECOND)
    reports.send_back(report, reason="کم است", by=nader, at=MIDNIGHT + DAY)
    reports.submit(report, by=zahra, at=MIDNIGHT + 20 * DAY)
    reports.accept(report, by=nader, at=MIDNIGHT + 21 * DAY)
    reports.unlock(report, reason="رقمی نادرست بود", by=nader, at=MIDNIGHT + 40 * DAY)

    own = Report.objects.filter(pk=report.pk)
    assert queries.rate_of(own, (MIDNIGHT + 90 * DAY).date()) == Rate(1, 1, 1)
    reports.submit(of("chabahar"), by=zahra, at=MIDNIGHT + 91 * DAY)
    assert queries.rate_of(own, (MIDNIGHT + 92 * DAY).date()) == Rate(1, 1, 1)


class TestWhoOwesAMonth:
    @pytest.mark.parametrize(
        ("born", "owes"),
        [
            (datetime(2026, 10, 10, 9, tzinfo=TEHRAN), True),  # in its midst
            (datetime(2026, 10, 22, 23, 59, 59, tzinfo=TEHRAN), True),  # its last second
            (datetime(2026, 10, 23, 0, 0, 0, tzinfo=TEHRAN), False),
        ],
    )
    def test_a_centre_that_was_there_in_it(self, world: World, born: datetime, owes: bool) -> None:
        facts: dict[str, Any] = {"name": "کانون نو", "kind": "specialised", "domains": [], "code": "nova"}
        network.create(world.place["1104"], by=HAND, at=born, **facts)
        opened(world)

        assert Report.objects.filter(centre__code="nova").exists() == owes

    @pytest.mark.parametrize("state", [CentreState.DORMANT, CentreState.CLOSED])
    def test_none_that_stopped_before_it_was_asked(self, world: World, state: str) -> None:
        network.move_state(world.centre["work"], to=state, reason="تعمیر", by=HAND, at=SATURDAY - DAY)
        opened(world)

        assert not Report.objects.filter(centre=world.centre["work"]).exists()
        assert Report.objects.filter(centre=world.centre["chabahar"]).exists()

    def test_one_that_moves_keeps_its_report_and_owes_the_next_where_it_is(self, world: World) -> None:
        opened(world)
        network.edit(world.centre["work"], place=world.place["1101"], by=HAND, at=SATURDAY)
        reports.open_month(month=MEHR + 1, by=CLOCK, at=SATURDAY + 30 * DAY)

        where = Report.objects.filter(centre=world.centre["work"]).order_by("month")
        assert list(where.values_list("place__path", flat=True)) == ["IR/11/1104/", "IR/11/1101/"]


class TestTheClockSlept:
    @pytest.mark.parametrize(("wakes", "rungs"), [(-6, 1), (0, 2), (2, 3), (5, 4), (9, 5)])
    def test_each_rung_is_climbed_once(self, world: World, wakes: int, rungs: int) -> None:
        """It slept from the opening until then, and ticks every half hour for two days."""
        opened(world)
        woke = datetime.combine(DUE + timedelta(days=wakes), deadlines.MORNING, TEHRAN) + SECOND
        climbed = 0
        for half_hours in range(16):
            at = woke + half_hours * timedelta(minutes=30)
            before = of("chabahar").rung
            tasks.chased(at)
            assert of("chabahar").rung - before in {0, 1}
            climbed += of("chabahar").rung - before
        assert climbed == rungs == of("chabahar").rung
        nxt = deadlines.rung_at(DUE, rungs)
        assert of("chabahar").due_at == nxt if nxt else of("chabahar").due_at > woke + 6 * DAY

    @pytest.mark.parametrize(("days", "template"), [(-6, "report_due"), (0, "report_due"), (2, "report_late")])
    def test_and_does_not_say_that_there_is_time_when_there_is_none(
        self, world: World, days: int, template: str, said: Callable[[], list[str]]
    ) -> None:
        opened(world)
        said()
        tasks.chased(datetime.combine(DUE + timedelta(days=days), deadlines.MORNING, TEHRAN) + SECOND)

        assert set(said()) == {template}


@pytest.fixture
def said() -> Callable[[], list[str]]:
    """The templates since it was asked the last time."""
    from hamafza.notices.models import Message

    seen = [0]

    def found() -> list[str]:
        rows = list(Message.objects.filter(pk__gt=seen[0]).order_by("pk").values_list("pk", "template"))
        seen[0] = rows[-1][0] if rows else seen[0]
        return [template for _pk, template in rows]

    return found


@pytest.mark.parametrize(("rung", "days"), list(enumerate((-7, -1, 1, 3, 7))))
def test_a_rung_is_the_next_until_its_very_second(rung: int, days: int) -> None:
    when = datetime.combine(DUE + timedelta(days=days), datetime.min.time().replace(hour=8, minute=30), TEHRAN)

    assert deadlines.next_rung(DUE, when - SECOND) == (rung, when)
    following, at = deadlines.next_rung(DUE, when)
    assert following == rung + 1 and at > when
    assert deadlines.rung_at(DUE, 5) is None
    assert deadlines.next_rung(DUE, when + 30 * DAY) == (5, when + 37 * DAY)


@pytest.mark.parametrize(
    ("kind", "last", "due"),
    [
        ("month", date(2025, 3, 20), date(2025, 4, 4)),  # 30 Esfand 1403 and 15 Farvardin
        ("month", date(2026, 3, 20), date(2026, 4, 4)),  # 29 Esfand 1404
        ("season", date(2026, 3, 20), date(2026, 4, 19)), ("year", date(2026, 3, 20), date(2026, 5, 4)),
        ("campaign", date(2026, 3, 21), date(2026, 4, 5)),
    ],
)  # fmt: skip
def test_the_promised_day(kind: str, last: date, due: date) -> None:
    assert deadlines.due_on(kind, last) == due


def test_every_level_is_asked_and_none_twice(world: World) -> None:
    deeds(1)
    tasks.opened(SATURDAY)
    tasks.opened(SATURDAY)

    levels = [Report.objects.filter(level=level).count() for level in (Level.CENTRE, Level.COUNTY, Level.PROVINCE)]
    assert levels == [4, 3, 1]
