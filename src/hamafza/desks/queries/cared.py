"""Those who serve, on the head's day: a rung that waits for her, thanks that are owed, and who has fallen silent."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hamafza.care import queries as care
from hamafza.desks.rows import WATCH, Action, Row, grey
from hamafza.journal.months import Month
from hamafza.kernel.clock import local as local_time
from hamafza.network import days
from hamafza.network.models import Grant, Role
from hamafza.people.models import Person
from hamafza.ui.digits import local

PEOPLE, THANKS = "/care/hours", "/care/thanks"


def rungs(person: Person, at: datetime) -> Iterator[Row]:
    """Steps that wait for her signature."""
    for step in care.steps_waiting(person, at):
        address = f"/care/volunteers/{step.volunteer_id}/"
        label = _("دیدن و نظر دادن") if step.state == "proposed" else _("دیدن و امضا")
        yield Row(
            key=f"step:{step.pk}",
            title=step.volunteer.full_name,
            href=address,
            note=grey(step.get_state_display(), step.get_rung_display(), step.volunteer.centre),
            due_at=step.due_at or step.proposed_at,
            opened_at=step.proposed_at,
            action=Action(label, address),
            chip=_("پلهٔ بعدی"),
        )


def flags(person: Person, grants: list[Grant], at: datetime) -> Iterator[Row]:
    """For the head of a centre alone: a line each, with a number and no name."""
    for held in grants:
        if held.role != Role.HEAD or held.centre is None:
            continue
        centre = held.centre
        for view in ("silent", "heavy"):
            if count := care.serving(person, at, view=view, centre=centre.pk).count():
                address = f"{PEOPLE}?view={view}&centre={centre.pk}"
                yield _flag(f"{view}:{centre.pk}", _said(view, count), address, _("احوال‌پرسی"), str(centre), at)
        if count := care.owed(person, at, centre=centre.pk).count():
            title = ngettext("به %(n)s نفر هنوز سپاسی نگفته‌ایم", "به %(n)s نفر هنوز سپاسی نگفته‌ایم", count)
            title %= {"n": local(count)}
            yield _flag(f"thanks:{centre.pk}", title, f"{THANKS}?centre={centre.pk}", _("سپاس گفتن"), str(centre), at)


def _said(view: str, n: int) -> str:
    if view == "silent":
        said = ngettext("از %(n)s نفر یک ماه است خبری نیست", "از %(n)s نفر یک ماه است خبری نیست", n)
    else:
        said = ngettext("بار %(n)s نفر این ماه سنگین است", "بار %(n)s نفر این ماه سنگین است", n)
    return said % {"n": local(n)}


def _flag(key: str, title: str, address: str, label: str, note: str, at: datetime) -> Row:
    """Something for this month."""
    month = Month.of(local_time(at).date())
    return Row(
        key=key, title=title, href=address, note=grey(note), due_at=days.end_of(month.last),
        opened_at=days.end_of(month.first - days.DAY),
        action=Action(label, address), chip=_("داوطلبان"), pile=WATCH,
    )  # fmt: skip
