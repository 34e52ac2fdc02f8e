"""Every string a person sees has its English, and the compiled catalogue is current."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

UI = Path(__file__).parents[1]
CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext"}


def said_in_templates():
    for path in UI.glob("templates/**/*.html"):
        text = path.read_text()
        yield from (found[2] for found in re.finditer(r"""\{% translate (["'])(.+?)\1""", text))
        for block in re.findall(r"\{% blocktranslate.*?%\}(.*?)\{% endblocktranslate", text):
            one = block.partition("{% plural %}")[0]
            yield re.sub(r"\{\{ (\w+) \}\}", r"%(\1)s", one)


def said_in_code():
    for path in UI.rglob("*.py"):
        if "tests" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in CALLS:
                words = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
                yield words[1] if node.func.id == "pgettext" else words[0]


def messages(catalogue):
    """The first writing of each message, to its translation (of one and of many)."""
    return {
        (m.id if isinstance(m.id, str) else m.id[0]): m.string if isinstance(m.string, str) else [*m.string]
        for m in catalogue
        if m.id
    }


@pytest.mark.parametrize("language", ["fa", "en"])
def test_the_compiled_catalogue_is_current(language):
    folder = UI / "locale" / language / "LC_MESSAGES"
    with (folder / "django.po").open("rb") as source, (folder / "django.mo").open("rb") as compiled:
        assert messages(read_po(source)) == messages(read_mo(compiled))


def test_every_string_has_its_english_and_none_is_left_over():
    with (UI / "locale/en/LC_MESSAGES/django.po").open("rb") as source:
        english = {said for said, text in messages(read_po(source)).items() if text}

    assert english == {*said_in_templates(), *said_in_code()}
