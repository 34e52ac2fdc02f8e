"""Which deeds she may still say a word of, and what officers are shown."""

from datetime import datetime

from django.db.models import QuerySet

from hamafza.care import secrecy
from hamafza.care.deadlines import FEELING_OPEN
from hamafza.care.models import Answers, Mark
from hamafza.journal.months import Month
from hamafza.kernel.actors import Actor
from hamafza.kernel.clock import local
from hamafza.volunteers import service
from hamafza.volunteers.models import Volunteer
from hamafza.volunteers.service import Deed
from hamafza_engines.persian import search_key


def to_feel(volunteer: Volunteer, at: datetime) -> list[Deed]:
    """Her deeds of the last thirty days of which she has said nothing, newest first."""
    day = local(at).date()
    recent = service.deeds([volunteer.pk], day - FEELING_OPEN, day)
    marks = {secrecy.mark("felt", volunteer.pk, deed.key, deed.day): deed for deed in recent}
    said = set(Mark.objects.filter(mark__in=marks).values_list("mark", flat=True))
    return [deed for mark, deed in reversed(marks.items()) if mark not in said]


def answers_found(
    actor: Actor,
    at: datetime,
    *,
    words: str = "",
    centre: int | None = None,
    kind: str = "",
    month: Month | None = None,
) -> QuerySet[Answers]:
    """Only what was shown to officers: whole batches of different people."""
    found = Answers.objects.visible_to(actor, at).shown().select_related("centre")
    if centre:
        found = found.filter(centre=centre)
    if kind:
        found = found.filter(kind=kind)
    if month:
        found = found.filter(month=month.code)
    for word in search_key(words[:120]).split():
        found = found.filter(centre__search_key__contains=word)
    return found
