"""A step up the ladder, what is measured for it, and the words of thanks and of feeling. Pure data."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hamafza.volunteers.states import Rung


class StepState(TextChoices):
    PROPOSED = "proposed", _("در انتظار نظر مسئول کانون")
    GRANTED = "granted", _("در انتظار امضای دوم")
    RAISED = "raised", _("بالا رفت")
    REFUSED = "refused", _("هنوز نه")
    LAPSED = "lapsed", _("کنار گذاشته شد")


S = StepState
STEP_MOVES: dict[str, set[str]] = {
    S.PROPOSED: {S.GRANTED, S.REFUSED, S.LAPSED},
    S.GRANTED: {S.RAISED, S.REFUSED, S.LAPSED},
    S.RAISED: set(),
    S.REFUSED: set(),
    S.LAPSED: set(),
}
WAITING = frozenset({S.PROPOSED, S.GRANTED})

NEXT = {Rung.ASSOCIATE: Rung.MEMBER, Rung.MEMBER: Rung.MENTOR, Rung.MENTOR: Rung.SECRETARY}


class Measure(TextChoices):
    """What a rung asks for; `overload` belongs to no rung: above so many hours a month, somebody should look."""

    MONTHS = "months", _("ماه از پذیرش")
    HOURS = "hours", _("ساعت خدمت در شش ماه")
    SKILLS = "skills", _("مهارت معتبر")
    TRUST = "trust", _("رأی اعتماد هم‌کانونی‌ها")
    AGE = "age", _("سال سن")
    OVERLOAD = "overload", _("ساعت در ماه، مرز بار سنگین")


OF_A_RUNG = tuple(one for one in Measure if one != Measure.OVERLOAD)


class LetterKind(TextChoices):
    THANKS = "thanks", _("نامهٔ سپاس")
    CERTIFICATE = "certificate", _("گواهی خدمت")


class Feeling(TextChoices):
    """One tap after a deed."""

    GOOD = "good", _("خوب بود")
    BETTER = "better", _("می‌شد بهتر باشد")
    BAD = "bad", _("بد بود")
