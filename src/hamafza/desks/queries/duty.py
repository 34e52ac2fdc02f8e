"""Shifts that are hers to see to: soon without enough hands, or over and nobody has noted who came."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from hamafza.desks import addresses
from hamafza.desks.rows import Action, Row, grey
from hamafza.people.models import Person
from hamafza.shifts import captions
from hamafza.shifts import queries as shifts


def shifts_of(person: Person, at: datetime) -> Iterator[Row]:
    yield from uncovered(person, at)
    yield from attendance(person, at)


def uncovered(person: Person, at: datetime) -> Iterator[Row]:
    """Within three days, with seats that nobody has."""
    for one in shifts.uncovered_soon(person, at):
        yield Row(
            key=f"shift:{one.pk}",
            title=captions.name_of(one),
            href=addresses.shift(one.pk),
            note=grey(captions.missing_of(one), one.centre, one.skill),
            due_at=one.starts_at,
            opened_at=one.since_at,
            action=Action(_("یافتن کسی"), addresses.shift(one.pk)),
            chip=_("نوبت"),
        )


def attendance(person: Person, at: datetime) -> Iterator[Row]:
    """Over, and somebody has not been noted."""
    for one in shifts.to_note(person, at):
        yield Row(
            key=f"shift:{one.pk}",
            title=captions.name_of(one),
            href=addresses.shift(one.pk),
            note=grey(_("چه کسی آمد؟"), one.centre),
            due_at=one.due_at or one.ends_at,
            opened_at=one.ends_at,
            action=Action(_("نوشتن حضور"), addresses.shift(one.pk)),
            chip=_("نوبت"),
        )
