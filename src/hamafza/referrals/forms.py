"""Forms of the hop: coded reasons by radio, words beside them, dates in Jalali."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hamafza.kernel.clock import TEHRAN
from hamafza.network.models import Centre, Domain
from hamafza.referrals.commands.finishing import CENTRES_OUTCOMES
from hamafza.referrals.states import Decline, DoorAction, Hold, Mode, NotDone
from hamafza.ui.fields import JalaliDateField

WAKES = time(8)  # a day was said; work begins at eight


def _words(
    label: Any, *, required: bool = False, help_text: Any = "", rows: int = 3, limit: int = 500
) -> forms.CharField:
    area = forms.Textarea({"rows": rows})
    return forms.CharField(label=label, required=required, help_text=help_text, max_length=limit, widget=area)


def _choice(label: Any, choices: Iterable[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=list(choices),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("یکی را برگزینید."),
            "invalid_choice": _("یکی از همین گزینه‌ها را برگزینید."),
        },
    )


class DeclineForm(forms.Form):
    """«نمی‌توانم، با دلیل»."""

    reason = _choice(_("چرا؟"), Decline.choices)
    note = _words(_("توضیح"), help_text=_("برای «دلیل دیگر» توضیح لازم است."))


class HoldForm(forms.Form):
    """«مهلت با دلیل»."""

    reason = _choice(_("برای چه؟"), Hold.choices)
    until = JalaliDateField(label=_("تا چه روزی؟"), help_text=_("همان روز خودبه‌خود بازمی‌گردد؛ حداکثر ۶۰ روز."))
    note = _words(_("توضیح"))

    def clean_until(self) -> datetime:
        return datetime.combine(self.cleaned_data["until"], WAKES, TEHRAN)


class NoteForm(forms.Form):
    """A sign of life."""

    text = _words(_("چه پیش رفت؟"), required=True, limit=5_000, help_text=_("یک جمله بس است؛ مهلت از نو شمرده می‌شود."))
    for_applicant = forms.BooleanField(label=_("متقاضی هم این را بخواند"), required=False, initial=True)


class FinishForm(forms.Form):
    """The outcome and the sentence that shows it."""

    outcome = _choice(_("نتیجه چه بود؟"), [(one.value, one.label) for one in CENTRES_OUTCOMES])
    evidence = _words(
        _("چه شد؟"), required=True, limit=5_000,
        help_text=_("یک جمله که نتیجه را نشان دهد، مانند «داروی سه ماه تحویل شد»."),
    )  # fmt: skip


class GiveUpForm(forms.Form):
    """It was accepted but could not be done."""

    reason = _choice(_("چرا نشد؟"), [(v, w) for v, w in NotDone.choices if v not in {NotDone.RELAYED, NotDone.SILENCE}])
    note = _words(_("توضیح"))


class WithdrawForm(forms.Form):
    """The sender takes it back."""

    reason = _words(_("چرا پس گرفته می‌شود؟"), required=True, rows=2, help_text=_("مرکز هم آن را می‌خواند."))


class CentreField(forms.ModelChoiceField):
    """One centre of a list that is already ranked or found."""

    def __init__(self, **kwargs: Any) -> None:
        missing = _("یک مرکز را برگزینید.")
        super().__init__(
            queryset=Centre.objects.none(),
            empty_label=None,
            widget=forms.RadioSelect,
            error_messages={"required": missing, "invalid_choice": missing},
            **kwargs,
        )


class RelayForm(forms.Form):
    """To another centre, as one story."""

    centre = CentreField(label=_("به کدام مرکز؟"))
    note = _words(_("چند کلمه برای همکاران آن‌جا"))

    def __init__(self, *args: Any, centres: Sequence[Centre] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_in_order(self.fields["centre"], centres)


class ChooseForm(forms.Form):
    """By hand: which centres, and in which way."""

    centres = forms.ModelMultipleChoiceField(
        label=_("کدام مرکز؟"),
        queryset=Centre.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("لطفاً دست‌کم یک مرکز را برگزینید."),
            "invalid_choice": _("این مرکز در این فهرست نیست."),
        },
    )
    mode = _choice(_("چگونه بپرسیم؟"), Mode.choices)

    def __init__(self, *args: Any, centres: Sequence[Centre] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["centres"].queryset = Centre.objects.filter(pk__in=[centre.pk for centre in centres])  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("mode") != Mode.POOL and len(data.get("centres", ())) > 1:
            self.add_error("centres", _("برای پرسیدن از چند مرکز، شیوهٔ «هم‌زمان» را برگزینید."))
        return data


class DoorForm(forms.Form):
    """What the last-door officer found."""

    action = _choice(_("چه راهی یافتید؟"), DoorAction.choices)
    centre = CentreField(label=_("مرکز تازه"), required=False)
    domains = forms.ModelMultipleChoiceField(
        label=_("نیازهای کوچک‌تر"),
        queryset=Domain.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    note = _words(_("شرح"), required=True, limit=5_000, help_text=_("نام نهاد و پیگیری آن، یا آنچه با متقاضی گفته شد."))
    not_possible = forms.BooleanField(label=_("با همهٔ تلاش شدنی نبود؛ این را روشن به متقاضی گفته‌ایم"), required=False)

    def __init__(self, *args: Any, centres: Sequence[Centre] = (), taken: Iterable[int] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_in_order(self.fields["centre"], centres)
        self.fields["domains"].queryset = Domain.objects.exclude(pk__in=list(taken))  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        action = data.get("action")
        if action == DoorAction.NEW_HOP and not data.get("centre"):
            self.add_error("centre", _("یک مرکز را برگزینید."))
        if action == DoorAction.SPLIT and not data.get("domains"):
            self.add_error("domains", _("دست‌کم یک عرصه را برگزینید."))
        if data.get("not_possible") and action != DoorAction.GUIDANCE:
            self.add_error("not_possible", _("این تنها همراه «راهنمایی و همراهی حضوری» گفته می‌شود."))
        return data


class DigitsForm(forms.Form):
    """The officer shows that the phone is hers."""

    digits = forms.CharField(
        label=_("چهار رقم آخر شمارهٔ همراه شما"),
        max_length=8,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "dir": "ltr"}),
    )


def _offer_in_order(field: Any, centres: Sequence[Centre]) -> None:
    """The choices stand as ranked; only these are accepted."""
    field.queryset = Centre.objects.filter(pk__in=[centre.pk for centre in centres])
    field.choices = [(centre.pk, centre.name) for centre in centres]
    if not centres:
        field.help_text = _("نخست در بالا مرکزی را به نام بیابید.")
