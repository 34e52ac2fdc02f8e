"""Words and drawings of the screen for hours and the ladder."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hamafza.care.deadlines import DUTY
from hamafza.care.queries import Evidence, Rise, Year
from hamafza.care.states import Measure
from hamafza.ui.digits import local
from hamafza.ui.moments import say

WIDTH, TALL = 40, 100  # of a month in the drawing; of the whole


def hours(minutes: int) -> str:
    """«۱۲ ساعت», «۱۲ ساعت و ۳۰ دقیقه»."""
    whole, rest = divmod(minutes, 60)
    full = ngettext("%(n)s ساعت", "%(n)s ساعت", whole) % {"n": local(whole)}
    part = ngettext("%(n)s دقیقه", "%(n)s دقیقه", rest) % {"n": local(rest)}
    if not rest:
        return full
    return _("%(hours)s و %(minutes)s") % {"hours": full, "minutes": part} if whole else part


@dataclass(frozen=True)
class Bar:
    """One month of the picture."""

    name: str
    said: str
    x: int
    y: float
    height: float
    full: bool  # the duty was reached


def bars(year: Year) -> list[Bar]:
    """Twelve months, the tallest as tall as the drawing; the line of the duty is drawn with `duty_line`."""
    most = _most(year)
    found = []
    for n, (month, minutes) in enumerate(year.months):
        height = round(minutes * TALL / most, 1)
        name = say(month.first, "month")
        found.append(Bar(name, hours(minutes), n * WIDTH + 6, round(TALL - height, 1), height, minutes >= DUTY * 60))
    return found


def duty_line(year: Year) -> float:
    return round(TALL - DUTY * 60 * TALL / _most(year), 1)


def _most(year: Year) -> int:
    return max(DUTY * 60, *(minutes for _month, minutes in year.months))


def line_of(evidence: Evidence) -> dict[str, Any]:
    """One criterion in words: what she has of what is asked."""
    facts = {"has": local(evidence.has), "wants": local(evidence.wants)}
    return {
        "label": evidence.measure.label, "value": _("%(has)s از %(wants)s") % facts, "share": evidence.share,
        "tone": "good" if evidence.is_met else "attention", "missing": "" if evidence.is_met else missing(evidence),
    }  # fmt: skip


def missing(evidence: Evidence) -> str:
    n = evidence.missing
    return {
        Measure.MONTHS: ngettext("%(n)s ماه دیگر", "%(n)s ماه دیگر", n),
        Measure.HOURS: ngettext("%(n)s ساعت دیگر", "%(n)s ساعت دیگر", n),
        Measure.SKILLS: ngettext("%(n)s مهارت معتبر دیگر", "%(n)s مهارت معتبر دیگر", n),
        Measure.TRUST: ngettext("%(n)s رأی اعتماد دیگر", "%(n)s رأی اعتماد دیگر", n),
        Measure.AGE: ngettext("%(n)s سال دیگر", "%(n)s سال دیگر", n),
    }[evidence.measure] % {"n": local(n)}


def way_to(rise: Rise) -> str:
    """«۱۲ ساعت دیگر و ۱ رأی اعتماد دیگر تا خادمیار»."""
    if rise.rung is None:
        return _("پلهٔ دیگری نمانده است؛ سپاس که راه را به دیگران نشان می‌دهید.")
    left = [missing(one) for one in rise.lines if not one.is_met]
    if not left:
        return _("همهٔ معیارهای «%(rung)s» فراهم است.") % {"rung": rise.rung.label}
    return _("%(left)s تا «%(rung)s»") % {"left": _(" و ").join(left), "rung": rise.rung.label}
