"""Which figures a report has, level by level, and of which lines of the journal each is made. One place for all."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hamafza.reports.states import Level


@dataclass(frozen=True)
class Wanted:
    """One figure: kinds of the journal, perhaps one detail, counted in lines or in people."""

    key: str
    label: str | Promise
    kinds: tuple[str, ...]
    detail: str | None = None
    measure: str = "lines"


HEARD = Wanted("heard", _("درخواست شنیده شد"), ("request_received",), measure="people")
OFFERED = Wanted("offered", _("ارجاع رسید"), ("referral_offered",))
ACCEPTED = Wanted("accepted", _("ارجاع پذیرفته شد"), ("referral_accepted",))
DECLINED = Wanted("declined", _("ارجاع با دلیل پذیرفته نشد"), ("referral_declined",))
EXPIRED = Wanted("expired", _("ارجاع بی‌پاسخ ماند"), ("referral_expired",))
FINISHED = Wanted("finished", _("نیاز به نتیجه رسید"), ("need_finished",), measure="people")
SOLVED = Wanted("solved", _("از آن: حل شد"), ("need_finished",), "solved", "people")
MISSED = Wanted("missed", _("مهلت گذشت"), ("deadline_missed",))
LAST_DOOR = Wanted("last_door", _("به آخرین در رسید"), ("last_door",), measure="people")
YES = Wanted("yes", _("گفتند حل شد"), ("satisfaction",), "yes", "people")
HALF = Wanted("half", _("گفتند تا اندازه‌ای"), ("satisfaction",), "half", "people")
NO = Wanted("no", _("گفتند هنوز مانده است"), ("satisfaction",), "no", "people")
SILENT = Wanted("silent", _("پاسخی ندادند"), ("satisfaction",), "silent")
MEETINGS = Wanted("meetings", _("نشست برگزار شد"), ("meeting_held",))
GATHERINGS = Wanted("gatherings", _("گردهمایی برگزار شد"), ("gathering_held",))
GATHERED = Wanted("gathered", _("حاضر در گردهمایی‌ها"), ("gathering_held",), measure="people")
DECISIONS = Wanted("decisions", _("مصوبه"), ("decision_adopted",))
VERIFIED = Wanted("verified", _("اقدام انجام و تأیید شد"), ("action_verified",))

_OF_A_PLACE = (
    HEARD, OFFERED, ACCEPTED, DECLINED, EXPIRED, FINISHED, SOLVED, LAST_DOOR, MISSED, YES, HALF, NO, SILENT,
    MEETINGS, DECISIONS, VERIFIED, GATHERINGS, GATHERED,
)  # fmt: skip
FIGURES: dict[str, tuple[Wanted, ...]] = {
    Level.CENTRE: (OFFERED, ACCEPTED, DECLINED, EXPIRED, FINISHED, SOLVED, MISSED, MEETINGS, GATHERINGS, GATHERED),
    Level.COUNTY: _OF_A_PLACE,
    Level.PROVINCE: _OF_A_PLACE,
}


def wanted(level: str, key: str) -> Wanted | None:
    return next((one for one in FIGURES[level] if one.key == key), None)
