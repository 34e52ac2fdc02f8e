"""What the verbs share: who is responsible, whom to tell in which words, the journal's line, the first deadline."""

from collections.abc import Iterable
from datetime import datetime
from itertools import chain
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hamafza.journal import entries as journal
from hamafza.kernel.actors import Actor
from hamafza.kernel.errors import Refused
from hamafza.kernel.moves import remember, subject_of
from hamafza.network import queries as network
from hamafza.network.models import Centre, Grant
from hamafza.notices import moments, outbox
from hamafza.people.models import Person
from hamafza.places.paths import levels
from hamafza.volunteers import deadlines, queries, rules
from hamafza.volunteers.models import Volunteer
from hamafza_engines.persian import to_persian_digits


class BadName(Refused):
    message = _("نام و نام خانوادگی را بنویسید.")
    field = "full_name"


class BadYear(Refused):
    message = _("سال تولد را چهاررقمی بنویسید، مانند ۱۳۷۵.")
    field = "birth_year"


class GuardianMissing(Refused):
    message = _("برای کمتر از هجده سال، نام و شمارهٔ سرپرست و موافقت او لازم است.")
    field = "guardian_name"


class MonthMissing(GuardianMissing):
    message = _("امسال هجده‌ساله می‌شوید. ماه تولدتان را هم بنویسید؛ اگر هنوز نگذشته است، موافقت سرپرست لازم است.")
    field = "birth_month"


class OwnGuardian(GuardianMissing):
    message = _("سرپرست کسی جز خود داوطلب است؛ نام پدر، مادر یا سرپرست را بنویسید.")


def keeper(centre: Centre, at: datetime) -> Person:
    """Who answers those who offer to serve here: secretary, head, or the coordinator above."""
    return network.responsible_for_centre(centre, at)


def second(volunteer: Volunteer, at: datetime) -> Person:
    """Who may accept: head, county, province, the first who did not talk with her."""
    centre = volunteer.centre
    return _other(volunteer, [network.head_of(centre, at), *_coordinators(centre, at)], at)


def second_above(volunteer: Volunteer, at: datetime) -> Person:
    """The same, one level up."""
    return _other(volunteer, _coordinators(volunteer.centre, at), at)


def _coordinators(centre: Centre, at: datetime) -> list[Person]:
    return [network.coordinator_of(centre.place, at), network.provincial_coordinator(centre.place, at)]


def _other(volunteer: Volunteer, those: list[Person], at: datetime) -> Person:
    """The first of those who may; else anybody else with the right.

    Where nobody has it but whoever talked with her, her centre's keeper: she talks too, and the first one accepts.
    """
    right = Q(centre=volunteer.centre) | Q(place__path__in=levels(volunteer.centre.place.path))
    rest = Person.objects.filter(pk__in=Grant.objects.valid(at).filter(right).values("person"), is_active=True)
    for one in chain(those, rest.order_by("pk")):
        if rules.is_second(one, volunteer) and rules.may_accept(one, volunteer, at):
            return one
    own = keeper(volunteer.centre, at)
    return own if rules.is_second(own, volunteer) and rules.may_keep(own, volunteer, at) else those[-1]


def line(kind: str, volunteer: Volunteer, at: datetime, *, detail: str = "") -> None:
    """The journal knows how many there are, never who."""
    centre = volunteer.centre
    journal.record(kind, place=centre.place.path, centre=centre.code, at=at, detail=detail, people=1)


def tell_her(volunteer: Volunteer, template: str, at: datetime, **facts: Any) -> None:
    link = f"{settings.VOLUNTEER_URL}{queries.link_of(volunteer)}/"
    outbox.to_phone(volunteer.mobile, template, at=at, subject=subject_of(volunteer), link=link, **facts)


def tell(people: Iterable[Person], template: str, volunteer: Volunteer, at: datetime, *, until: str = "") -> None:
    """By her number; her name stands on the page alone."""
    due = until or (moments.day_and_hour(volunteer.due_at) if volunteer.due_at else "")
    for person in dict.fromkeys(people):
        outbox.to_person(
            person, template, at=at, subject=subject_of(volunteer), url=f"/volunteers/{volunteer.pk}/",
            code=to_persian_digits(str(volunteer.pk)), until=due,
        )  # fmt: skip


def first_step(volunteer: Volunteer, at: datetime) -> None:
    """She waits for an answer: with whom, and until when."""
    volunteer.holder = keeper(volunteer.centre, at)
    volunteer.since_at, volunteer.step = at, 0
    volunteer.due_at = deadlines.working(volunteer.centre.place, at, deadlines.ANSWER)


def rest(volunteer: Volunteer, at: datetime) -> dict[str, Any]:
    """Nobody owes her an answer; from here her silence is counted."""
    volunteer.since_at = at
    return {"holder": None, "since_at": at, "step": 0, "due_at": deadlines.silence(volunteer, 0)}


def noted(volunteer: Volunteer, reason: str, by: Actor, at: datetime) -> None:
    """A line of history that is no move."""
    remember(volunteer, before=volunteer.state, after=volunteer.state, by=by, at=at, reason=reason)
