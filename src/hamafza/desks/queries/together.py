"""Gatherings whose list is owed, and those that were not held and wait for somebody to see to the next."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from hamafza.desks import addresses
from hamafza.desks.rows import Action, Row, grey
from hamafza.gatherings import captions
from hamafza.gatherings import queries as gatherings
from hamafza.gatherings.deadlines import TO_SAY
from hamafza.people.models import Person

SHOWN = 20


def occasions(person: Person, at: datetime) -> Iterator[Row]:
    """Hers to say who came, and misses that she follows."""
    for one in gatherings.occasions_waiting(person, at)[:SHOWN]:
        missed = one.state == "missed"
        verb, label = ("follow", _("نوشتن پیگیری")) if missed else ("list", _("نوشتن حاضران"))
        due = (one.due_at if missed else one.ends_at + TO_SAY) or at
        yield Row(
            key=f"occasion:{one.pk}",
            title=captions.name_of(one),
            href=addresses.occasion(one.pk),
            note=grey(
                one.get_state_display() if missed else _("حاضران هنوز نوشته نشده‌اند"),
                one.gathering.centre,
                captions.reason_of(one),
            ),
            due_at=due,
            opened_at=min((one.settled_at or at) if missed else one.starts_at, due),
            action=Action(label, addresses.occasion(one.pk, verb)),
            chip=_("گردهمایی"),
        )
