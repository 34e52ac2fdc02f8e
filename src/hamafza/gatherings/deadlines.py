"""How long each step may take. One place for all figures."""

from datetime import datetime, timedelta

from hamafza.network import days
from hamafza.places.models import Place

AHEAD = timedelta(days=28)  # so far occasions stand in the calendar
PLAN_EVERY = timedelta(days=7)
TO_SAY = timedelta(days=2)  # after its end, calendar days: Friday evenings count too
FOLLOW_WITHIN = 3  # working days, for a miss
WEEK = timedelta(days=7)
DOORS_OPEN = timedelta(hours=1)  # before its hour the first may be there
MEND_WITHIN = timedelta(days=60)


def to_follow(place: Place, at: datetime) -> datetime:
    return days.within(place, at, FOLLOW_WITHIN)
