"""One volunteer as her page tells of her: what is hers, what waits, what came before."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from hamafza.kernel.models import StateChange
from hamafza.kernel.moves import subject_of
from hamafza.people.models import Person
from hamafza.volunteers import rules
from hamafza.volunteers.models import HasSkill, Volunteer
from hamafza.volunteers.states import ENDED, WAITING, Left, Part, VolunteerState

V = VolunteerState


@dataclass(frozen=True)
class Move:
    """A button: at once, or by a form of its own."""

    name: str
    label: str
    kind: str = "secondary"
    at_once: bool = False


def moves_of(volunteer: Volunteer, person: Person, at: datetime) -> list[Move]:
    """Every button of her page, the next step first."""
    keeps = rules.may_keep(person, volunteer, at)
    accepts = rules.may_accept(person, volunteer, at) and rules.is_second(person, volunteer)
    state, found = V(volunteer.state), list[Move]()
    if state == V.APPLIED and keeps:
        found += [Move("begin", _("با او تماس گرفتم"), "primary", at_once=True)]
    if state == V.IN_PROCESS and volunteer.interviewed_at is not None and accepts:
        found += [Move("accept", _("می‌پذیرم"), "primary", at_once=True)]
    if state in WAITING and keeps:
        first = state == V.IN_PROCESS and volunteer.interviewed_at is None
        found += [Move("interview", _("نوشتن گفت‌وگو و مدارک"), "primary" if first else "secondary")]
        found += [Move("refuse", _("نپذیرفتن، با دلیل"), "danger")]
    if state in {V.INACTIVE_SHORT, V.INACTIVE_LONG} and keeps:
        found += [Move("back", _("بازگشت"), "primary", at_once=True)]
    if state == V.ACCEPTED and keeps:
        found += [Move("leave", _("مرخصی")), Move("away", _("دور از خدمت"), "quiet")]
    if state not in WAITING | ENDED and keeps:
        found += [Move("archive", _("بایگانی، با دلیل"), "danger")]
    if state in ENDED and keeps:
        found += [Move("again", _("بررسی دوباره"), at_once=True)]
    return found


@dataclass(frozen=True)
class Step:
    """A line of her history, told for people."""

    said: str
    who: str
    at: datetime
    reason: str
    tone: str


TONES = {V.ACCEPTED: "done", V.REFUSED: "refused", V.ARCHIVED: "refused", V.APPLIED: "noted"}


def history_of(volunteer: Volunteer) -> list[Step]:
    """Every move, oldest first, with the name of whoever made it."""
    changes = list(StateChange.objects.filter(subject=subject_of(volunteer)).order_by("pk"))
    names = _names([change.by for change in changes])
    names[volunteer.ref] = _("خودش")
    return [_step(change, names) for change in changes]


def _step(change: StateChange, names: dict[str, str]) -> Step:
    door = change.by.startswith("door:")
    who = _("خودش") if door else names.get(change.by, _("سامانه"))
    return Step(_told(change), who, change.at, _why(change), TONES.get(V(change.after), "waiting"))


def _told(change: StateChange) -> str:
    if change.before == change.after:
        return _("می‌ماند") if change.reason else _("گفت‌وگو و مدارک نوشته شد")
    if change.before in {V.INACTIVE_SHORT, V.INACTIVE_LONG} and change.after == V.ACCEPTED:
        return _("بازگشت")
    return str(V(change.after).label)


def _why(change: StateChange) -> str:
    if change.before == change.after:
        return ""
    return str(Left(change.reason).label) if change.reason in Left.values else change.reason


def _names(refs: list[str]) -> dict[str, str]:
    numbers = {int(ref.partition(":")[2]) for ref in refs if ref.startswith("person:")}
    return {f"person:{pk}": name for pk, name in Person.objects.filter(pk__in=numbers).values_list("pk", "full_name")}


@dataclass(frozen=True)
class Paper:
    """A skill of hers, and how it stands."""

    has: HasSkill
    note: str
    tone: str
    may_see: bool


def papers_of(volunteer: Volunteer, by: Any, day: date, at: datetime) -> list[Paper]:
    """Her skills in their order; those that need a paper say whether it was seen and how long it holds."""
    found = HasSkill.objects.filter(volunteer=volunteer).select_related("skill", "seen_by")
    sees = isinstance(by, Person) and rules.may_keep(by, volunteer, at) and not rules.is_herself(by, volunteer, at)
    return [_paper(has, day, sees) for has in found.order_by("skill__order", "skill")]


def _paper(has: HasSkill, day: date, sees: bool) -> Paper:
    if has.until is not None and has.until < day:
        return Paper(has, _("اعتبارش به پایان رسیده است"), "late", sees)
    if has.skill.is_licensed and has.seen_by is None:
        return Paper(has, _("پروانه هنوز دیده نشده است"), "attention", sees)
    soon = has.until is not None and (has.until - day).days <= 60
    return Paper(has, "", "attention" if soon else "good", sees and has.skill.is_licensed)


@dataclass(frozen=True)
class Week:
    """The parts of the days in which she is free, as a table."""

    heads: list[str]
    lines: list[tuple[str, list[bool]]]


def week_of(volunteer: Volunteer, weekdays: list[str]) -> Week:
    mine = {(one.weekday, one.part) for one in volunteer.free.all()}
    parts = [(value, str(label)) for value, label in Part.choices]
    lines = [(name, [(day, part) in mine for part, _label in parts]) for day, name in enumerate(weekdays)]
    return Week([label for _value, label in parts], lines)


def twins_of(volunteer: Volunteer, person: Person, at: datetime) -> list[Volunteer]:
    """Others of the same name and number whom she may see: perhaps the same person twice."""
    same = Volunteer.objects.visible_to(person, at).filter(mobile=volunteer.mobile, search_key=volunteer.search_key)
    return list(same.whole().exclude(pk=volunteer.pk).order_by("pk")[:5])
