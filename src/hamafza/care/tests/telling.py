"""Those who serve in the tests, and deeds of a kind that lives as long as one test."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from hamafza.care.models import Step
from hamafza.kernel.clock import TEHRAN
from hamafza.volunteers import service
from hamafza.volunteers.models import Volunteer
from hamafza.volunteers.service import Deed
from hamafza.volunteers.states import Rung, VolunteerState
from tests.cast import World

KIND = "tests.deed"
DAY = timedelta(days=1)
NOW = datetime(2026, 10, 27, 12, 0, tzinfo=TEHRAN)  # سه‌شنبه ۵ آبان ۱۴۰۵
TODAY = NOW.date()
NAMES = (
    "سارا بلوچ",
    "لیلا ریگی",
    "نرگس هوت",
    "یاسمن کرد",
    "هدا دهواری",
    "آسیه رئیسی",
    "بتول نارویی",
    "گلی شهلی",
    "مهنا زهی",
)


def serving(world: World, n: int = 0, *, centre: str = "chabahar", months: int = 8, **more: object) -> Volunteer:
    """One of them, by number; accepted so many months ago, seen yesterday."""
    facts: dict[str, object] = {
        "centre": world.centre[centre], "full_name": NAMES[n], "search_key": NAMES[n], "mobile": f"0915000000{n}",
        "birth_year": 1370, "state": VolunteerState.ACCEPTED, "rung": Rung.ASSOCIATE, "active_on": TODAY - DAY,
        "applied_at": NOW - 31 * months * DAY, "accepted_at": NOW - 31 * months * DAY, **more,
    }  # fmt: skip
    return Volunteer.objects.create(**facts)


class Deeds:
    """A source of our own: `add` puts a deed in it."""

    def __init__(self) -> None:
        self.kept: list[Deed] = []

    def add(self, volunteer: Volunteer, *, day: date = TODAY - DAY, minutes: int = 120, n: int = 0) -> Deed:
        deed = Deed(volunteer.pk, day, minutes, f"{KIND}:{n or len(self.kept) + 1}", "نوبت عصر")
        self.kept.append(deed)
        return deed

    def source(self, volunteers: object, first: date, last: date) -> list[Deed]:
        return [one for one in self.kept if one.volunteer in volunteers and first <= one.day <= last]  # type: ignore[operator]


@contextmanager
def deeds_of_our_own() -> Iterator[Deeds]:
    """Registered now, taken out again at the end."""
    ours = Deeds()
    service.register(KIND, "نوبت آزمون", ours.source)
    try:
        yield ours
    finally:
        del service._sources[KIND]


def trusted(world: World, volunteer: Volunteer, *peers: Volunteer) -> None:
    from hamafza.care import commands as care
    from hamafza.care.commands.trust import DOOR

    for peer in peers:
        care.trust(voter=peer, volunteer=volunteer, by=DOOR, at=NOW)


def ready(world: World, deeds: Deeds) -> tuple[Volunteer, Volunteer]:
    """One who has all that the next rung asks, and the one beside her who trusts her."""
    she, peer = serving(world, 0), serving(world, 1, months=1)
    for week in range(9):
        deeds.add(she, day=TODAY - (1 + 14 * week) * DAY, minutes=8 * 60)
    trusted(world, she, peer)
    return she, peer


def proposed(world: World, deeds: Deeds) -> Step:
    from hamafza.care import commands as care
    from hamafza.care.tasks import CLOCK

    she, _peer = ready(world, deeds)
    care.propose(she, by=CLOCK, at=NOW)
    return Step.objects.whole().get()
