"""What the person who asked writes on her own page, and what officers write of a story."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hamafza.feedback.states import Solved
from hamafza.intake import uploads
from hamafza.kernel import codes
from hamafza.network.fields import DomainFilter, PlaceField
from hamafza.ui.digits import local
from hamafza_engines.persian import to_latin_digits

YES_NO = [("yes", _("بله")), ("no", _("نه"))]
ADDRESS_BAR = {"autocomplete": "off", "inputmode": "numeric", "dir": "ltr"}


class DigitsField(forms.CharField):
    """Digits in any writing, with or without spaces; shown again as they were typed."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        return "".join(
            sign for sign in to_latin_digits(text) if not sign.isspace() and sign not in "-\u200c\u200e\u200f"
        )


class TrackForm(forms.Form):
    """The tracking code and four digits that only she knows."""

    code = DigitsField(
        label=_("کد رهگیری"),
        max_length=40,
        help_text=_("۱۳ رقم، روی پیامک یا برگهٔ شماست."),
        widget=forms.TextInput(ADDRESS_BAR),
    )
    digits = DigitsField(
        label=_("چهار رقم پایانی تلفن"),
        max_length=12,
        help_text=_("اگر تلفنی نداده‌اید، چهار رقم روی برگه."),
        widget=forms.TextInput(ADDRESS_BAR),
    )

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if len(code) != codes.LENGTH or not code.isdigit():
            raise ValidationError(_("کد رهگیری ۱۳ رقم است. %(n)s رقم نوشته‌اید."), params={"n": local(len(code))})
        if not codes.is_code(code):
            raise ValidationError(_("یکی از رقم‌ها جابه‌جا شده است. کد را یک بار دیگر با برگه بسنجید."))
        return code

    def clean_digits(self) -> str:
        digits: str = self.cleaned_data["digits"]
        if len(digits) != 4 or not digits.isdigit():
            raise ValidationError(_("چهار رقم بنویسید، مانند ۴۵۶۷."))
        return digits


class WordForm(forms.Form):
    """Something she wants to add: a word, a file, or both."""

    text = forms.CharField(
        label=_("چیزی می‌خواهید بیفزایید؟"),
        max_length=5_000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    file = forms.FileField(
        label=_("عکس یا برگه"),
        required=False,
        max_length=255,
        help_text=_("عکس، PDF یا متن ساده، تا ۵ مگابایت."),
        widget=forms.FileInput({"accept": uploads.ACCEPTED}),
        error_messages={"invalid": uploads.BadFile.message, "max_length": uploads.BadFile.message},
    )

    def clean_file(self) -> uploads.Checked | None:
        upload = self.cleaned_data.get("file")
        try:
            return uploads.check(upload) if upload else None
        except uploads.BadFile as refused:
            raise ValidationError(str(refused.message)) from refused

    def clean_text(self) -> str:
        """A file alone still says that it came."""
        text: str = self.cleaned_data["text"].strip()
        if text or not self.files.get("file"):
            return text
        return gettext("فایلی فرستادم.")


class WithdrawForm(forms.Form):
    """She no longer wants it."""

    reason = forms.CharField(label=_("چرا کنار بگذاریم؟"), max_length=400, widget=forms.Textarea({"rows": 2}))


class VoiceForm(forms.Form):
    """Were you contacted, was it useful, is it solved?"""

    contacted = forms.ChoiceField(
        label=_("با شما تماس گرفتند؟"), choices=YES_NO, widget=forms.RadioSelect, required=False
    )
    useful = forms.ChoiceField(label=_("به کارتان آمد؟"), choices=YES_NO, widget=forms.RadioSelect, required=False)
    solved = forms.ChoiceField(label=_("آیا کار به نتیجه رسید؟"), choices=Solved, widget=forms.RadioSelect)
    word = forms.CharField(label=_("سخن شما"), max_length=2_000, required=False, widget=forms.Textarea({"rows": 3}))
    carry_on = forms.BooleanField(
        label=_("پیگیری ادامه یابد"), required=False, help_text=_("اگر تا اندازه‌ای حل شده و هنوز مانده است.")
    )

    def said(self) -> dict[str, Any]:
        """As the command takes it."""
        told = self.cleaned_data
        heard = {"yes": True, "no": False, "": None}
        return {**told, "contacted": heard[told["contacted"]], "useful": heard[told["useful"]]}


class StoryForm(forms.Form):
    """What became of it, without a name."""

    title = forms.CharField(label=_("عنوان"), max_length=90, help_text=_("مانند «کلاس شبانه راه افتاد»."))
    text = forms.CharField(
        label=_("داستان"),
        max_length=1_200,
        widget=forms.Textarea({"rows": 7}),
        help_text=_("سه تا شش جمله، بی نام و شماره و نام روستا: چه خواسته بود، چه شد، و اکنون چگونه است."),
    )


class ApproveForm(forms.Form):
    """The second reader has seen what the machine points at."""

    seen = forms.BooleanField(
        label=_("این‌ها را دیدم؛ کسی از روی آن شناخته نمی‌شود."),
        required=False,
    )


class ReasonForm(forms.Form):
    """Why not."""

    reason = forms.CharField(label=_("چرا؟"), max_length=400, widget=forms.Textarea({"rows": 2}))


class FindForm(forms.Form):
    """Which stories."""

    q = forms.CharField(label=_("واژه یا شماره"), required=False, max_length=80)
    place = PlaceField(label=_("کجا"), required=False)
    domain = DomainFilter(label=_("چه کمکی"))


class PrintedForm(forms.Form):
    """Which of what is in print."""

    q = forms.CharField(label=_("واژه"), required=False, max_length=80)
    domain = DomainFilter(label=_("چه کمکی"))
