"""An accepted report as one picture for the phone: a few large figures, the last months, a map where there is one."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from hamafza.reports import content, drawing, queries
from hamafza.reports.content import Wanted
from hamafza.reports.models import Report
from hamafza.reports.states import Level
from hamafza.ui import paper
from hamafza.ui.digits import grouped, local
from hamafza.ui.moments import say

SHEET = Path(__file__).parent / "sheets" / "poster.typ"
PPI = 72  # the page is 1080 by 1350 points, so a point is a pixel
FEW = 5  # people: fewer might be known by whoever sees the picture
MOST = 4
FIRST: dict[str, tuple[Wanted, ...]] = {
    Level.CENTRE: (content.FINISHED, content.SOLVED, content.ACCEPTED, content.MEETINGS),
    Level.COUNTY: (content.HEARD, content.FINISHED, content.SOLVED, content.MEETINGS, content.VERIFIED),
    Level.PROVINCE: (content.HEARD, content.FINISHED, content.SOLVED, content.MEETINGS, content.VERIFIED),
}


def png(report: Report) -> bytes:
    """1080 × 1350, in the language of the page."""
    letter = paper.Letter(title=str(report.unit), number=local(report.code))
    return paper.pages(SHEET, letter, facts(report), ppi=PPI)[0]


def facts(report: Report) -> dict[str, Any]:
    """JSON values only. Numbers of people below five are left out, whatever they are of."""
    bars = queries.bars(report, content.FINISHED)
    shown = [bar.number if bar.number >= FEW else 0 for bar in bars]
    most = max(shown, default=0) or 1
    return {
        "month": str(report.period),
        "figures": [
            [grouped(report.figures[one.key]), str(one.label)] for one in FIRST[report.level] if _is_shown(report, one)
        ][:MOST],
        "nothing": _("روزهایی آرام بود؛ رقمی برای نشان‌دادن نیست."),
        "bars_head": _("نیازهای به‌نتیجه‌رسیده"),
        "bars": [[drawing.label(bar), grouped(n) if n else "·", n / most] for bar, n in zip(bars, shown, strict=True)]
        if any(shown) and len(bars) > 1
        else [],
        "map": drawing.map_of(queries.by_places_below(report, content.FINISHED)),
        "map_alt": _("نقشهٔ نیازهای به‌نتیجه‌رسیده در شهرستان‌ها"),
        "foot": _("پذیرفته در %(day)s") % {"day": say(report.accepted_at, "long")} if report.accepted_at else "",
        "few": _("شمارهای کمتر از ۵ نفر نیامده است."),
    }


def _is_shown(report: Report, wanted: Wanted) -> bool:
    number = report.figures.get(wanted.key, 0)
    if wanted is content.SOLVED and 0 < report.figures.get(content.FINISHED.key, 0) - number < FEW:
        return False  # the rest would be too few
    return number >= (FEW if wanted.measure == "people" else 1)
