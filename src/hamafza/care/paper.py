"""Thank-you letters and certificates on A4, a page each; many of them are one file."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from hamafza.care.captions import hours
from hamafza.care.models import Letter
from hamafza.care.states import LetterKind
from hamafza.ui import paper
from hamafza.ui.digits import local
from hamafza.ui.moments import say

SHEET = Path(__file__).parent / "sheets" / "letters.typ"


def pdf(letters: Sequence[Letter]) -> bytes:
    return paper.pdf(SHEET, paper.Letter(_title(letters)), _facts(letters))


def pages(letters: Sequence[Letter]) -> list[bytes]:
    """As pictures, for whoever wants to look."""
    return paper.pages(SHEET, paper.Letter(_title(letters)), _facts(letters), ppi=72)


def _title(letters: Sequence[Letter]) -> str:
    return str(letters[0].get_kind_display()) if len(letters) == 1 else _("نامه‌های سپاس و گواهی‌ها")


def _facts(letters: Sequence[Letter]) -> dict[str, Any]:
    return {"letters": [_one(letter) for letter in letters]}


def _one(letter: Letter) -> dict[str, Any]:
    is_certificate = letter.kind == LetterKind.CERTIFICATE
    return {
        "title": str(letter.get_kind_display()),
        "framed": is_certificate,
        "head": [
            [_("شماره:"), local(letter.number)],
            [_("تاریخ:"), local(say(letter.at, "short"))],
            [_("پیوست:"), _("ندارد")],
        ],
        "name": letter.volunteer.full_name,
        "parts": _certified(letter) if is_certificate else _thanked(letter),
        "signature": {
            "role": _("از سوی %(centre)s") % {"centre": letter.volunteer.centre},
            "name": letter.by.full_name,
        },
    }


def _spoken(letter: Letter) -> dict[str, str]:
    return {
        "name": letter.volunteer.full_name, "centre": letter.volunteer.centre.name, "hours": hours(letter.minutes),
        "deeds": local(letter.deeds), "first": say(letter.first_on), "last": say(letter.last_on),
    }  # fmt: skip


def _thanked(letter: Letter) -> list[str]:
    opening = _("همراه گرامی، %(name)s") % _spoken(letter)
    body = _(
        "با مهر و احترام، از این‌که وقت و دل خود را با %(centre)s و مردمی که به آن رو می‌آورند در میان گذاشتید، سپاسگزاریم."
    )
    counted = _(
        "آنچه ثبت شده، %(hours)s در %(deeds)s نوبت خدمت است؛ آنچه به شمار نمی‌آید، دلگرمی کسانی است که تنها نماندند."
    )
    parts = [opening, body % _spoken(letter)]
    if letter.deeds:
        parts.append(counted % _spoken(letter))
    return [*parts, _("تندرست باشید و همراه بمانید.")]


def _certified(letter: Letter) -> list[str]:
    said = _(
        "گواهی می‌شود %(name)s از %(first)s تا %(last)s، در %(deeds)s نوبت و روی‌هم %(hours)s، "
        "داوطلبانه در %(centre)s خدمت کرده است."
    )
    source = _("ساعت‌ها از خدمت‌های ثبت‌شده در سامانه شمرده شده است. این گواهی برای ارائه در هر جا که لازم باشد نوشته شد.")
    return [said % _spoken(letter), source]
