"""The printed sheet of one occasion, with its QR code."""

import io
from datetime import datetime
from pathlib import Path
from typing import Any

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from hamafza.gatherings import queries
from hamafza.gatherings.models import Occasion
from hamafza.ui import paper
from hamafza.ui.digits import local
from hamafza.ui.moments import say

SHEET = Path(__file__).parent / "sheets" / "qr.typ"


def address_of(occasion: Occasion) -> str:
    return settings.BASE_URL.rstrip("/") + reverse("gatherings:tap", args=[queries.code_of(occasion)])


def pdf(occasion: Occasion, at: datetime) -> bytes:
    """In the language of the page."""
    return paper.pdf(SHEET, _letter(occasion, at), _facts(occasion))


def pages(occasion: Occasion, at: datetime, *, ppi: int = 110) -> list[bytes]:
    """The same as pictures."""
    return paper.pages(SHEET, _letter(occasion, at), _facts(occasion), ppi=ppi)


def _letter(occasion: Occasion, at: datetime) -> paper.Letter:
    title = occasion.gathering.title
    return paper.Letter(title=title, number=local(occasion.code), date=say(at, "short"), footer=title)


def _facts(occasion: Occasion) -> dict[str, Any]:
    drawn = io.BytesIO()
    segno.make(address_of(occasion), micro=False, error="m").save(drawn, kind="svg", border=2, scale=4)
    return {
        "when": say(occasion.starts_at, "time"),
        "where": occasion.gathering.centre.name,
        "qr": drawn.getvalue().decode(),
        "alt": _("کد QR برای گفتن «آمدم»"),
        "address": address_of(occasion),
        "steps": [
            _("۱. دوربین گوشی را روبه‌روی این نقش بگیرید و پیوند را باز کنید."),
            _("۲. چهار رقم آخر شمارهٔ همراهتان را بنویسید و نامتان را برگزینید."),
            _("۳. «آمدم» را بزنید. همین."),
        ],
        "note": _("این برگه تنها برای همین روز است. اگر گوشی همراهتان نیست، نامتان را روی کاغذ بنویسید."),
    }
