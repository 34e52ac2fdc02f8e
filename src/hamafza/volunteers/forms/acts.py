"""Verbs of an officer that need a word or a day."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hamafza.kernel.errors import ReasonMissing
from hamafza.ui.fields import JalaliDateField
from hamafza.volunteers import commands as volunteers
from hamafza.volunteers.models import Volunteer
from hamafza.volunteers.states import Left


class ActForm(forms.Form):
    """Knows whom it is about."""

    def __init__(self, *args: Any, volunteer: Volunteer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.volunteer = volunteer


class InterviewForm(ActForm):
    text = forms.CharField(
        label=_("گفت‌وگو چگونه گذشت؟"),
        help_text=_("یکی دو جمله: چه می‌خواهد، چه می‌تواند، چه قراری گذاشتید."),
        max_length=2_000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": volunteers.NothingNoted.message},
    )
    papers = forms.CharField(
        label=_("کدام مدارک را دیدید؟"),
        help_text=_("مانند «کارت ملی، گواهی آموزگاری». شماره‌ای ننویسید و عکسی نگه ندارید."),
        required=False,
        max_length=300,
    )


class ReasonForm(ActForm):
    reason = forms.CharField(
        label=_("دلیل، با احترام"),
        help_text=_("همین نوشته را خودش در صفحه‌اش می‌خواند."),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": ReasonMissing.message},
    )


class WhyForm(ActForm):
    reason = forms.CharField(label=_("دلیل"), required=False, max_length=500)


class LeaveForm(ActForm):
    returns_on = JalaliDateField(
        label=_("روز بازگشت"),
        help_text=_("تا نود روز دیگر."),
        error_messages={"required": volunteers.BadReturn.message},
    )
    reason = forms.CharField(label=_("دلیل"), required=False, max_length=500)


class ArchiveForm(ActForm):
    left = forms.ChoiceField(
        label=_("چرا؟"),
        choices=Left.choices,
        widget=forms.RadioSelect,
        error_messages={"required": volunteers.LeftWhy.message},
    )
    reason = forms.CharField(label=_("بیشتر، اگر لازم است"), required=False, max_length=500)


class PaperForm(ActForm):
    until = JalaliDateField(
        label=_("تا چه روزی معتبر است"), required=False, help_text=_("از روی خود مدرک؛ برای پروانه‌ها لازم است.")
    )
