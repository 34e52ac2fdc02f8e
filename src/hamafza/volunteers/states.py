"""States of a volunteer, her rung on the ladder, and the parts of a day. Pure data."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class VolunteerState(TextChoices):
    APPLIED = "applied", _("درخواست داده است")
    IN_PROCESS = "in_process", _("در حال آشنایی")
    ACCEPTED = "accepted", _("در حال خدمت")
    REFUSED = "refused", _("پذیرفته نشد")
    INACTIVE_SHORT = "inactive_short", _("در مرخصی")
    INACTIVE_LONG = "inactive_long", _("دور از خدمت")
    ARCHIVED = "archived", _("بایگانی")


V = VolunteerState
VOLUNTEER_MOVES: dict[str, set[str]] = {
    V.APPLIED: {V.IN_PROCESS, V.REFUSED},
    V.IN_PROCESS: {V.ACCEPTED, V.REFUSED},
    V.ACCEPTED: {V.INACTIVE_SHORT, V.INACTIVE_LONG, V.ARCHIVED},
    V.INACTIVE_SHORT: {V.ACCEPTED, V.INACTIVE_LONG, V.ARCHIVED},
    V.INACTIVE_LONG: {V.ACCEPTED, V.ARCHIVED},
    V.ARCHIVED: {V.IN_PROCESS},
    V.REFUSED: {V.IN_PROCESS},
}
WAITING = frozenset({V.APPLIED, V.IN_PROCESS})  # somebody owes her an answer


SERVES = frozenset({V.ACCEPTED, V.INACTIVE_SHORT, V.INACTIVE_LONG})  # one of us, at work or resting
ENDED = frozenset({V.REFUSED, V.ARCHIVED})


class Left(TextChoices):
    """Why somebody is here no more."""

    NEVER_STARTED = "never_started", _("هرگز آغاز نکرد")
    DISMISSED = "dismissed", _("کنار گذاشته شد")
    MOVED = "moved", _("از این‌جا رفت")
    RESIGNED = "resigned", _("خودش کناره گرفت")
    DECEASED = "deceased", _("درگذشت")
    OTHER = "other", _("دلیل دیگر")


class Rung(TextChoices):
    """The ladder of membership; a rung is granted by the head and countersigned one level up."""

    ASSOCIATE = "associate", _("یاور")
    MEMBER = "member", _("خادمیار")
    MENTOR = "mentor", _("راهنما")
    SECRETARY = "secretary", _("دبیر")


class Part(TextChoices):
    """A part of a day in which she is free."""

    MORNING = "morning", _("صبح")
    AFTERNOON = "afternoon", _("بعدازظهر")
    EVENING = "evening", _("شب")
