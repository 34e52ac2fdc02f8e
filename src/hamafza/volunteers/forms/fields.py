"""A centre by its name or its town, skills to tick, and the week as a grid; none of them needs JavaScript."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hamafza.network import finding
from hamafza.network.models import Centre
from hamafza.volunteers import queries
from hamafza.volunteers.captions import weekdays
from hamafza.volunteers.models import Skill
from hamafza.volunteers.states import Part

SHOWN = 12


class CentreByWords(forms.Form):
    """A centre by its name, code or town. Where several fit, the page asks which."""

    where = forms.CharField(
        label=_("کدام کانون، یا کدام شهر"),
        help_text=_("نام کانون یا شهر و روستای خود را بنویسید؛ اگر چند کانون بود، همین‌جا می‌پرسیم."),
        max_length=120,
        error_messages={"required": _("نام کانون یا شهر خود را بنویسید.")},
    )

    def __init__(self, *args: Any, centres: QuerySet[Centre], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.centres = centres
        self.options: list[Centre] = []

    @property
    def chosen(self) -> str:
        return str(self.data.get("centre_choice", ""))

    def clean_where(self) -> Centre:
        text = self.cleaned_data["where"]
        found = finding.one_by_words(self.centres, text, upto=SHOWN)
        for centre in found:
            if centre.code == self.chosen or len(found) == 1:
                self.options = found if len(found) > 1 else []
                return centre
        self.options = found
        if found:
            raise ValidationError(_("چند کانون با این نشانی هست. یکی را از زیر همین خانه برگزینید."), code="several")
        raise ValidationError(_("کانونی با این نام یا در این شهر نیافتیم. نام شهرستان را بنویسید."), code="unknown")


class SkillsField(forms.MultipleChoiceField):
    """Some of the skills; cleaned to them."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = {"invalid_choice": _("یکی از همین گزینه‌ها را برگزینید.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.known: dict[str, Skill] = {}

    def __deepcopy__(self, memo: dict[int, Any]) -> "SkillsField":
        """Each form has its own copy: then, once, the skills are read."""
        own = super().__deepcopy__(memo)
        own.known = {skill.key: skill for skill in queries.skills()}
        own.choices = [(key, str(skill)) for key, skill in own.known.items()]
        return own

    def clean(self, value: Any) -> list[Skill]:
        return [self.known[key] for key in super().clean(value)]


@dataclass(frozen=True)
class Box:
    """One part of one day: a tick box with its whole name for whoever hears the page."""

    value: str
    label: str
    checked: bool


class WeekField(forms.MultipleChoiceField):
    """Parts of the week, "2-afternoon"; cleaned to pairs of weekday and part."""

    default_error_messages = {"invalid_choice": _("یکی از همین گزینه‌ها را برگزینید.")}

    def __init__(self, **kwargs: Any) -> None:
        choices = [(f"{day}-{part}", part) for day in range(7) for part in Part.values]
        super().__init__(required=False, choices=choices, widget=forms.CheckboxSelectMultiple, **kwargs)

    def clean(self, value: Any) -> list[tuple[int, str]]:
        return [(int(one[0]), one[2:]) for one in super().clean(value)]


class WithWeek(forms.Form):
    """A form whose `free` is drawn as a table."""

    free = WeekField(label=_("وقت‌های آزاد در هفته"))

    @property
    def parts(self) -> list[str]:
        return [str(label) for label in Part.labels]

    @property
    def week(self) -> list[tuple[str, list[Box]]]:
        """Line by line: the day's name, and a box for each part."""
        ticked = set(self["free"].value() or [])
        return [
            (
                name,
                [
                    Box(f"{day}-{part}", str(_("، ")).join((name, str(label))), f"{day}-{part}" in ticked)
                    for part, label in Part.choices
                ],
            )
            for day, name in enumerate(weekdays())
        ]
