"""What is typed about shifts: a pattern of the week, a change, a reason, what one asks of the list."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hamafza.network import staff
from hamafza.network.models import Centre
from hamafza.people.models import Person
from hamafza.shifts import queries
from hamafza.shifts.captions import weekdays
from hamafza.shifts.models import Shift
from hamafza.shifts.states import CalledOff, Cancel, ShiftState
from hamafza.ui.fields import HourField, JalaliDateField, PersianIntegerField
from hamafza.volunteers.models import Skill


class OfficerField(forms.CharField):
    """An officer by her name or user name; cleaned to the person."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=120, **kwargs)
        self.at: datetime | None = None

    def clean(self, value: Any) -> Person | None:
        text = super().clean(value)
        if not text:
            return None
        assert self.at is not None
        found = staff.person_named(text, self.at)
        if len(found) == 1:
            return found[0]
        names = "، ".join(f"{one.full_name} ({one.username})" for one in found)
        raise ValidationError(
            _("کدام یک؟ %(names)s") % {"names": names} if found else _("چنین همکاری با نقشی در شبکه نیافتیم.")
        )

    def prepare_value(self, value: Any) -> Any:
        return value.full_name if isinstance(value, Person) else value


class SkillField(forms.ChoiceField):
    """One of the skills, or none; cleaned to its key."""

    def __deepcopy__(self, memo: dict[int, Any]) -> "SkillField":
        """Each form has its own copy: then, once, the skills are read."""
        own = super().__deepcopy__(memo)
        own.choices = [("", _("هیچ")), *((one.key, str(one)) for one in queries.skills())]
        return own


class PatternForm(forms.Form):
    """Weekdays × hours × need, for some weeks."""

    centre = forms.TypedChoiceField(label=_("کانون"), coerce=int)
    weekdays = forms.TypedMultipleChoiceField(
        label=_("کدام روزهای هفته"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    hour = HourField(label=_("از ساعت"), initial="۱۶:۰۰")
    until = HourField(
        label=_("تا ساعت"), initial="۱۹:۰۰", help_text=_("در همان روز، با ربع ساعت؛ ۰۰:۰۰ یعنی تا نیمه‌شب.")
    )
    first_on = JalaliDateField(label=_("از چه روزی"))
    weeks = PersianIntegerField(
        label=_("برای چند هفته"), min_value=1, max_value=12, initial=4, help_text=_("تعطیل‌ها خودبه‌خود کنار می‌رود.")
    )
    needed = PersianIntegerField(label=_("چند نفر"), min_value=1, max_value=200, initial=2)
    skill = SkillField(label=_("مهارت لازم"), required=False)
    officer = OfficerField(label=_("مسئول نوبت"), required=False, help_text=_("اگر خالی بماند، خود شما."))
    note = forms.CharField(
        label=_("یادداشت برای خادمیاران"), required=False, max_length=200, help_text=_("بی نام کسی که کمک خواسته است.")
    )

    def __init__(self, *args: Any, centres: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.centres: dict[int, Centre] = {one.pk: one for one in centres}
        self.fields["centre"].choices = [(pk, one.name) for pk, one in self.centres.items()]  # type: ignore[attr-defined]
        self.fields["weekdays"].choices = weekdays()  # type: ignore[attr-defined]
        self.fields["officer"].at = at  # type: ignore[attr-defined]

    def clean_centre(self) -> Centre:
        return self.centres[self.cleaned_data["centre"]]

    def clean_skill(self) -> Skill | None:
        return queries.skills().filter(key=self.cleaned_data["skill"]).first()


class ChangeForm(forms.Form):
    """How many, what for, who is responsible."""

    needed = PersianIntegerField(label=_("چند نفر"), min_value=1, max_value=200)
    officer = OfficerField(label=_("مسئول نوبت"))
    note = forms.CharField(
        label=_("یادداشت برای خادمیاران"), required=False, max_length=200, help_text=_("بی نام کسی که کمک خواسته است.")
    )

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["officer"].at = at  # type: ignore[attr-defined]

    @staticmethod
    def of(shift: Shift) -> dict[str, Any]:
        return {"needed": shift.needed, "officer": shift.officer, "note": shift.note}


class CancelForm(forms.Form):
    """Why it is not held."""

    reason = forms.ChoiceField(label=_("چرا برگزار نمی‌شود؟"), choices=Cancel.choices, widget=forms.RadioSelect)


class CallOffForm(forms.Form):
    """Why she cannot come."""

    reason = forms.ChoiceField(label=_("چرا نمی‌توانید بیایید؟"), choices=CalledOff.choices, widget=forms.RadioSelect)


class ListForm(forms.Form):
    """What one asks of the list."""

    q = forms.CharField(label=_("نام کانون یا مسئول"), required=False, max_length=80)
    week = JalaliDateField(label=_("هفتهٔ این روز"), required=False)
    state = forms.ChoiceField(label=_("وضعیت"), required=False, choices=[("", _("همه")), *ShiftState.choices])
    skill = SkillField(label=_("مهارت لازم"), required=False)
    uncovered = forms.BooleanField(label=_("تنها آن‌ها که نیرو کم دارد"), required=False)
