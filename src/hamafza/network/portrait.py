"""Everything that one centre's page shows, read at once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from hamafza.kernel.models import StateChange
from hamafza.kernel.moves import subject_of
from hamafza.network import queries, rows
from hamafza.network.access import can
from hamafza.network.calendar import Calendar
from hamafza.network.finding import CAPACITY_HOLDS
from hamafza.network.models import Centre, CentreDomain, CentreState
from hamafza.network.week import Day, next_opening, open_until, week_of
from hamafza.people.models import Person
from hamafza.places import queries as places
from hamafza.places.models import Place
from hamafza.ui.moments import duration


@dataclass(frozen=True)
class Service:
    """One domain with what was said of its room."""

    domain: Any
    words: str
    age: str
    asks: bool
    free: Any  # what stands in the box: the number, or what was typed wrongly
    error: str = ""


@dataclass(frozen=True)
class Change:
    """One line of the history."""

    at: datetime
    who: str
    words: str
    reason: str


@dataclass(frozen=True)
class Portrait:
    """All of it."""

    where: str
    serves: str
    services: list[Service]
    week: list[Day]
    open_until: Any
    opens_next: datetime | None
    freshness: str
    is_stale: bool
    responsible: Person | None
    officers: list[tuple[Person, Person]]  # she, and who answers now
    history: list[Change]
    may_edit: bool
    may_say: bool
    may_see_load: bool


def of(centre: Centre, actor: Person, at: datetime, wrong: Any = None) -> Portrait:
    """The portrait of a centre as `actor` may see it."""
    calendar = Calendar([centre.pk])
    hours_on = calendar.hours_of(centre)
    officers = queries.officers_of(centre, at)
    return Portrait(
        where=places.label_of(centre.place),
        serves=_area(centre),
        services=[service_of(service, at, wrong) for service in centre.services.all()],
        week=week_of(centre, calendar, at),
        open_until=open_until(hours_on, at),
        opens_next=next_opening(hours_on, at),
        freshness=rows.freshness(centre, at),
        is_stale=rows.is_stale(centre, at),
        responsible=_responsible(centre, at),
        officers=[(person, queries.present(person, at)) for person in officers],
        history=history_of(centre),
        may_edit=can(actor, "centre.edit", centre, at),
        may_say=can(actor, "centre.say_capacity", centre, at),
        may_see_load=can(actor, "centre.see_load", centre, at),
    )


def service_of(service: CentreDomain, at: datetime, wrong: Any = None) -> Service:
    """A domain and its room; a wrong answer stays in its box with its error."""
    said = service.capacity_at
    mine = wrong is not None and wrong.data.get("domain") == service.domain.key
    return Service(
        service.domain,
        rows.capacity_words(service, at),
        _("%(time)s پیش گفته شد") % {"time": duration(at - said)} if said else _("هنوز گفته نشده"),
        said is None or at - said > CAPACITY_HOLDS,
        wrong.data.get("free", "") if mine else service.capacity_free,
        " ".join(error for errors in wrong.errors.values() for error in errors) if mine else "",
    )


def history_of(centre: Centre) -> list[Change]:
    """Moves of its state, the newest first."""
    changes = list(StateChange.objects.filter(subject=subject_of(centre)).order_by("-pk")[:20])
    numbers = [int(change.by.split(":")[1]) for change in changes if change.by.startswith("person:")]
    names = dict(Person.objects.filter(pk__in=numbers).values_list("pk", "full_name"))
    return [
        Change(
            change.at,
            names.get(int(change.by.split(":")[1]), "") if change.by.startswith("person:") else _("سامانه"),
            str(CentreState(change.after).label),
            change.reason,
        )
        for change in changes
    ]


def _responsible(centre: Centre, at: datetime) -> Person | None:
    try:
        return queries.responsible_for_centre(centre, at)
    except queries.NobodyResponsible:
        return None


def _area(centre: Centre) -> str:
    if centre.area_path == "IR/":
        return _("سراسر کشور")
    place = centre.place if centre.area_path == centre.place.path else places.by_path(centre.area_path)
    return (
        _("%(kind)s %(name)s") % {"kind": place.get_kind_display(), "name": place} if isinstance(place, Place) else ""
    )
