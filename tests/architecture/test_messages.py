"""The keeper of the catalogues sees every word, and sees what is wrong with one."""

from pathlib import Path

import pytest
from scripts import messages

PYTHON = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext_lazy
greeting = _("سلام %(name)s")
count = ngettext("%(n)d مورد", "%(n)d تا", 3)
month = pgettext_lazy("ماه", "خرداد")
two = _("دو"
        "پاره")
"""
TEMPLATE = """{% load i18n %}
<div title="{% translate "می‌پذیرم" %}">
      <p>it's "x {{ value|default:_("هیچ") }}
   {% blocktranslate trimmed %}
     یک {{ thing }}
   {% endblocktranslate %}</p>
  {# it's no word #}
</div>
"""
WORDS = {"سلام %(name)s", ("%(n)d مورد", "%(n)d تا"), "خرداد", "دوپاره", "می‌پذیرم", "هیچ", "یک %(thing)s"}


@pytest.fixture
def area(tmp_path: Path) -> Path:
    (tmp_path / "templates").mkdir()
    (tmp_path / "words.py").write_text(PYTHON)
    (tmp_path / "templates" / "page.html").write_text(TEMPLATE)
    return tmp_path


def translated(area: Path) -> Path:
    """A whole catalogue: each English text is its Persian with a word before it."""
    messages.bring_up_to_date(area, write=True)
    path = area / messages.CATALOGUE
    catalogue = messages.read(path)
    for message in catalogue:
        if message.id:
            one = message.id if isinstance(message.id, str) else None
            message.string = f"EN {one}" if one else tuple(f"EN {form}" for form in message.id)
    path.write_bytes(messages.po(catalogue))
    messages.bring_up_to_date(area, write=True)
    return path


def test_every_word_is_found(area: Path) -> None:
    assert {words for words, _context in messages.words_of(area)} == WORDS


def test_a_word_without_english_is_a_fault(area: Path) -> None:
    faults = messages.bring_up_to_date(area, write=True)

    assert len(faults) == len(WORDS)


def test_a_whole_catalogue_has_no_fault_and_does_not_change(area: Path) -> None:
    path = translated(area)
    before = path.read_bytes()

    assert messages.bring_up_to_date(area, write=False) == []
    messages.bring_up_to_date(area, write=True)
    assert path.read_bytes() == before


def test_a_lost_placeholder_is_a_fault(area: Path) -> None:
    path = translated(area)
    path.write_text(path.read_text().replace("EN سلام %(name)s", "Hello"))

    assert any("placeholders" in fault for fault in messages.bring_up_to_date(area, write=False))


def test_an_old_mo_is_a_fault(area: Path) -> None:
    path = translated(area)
    path.write_text(path.read_text().replace("EN هیچ", "Nothing"))

    (fault,) = messages.bring_up_to_date(area, write=False)
    assert "django.mo" in fault


def test_a_word_that_nobody_says_is_a_fault_and_goes(area: Path) -> None:
    path = translated(area)
    (area / "words.py").write_text("")

    assert any("خرداد" in fault for fault in messages.bring_up_to_date(area, write=False))
    messages.bring_up_to_date(area, write=True)
    assert "خرداد" not in path.read_text()
