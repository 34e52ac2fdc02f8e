"""Requests as an XLSX sheet."""

from collections.abc import Collection, Iterable

from django.utils.translation import gettext as _

from hamafza.intake.models import Request
from hamafza.ui import workbook as sheets
from hamafza.ui.moments import say


def workbook(requests: Iterable[Request], full: Collection[int]) -> bytes:
    """One row a request; name, phone and words only for those in `full`."""
    lines = (_cells(request, request.pk in full) for request in requests)
    return sheets.workbook(_("درخواست‌ها"), _columns(), lines)


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
