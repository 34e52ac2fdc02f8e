"""On which days a gathering is meant to be held: weeks, Jalali months, or the days of a feast."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import takewhile

from hamafza.gatherings.models import Feast, Gathering
from hamafza.gatherings.states import Rhythm
from hamafza.kernel.clock import TEHRAN
from hamafza.network import days
from hamafza.network.days import DAY, Occurrence


def ahead(gathering: Gathering, after: date, until: date) -> list[Occurrence]:
    """Its days beyond the meant day `after`, up to and with `until`."""
    return list(takewhile(lambda one: one.meant_on <= until, _all(gathering, after, until)))


def _all(gathering: Gathering, after: date, until: date) -> Iterator[Occurrence]:
    if gathering.rule == Rhythm.FEAST:
        return (Occurrence(day, day) for day in _feast_days(gathering, after, until))
    if gathering.gives_way:
        return days.ahead(gathering, after)
    return (Occurrence(day, day) for day in days.meant(gathering, after))


def _feast_days(gathering: Gathering, after: date, until: date) -> Iterator[date]:
    """Each day of the feast as the table says it now, the first night to the last."""
    for feast in Feast.objects.filter(key=gathering.feast, last_on__gt=after, first_on__lte=until).order_by("first_on"):
        day = feast.first_on
        while day <= feast.last_on:
            if day > after and day >= gathering.first_on:
                yield day
            day += DAY


def starts_at(gathering: Gathering, day: date) -> datetime:
    return datetime.combine(day, gathering.hour, TEHRAN)
