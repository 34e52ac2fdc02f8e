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
MEASURES = (HEARD, FINISHED)

# What they said of a service; each is a crowd of its own, gathered over a Jalali year.
RATED = "service_rated"
SAID = ("solved", "not_yet", "silent")
