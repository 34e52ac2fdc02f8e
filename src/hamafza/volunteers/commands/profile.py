"""Her skills, the papers that show them, her free hours and her own words."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from hamafza.kernel.actors import Actor, is_the_clock
from hamafza.kernel.clock import local
from hamafza.kernel.commands import command
from hamafza.kernel.errors import Refused
from hamafza.network import days
from hamafza.network.access import may
from hamafza.network.models import Domain
from hamafza.notices import moments
from hamafza.people.models import Person
from hamafza.volunteers import deadlines, rules
from hamafza.volunteers.commands import _way as way
from hamafza.volunteers.models import Free, HasSkill, Skill, Volunteer
from hamafza.volunteers.states import SERVES, Part

MOST_HOURS = 240  # a month: eight hours on every one of thirty days


class BadUntil(Refused):
    message = _("تاریخ پایان اعتبار باید پس از امروز باشد.")
    field = "until"


class UntilMissing(Refused):
    message = _("پروانه تاریخ پایان دارد؛ آن را از روی مدرک بنویسید.")
    field = "until"


@command(rule=may("network.keep_calendar"))
def add_skills(*, rows: Iterable[Mapping[str, Any]], by: Actor, at: datetime) -> int:
    """Add the skills that are not there yet; each row names the key of its domain, or none."""
    known = set(Skill.objects.values_list("key", flat=True))
    domains = {domain.key: domain for domain in Domain.objects.all()}
    fresh = [
        Skill(order=order, **{**row, "domain": domains.get(row.get("domain") or "")})
        for order, row in enumerate(rows)
        if row["key"] not in known
    ]
    return len(Skill.objects.bulk_create(fresh))


@command(rule=rules.keeps_or_is_herself)
def set_skills(volunteer: Volunteer, *, skills: Collection[Skill], by: Actor, at: datetime) -> Volunteer:
    """What she can do; a paper that was seen stays with the skill that stays."""
    had = {has.skill_id: has for has in HasSkill.objects.filter(volunteer=volunteer)}
    wanted = {skill.pk for skill in skills}
    HasSkill.objects.filter(volunteer=volunteer, skill__in=set(had) - wanted).delete()
    fresh = [skill for skill in dict.fromkeys(skills) if skill.pk not in had]
    HasSkill.objects.bulk_create(HasSkill(volunteer=volunteer, skill=skill) for skill in fresh)
    return volunteer


@command(rule=rules.keeps_or_is_herself)
def set_free(volunteer: Volunteer, *, free: Iterable[tuple[int, str]], by: Actor, at: datetime) -> Volunteer:
    """The parts of the week in which she is usually free."""
    Free.objects.filter(volunteer=volunteer).delete()
    hours = sorted({(day, part) for day, part in free if 0 <= day <= 6 and part in Part.values})
    Free.objects.bulk_create(Free(volunteer=volunteer, weekday=day, part=part) for day, part in hours)
    return volunteer


@command(rule=rules.keeps_or_is_herself)
def set_about(volunteer: Volunteer, *, about: str, by: Actor, at: datetime) -> Volunteer:
    """What she would like to do, in her words."""
    volunteer.about = about.strip()[:2_000]
    volunteer.save(update_fields=["about"])
    return volunteer


@command(rule=rules.keeps_or_is_herself)
def set_hours(volunteer: Volunteer, *, hours: int | None, by: Actor, at: datetime) -> Volunteer:
    """How many hours a month she would like to serve; none where she does not say."""
    volunteer.hours_wished = min(hours, MOST_HOURS) if hours and hours > 0 else None
    volunteer.save(update_fields=["hours_wished"])
    return volunteer


@command(rule=rules.may_see_paper, lock="volunteer")
def see_paper(has: HasSkill, *, by: Person, at: datetime, until: date | None = None) -> HasSkill:
    """Somebody else has seen the paper, valid until a day. Raises BadUntil, UntilMissing."""
    if until is None and has.skill.is_licensed:
        raise UntilMissing
    if until is not None and until <= local(at).date():
        raise BadUntil
    has.until, has.seen_by, has.seen_at = until, by, at
    has.warned, has.due_at = deadlines.warning(until, at) if until else (0, None)
    has.save()
    return has


@command(rule=is_the_clock, lock="volunteer")
def paper_ends(has: HasSkill, *, by: Actor, at: datetime) -> HasSkill:
    """Sixty, thirty, seven days before its end, and on its last day, she and her centre hear of it."""
    if has.until is None or has.due_at is None or has.due_at > at:
        return has
    has.warned, has.due_at = deadlines.warning(has.until, at)
    has.save(update_fields=["warned", "due_at"])
    volunteer = has.volunteer
    if volunteer.state in SERVES:
        until = moments.day_and_hour(days.eve(has.until + days.DAY)).split("،")[0]
        way.tell_her(volunteer, "volunteer_paper", at, until=until)
        way.tell([way.keeper(volunteer.centre, at)], "volunteer_paper_ends", volunteer, at, until=until)
    return has
