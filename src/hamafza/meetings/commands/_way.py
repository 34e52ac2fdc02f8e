"""What the verbs share: who is responsible, whom to tell, the journal's line, and the next sitting of a series."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import islice

from hamafza.journal import entries as journal
from hamafza.kernel.actors import Actor
from hamafza.kernel.clock import local
from hamafza.kernel.moves import move, remember, subject_of
from hamafza.meetings import deadlines
from hamafza.meetings.models import Action, Meeting, Series
from hamafza.meetings.rules import owns
from hamafza.meetings.states import BEFORE, MeetingState
from hamafza.network import days
from hamafza.network import queries as network
from hamafza.network.models import Centre
from hamafza.notices import moments, outbox
from hamafza.people.models import Person
from hamafza.places.models import Place
from hamafza_engines.persian import to_persian_digits


def on_duty(person: Person, place: Place, at: datetime) -> Person:
    """She, her deputy while she is away, or the coordinator of the place when she has left."""
    here = network.present(person, at)
    return here if here.is_active else network.coordinator_of(place, at)


def secretary_of(series: Series, at: datetime) -> Person:
    return on_duty(series.secretary, series.place, at)


def chair_of(series: Series, at: datetime) -> Person:
    return on_duty(series.chair, series.place, at)


def verifier_of(action: Action, at: datetime) -> Person:
    """Secretary, chair, coordinator: the first who is not the owner."""
    series = action.series
    candidates = [secretary_of(series, at), chair_of(series, at), network.coordinator_of(series.place, at)]
    candidates.append(network.provincial_coordinator(series.place, at))
    free = [one for one in candidates if not owns(one, action, at)]
    return free[0] if free else candidates[-1]


def line(kind: str, meeting: Meeting, at: datetime, *, detail: str = "", people: int = 0) -> None:
    series = meeting.series
    journal.record(
        kind, place=series.place.path, domain=series.domain.key if series.domain else "", at=at, detail=detail,
        people=people, centre=meeting.host.code if meeting.host else "",
    )  # fmt: skip


def tell_of_meeting(people: Iterable[Person], template: str, meeting: Meeting, at: datetime) -> None:
    """Number and hour; not its title, which may name a field of service."""
    for person in people:
        outbox.to_person(
            person, template, at=at, subject=subject_of(meeting), url=f"/meetings/{meeting.pk}/",
            code=to_persian_digits(meeting.code), until=moments.day_and_hour(meeting.starts_at),
        )  # fmt: skip


def tell_of_action(people: Iterable[Person], template: str, action: Action, at: datetime) -> None:
    until = moments.day_and_hour(days.end_of(action.due_on) - timedelta(minutes=1)).split("،")[0]
    for person in dict.fromkeys(people):
        outbox.to_person(
            person, template, at=at, subject=subject_of(action), url=f"/actions/{action.pk}/",
            code=to_persian_digits(str(action.pk)), until=until,
        )  # fmt: skip


def plan_next(series: Series, by: Actor, at: datetime) -> Meeting | None:
    """The next sitting by the rule, unless one lies ahead already; the series looks again when it begins."""
    ahead = series.meetings.filter(state__in=BEFORE, starts_at__gt=at).order_by("starts_at").first()
    if ahead is None:
        last = series.meetings.order_by("-meant_on").values_list("meant_on", flat=True).first()
        after = max(last or series.first_on - days.DAY, local(at).date() - days.DAY)
        fitting = (one for one in days.ahead(series, after) if days.starts_at(series, one.day) > at)
        ahead = _planned(series, next(fitting), by, at)
    series.due_at = ahead.starts_at
    series.save(update_fields=["due_at"])
    return ahead


def _planned(series: Series, when: days.Occurrence, by: Actor, at: datetime) -> Meeting:
    starts = days.starts_at(series, when.day)
    return add_meeting(series, meant_on=when.meant_on, starts_at=starts, because=when.because, by=by, at=at)


def add_meeting(
    series: Series, *, meant_on: date, starts_at: datetime, by: Actor, at: datetime, because: str = ""
) -> Meeting:
    """A sitting with its number, its host in turn and its first deadline."""
    number = 1 + (series.meetings.order_by("-number").values_list("number", flat=True).first() or 0)
    meeting = Meeting(
        series=series, number=number, meant_on=meant_on, moved_because=because, starts_at=starts_at,
        host=_host(series, number), holder=secretary_of(series, at), since_at=at, created_at=at,
    )  # fmt: skip
    meeting.due_at = deadlines.of_meeting(meeting, MeetingState.PLANNED, at)
    meeting.save()
    remember(meeting, before="", after=MeetingState.PLANNED, by=by, at=at)
    return meeting


def _host(series: Series, number: int) -> Centre | None:
    """Whose turn it is; a centre that rests lets the next one go first."""
    round_ = [host.centre for host in series.hosts.select_related("centre__place") if host.centre.state == "active"]
    return next(islice(round_, (number - 1) % len(round_), None)) if round_ else None


def close_if_done(meeting: Meeting, by: Actor, at: datetime) -> bool:
    """Confirmed minutes rest when the last promise of them is verified or cancelled."""
    waiting = Action.objects.unverified().filter(decision__meeting=meeting)
    if meeting.state != MeetingState.MINUTES_CONFIRMED or waiting.exists():
        return False
    move(meeting, to=MeetingState.CLOSED, by=by, at=at, due_at=None, ended_at=at)
    return True
