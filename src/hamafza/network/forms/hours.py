"""The week of a centre: up to two intervals a day, from a date on."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from hamafza.kernel.worktime import Interval
from hamafza.ui.digits import local
from hamafza.ui.fields import HourField, JalaliDateField

WEEKDAYS = [_("شنبه"), _("یکشنبه"), _("دوشنبه"), _("سه‌شنبه"), _("چهارشنبه"), _("پنجشنبه"), _("جمعه")]
PARTS = [_("نوبت نخست، از"), _("نوبت نخست، تا"), _("نوبت دوم، از"), _("نوبت دوم، تا")]
Week = dict[int, list[Interval]]


class HoursForm(forms.Form):
    """Twenty-eight hours and a date. A day left empty is a closed day."""

    from_date = JalaliDateField(label=_("از چه تاریخی"), help_text=_("هفته‌های پیش از آن همان که بود می‌ماند."))

    def __init__(self, *args: Any, today: date, week: Mapping[int, Sequence[Interval]], **kwargs: Any) -> None:
        self.today = today
        kwargs["initial"] = {"from_date": today, **_written(week)}
        super().__init__(*args, **kwargs)
        for weekday, name in enumerate(WEEKDAYS):
            for part, label in enumerate(PARTS):
                box = forms.TextInput({"inputmode": "numeric", "dir": "ltr", "autocomplete": "off", "size": 6})
                box.attrs["aria-label"] = f"{name}، {label}"
                self.fields[f"d{weekday}_{part}"] = HourField(label=f"{name}، {label}", required=False, widget=box)

    def days(self) -> Iterator[tuple[Any, list[BoundField]]]:
        """The rows of the grid."""
        for weekday, name in enumerate(WEEKDAYS):
            yield name, [self[f"d{weekday}_{part}"] for part in range(4)]

    def clean_from_date(self) -> date:
        day: date = self.cleaned_data["from_date"]
        if day < self.today:
            raise ValidationError(_("ساعت‌های گذشته عوض نمی‌شود؛ امروز یا روزی پس از آن را بنویسید."))
        return day

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for weekday in range(7):
            opens, closes, again, ends = (said.get(f"d{weekday}_{part}") for part in range(4))
            self._pair(weekday, 0, opens, closes)
            self._pair(weekday, 2, again, ends)
            if again and not opens:
                self.add_error(f"d{weekday}_0", _("نوبت نخست را هم بنویسید، یا نوبت دوم را به جای آن ببرید."))
            if closes and again and again < closes:
                self.add_error(f"d{weekday}_2", _("نوبت دوم باید پس از پایان نوبت نخست آغاز شود."))
        return said

    def _pair(self, weekday: int, part: int, opens: Any, closes: Any) -> None:
        name = f"d{weekday}_{part + 1}"
        if name in self.errors or f"d{weekday}_{part}" in self.errors:
            return
        if bool(opens) != bool(closes):
            self.add_error(name, _("آغاز و پایان را با هم بنویسید."))
        elif opens and closes <= opens:
            self.add_error(name, _("پایان باید پس از آغاز باشد."))

    def week(self) -> Week:
        """The cleaned hours as the command wants them."""
        said, week = self.cleaned_data, Week()
        for weekday in range(7):
            pairs = [(said[f"d{weekday}_{part}"], said[f"d{weekday}_{part + 1}"]) for part in (0, 2)]
            week[weekday] = [(opens, closes) for opens, closes in pairs if opens]
        return week


def _written(week: Mapping[int, Sequence[Interval]]) -> dict[str, str]:
    hours = {}
    for weekday, intervals in week.items():
        for part, hour in enumerate(hour for interval in intervals[:2] for hour in interval):
            hours[f"d{weekday}_{part}"] = local(f"{hour:%H:%M}")
    return hours
