"""States of a request and of each need in it. Pure data; one can read the life of a request here."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RequestState(TextChoices):
    RECEIVED = "received", _("دریافت شد")
    TRIAGED = "triaged", _("تشخیص داده شد")  # its needs are known; a referral is being sought
    IN_REFERRAL = "in_referral", _("نزد مراکز")
    RESOLVED = "resolved", _("انجام شد")  # every need has an outcome; her word is awaited
    PARTLY_RESOLVED = "partly_resolved", _("تا اندازه‌ای انجام شد")
    CONFIRMED = "confirmed", _("تأیید متقاضی")  # she said so; asked once more after four weeks
    CLOSED = "closed", _("بسته")
    WITHDRAWN = "withdrawn", _("پس گرفته شد")
    DUPLICATE = "duplicate", _("تکراری")  # its story goes on in another request


S = RequestState
FINAL = frozenset({S.CLOSED, S.WITHDRAWN, S.DUPLICATE})
OPEN = frozenset(set(S) - FINAL)

MOVES: dict[str, set[str]] = {
    S.RECEIVED: {S.TRIAGED, S.WITHDRAWN, S.DUPLICATE},
    S.TRIAGED: {S.IN_REFERRAL, S.RESOLVED, S.PARTLY_RESOLVED, S.WITHDRAWN, S.DUPLICATE},
    S.IN_REFERRAL: {S.TRIAGED, S.RESOLVED, S.PARTLY_RESOLVED, S.WITHDRAWN, S.DUPLICATE},
    S.RESOLVED: {S.CONFIRMED, S.CLOSED, S.TRIAGED},
    S.PARTLY_RESOLVED: {S.CONFIRMED, S.CLOSED, S.TRIAGED},
    S.CONFIRMED: {S.CLOSED, S.TRIAGED},
    S.CLOSED: {S.TRIAGED},  # "it is not solved" is heard after the end too
    S.WITHDRAWN: set(),
    S.DUPLICATE: set(),
}


class NeedState(TextChoices):
    WAITING = "waiting", _("در جست‌وجوی مرکز")
    OFFERED = "offered", _("در انتظار پذیرش")
    TAKING_CARE = "taking_care", _("در دست انجام")
    LAST_DOOR = "last_door", _("نزد آخرین در")
    DONE = "done", _("نتیجه دارد")
    DROPPED = "dropped", _("کنار رفت")  # withdrawn or merged with its request


N = NeedState
NEED_MOVES: dict[str, set[str]] = {
    N.WAITING: {N.OFFERED, N.LAST_DOOR, N.DROPPED, N.DONE},
    N.OFFERED: {N.WAITING, N.TAKING_CARE, N.LAST_DOOR, N.DROPPED},
    N.TAKING_CARE: {N.DONE, N.WAITING, N.OFFERED, N.LAST_DOOR, N.DROPPED},
    N.LAST_DOOR: {N.OFFERED, N.TAKING_CARE, N.DONE, N.WAITING, N.DROPPED},
    N.DONE: {N.WAITING},
    N.DROPPED: set(),
}
NEED_FINAL = frozenset({N.DONE, N.DROPPED})


class Outcome(TextChoices):
    """How a need ended. Every end has one."""

    SOLVED = "solved", _("حل شد")
    PARTLY = "partly", _("تا اندازه‌ای حل شد")
    GUIDED = "guided", _("راهنمایی حضوری شد")
    REFERRED_ON = "referred_on", _("به نهادی بیرون از شبکه سپرده و پیگیری شد")
    NOT_POSSIBLE = "not_possible", _("با همهٔ تلاش شدنی نبود")


class Door(TextChoices):
    WEB = "web", _("صفحهٔ همگانی")
    PHONE = "phone", _("تلفن")
    DESK = "desk", _("حضوری")
    LETTER = "letter", _("نامه")
    IMPORT = "import", _("فایل")
    API = "api", _("سامانهٔ دیگر")
    OPEN311 = "open311", _("Open311")


class Urgency(TextChoices):
    ORDINARY = "0", _("عادی")
    URGENT = "1", _("فوری")
    EMERGENCY = "2", _("اضطراری")


class Ending(TextChoices):
    """Why a closed request is closed; silence is counted apart."""

    CONFIRMED = "confirmed", _("متقاضی تأیید کرد")
    UNCONFIRMED = "unconfirmed", _("متقاضی پاسخی نداد")
