"""Leave and return, silence spoken of before anything is changed, and an end with its reason."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from hamafza.kernel.actors import Actor, is_the_clock
from hamafza.kernel.clock import local
from hamafza.kernel.commands import command
from hamafza.kernel.errors import MoveRefused, Refused
from hamafza.kernel.moves import move
from hamafza.network import days
from hamafza.network import queries as network
from hamafza.network.standing_in import NobodyElse
from hamafza.notices import moments
from hamafza.people.models import Person
from hamafza.volunteers import deadlines, rules
from hamafza.volunteers.commands import _way as way
from hamafza.volunteers.models import Volunteer
from hamafza.volunteers.states import WAITING, Left, VolunteerState


class BadReturn(Refused):
    message = _("روز بازگشت باید پس از امروز و تا نود روز دیگر باشد. برای بیش از آن، دور از خدمت بنویسید.")
    field = "returns_on"


class LeftWhy(Refused):
    message = _("یکی از دلیل‌ها را برگزینید.")
    field = "left"


class NotTheirs(Refused):
    message = _("این همکار در کانون این داوطلب نقشی ندارد؛ کسی را برگزینید که بتواند پاسخ دهد.")


@command(rule=rules.keeps_or_is_herself)
def take_leave(volunteer: Volunteer, *, returns_on: date, by: Actor, at: datetime, reason: str = "") -> Volunteer:
    """She rests until a day, ninety days at most. Raises BadReturn, MoveRefused."""
    today = local(at).date()
    if not today < returns_on <= today + timedelta(days=deadlines.LEAVE):
        raise BadReturn
    remind = max(days.eve(returns_on - timedelta(days=deadlines.BEFORE_RETURN - 1)), at)
    now = {"returns_on": returns_on, "since_at": at, "step": 0, "due_at": remind}
    volunteer.reason = reason.strip()[:500]
    move(volunteer, to=VolunteerState.INACTIVE_SHORT, by=by, at=at, reason=volunteer.reason, also=("reason",), **now)
    way.line("volunteer_leave", volunteer, at)
    return volunteer


@command(rule=rules.keeps_or_is_herself)
def come_back(volunteer: Volunteer, *, by: Actor, at: datetime) -> Volunteer:
    """«بازگشتم», by one tap. Raises MoveRefused."""
    if volunteer.state not in {VolunteerState.INACTIVE_SHORT, VolunteerState.INACTIVE_LONG}:
        raise MoveRefused
    rest = way.rest(volunteer, at)
    move(volunteer, to=VolunteerState.ACCEPTED, by=by, at=at, returns_on=None, **rest)
    way.line("volunteer_back", volunteer, at)
    way.tell_her(volunteer, "volunteer_back", at)
    return volunteer


@command(rule=rules.keeps_or_is_herself)
def stay(volunteer: Volunteer, *, by: Actor, at: datetime) -> Volunteer:
    """«می‌مانم»: after a warning, her silence is counted anew. Raises MoveRefused."""
    if volunteer.state != VolunteerState.ACCEPTED:
        raise MoveRefused
    for name, value in way.rest(volunteer, at).items():
        setattr(volunteer, name, value)
    volunteer.save(update_fields=["since_at", "step", "due_at", "holder"])
    way.noted(volunteer, "می‌ماند", by, at)
    return volunteer


@command(rule=rules.may_keep)
def set_away(volunteer: Volunteer, *, reason: str, by: Actor, at: datetime) -> Volunteer:
    """Long away, as she or her centre says; she comes back when she likes. Raises MoveRefused."""
    _away(volunteer, reason.strip()[:500], by, at)
    return volunteer


@command(rule=rules.may_keep, keep=("left",))
def archive(volunteer: Volunteer, *, left: str, by: Actor, at: datetime, reason: str = "") -> Volunteer:
    """She is here no more, and why; her links are closed. Raises LeftWhy, MoveRefused."""
    if left not in Left.values:
        raise LeftWhy
    volunteer.reason = reason.strip()[:500]
    move(
        volunteer, to=VolunteerState.ARCHIVED, by=by, at=at, reason=volunteer.reason or left, also=("reason",), left=left,
        holder=None, due_at=None, step=0, returns_on=None, link_no=volunteer.link_no + 1,
    )  # fmt: skip
    way.line("volunteer_archived", volunteer, at, detail=left)
    if left != Left.DECEASED:
        way.tell_her(volunteer, "volunteer_farewell", at)
    return volunteer


@command(rule=None)  # whoever hands over has the right of the handover; `to` must have hers
def hand_over(volunteer: Volunteer, *, by: Actor, at: datetime, to: Person | None = None) -> Volunteer:
    """An answer that lies with somebody who is away goes to who is there, or to `to`. Raises NotTheirs, NobodyElse."""
    if volunteer.state not in WAITING:
        return volunteer
    if to is not None and not rules.may_keep(to, volunteer, at):
        raise NotTheirs
    next_one = to or _who_is_there(volunteer, at)
    if next_one == volunteer.holder:
        raise NobodyElse
    volunteer.holder = next_one
    volunteer.save(update_fields=["holder"])
    way.tell([next_one], "volunteer_handed_over", volunteer, at)
    return volunteer


@command(rule=is_the_clock)
def time_passes(volunteer: Volunteer, *, by: Actor, at: datetime) -> Volunteer:
    """One step of whatever she waits for, or of her silence; each is told before anything changes."""
    if volunteer.due_at is None or volunteer.due_at > at:
        return volunteer
    if volunteer.state in WAITING:
        _late(volunteer, at)
    elif volunteer.state == VolunteerState.ACCEPTED:
        _silent(volunteer, by, at)
    elif volunteer.state == VolunteerState.INACTIVE_SHORT:
        _on_leave(volunteer, by, at)
    return volunteer


def _late(volunteer: Volunteer, at: datetime) -> None:
    """Her holder is reminded, then the coordinator holds it, then the province hears of it every time."""
    place = volunteer.centre.place
    template, people = "volunteer_late", [volunteer.holder]
    if volunteer.step == 0:
        way.tell_her(volunteer, "volunteer_slow", at)
    else:
        if volunteer.step == 1:
            volunteer.holder = _above(volunteer, at)
            template = "volunteer_climbed"
        people = [volunteer.holder, *([network.provincial_coordinator(place, at)] if volunteer.step > 1 else [])]
    volunteer.step += 1
    volunteer.due_at = deadlines.working(place, at, deadlines.CLIMB)
    volunteer.save(update_fields=["step", "due_at", "holder"])
    way.tell([one for one in people if one], template, volunteer, at)


def _above(volunteer: Volunteer, at: datetime) -> Person:
    """One level up; where a talk is written, somebody who may accept."""
    if volunteer.interviewed_at is None:
        return network.coordinator_of(volunteer.centre.place, at)
    return way.second_above(volunteer, at)


def _silent(volunteer: Volunteer, by: Actor, at: datetime) -> None:
    keeper = way.keeper(volunteer.centre, at)
    if volunteer.step == 0:
        _next(volunteer, 1, deadlines.silence(volunteer, 1))
        way.tell_her(volunteer, "volunteer_missed", at)
        way.tell([keeper], "volunteer_quiet", volunteer, at)
    elif volunteer.step == 1:
        _next(volunteer, 2, at + deadlines.NOTICE)
        way.tell_her(volunteer, "volunteer_notice", at, until=moments.day_and_hour(at + deadlines.NOTICE))
    else:
        _away(volunteer, "شش ماه بی‌خبر، پس از آگاهی هفت‌روزه", by, at)
        way.tell([keeper], "volunteer_gone_quiet", volunteer, at)


def _on_leave(volunteer: Volunteer, by: Actor, at: datetime) -> None:
    assert volunteer.returns_on is not None
    over = days.end_of(volunteer.returns_on)
    if volunteer.step == 0:
        _next(volunteer, 1, max(over + deadlines.NOTICE, at + days.DAY))
        way.tell_her(volunteer, "volunteer_returns", at, until=moments.day_and_hour(over).split("،")[0])
    elif volunteer.step == 1:
        _next(volunteer, 2, at + deadlines.QUIET)
        way.tell_her(volunteer, "volunteer_missed", at)
        way.tell([way.keeper(volunteer.centre, at)], "volunteer_not_back", volunteer, at)
    elif volunteer.step == 2:
        _next(volunteer, 3, at + deadlines.NOTICE)
        way.tell_her(volunteer, "volunteer_notice", at, until=moments.day_and_hour(at + deadlines.NOTICE))
    else:
        _away(volunteer, "از مرخصی بازنگشت، پس از آگاهی هفت‌روزه", by, at)
        way.tell([way.keeper(volunteer.centre, at)], "volunteer_gone_quiet", volunteer, at)


def _next(volunteer: Volunteer, step: int, due_at: datetime) -> None:
    volunteer.step, volunteer.due_at = step, due_at
    volunteer.save(update_fields=["step", "due_at"])


def _away(volunteer: Volunteer, why: str, by: Actor, at: datetime) -> None:
    now = {"returns_on": None, "since_at": at, "due_at": None, "step": 0}
    volunteer.reason = why
    move(volunteer, to=VolunteerState.INACTIVE_LONG, by=by, at=at, reason=why, also=("reason",), **now)
    way.line("volunteer_away", volunteer, at)
    way.tell_her(volunteer, "volunteer_away", at)


def _who_is_there(volunteer: Volunteer, at: datetime) -> Person:
    if volunteer.interviewed_at is not None:
        return way.second(volunteer, at)
    return way.keeper(volunteer.centre, at)
