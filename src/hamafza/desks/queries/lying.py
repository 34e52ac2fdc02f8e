"""Of which kinds anything lies with her, in one question: of most nothing does, and what would read it is not asked."""

from enum import StrEnum

from django.db.models import Exists, OuterRef, QuerySet

from hamafza.care.models import Step
from hamafza.gatherings.models import Occasion
from hamafza.gatherings.states import OccasionState
from hamafza.kernel import rows
from hamafza.meetings.models import Action, Meeting
from hamafza.notices.models import Channel, Message
from hamafza.people.models import Person
from hamafza.public.models import Story
from hamafza.reports.models import Report
from hamafza.shifts.models import Shift
from hamafza.succession.models import Acting, Check, Offer, Successor
from hamafza.succession.states import Answer
from hamafza.volunteers.models import Volunteer


class Kind(StrEnum):
    """What the rows of «امروز» that lie with one person are made of."""

    OFFER = "offer"
    WORDS = "words"
    ACTION = "action"
    MEETING = "meeting"
    REPORT = "report"
    STEP = "step"
    STORY = "story"
    ACTING = "acting"
    CHECK = "check"
    SUCCESSOR = "successor"
    OCCASION = "occasion"
    SHIFT = "shift"
    VOLUNTEER = "volunteer"


def kinds(person: Person) -> set[Kind]:
    """Never too few; whether it is for today, the rows' own question says."""
    return {kind for kind, there in zip(Kind, _there(person.pk)[0], strict=True) if there}


def _question(person: int) -> QuerySet[Person, tuple[bool, ...]]:
    who = OuterRef("pk")
    unread = Message.objects.filter(channel=Channel.INBOX, template="applicant_wrote", read_at=None)
    things: dict[Kind, QuerySet] = {
        Kind.OFFER: Offer.objects.filter(person=who, answer=Answer.WAITING),
        Kind.WORDS: unread.filter(to_person=who),
        Kind.ACTION: Action.objects.unverified().filter(holder=who),
        Kind.MEETING: Meeting.objects.open().filter(holder=who),
        Kind.REPORT: Report.objects.open().filter(holder=who),
        Kind.STEP: Step.objects.waiting().filter(holder=who),
        Kind.STORY: Story.objects.filter(holder=who),
        Kind.ACTING: Acting.objects.open().filter(holder=who),
        Kind.CHECK: Check.objects.open().filter(holder=who),
        Kind.SUCCESSOR: Successor.objects.learning().filter(officer=who, asked__gt=0),
        Kind.OCCASION: Occasion.objects.filter(holder=who, state__in=[OccasionState.PLANNED, OccasionState.MISSED]),
        Kind.SHIFT: Shift.objects.open().filter(holder=who),
        Kind.VOLUNTEER: Volunteer.objects.waiting().filter(holder=who),
    }
    asked = {f"lies_{kind}": Exists(things[kind]) for kind in Kind}
    return Person.objects.filter(pk=person).annotate(**asked).order_by().values_list(*asked)


_there = rows.Prepared(_question)
