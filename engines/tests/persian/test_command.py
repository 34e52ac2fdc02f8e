"""The Persian engine from a shell: every «what» for a text and for a table, both languages, every end."""

import io
import re
import sys

import pytest

from hamafza_engines.__main__ import main
from hamafza_engines.frame import Exit, read_table, write_table
from hamafza_engines.persian import to_latin_digits
from hamafza_engines.persian._command import _WHAT

FORMATS = ("csv", "tsv", "json", "jsonl", "xlsx", "parquet")
# What is asked, a text it reads, its answer, and a text it cannot read (None: it reads any).
WHAT = {
    "card": ("6037-7016-8909-5443", "true", "6037701689095444"),
    "date": ("۱ آذر ۱۴۰۵", "2026-11-22", "فردا"),
    "homophone-key": ("طاهره ذاکری", "تاهرهزاکری", None),
    "jalali": ("2026-11-22", "۱ آذر ۱۴۰۵", "2026-13-22"),
    "legal-id": ("۱۰۳۸۰۲۸۴۷۹۰", "true", "10380284791"),
    "mobile": ("+98 912 345 67 89", "09123456789", "05433221100"),
    "national-id": ("0013542419", "true", "0013542418"),
    "normalise": ("كتاب ها", "کتاب\u200cها", None),
    "phone": ("(054) 33221100", "05433221100", "33221100"),
    "polish": ('"12نفر"', "«۱۲ نفر»", None),
    "postal-code": ("16197-35744", "true", "0619735744"),
    "search-key": ("آقاي ۱۲", "اقای 12", None),
    "sheba": ("IR58 0540 1051 8002 1273 1130 07", "true", "IR580540105180021273113008"),
    "sort-key": ("آب", "\u0621\u0623", None),  # the second letter of the alphabet, and the fourth
    "words": ("۱۴۰۴", "یک هزار و چهارصد و چهار", "هزار"),
}


@pytest.fixture
def shell(tmp_path, capsys, monkeypatch):
    """Run the command in an empty folder; return the code, the output and what was said."""
    monkeypatch.chdir(tmp_path)

    def run(*words, text=""):
        monkeypatch.setattr("sys.stdin", io.StringIO(text))
        try:
            code = main(["persian", *map(str, words)])
        except SystemExit as end:
            code = end.code
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def test_every_what_there_is_stands_in_this_table():
    assert sorted(WHAT) == sorted(_WHAT)


@pytest.mark.parametrize("what", WHAT)
class TestAText:
    @pytest.mark.parametrize("way", ["word", "stdin", "dash"])
    def test_is_answered_however_it_comes(self, shell, what, way):
        text, answer, _ = WHAT[what]
        words = {"word": [text], "stdin": [], "dash": ["-"]}[way]

        code, out, err = shell(what, *words, text=text)

        assert (code, out, err) == (Exit.DONE, answer + "\n", "")

    def test_that_cannot_be_read_is_said_to_be_so(self, shell, what):
        """A check says no; a reader refuses with the text and what it was to be."""
        bad = WHAT[what][2]
        if bad is None:
            bad, told = "\x00 ؟", Exit.DONE
        else:
            told = Exit.DONE if WHAT[what][1] == "true" else Exit.BAD_INPUT

        code, out, err = shell(what, bad, "--lang", "en")

        assert code == told
        assert (out == "") == (code == Exit.BAD_INPUT)
        assert (f"{what}: {bad!r} — cannot be read" in err) == (code == Exit.BAD_INPUT)


@pytest.mark.parametrize("what", WHAT)
class TestATable:
    def rows(self, what):
        good, _, bad = WHAT[what]
        return [{"id": "a", "x": good}, {"id": "b", "x": bad or good}, {"id": "c", "x": None}]

    def answers(self, what):
        _, answer, bad = WHAT[what]
        if answer == "true":
            return ["1", "0", None]
        return [answer, None if bad else answer, None]

    @pytest.mark.parametrize("suffix", ["csv", "xlsx"])
    def test_gets_a_column_of_answers(self, shell, what, suffix):
        write_table(f"t.{suffix}", self.rows(what))

        code, out, _ = shell(what, f"t.{suffix}", "--column", "x", "-o", f"out.{suffix}")

        assert (code, out) == (Exit.DONE, "")
        rows = read_table(f"out.{suffix}", kinds={what: str, "x": str})
        assert [row[what] for row in rows] == self.answers(what)
        assert [(row["id"], row["x"]) for row in rows] == [tuple(row.values()) for row in self.rows(what)]

    @pytest.mark.parametrize("language", ["fa", "en"])
    def test_is_summed_up_in_true_figures(self, shell, what, language):
        write_table("t.csv", self.rows(what))

        _, _, err = shell(what, "t.csv", "--column", "x", "--lang", language)

        good, answer, bad = WHAT[what]
        changed = 0 if answer in ("true", good) else 1 if bad else 2
        figures = list(map(int, re.findall(r"\d+", to_latin_digits(err))))
        assert figures == [3, 3, changed, 1 if bad else 0, 1]
        assert bool(re.search("[A-Za-z]", err.replace("«x»", ""))) == (language == "en")


class TestTheColumn:
    ROWS = [{"id": "1", "note": "كتاب ها و بچه ها", "name": "علي"}]

    def test_is_the_one_with_the_longest_texts(self, shell):
        write_table("t.csv", self.ROWS)

        assert shell("normalise", "t.csv")[1].splitlines()[1].endswith("کتاب\u200cها و بچه\u200cها")

    def test_is_the_one_asked_for_however_typed(self, shell):
        write_table("t.csv", [{"نام  خانوادگي": "علي", "note": "بلندتر از آن"}])

        assert shell("normalise", "t.csv", "--column", "نام خانوادگی")[1].splitlines()[1].endswith(",علی")

    def test_that_is_not_there_is_bad_input(self, shell):
        write_table("t.csv", self.ROWS)

        code, _, err = shell("normalise", "t.csv", "--column", "amount")

        assert (code, "id, note, name" in err) == (Exit.BAD_INPUT, True)

    def test_of_the_answer_does_not_write_over_one_of_the_table(self, shell):
        write_table("t.csv", [{"x": "كتاب ها", "normalise": "mine"}])

        _, out, _ = shell("normalise", "t.csv", "--column", "x")

        assert out.splitlines() == ["x,normalise,normalise of x", "كتاب ها,mine,کتاب\u200cها"]


class TestExplain:
    @pytest.mark.parametrize(
        ("what", "text", "lines"),
        [
            ("normalise", "كتاب", [r"0: '\u0643' → '\u06a9'"]),
            ("normalise", "کتاب ها", [r"4: ' ' → '\u200c'"]),
            ("normalise", "سلام", []),
            ("mobile", "+989123456789", [r"0: '+98' → '0'"]),
            ("national-id", "0013542419", [r"0: '0013542419' → 'true'"]),
        ],
    )
    def test_shows_what_became_of_a_row_change_by_change(self, shell, what, text, lines):
        write_table("t.csv", [{"id": "a", "x": text}])

        code, out, _ = shell(what, "t.csv", "--column", "x", "--explain", "a")

        answer = str(_WHAT[what](text)).lower() if what == "national-id" else _WHAT[what](text)
        assert (code, out.splitlines()) == (Exit.DONE, [text, answer, *lines])

    @pytest.mark.parametrize(("id_", "what"), [("zz", "normalise"), ("a", "mobile")])
    def test_of_no_row_or_of_no_answer_is_bad_input(self, shell, id_, what):
        write_table("t.csv", [{"id": "a", "x": "متن"}])

        assert shell(what, "t.csv", "--column", "x", "--explain", id_)[:2] == (Exit.BAD_INPUT, "")


class TestHowItEnds:
    @pytest.mark.parametrize("suffix", FORMATS)
    def test_done_in_every_format_in_and_out(self, shell, suffix):
        write_table(f"t.{suffix}", [{"id": "1", "x": "كتاب"}])

        code, _, _ = shell("normalise", f"t.{suffix}", "--column", "x", "-o", f"o.{suffix}")

        assert (code, [row["normalise"] for row in read_table(f"o.{suffix}")]) == (Exit.DONE, ["کتاب"])

    def test_done_with_several_tables_one_after_the_other(self, shell):
        write_table("a.csv", [{"x": "كتاب"}])
        write_table("b.json", [{"x": "علي"}])

        assert shell("normalise", "a.csv", "b.json")[1].splitlines() == [
            "x,normalise",
            "كتاب,کتاب",
            "علي,علی",
        ]

    def test_done_with_an_empty_table(self, shell):
        write_table("t.csv", [])

        code, out, err = shell("normalise", "t.csv", "--lang", "en")

        assert (code, out) == (Exit.DONE, "")
        assert "0 of 0 rows" in err

    @pytest.mark.parametrize("seconds", ["0", "1e-9"])
    def test_stopped_by_time_with_what_is_done(self, shell, seconds):
        write_table("t.csv", [{"x": "كتاب"}] * 3)

        code, _, err = shell("normalise", "t.csv", "--seconds", seconds, "-o", "o.csv", "--lang", "en")

        assert (code, read_table("o.csv")) == (Exit.STOPPED, [])
        assert "0 of 3 rows" in err

    @pytest.mark.parametrize(
        "words",
        [
            ["sing", "x"],
            ["normalise", "absent.csv"],
            ["normalise", "t.csv", "-o", "o.pdf"],
            ["date", ""],
            ["normalise", "--lang", "de", "x"],
        ],
    )
    def test_bad_input_with_nothing_written(self, shell, tmp_path, words):
        write_table("t.csv", [{"x": "متن"}])

        code, out, err = shell(*words)

        assert (code, out) == (Exit.BAD_INPUT, "")
        assert err
        assert [path.name for path in tmp_path.iterdir()] == ["t.csv"]

    def test_a_missing_library_is_named_with_its_extra(self, shell, monkeypatch):
        write_table("t.xlsx", [{"x": "متن"}])
        monkeypatch.setitem(sys.modules, "openpyxl", None)

        code, _, err = shell("normalise", "t.xlsx")

        assert (code, "./hamafza extras files" in err) == (Exit.EXTRA_MISSING, True)
