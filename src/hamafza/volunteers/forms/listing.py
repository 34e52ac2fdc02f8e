"""The filters of the list of volunteers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hamafza.volunteers import queries
from hamafza.volunteers.captions import weekdays
from hamafza.volunteers.states import Part, Rung, VolunteerState

ALL = ("", _("همه"))


class FindForm(forms.Form):
    """Words, state, rung, skill, centre; free on a day and in a part of it."""

    q = forms.CharField(label=_("نام، شماره یا کانون"), required=False, max_length=120)
    state = forms.ChoiceField(label=_("وضعیت"), required=False, choices=[ALL, *VolunteerState.choices])
    rung = forms.ChoiceField(label=_("پلهٔ خدمت"), required=False, choices=[ALL, *Rung.choices])
    skill = forms.ChoiceField(label=_("مهارت"), required=False)
    centre = forms.ChoiceField(label=_("کانون"), required=False)
    weekday = forms.ChoiceField(label=_("روز آزاد"), required=False)
    part = forms.ChoiceField(label=_("کدام بخش روز"), required=False, choices=[ALL, *Part.choices])

    def __init__(self, *args: Any, centres: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = {
            "skill": [(skill.key, str(skill)) for skill in queries.skills()],
            "centre": centres,
            "weekday": [(str(number), name) for number, name in enumerate(weekdays())],
        }
        for name, found in choices.items():
            self.fields[name].choices = [ALL, *found]  # type: ignore[attr-defined]
