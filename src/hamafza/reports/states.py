"""States of a report. Pure data. "Not yet due" has no row: a report is born when its period is over."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Level(TextChoices):
    """Whose report it is; each climbs to the next."""

    CENTRE = "centre", _("کانون")
    COUNTY = "county", _("شهرستان")
    PROVINCE = "province", _("استان")


class Kind(TextChoices):
    """What a report is of. A campaign begins with an officer, the others with the clock."""

    MONTH = "month", _("ماه")
    SEASON = "season", _("فصل")
    YEAR = "year", _("سال")
    CAMPAIGN = "campaign", pgettext_lazy("report", "پویش")


LONG = (Kind.SEASON, Kind.YEAR)  # of counties and provinces, made of months
OWE: dict[str, tuple[Level, ...]] = {
    Kind.MONTH: (Level.CENTRE, Level.COUNTY, Level.PROVINCE),
    Kind.SEASON: (Level.COUNTY, Level.PROVINCE),
    Kind.YEAR: (Level.COUNTY, Level.PROVINCE),
    Kind.CAMPAIGN: (Level.CENTRE, Level.COUNTY, Level.PROVINCE),
}


class State(TextChoices):
    DUE = "due", _("در انتظار گزارش")
    SUBMITTED = "submitted", pgettext_lazy("report", "فرستاده شد")
    SENT_BACK = "sent_back", _("بازگشت برای اصلاح")
    ACCEPTED = "accepted", pgettext_lazy("report", "پذیرفته شد")


S = State
MOVES: dict[str, set[str]] = {
    S.DUE: {S.SUBMITTED},
    S.SUBMITTED: {S.ACCEPTED, S.SENT_BACK},
    S.SENT_BACK: {S.SUBMITTED},
    S.ACCEPTED: {S.SENT_BACK},  # unlocked, with a reason: the next edition
}
WRITING = frozenset({S.DUE, S.SENT_BACK})  # the unit's turn
