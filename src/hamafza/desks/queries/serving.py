"""Those who offered to serve and wait for an answer, and licences that a centre is about to lose."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hamafza.desks import addresses
from hamafza.desks.rows import Action, Row, grey
from hamafza.network import days
from hamafza.network.models import Grant, Role
from hamafza.people.models import Person
from hamafza.ui.digits import local
from hamafza.ui.moments import say
from hamafza.volunteers import queries as volunteers
from hamafza.volunteers.queries import forecast
from hamafza.volunteers.states import VolunteerState

SHOWN = 20


def applicants(person: Person, at: datetime) -> Iterator[Row]:
    """Hers to answer: to call, to talk with, or to accept as the second person."""
    for one in volunteers.waiting_with(person)[:SHOWN]:
        talked = one.interviewed_at is not None
        label = _("پذیرفتن یا نه") if talked else _("تماس") if one.state == VolunteerState.APPLIED else _("گفت‌وگو")
        yield Row(
            key=f"volunteer:{one.pk}",
            title=_("%(name)s می‌خواهد خدمت کند") % {"name": one.full_name},
            href=addresses.volunteer(one.pk),
            note=grey(one.get_state_display(), one.centre, say(one.applied_at, "day")),
            due_at=one.due_at or at,
            opened_at=one.since_at or one.applied_at,
            action=Action(label, addresses.volunteer(one.pk)),
            chip=_("داوطلب"),
        )


def licences(grants: list[Grant], at: datetime) -> Iterator[Row]:
    """Her own centre runs out of those who may do it; the last valid paper ends within sixty days."""
    kept = {Role.SECRETARY, Role.HEAD}
    centres = {held.centre.pk: held.centre for held in grants if held.centre is not None and held.role in kept}
    for gap in forecast.gaps(list(centres.values()), at)[:SHOWN] if centres else []:
        facts = {"n": local(gap.left), "skill": gap.skill}
        said = (
            _("%(skill)s دارای پروانه نداریم")
            if gap.is_now
            else ngettext(
                "تا %(n)s روز دیگر %(skill)s دارای پروانه نداریم",
                "تا %(n)s روز دیگر %(skill)s دارای پروانه نداریم",
                gap.left,
            )
        )
        yield Row(
            key=f"licence:{gap.centre.pk}:{gap.skill}",
            title=said % facts,
            href=addresses.forecast(gap.centre.code),
            note=grey(gap.centre, _("آخرین دارنده: %(name)s") % {"name": gap.last[0].full_name}),
            due_at=days.end_of(gap.day - days.DAY),
            opened_at=days.end_of(gap.day) - days.DAY * forecast.AHEAD,
            action=Action(_("دیدن"), addresses.forecast(gap.centre.code)),
            chip=_("مهارت"),
        )
