"""Words of the screen for shifts and bookings."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hamafza.kernel.clock import local as on_the_wall
from hamafza.shifts.models import Booking, Shift
from hamafza.shifts.states import (
    EXPIRED,
    LEFT,
    SHIFT_CANCELLED,
    TAKEN_OUT,
    BookingState,
    CalledOff,
    Cancel,
    ShiftState,
)
from hamafza.ui.digits import local
from hamafza.ui.moments import say

TONES: dict[str, str] = {
    ShiftState.DRAFT: "quiet", ShiftState.PUBLISHED: "info", ShiftState.RUNNING: "attention", ShiftState.CLOSED: "good",
    ShiftState.CANCELLED: "quiet",
    BookingState.WAITING: "quiet", BookingState.SIGNED_UP: "calm", BookingState.ROSTERED: "calm",
    BookingState.CALLED_OFF: "attention", BookingState.CAME: "good", BookingState.NO_SHOW: "late",
}  # fmt: skip


def weekdays() -> list[tuple[int, str]]:
    """Saturday 0 … Friday 6."""
    names = [_("شنبه"), _("یکشنبه"), _("دوشنبه"), _("سه‌شنبه"), _("چهارشنبه"), _("پنجشنبه"), _("جمعه")]
    return list(enumerate(names))


def hours_of(shift: Shift) -> str:
    """«۱۴:۰۰ تا ۱۸:۰۰»."""
    clock = [local(f"{on_the_wall(one):%H:%M}") for one in (shift.starts_at, shift.ends_at)]
    return _("%(from)s تا %(to)s") % {"from": clock[0], "to": clock[1]}


def when(shift: Shift) -> str:
    """«شنبه ۲ آبان، ۱۴:۰۰ تا ۱۸:۰۰»."""
    return _("%(day)s، %(hours)s") % {"day": say(shift.day, "day"), "hours": hours_of(shift)}


def name_of(shift: Shift) -> str:
    """«نوبت شنبه ۲ آبان، ۱۴:۰۰ تا ۱۸:۰۰»."""
    return _("نوبت %(when)s") % {"when": when(shift)}


def week_of(first: date, last: date) -> str:
    return _("از %(first)s تا %(last)s") % {"first": say(first, "day"), "last": say(last, "day")}


def seats_of(shift: Shift) -> str:
    """«۲ از ۳»; `taken` was counted with it."""
    return _("%(taken)s از %(needed)s") % {"taken": local(shift.taken), "needed": local(shift.needed)}


def missing_of(shift: Shift) -> str:
    """«۱ نفر کم است», or nothing."""
    missing = shift.needed - shift.taken
    text = ngettext("%(n)s نفر کم است", "%(n)s نفر کم است", missing)
    return text % {"n": local(missing)} if missing > 0 else ""


def reason_of(thing: Shift | Booking) -> str:
    """Why it is off, in words."""
    own = {
        TAKEN_OUT: _("مسئول نوبت او را بیرون برد"), SHIFT_CANCELLED: _("نوبت لغو شد"), "": "",
        LEFT: _("دیگر در خدمت این کانون نیست"), EXPIRED: _("مدرک مهارتش دیگر معتبر نیست"),
    }  # fmt: skip
    labels = Cancel if isinstance(thing, Shift) else CalledOff
    if isinstance(thing, Booking) and thing.reason in own:
        return str(own[thing.reason])
    return str(labels(thing.reason).label) if thing.reason else ""


def length(minutes: int) -> str:
    """«۶ ساعت» or «۶ ساعت و ۳۰ دقیقه»."""
    whole, rest = divmod(minutes, 60)
    full = ngettext("%(n)s ساعت", "%(n)s ساعت", whole) % {"n": local(whole)}
    part = ngettext("%(n)s دقیقه", "%(n)s دقیقه", rest) % {"n": local(rest)}
    if not rest:
        return full
    return _("%(hours)s و %(minutes)s") % {"hours": full, "minutes": part} if whole else part


def tone_of(thing: Shift | Booking) -> str:
    return TONES.get(thing.state, "quiet")
