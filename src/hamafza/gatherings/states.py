"""States of a gathering and of one of its occasions, and their tables. Pure data."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class GatheringState(TextChoices):
    ACTIVE = "active", _("برپا")
    ENDED = "ended", _("پایان‌یافته")


GATHERING_MOVES: dict[str, set[str]] = {GatheringState.ACTIVE: {GatheringState.ENDED}, GatheringState.ENDED: set()}


class Rhythm(TextChoices):
    """How a gathering finds its days; the first two are `network.days.Rule`."""

    WEEKS = "weeks", _("هر چند هفته")
    MONTH = "month", _("هر ماه")
    FEAST = "feast", _("روزهای یک مناسبت")


class OccasionState(TextChoices):
    PLANNED = "planned", _("در پیش")
    HELD = "held", _("برگزار شد")
    MISSED = "missed", _("برگزار نشد")  # nobody said beforehand that it would not be
    CANCELLED = "cancelled", _("لغو شد، با خبر")  # it was said before its hour, and those who come were told


S = OccasionState
OCCASION_MOVES: dict[str, set[str]] = {
    S.PLANNED: {S.HELD, S.MISSED, S.CANCELLED},
    S.MISSED: {S.HELD},  # the list came late
    S.HELD: set(),
    S.CANCELLED: set(),
}
SETTLED = frozenset({S.HELD, S.MISSED, S.CANCELLED})


class Reason(TextChoices):
    """Why an occasion is or was not held."""

    LEADER = "leader", _("مسئول گردهمایی نتوانست")
    FEW = "few", _("کسی نیامد یا بسیار کم بودند")
    VENUE = "venue", _("جایی برای برگزاری نبود")
    WEATHER = "weather", _("هوا یا راه")
    FEAST = "feast", _("همزمانی با مناسبت دیگر")
    EMERGENCY = "emergency", _("بحران یا کار فوری")
    OTHER = "other", _("دلیل دیگر")


NOT_SAID = "not_said"  # whoever leads said nothing within two days: no choice of a person
ENDED = "ended"  # its gathering ended: no choice either


class Ending(TextChoices):
    """Why a gathering ends."""

    DONE = "done", _("دوره‌اش به پایان رسید")
    JOINED = "joined", _("با گردهمایی دیگری یکی شد")
    LEADER = "leader", _("مسئولی برای آن نماند")
    FEW = "few", _("شرکت‌کننده‌ای نماند")
    OTHER = "other", _("دلیل دیگر")


class Via(TextChoices):
    """How somebody came to be on the list."""

    LIST = "list", _("فهرست کاغذی")
    QR = "qr", _("برگهٔ QR")
