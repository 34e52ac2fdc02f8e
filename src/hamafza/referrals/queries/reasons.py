"""«چرا این کانون؟»: the engine's reasons as bars."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

WORDS = {
    "domain": _("هم‌خوانی با عرصه"),
    "area": _("محدودهٔ خدمت"),
    "distance": _("نزدیکی"),
    "capacity": _("ظرفیت آزاد"),
    "hours": _("ساعت کار"),
    "acceptance": _("پاسخ پیشین"),
    "fairness": _("سبکی بار کار"),
}


@dataclass(frozen=True)
class Bar:
    """One reason: its words and how well the centre does in it (0-1)."""

    label: Any
    share: float


def bars(reasons: Iterable[Mapping[str, Any]]) -> list[Bar]:
    """Those that weighed most first; a reason we have no word for is left out."""
    return [Bar(WORDS[one["name"]], float(one["value"])) for one in reasons if one["name"] in WORDS]
