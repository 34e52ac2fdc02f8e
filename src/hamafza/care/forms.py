"""What is asked of the lists, and what is written about those who serve."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hamafza.care import queries
from hamafza.care.states import NEXT, OF_A_RUNG, LetterKind, Measure
from hamafza.journal.months import Month
from hamafza.kernel.actors import Actor
from hamafza.ui.fields import PersianIntegerField
from hamafza.ui.moments import say
from hamafza.volunteers import service

MOST_CENTRES = 60  # in a box to choose from; beyond that one writes its name


class FindForm(forms.Form):
    """A word, a centre, a month; each list takes the fields that it knows."""

    q = forms.CharField(label=_("نام داوطلب یا کانون"), required=False, max_length=120)
    centre = forms.ChoiceField(label=_("کانون"), required=False)
    month = forms.ChoiceField(label=_("ماه"), required=False)
    kind = forms.ChoiceField(label=_("گونه"), required=False)

    def __init__(self, *args: Any, by: Actor, at: datetime, without: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen, asked = queries.centres(by, at), self.data.get("centre", "")
        listed = list(seen[:MOST_CENTRES])
        if asked.isdecimal() and len(asked) < 19 and int(asked) not in {one.pk for one in listed}:
            listed += seen.filter(pk=asked)  # a link led here from its page
        self._choose("centre", [("", _("همهٔ کانون‌ها")), *((str(one.pk), one.name) for one in listed)])
        every = [(str(month.code), say(month.first, "month")) for month in reversed(queries.months(at))]
        self._choose("month", every if "all" in without else [("", _("همهٔ ماه‌ها")), *every])
        self._choose("kind", [("", _("همه"))])
        for name in without:
            self.fields.pop(name, None)

    def _choose(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    @property
    def asked(self) -> dict[str, Any]:
        """`words` and `centre` as the queries take them; a field with an error asks nothing."""
        self.is_valid()
        said = self.cleaned_data
        return {"words": said.get("q") or "", "centre": int(said["centre"]) if said.get("centre") else None}

    @property
    def asked_month(self) -> Month | None:
        self.is_valid()
        code = self.cleaned_data.get("month")
        return Month.from_code(int(code)) if code else None


class LettersForm(FindForm):
    """The list of letters: by kind."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, without=("month",), **kwargs)
        self._choose("kind", [("", _("همه")), *LetterKind.choices])


class FeelingsForm(FindForm):
    """How it was: by kind of activity and month."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].label = _("نام کانون")
        self._choose("kind", [("", _("همه")), *service.kinds().items()])


class ReasonForm(forms.Form):
    """Why not yet."""

    reason = forms.CharField(
        label=_("دلیل، و این‌که چه مانده است"),
        help_text=_("این را خودش در صفحهٔ خودش می‌خواند؛ پس روشن و مهربان بنویسید."),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
    )


class CriteriaForm(forms.Form):
    """Each rung's measures, and the limit of a month."""

    def __init__(self, *args: Any, now: dict[tuple[str, str], int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for rung in NEXT.values():
            for measure in OF_A_RUNG:
                self.fields[f"{rung}_{measure}"] = self._number(measure, now[rung, measure])
        self.fields["overload"] = self._number(Measure.OVERLOAD, now["", Measure.OVERLOAD])

    @staticmethod
    def _number(measure: Measure, value: int) -> forms.Field:
        return PersianIntegerField(
            label=measure.label, initial=value, min_value=0, max_value=1 if measure == Measure.TRUST else 999
        )

    @property
    def groups(self) -> list[tuple[Any, list[Any]]]:
        """A rung's name, and its fields."""
        return [(rung.label, [self[f"{rung}_{measure}"] for measure in OF_A_RUNG]) for rung in NEXT.values()]

    @property
    def values(self) -> dict[tuple[str, str], int]:
        said = self.cleaned_data
        asked = {(str(rung), str(one)): said[f"{rung}_{one}"] for rung in NEXT.values() for one in OF_A_RUNG}
        return {**asked, ("", str(Measure.OVERLOAD)): said["overload"]}
