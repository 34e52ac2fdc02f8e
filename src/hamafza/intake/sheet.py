"""Requests as an XLSX sheet, right to left in Persian; no cell can turn into a formula anywhere."""

import io
from collections.abc import Collection, Iterable

import xlsxwriter
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from hamafza.intake.models import Request
from hamafza.ui.moments import say

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def workbook(requests: Iterable[Request], full: Collection[int]) -> bytes:
    """One row a request; name, phone and words only for those in `full`."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    page = book.add_worksheet(_("درخواست‌ها"))
    if get_language_bidi():
        page.right_to_left()
    bold = book.add_format({"bold": True})
    for column, (heading, width) in enumerate(_columns()):
        page.set_column(column, column, width)
        page.write_string(0, column, heading, bold)
    for line, request in enumerate(requests, start=1):
        for column, text in enumerate(_cells(request, request.pk in full)):
            page.write_string(line, column, harmless(text))
    page.freeze_panes(1, 0)
    book.close()
    return out.getvalue()


def harmless(text: str) -> str:
    """Saved as CSV and opened again, the cell is still text."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _columns() -> list[tuple[str, int]]:
    return [
        (_("شماره"), 10),
        (_("وضعیت"), 18),
        (_("فوریت"), 10),
        (_("عرصه"), 24),
        (_("جا"), 18),
        (_("راه ورود"), 14),
        (_("دریافت"), 28),
        (_("مهلت"), 28),
        (_("نزد"), 22),
        (_("موضوع"), 50),
        (_("نام"), 22),
        (_("تلفن"), 16),
    ]


def _cells(request: Request, is_full: bool) -> list[str]:
    return [
        request.number,
        request.get_state_display(),
        request.get_urgency_display(),
        _("، ").join(str(need.domain) for need in request.needs.all()),
        str(request.place),
        request.get_door_display(),
        say(request.received_at, "time"),
        say(request.due_at, "time") if request.is_open and request.due_at else "",
        request.holder.full_name if request.is_open and request.holder else "",
        request.title if is_full else "",
        request.applicant_name if is_full else "",
        request.phone if is_full else "",
    ]
