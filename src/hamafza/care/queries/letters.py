"""Thanks that are owed, and letters that were given."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from hamafza.care.deadlines import THANKS_OWED
from hamafza.care.models import Letter
from hamafza.kernel.actors import Actor
from hamafza.kernel.clock import local
from hamafza.network.access import reach
from hamafza.volunteers.models import Volunteer, VolunteerQuerySet
from hamafza_engines.persian import search_key


def owed(actor: Actor, at: datetime, *, words: str = "", centre: int | None = None) -> VolunteerQuerySet:
    """Whoever served in the last sixty days and got no thanks in them."""
    since = at - THANKS_OWED
    within = reach(actor, "care.thank", at).q(path="centre__place__path", centre="centre__")
    thanked = Letter.objects.filter(volunteer=OuterRef("pk"), at__gt=since)
    found = Volunteer.objects.serving().filter(within, active_on__gte=local(since).date()).filter(~Exists(thanked))
    return named(found.whole(), words, centre)


def given(
    actor: Actor, at: datetime, *, words: str = "", centre: int | None = None, kind: str = "", same: str = ""
) -> QuerySet[Letter]:
    """Letters and certificates; `same` is a letter's number in the list, with which its batch went out."""
    found = Letter.objects.visible_to(actor, at).whole()
    if kind:
        found = found.filter(kind=kind)
    if centre:
        found = found.filter(volunteer__centre=centre)
    if same.isascii() and same.isdigit() and len(same) < 19:
        first = found.filter(pk=int(same)).values_list("at", "by").first()
        found = found.filter(at=first[0], by=first[1]) if first else found.none()
    for word in search_key(words[:120]).split():
        found = found.filter(Q(volunteer__search_key__contains=word) | Q(volunteer__centre__search_key__contains=word))
    return found


def named(found: VolunteerQuerySet, words: str, centre: int | None) -> VolunteerQuerySet:
    """Narrowed to words of her name or of the centre's."""
    if centre:
        found = found.filter(centre=centre)
    for word in search_key(words[:120]).split():
        found = found.filter(Q(search_key__contains=word) | Q(centre__search_key__contains=word))
    return found
