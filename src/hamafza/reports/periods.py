"""A period of a report: a Jalali month, season or year, or the days of a campaign. Pure, and it says itself."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hamafza.journal.months import Month, between, season, year
from hamafza.reports.states import Kind
from hamafza.ui.digits import local
from hamafza.ui.moments import say

SEASONS = (gettext_lazy("بهار"), gettext_lazy("تابستان"), gettext_lazy("پاییز"), gettext_lazy("زمستان"))
LENGTH = {Kind.MONTH: 1, Kind.SEASON: 3, Kind.YEAR: 12}
THIS: dict[str, str | Promise] = {
    Kind.MONTH: gettext_lazy("این ماه"), Kind.SEASON: gettext_lazy("این فصل"), Kind.YEAR: gettext_lazy("این سال"),
    Kind.CAMPAIGN: gettext_lazy("این پویش"),
}  # fmt: skip
PREVIOUS: dict[str, str | Promise] = {
    Kind.MONTH: gettext_lazy("ماه پیش"), Kind.SEASON: gettext_lazy("فصل پیش"), Kind.YEAR: gettext_lazy("سال پیش"),
    Kind.CAMPAIGN: gettext_lazy("همین‌قدر روز پیش از آن"),
}  # fmt: skip
NOTHING: dict[str, str | Promise] = {
    Kind.MONTH: gettext_lazy("در این ماه فعالیتی نبود."), Kind.SEASON: gettext_lazy("در این فصل فعالیتی نبود."),
    Kind.YEAR: gettext_lazy("در این سال فعالیتی نبود."), Kind.CAMPAIGN: gettext_lazy("در این پویش فعالیتی نبود."),
}  # fmt: skip


@dataclass(frozen=True)
class Period:
    """Days, both included. All but a campaign are whole Jalali months, whose figures are the months' totals."""

    kind: str
    first: date
    last: date
    name: str = ""

    @classmethod
    def holding(cls, kind: str, month: Month) -> "Period":
        """The month, season or year in which this month lies."""
        first, last = {Kind.SEASON: season(month), Kind.YEAR: year(month.year)}.get(Kind(kind), (month, month))
        return cls(kind, first.first, last.last)

    @classmethod
    def over(cls, kind: str, today: date) -> "Period":
        """The one that ended last."""
        return cls.holding(kind, Month.of(cls.holding(kind, Month.of(today)).first).plus(-1))

    @property
    def is_whole(self) -> bool:
        return self.kind != Kind.CAMPAIGN

    @property
    def months(self) -> list[Month]:
        return list(between(Month.of(self.first), Month.of(self.last)))

    @property
    def month(self) -> Month:
        """The one in which it ends."""
        return Month.of(self.last)

    @property
    def before(self) -> "Period":
        """As long, and just before."""
        if self.kind != Kind.CAMPAIGN:
            return Period.holding(self.kind, Month.of(self.first).plus(-1))
        return Period(
            self.kind, self.first - (self.last - self.first) - timedelta(days=1), self.first - timedelta(days=1)
        )

    def __str__(self) -> str:
        if self.kind == Kind.CAMPAIGN:
            return self.name
        if self.kind == Kind.YEAR:
            return _("سال %(year)s") % {"year": local(self.month.year)}
        if self.kind == Kind.SEASON:
            return f"{SEASONS[(self.month.number - 1) // 3]} {local(self.month.year)}"
        return say(self.first, "month")

    @property
    def days(self) -> str:
        """From when until when."""
        return _("%(first)s تا %(last)s") % {"first": say(self.first, "long"), "last": say(self.last, "long")}

    @property
    def this(self) -> str:
        return str(THIS[self.kind])

    @property
    def previous(self) -> str:
        return str(PREVIOUS[self.kind])

    @property
    def nothing(self) -> str:
        return str(NOTHING[self.kind])
