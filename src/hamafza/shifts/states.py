"""States of a shift, a booking and an ask, and their tables. Pure data."""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

SERVICE = "shifts.shift"  # kind of the deeds of service
QUARTER = 15  # minutes; a shift begins and ends at a quarter of an hour
DUTY = 24  # hours of service a month that a member promises; nobody is rostered for more
LATE = timedelta(hours=24)  # who calls off later than this before the beginning leaves a hole that must be mended
REST = timedelta(hours=8)  # between two shifts of one person, when we choose for her
PUT_RIGHT = timedelta(days=14)  # after its end a wrong word can still be put right for so long
REPORTS = 2  # so many others must say that somebody did not come


class ShiftState(TextChoices):
    DRAFT = "draft", pgettext_lazy("shift", "پیش‌نویس")
    PUBLISHED = "published", pgettext_lazy("shift", "پیش رو")
    RUNNING = "running", _("آغاز شده")
    CLOSED = "closed", pgettext_lazy("shift", "پایان‌یافته")
    CANCELLED = "cancelled", _("لغو شد")


S = ShiftState
SHIFT_MOVES: dict[str, set[str]] = {
    S.DRAFT: {S.PUBLISHED, S.CANCELLED},
    S.PUBLISHED: {S.RUNNING, S.CANCELLED},
    S.RUNNING: {S.CLOSED},
    S.CLOSED: set(),
    S.CANCELLED: set(),
}
OPEN = frozenset({S.PUBLISHED, S.RUNNING})  # somebody sees to it
SHIFT_FINAL = frozenset({S.CLOSED, S.CANCELLED})


class BookingState(TextChoices):
    WAITING = "waiting", _("در فهرست انتظار")
    SIGNED_UP = "signed_up", _("نام نوشته است")
    ROSTERED = "rostered", _("نوبت گرفته است")
    CALLED_OFF = "called_off", _("کنار کشید")
    CAME = "came", _("آمد")
    NO_SHOW = "no_show", _("نیامد")


B = BookingState
BOOKING_MOVES: dict[str, set[str]] = {
    B.WAITING: {B.SIGNED_UP, B.ROSTERED, B.CALLED_OFF},
    B.SIGNED_UP: {B.CALLED_OFF, B.CAME, B.NO_SHOW},
    B.ROSTERED: {B.CALLED_OFF, B.CAME, B.NO_SHOW},
    B.CALLED_OFF: {B.WAITING, B.SIGNED_UP, B.ROSTERED},
    B.CAME: {B.NO_SHOW},  # put right until the shift is closed
    B.NO_SHOW: {B.CAME},
}
COMING = frozenset({B.SIGNED_UP, B.ROSTERED})
SEATED = frozenset({*COMING, B.CAME, B.NO_SHOW})  # they hold a seat and their quarters of an hour
UNSURE = frozenset({B.WAITING, B.CALLED_OFF})


class AskState(TextChoices):
    """Somebody was asked to step in."""

    ASKED = "asked", _("از او پرسیده‌ایم")
    YES = "yes", _("می‌آید")
    NO = "no", _("نمی‌تواند")
    SILENT = "silent", _("پاسخ نداد")
    TAKEN = "taken", _("دیگری زودتر پذیرفت")


ASK_MOVES: dict[str, set[str]] = {
    AskState.ASKED: {AskState.YES, AskState.NO, AskState.SILENT, AskState.TAKEN},
    **{final: set() for final in (AskState.YES, AskState.NO, AskState.SILENT, AskState.TAKEN)},
}


class CalledOff(TextChoices):
    """Why she cannot come after all."""

    ILL = "ill", _("بیمارم")
    FAMILY = "family", _("کار خانواده")
    WORK = "work", _("کار یا درس")
    WAY = "way", _("راه یا هوا")
    MISTAKE = "mistake", _("اشتباه نام نوشته بودم")
    OTHER = "other", _("دلیل دیگر")


class Cancel(TextChoices):
    """Why a shift is not held."""

    CENTRE = "centre", _("کانون بسته است")
    WEATHER = "weather", _("هوا یا راه")
    NOBODY = "nobody", _("کسی نبود")
    NO_NEED = "no_need", _("دیگر لازم نیست")
    EMERGENCY = "emergency", _("بحران یا کار فوری")


TAKEN_OUT = "officer"  # the reason when an officer takes her out
LEFT = "left"  # the reason when she no longer serves at the centre
EXPIRED = "expired"  # the reason when her paper has run out
SHIFT_CANCELLED = "cancelled"  # the reason when the whole shift is off
