"""Proposes a roster of a week: by the engine where it is installed, else by a fair simple rule. Never writes."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import groupby
from statistics import median
from typing import Any

from django.utils.translation import gettext as _

from hamafza.kernel.clock import TEHRAN
from hamafza.network.calendar import iranian_weekday
from hamafza.network.models import Centre
from hamafza.shifts import captions
from hamafza.shifts.models import Shift
from hamafza.shifts.queries.able import PARTS, Able, Crew, crew_of
from hamafza.shifts.queries.listing import holes_of
from hamafza.shifts.queries.minutes import month_of
from hamafza.shifts.states import DUTY, REST, BookingState
from hamafza.ui.digits import local
from hamafza.volunteers.models import Volunteer

ANY = "any"  # the seat that wants no skill
DAY = timedelta(days=1)
Pairs = list[tuple[Shift, Volunteer]]


@dataclass(frozen=True)
class Row:
    """One seat and whom it would go to, and why."""

    shift: Shift
    volunteer: Volunteer
    why: str

    @property
    def key(self) -> str:
        return f"{self.shift.pk}:{self.volunteer.pk}"


@dataclass(frozen=True)
class Hole:
    """Seats that stay empty, and what would have to change."""

    shift: Shift
    number: int
    why: str


@dataclass(frozen=True)
class Fairness:
    """Minutes of the month if all were accepted, over everybody who serves; Gini 0 is all alike."""

    least: int = 0
    middle: int = 0
    most: int = 0
    gini: float = 0.0


@dataclass(frozen=True)
class Proposal:
    """A roster that nobody has accepted yet."""

    rows: list[Row] = field(default_factory=list)
    holes: list[Hole] = field(default_factory=list)
    fairness: Fairness = field(default_factory=Fairness)
    by_engine: bool = False


def propose(centre: Centre, first: date, *, at: datetime) -> Proposal:
    """Who would get what in the week that begins on this Saturday."""
    shifts = holes_of(centre, at, first)
    crew = crew_of(centre, first, first + 6 * DAY)
    engine = _engine() if shifts and crew.volunteers else None
    pairs = _solved(engine, shifts, crew) if engine else []
    pairs += _simple(
        shifts, crew, pairs
    )  # with the engine: what it could not know, such as an adult who is there already
    return _told(shifts, crew_of(centre, first, first + 6 * DAY), pairs, engine is not None)


def _engine() -> Any:
    """The rostering engine, if its extra is installed."""
    try:
        from hamafza_engines import rostering
    except ImportError:
        return None
    return rostering


def _simple(shifts: list[Shift], crew: Crew, given: Pairs) -> Pairs:
    """Hardest seats first, each to whoever has the fewest hours this month; a minor only beside an adult."""
    pairs: Pairs = []
    filled = Counter(shift.pk for shift, _volunteer in given)
    for shift in sorted(shifts, key=lambda one: (len(crew.able(one)), one.starts_at, one.pk)):
        for _seat in range(shift.needed - shift.taken - filled[shift.pk]):
            able = [one.volunteer for one in crew.able(shift) if not _is_alone(one.volunteer, shift, crew)]
            if not able:
                break
            crew.take(able[0], shift)
            pairs.append((shift, able[0]))
    return pairs


def _is_alone(volunteer: Volunteer, shift: Shift, crew: Crew) -> bool:
    """Under 18, and no adult beside her."""
    beside = (one for one in crew.seated(shift) if one != volunteer)
    return volunteer.is_minor(shift.day) and all(one.is_minor(shift.day) for one in beside)


def _solved(engine: Any, shifts: list[Shift], crew: Crew) -> Pairs:
    """The engine's roster, a Jalali month after the other: each has its own hours."""
    pairs: Pairs = []
    for _month, some in groupby(sorted(shifts, key=lambda one: one.starts_at), key=lambda one: month_of(one.day)):
        pairs += _solved_month(engine, list(some), crew)
    return pairs


def _solved_month(engine: Any, shifts: list[Shift], crew: Crew) -> Pairs:
    """As far as our own gates let it through; adults first, so that no minor is left alone."""
    by_shift = {str(one.pk): one for one in shifts}
    by_volunteer = {str(one.pk): one for one in crew.volunteers}
    problem = engine.Problem(
        tuple(_server(engine, one, shifts[0].day, crew) for one in crew.volunteers),
        tuple(
            engine.Shift(
                str(one.pk), engine.minute(_wall(one.starts_at)), engine.minute(_wall(one.ends_at)),
                {_skill(one): one.needed - one.taken}, centre=str(one.centre_id),
            )
            for one in shifts
        ),
    )  # fmt: skip
    solved = [(by_shift[each.shift], by_volunteer[each.volunteer]) for each in engine.solve(problem).assignments]
    pairs = []
    for shift, volunteer in sorted(solved, key=lambda pair: pair[1].is_minor(pair[0].day)):
        if not crew.hurdle(volunteer, shift) and not _is_alone(volunteer, shift, crew):
            crew.take(volunteer, shift)
            pairs.append((shift, volunteer))
    return pairs


def _server(engine: Any, volunteer: Volunteer, day: date, crew: Crew) -> Any:
    """One volunteer as the engine knows them: skills, free windows without what is booked, hours so far."""
    pk = volunteer.pk
    skills = {ANY: None} | {
        f"skill:{skill}": engine.minute(datetime.combine(until + DAY, time.min)) if until else None
        for skill, until in crew.skills[pk].items()
    }
    return engine.Volunteer(
        str(pk), skills, windows=_windows(engine, volunteer, crew), max_hours=float(DUTY), max_shifts=60,
        rest_hours=REST.total_seconds() / 3600, hours_done=min(crew.minutes_of(volunteer, day) / 60, 744.0),
        refuses={str(shift) for shift, on in crew.on.items() if on.get(pk) == BookingState.CALLED_OFF},
        adult_at=engine.minute(datetime.combine(volunteer.grown_on, time.min)) if volunteer.is_minor(crew.first) else None,
    )  # fmt: skip


def _windows(engine: Any, volunteer: Volunteer, crew: Crew) -> tuple[tuple[int, int], ...]:
    """The parts of this week in which she is free, less her shifts and the rest around them."""
    grid = crew.free[volunteer.pk]
    windows = []
    for n in range(7):
        midnight = engine.minute(datetime.combine(crew.first + n * DAY, time.min))
        for part, (begins, ends) in PARTS.items():
            if not grid or (iranian_weekday(crew.first + n * DAY), str(part)) in grid:
                windows.append((midnight + begins * 60, midnight + ends * 60))
    for start, end in crew.spans[volunteer.pk]:
        windows = _without(windows, engine.minute(_wall(start - REST)), engine.minute(_wall(end + REST)))
    return tuple(windows)


def _without(windows: list[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    left = [(a, min(b, start)) for a, b in windows] + [(max(a, end), b) for a, b in windows]
    return sorted({(a, b) for a, b in left if a < b})


def _wall(at: datetime) -> datetime:
    return at.astimezone(TEHRAN)


def _skill(shift: Shift) -> str:
    return f"skill:{shift.skill_id}" if shift.skill_id else ANY


def _told(shifts: list[Shift], crew: Crew, pairs: Pairs, by_engine: bool) -> Proposal:
    """Rows with their reasons, from the crew as it is before anything is taken; then what remains."""
    able = {shift.pk: crew.able(shift) for shift in shifts}
    adults = [(shift.pk, volunteer.pk) for shift, volunteer in pairs if not volunteer.is_minor(shift.day)]

    def could(shift: Shift, volunteer: Volunteer) -> list[Able]:
        """Whoever could have this seat of hers, all others given."""
        adult = any(there == shift.pk and who != volunteer.pk for there, who in adults)
        return [one for one in able[shift.pk] if adult or not _is_alone(one.volunteer, shift, crew)]

    pairs = sorted(pairs, key=lambda pair: (pair[0].starts_at, pair[0].pk, pair[1].search_key, pair[1].pk))
    rows = [Row(shift, volunteer, _why(volunteer, could(shift, volunteer))) for shift, volunteer in pairs]
    for shift, volunteer in pairs:
        crew.take(volunteer, shift)
    holes = []
    for shift in shifts:
        empty = shift.needed - shift.taken - sum(one.shift == shift for one in rows)
        if empty:
            holes.append(Hole(shift, empty, _why_not(crew.nearest_hurdle(shift), is_begun=bool(crew.seated(shift)))))
    middle = crew.first + 3 * DAY  # the month to which most of the week belongs
    return Proposal(rows, holes, fairness([crew.minutes_of(one, middle) for one in crew.volunteers]), by_engine)


def _why(volunteer: Volunteer, able: list[Able]) -> str:
    me = next(one for one in able if one.volunteer == volunteer)
    facts = {"hours": captions.length(me.minutes), "n": local(len(able))}
    if len(able) == 1:
        first = _("تنها کسی است که می‌تواند")
    elif me.minutes == able[0].minutes:
        first = _("این ماه %(hours)s؛ کمترین میان %(n)s نفری که می‌توانند") % facts
    else:
        first = _("این ماه %(hours)s؛ %(n)s نفر می‌توانند") % facts  # always two or more
    second = _("گفته است این وقت آزاد است") if me.said_free else _("وقت آزادش را ننوشته است")
    return f"{first}؛ {second}"


def _why_not(hurdle: str, *, is_begun: bool) -> str:
    """`is_begun`: some have a seat on it already."""
    return {
        "nobody": _("هنوز کسی در خدمت این کانون نیست"),
        "all": _("همهٔ خادمیاران کانون در همین نوبت‌اند"),
        "skill": _("کس دیگری با این مهارت و مدرک معتبر نیست") if is_begun else _("کسی با این مهارت و مدرک معتبر نیست"),
        "time": _("کس دیگری در این وقت آزاد نیست") if is_begun else _("کسی در این وقت آزاد نیست"),
        "busy": _("هر که می‌تواند، در همین ساعت نوبت دیگری دارد"),
        "off": _("هر که می‌تواند، از همین نوبت کنار کشیده است"),
        "rest": _("هر که می‌تواند، میان دو نوبت هشت ساعت آسایش ندارد"),
        "hours": _("۲۴ ساعت این ماهِ هر که می‌تواند پر است"),
        "": _("تنها زیر ۱۸ ساله‌ها مانده‌اند و بزرگسالی کنارشان نیست"),
    }[hurdle]


def fairness(minutes: list[int]) -> Fairness:
    """Least, middle, most, and Gini's measure of how unequal they are."""
    if not minutes:
        return Fairness()
    ordered, total = sorted(minutes), sum(minutes)
    n = len(ordered)
    weighted = sum((2 * rank - n - 1) * value for rank, value in enumerate(ordered, start=1))
    return Fairness(ordered[0], int(median(ordered)), ordered[-1], weighted / (n * total) if total else 0.0)
