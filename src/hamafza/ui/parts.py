"""The components of a row as functions: a list draws dozens of them, and there a component costs more than its row.

Each writes what its twin in `templates/cotton` writes; a test holds them together.
"""

from html import escape

from django.utils.safestring import SafeString

from hamafza.ui.deadline import Deadline
from hamafza.ui.digits import local

NOTHING = SafeString("")


def safe(text: object) -> str:
    """What comes from outside is text, never a tag; what a part has drawn stays as it is."""
    return text if isinstance(text, SafeString) else escape(str(text))


def ring(of: Deadline | None) -> SafeString:
    """<c-ring>"""
    if of is None:
        return NOTHING
    label = safe(of.label)
    return SafeString(
        f'<span class="ring {of.tone}" role="img" aria-label="{label}" title="{label}">'
        '<svg viewBox="0 0 44 44" aria-hidden="true"><circle class="track" cx="22" cy="22" r="19"/>'
        '<circle class="used" cx="22" cy="22" r="19" pathLength="100"'
        f' stroke-dasharray="{of.share * 100:.1f} 100" transform="rotate(-90 22 22)"/></svg>'
        f'<span aria-hidden="true">{safe(of.short)}</span></span>'
    )


def badge(text: object, tone: str = "quiet") -> SafeString:
    """<c-badge>, or nothing when there is nothing to say."""
    return SafeString(f'<span class="badge {tone}">{safe(text)}</span>') if text else NOTHING


def button(text: object, *, href: str = "", kind: str = "primary", **more: object) -> SafeString:
    """<c-button>; `more` are other attributes: `hx_get="/x"`."""
    if href:
        return SafeString(f'<a class="button {kind}" href="{safe(href)}"{_named(more)}>{safe(text)}</a>')
    return SafeString(f'<button class="button {kind}" type="submit"{_named(more)}>{safe(text)}</button>')


def row(
    title: str,
    note: str,
    *,
    href: str = "",
    of: Deadline | None = None,
    tail: SafeString = NOTHING,
    after: SafeString = NOTHING,
    anchor: str = "",
    level: int = 3,
) -> SafeString:
    """<c-row>; `tail` holds its badges and its button, `after` what may open below it."""
    bare, named = "" if of else " bare", f' id="{anchor}"' if anchor else ""
    heading = f'<a href="{safe(href)}">{safe(title)}</a>' if href else safe(title)
    return SafeString(
        f'<article class="row{bare}"{named}>{ring(of)}'
        f'<div class="row-text"><h{level} class="row-title">{heading}</h{level}>'
        f'<p class="row-note">{safe(note)}</p></div>'
        f'{f"""<div class="row-tail">{safe(tail)}</div>""" if tail else ""}{safe(after)}</article>'
    )


def post_form(url: str, token: object, *inner: object, **more: object) -> SafeString:
    """A form that posts at once, with the token of the page and the fields and the button in it."""
    url = safe(url)
    return SafeString(
        f'<form method="post" action="{url}" hx-post="{url}"{_named(more)}>{hidden("csrfmiddlewaretoken", token)}'
        f"{together(*inner)}</form>"
    )


def hidden(name: str, value: object) -> SafeString:
    """A field that nobody sees."""
    return SafeString(f'<input type="hidden" name="{name}" value="{safe(value)}">')


def nav_link(url: str, text: object, *, current: bool, badge: int, waiting: str) -> SafeString:
    """A line of the navigation; `waiting` tells a listener what its number counts."""
    here = ' aria-current="page"' if current else ""
    count = f'<span class="count">{local(badge)}<span class="hush"> {waiting}</span></span>' if badge else ""
    return SafeString(f'<a href="{safe(url)}"{here}><span>{safe(text)}</span>{count}</a>')


def together(*pieces: object) -> SafeString:
    """Pieces of a page side by side."""
    return SafeString("".join(map(safe, pieces)))


def _named(attributes: dict[str, object]) -> str:
    return "".join(f' {name.replace("_", "-")}="{safe(value)}"' for name, value in attributes.items())
