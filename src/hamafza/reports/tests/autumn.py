"""An autumn for tests: it ended on the last of Azar 1405, and it is the fifteenth of Dey."""

from datetime import date, datetime
from typing import Any

from hamafza.journal import entries
from hamafza.journal.models import JournalLine
from hamafza.kernel.actors import Actor
from hamafza.kernel.clock import TEHRAN
from hamafza.kernel.commands import command
from hamafza.reports import commands as reports
from hamafza.reports.models import Report
from hamafza.reports.tests.telling import CLOCK, DAY, HAND, deeds
from tests.cast import World

NOW = datetime(2027, 1, 5, 9, 0, tzinfo=TEHRAN)  # 15 Dey 1405: the autumn has just ended
AUTUMN, DUE = 140509, date(2027, 1, 20)
COUNTY, PROVINCE = "IR/11/1104/", "IR/11/"


def on(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 12, 0, tzinfo=TEHRAN)


def long_of(path: str, kind: str = "season") -> Report:
    found: Report = Report.objects.whole().get(kind=kind, centre=None, place__path=path)
    return found


def autumn(at: datetime = NOW) -> None:
    reports.open_long(kind="season", month=AUTUMN, by=CLOCK, at=at)


def sent(world: World, path: str = COUNTY, by: str = "nader", why: str = "دیر رسیدند", **said: Any) -> Report:
    return reports.submit(long_of(path), missing_because=why, by=world.person[by], at=NOW, **said)


def accepted(world: World) -> Report:
    return reports.accept(sent(world, narrative="پاییزی پرکار."), by=world.person["parvin"], at=NOW + DAY)


@command(rule=None)
def take_back(line: JournalLine, *, by: Actor, at: datetime) -> None:
    entries.take_back(line, at=at)


def lived_in(world: World) -> World:
    """Deeds before, at both ends of and in the autumn; one of them was taken back."""
    deeds(1, at=on(2026, 9, 22), people=5)  # the last of Shahrivar
    deeds(2, at=on(2026, 9, 23), detail="solved")  # the first of Mehr
    deeds(3, at=on(2026, 10, 10), people=2)
    deeds(1, at=on(2026, 11, 20), place="IR/11/1101/", centre="zahedan", people=7)
    deeds(4, at=on(2026, 12, 21))  # the last of Azar
    deeds(1, at=on(2026, 12, 22), people=9)  # the first of Dey
    take_back(JournalLine.objects.filter(day=date(2026, 10, 10)).order_by("seq")[0], by=HAND, at=NOW - DAY)
    return world
