"""Form fields that read what people in Iran really type; every error names the remedy."""

import re
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hamafza.kernel.clock import TEHRAN
from hamafza.ui import digits, moments, widgets
from hamafza_engines.persian import parse_date, parse_mobile, parse_phone, to_latin_digits

NOT_A_DAY = _("این روز در تقویم نیست. آن را مانند ۱۴۰۵/۰۹/۰۱ بنویسید.")
NOT_AN_HOUR = _("ساعت را مانند ۱۴:۳۰ بنویسید.")


class JalaliDateField(forms.Field):
    """A day written ۱۴۰۴/۹/۷, 14040907, 1404-09-07 or 2025-11-28; cleaned to a date."""

    widget = widgets.JalaliDateInput
    default_error_messages = {"invalid": NOT_A_DAY}

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return value.date() if isinstance(value, datetime) else value
        day = parse_date(str(value).strip())
        if day is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return day

    def prepare_value(self, value: Any) -> Any:
        return moments.jalali_digits(value) if isinstance(value, date) else value


class HourField(forms.Field):
    """An hour written ۱۴:۳۰, 14.30, 1430 or 14."""

    widget = forms.TextInput
    default_error_messages = {"invalid": NOT_AN_HOUR}

    def to_python(self, value: Any) -> time | None:
        if value in self.empty_values:
            return None
        if isinstance(value, time):
            return value
        found = re.fullmatch(r"(\d{1,2})(?:\D?(\d{2}))?", to_latin_digits(value).strip(), re.ASCII)
        if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return time(int(found[1]), int(found[2] or 0))


class JalaliDateTimeField(forms.MultiValueField):
    """A day and an hour on Tehran's clock; cleaned to an aware instant."""

    widget = widgets.JalaliDateTimeInput

    def __init__(self, **kwargs: Any) -> None:
        parts = (
            JalaliDateField(error_messages={"incomplete": _("تاریخ را هم بنویسید.")}),
            HourField(error_messages={"incomplete": _("ساعت را هم بنویسید.")}),
        )
        super().__init__(fields=parts, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[Any]) -> datetime | None:
        return datetime.combine(data_list[0], data_list[1], TEHRAN) if data_list else None


class PhoneField(forms.CharField):
    """A telephone number in any writing, cleaned to 0…; `mobile=True` for one that can receive a message."""

    widget = widgets.PhoneInput

    def __init__(self, *, mobile: bool = False, **kwargs: Any) -> None:
        self.mobile = mobile
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        if text in self.empty_values:
            return ""
        number = (parse_mobile if self.mobile else parse_phone)(str(text))
        if number is None:
            raise ValidationError(
                _("این شمارهٔ همراه کامل نیست. آن را مانند ۰۹۱۲۳۴۵۶۷۸۹ بنویسید.")
                if self.mobile
                else _(
                    "این شماره کامل نیست. همراه را مانند ۰۹۱۲۳۴۵۶۷۸۹ و ثابت را با پیش‌شماره، مانند ۰۵۱۳۸۵۰۰۰۰۰ بنویسید."
                ),
                code="invalid",
            )
        return number

    def prepare_value(self, value: Any) -> Any:
        return digits.local(value) if value else value


class PersianIntegerField(forms.IntegerField):
    """A whole number in Persian, Arabic or Latin digits, its thousands apart or not."""

    widget = widgets.NumberText
    default_error_messages = {
        "invalid": _("این‌جا فقط عدد بنویسید، مانند ۱۲۰."),
        "min_value": _("عددی از %(limit_value)s به بالا بنویسید."),
        "max_value": _("عددی تا %(limit_value)s بنویسید."),
    }

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, str):
            value = re.sub(r"[\s٬،,'\u200c\u200e\u200f]", "", to_latin_digits(value)).replace("−", "-")
        return super().to_python(value)

    def run_validators(self, value: Any) -> None:
        """As always, but the limits in the messages wear the digits of the page."""
        try:
            super().run_validators(value)
        except ValidationError as error:
            for problem in error.error_list:
                limits = problem.params or {}
                problem.params = {name: digits.grouped(v) if isinstance(v, int) else v for name, v in limits.items()}
            raise

    def prepare_value(self, value: Any) -> Any:
        return digits.grouped(value) if isinstance(value, int) and not isinstance(value, bool) else value


class RialField(PersianIntegerField):
    """An amount of money in rial; the word may stand beside it, toman is refused rather than guessed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"min_value": 0} | kwargs)

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, str):
            if "تومان" in value or "تومن" in value:
                raise ValidationError(_("مبلغ را به ریال بنویسید؛ هر تومان ۱۰ ریال است."), code="toman")
            value = re.sub(r"ریال|﷼", "", value)
        return super().to_python(value)
