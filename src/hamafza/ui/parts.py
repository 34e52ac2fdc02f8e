"""The components of a row as functions: a list draws dozens of them, and there a component costs more than its row.

Each writes what its twin in `templates/cotton` writes; a test holds them together.
"""

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from hamafza.ui.deadline import Deadline

NOTHING = SafeString("")


def ring(of: Deadline | None) -> SafeString:
    """<c-ring>"""
    if of is None:
        return NOTHING
    return format_html(
        '<span class="ring {tone}" role="img" aria-label="{label}" title="{label}"><svg viewBox="0 0 44 44" aria-hidden="true">'
        '<circle class="track" cx="22" cy="22" r="19"/><circle class="used" cx="22" cy="22" r="19" pathLength="100" '
        'stroke-dasharray="{used} 100" transform="rotate(-90 22 22)"/></svg><span aria-hidden="true">{short}</span></span>',
        tone=of.tone,
        label=of.label,
        used=f"{of.share * 100:.1f}",
        short=of.short,
    )


def badge(text: object, tone: str = "quiet") -> SafeString:
    """<c-badge>, or nothing when there is nothing to say."""
    return format_html('<span class="badge {}">{}</span>', tone, text) if text else NOTHING


def button(text: object, *, href: str = "", kind: str = "primary", more: SafeString = NOTHING) -> SafeString:
    """<c-button>; `more` are other attributes, ready to stand in the tag."""
    if href:
        return format_html('<a class="button {}" href="{}" {}>{}</a>', kind, href, more, text)
    return format_html('<button class="button {}" type="submit" {}>{}</button>', kind, more, text)


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
    return format_html(
        '<article class="row{bare}"{anchor}>{ring}<div class="row-text"><h{level} class="row-title">{title}</h{level}>'
        '<p class="row-note">{note}</p></div>{tail}{after}</article>',
        bare="" if of else " bare",
        anchor=format_html(' id="{}"', anchor) if anchor else NOTHING,
        ring=ring(of),
        level=level,
        title=format_html('<a href="{}">{}</a>', href, title) if href else title,
        note=note,
        tail=format_html('<div class="row-tail">{}</div>', tail) if tail else NOTHING,
        after=after,
    )


def together(*pieces: object) -> SafeString:
    """Pieces of a page side by side; what is not yet safe is made so."""
    return mark_safe("".join(conditional_escape(piece) for piece in pieces))  # noqa: S308 - each is escaped


def post_form(url: str, token: object, inner: SafeString, more: SafeString = NOTHING) -> SafeString:
    """A form that posts at once, with the token of the page."""
    return format_html(
        '<form method="post" action="{url}" hx-post="{url}" {more}>'
        '<input type="hidden" name="csrfmiddlewaretoken" value="{token}">{inner}</form>',
        url=url,
        more=more,
        token=token,
        inner=inner,
    )
