"""Days, hours and what is left of them, in words; never asks the wall clock."""

from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext, ngettext
from persiantools.jdatetime import JalaliDate

from hamafza.kernel.clock import TEHRAN
from hamafza.ui.digits import local, speaks_persian

MONTHS = [
    "فروردین",
    "اردیبهشت",
    "خرداد",
    "تیر",
    "مرداد",
    "شهریور",
    "مهر",
    "آبان",
    "آذر",
    "دی",
    "بهمن",
    "اسفند",
]
MONTHS_LATIN = [
    "Farvardin",
    "Ordibehesht",
    "Khordad",
    "Tir",
    "Mordad",
    "Shahrivar",
    "Mehr",
    "Aban",
    "Azar",
    "Dey",
    "Bahman",
    "Esfand",
]
WEEKDAYS = ("دوشنبه", "سه‌شنبه", "چهارشنبه", "پنجشنبه", "جمعه", "شنبه", "یکشنبه")
WEEKDAYS_LATIN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS_GREGORIAN = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def in_tehran(value: date | datetime) -> date | datetime:
    """An instant on Tehran's clock; a plain day stays as it is."""
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(TEHRAN)
    return value


def say(value: date | datetime, style: str = "long") -> str:
    """A day or instant in words: long, day (no year), short, month, time (long with hour) or clock."""
    there = in_tehran(value)
    clock = f"{there:%H:%M}" if isinstance(there, datetime) else ""
    if style == "clock":
        return local(clock)
    day = there.date() if isinstance(there, datetime) else there
    if style == "time":
        join = "، " if speaks_persian() else ", "
        return join.join(part for part in (say(day), local(clock)) if part)
    return _persian_day(day, style) if speaks_persian() else _english_day(day, style)


def _persian_day(day: date, style: str) -> str:
    jalali = JalaliDate(day)
    month = MONTHS[jalali.month - 1]
    text = {
        "short": f"{jalali.year}/{jalali.month:02}/{jalali.day:02}",
        "month": f"{month} {jalali.year}",
        "day": f"{WEEKDAYS[day.weekday()]} {jalali.day} {month}",
    }.get(style, f"{WEEKDAYS[day.weekday()]} {jalali.day} {month} {jalali.year}")
    return local(text)


def _english_day(day: date, style: str) -> str:
    jalali = JalaliDate(day)
    month = MONTHS_LATIN[jalali.month - 1]
    gregorian = f"{WEEKDAYS_LATIN[day.weekday()]} {day.day} {MONTHS_GREGORIAN[day.month - 1]}"
    return {
        "short": day.isoformat(),
        "month": f"{month} {jalali.year}",
        "day": gregorian,
    }.get(style, f"{gregorian} {day.year} ({jalali.day} {month} {jalali.year})")


def jalali_digits(value: date | datetime) -> str:
    """A day as one writes it into a form: ۱۴۰۵/۰۹/۰۱, Jalali in both languages."""
    there = in_tehran(value)
    jalali = JalaliDate(there.date() if isinstance(there, datetime) else there)
    return local(f"{jalali.year}/{jalali.month:02}/{jalali.day:02}")


def end_of(due: date | datetime) -> datetime:
    """The instant a deadline ends; a day ends at midnight in Tehran."""
    if isinstance(due, datetime):
        return due if due.tzinfo else due.replace(tzinfo=TEHRAN)
    return datetime.combine(due + timedelta(days=1), time.min, TEHRAN)


def remaining(due: date | datetime, at: datetime) -> str:
    """How long is left, or how long ago it was due: ۲ روز مانده, ۳ ساعت گذشته."""
    left = end_of(due) - at
    unit, count = largest_unit(abs(left))
    if not count:
        return gettext("کمتر از یک دقیقه مانده") if left >= timedelta(0) else gettext("همین اکنون گذشت")
    words = _left_words(unit, count) if left > timedelta(0) else _past_words(unit, count)
    return words % {"n": local(count)}


def duration(length: timedelta) -> str:
    """A length of time by its largest unit: ۲۵ ساعت is one day, ۱ روز."""
    unit, count = largest_unit(abs(length))
    if not count:
        return gettext("کمتر از یک دقیقه")
    words = {
        "day": ngettext("%(n)s روز", "%(n)s روز", count),
        "hour": ngettext("%(n)s ساعت", "%(n)s ساعت", count),
        "minute": ngettext("%(n)s دقیقه", "%(n)s دقیقه", count),
    }[unit]
    return words % {"n": local(count)}


def largest_unit(length: timedelta) -> tuple[str, int]:
    minutes = int(length.total_seconds() // 60)
    if minutes >= 1440:
        return "day", minutes // 1440
    if minutes >= 60:
        return "hour", minutes // 60
    return "minute", minutes


def _left_words(unit: str, n: int) -> str:
    if unit == "day":
        return ngettext("%(n)s روز مانده", "%(n)s روز مانده", n)
    if unit == "hour":
        return ngettext("%(n)s ساعت مانده", "%(n)s ساعت مانده", n)
    return ngettext("%(n)s دقیقه مانده", "%(n)s دقیقه مانده", n)


def _past_words(unit: str, n: int) -> str:
    if unit == "day":
        return ngettext("%(n)s روز گذشته", "%(n)s روز گذشته", n)
    if unit == "hour":
        return ngettext("%(n)s ساعت گذشته", "%(n)s ساعت گذشته", n)
    return ngettext("%(n)s دقیقه گذشته", "%(n)s دقیقه گذشته", n)
