"""The paper of a handover as an office files it: what went to whom, in numbers, and who signs."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hamafza.network import holdings
from hamafza.succession.models import Handover
from hamafza.ui import paper
from hamafza.ui.digits import grouped, local
from hamafza.ui.moments import say

SHEET = Path(__file__).parent / "sheets" / "handover.typ"


def pdf(handover: Handover) -> bytes:
    """In the language of the page."""
    return paper.pdf(SHEET, _letter(handover), facts(handover))


def pages(handover: Handover, *, ppi: int = 110) -> list[bytes]:
    """The same as pictures."""
    return paper.pages(SHEET, _letter(handover), facts(handover), ppi=ppi)


def _letter(handover: Handover) -> paper.Letter:
    takers = list(dict.fromkeys(part.taker.full_name for part in handover.parts.all()))
    return paper.Letter(
        title=_("برگهٔ بازگشت کار") if handover.back_of_id else _("برگهٔ تحویل کار"),
        number=local(handover.number),
        date=say(handover.at, "short"),
        footer=_("هم‌افزا؛ کار به یک نفر وابسته نیست"),
        signatures=[
            (_("تحویل‌دهنده"), handover.giver.full_name),
            *((_("تحویل‌گیرنده"), name) for name in takers),
            (_("هماهنگ‌کننده"), handover.done_by.full_name if handover.done_by else ""),
        ],
    )


def facts(handover: Handover) -> dict[str, Any]:
    """JSON values only."""
    said = ngettext(
        "در %(when)s، %(n)s کار و اختیار با مهلت‌های خود از %(who)s تحویل شد.",
        "در %(when)s، %(n)s کار و اختیار با مهلت‌های خود از %(who)s تحویل شد.",
        handover.total,
    ) % {"when": say(handover.at, "time"), "n": grouped(handover.total), "who": handover.giver.full_name}
    parts = []
    for part in handover.parts.all():
        kind = holdings.of(part.kind)
        parts.append(
            {
                "caption": str(kind.caption) if kind else part.kind,
                "taker": ngettext("به %(name)s، %(n)s مورد", "به %(name)s، %(n)s مورد", len(part.things))
                % {"name": part.taker.full_name, "n": grouped(len(part.things))},
                "rows": [[grouped(n), local(thing["title"])] for n, thing in enumerate(part.things, start=1)],
            }
        )
    return {"said": said, "note": handover.note, "heads": [_("ردیف"), _("چه چیزی")], "parts": parts}
