"""Hours of service, from deeds alone: by month, by kind, and one by one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise

from hamafza.journal.months import Month
from hamafza.kernel.clock import local
from hamafza.volunteers import service
from hamafza.volunteers.models import Volunteer
from hamafza.volunteers.service import Deed


@dataclass(frozen=True)
class Year:
    """Twelve Jalali months of one volunteer, the oldest first, and what she did in them."""

    months: list[tuple[Month, int]]
    deeds: list[Deed]

    @property
    def minutes(self) -> int:
        return sum(minutes for _month, minutes in self.months)

    @property
    def this_month(self) -> int:
        return self.months[-1][1]


def months(at: datetime, count: int = 12) -> list[Month]:
    """This Jalali month last."""
    here = Month.of(local(at).date())
    return [here.plus(n - count + 1) for n in range(count)]


def year_of(volunteer: Volunteer, at: datetime) -> Year:
    every = months(at)
    deeds = service.deeds([volunteer.pk], every[0].first, every[-1].last)
    summed = dict.fromkeys(every, 0)
    for deed in deeds:
        summed[Month.of(deed.day)] += deed.minutes
    return Year(list(summed.items()), deeds)


def by_kind(deeds: Collection[Deed]) -> list[tuple[str | Promise, int, list[Deed]]]:
    """Caption, minutes and the deeds themselves, newest first, of each kind that there is."""
    found: dict[str, list[Deed]] = {}
    for deed in deeds:
        found.setdefault(deed.key.partition(":")[0], []).insert(0, deed)
    captions = service.kinds()
    return [(captions.get(kind, kind), sum(one.minutes for one in of), of) for kind, of in sorted(found.items())]


def minutes_in(month: Month, volunteers: Collection[int]) -> dict[int, int]:
    return service.minutes(volunteers, month.first, month.last) if volunteers else {}


def half_a_year(volunteers: Collection[int], day: date) -> dict[int, int]:
    """Minutes since the first day of the Jalali month that was six months ago."""
    return service.minutes(volunteers, Month.of(day).plus(-6).first, day) if volunteers else {}
