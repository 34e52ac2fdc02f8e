"""How many things wait for each person, for the daily digest."""

from collections import Counter
from datetime import datetime

from django.db.models import Count, Q

from hamafza.desks.queries.hops import NOTE_NEAR
from hamafza.gatherings import queries as gatherings
from hamafza.intake.models import Request
from hamafza.intake.states import RequestState
from hamafza.meetings import queries as meetings
from hamafza.notices import digest
from hamafza.public.models import Story
from hamafza.public.states import StoryState
from hamafza.referrals.models import LastDoor, Referral
from hamafza.referrals.states import DoorState, HopState
from hamafza.reports import queries as reports
from hamafza.shifts import queries as shifts
from hamafza.succession import queries as succession


@digest.counts
def open_items(at: datetime) -> Counter[int]:
    """{person: open things}, over all areas that give somebody work."""
    awake = Q(state__in=[HopState.OFFERED, HopState.ACCEPTED]) | Q(
        state=HopState.IN_PROGRESS, answer_by__lt=at + NOTE_NEAR
    )
    sources = [
        (Request.objects.filter(state=RequestState.RECEIVED), "holder"),
        (Referral.objects.filter(awake), "holder"),
        (LastDoor.objects.filter(state=DoorState.OPEN), "officer"),
        (Story.objects.filter(state__in=[StoryState.DRAFT, StoryState.AGREED]), "holder"),
    ]
    found: Counter[int] = Counter()
    for things, who in sources:
        found.update(dict(things.order_by().values_list(who).annotate(n=Count("pk"))))
    found.update(meetings.waiting_counts(at))
    found.update(reports.waiting_counts(at))
    found.update(succession.waiting_counts())
    found.update(gatherings.waiting_counts(at))
    found.update(shifts.waiting_counts(at))
    return found
