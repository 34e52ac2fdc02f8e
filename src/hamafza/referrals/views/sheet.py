"""The inbox as an XLSX file; text is written as text, so no cell can turn into a formula."""

import io
from collections.abc import Iterable

import xlsxwriter
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from hamafza.referrals.queries import Row
from hamafza.ui.moments import say


def workbook(title: str, rows: Iterable[Row]) -> bytes:
    """One sheet: number, title, domain, place, centre, state, sent, answer by, with whom."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(title[:31])
    if get_language_bidi():
        sheet.right_to_left()
    bold = book.add_format({"bold": True})
    for column, (heading, width) in enumerate(_columns()):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, heading, bold)
    for line, row in enumerate(rows, start=1):
        for column, text in enumerate(_cells(row)):
            sheet.write_string(line, column, text)
    sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()


def _columns() -> list[tuple[str, int]]:
    return [
        (_("شماره"), 10),
        (_("موضوع"), 44),
        (_("عرصه"), 18),
        (_("جا"), 18),
        (_("مرکز"), 26),
        (_("وضعیت"), 16),
        (_("فرستاده شد"), 28),
        (_("مهلت"), 28),
        (_("نزد"), 20),
    ]


def _cells(row: Row) -> list[str]:
    hop = row.hop
    return [
        hop.need.request.number,
        row.title,
        str(hop.need.domain),
        str(hop.need.request.place),
        hop.centre.name,
        hop.get_state_display(),
        say(hop.offered_at, "time"),
        say(hop.answer_by, "time") if hop.answer_by else "",
        hop.holder.full_name if hop.holder else "",
    ]
