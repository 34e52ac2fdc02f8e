"""Stages of a successor, and the states of what waits here. Pure data."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Stage(TextChoices):
    """How far she can do the work of the officer beside whom she learns."""

    SHADOW = "shadow", _("همراه است و می‌بیند")
    CO_LEAD = "co_lead", _("با هم می‌گردانند")
    LEADS_ALONE = "leads_alone", _("به‌تنهایی می‌گرداند")
    CERTIFIED = "certified", _("آماده و تأییدشده")
    ENDED = "ended", _("پایان یافت")


S = Stage
STAGE_MOVES: dict[str, set[str]] = {
    S.SHADOW: {S.CO_LEAD, S.ENDED},
    S.CO_LEAD: {S.LEADS_ALONE, S.ENDED},
    S.LEADS_ALONE: {S.CERTIFIED, S.ENDED},
    S.CERTIFIED: {S.ENDED},
    S.ENDED: set(),
}
LEARNING = frozenset({S.SHADOW, S.CO_LEAD, S.LEADS_ALONE})  # a next stage waits for her
READY = frozenset({S.CO_LEAD, S.LEADS_ALONE, S.CERTIFIED})  # could lead tomorrow
TARGET = 10  # certified successors of every officer


class Ending(TextChoices):
    """Why a successor learns no longer."""

    TOOK_OVER = "took_over", _("کار را تحویل گرفت")
    MOVED = "moved", _("به جای دیگری رفت")
    NOT_NOW = "not_now", _("اکنون نمی‌تواند")
    OTHER = "other", _("دلیل دیگر")


class ActingState(TextChoices):
    """A centre without a head: who was asked, and who leads meanwhile."""

    OFFERED = "offered", _("پیشنهاد شده است")
    TAKEN = "taken", _("سرپرست موقت دارد")
    WITH_PARENT = "with_parent", _("نزد هماهنگ‌کننده است")
    ENDED = "ended", _("مدیر دارد")


A = ActingState
ACTING_MOVES: dict[str, set[str]] = {
    A.OFFERED: {A.TAKEN, A.WITH_PARENT, A.ENDED},
    A.TAKEN: {A.WITH_PARENT, A.ENDED},
    A.WITH_PARENT: {A.TAKEN, A.ENDED},
    A.ENDED: set(),
}


class Answer(TextChoices):
    """What somebody said who was asked to lead for a month."""

    WAITING = "waiting", _("هنوز نگفته است")
    YES = "yes", _("می‌پذیرد")
    NO = "no", _("نمی‌تواند")
    TOO_LATE = "too_late", _("دیگری پذیرفت")


class CheckKind(TextChoices):
    """What a centre seems to do, against what its entry says."""

    ASLEEP = "asleep", _("به نظر می‌رسد خاموش شده است")
    AWAKE = "awake", _("به نظر می‌رسد دوباره زنده است")


class CheckState(TextChoices):
    OPEN = "open", _("منتظر نظر")
    MOVED = "moved", _("وضعیت عوض شد")
    STAYS = "stays", _("همان که بود می‌ماند")
    GONE = "gone", _("خودبه‌خود روشن شد")  # life came back, or the centre was moved elsewhere


C = CheckState
CHECK_MOVES: dict[str, set[str]] = {
    C.OPEN: {C.MOVED, C.STAYS, C.GONE},
    **{final: set() for final in (C.MOVED, C.STAYS, C.GONE)},
}
