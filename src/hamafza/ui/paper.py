"""Minutes, reports and letters as PDF, on one letterhead, by Typst.

A sheet is a `.typ` file in an area's `sheets/`; it imports `/ui/sheets/letter.typ` and sees what it is given as
`facts`. Text is data there: whatever a person typed stays text.
"""

import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import get_language_bidi, gettext

from hamafza.ui import digits
from hamafza.ui.glyphs import settable

ROOT = Path(__file__).resolve().parents[1]  # sheets import each other from here
FONTS = Path(__file__).parent / "sheets" / "fonts"
PDF = "application/pdf"

_own = threading.local()


@dataclass(frozen=True)
class Letter:
    """What stands around the text. `date` is said already, as `moments.say` does; `attachment` may stay empty."""

    title: str
    number: str = ""
    date: str = ""
    attachment: str = ""
    footer: str = ""
    signatures: Sequence[tuple[str, str]] = ()  # (role, name)


def pdf(sheet: Path, letter: Letter, facts: Mapping[str, Any]) -> bytes:
    """The sheet set with these facts (JSON values only), in the language of the page, tagged for screen readers."""
    said = _inputs(letter, facts)
    try:
        return _tagged(sheet, said)
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
    return _tagged(sheet, {"facts": json.dumps(settable(json.loads(said["facts"])), ensure_ascii=False)})


def _tagged(sheet: Path, said: dict[str, str]) -> bytes:
    return _typst().compile(str(sheet), format="pdf", sys_inputs=said, pdf_standards=["ua-1"])


def pages(sheet: Path, letter: Letter, facts: Mapping[str, Any], *, ppi: int = 144) -> list[bytes]:
    """The same as PNG pictures, a page each: for a phone, and for whoever wants to look."""
    found = _typst().compile(
        str(sheet),
        format="png",
        ppi=ppi,
        sys_inputs=_inputs(letter, facts),
    )
    return found if isinstance(found, list) else [found]


def _inputs(letter: Letter, facts: Mapping[str, Any]) -> dict[str, str]:
    return {"facts": json.dumps({**facts, **_around(letter)}, ensure_ascii=False)}


def _around(letter: Letter) -> dict[str, Any]:
    head = [
        (gettext("شماره:"), digits.local(letter.number or "—")),
        (gettext("تاریخ:"), digits.local(letter.date or "—")),
        (gettext("پیوست:"), digits.local(letter.attachment or gettext("ندارد"))),
    ]
    return {
        "title": letter.title,
        "footer": letter.footer,
        "rtl": get_language_bidi(),
        "lang": "fa" if digits.speaks_persian() else "en",
        "head": head,
        "signatures": [{"role": role, "name": name} for role, name in letter.signatures],
        "words": {
            "wordmark": gettext("هم‌افزا"),
            "basmala": gettext("بسمه تعالی"),
            "page": gettext("صفحهٔ {page} از {pages}"),
            "signature": gettext("امضا"),
        },
    }


def _typst() -> Any:
    """One compiler a thread (it may not be shared): it keeps the fonts and what it has parsed."""
    if not hasattr(_own, "compiler"):
        _own.compiler = typst.Compiler(root=str(ROOT), font_paths=[str(FONTS)], ignore_system_fonts=True)
    return _own.compiler
