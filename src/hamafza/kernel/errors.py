"""What a command answers when it cannot do what was asked. Each message can be shown to the person as it is."""

from typing import Any

from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """A command declines. `message` is courteous and says the remedy; `field` names the input, if one is at fault."""

    message: Any = _("این کار اکنون شدنی نیست. چیزی تغییر نکرد.")
    field: str | None = None

    def __init__(self, message: object = None, *, field: str | None = None) -> None:
        if message is not None:
            self.message = message
        if field is not None:
            self.field = field
        super().__init__(str(self.message))


class NotAllowed(Refused):
    message = _("این کار در اختیار شما نیست. اگر باید باشد، به مدیر سامانه بگویید.")


class MoveRefused(Refused):
    message = _("وضعیت این مورد در این فاصله عوض شده است. صفحه را تازه کنید و دوباره ببینید.")


class ReasonMissing(Refused):
    message = _("لطفاً دلیل را بنویسید یا برگزینید.")
    field = "reason"


class AlreadyUsed(Refused):
    """The same idempotency key came with another content."""

    message = _("این فرم پیش از این با محتوای دیگری فرستاده شده است. صفحه را تازه کنید.")
