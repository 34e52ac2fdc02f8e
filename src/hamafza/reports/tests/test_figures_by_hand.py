"""Every figure of a report against a count by hand over the journal's raw lines, in months, seasons, years and campaigns."""

import random
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from hamafza.journal import entries, totals
from hamafza.journal.models import JournalLine
from hamafza.journal.months import Month
from hamafza.kernel.actors import Actor
from hamafza.kernel.clock import TEHRAN
from hamafza.kernel.commands import command
from hamafza.reports import content, queries
from hamafza.reports.models import Report
from hamafza.reports.periods import Period
from hamafza.reports.tests.telling import HAND
from tests.cast import World

BY_HAND = {  # figure: (kind, detail or any, what is counted)
    "heard": ("request_received", None, "people"), "offered": ("referral_offered", None, "lines"),
    "accepted": ("referral_accepted", None, "lines"), "declined": ("referral_declined", None, "lines"),
    "expired": ("referral_expired", None, "lines"), "finished": ("need_finished", None, "people"),
    "solved": ("need_finished", "solved", "people"), "missed": ("deadline_missed", None, "lines"),
    "last_door": ("last_door", None, "people"), "yes": ("satisfaction", "yes", "people"),
    "half": ("satisfaction", "half", "people"), "no": ("satisfaction", "no", "people"),
    "silent": ("satisfaction", "silent", "lines"), "meetings": ("meeting_held", None, "lines"),
    "gatherings": ("gathering_held", None, "lines"), "gathered": ("gathering_held", None, "people"),
    "decisions": ("decision_adopted", None, "lines"), "verified": ("action_verified", None, "lines"),
}  # fmt: skip
DETAILS = ["", "solved", "yes", "half", "no", "silent"]
PLACES = ["IR/", "IR/11/", "IR/11/1104/", "IR/11/1104/tis/", "IR/11/1110/", "IR/11/1101/", "IR/09/", "IR/09/0901/"]
CENTRES = ["", "chabahar", "konarak", "zahedan"]
EDGES = [  # midnights of Iran around which a deed belongs to one day or the next
    datetime(2025, 3, 20, tzinfo=TEHRAN),  # 30 Esfand 1403: a leap year has it
    datetime(2025, 3, 21, tzinfo=TEHRAN),  # Nowruz 1404
    datetime(2025, 6, 22, tzinfo=TEHRAN),  # the first of summer
    datetime(2026, 3, 20, tzinfo=TEHRAN),  # 29 Esfand 1404, the last day of that year
    datetime(2026, 3, 21, tzinfo=TEHRAN),  # Nowruz 1405
    datetime(2026, 4, 21, tzinfo=TEHRAN),  # the first of Ordibehesht
]
SECOND = timedelta(seconds=1)


@command(rule=None)
def happened(*, by: Actor, at: datetime, rows: list[tuple[datetime, dict[str, Any]]]) -> None:
    for when, facts in rows:
        entries.record(at=when, **facts)


@command(rule=None)
def taken_back(*, by: Actor, at: datetime, lines: list[JournalLine]) -> None:
    for line in lines:
        entries.take_back(line, at=at)


def journal(seed: str, n: int = 160) -> None:
    """Deeds of two years, many at the edges of months; centres work in several places; some are taken back long after;
    a part of it is folded into the totals, before and after."""
    dice = random.Random(seed)
    kinds = sorted({kind for kind, _detail, _what in BY_HAND.values()} | {"something_else"})

    def one() -> tuple[datetime, dict[str, Any]]:
        edge = dice.choice(EDGES)
        when = edge + dice.choice([-SECOND, timedelta(), SECOND, timedelta(days=dice.randint(-40, 40))])
        return when, {
            "kind": dice.choice(kinds), "place": dice.choice(PLACES), "centre": dice.choice(CENTRES),
            "domain": dice.choice(["", "health", "housing"]), "detail": dice.choice(DETAILS),
            "people": dice.choice([0, 1, 1, 7, 2_000_000_000]), "amount_rial": dice.choice([0, 10**15]),
        }  # fmt: skip

    happened(by=HAND, at=EDGES[-1], rows=[one() for _ in range(n // 2)])
    totals.fold()
    happened(by=HAND, at=EDGES[-1], rows=[one() for _ in range(n // 2)])
    lines = list(JournalLine.objects.order_by("seq"))
    taken_back(by=HAND, at=EDGES[-1] + timedelta(days=300), lines=dice.sample(lines, n // 8))


def of(world: World, unit: str, period: Period) -> Report:
    """A report that nobody has to keep."""
    centre = world.centre.get(unit)
    place = centre.place if centre else world.place[unit]
    level = "centre" if centre else {1: "province", 2: "county"}[place.path.count("/") - 1]
    return Report(
        level=level, centre=centre, place=place, kind=period.kind, first=period.first, last=period.last,
        month=period.month.code,
    )  # fmt: skip


def by_hand(rows: list[dict[str, Any]], key: str, unit: str, first: date, last: date) -> int:
    """Over raw lines: one after the other."""
    kind, detail, what = BY_HAND[key]
    number = 0
    for row in rows:
        inside = f"/{unit}/" in row["place"] or row["centre"] == unit
        if row["kind"] == kind and detail in (None, row["detail"]) and inside and first <= row["day"] <= last:
            worth = 1 if what == "lines" else row["people"]
            number += worth if row["corrects"] is None else -worth
    return number


UNITS = ["chabahar", "konarak", "1104", "1110", "11", "09"]
PERIODS = [
    *(Period.holding("month", Month.from_code(code)) for code in (140312, 140401, 140412, 140501, 140502)),
    *(Period.holding("season", Month.from_code(code)) for code in (140312, 140401, 140412, 140501)),
    *(Period.holding("year", Month.from_code(code)) for code in (140312, 140401)),
    Period("campaign", date(2026, 3, 20), date(2026, 3, 20), "یک روز"),
    Period("campaign", date(2026, 3, 20), date(2026, 3, 21), "نوروز"),
    Period("campaign", date(2025, 3, 1), date(2025, 6, 22), "بلند"),
]


@pytest.mark.parametrize("level", ["centre", "county", "province"])
def test_the_table_by_hand_has_every_figure(level: str) -> None:
    assert {one.key for one in content.FIGURES[level]} <= set(BY_HAND)


@pytest.mark.parametrize("seed", ["a", "b", "c", "d"])
def test_each_figure_is_what_the_lines_say(world: World, seed: str) -> None:
    journal(seed)
    rows = list(JournalLine.objects.values("kind", "detail", "place", "centre", "day", "people", "corrects"))
    seen = 0
    for unit in UNITS:
        for period in PERIODS:
            report = of(world, unit, period)
            wanted = content.FIGURES[report.level]
            expected = {one.key: by_hand(rows, one.key, unit, period.first, period.last) for one in wanted}
            assert queries.computed(report) == expected, (unit, period)
            before = report.period.before
            assert before.last == period.first - timedelta(days=1)
            seen += sum(expected.values())
    assert seen


@pytest.mark.parametrize("unit", ["1104", "11"])
def test_a_season_and_a_year_are_their_months_lines_and_bars(world: World, unit: str) -> None:
    journal(f"months of {unit}")
    for period in (PERIODS[5], PERIODS[8], PERIODS[9], PERIODS[10]):
        report = of(world, unit, period)
        whole = queries.computed(report)
        months = [queries.computed(of(world, unit, Period.holding("month", month))) for month in period.months]
        assert whole == {key: sum(one[key] for one in months) for key in whole}
        for wanted in content.FIGURES[report.level]:
            assert [bar.number for bar in queries.bars(report, wanted)] == [one[wanted.key] for one in months]
            worth = {"lines": lambda line: 1, "people": lambda line: line.people}[wanted.measure]
            lines = queries.behind(report, wanted)
            assert sum((1 if line.corrects is None else -1) * worth(line) for line in lines) == whole[wanted.key]


def test_a_map_shows_its_counties_and_not_what_lies_beside_them(world: World) -> None:
    journal("map")
    rows = list(JournalLine.objects.values("kind", "detail", "place", "centre", "day", "people", "corrects"))
    for period in (PERIODS[1], PERIODS[7], PERIODS[9], PERIODS[13]):
        found = queries.by_places_below(of(world, "11", period), content.FINISHED)

        assert {place.code for place in found} == {"1104", "1110", "1101"}
        for place, number in found.items():
            assert number == by_hand(rows, "finished", place.code, period.first, period.last)


def test_the_nation_by_hand(world: World) -> None:
    journal("nation")
    rows = list(JournalLine.objects.values("kind", "detail", "place", "centre", "day", "people", "corrects"))
    for code in (140312, 140412, 140501):
        month = Month.from_code(code)
        for over, below in (("IR", {"11", "09"}), ("11", {"1104", "1110", "1101"})):
            found = queries.rollup(world.place[over], month, world.person["admin"], EDGES[-1], EDGES[-1].date())

            assert {row.place.code for row in found.rows} == below
            for row in found.rows:
                expected = {key: by_hand(rows, key, row.place.code, month.first, month.last) for key in row.figures}
                assert row.figures == expected
            assert found.totals == [sum(row.numbers[n] for row in found.rows) for n in range(len(found.totals))]
