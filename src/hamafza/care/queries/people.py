"""Those who serve, as their head sees them: all, those from whom nothing is heard, those who carry too much."""

from collections import defaultdict
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hamafza.care.models import Step
from hamafza.care.queries.hours import minutes_in
from hamafza.care.queries.ladder import limit
from hamafza.care.queries.letters import named
from hamafza.care.queries.silence import quiet_at
from hamafza.journal.months import Month
from hamafza.kernel.actors import Actor
from hamafza.kernel.clock import local
from hamafza.network.access import reach
from hamafza.network.models import Centre
from hamafza.people.models import Person
from hamafza.places.paths import cut
from hamafza.volunteers.models import Volunteer, VolunteerQuerySet

VIEWS = {
    "all": _("همه"),
    "quiet": _("دو هفته بی‌خبر"),
    "silent": _("یک ماه بی‌خبر"),
    "heavy": _("بار سنگین"),
    "ladder": _("پلهٔ بعدی"),
}


def serving(
    actor: Actor,
    at: datetime,
    *,
    view: str = "all",
    words: str = "",
    centre: int | None = None,
    month: Month | None = None,
) -> VolunteerQuerySet:
    """Those who serve and whom she may see; by name, never by hours."""
    within = reach(actor, "care.see", at).q(path="centre__place__path", centre="centre__")
    found = named(Volunteer.objects.serving().filter(within).whole(), words, centre)
    if view in {"quiet", "silent"}:
        return quiet_at(found, at, silent=view == "silent")
    if view == "heavy":
        return found.filter(pk__in=_heavy(found, month or Month.of(local(at).date())))
    if view == "ladder":
        return found.filter(pk__in=Step.objects.waiting().values("volunteer"))
    return found


def seen(actor: Actor, at: datetime, action: str = "care.see") -> VolunteerQuerySet:
    """Those whom she reaches with this action, in whatever state."""
    return Volunteer.objects.filter(reach(actor, action, at).q(path="centre__place__path", centre="centre__")).whole()


def _heavy(found: VolunteerQuerySet, month: Month) -> list[int]:
    """Above their province's limit of hours in the month. Only those seen to serve since it began are looked at."""
    by_province: dict[str, list[int]] = defaultdict(list)
    for pk, path in found.filter(active_on__gte=month.first).order_by().values_list("pk", "centre__place__path"):
        by_province[cut(path, 1)].append(pk)
    heavy = []
    for path, pks in by_province.items():
        most = limit(path) * 60
        heavy += [pk for pk, minutes in minutes_in(month, pks).items() if minutes > most]
    return sorted(heavy)


def steps_waiting(person: Person, at: datetime) -> QuerySet[Step]:
    """Steps that lie with her."""
    return Step.objects.waiting().filter(holder=person).whole().order_by("due_at", "pk")


def centres(actor: Actor, at: datetime) -> QuerySet[Centre]:
    """Whose people she may see, for the filter; a long list is searched by words instead."""
    seen = reach(actor, "care.see", at).q(path="place__path", centre="")
    return Centre.objects.filter(seen).order_by("search_key", "pk")
