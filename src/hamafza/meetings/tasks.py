"""What time does: series plan on, meetings and actions take their next step, what lies with the absent is handed over."""

from datetime import datetime

from django.db.models import QuerySet

from hamafza.kernel.actors import System
from hamafza.kernel.ticking import every_tick
from hamafza.meetings import commands as meetings
from hamafza.meetings.models import Action, Meeting, Series
from hamafza.network.standing_in import hand_on

CLOCK = System("tick")


def _series() -> QuerySet[Series]:
    return Series.objects.active()


@every_tick(order=40)
def handed_over(at: datetime) -> int:
    """What lies with someone who is away or has left goes to whoever is there. Mostly nobody is."""
    moved = hand_on(Meeting.objects.open(), meetings.hand_over_meeting, at)
    return moved + hand_on(Action.objects.unverified(), meetings.hand_over_action, at)


@every_tick(order=41, waiting=_series)
def planned(at: datetime) -> int:
    due = list(_series().filter(due_at__lte=at).select_related("place", "secretary").order_by("due_at", "pk"))
    for series in due:
        meetings.plan_on(series, by=CLOCK, at=at)
    return len(due)


@every_tick(order=42, waiting=Meeting.objects.open)
def stepped(at: datetime) -> int:
    due = list(Meeting.objects.open().filter(due_at__lte=at).order_by("due_at", "pk").values_list("pk", flat=True))
    for pk in due:
        meetings.meeting_late(Meeting.objects.whole().get(pk=pk), by=CLOCK, at=at)
    return len(due)


@every_tick(order=43, waiting=Action.objects.unverified)
def chased(at: datetime) -> int:
    due = list(Action.objects.unverified().filter(due_at__lte=at).order_by("due_at", "pk").values_list("pk", flat=True))
    for pk in due:
        meetings.action_late(Action.objects.whole().get(pk=pk), by=CLOCK, at=at)
    return len(due)
