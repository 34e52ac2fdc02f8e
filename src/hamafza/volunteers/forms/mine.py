"""What she herself may change on her own page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hamafza.volunteers.forms.fields import SkillsField, WithWeek
from hamafza.volunteers.models import Volunteer


class MineForm(WithWeek):
    skills = SkillsField(label=_("چه از دستتان برمی‌آید؟"))
    about = forms.CharField(
        label=_("اگر می‌خواهید، بیشتر بگویید"), required=False, max_length=2_000, widget=forms.Textarea({"rows": 3})
    )
    field_order = ["skills", "free", "about"]

    @staticmethod
    def now_of(volunteer: Volunteer) -> dict[str, object]:
        """What stands there before she touches it."""
        return {
            "skills": [has.skill.key for has in volunteer.skills.select_related("skill")],
            "free": [f"{one.weekday}-{one.part}" for one in volunteer.free.all()],
            "about": volunteer.about,
        }
