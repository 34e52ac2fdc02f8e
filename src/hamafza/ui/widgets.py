"""Inputs with the right keyboard and direction on a phone."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hamafza.ui import moments


class JalaliDateInput(forms.TextInput):
    """A written Jalali date; the script adds its month."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        own = {
            "data-jalali": "",
            "inputmode": "numeric",
            "autocomplete": "off",
            "dir": "ltr",
            "placeholder": _("۱۴۰۵/۰۹/۰۱"),
        }
        super().__init__(own | (attrs or {}))


class JalaliDateTimeInput(forms.MultiWidget):
    """A written Jalali date and its hour beside it."""

    template_name = "ui/widgets/date_and_hour.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        day = JalaliDateInput({"aria-label": _("تاریخ")})
        hour = forms.TextInput(
            {
                "aria-label": _("ساعت"),
                "inputmode": "numeric",
                "dir": "ltr",
                "autocomplete": "off",
                "placeholder": _("۱۴:۳۰"),
            }
        )
        super().__init__({"day": day, "hour": hour}, attrs)

    def decompress(self, value: datetime | None) -> list[str]:
        """The two written parts of an instant, on Tehran's clock."""
        return [moments.jalali_digits(value), moments.say(value, "clock")] if value else ["", ""]


class PhoneInput(forms.TextInput):
    """A telephone number: number keys, read from left to right."""

    input_type = "tel"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"dir": "ltr", "inputmode": "tel", "autocomplete": "tel"} | (attrs or {}))


class NumberText(forms.TextInput):
    """A number one may write with Persian digits, unlike the browser's own number box."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"dir": "ltr", "inputmode": "numeric", "autocomplete": "off"} | (attrs or {}))
