"""Who may raise, countersign and thank: the matrix, and that nobody decides about herself or signs twice."""

from datetime import datetime

from hamafza.care.models import Step
from hamafza.kernel.actors import Actor, Door
from hamafza.network.access import grants_of, may
from hamafza.network.models import Centre, Role
from hamafza.people.models import Person
from hamafza.volunteers.models import Volunteer

may_see = may("care.see")
may_thank = may("care.thank")
may_set = may("care.set_criteria")
_grant = may("care.grant")
_countersign = may("care.countersign")
PROVINCE = 3


def level_of(person: Person, centre: Centre, at: datetime) -> int:
    """The highest level on which she answers for this centre: 1 its head, 2 its county, 3 its province, 0 not at all."""
    levels = {Role.HEAD: 1, Role.COUNTY: 2, Role.PROVINCE: PROVINCE}
    found = [0]
    for held in grants_of(person, at):
        over = held.centre_id == centre.pk if held.centre_id else centre.place.path.startswith(held.place.path)  # type: ignore[union-attr]
        found.append(levels.get(Role(held.role), 0) if over else 0)
    return max(found)


def may_grant(by: Actor, step: Step, at: datetime) -> bool:
    return _grant(by, step, at) and not _is_she(by, step.volunteer)


def may_countersign(by: Actor, step: Step, at: datetime) -> bool:
    """One level above whoever granted it; what the province granted, another hand countersigns."""
    if not isinstance(by, Person) or by.pk == step.granted_by_id or _is_she(by, step.volunteer):
        return False
    above = 2 if step.granted_level == PROVINCE else step.granted_level + 1
    return _countersign(by, step, at) and level_of(by, step.volunteer.centre, at) >= above


def may_refuse(by: Actor, step: Step, at: datetime) -> bool:
    return may_grant(by, step, at) if step.state == "proposed" else may_countersign(by, step, at)


def through_her_own_door(by: Actor, subject: object, at: datetime) -> bool:
    """Whose answer it is must stay unknown: it comes in the name of a door."""
    return isinstance(by, Door)


def _is_she(by: Actor, volunteer: Volunteer) -> bool:
    return isinstance(by, Person) and by.pk == volunteer.person_id
