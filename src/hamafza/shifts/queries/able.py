"""Who could take a shift, and why somebody cannot: skill, free hours, another shift, rest, the hours of her month."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from hamafza.kernel.clock import local
from hamafza.network.calendar import iranian_weekday
from hamafza.network.models import Centre
from hamafza.shifts.models import Booking, Shift
from hamafza.shifts.queries.minutes import month_minutes, month_of
from hamafza.shifts.states import COMING, DUTY, EXPIRED, LEFT, REST, SEATED, BookingState
from hamafza.volunteers import queries as volunteers
from hamafza.volunteers.models import Free, HasSkill, Volunteer
from hamafza.volunteers.states import Part, VolunteerState

HURDLES = ("skill", "time", "busy", "rest", "off", "hours")  # in this order people fall away
PARTS = {Part.MORNING: (0, 12), Part.AFTERNOON: (12, 17), Part.EVENING: (17, 24)}  # hours of the day
Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Able:
    """One who could: her hours of this month so far, and whether she said that she is free then."""

    volunteer: Volunteer
    minutes: int
    said_free: bool
    waits: bool = False


@dataclass
class Crew:
    """Everybody who serves at a centre, with what counts for some days; read once, asked for every shift."""

    volunteers: list[Volunteer]
    first: date
    free: dict[int, set[tuple[int, str]]] = field(default_factory=lambda: defaultdict(set))
    skills: dict[int, dict[int, date | None]] = field(default_factory=lambda: defaultdict(dict))
    spans: dict[int, list[Span]] = field(default_factory=lambda: defaultdict(list))
    done: dict[date, dict[int, int]] = field(
        default_factory=lambda: defaultdict(dict)
    )  # minutes, by first day of a month
    on: dict[int, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))  # {shift: {volunteer: state}}

    def hurdle(self, volunteer: Volunteer, shift: Shift, *, hours: bool = True, grid: bool = True) -> str:
        """What keeps her from it, or nothing; without `hours` the month may be full, without `grid` she need not be free usually."""
        pk = volunteer.pk
        if shift.skill_id and not self._has(pk, shift.skill_id, shift.day):
            return "skill"
        if grid and not self.is_usual(pk, shift):
            return "time"
        if any(start < shift.ends_at and shift.starts_at < end for start, end in self.spans[pk]):
            return "busy"
        if any(start < shift.ends_at + REST and shift.starts_at - REST < end for start, end in self.spans[pk]):
            return "rest"
        if self.on[shift.pk].get(pk) == BookingState.CALLED_OFF:
            return "off"
        if hours and self.minutes_of(volunteer, shift.day) + shift.minutes > DUTY * 60:
            return "hours"
        return ""

    def is_usual(self, volunteer: int, shift: Shift) -> bool:
        """Is it within the hours in which she is usually free, as far as she has said any?"""
        return not self.free[volunteer] or parts_of(shift) <= self.free[volunteer]

    def able(self, shift: Shift, *, hours: bool = True) -> list[Able]:
        """Those whom nothing keeps, fewest hours first."""
        found = [one for one in self.volunteers if not self.hurdle(one, shift, hours=hours)]
        return sorted((self.seen(one, shift.day) for one in found), key=_fewest)

    def seen(self, volunteer: Volunteer, day: date) -> Able:
        return Able(volunteer, self.minutes_of(volunteer, day), bool(self.free[volunteer.pk]))

    def minutes_of(self, volunteer: Volunteer, day: date) -> int:
        """Of the Jalali month in which this day lies."""
        return self.done[month_of(day)[0]].get(volunteer.pk, 0)

    def seated(self, shift: Shift) -> list[Volunteer]:
        """Those of the crew who are on it."""
        on = self.on[shift.pk]
        return [one for one in self.volunteers if on.get(one.pk) in SEATED]

    def take(self, volunteer: Volunteer, shift: Shift) -> None:
        """As if she had this shift already."""
        self.spans[volunteer.pk].append((shift.starts_at, shift.ends_at))
        self.on[shift.pk][volunteer.pk] = BookingState.ROSTERED
        self.done[month_of(shift.day)[0]][volunteer.pk] = self.minutes_of(volunteer, shift.day) + shift.minutes

    def nearest_hurdle(self, shift: Shift) -> str:
        """Where the last ones fell away: what would have to change for somebody to come; nothing when somebody could."""
        here = {self.hurdle(one, shift) for one in set(self.volunteers) - set(self.seated(shift))}
        return next((name for name in ("", *reversed(HURDLES)) if name in here), "all" if self.volunteers else "nobody")

    def _has(self, volunteer: int, skill: int, day: date) -> bool:
        held = self.skills[volunteer]
        until = held.get(skill)
        return skill in held and (until is None or until >= day)


def crew_of(
    centre: Centre, first: date, last: date, *, only: Iterable[Volunteer] | None = None, hours: bool = True
) -> Crew:  # fmt: skip
    """In a handful of queries, however many they are."""
    people = list(only if only is not None else volunteers.serving_at(centre).select_related("person"))
    pks = [one.pk for one in people]
    crew = Crew(people, first)
    for month in {month_of(day)[0] for day in (first, last)} if hours else set():
        crew.done[month] = month_minutes(pks, month)
    for pk, weekday, part in Free.objects.filter(volunteer__in=pks).values_list("volunteer", "weekday", "part"):
        crew.free[pk].add((weekday, part))
    for pk, skill, until in _valid(first, pks):
        crew.skills[pk][skill] = until
    for pk, shift, state, start, end in _booked(pks, first, last):
        crew.on[shift][pk] = state
        if state in SEATED:
            crew.spans[pk].append((start, end))
    return crew


def _valid(first: date, pks: Sequence[int]) -> Iterable[tuple[int, int, date | None]]:
    return HasSkill.objects.valid_on(first).filter(volunteer__in=pks).values_list("volunteer", "skill", "until")


def _booked(pks: Sequence[int], first: date, last: date) -> Iterable[tuple[int, int, str, datetime, datetime]]:
    around = (first - timedelta(days=1), last + timedelta(days=1))
    found = Booking.objects.filter(volunteer__in=pks, shift__day__range=around)
    return found.values_list("volunteer", "shift", "state", "shift__starts_at", "shift__ends_at")


def stand_ins(shift: Shift, at: datetime) -> list[Able]:
    """Who can step in, as they are to be asked: the waiting list, who is usually free then, the others; fewest hours first.

    Not whoever has been on it before.
    """
    crew = crew_of(shift.centre, shift.day, shift.day)
    on_it = dict(Booking.objects.filter(shift=shift).values_list("volunteer", "state"))
    waits = {pk for pk, state in on_it.items() if state == BookingState.WAITING}
    fresh = [one for one in crew.volunteers if one.pk not in on_it or one.pk in waits]
    found = [crew.seen(one, shift.day) for one in fresh if not crew.hurdle(one, shift, hours=False, grid=False)]

    def turn(one: Able) -> tuple[bool, bool, int, str, int]:
        pk = one.volunteer.pk
        return (pk not in waits, not crew.is_usual(pk, shift), *_fewest(one))

    return sorted(found, key=turn)


def unable(shift: Shift) -> list[tuple[Booking, str]]:
    """Who is on it or waits for it and cannot come any more: gone from the centre, away on that day, a paper run out."""
    there = Booking.objects.filter(shift=shift, state__in=[*COMING, BookingState.WAITING]).whole().order_by("pk")
    return [(one, why) for one in there if (why := _why_unable(one.volunteer, shift))]


def _why_unable(volunteer: Volunteer, shift: Shift) -> str:
    back = (
        volunteer.state == VolunteerState.INACTIVE_SHORT and volunteer.returns_on and volunteer.returns_on <= shift.day
    )
    if volunteer.centre_id != shift.centre_id or not (volunteer.state == VolunteerState.ACCEPTED or back):
        return LEFT
    return EXPIRED if shift.skill and not volunteers.can(shift.skill, volunteer, shift.day) else ""


def _fewest(one: Able) -> tuple[int, str, int]:
    return one.minutes, one.volunteer.search_key, one.volunteer.pk


def parts_of(shift: Shift) -> set[tuple[int, str]]:
    """The parts of its day that it touches, as the week of a volunteer knows them."""
    start, end = local(shift.starts_at), local(shift.ends_at)
    first, last = start.hour + start.minute / 60, end.hour + end.minute / 60 or 24
    weekday = iranian_weekday(shift.day)
    return {(weekday, str(part)) for part, (begins, ends) in PARTS.items() if first < ends and last > begins}
