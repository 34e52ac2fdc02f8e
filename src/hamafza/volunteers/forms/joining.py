"""The public form of whoever offers to serve, and the officer's own."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hamafza.kernel import codes
from hamafza.ui.fields import PersianIntegerField, PhoneField
from hamafza.ui.widgets import NumberText
from hamafza.volunteers.captions import months
from hamafza.volunteers.forms.fields import CentreByWords, SkillsField, WithWeek

KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")
TRAP = {"tabindex": "-1", "autocomplete": "off"}


def fresh_key() -> str:
    """The key of one form: sent twice, it is one offer."""
    return codes.new_token()


class KeyField(forms.CharField):
    """Hidden; a spoilt key is replaced, never complained of."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> str:
        return value if isinstance(value, str) and KEY.fullmatch(value) else fresh_key()


class NewForm(CentreByWords, WithWeek):
    """Who, where, what she can do, and when."""

    full_name = forms.CharField(
        label=_("نام و نام خانوادگی"), max_length=120, error_messages={"required": _("نام و نام خانوادگی را بنویسید.")}
    )
    mobile = PhoneField(
        label=_("شمارهٔ همراه"),
        mobile=True,
        error_messages={"required": _("شمارهٔ همراه را بنویسید تا بتوانیم تماس بگیریم.")},
    )
    birth_year = PersianIntegerField(
        label=_("سال تولد"),
        help_text=_("چهاررقمی و شمسی، مانند ۱۳۷۵."),
        min_value=1300,
        max_value=1500,
        widget=NumberText({"maxlength": "6"}),
        error_messages={
            "required": _("سال تولد را چهاررقمی بنویسید، مانند ۱۳۷۵."),
            "min_value": _("سال تولد را چهاررقمی بنویسید، مانند ۱۳۷۵."),
            "max_value": _("سال تولد را چهاررقمی بنویسید، مانند ۱۳۷۵."),
        },
    )
    birth_month = forms.TypedChoiceField(
        label=_("ماه تولد"), required=False, coerce=int, empty_value=None,
        help_text=_("تنها اگر امسال هجده‌ساله می‌شوید."),
    )  # fmt: skip
    guardian_name = forms.CharField(
        label=_("نام پدر، مادر یا سرپرست"), required=False, max_length=120, help_text=_("تنها برای کمتر از هجده سال.")
    )
    guardian_mobile = PhoneField(label=_("شمارهٔ همراه سرپرست"), mobile=True, required=False)
    guardian_agrees = forms.BooleanField(label=_("سرپرست با این خدمت موافق است"), required=False)
    skills = SkillsField(label=_("چه از دستتان برمی‌آید؟"))
    about = forms.CharField(
        label=_("اگر می‌خواهید، بیشتر بگویید"), required=False, max_length=2_000, widget=forms.Textarea({"rows": 3})
    )
    key = KeyField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["full_name"].widget.attrs["autocomplete"] = "name"
        self.fields["guardian_mobile"].widget.attrs["autocomplete"] = "off"
        self.fields["birth_month"].choices = [("", _("ننوشته")), *months()]  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        """What the command is told, but for the centre, who and when."""
        left_out = {"where", "key", "website"}
        return {name: value for name, value in self.cleaned_data.items() if name not in left_out}


class JoinForm(NewForm):
    """The public form, without an account."""

    # People never see this field; programs that fill every field do.
    website = forms.CharField(label=_("این خانه را خالی بگذارید"), required=False, widget=forms.TextInput(TRAP))

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise ValidationError(_("خانهٔ پنهان این صفحه پر شده بود. آن را خالی کنید و دوباره بفرستید."))
        return ""
