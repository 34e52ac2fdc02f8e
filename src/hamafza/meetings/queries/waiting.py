"""What waits for people here, for their first page and their morning message."""

from collections import Counter
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from hamafza.kernel.clock import local
from hamafza.meetings.models import Action, Meeting
from hamafza.meetings.states import WORKING, ActionState, MeetingState
from hamafza.people.models import Person

NEAR = timedelta(days=7)  # a promise for later is no work of today
TO_PREPARE = (MeetingState.AGENDA_OPEN, MeetingState.AGENDA_SENT, MeetingState.HELD)


def actions_waiting(person: Person, at: datetime) -> QuerySet[Action]:
    """Hers to do within a week or late already, and hers to verify."""
    return Action.objects.whole().filter(_pressing(at), holder=person).order_by("due_on", "pk")


def meetings_waiting(person: Person, at: datetime) -> QuerySet[Meeting]:
    """Hers to prepare, to hold or to write up."""
    return Meeting.objects.whole().filter(holder=person, state__in=TO_PREPARE).order_by("starts_at", "pk")


def _pressing(at: datetime) -> Q:
    soon = local(at + NEAR).date()
    return Q(state__in=WORKING, due_on__lte=soon) | Q(state=ActionState.DONE_CLAIMED)


def waiting_counts(at: datetime) -> Counter[int]:
    """{person: how many}, the same things counted."""
    found: Counter[int] = Counter()
    for things in (Action.objects.filter(_pressing(at)), Meeting.objects.filter(state__in=TO_PREPARE)):
        found.update(dict(things.order_by().values_list("holder").annotate(n=Count("pk"))))
    return found
