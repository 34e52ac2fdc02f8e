"""Filters every page uses: `{% load hamafza_ui %}`."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import segno
from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from hamafza.ui import deadline as deadlines
from hamafza.ui import digits, moments, navigation, parts

register = template.Library()


@register.filter
def fa(value: object) -> str:
    """Digits of the page's language; an empty value stays empty."""
    return "" if value is None else digits.local(value)


@register.filter
def number(value: int | float | Decimal | str | None, places: int = 0) -> str:
    """A grouped number: `{{ count|number }}`, `{{ km|number:1 }}`."""
    if value is None or value == "":
        return ""
    return digits.grouped(Decimal(value) if isinstance(value, str) else value, places)


@register.filter
def percent(share: float | None) -> str:
    """A share from 0 to 1 as a percentage."""
    return "" if share is None else digits.percent(share)


@register.filter
def jalali(value: date | datetime | None, style: str = "long") -> str:
    """A day in words; styles long, day, short, month, time, clock."""
    return moments.say(value, style) if value else ""


@register.filter
def remaining(due: date | datetime | None, at: datetime) -> str:
    """What is left until `due` at the given instant: `{{ task.due_at|remaining:now }}`."""
    return moments.remaining(due, at) if due else ""


@register.filter
def duration(length: timedelta | None) -> str:
    """A length of time by its largest unit."""
    return "" if length is None else moments.duration(length)


@register.simple_tag
def deadline(start: date | datetime, due: date | datetime, at: datetime) -> deadlines.Deadline:
    """`{% deadline task.opened_at task.due_at now as ring %}` for `<c-row :ring="ring">`."""
    return deadlines.deadline(start, due, at)


@register.filter
def hundredths(share: float | str | None) -> str:
    """A share from 0 to 1 as a plain number up to 100, for drawing only."""
    return f"{min(1.0, max(0.0, float(share or 0))) * 100:.1f}"


@register.filter
def nth(items: Sequence[Any], index: int) -> Any:
    """The item at a place, or nothing beyond the end."""
    return items[index] if 0 <= index < len(items) else ""


@register.filter
def qr(text: str) -> SafeString:
    """A QR code as an inline drawing, without styles."""
    return mark_safe(segno.make(str(text), micro=False).svg_inline(border=2, omitsize=True))  # noqa: S308


@register.simple_tag
def nav_link(link: navigation.Link, text: str) -> SafeString:
    """A line of the navigation under its long or its short word."""
    waiting = gettext("در انتظار") if link.badge else ""
    return parts.nav_link(link.url, text, current=link.current, badge=link.badge, waiting=waiting)
