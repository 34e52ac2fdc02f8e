"""The filters of the list."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hamafza.intake.states import Door, RequestState, Urgency
from hamafza.network import queries as network
from hamafza.places import queries as places


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
