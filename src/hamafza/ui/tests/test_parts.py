"""What a list draws by hand is what the components draw, to the letter; nothing of a stranger's becomes a tag."""

import re

import pytest
from django.template import Context, Template
from django.utils.safestring import SafeString
from django_cotton.compiler_regex import CottonCompiler

from hamafza.ui import parts
from hamafza.ui.deadline import Deadline

EVIL = '<b>"x" & y'
RINGS = [
    Deadline(0.756, "۲ر", "۲ روز مانده", "soon"),
    Deadline(1.0, "۳س", EVIL, "late"),
    Deadline(0.0, "", "", "on_time"),
]


def component(source: str, **given: object) -> str:
    return plain(Template(CottonCompiler().process(source)).render(Context({"evil": EVIL, **given})))


def plain(html: str) -> str:
    """Without the blanks that a browser does not see."""
    return re.sub(r"\s+>", ">", re.sub(r">\s+<", "><", re.sub(r"\s+", " ", html))).strip()


@pytest.mark.parametrize("of", RINGS)
def test_the_ring(of: Deadline) -> None:
    assert plain(parts.ring(of)) == component('<c-ring :of="of" />', of=of)


@pytest.mark.parametrize("tone", ["quiet", "calm", "late"])
def test_the_badge(tone: str) -> None:
    assert plain(parts.badge(EVIL, tone)) == component(f'<c-badge tone="{tone}">{{{{ evil }}}}</c-badge>')


def test_a_badge_without_words_is_none() -> None:
    assert parts.badge("") == ""


@pytest.mark.parametrize("kind", ["primary", "secondary"])
def test_the_button(kind: str) -> None:
    assert plain(parts.button(EVIL, kind=kind)) == component(f'<c-button kind="{kind}">{{{{ evil }}}}</c-button>')


def test_the_button_that_is_a_link() -> None:
    drawn = parts.button(EVIL, href="/x?a=1&b=2", kind="quiet", id="b")

    assert plain(drawn) == component(
        '<c-button href="{{ to }}" kind="quiet" id="b">{{ evil }}</c-button>', to="/x?a=1&b=2"
    )


@pytest.mark.parametrize("of", [None, RINGS[0]])
@pytest.mark.parametrize("href", ["", "/a"])
@pytest.mark.parametrize("chip", ["", "درمان"])
@pytest.mark.parametrize("level", [2, 3])
def test_the_row(of: Deadline | None, href: str, chip: str, level: int) -> None:
    source = '<c-row title="{{ evil }}" href="{{ href }}" note="{{ evil }}" :ring="of" chip="{{ chip }}" level="{{ level }}" id="r" />'

    drawn = parts.row(EVIL, EVIL, href=href, of=of, tail=parts.badge(chip, "calm"), anchor="r", level=level)

    assert plain(drawn) == component(source, href=href, of=of, chip=chip, level=level)


def test_what_opens_below_a_row_stands_in_it() -> None:
    assert parts.row("t", "n", after=SafeString('<div id="slot"></div>')).endswith('<div id="slot"></div></article>')


def test_a_form_that_posts_at_once_has_the_token_of_the_page() -> None:
    form = parts.post_form("/go", "tok", parts.button("برو"))

    assert 'action="/go" hx-post="/go"' in form
    assert '<input type="hidden" name="csrfmiddlewaretoken" value="tok">' in form


def test_pieces_that_nobody_called_safe_are_made_so() -> None:
    assert parts.together(EVIL, SafeString("<i>")) == "&lt;b&gt;&quot;x&quot; &amp; y<i>"


def test_no_attribute_can_be_left() -> None:
    for drawn in (
        parts.button("x", href=EVIL, hx_get=EVIL),
        parts.post_form(EVIL, EVIL, EVIL, hx_target=EVIL),
        parts.hidden("a", EVIL),
        parts.row(EVIL, EVIL, href=EVIL),
        parts.nav_link(EVIL, EVIL, current=True, badge=0, waiting=""),
    ):
        assert "<b>" not in drawn
        assert '"x"' not in drawn


def test_the_navigation_says_where_one_is_and_what_waits() -> None:
    assert parts.nav_link("/a", "امروز", current=True, badge=12, waiting="در انتظار") == (
        '<a href="/a" aria-current="page"><span>امروز</span>'
        '<span class="count">۱۲<span class="hush"> در انتظار</span></span></a>'
    )
    assert parts.nav_link("/a", "امروز", current=False, badge=0, waiting="x") == '<a href="/a"><span>امروز</span></a>'
