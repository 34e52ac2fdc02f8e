"""The inbox as an XLSX file."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from hamafza.referrals.queries import Row
from hamafza.ui import workbook as sheets
from hamafza.ui.moments import say


def workbook(title: str, rows: Iterable[Row]) -> bytes:
    """One sheet: number, title, domain, place, centre, state, sent, answer by, with whom."""
    return sheets.workbook(title, _columns(), map(_cells, rows))


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
    return [
        row.number,
        row.title,
        row.domain,
        row.place,
        row.centre,
        row.state,
        say(row.offered_at, "time"),
        say(row.answer_by, "time") if row.answer_by else "",
        row.holder,
    ]
