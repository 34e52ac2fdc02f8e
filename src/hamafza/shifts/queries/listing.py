"""The list of shifts, one shift with those on it, and a week of a centre."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Prefetch, Q, QuerySet

from hamafza.kernel.alphabet import by_alphabet
from hamafza.kernel.clock import local
from hamafza.network import days
from hamafza.network.access import reach
from hamafza.network.calendar import iranian_weekday
from hamafza.network.models import Centre
from hamafza.people.models import Person
from hamafza.shifts.models import Ask, Booking, Shift
from hamafza.shifts.states import OPEN, SEATED, SHIFT_FINAL, ShiftState
from hamafza.volunteers import queries as volunteers
from hamafza.volunteers.models import Skill, Volunteer
from hamafza_engines.persian import search_key


def shifts_found(
    person: Person, at: datetime, *, words: str = "", view: str = "open", state: str = "", week: date | None = None,
    skill: str = "", uncovered: bool = False,
) -> QuerySet[Shift]:  # fmt: skip
    """Hers to see; `view` is open, draft, past or all."""
    found = Shift.objects.visible_to(person, at).whole().counted()
    if state:
        found = found.filter(state=state)
    elif view != "all":
        found = found.filter(state__in={"draft": [ShiftState.DRAFT], "past": SHIFT_FINAL}.get(view, OPEN))
    if week:
        first = week_start(week)
        found = found.filter(day__range=(first, first + 6 * days.DAY))
    if skill:
        found = found.filter(skill__key=skill)
    if uncovered:
        found = found.filter(pk__in=Shift.objects.uncovered().filter(state__in=OPEN).values("pk"))
    for word in search_key(words[:120]).split():
        found = found.filter(Q(centre__search_key__contains=word) | Q(officer__search_key__contains=word))
    return found


def week_start(day: date) -> date:
    """The Saturday of its week."""
    return day - timedelta(days=iranian_weekday(day))


def centres_planned(person: Person, at: datetime, action: str = "shift.plan") -> QuerySet[Centre]:
    """Active centres whose shifts are hers to plan, by name."""
    within = reach(person, action, at).q(path="place__path", centre="")
    mine = Centre.objects.filter(within, state="active").select_related("place")
    return mine.order_by(by_alphabet("name"), "pk")


def skills() -> QuerySet[Skill]:
    return Skill.objects.all()


def thing(person: Person, at: datetime, action: str = "shift.see") -> QuerySet[Shift]:
    return Shift.objects.visible_to(person, at, action).whole().counted()


def booking(person: Person, at: datetime) -> QuerySet[Booking]:
    return Booking.objects.visible_to(person, at, "shift.plan").whole()


def server_at(shift: Shift, pk: str) -> Volunteer | None:
    """One of those who serve at its centre, by number."""
    is_number = pk.isascii() and pk.isdigit() and len(pk) < 19
    return volunteers.serving_at(shift.centre).filter(pk=int(pk)).first() if is_number else None


def bookings_of(shift: Shift) -> list[Booking]:
    """Seats first, then the waiting list, then who called off."""
    found = Booking.objects.filter(shift=shift).select_related("volunteer").prefetch_related("reports")
    order = {"waiting": 1, "called_off": 2}
    return sorted(found, key=lambda one: (order.get(one.state, 0), one.since_at, one.pk))


def asks_of(shift: Shift) -> list[Ask]:
    return list(Ask.objects.filter(shift=shift).select_related("volunteer"))


@dataclass(frozen=True)
class Day:
    """A day of the week: its shifts, or why there are none."""

    date: date
    holiday: str = ""
    shifts: list[Shift] = field(default_factory=list)


def week_of(centre: Centre, first: date) -> list[Day]:
    """Seven days from Saturday on, each shift with those who have a seat."""
    last = first + 6 * days.DAY
    seated = Booking.objects.filter(state__in=SEATED).select_related("volunteer").order_by("since_at", "pk")
    found = (
        Shift.objects.filter(centre=centre, day__range=(first, last))
        .exclude(state=ShiftState.CANCELLED)
        .whole()
        .counted()
        .prefetch_related(Prefetch("bookings", seated))
    )
    shifts = list(found.order_by("starts_at", "pk"))
    closed = days.rests(centre.place, first, last)
    dates = [first + n * days.DAY for n in range(7)]
    return [Day(day, closed.get(day, ""), [one for one in shifts if one.day == day]) for day in dates]


def drafts_of(centre: Centre, at: datetime, *, first: date | None = None) -> QuerySet[Shift]:
    """Drafts that can still be published; of one week, or all."""
    found = Shift.objects.filter(centre=centre, state=ShiftState.DRAFT, starts_at__gt=at).whole()
    return found.filter(day__range=(first, first + 6 * days.DAY)) if first else found


def holes_of(centre: Centre, at: datetime, first: date) -> list[Shift]:
    """Published shifts of a week that still need hands."""
    last = max(first, local(at).date()), first + 6 * days.DAY
    found = Shift.objects.uncovered().filter(centre=centre, state=ShiftState.PUBLISHED, starts_at__gt=at)
    return list(found.filter(day__range=last).whole().order_by("starts_at", "pk"))
