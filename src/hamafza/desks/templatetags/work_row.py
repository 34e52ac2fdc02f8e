"""A row of «امروز» whose one thing to do is a link or done at once; drawn here since a day holds many."""

from django import template
from django.utils.safestring import SafeString

from hamafza.desks.rows import Row
from hamafza.ui import parts
from hamafza.ui.deadline import deadline

register = template.Library()


@register.simple_tag(takes_context=True)
def work_row(context: template.Context, row: Row) -> SafeString:
    """The context gives `now` and the token of the page."""
    return parts.row(
        row.title,
        row.note,
        href=row.href,
        of=deadline(row.opened_at, row.due_at, context["now"]),
        tail=parts.together(parts.badge(row.chip, row.tone), _action(row, context.get("csrf_token"))),
        anchor=row.anchor,
    )


def _action(row: Row, token: object) -> SafeString:
    """The word of the button, and for a listener of which row it is."""
    act = row.action
    label = parts.together(act.label, SafeString(f'<span class="hush">: {parts.safe(row.title)}</span>'))
    if act.how == "open":
        return parts.button(label, href=act.url, kind=act.kind)
    fields = [parts.hidden(name, value) for name, value in act.fields.items()]
    button = parts.button(label, kind=act.kind)
    return parts.post_form(act.url, token, *fields, button, hx_target="#piles", hx_swap="outerHTML")
