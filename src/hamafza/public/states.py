"""States of a story: written, read by her whose story it is, read by a second person, in print, out of print."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class StoryState(TextChoices):
    DRAFT = "draft", _("پیش‌نویس")
    ASKED = "asked", _("در انتظار رضایت متقاضی")
    AGREED = "agreed", _("در انتظار تأیید نفر دوم")  # only her "yes" leads here
    PUBLISHED = "published", _("منتشر شده")
    TAKEN_BACK = "taken_back", _("برداشته شده")
    REFUSED = "refused", _("منتشر نمی‌شود")


S = StoryState
MOVES: dict[str, set[str]] = {
    S.DRAFT: {S.ASKED, S.REFUSED},
    S.ASKED: {S.AGREED, S.REFUSED, S.DRAFT},  # another text is another question
    S.AGREED: {S.PUBLISHED, S.REFUSED, S.DRAFT},
    S.PUBLISHED: {S.TAKEN_BACK},
    S.TAKEN_BACK: set(),
    S.REFUSED: set(),
}
WAITING = frozenset({S.DRAFT, S.ASKED, S.AGREED})
OVER = frozenset({S.TAKEN_BACK, S.REFUSED})


class Ended(TextChoices):
    """Why a story did not come out or left, where nobody typed a reason."""

    SHE_SAID_NO = "she_said_no", _("متقاضی نخواست منتشر شود.")
    SHE_UNSAID = "she_unsaid", _("متقاضی رضایت خود را پس گرفت.")
    NO_ANSWER = "no_answer", _("متقاضی در دو هفته پاسخی نداد؛ بی‌پاسخی رضایت نیست.")
    LEFT = "left", _("پیش‌نویس دو هفته ماند و فرستاده نشد.")
    REOPENED = "reopened", _("درخواست دوباره باز شد.")
