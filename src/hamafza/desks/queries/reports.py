"""Reports that wait for her: to write, to mend, to read."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from hamafza.desks import addresses
from hamafza.desks.rows import Action, Row, grey
from hamafza.network import days
from hamafza.people.models import Person
from hamafza.reports import queries as reports
from hamafza.reports.states import State
from hamafza.ui.digits import local
from hamafza.ui.moments import say

SHOWN = 40


def waiting(person: Person, at: datetime) -> Iterator[Row]:
    """Whose next step is hers, the earliest first; a report that is to be written says until when."""
    labels = {
        State.DUE: _("دیدن رقم‌ها و فرستادن"),
        State.SENT_BACK: _("اصلاح و فرستادن"),
        State.SUBMITTED: _("بررسی گزارش"),
    }
    for one in reports.waiting(person, at)[:SHOWN]:
        reads = one.state == State.SUBMITTED
        due = one.due_at if reads and one.due_at else days.end_of(one.due_on)
        yield Row(
            key=f"report:{one.pk}",
            title=f"{one.unit}: {one.period}",
            href=addresses.report(one.pk),
            note=grey(
                one.get_state_display(),
                local(one.code),
                "" if reads else _("مهلت: %(day)s") % {"day": say(one.due_on, "day")},
            ),
            due_at=due,
            opened_at=min(one.since_at, due),
            action=Action(labels[State(one.state)], addresses.report(one.pk)),
            chip=_("گزارش"),
        )
