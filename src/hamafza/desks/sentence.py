"""One sentence that says how many things wait: «هفت کار منتظر شماست؛ دو تا پیش از ظهر.»"""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hamafza.desks.rows import Row
from hamafza.kernel.clock import local as in_tehran
from hamafza.ui.digits import local, speaks_persian
from hamafza_engines.persian import number_to_words

IN_WORDS = 20  # larger numbers read better as digits


def sentence(rows: list[Row], at: datetime, watched: int = 0) -> str:
    """For the head of the page: what waits for her, or, if nothing does, what she watches over."""
    if not rows and watched:
        text = ngettext(
            "%(n)s مورد زیر نگاه شماست؛ کاری منتظر خود شما نیست.",
            "%(n)s مورد زیر نگاه شماست؛ کاری منتظر خود شما نیست.",
            watched,
        )
        return text % {"n": said(watched)}
    if not rows:
        return _("امروز کاری منتظر شما نیست. خسته نباشید.")
    waiting = ngettext("%(n)s کار منتظر شماست", "%(n)s کار منتظر شماست", len(rows)) % {"n": said(len(rows))}
    parts = [waiting, *_parts(rows, at)]
    return _("%(parts)s. هیچ‌کس ناامید برنمی‌گردد.") % {"parts": _("؛ ").join(parts)}


def _parts(rows: list[Row], at: datetime) -> list[str]:
    late = sum(row.due_at < at for row in rows)
    here = in_tehran(at)
    morning = here.hour < 12
    end = here.replace(hour=12 if morning else 0, minute=0, second=0, microsecond=0)
    end += timedelta(days=0 if morning else 1)
    soon = sum(at <= row.due_at < end for row in rows)
    found = []
    if late:
        found.append(ngettext("مهلت %(n)s تا گذشته است", "مهلت %(n)s تا گذشته است", late) % {"n": said(late)})
    if soon and morning:
        found.append(ngettext("%(n)s تا پیش از ظهر", "%(n)s تا پیش از ظهر", soon) % {"n": said(soon)})
    elif soon:
        found.append(ngettext("%(n)s تا امشب", "%(n)s تا امشب", soon) % {"n": said(soon)})
    return found


def said(n: int) -> str:
    """A small number in words, as one says it."""
    return number_to_words(n) if n <= IN_WORDS and speaks_persian() else local(n)
