"""States of a hop and of a last-door task, coded reasons, and the ladder. Pure data."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class HopState(TextChoices):
    OFFERED = "offered", _("در انتظار پاسخ")
    ACCEPTED = "accepted", _("پذیرفته شد")  # first contact is awaited
    IN_PROGRESS = "in_progress", _("در دست انجام")
    ON_HOLD = "on_hold", _("معلق")  # with a reason and a date on which it wakes by itself
    DONE = "done", _("انجام شد")
    NOT_DONE = "not_done", _("انجام نشد")  # with a reason; the next hop follows
    DECLINED = "declined", _("نپذیرفت")
    EXPIRED = "expired", _("پاسخی نداد")
    WITHDRAWN = "withdrawn", _("پس گرفته شد")
    CLOSED_ELSEWHERE = "closed_elsewhere", _("دیگری پذیرفت")


H = HopState
OPEN = frozenset({H.OFFERED, H.ACCEPTED, H.IN_PROGRESS, H.ON_HOLD})
TAKEN = frozenset({H.ACCEPTED, H.IN_PROGRESS, H.ON_HOLD})
FINAL = frozenset(set(H) - OPEN)

MOVES: dict[str, set[str]] = {
    H.OFFERED: {H.ACCEPTED, H.DECLINED, H.EXPIRED, H.WITHDRAWN, H.CLOSED_ELSEWHERE},
    H.ACCEPTED: {H.IN_PROGRESS, H.ON_HOLD, H.DONE, H.NOT_DONE, H.WITHDRAWN},
    H.IN_PROGRESS: {H.ON_HOLD, H.DONE, H.NOT_DONE, H.WITHDRAWN},
    H.ON_HOLD: {H.IN_PROGRESS, H.DONE, H.NOT_DONE, H.WITHDRAWN},
    **{final: set() for final in FINAL},
}


class Mode(TextChoices):
    ONE = "one", _("همین مرکز")
    RANKED = "ranked", _("به ترتیب پیشنهاد")
    POOL = "pool", _("هم‌زمان به چند مرکز؛ نخستین پذیرنده می‌ماند")


class Decline(TextChoices):
    """Why a centre cannot; the reason chooses the next hop and adds up to the map of missing services."""

    CAPACITY = "capacity", _("ظرفیت نداریم")
    FUNDS = "funds", _("بودجه نداریم")
    NOT_ELIGIBLE = "not_eligible", _("شرایط خدمت ما را ندارد")
    OUT_OF_AREA = "out_of_area", _("بیرون از محدودهٔ ماست")
    PAPERS_MISSING = "papers_missing", _("مدارک کامل نیست")
    WRONG_DOMAIN = "wrong_domain", _("به عرصهٔ ما مربوط نیست")
    OTHER = "other", _("دلیل دیگر")


class Hold(TextChoices):
    CLIENT_ASKED = "client_asked", _("به خواست متقاضی")
    WAITING_PAPERS = "waiting_papers", _("در انتظار مدارک")
    WAITING_FUNDS = "waiting_funds", _("در انتظار اعتبار")
    UNREACHABLE = "unreachable", _("متقاضی در دسترس نیست")
    OTHER = "other", _("دلیل دیگر")


class NotDone(TextChoices):
    UNREACHABLE = "unreachable", _("متقاضی پیدا نشد")
    NO_MEANS = "no_means", _("در توان ما نبود")
    NOT_ELIGIBLE = "not_eligible", _("شرایط را نداشت")
    RELAYED = "relayed", _("به مرکز دیگری سپرده شد")
    SILENCE = "silence", _("مرکز خبری نداد")
    OTHER = "other", _("دلیل دیگر")


class Why(TextChoices):
    """What brought a need to the last door."""

    EXHAUSTED = "exhausted", _("مرکز دیگری نیست")
    REFUSALS = "refusals", _("چند مرکز نتوانستند")
    REOPENED = "reopened", _("دوباره باز شد")


class DoorState(TextChoices):
    OPEN = "open", _("باز")
    DONE = "done", _("انجام شد")
    CALLED_BACK = "called_back", _("دیگر لازم نیست")


DOOR_MOVES: dict[str, set[str]] = {
    DoorState.OPEN: {DoorState.DONE, DoorState.CALLED_BACK},
    DoorState.DONE: set(),
    DoorState.CALLED_BACK: set(),
}


class DoorAction(TextChoices):
    """What the last-door officer may do; nothing is not among them."""

    NEW_HOP = "new_hop", _("سپردن به مرکزی دیگر")
    OUTSIDE = "outside", _("سپردن به نهادی بیرون از شبکه و پیگیری آن")
    SPLIT = "split", _("شکستن نیاز به نیازهای کوچک‌تر")
    GUIDANCE = "guidance", _("راهنمایی و همراهی حضوری")


CENTRE_RESTS = "centre_rests"  # why a hop was taken back: no reason of its sender, so not among those to choose from
REFUSALS_BEFORE_LAST_DOOR = 3
