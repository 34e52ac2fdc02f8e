"""Which hour and weekday one asks about."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hamafza.network.coverage import HOURS
from hamafza.ui.digits import local


class AfternoonForm(forms.Form):
    """Every choice has its ordinary value, so that an empty address is an answer too."""

    hour = forms.TypedChoiceField(label=_("پس از ساعت"), coerce=int, required=False, empty_value=None)
    weekday = forms.TypedChoiceField(
        label=_("روز"),
        coerce=int,
        required=False,
        empty_value=None,
        choices=[
            (0, _("شنبه")), (1, _("یکشنبه")), (2, _("دوشنبه")), (3, _("سه‌شنبه")), (4, _("چهارشنبه")),
            (5, _("پنجشنبه")), (6, _("جمعه")),
        ],
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hour"].choices = [(hour, local(f"{hour}:00")) for hour in HOURS]  # type: ignore[attr-defined]
