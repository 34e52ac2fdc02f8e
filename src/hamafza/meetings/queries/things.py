"""The things that an act may touch; what is not hers is not there."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from hamafza.meetings.models import Action, AgendaItem, Decision, Invitee, Meeting, Series
from hamafza.people.models import Person

Find = Callable[[Person, datetime], QuerySet[Any]]
PARTS = ("meeting__series__place", "meeting__series__chair", "meeting__series__secretary")


def _meetings(person: Person, at: datetime) -> Any:
    return Meeting.objects.visible_to(person, at).values("pk")


KINDS: dict[str, Find] = {
    "series": lambda person, at: Series.objects.visible_to(person, at).select_related(
        "place", "chair", "secretary", "domain"
    ),
    "meeting": lambda person, at: Meeting.objects.visible_to(person, at).whole(),
    "item": lambda person, at: AgendaItem.objects.filter(meeting__in=_meetings(person, at)).select_related(*PARTS),
    "invitee": lambda person, at: Invitee.objects.filter(meeting__in=_meetings(person, at)).select_related(
        "person", *PARTS
    ),
    "decision": lambda person, at: Decision.objects.visible_to(person, at).whole(),
    "action": lambda person, at: Action.objects.visible_to(person, at).whole(),
}


def thing(kind: str, person: Person, at: datetime) -> QuerySet[Any]:
    """All of a kind that she may open."""
    return KINDS[kind](person, at)
