"""The table of paper letters."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hamafza.intake import commands as intake
from hamafza.intake.forms.asking import PlaceForm
from hamafza.ui.fields import PhoneField


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


Letters = forms.formset_factory(LetterForm, extra=5, max_num=60, absolute_max=60, validate_max=True)
