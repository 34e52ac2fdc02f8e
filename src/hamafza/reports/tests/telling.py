"""Reports for tests: Mehr 1405 is over, its reports are open; deeds of it lie in the journal."""

from datetime import date, datetime, timedelta
from typing import Any

from hamafza.journal import entries
from hamafza.kernel.actors import Actor, System
from hamafza.kernel.clock import TEHRAN
from hamafza.kernel.commands import command
from hamafza.reports import commands as reports
from hamafza.reports.models import Report
from hamafza.reports.states import State
from tests.cast import SATURDAY, World

HAND, CLOCK = System("tests"), System("tick")
MEHR, SHAHRIVAR = 140507, 140506
DUE = date(2026, 11, 6)  # 15 Aban
IN_MEHR = datetime(2026, 10, 10, 10, 0, tzinfo=TEHRAN)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@command(rule=None)
def write(*, by: Actor, at: datetime, times: int, facts: dict[str, Any]) -> None:
    """So many deeds."""
    for _ in range(times):
        entries.record(at=at, **facts)


def deeds(times: int, kind: str = "need_finished", at: datetime = IN_MEHR, **facts: Any) -> None:
    chosen = {"kind": kind, "place": "IR/11/1104/", "centre": "chabahar", "domain": "health", "people": 1} | facts
    write(by=HAND, at=at, times=times, facts=chosen)


def opened(world: World, at: datetime = SATURDAY) -> None:
    reports.open_month(month=MEHR, by=CLOCK, at=at)


def of(unit: str) -> Report:
    """The report of Mehr of a centre, a county or a province, by code."""
    found = Report.objects.whole().filter(month=MEHR)
    one: Report = found.get(centre__code=unit) if unit.isalpha() else found.get(centre=None, place__path=unit)
    return one


WRITERS = {"chabahar": "zahra", "work": "mina", "konarak": "sara", "zahedan": "hamid"}


def brought(world: World, state: str, unit: str = "chabahar") -> Report:
    """A report of a centre of Chabahar in this state: Zahra writes, Nader reads."""
    if not Report.objects.exists():
        opened(world)
    report = of(unit)
    writer, nader = world.person[WRITERS[unit]], world.person["nader"]
    if state == State.DUE:
        return report
    reports.submit(report, narrative="ماهی آرام بود.", by=writer, at=SATURDAY + DAY)
    if state == State.SENT_BACK:
        return reports.send_back(report, reason="رقم نشست‌ها کم است", by=nader, at=SATURDAY + 2 * DAY)
    if state == State.ACCEPTED:
        return reports.accept(report, by=nader, at=SATURDAY + 2 * DAY)
    return report
