"""A place, words, a telephone, a file: what every door asks, and the public form."""

import re
from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from hamafza.intake import commands as intake
from hamafza.intake import uploads
from hamafza.kernel import codes
from hamafza.kernel.errors import Refused
from hamafza.places import queries as places
from hamafza.places.models import Place
from hamafza.ui.fields import PhoneField

KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")
_CONTACT = [("yes", _("بله، تماس بگیرید")), ("no", _("نه؛ خودم پیگیری می‌کنم"))]
TYPING = {"hx-trigger": "input changed delay:250ms", "hx-sync": "this:replace"}


def fresh_key() -> str:
    """The key of one form: sent twice, it takes in one request."""
    return codes.new_token()


class KeyField(forms.CharField):
    """Hidden; a spoilt key is replaced, never complained of."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> str:
        return value if isinstance(value, str) and KEY.fullmatch(value) else fresh_key()


class SettledChoice(forms.ChoiceField):
    """A choice that has an answer before anyone touches it; left out, that answer stands."""

    default_error_messages = {"invalid_choice": _("یکی از همین گزینه‌ها را برگزینید.")}

    def clean(self, value: Any) -> str:
        return str(super().clean(value or self.initial))


class PlaceForm(forms.Form):
    """A place by its first letters. Where several bear the name, the page asks which."""

    place = forms.CharField(
        label=_("شهر یا روستا"),
        help_text=_("چند حرف نخست را بنویسید، مانند: چاب"),
        max_length=120,
        error_messages={"required": intake.BadPlace.message},
        widget=forms.TextInput(
            {
                "autocomplete": "off",
                "list": "places",
                "hx-get": reverse_lazy("intake:places"),
                "hx-target": "#places",
                "hx-params": "place",
                **TYPING,
            }
        ),
    )

    def __init__(self, *args: Any, within: Collection[str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.within = within
        self.place_options: list[places.Named] = []

    @property
    def place_choice_name(self) -> str:
        """The radio buttons beside a name that several places bear."""
        return self.add_prefix("place_choice")

    def clean_place(self) -> Place:
        text = self.cleaned_data["place"]
        found = places.meant(text, within=self.within)
        options = found or places.widest(within=self.within)
        chosen = self.data.get(self.place_choice_name)
        for option in options:
            if option.path == chosen or len(found) == 1:
                return option.place
        self.place_options = options
        if found:
            raise ValidationError(_("چند جا این نام را دارد. یکی را از زیر همین خانه برگزینید."), code="several")
        if self.within is not None and places.meant(text):
            raise ValidationError(_("این جا بیرون از محدودهٔ شماست. جایی در محدودهٔ خود برگزینید."), code="outside")
        raise ValidationError(
            _("این نام را نیافتیم. نام شهرستان را بنویسید، یا از زیر همین خانه برگزینید."), code="unknown"
        )


class RequestForm(PlaceForm):
    """What every door asks. No national number, ever."""

    text = forms.CharField(
        label=_("چه کمکی می‌خواهید؟"),
        help_text=_("با همان کلمه‌های خودتان. یک جملهٔ کوتاه هم بس است."),
        max_length=5_000,
        error_messages={"required": intake.EmptyRequest.message, "max_length": intake.TooLong.message},
        widget=forms.Textarea({"rows": 5}),
    )
    phone = PhoneField(
        label=_("شمارهٔ تلفن"),
        required=False,
        help_text=_("برای خبر دادن به شما. اگر ندارید، خالی بگذارید."),
    )
    applicant_name = forms.CharField(label=_("نام"), required=False, max_length=120)
    safe = SettledChoice(
        label=_("امن است که تماس بگیریم؟"),
        help_text=_("اگر کسی نباید از این درخواست باخبر شود، «نه» را بزنید."),
        choices=_CONTACT,
        initial="yes",
        widget=forms.RadioSelect,
    )
    file = forms.FileField(
        label=_("عکس یا نامه"),
        required=False,
        help_text=_("یک فایل تا ۵ مگابایت: عکس، PDF یا متن."),
        widget=forms.FileInput({"accept": uploads.ACCEPTED}),
        allow_empty_file=True,
        error_messages={"invalid": uploads.BadFile.message, "max_length": uploads.BadFile.message},
    )
    key = KeyField(required=False)

    def clean_text(self) -> str:
        return str(self.cleaned_data["text"]).replace("\r\n", "\n").replace("\r", "\n")

    def clean_file(self) -> uploads.Checked | None:
        upload = self.cleaned_data["file"]
        if upload is None:
            return None
        try:
            return uploads.check(upload)
        except Refused as refused:
            raise ValidationError(str(refused.message)) from refused

    def words(self) -> dict[str, Any]:
        """What the command `receive` is told, but for who and when."""
        said = self.cleaned_data
        return {
            "text": said["text"],
            "phone": said["phone"],
            "applicant_name": said["applicant_name"],
            "safe_to_contact": said["safe"] != "no",
        }


class AskForm(RequestForm):
    """The public form, without an account."""

    # People never see this field; programs that fill every field do.
    website = forms.CharField(
        label=_("این خانه را خالی بگذارید"),
        required=False,
        widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"}),
    )
    field_order = ["place", "text", "phone", "safe", "applicant_name", "file"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs |= {
            "hx-post": reverse_lazy("intake:ask_danger"),
            "hx-trigger": "change",
            "hx-target": "#danger",
            "hx-params": "text",
        }
        self.fields["applicant_name"].widget.attrs["autocomplete"] = "name"

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise ValidationError(_("خانهٔ پنهان این صفحه پر شده بود. آن را خالی کنید و دوباره بفرستید."))
        return ""
