"""Gatherings for tests: every Thursday evening at the centre of Chabahar, told as far as one needs it."""

from datetime import date, datetime, time, timedelta
from typing import Any

from hamafza.gatherings import commands as gatherings
from hamafza.gatherings.models import Gathering, Guest, Occasion
from hamafza.journal.models import JournalLine
from hamafza.kernel.clock import TEHRAN
from hamafza.kernel.ticking import tick
from hamafza.notices.models import Message
from hamafza.people.models import Person
from hamafza.volunteers.models import Volunteer
from hamafza.volunteers.states import VolunteerState
from hamafza_engines.persian import search_key
from tests.cast import SATURDAY, World

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
THURSDAY, FRIDAY = 5, 6  # of the Iranian week
FIRST = datetime(2026, 10, 29, 18, tzinfo=TEHRAN)  # the first Thursday, پنجشنبه ۷ آبان
NAMES = ["گلنار رئیسی", "شیرین دهواری", "ماهرخ بلوچ", "نسرین کردی", "زرین هوت", "بانو شهلی‌بر"]


def circle(world: World, *, at: datetime = SATURDAY, **more: Any) -> Gathering:
    """The health circle: Thursdays at six in the evening, led by the centre's secretary Zahra."""
    said = {
        "title": "حلقهٔ همدلی مهرگان", "leader": world.person["zahra"], "rule": "weeks", "every": 1, "weekday": THURSDAY,
        "hour": time(18), "first_on": date(2026, 10, 24), "by": world.person["maryam"], "at": at, **more,
    }  # fmt: skip
    return gatherings.found(said.pop("centre", world.centre["chabahar"]), **said)


def turn(gathering: Gathering, n: int = 0) -> Occasion:
    """Its nth occasion, counted from 0."""
    return Occasion.objects.whole().filter(gathering=gathering).order_by("starts_at")[n]


def serving(world: World, *names: str, centre: str = "chabahar", **more: Any) -> list[Volunteer]:
    """Volunteers who serve there; their numbers end in 0001, 0002, …"""
    known = Volunteer.objects.count()
    return [
        Volunteer.objects.create(
            centre=world.centre[centre], full_name=name, search_key=search_key(name), mobile=f"0915555{n:04}",
            birth_year=1375, applied_at=SATURDAY, **{"state": VolunteerState.ACCEPTED, **more},
        )
        for n, name in enumerate(names or NAMES, start=known + 1)
    ]  # fmt: skip


def keep(world: World, occasion: Occasion, who: list[Volunteer], *, by: str = "zahra", **more: Any) -> Occasion:
    """Held, with these."""
    at = more.pop("at", occasion.starts_at + 2 * HOUR)
    return gatherings.keep_list(occasion, volunteers=who, by=world.person[by], at=at, **more)


def weeks_of(world: World, gathering: Gathering, *attended: list[Volunteer] | None) -> None:
    """Week after week with these; None is a week that was missed, and told as such. The clock fills the calendar."""
    at = gathering.created_at
    for n, who in enumerate(attended):
        occasion = turn(gathering, n)
        if who is None:
            gatherings.miss(occasion, reason="few", by=world.person["zahra"], at=occasion.starts_at + HOUR)
        else:
            keep(world, occasion, who)
        at = occasion.starts_at + DAY
        tick(at)


def guest(world: World, name: str, *, mobile: str = "", centre: str = "chabahar") -> Guest:
    return Guest.objects.create(
        centre=world.centre[centre], full_name=name, search_key=search_key(name), mobile=mobile, created_at=SATURDAY
    )


def told(template: str) -> list[str]:
    """Who was told, by user name, in the order of the messages."""
    return [
        Person.objects.get(pk=pk).username
        for pk in Message.objects.filter(template=template, channel="inbox")
        .order_by("pk")
        .values_list("to_person", flat=True)
    ]


def lines(kind: str) -> list[tuple[int, str]]:
    """What counts in the journal: (people, detail), without what was taken back."""
    taken = set(JournalLine.objects.filter(corrects__isnull=False).values_list("corrects", flat=True))
    found = JournalLine.objects.filter(kind=kind, corrects=None).exclude(seq__in=taken).order_by("seq")
    return list(found.values_list("people", "detail"))
