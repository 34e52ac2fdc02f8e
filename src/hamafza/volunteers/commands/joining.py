"""From the first word to the answer: applied, talked with, accepted by a second person, or refused with a reason."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from hamafza.kernel.actors import Actor
from hamafza.kernel.clock import local
from hamafza.kernel.commands import command
from hamafza.kernel.errors import MoveRefused, ReasonMissing, Refused
from hamafza.kernel.moves import move, remember
from hamafza.network.models import Centre
from hamafza.network.year import year_of
from hamafza.notices import moments
from hamafza.people.models import Person
from hamafza.volunteers import deadlines, rules
from hamafza.volunteers.commands import _way as way
from hamafza.volunteers.models import ADULT, Free, HasSkill, Skill, Volunteer
from hamafza.volunteers.states import ENDED, WAITING, Part, Rung, VolunteerState
from hamafza_engines.persian import search_key

OLDEST, YOUNGEST = 100, 10


class NotTalkedYet(Refused):
    message = _("نخست گفت‌وگو با او و دیدن مدارکش را بنویسید.")


class NeedsAnother(Refused):
    message = _("کسی که با او گفت‌وگو کرده است نمی‌تواند خودش بپذیرد؛ همکار دیگری باید ببیند.")


class NothingNoted(Refused):
    message = _("در یکی دو جمله بنویسید گفت‌وگو چگونه گذشت.")
    field = "text"


@command(rule=None)  # anyone may offer to serve
def apply(
    centre: Centre,
    *,
    full_name: str,
    mobile: str,
    birth_year: int,
    birth_month: int | None = None,
    by: Actor,
    at: datetime,
    skills: Collection[Skill] = (),
    free: Iterable[tuple[int, str]] = (),
    about: str = "",
    guardian_name: str = "",
    guardian_mobile: str = "",
    guardian_agrees: bool = False,
    person: Person | None = None,
) -> Volunteer:
    """She offers to serve at this centre; somebody answers within three working days.

    Raises BadName, BadYear, GuardianMissing (MonthMissing, OwnGuardian).
    """
    name = " ".join(full_name.split())[:120]
    if len(search_key(name)) < 3:
        raise way.BadName
    volunteer = Volunteer(
        centre=centre, full_name=name, search_key=search_key(name)[:160], mobile=mobile, birth_year=birth_year,
        birth_month=birth_month, about=about.strip()[:2_000], applied_at=at, person=person,
    )  # fmt: skip
    _check_age(volunteer, guardian_name, guardian_mobile, guardian_agrees, at)
    way.first_step(volunteer, at)
    volunteer.save()
    remember(volunteer, before="", after=VolunteerState.APPLIED, by=by, at=at)
    HasSkill.objects.bulk_create(HasSkill(volunteer=volunteer, skill=skill) for skill in dict.fromkeys(skills))
    hours = sorted({(day, part) for day, part in free if 0 <= day <= 6 and part in Part.values})
    Free.objects.bulk_create(Free(volunteer=volunteer, weekday=day, part=part) for day, part in hours)
    way.line("volunteer_applied", volunteer, at)
    way.tell_her(volunteer, "volunteer_received", at, until=moments.day_and_hour(volunteer.due_at or at))
    way.tell([volunteer.holder], "volunteer_new", volunteer, at)  # type: ignore[list-item]
    return volunteer


@command(rule=rules.may_keep)
def enter(centre: Centre, *, by: Actor, at: datetime, **said: Any) -> Volunteer:
    """An officer writes down somebody who told her so; the same words as `apply`."""
    return apply(centre, by=by, at=at, **said)


@command(rule=rules.may_keep)
def begin(volunteer: Volunteer, *, by: Actor, at: datetime) -> Volunteer:
    """«با او تماس گرفتم»: they are getting to know each other. Raises MoveRefused."""
    if volunteer.state != VolunteerState.APPLIED:
        raise MoveRefused
    _to_talk(volunteer, by, at)
    return volunteer


@command(rule=rules.may_keep)
def note_interview(volunteer: Volunteer, *, text: str, papers: str, by: Person, at: datetime) -> Volunteer:
    """How the talk went and which papers were seen; now a second person has three working days.

    Raises NothingNoted, MoveRefused.
    """
    if not search_key(text):
        raise NothingNoted
    if volunteer.state not in WAITING:
        raise MoveRefused
    if volunteer.state == VolunteerState.APPLIED:
        _to_talk(volunteer, by, at)
    volunteer.interview, volunteer.papers = text.strip()[:2_000], papers.strip()[:300]
    volunteer.interviewed_by, volunteer.interviewed_at = by, at
    volunteer.holder = way.second(volunteer, at)
    volunteer.since_at, volunteer.step = at, 0
    volunteer.due_at = deadlines.working(volunteer.centre.place, at, deadlines.SECOND)
    volunteer.save()
    way.noted(volunteer, "", by, at)
    way.tell([volunteer.holder], "volunteer_to_accept", volunteer, at)
    return volunteer


@command(rule=rules.may_accept)
def accept(volunteer: Volunteer, *, by: Person, at: datetime) -> Volunteer:
    """A second person says yes: she is an associate from now. Raises NotTalkedYet, NeedsAnother, MoveRefused."""
    if volunteer.state == VolunteerState.APPLIED or volunteer.interviewed_at is None:
        raise NotTalkedYet
    if not rules.is_second(by, volunteer):
        raise NeedsAnother
    rung = volunteer.rung or Rung.ASSOCIATE
    rest = way.rest(volunteer, at)
    move(volunteer, to=VolunteerState.ACCEPTED, by=by, at=at, accepted_by=by, accepted_at=at, rung=rung, **rest)
    way.line("volunteer_accepted", volunteer, at)
    way.tell_her(volunteer, "volunteer_accepted", at)
    return volunteer


@command(rule=rules.may_keep)
def refuse(volunteer: Volunteer, *, reason: str, by: Actor, at: datetime) -> Volunteer:
    """Not this time, because …; she reads the reason on her page. Raises ReasonMissing, MoveRefused."""
    if not search_key(reason):
        raise ReasonMissing
    why = reason.strip()[:500]
    volunteer.reason = why
    now: dict[str, Any] = {"holder": None, "due_at": None, "step": 0}
    move(volunteer, to=VolunteerState.REFUSED, by=by, at=at, reason=why, also=("reason",), **now)
    way.line("volunteer_refused", volunteer, at)
    way.tell_her(volunteer, "volunteer_refused", at)
    return volunteer


@command(rule=rules.may_keep)
def look_again(volunteer: Volunteer, *, by: Actor, at: datetime) -> Volunteer:
    """Whoever was refused or archived is welcome to begin anew. Raises MoveRefused."""
    if volunteer.state not in ENDED:
        raise MoveRefused
    volunteer.reason, volunteer.left = "", ""
    fresh: dict[str, Any] = {
        "interview": "",
        "papers": "",
        "interviewed_by": None,
        "interviewed_at": None,
        "accepted_by": None,
    }
    _to_talk(volunteer, by, at, also=("reason", "left"), returns_on=None, **fresh)
    way.line("volunteer_reopened", volunteer, at)
    way.tell_her(volunteer, "volunteer_link", at)
    return volunteer


def _to_talk(volunteer: Volunteer, by: Actor, at: datetime, **changes: Any) -> None:
    keeps = isinstance(by, Person) and rules.may_keep(by, volunteer, at)
    holder = by if keeps else way.keeper(volunteer.centre, at)
    due_at = deadlines.working(volunteer.centre.place, at, deadlines.TALK)
    now: dict[str, Any] = {"holder": holder, "since_at": at, "due_at": due_at, "step": 0}
    move(volunteer, to=VolunteerState.IN_PROCESS, by=by, at=at, **now, **changes)


def _check_age(volunteer: Volunteer, name: str, mobile: str, agrees: bool, at: datetime) -> None:
    """Whoever is under eighteen comes with her guardian's word; of older ones neither guardian nor month is kept."""
    today = local(at).date()
    years = year_of(today) - volunteer.birth_year
    if not YOUNGEST <= years <= OLDEST:
        raise way.BadYear
    if years > ADULT:
        volunteer.birth_month = None
    if not volunteer.is_minor(today):
        return
    if not (search_key(name) and mobile and agrees):
        raise way.MonthMissing if years == ADULT and volunteer.birth_month is None else way.GuardianMissing
    if len(search_key(name)) < 3 or search_key(name) == volunteer.search_key:
        raise way.OwnGuardian
    volunteer.guardian_name, volunteer.guardian_mobile = " ".join(name.split())[:120], mobile
    volunteer.guardian_agreed_at = at
