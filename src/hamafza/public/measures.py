"""What citizens are told, and of which lines of the journal it is made."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Measure:
    """A kind of deed, counted in people."""

    key: str
    label: str | Promise
    kind: str
    detail: str | None = None


HEARD = Measure("heard", _("درخواست شنیده شد"), "request_received")
FINISHED = Measure("finished", _("نیاز به نتیجه رسید"), "need_finished")
YES = Measure("yes", _("گفتند حل شد"), "satisfaction", "yes")
HALF = Measure("half", _("گفتند تا اندازه‌ای"), "satisfaction", "half")
NO = Measure("no", _("گفتند هنوز مانده است"), "satisfaction", "no")
MEASURES = (HEARD, FINISHED, YES, HALF, NO)
