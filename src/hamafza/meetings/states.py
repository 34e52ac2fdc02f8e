"""States of a meeting, a decision and an action, and their tables. Pure data."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SeriesState(TextChoices):
    ACTIVE = "active", _("برپا")
    ENDED = "ended", _("پایان‌یافته")


SERIES_MOVES: dict[str, set[str]] = {SeriesState.ACTIVE: {SeriesState.ENDED}, SeriesState.ENDED: set()}


class MeetingState(TextChoices):
    PLANNED = "planned", _("برنامه‌ریزی‌شده")
    AGENDA_OPEN = "agenda_open", _("دستور جلسه باز است")
    AGENDA_SENT = "agenda_sent", _("دستور جلسه فرستاده شد")
    HELD = "held", _("برگزار شد؛ صورت‌جلسه نوشته می‌شود")
    MINUTES_DRAFT = "minutes_draft", _("پیش‌نویس صورت‌جلسه")  # whoever is silent for seven days consents
    MINUTES_CONFIRMED = "minutes_confirmed", _("صورت‌جلسه قطعی است")  # until its last action is done
    CLOSED = "closed", _("بسته شد")
    CANCELLED = "cancelled", _("برگزار نشد")


M = MeetingState
MEETING_FINAL = frozenset({M.CLOSED, M.CANCELLED})
BEFORE = frozenset({M.PLANNED, M.AGENDA_OPEN, M.AGENDA_SENT})  # it has not begun
DECIDED = frozenset({M.MINUTES_CONFIRMED, M.CLOSED})

MEETING_MOVES: dict[str, set[str]] = {
    M.PLANNED: {M.AGENDA_OPEN, M.CANCELLED},
    M.AGENDA_OPEN: {M.AGENDA_SENT, M.CANCELLED},
    M.AGENDA_SENT: {M.HELD, M.CANCELLED},
    M.HELD: {M.MINUTES_DRAFT},
    M.MINUTES_DRAFT: {M.MINUTES_CONFIRMED, M.HELD},  # back again when somebody objects
    M.MINUTES_CONFIRMED: {M.CLOSED},
    **{final: set() for final in MEETING_FINAL},
}


class DecisionState(TextChoices):
    PROPOSED = "proposed", _("پیشنهاد")
    ADOPTED = "adopted", _("تصویب شد")
    DEFERRED = "deferred", _("به نشست بعد ماند")
    REJECTED = "rejected", _("تصویب نشد")


D = DecisionState
DECISION_MOVES: dict[str, set[str]] = {
    D.PROPOSED: {D.ADOPTED, D.DEFERRED, D.REJECTED},
    **{settled: set() for settled in (D.ADOPTED, D.DEFERRED, D.REJECTED)},  # a later meeting writes its own
}


class ActionState(TextChoices):
    OPEN = "open", _("آغاز نشده")
    IN_PROGRESS = "in_progress", pgettext_lazy("action", "در دست انجام")
    BLOCKED = "blocked", _("گره خورده")
    DONE_CLAIMED = "done_claimed", _("منتظر تأیید")
    RETURNED = "returned", _("بازگردانده شد")
    VERIFIED = "verified", _("انجام و تأیید شد")
    CANCELLED = "cancelled", _("لغو شد")


A = ActionState
ACTION_FINAL = frozenset({A.VERIFIED, A.CANCELLED})
UNVERIFIED = frozenset(set(A) - ACTION_FINAL)
WORKING = frozenset({A.OPEN, A.IN_PROGRESS, A.BLOCKED, A.RETURNED})  # the owner's turn

ACTION_MOVES: dict[str, set[str]] = {
    A.OPEN: {A.IN_PROGRESS, A.DONE_CLAIMED, A.BLOCKED, A.CANCELLED},
    A.IN_PROGRESS: {A.DONE_CLAIMED, A.BLOCKED, A.CANCELLED},
    A.BLOCKED: {A.IN_PROGRESS, A.DONE_CLAIMED, A.CANCELLED},
    A.DONE_CLAIMED: {A.VERIFIED, A.RETURNED},
    A.RETURNED: {A.IN_PROGRESS, A.DONE_CLAIMED, A.BLOCKED, A.CANCELLED},
    **{final: set() for final in ACTION_FINAL},
}


class Kind(TextChoices):
    """Where an item of the agenda comes from; in this order they are first put down."""

    ACTION = "action", _("اقدام مانده")
    DEFERRED = "deferred", _("مانده از پیش")
    LATE = "late", _("پاسخ دیر")
    LAST_DOOR = "last_door", _("آخرین در")
    GAP = "gap", _("جای خالی خدمت")
    REPORT = "report", _("گزارش")
    PROPOSED = "proposed", _("پیشنهاد عضو")
    OTHER = "other", _("دیگر")


class Answer(TextChoices):
    NONE = "", _("پاسخ نداده")
    YES = "yes", _("می‌آید")
    NO = "no", _("نمی‌آید")


class Attended(TextChoices):
    UNKNOWN = "", _("هنوز نه")
    PRESENT = "present", _("حاضر")
    ABSENT = "absent", _("غایب")
    EXCUSED = "excused", _("غایب با عذر")


class Cancel(TextChoices):
    """Why a meeting is not held."""

    QUORUM = "quorum", _("شمار کافی نمی‌رسید")
    HOST = "host", _("میزبان نتوانست")
    WEATHER = "weather", _("هوا یا راه")
    OCCASION = "occasion", _("همزمانی با مناسبت")
    EMERGENCY = "emergency", _("بحران یا کار فوری")
    OTHER = "other", _("دلیل دیگر")


SERIES_ENDED = "series_ended"  # why its last meetings are called off: no choice of a person
DATES_BY_OWNER = 2  # so often may the due date move without the chair
