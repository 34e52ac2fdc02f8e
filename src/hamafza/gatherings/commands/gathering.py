"""A gathering is founded, changed, handed over and ended."""

from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext_lazy as _

from hamafza.gatherings import deadlines, rhythm, rules
from hamafza.gatherings.commands import _way as way
from hamafza.gatherings.commands.occasion import call_off
from hamafza.gatherings.models import Feast, Gathering, Occasion
from hamafza.gatherings.states import ENDED, Ending, GatheringState, OccasionState, Rhythm
from hamafza.kernel.actors import Actor, is_the_clock
from hamafza.kernel.clock import local
from hamafza.kernel.commands import command
from hamafza.kernel.errors import ReasonMissing, Refused
from hamafza.kernel.moves import move, remember
from hamafza.network.days import DAY, Occurrence
from hamafza.network.models import Centre, CentreState
from hamafza.people.models import Person
from hamafza.volunteers.models import Volunteer
from hamafza.volunteers.states import VolunteerState
from hamafza_engines.persian import search_key

LEAVING = {VolunteerState.ARCHIVED, VolunteerState.REFUSED, VolunteerState.APPLIED, VolunteerState.IN_PROCESS}


class BadGathering(Refused):
    """`field` says which part."""


class CentreRests(Refused):
    message = _("این کانون اکنون فعال نیست؛ پیش از برپا کردن گردهمایی، آن را فعال کنید.")
    field = "centre"


@command(rule=rules.may_found, keep=("rule", "every", "weekday"))
def found(
    centre: Centre,
    *,
    title: str,
    leader: Person | Volunteer,
    rule: str,
    hour: time,
    first_on: date,
    by: Actor,
    at: datetime,
    every: int = 1,
    weekday: int = 0,
    feast: str = "",
    gives_way: bool = False,
    minutes: int = 90,
) -> Gathering:
    """A gathering of this centre; its first weeks are planned in the same breath. Raises BadGathering, CentreRests."""
    if centre.state != CentreState.ACTIVE:
        raise CentreRests
    _check(title, rule, every, weekday, feast, minutes)
    _check_leader(centre, leader)
    gathering = Gathering.objects.create(
        centre=centre, title=title.strip()[:120], search_key=search_key(title)[:160], **_leads(leader), rule=rule,
        every=every if rule != Rhythm.FEAST else 1, weekday=weekday, feast=feast if rule == Rhythm.FEAST else "",
        gives_way=gives_way and rule != Rhythm.FEAST, hour=hour, minutes=minutes, first_on=first_on, due_at=at,
        created_at=at,
    )  # fmt: skip
    remember(gathering, before="", after=GatheringState.ACTIVE, by=by, at=at)
    way.plan_on(gathering, by, at)
    return gathering


@command(rule=rules.may_keep, keep=("minutes",))
def change(
    gathering: Gathering,
    *,
    title: str,
    leader: Person | Volunteer,
    hour: time,
    minutes: int,
    gives_way: bool,
    by: Actor,
    at: datetime,
) -> Gathering:
    """Another name, leader or hour; what is planned and lies ahead follows. Raises BadGathering."""
    _check(title, gathering.rule, gathering.every, gathering.weekday, gathering.feast, minutes)
    _check_leader(gathering.centre, leader)
    gathering.title, gathering.search_key = title.strip()[:120], search_key(title)[:160]
    gathering.hour, gathering.minutes = hour, minutes
    gathering.gives_way = gives_way and gathering.rule != Rhythm.FEAST
    _set_leader(gathering, leader)
    gathering.save(update_fields=["title", "search_key", "hour", "minutes", "gives_way", "leader", "volunteer"])
    _plan_anew(gathering, by, at)
    return gathering


@command(rule=rules.may_keep)
def hand_over(gathering: Gathering, *, to: Person | Volunteer, by: Actor, at: datetime) -> Gathering:
    """Somebody else leads from now on, and holds what is planned. Raises BadGathering."""
    _check_leader(gathering.centre, to)
    _set_leader(gathering, to)
    gathering.save(update_fields=["leader", "volunteer"])
    _give(gathering, at)
    return gathering


@command(rule=rules.may_keep, keep=("reason",))
def end(gathering: Gathering, *, reason: str, by: Actor, at: datetime) -> Gathering:
    """No more occasions; what lies ahead is called off, and one message tells of all. Raises ReasonMissing, MoveRefused."""
    if reason not in Ending.values:
        raise ReasonMissing
    gathering.ended_because = reason
    move(
        gathering,
        to=GatheringState.ENDED,
        by=by,
        at=at,
        reason=reason,
        also=("ended_because",),
        due_at=None,
        ended_at=at,
    )
    ahead = _ahead(gathering, at)
    people = [one for occasion in ahead for one in way.expected(occasion)]
    for occasion in ahead:
        call_off(occasion, reason=ENDED, by=by, at=at)
    if people:
        way.tell_phones(people, "gathering_ended", gathering, gathering.pk, ahead[0].starts_at, at)
    return gathering


@command(rule=is_the_clock)
def plan_on(gathering: Gathering, *, by: Actor, at: datetime) -> Gathering:
    """A week has passed: its calendar is filled again. A centre that is closed or asleep gathers nobody."""
    if gathering.centre.state == CentreState.ACTIVE:
        way.plan_on(gathering, by, at)
    else:
        gathering.due_at = at + deadlines.PLAN_EVERY
        gathering.save(update_fields=["due_at"])
    return gathering


def _plan_anew(gathering: Gathering, by: Actor, at: datetime) -> None:
    """What lies ahead takes the new hour and the new holder; days that moved are planned again."""
    ahead = _ahead(gathering, at)
    days = _days_of(gathering, [one.meant_on for one in ahead])
    for occasion in ahead:
        day = local(occasion.starts_at).date()
        now = days.get(occasion.meant_on)
        if now and now.day != day and rhythm.starts_at(gathering, now.day) > at:
            day, occasion.moved_because = now.day, now.because
        starts = rhythm.starts_at(gathering, day)
        occasion.starts_at, occasion.due_at = starts, starts + timedelta(minutes=gathering.minutes)
        occasion.save(update_fields=["starts_at", "due_at", "moved_because"])
    _give(gathering, at)


def _days_of(gathering: Gathering, meant: list[date]) -> dict[date, Occurrence]:
    """Where the rhythm puts these meant days now."""
    if not meant:
        return {}
    return {one.meant_on: one for one in rhythm.ahead(gathering, min(meant) - DAY, max(meant))}


def _give(gathering: Gathering, at: datetime) -> None:
    planned = gathering.occasions.filter(state=OccasionState.PLANNED)
    planned.update(holder=way.holder_of(gathering, at))


def _ahead(gathering: Gathering, at: datetime) -> list[Occasion]:
    found = Occasion.objects.whole().filter(gathering=gathering, state=OccasionState.PLANNED, starts_at__gt=at)
    return list(found.order_by("starts_at", "pk"))


def _leads(leader: Person | Volunteer) -> dict[str, Person | Volunteer | None]:
    return (
        {"leader": leader, "volunteer": None} if isinstance(leader, Person) else {"leader": None, "volunteer": leader}
    )


def _set_leader(gathering: Gathering, leader: Person | Volunteer) -> None:
    for name, value in _leads(leader).items():
        setattr(gathering, name, value)


def _check_leader(centre: Centre, leader: Person | Volunteer) -> None:
    gone = not leader.is_active if isinstance(leader, Person) else leader.state in LEAVING
    if gone:
        raise BadGathering(_("این همکار اکنون در خدمت نیست. مسئول دیگری بنویسید."), field="leader")
    if isinstance(leader, Volunteer) and leader.centre_id != centre.pk:
        raise BadGathering(_("این داوطلب از کانون دیگری است. مسئول را از همین کانون برگزینید."), field="leader")


def _check(title: str, rule: str, every: int, weekday: int, feast: str, minutes: int) -> None:
    if not search_key(title):
        raise BadGathering(_("لطفاً برای گردهمایی نامی بنویسید."), field="title")
    if rule not in Rhythm.values or not 1 <= every <= (5 if rule == Rhythm.MONTH else 12):
        raise BadGathering(_("بگویید هر چند هفته، یا چندمین روز هفتهٔ هر ماه است."), field="every")
    if not 0 <= weekday <= 6:
        raise BadGathering(_("روزی از شنبه تا جمعه برگزینید."), field="weekday")
    if rule == Rhythm.FEAST and not Feast.objects.filter(key=feast).exists():
        raise BadGathering(_("بگویید روزهای کدام مناسبت است."), field="feast")
    if not 15 <= minutes <= 600:
        raise BadGathering(_("گردهمایی از ۱۵ دقیقه تا ۱۰ ساعت است."), field="minutes")
