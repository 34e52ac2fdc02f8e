"""A gap in words: why a month's report is not there, or what it left out."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hamafza.kernel.clock import local
from hamafza.reports.queries import Part
from hamafza.ui.digits import grouped


def said(part: Part, at: datetime) -> str:
    """Nothing when all is there."""
    report = part.report
    if report is None:
        over = part.month.last < local(at).date()
        return _("گزارشی برای این ماه نیست.") if over else _("این ماه هنوز تمام نشده است.")
    if part.gap == "open":
        holder = report.holder.full_name if report.holder else "—"
        return _("%(state)s؛ نزد %(who)s") % {"state": report.get_state_display(), "who": holder}
    if part.gap == "bypassed":
        return ngettext("بی %(n)s گزارش: %(why)s", "بی %(n)s گزارش: %(why)s", len(report.missing)) % {
            "n": grouped(len(report.missing)),
            "why": report.missing_because,
        }
    return ""
