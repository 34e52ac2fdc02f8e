"""An instant as a message says it: short, Jalali, in Persian digits."""

from datetime import datetime

from persiantools.jdatetime import JalaliDateTime

from hamafza.kernel.clock import local
from hamafza_engines.persian import to_persian_digits


def day_and_hour(at: datetime) -> str:
    """«شنبه ۳۰ آبان، ساعت ۱۴:۰۰»"""
    there = JalaliDateTime(local(at).replace(tzinfo=None))
    weekday, rest = (there.strftime(form, locale="fa") for form in ("%A", "%B، ساعت %H:%M"))
    return to_persian_digits(f"{weekday} {there.day} {rest}")
