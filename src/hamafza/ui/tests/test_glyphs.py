"""What people type may hold signs that our font lacks; the paper is made all the same."""

import pytest

from hamafza.ui import glyphs


@pytest.mark.parametrize(
    ("said", "set_as"),
    [
        ("سپاس از همه 😀", "سپاس از همه "), ("آمار ☎️ ۱۲۳", "آمار  ۱۲۳"), ("👨\u200d👩", "\u200d"),
        ("می\u200cشود «۱۲٪»، … — é", "می\u200cشود «۱۲٪»، … — é"), ("漢ڄ", "\ufffd\ufffd"), ("الف\nب\tپ", "الف\nب\tپ"),
        ("", ""), ({"a": ["😀", {"b": ("😀x", 1, None, 0.5, True)}]}, {"a": ["", {"b": ["x", 1, None, 0.5, True]}]}),
    ],
)  # fmt: skip
def test_a_text_keeps_its_letters_and_loses_its_ornaments(said: object, set_as: object) -> None:
    assert glyphs.settable(said) == set_as


def test_the_font_has_our_letters_and_no_smile() -> None:
    ours = "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیآئؤأۀةء۰۱۲۳۴۵۶۷۸۹ abcXYZ019؟،؛«»٪٬"
    assert {ord(sign) for sign in ours} <= glyphs.known()
    assert not {ord(sign) for sign in "😀漢ڄ✅"} & glyphs.known()
