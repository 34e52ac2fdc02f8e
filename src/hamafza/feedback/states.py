"""States and answers of a survey. Pure data."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SurveyState(TextChoices):
    ASLEEP = "asleep", _("در راه")
    SENT = "sent", _("پرسیده شد")
    ANSWERED = "answered", _("پاسخ داد")
    SILENT = "silent", _("پاسخی نداد")
    CALLED_OFF = "called_off", _("لازم نشد")


S = SurveyState
MOVES: dict[str, set[str]] = {
    S.ASLEEP: {S.SENT, S.ANSWERED, S.CALLED_OFF},  # she may answer before being asked
    S.SENT: {S.ANSWERED, S.SILENT, S.CALLED_OFF},
    S.ANSWERED: set(),
    S.SILENT: {S.ANSWERED},  # late is better than never
    S.CALLED_OFF: set(),
}


class Wave(TextChoices):
    AFTER_WORK = "after_work", _("ده روز پس از کار")
    STILL = "still", _("چهار هفته پس از تأیید")


class Solved(TextChoices):
    YES = "yes", _("بله، حل شد")
    HALF = "half", _("تا اندازه‌ای")
    NO = "no", _("نه، هنوز مانده است")
