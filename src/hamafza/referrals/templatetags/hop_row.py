"""One hop of the inbox as a row: `{% load hop_row %}{% hop_row row %}`; drawn here since a page holds many."""

from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hamafza.referrals.queries import Move, Row, address
from hamafza.ui import parts
from hamafza.ui.digits import local

register = template.Library()


@register.simple_tag(takes_context=True)
def hop_row(context: template.Context, row: Row) -> SafeString:
    """The context gives the view and the token of the page."""
    return parts.row(
        row.title,
        _note(row),
        href=address("hop", row.pk) if row.open_to_me else "",
        of=row.ring,
        tail=parts.together(
            parts.badge(_("خطر"), "late") if row.in_danger else "",
            parts.badge(row.domain, "calm"),
            parts.badge(row.urgency, "attention"),
            _action(row.pk, row.move, context["view"], context.get("csrf_token")) if row.move else "",
        ),
        after=SafeString(f'<div class="row-slot" id="slot-{row.pk}"></div>'),
        anchor=f"row-{row.pk}",
    )


def _note(row: Row) -> str:
    holder = _("نزد من") if row.mine else f"{_('نزد')} {row.holder}" if row.holder else ""
    said = (local(row.number), row.place, row.centre, holder, row.state, row.ring.label if row.ring else "")
    return " · ".join(part for part in said if part)


def _action(pk: int, move: Move, view: str, token: Any) -> SafeString:
    """At once, with the new row in its place; or a form that opens below it."""
    if move.at_once:
        inner = (parts.hidden("view", view), parts.button(move.label))
        return parts.post_form(move.url, token, *inner, hx_target=f"#row-{pk}", hx_swap="outerHTML")
    form = f"{move.url}?view={view}"
    return parts.button(move.label, href=move.url, kind="secondary", hx_get=form, hx_target=f"#slot-{pk}")
