"""When a centre runs out of those who may do what needs a licence; and in which hours it has anybody at all."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count

from hamafza.kernel.clock import local
from hamafza.network.calendar import Calendar, iranian_weekday
from hamafza.network.models import Centre
from hamafza.people.models import Person
from hamafza.volunteers.models import Free, HasSkill, Volunteer
from hamafza.volunteers.states import Part, VolunteerState

AHEAD = 60  # days
PARTS = {Part.MORNING: (time(8), time(13)), Part.AFTERNOON: (time(14), time(18)), Part.EVENING: (time(18), time(22))}


@dataclass(frozen=True)
class Gap:
    """From `day` on nobody at this centre may do it; who had it last."""

    centre: Centre
    skill: str
    day: date
    left: int
    last: tuple[Volunteer, ...]

    @property
    def is_now(self) -> bool:
        return self.left <= 0


def gaps(centres: Collection[Centre], at: datetime) -> list[Gap]:
    """Where the last valid paper of a skill ends within sixty days or has ended; the nearest first."""
    today, by_pk = local(at).date(), {centre.pk: centre for centre in centres}
    held = HasSkill.objects.filter(
        skill__is_licensed=True, seen_by__isnull=False, until__isnull=False,
        volunteer__state=VolunteerState.ACCEPTED, volunteer__centre__in=list(by_pk),
    ).select_related("skill", "volunteer")  # fmt: skip
    kinds = defaultdict[tuple[int, int], list[HasSkill]](list)
    for has in held.order_by("skill__order", "pk"):
        kinds[has.volunteer.centre_id, has.skill_id].append(has)
    endless = _without_end(list(by_pk))
    found = [_gap(by_pk[key[0]], papers, today) for key, papers in kinds.items() if key not in endless]
    near = [gap for gap in found if gap.left <= AHEAD]
    return sorted(near, key=lambda gap: (gap.day, gap.centre.search_key, gap.skill))


def _without_end(centres: list[int]) -> set[tuple[int, int]]:
    """Centre and skill that have a seen paper which never runs out."""
    lasting = HasSkill.objects.filter(
        skill__is_licensed=True, seen_by__isnull=False, until=None,
        volunteer__state=VolunteerState.ACCEPTED, volunteer__centre__in=centres,
    )  # fmt: skip
    return set(lasting.values_list("volunteer__centre", "skill"))


def _gap(centre: Centre, papers: list[HasSkill], today: date) -> Gap:
    ends = max(has.until for has in papers if has.until)
    last = tuple(has.volunteer for has in papers if has.until == ends)
    return Gap(centre, str(papers[0].skill), ends + timedelta(days=1), (ends - today).days + 1, last)


def centres_seen(person: Person, at: datetime, action: str = "volunteer.see") -> list[Centre]:
    """Centres of which she sees the volunteers and at which somebody serves."""
    serving = Volunteer.objects.visible_to(person, at, action).serving().values("centre")
    return list(Centre.objects.filter(pk__in=serving).select_related("place").order_by("search_key", "pk"))


@dataclass(frozen=True)
class Cell:
    """One part of a weekday at a centre: how many are free, and whether its door is open then."""

    free: int
    is_open: bool

    @property
    def is_closed_door(self) -> bool:
        """They would come, and nobody opens."""
        return self.free > 0 and not self.is_open


@dataclass(frozen=True)
class Line:
    """The parts of one weekday."""

    weekday: int
    cells: list[Cell]


def working_week(centre: Centre, at: datetime) -> list[Line]:
    """Is it open when those who work elsewhere are free? Its next seven days, part by part."""
    counted = Free.objects.filter(volunteer__centre=centre, volunteer__state=VolunteerState.ACCEPTED)
    free = {
        (weekday, part): n
        for weekday, part, n in counted.order_by().values_list("weekday", "part").annotate(n=Count("pk"))
    }
    hours_on, today = Calendar([centre.pk]).hours_of(centre), local(at).date()
    days = {iranian_weekday(day): day for day in (today + timedelta(days=n) for n in range(7))}
    lines = []
    for weekday in range(7):
        intervals = hours_on(days[weekday])
        cells = [
            Cell(free.get((weekday, part), 0), any(opens < end and closes > begin for opens, closes in intervals))
            for part, (begin, end) in PARTS.items()
        ]
        lines.append(Line(weekday, cells))
    return lines
