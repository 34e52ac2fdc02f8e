"""An accepted report as one picture for the phone: a few large figures, the last months, a map where there is one."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from hamafza.journal.months import Month
from hamafza.places.models import Kind, Place
from hamafza.reports import content, drawing, posted
from hamafza.reports.content import Wanted
from hamafza.reports.models import Report
from hamafza.reports.states import Level
from hamafza.ui import paper
from hamafza.ui.digits import grouped, local
from hamafza.ui.moments import say

SHEET = Path(__file__).parent / "sheets" / "poster.typ"
PPI = 72  # the page is 1080 by 1350 points, so a point is a pixel
MOST = 4
MONTHS = 6
FIRST: dict[str, tuple[Wanted, ...]] = {
    Level.CENTRE: (content.FINISHED, content.MEETINGS, content.GATHERINGS),
    Level.COUNTY: (content.HEARD, content.FINISHED, content.MEETINGS, content.VERIFIED, content.GATHERINGS),
    Level.PROVINCE: (content.HEARD, content.FINISHED, content.MEETINGS, content.VERIFIED, content.GATHERINGS),
}


def png(report: Report) -> bytes:
    """1080 × 1350, in the language of the page."""
    letter = paper.Letter(title=str(report.unit), number=local(report.code))
    return paper.pages(SHEET, letter, facts(report), ppi=PPI)[0]


def facts(report: Report) -> dict[str, Any]:
    """JSON values only. Of people, what is published for all and nothing else: a picture goes from hand to hand."""
    months = _months(report)
    cells = posted.people(report.unit, content.FINISHED.key, [month.code for month in months])
    counts = [sum(n for (code, _place), n in cells.items() if code == month.code) for month in months]
    figures = [(_number(report, one), str(one.label)) for one in FIRST[report.level]]
    most = max(counts, default=0) or 1
    return {
        "month": str(report.period),
        "figures": [[grouped(number), label] for number, label in figures if number][:MOST],
        "nothing": _("روزهایی آرام بود؛ رقمی برای نشان‌دادن نیست."),
        "bars_head": _("نیازهای به‌نتیجه‌رسیده، ماه به ماه"),
        "bars": [
            [say(month.first, "month").split(" ")[0], grouped(n) if n else "·", n / most]
            for month, n in zip(months, counts, strict=True)
        ]
        if any(counts)
        else [],
        "map": drawing.map_of(_by_county(report, cells)),
        "map_alt": _("نقشهٔ نیازهای به‌نتیجه‌رسیده در شهرستان‌ها"),
        "foot": _("پذیرفته در %(day)s") % {"day": say(report.accepted_at, "long")} if report.accepted_at else "",
        "few": _("شمار مردم همان است که برای همه منتشر شده است؛ گروه‌های کوچک در آن نیست."),
    }


def _months(report: Report) -> list[Month]:
    """Its own months, or the last six where they are fewer; a campaign's days are of no month, and are not published."""
    period = report.period
    if not period.is_whole:
        return []
    return max(period.months, [period.month.plus(n + 1 - MONTHS) for n in range(MONTHS)], key=len)


def _own(report: Report) -> list[int]:
    return [month.code for month in report.period.months] if report.period.is_whole else []


def _number(report: Report, wanted: Wanted) -> int:
    if wanted.measure != "people":
        return report.figures.get(wanted.key, 0)
    return sum(posted.people(report.unit, wanted.key, _own(report)).values())


def _by_county(report: Report, cells: Mapping[tuple[int, str], int]) -> dict[Place, int]:
    """A province's alone; people of no county in particular are on no county."""
    if report.level != Level.PROVINCE or not report.period.is_whole:
        return {}
    counties = Place.objects.under(report.place.path).filter(kind=Kind.COUNTY).select_related("parent")
    return {county: sum(cells.get((month, county.path), 0) for month in _own(report)) for county in counties}
