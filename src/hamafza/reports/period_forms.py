"""Which unit and which period: a season, a year, or the days of a campaign."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hamafza.journal.months import Month, season, year
from hamafza.reports.queries.period import Span
from hamafza.ui.digits import local
from hamafza.ui.fields import JalaliDateField
from hamafza.ui.moments import say

SEASONS, YEARS, MOST_DAYS = 8, 5, 400
KINDS = [("season", _("فصل")), ("year", _("سال")), ("campaign", _("پویش، از روزی تا روزی"))]


class PeriodForm(forms.Form):
    q = forms.CharField(label=_("یافتن واحد"), required=False, max_length=80)
    unit = forms.ChoiceField(label=_("واحد"), required=False)
    kind = forms.ChoiceField(label=_("بازه"), required=False, choices=KINDS)
    season = forms.TypedChoiceField(label=_("کدام فصل"), required=False, coerce=int, empty_value=None)
    year = forms.TypedChoiceField(label=_("کدام سال"), required=False, coerce=int, empty_value=None)
    first = JalaliDateField(label=_("از روز"), required=False)
    last = JalaliDateField(label=_("تا روز"), required=False)
    title = forms.CharField(label=_("نام پویش"), required=False, max_length=80)

    def __init__(self, *args: Any, today: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.today = today
        this = Month.of(today)
        newest = season(this)[0].plus(-3)
        self.fields["season"].choices = [  # type: ignore[attr-defined]
            (one.code, season_said(one)) for one in (newest.plus(-3 * n) for n in range(SEASONS))
        ]
        self.fields["year"].choices = [  # type: ignore[attr-defined]
            (this.year - n, local(this.year - n)) for n in range(1, YEARS + 1)
        ]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("kind") != "campaign":
            return said
        first, last = said.get("first"), said.get("last")
        for name in ("first", "last"):
            if name not in self.errors and not said.get(name):
                self.add_error(name, _("روز آغاز و پایان پویش را بنویسید."))
        if last and last > self.today:
            self.add_error("last", _("این روز هنوز نیامده است؛ تا امروز را می‌توان دید."))
        elif first and last and last < first:
            self.add_error("last", _("پایان پیش از آغاز است."))
        elif first and last and (last - first).days >= MOST_DAYS:
            self.add_error("last", _("پویش بیش از ۴۰۰ روز نمی‌شود."))
        return said

    @property
    def span(self) -> Span:
        """Of a form without errors; the season that has just ended when nothing is said."""
        said = self.cleaned_data
        if said.get("kind") == "campaign":
            return Span(said["first"], said["last"])
        if said.get("kind") == "year":
            first, last = year(said.get("year") or Month.of(self.today).year - 1)
        else:
            chosen = said.get("season")
            first, last = season(Month.from_code(chosen) if chosen else season(Month.of(self.today))[0].plus(-3))
        return Span(first.first, last.last, whole=True)

    @property
    def said(self) -> str:
        """The period in words."""
        span = self.span
        if not span.whole:
            days = _("%(first)s تا %(last)s") % {"first": say(span.first, "long"), "last": say(span.last, "long")}
            return f"{self.cleaned_data['title']} ({days})" if self.cleaned_data.get("title") else days
        if len(span.months) > 3:
            return str(_("سال %(year)s") % {"year": local(span.months[0].year)})
        return season_said(span.months[0])


def season_said(first: Month) -> str:
    names = (_("بهار"), _("تابستان"), _("پاییز"), _("زمستان"))
    return f"{names[(first.number - 1) // 3]} {local(first.year)}"
