"""What is set on paper: Persian and English, typed signs as text, many at once."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from hamafza.ui import paper

SPECIMEN = Path(paper.__file__).parent / "sheets" / "specimen.typ"
PNG = b"\x89PNG"


def facts(**other: Any) -> dict[str, Any]:
    row = ["۱", "پیگیری سرویس رفت‌وآمد دانش‌آموزان", "۱۴۰۵/۰۹/۱۵"]
    return {"lead": "", "heading": "مصوبه‌ها", "heads": ["ردیف", "مصوبه", "مهلت"], "rows": [row]} | other


def letter(**other: Any) -> paper.Letter:
    return paper.Letter(**{"title": "صورت‌جلسه"} | other)


class TestThePdf:
    def test_is_a_tagged_pdf(self) -> None:
        made = paper.pdf(SPECIMEN, letter(), facts())

        assert made.startswith(b"%PDF-")
        assert b"/StructTreeRoot" in made

    def test_carries_its_own_letters(self) -> None:
        made = paper.pdf(SPECIMEN, letter(), facts())

        assert b"Vazirmatn" in made

    @pytest.mark.parametrize("typed", ["#panic()", "*x* _y_ $z$ @ref <label>", '#import "/x.typ": *', "\\", '"', "]"])
    def test_keeps_what_a_person_typed_as_text(self, typed: str) -> None:
        plain = paper.pages(SPECIMEN, letter(), facts(lead="آ"))

        marked = paper.pages(SPECIMEN, letter(title=typed, signatures=[("دبیر", typed)]), facts(lead=typed))

        assert len(marked) == len(plain) == 1

    def test_is_the_same_from_many_threads(self) -> None:
        with ThreadPoolExecutor(4) as crowd:
            made = list(crowd.map(lambda n: paper.pages(SPECIMEN, letter(number=str(n % 2)), facts()), range(24)))

        assert made[0::2] == [made[0]] * 12
        assert made[1::2] == [made[1]] * 12
        assert made[0] != made[1]


class TestThePages:
    def test_are_as_many_as_the_rows_need(self) -> None:
        rows = [[str(n), "مصوبه", "۱۴۰۵/۰۹/۱۵"] for n in range(80)]

        made = paper.pages(SPECIMEN, letter(), facts(rows=rows), ppi=30)

        assert len(made) == 3
        assert all(page.startswith(PNG) for page in made)

    def test_differ_with_the_language_of_the_page(self) -> None:
        persian = paper.pages(SPECIMEN, letter(), facts(), ppi=30)

        with translation.override("en"):
            english = paper.pages(SPECIMEN, letter(), facts(), ppi=30)

        assert persian != english

    def test_leave_room_for_a_hand_without_a_name(self) -> None:
        named = paper.pages(SPECIMEN, letter(signatures=[("دبیر", "زهرا")]), facts(), ppi=30)

        nameless = paper.pages(SPECIMEN, letter(signatures=[("دبیر", "")]), facts(), ppi=30)

        assert len(named) == len(nameless) == 1
        assert named != nameless
