"""An occasion is held, missed, cancelled, and followed; the clock does what nobody does."""

from datetime import timedelta

import pytest

from hamafza.gatherings import commands as gatherings
from hamafza.gatherings.models import Coming, Gathering, Mending, Occasion, Presence
from hamafza.gatherings.tests.telling import DAY, FIRST, HOUR, WEEK, circle, guest, keep, serving, turn, weeks_of
from hamafza.journal.models import JournalLine
from hamafza.kernel.actors import Door
from hamafza.kernel.errors import MoveRefused, NotAllowed, ReasonMissing, Refused
from hamafza.kernel.ticking import tick
from hamafza.notices.models import Message
from hamafza.people.models import Person
from tests.cast import HAND, SATURDAY, World

pytestmark = pytest.mark.django_db
QR, LINK = Door("gathering_qr"), Door("volunteer_link")


def told(template: str) -> list[str]:
    """Who was told, by user name, in the order of the messages."""
    return [
        Person.objects.get(pk=pk).username
        for pk in Message.objects.filter(template=template, channel="inbox").order_by("pk").values_list("to_person", flat=True)
    ]


def lines(kind: str) -> list[tuple[int, str]]:
    """What counts in the journal: (people, detail), without what was taken back."""
    taken = set(JournalLine.objects.filter(corrects__isnull=False).values_list("corrects", flat=True))
    found = JournalLine.objects.filter(kind=kind, corrects=None).exclude(seq__in=taken).order_by("seq")
    return list(found.values_list("people", "detail"))


class TestPlanning:
    def test_the_first_weeks_stand_at_once_with_holder_and_deadline(self, world: World) -> None:
        gathering = circle(world)
        planned = list(gathering.occasions.order_by("starts_at"))

        assert [one.starts_at for one in planned] == [FIRST + n * WEEK for n in range(4)]
        assert {one.holder for one in planned} == {world.person["zahra"]}
        assert all(one.due_at == one.starts_at + timedelta(minutes=90) for one in planned)

    def test_the_clock_fills_the_calendar_and_doubles_nothing(self, world: World) -> None:
        gathering = circle(world)
        for n in range(10):
            tick(SATURDAY + n * DAY)

        days = list(gathering.occasions.values_list("meant_on", flat=True))
        assert len(days) == len(set(days)) == 5
