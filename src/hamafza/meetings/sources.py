"""What the house itself puts on an agenda: promises first, then what is stuck, then what is missing."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, F
from django.utils.translation import gettext_noop

from hamafza.kernel.actors import System
from hamafza.kernel.clock import local
from hamafza.kernel.moves import subject_of
from hamafza.meetings.agenda import Draft, source
from hamafza.meetings.models import Action, Decision, Meeting
from hamafza.meetings.states import DecisionState, Kind
from hamafza.network.matrix import matrix_of
from hamafza.places.models import Kind as PlaceKind
from hamafza.places.models import Place
from hamafza.referrals.models import Referral
from hamafza.referrals.queries import last_doors

CLOCK = System("agenda")
MOST = {Kind.LATE: 5, Kind.LAST_DOOR: 15, Kind.GAP: 5}


@source(order=10)
def unverified_actions(meeting: Meeting, at: datetime) -> Iterator[Draft]:
    """Every promise of the series that nobody has verified; overdue ones first."""
    actions = Action.objects.unverified().filter(decision__meeting__series=meeting.series_id)
    for action in actions.exclude(decision__meeting=meeting).order_by("due_on", "pk"):
        yield Draft(Kind.ACTION, subject_of(action), action.text[:300])


@source(order=20)
def left_over(meeting: Meeting, at: datetime) -> Iterator[Draft]:
    """Decisions that an earlier sitting left to this one."""
    for decision in Decision.objects.filter(deferred_to=meeting, state=DecisionState.DEFERRED).order_by("pk"):
        yield Draft(Kind.DEFERRED, subject_of(decision), decision.text[:300])


@source(order=30)
def late_answers(meeting: Meeting, at: datetime) -> Iterator[Draft]:
    """Centres of the place that have let a promised hour pass: how many times, never whose."""
    late = Referral.objects.open().filter(
        centre__place__path__startswith=meeting.series.place.path, answer_by__lt=at, **_domain(meeting, "need__domain")
    )
    rows = late.order_by().values("centre", name=F("centre__name")).annotate(n=Count("pk")).order_by("-n", "centre")
    for row in rows[: MOST[Kind.LATE]]:
        title = gettext_noop("%(centre)s: %(n)s کار از مهلت گذشته است")
        yield Draft(Kind.LATE, f"network.centre:{row['centre']}", title, {"centre": row["name"], "n": row["n"]})


@source(order=40)
def at_the_last_door(meeting: Meeting, at: datetime) -> Iterator[Draft]:
    """Needs for which no centre was found: number and domain alone."""
    tasks = last_doors(CLOCK, at).filter(  # type: ignore[arg-type]
        need__request__place__path__startswith=meeting.series.place.path, **_domain(meeting, "need__domain")
    )
    for task in tasks[: MOST[Kind.LAST_DOOR]]:
        title = gettext_noop("درخواست %(code)s، عرصهٔ %(domain)s: پشت آخرین در از %(since)s")
        facts = {
            "code": task.need.request.number,
            "domain": task.need.domain.name_fa,
            "since": f"{local(task.opened_at):%Y-%m-%d}",
        }
        yield Draft(Kind.LAST_DOOR, subject_of(task), title, facts)


@source(order=50)
def gaps(meeting: Meeting, at: datetime) -> Iterator[Draft]:
    """Domains that people have asked for where nobody serves."""
    matrix = matrix_of(_matrix_place(meeting.series.place), at)
    wanted = [cell for cell in matrix.gaps if cell.asked and meeting.series.domain_id in {None, cell.domain.pk}]
    for cell in wanted[: MOST[Kind.GAP]]:
        title = gettext_noop("%(place)s: برای %(domain)s مرکزی نیست؛ در سه ماه %(n)s بار خواسته‌اند")
        facts = {"place": cell.place.name_fa, "domain": cell.domain.name_fa, "n": cell.asked}
        yield Draft(Kind.GAP, f"network.domain:{cell.domain.pk}@{cell.place.pk}", title, facts)


def _matrix_place(place: Place) -> Place:
    """The matrix knows counties; a district asks for its own."""
    if place.kind in {PlaceKind.NATION, PlaceKind.PROVINCE, PlaceKind.COUNTY}:
        return place
    return Place.objects.get(path=place.county_path)


def _domain(meeting: Meeting, field: str) -> dict[str, int]:
    """A series of one domain sees its own domain alone."""
    return {field: meeting.series.domain_id} if meeting.series.domain_id else {}
