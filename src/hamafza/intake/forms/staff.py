"""The operator's and the desk's form."""

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from hamafza.intake.forms.asking import TYPING, RequestForm
from hamafza.intake.forms.triage import NeedsForm
from hamafza.intake.states import Door


class StaffForm(RequestForm, NeedsForm):
    """The operator's form: everything of a call in one page, by keyboard alone."""

    door = forms.ChoiceField(
        label=_("از چه راهی؟"), choices=[(door, door.label) for door in (Door.PHONE, Door.DESK, Door.LETTER)]
    )
    field_order = [
        "door",
        "place",
        "text",
        "phone",
        "applicant_name",
        "safe",
        "file",
        "first",
        "second",
        "order",
        "urgency",
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        text = self.fields["text"]
        text.label, text.help_text = _("چه می‌گوید؟"), _("با کلمه‌های خود او.")
        text.widget.attrs |= {
            "rows": 4,
            "hx-post": reverse_lazy("intake:suggest"),
            "hx-target": "#proposal",
            **TYPING,
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
