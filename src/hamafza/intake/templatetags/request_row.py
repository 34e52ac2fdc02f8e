"""One request in a list: `{% load request_row %}{% request_row asked %}`; drawn here since a page holds many."""

from datetime import datetime

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hamafza.intake.models import Request
from hamafza.intake.states import RequestState, Urgency
from hamafza.ui import parts
from hamafza.ui.deadline import Deadline, deadline
from hamafza.ui.digits import local
from hamafza.ui.moments import say

register = template.Library()


@register.simple_tag(takes_context=True)
def request_row(context: template.Context, asked: Request) -> SafeString:
    """The context gives `now`, `full` (numbers that are seen in full) and `triages`."""
    hidden = _("درخواستی که از مرکز شما پرسیده شده است")
    return parts.row(
        asked.title if asked.pk in context["full"] else hidden,
        _note(asked),
        href=reverse("desks:request", args=[asked.pk]),
        of=_ring(asked, context["now"]),
        tail=parts.together(
            parts.badge(asked.get_state_display(), "calm"),
            _triage(asked) if context["triages"] and asked.state == RequestState.RECEIVED else "",
        ),
        level=2,
    )


def _ring(asked: Request, at: datetime) -> Deadline | None:
    return deadline(asked.received_at, asked.due_at, at) if asked.is_open and asked.due_at else None


def _note(asked: Request) -> str:
    said = [local(asked.number), str(asked.place), *(str(need.domain) for need in asked.needs.all())]
    if asked.urgency != Urgency.ORDINARY:
        said.append(asked.get_urgency_display())
    said.append(say(asked.received_at, "day"))
    if asked.is_open and asked.holder:
        said.append(f"{_('نزد')} {asked.holder.full_name}")
    return " · ".join(said)


def _triage(asked: Request) -> SafeString:
    return parts.button(_("تشخیص"), href=reverse("intake:triage", args=[asked.pk]), kind="secondary")
