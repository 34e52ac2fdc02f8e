"""A report as an office files it: figures with bars, the text, what is missing, and who signs."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hamafza.reports import content, drawing, queries
from hamafza.reports.models import Report
from hamafza.reports.states import State
from hamafza.ui import paper
from hamafza.ui.digits import grouped, local
from hamafza.ui.moments import say

SHEET = Path(__file__).parent / "sheets" / "report.typ"


def pdf(report: Report) -> bytes:
    """In the language of the page."""
    return paper.pdf(SHEET, _letter(report), facts(report))


def pages(report: Report, *, ppi: int = 110) -> list[bytes]:
    """The same as pictures."""
    return paper.pages(SHEET, _letter(report), facts(report), ppi=ppi)


def _letter(report: Report) -> paper.Letter:
    sent = report.submitted_by.full_name if report.submitted_by else ""
    accepted = report.accepted_by.full_name if report.accepted_by else ""
    return paper.Letter(
        title=_("گزارش %(month)s: %(unit)s") % {"month": report.period, "unit": report.unit},
        number=local(report.code),
        date=say(report.submitted_at or report.created_at, "short"),
        footer=_("هم‌افزا؛ رقم‌ها از دفتر روزانه"),
        signatures=[(_("تهیه‌کننده"), sent), (_("پذیرنده"), accepted)],
    )


def facts(report: Report) -> dict[str, Any]:
    """JSON values only."""
    lines = queries.lines_of(report)
    most = max((line.number for line in lines), default=0) or 1
    return {
        "state": _state(report),
        "heads": [_("رقم"), report.period.this, report.period.previous, ""],
        "rows": [
            [str(line.wanted.label), grouped(line.number), grouped(line.before), line.number / most] for line in lines
        ],
        "bars_head": _("نیازهای به‌نتیجه‌رسیده"),
        "bars": _bars(report),
        "map": drawing.map_of(queries.by_places_below(report, content.FINISHED)),
        "map_head": _("کجا به نتیجه رسید"),
        "map_alt": _("نقشهٔ نیازهای به‌نتیجه‌رسیده در شهرستان‌ها"),
        "typed_head": _("رقم‌های دستی (از دفتر روزانه نیست)"),
        "typed_heads": [_("رقم"), _("دستی"), _("چه کسی و کی")],
        "typed": [
            [one.caption, f"{grouped(one.number)} {one.unit}".strip(), one.whence] for one in queries.typed_of(report)
        ],
        "nothing": report.period.nothing if report.nothing else "",
        "narrative_head": _("شرح"),
        "photos": drawing.photos(queries.photos_of(report)),
        "narrative": [part for part in report.narrative.split("\n") if part.strip()],
        "missing": _missing(report),
        "days": report.period.days if report.campaign else "",
    }


def _bars(report: Report) -> list[list[Any]]:
    """Nothing when there was nothing, or when one bar would be all."""
    bars = queries.bars(report, content.FINISHED)
    most = max((bar.number for bar in bars), default=0)
    if not most or len(bars) < 2:
        return []
    return [[drawing.label(bar), grouped(bar.number), max(0, bar.number) / most] for bar in bars]


def _state(report: Report) -> str:
    if report.state == State.ACCEPTED and report.accepted_at:
        return _("پذیرفته در %(day)s، ویرایش %(n)s") % {
            "day": say(report.accepted_at, "long"), "n": grouped(report.edition),
        }  # fmt: skip
    return _("هنوز پذیرفته نشده است (%(state)s).") % {"state": report.get_state_display()}


def _missing(report: Report) -> str:
    if not report.missing:
        return ""
    return ngettext("%(n)s گزارش نرسیده است: %(why)s", "%(n)s گزارش نرسیده است: %(why)s", len(report.missing)) % {
        "n": grouped(len(report.missing)),
        "why": report.missing_because,
    }
