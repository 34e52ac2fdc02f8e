"""What she herself may change on her own page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hamafza.ui.fields import PersianIntegerField
from hamafza.volunteers.commands.profile import MOST_HOURS
from hamafza.volunteers.forms.fields import SkillsField, WithWeek
from hamafza.volunteers.models import Volunteer


class MineForm(WithWeek):
    skills = SkillsField(label=_("چه از دستتان برمی‌آید؟"))
    about = forms.CharField(
        label=_("اگر می‌خواهید، بیشتر بگویید"), required=False, max_length=2_000, widget=forms.Textarea({"rows": 3})
    )
    hours = PersianIntegerField(
        label=_("چند ساعت در ماه می‌خواهید خدمت کنید؟"), required=False, min_value=1, max_value=MOST_HOURS,
        help_text=_("تعهدی نیست؛ هر که برنامه می‌چیند آن را می‌بیند."),
    )  # fmt: skip
    field_order = ["skills", "free", "hours", "about"]

    @staticmethod
    def now_of(volunteer: Volunteer) -> dict[str, object]:
        """What stands there before she touches it."""
        return {
            "skills": [has.skill.key for has in volunteer.skills.select_related("skill")],
            "free": [f"{one.weekday}-{one.part}" for one in volunteer.free.all()],
            "hours": volunteer.hours_wished,
            "about": volunteer.about,
        }
