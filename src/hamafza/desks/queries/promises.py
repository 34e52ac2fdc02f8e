"""Meetings that wait to be prepared or written up, and what was promised in them."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from hamafza.desks import addresses
from hamafza.desks.rows import Action, Row, grey
from hamafza.meetings import captions
from hamafza.meetings import queries as meetings
from hamafza.meetings.states import MeetingState
from hamafza.network import days
from hamafza.people.models import Person
from hamafza.ui.moments import say


def actions(person: Person, at: datetime) -> Iterator[Row]:
    """Hers to do this week or late already, and hers to verify."""
    for one in meetings.actions_waiting(person, at):
        waits = one.state == "done_claimed"
        due = one.due_at if waits and one.due_at else days.end_of(one.due_on)
        label = _("دیدن و تأیید") if waits else _("پیگیری")
        yield Row(
            key=f"action:{one.pk}",
            title=one.text,
            href=addresses.action(one.pk),
            note=grey(
                one.get_state_display(),
                captions.name_of(one.meeting),
                _("مهلت: %(day)s") % {"day": say(one.due_on, "day")},
            ),
            due_at=due,
            opened_at=one.created_at,
            action=Action(label, addresses.action(one.pk)),
            chip=_("اقدام"),
        )


def sittings(person: Person, at: datetime) -> Iterator[Row]:
    """The meetings of which she keeps the minutes."""
    labels = {
        MeetingState.AGENDA_OPEN: _("دیدن دستور جلسه"),
        MeetingState.AGENDA_SENT: _("آغاز نشست"),
        MeetingState.HELD: _("نوشتن صورت‌جلسه"),
    }
    for one in meetings.meetings_waiting(person, at):
        due = one.starts_at if one.state == MeetingState.AGENDA_SENT else one.due_at or one.starts_at
        yield Row(
            key=f"meeting:{one.pk}",
            title=captions.name_of(one),
            href=addresses.meeting(one.pk),
            note=grey(one.get_state_display(), say(one.starts_at, "time"), one.host),
            due_at=due,
            opened_at=min(one.since_at, due),
            action=Action(labels[MeetingState(one.state)], addresses.meeting(one.pk)),
            chip=_("نشست"),
        )
