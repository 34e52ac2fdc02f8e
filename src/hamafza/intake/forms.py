"""What people write at the doors. Persian digits everywhere; every error names the remedy; nothing typed is lost."""

import re
from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from hamafza.intake import commands as intake
from hamafza.intake import uploads
from hamafza.intake.proposals import Proposal
from hamafza.intake.states import Door, RequestState, Urgency
from hamafza.kernel import codes
from hamafza.kernel.errors import Refused
from hamafza.network import queries as network
from hamafza.network.models import Domain
from hamafza.places import queries as places
from hamafza.places.models import Place
from hamafza.ui.fields import PhoneField

KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")
_CONTACT = [("yes", _("بله، تماس بگیرید")), ("no", _("نه؛ خودم پیگیری می‌کنم"))]
_TYPING = {"hx-trigger": "input changed delay:250ms", "hx-sync": "this:replace"}


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
                **_TYPING,
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
        error_messages={
            "required": intake.EmptyRequest.message,
            "max_length": _("این متن بسیار بلند است. لطفاً کوتاه‌تر از ۵٬۰۰۰ نویسه بنویسید؛ دنباله را می‌توانید بعد بیفزایید."),
        },
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


class NeedsForm(forms.Form):
    """The person's decision: one or two domains, their order, and the urgency."""

    first = forms.ChoiceField(label=_("عرصهٔ نیاز"), required=False)
    second = forms.ChoiceField(label=_("نیاز دوم"), required=False)
    order = SettledChoice(
        label=_("ترتیب دو نیاز"),
        choices=[("together", _("هر دو با هم")), ("then", _("دومی پس از اولی"))],
        initial="together",
    )
    urgency = SettledChoice(label=_("فوریت"), choices=Urgency.choices, initial=Urgency.ORDINARY.value)

    def __init__(self, *args: Any, proposal: Proposal | None = None, undecided: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.domains = network.domains()
        everything = [(domain.key, str(domain)) for domain in self.domains.values()]
        guesses = [(guess.domain.key, str(guess.domain)) for guess in proposal.guesses] if proposal else []
        rest = [pair for pair in everything if pair not in guesses]
        grouped: list[Any] = [(_("پیشنهاد سامانه"), guesses), (_("عرصه‌های دیگر"), rest)] if guesses else everything
        self.fields["first"].choices = [("", undecided or _("برگزینید …")), *grouped]  # type: ignore[attr-defined]
        self.fields["second"].choices = [("", _("ندارد")), *grouped]  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.error_messages["invalid_choice"] = _("یکی از همین گزینه‌ها را برگزینید.")
        if proposal:
            self.initial.setdefault("urgency", proposal.urgency.value)

    def clean_second(self) -> str:
        if (second := self.cleaned_data["second"]) and second == self.cleaned_data.get("first"):
            raise ValidationError(_("نیاز دوم همان نیاز اول است. عرصهٔ دیگری برگزینید یا «ندارد» را."))
        return str(second)

    def decision(self) -> dict[str, Any]:
        """What the command `triage` is told, but for who and when."""
        said = self.cleaned_data
        chosen: list[Domain] = [self.domains[said[name]] for name in ("first", "second") if said[name]]
        orders = [1, 2 if said["order"] == "then" else 1][: len(chosen)]
        return {"domains": chosen, "orders": orders, "urgency": said["urgency"]}


class StaffForm(RequestForm, NeedsForm):
    """The operator's form: everything of a call in one page, by keyboard alone."""

    door = forms.ChoiceField(
        label=_("از چه راهی؟"), choices=[(door, door.label) for door in (Door.PHONE, Door.DESK, Door.LETTER)]
    )
    field_order = ["door", "place", "text", "phone", "applicant_name", "safe", "file", "first", "second", "order", "urgency"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        text = self.fields["text"]
        text.label, text.help_text = _("چه می‌گوید؟"), _("با کلمه‌های خود او.")
        text.widget.attrs |= {
            "rows": 4,
            "hx-post": reverse_lazy("intake:suggest"),
            "hx-target": "#proposal",
            **_TYPING,
            "hx-trigger": "input changed delay:600ms",
        }
        self.fields["phone"].help_text = ""
        self.fields["phone"].widget.attrs |= {
            "autocomplete": "off",
            "hx-post": reverse_lazy("intake:same_phone"),
            "hx-trigger": "change",
            "hx-target": "#same-phone",
            "hx-params": "phone",
        }
        self.fields["applicant_name"].widget.attrs["autocomplete"] = "off"
        self.fields["place"].widget.attrs["autofocus"] = True


class LetterForm(PlaceForm):
    """One paper letter: one row."""

    text = forms.CharField(
        label=_("چه می‌خواهد؟"),
        max_length=5_000,
        error_messages={"required": intake.EmptyRequest.message},
        widget=forms.Textarea({"rows": 1}),
    )
    applicant_name = forms.CharField(label=_("نام"), required=False, max_length=120)
    phone = PhoneField(label=_("تلفن"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].help_text = ""
        self.fields["place"].widget.attrs |= {"hx-params": self.add_prefix("place")}
        for field in self.fields.values():
            field.widget.attrs |= {"aria-label": field.label, "autocomplete": "off"}

    def clean_text(self) -> str:
        return str(self.cleaned_data["text"]).replace("\r\n", "\n").replace("\r", "\n")


class LetterSet(forms.BaseFormSet):  # type: ignore[type-arg]
    """Rows that were left empty are passed over."""

    def written(self) -> list[LetterForm]:
        return [form for form in self.forms if form.has_changed()]


Letters = forms.formset_factory(LetterForm, formset=LetterSet, extra=5, max_num=60, absolute_max=60, validate_max=True)


class TriageForm(NeedsForm):
    """The triage page: a decision, and whether the best centre is asked at once."""

    way = SettledChoice(
        label=_("سپردن به مرکز"),
        choices=[("auto", _("ارجاع خودکار به بهترین مرکز")), ("hand", _("مرکز را خودم برمی‌گزینم"))],
        initial="auto",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first"].required = True
        self.fields["first"].error_messages["required"] = intake.NoDomain.message
        self.fields["first"].widget.attrs["autofocus"] = True


class DuplicateForm(forms.Form):
    """«این همان درخواست … است»."""

    original = forms.CharField(
        label=_("کد رهگیری یا شمارهٔ درخواست نخست"),
        max_length=40,
        error_messages={"required": _("کد یا شمارهٔ درخواست نخست را بنویسید، مانند هم۴۷۲۰.")},
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "search"}),
    )


class WithdrawForm(forms.Form):
    """«به خواست متقاضی کنار گذاشته شد»."""

    reason = forms.CharField(
        label=_("متقاضی چه گفت؟"),
        max_length=500,
        error_messages={"required": _("یک جمله بنویسید که متقاضی چه گفت.")},
        widget=forms.Textarea({"rows": 2}),
    )


class FilterForm(forms.Form):
    """The list's filters; all by GET, so that a view of the list can be kept."""

    q = forms.CharField(label=_("جست‌وجو"), required=False, max_length=80, widget=forms.SearchInput)
    state = forms.ChoiceField(
        label=_("وضعیت"), required=False, choices=[("", _("همه")), ("open", _("باز")), *RequestState.choices]
    )
    urgency = forms.ChoiceField(label=_("فوریت"), required=False, choices=[("", _("همه")), *Urgency.choices])
    domain = forms.ChoiceField(label=_("عرصه"), required=False)
    place = forms.CharField(label=_("جا"), required=False, max_length=120)
    door = forms.ChoiceField(label=_("راه ورود"), required=False, choices=[("", _("همه")), *Door.choices])
    late = forms.BooleanField(label=_("فقط دیرشده‌ها"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        domains = [(domain.key, str(domain)) for domain in network.domains().values()]
        self.fields["domain"].choices = [("", _("همه")), *domains]  # type: ignore[attr-defined]
        self.fields["q"].widget.attrs["placeholder"] = _("نام، تلفن، کد یا شماره")
        for field in self.fields.values():
            field.error_messages["invalid_choice"] = _("یکی از همین گزینه‌ها را برگزینید.")

    def clean_place(self) -> str:
        """The path of the place meant; a name that nobody bears is an error, not an empty list."""
        text = self.cleaned_data["place"]
        found = places.meant(text) if text.strip() else []
        if text.strip() and not found:
            raise ValidationError(_("این نام را نیافتیم. نام شهرستان یا استان را بنویسید."))
        return found[0].path if found else ""
