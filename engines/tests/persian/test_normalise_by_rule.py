"""The normaliser rule by rule, and all of it against the same rules written slowly without a pattern."""

import random
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza_engines.persian import normalise, polish

from .slow import ONE_FORM, slow_normalise

Z = "\u200c"
BITS = (
    "می |نمی|نمی |می|ها| های| هایی| هایشان|ه|ه |رفته | ای| اند|ام|ایم| ترین| تری|ترینها|بی |سرپرست|توان|توان |بخشی|هم |کار |آفرین|ان|"
    "دان|رود|روم|د|ند|خوا|م|ن|ا|ی|اااا|كي|ۀ|ة|ي\u0654|ـ|َ|ّ|ﻛ|ﷲ|﷽|ﷺ|\u200c|\u200c\u200c|¬|\u200f|  |\n|\n\n\n|\r\n|\t|\x85|\u3000|۱2٣|«|...|x"
).split("|")


@pytest.mark.parametrize("seed", range(40))
def test_agrees_with_the_slow_hand_on_hostile_texts(seed):
    chance = random.Random(seed)

    for _ in range(15):
        text = "".join(chance.choices(BITS, k=chance.randint(1, 14)))
        assert normalise(text) == slow_normalise(text), ascii(text)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(BITS) | st.text(max_size=3), max_size=12).map("".join))
def test_agrees_with_the_slow_hand_on_any_text(text):
    assert normalise(text) == slow_normalise(text)


class TestLetters:
    @pytest.mark.parametrize(
        ("other", "form"), list(ONE_FORM.items()), ids=lambda letter: f"{ord(letter):04x}"
    )
    def test_of_other_keyboards_become_persian(self, other, form):
        assert normalise(f"ب{other}ب") == f"ب{form}ب"

    @pytest.mark.parametrize(
        "codes", [range(0xFB50, 0xFBB2), range(0xFE80, 0xFEFD)], ids=["persian", "arabic"]
    )
    def test_of_old_fonts_become_letters_of_this_one(self, codes):
        told = {code: normalise(f"ب{chr(code)}ب") for code in codes}

        plain = {code: normalise(f"ب{unicodedata.normalize('NFKC', chr(code))}ب") for code in codes}
        assert told == plain
        assert not any("\ufb50" <= letter <= "\ufeff" for text in told.values() for letter in text)

    @pytest.mark.parametrize(
        "mark",
        [
            "\u064e",
            "\u0651",
            "\u0670",
            "\u0615",
            "\u06d6",
            "ـ",
            "\u200f",
            "\u202b",
            "\u2069",
            "\ufeff",
            "\xad",
            "\x07",
            "\x7f",
        ],
    )
    def test_lose_what_is_not_read(self, mark):
        assert normalise(f"سل{mark}ام{mark}") == "سلام"

    @pytest.mark.parametrize(
        "kept", ["سؤال", "مسأله", "رئیس", "آب", "إبراهیم", "شیء", "گچ‌پژ", "Ali 12.5%", "۱۲٫۵", "👍"]
    )
    def test_that_matter_are_kept(self, kept):
        assert normalise(kept) == kept

    @pytest.mark.parametrize(
        ("typed", "one"), [("ي\u0654", "ئ"), ("ا\u0653", "آ"), ("و\u0654", "ؤ"), ("ه\u0654", "ه")]
    )
    def test_of_two_parts_are_one(self, typed, one):
        assert normalise(f"ب{typed}ب") == f"ب{one}ب"

    @pytest.mark.parametrize(
        ("typed", "clean"),
        [
            ("سلاااام", "سلام"),
            ("اللّه", "الله"),
            ("موسسه", "موسسه"),
            ("مممم", "م"),
            ("هههه ها", "ه ها"),
            ("1000", "1000"),
            ("!!!", "!!!"),
        ],
    )
    def test_stretched_are_one_and_doubled_stay(self, typed, clean):
        assert normalise(typed) == clean


class TestGaps:
    @pytest.mark.parametrize("space", [" ", "  ", "\t", "\u00a0", "\u3000", "\u2003", " \t "])
    def test_of_any_kind_are_one_space(self, space):
        assert normalise(f"{space}یک{space}دو{space}") == "یک دو"

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", " \n "])
    def test_between_lines_are_one_line_end(self, end):
        assert normalise(f"یک{end}دو") == "یک\nدو"

    @pytest.mark.parametrize(("ends", "kept"), [(1, 1), (2, 2), (3, 2), (30, 2)])
    def test_between_paragraphs_are_one_empty_line(self, ends, kept):
        assert normalise("یک" + "\n" * ends + "دو") == "یک" + "\n" * kept + "دو"

    @pytest.mark.parametrize(
        ("typed", "clean"),
        [
            (f"نیم{Z}فاصله", f"نیم{Z}فاصله"),
            (f"نیم{Z}{Z}{Z}فاصله", f"نیم{Z}فاصله"),
            ("نیم¬فاصله", f"نیم{Z}فاصله"),
            (f"{Z}نیم{Z}", "نیم"),
            (f"نیم {Z}فاصله", "نیم فاصله"),
            (f"نیم{Z} فاصله", "نیم فاصله"),
            (f"نیم{Z}\nفاصله", "نیم\nفاصله"),
            (f"۱۲{Z}نفر", "۱۲نفر"),
            (f"نیم{Z}!", "نیم!"),
            (f"نیم{Z}َفاصله", f"نیم{Z}فاصله"),
            (f"نیم{Z}ـ{Z}فاصله", f"نیم{Z}فاصله"),
            (Z * 5, ""),
        ],
    )
    def test_of_half_a_space_stand_between_letters_alone(self, typed, clean):
        assert normalise(typed) == clean


# What is typed, and what is meant; «~» stands for the half-space.
REPAIRS = {
    "mi apart": [
        ("می روم", "می~روم"), ("نمی روم", "نمی~روم"), ("می  روم", "می~روم"), ("(می روم)", "(می~روم)"), ("می می روم", "می~می~روم"),
        ("قدیمی رفت", "قدیمی رفت"), ("می، روم", "می، روم"), ("می ر", "می ر"), ("می ۱۲", "می ۱۲"), ("آدمی زاد", "آدمی زاد"),
        ("می\nروم", "می\nروم"), ("ننمی روم", "ننمی روم"),
    ],
    "mi joined": [
        ("میروم", "می~روم"), ("نمیدانم", "نمی~دانم"), ("میخواهند", "می~خواهند"), ("میگفت", "می~گفت"), ("میدیدمش", "می~دیدمش"),
        ("میخوام", "می~خوام"), ("میشه", "می~شه"), ("میرم", "می~رم"),
        ("میدان", "میدان"), ("میهن", "میهن"), ("میرزا", "میرزا"), ("میکند.", "می~کند."), ("میکنداز", "میکنداز"), ("قدیمیروم", "قدیمیروم"),
        ("میروم~ها", "میروم~ها"),
    ],
    "ha apart": [
        ("کتاب ها", "کتاب~ها"), ("کتاب های ما", "کتاب~های ما"), ("بچه هایشان", "بچه~هایشان"), ("خانه هایی", "خانه~هایی"),
        ("دوست هامون", "دوست~هامون"), ("و ها", "و ها"), ("کتاب هاله", "کتاب هاله"), ("کتاب هایده", "کتاب هایده"), ("۱۲ ها", "۱۲ ها"),
        ("کتاب ها ها", "کتاب~ها~ها"),
    ],
    "ha joined": [
        ("بچهها", "بچه~ها"), ("خانههای", "خانه~های"), ("دهها", "ده~ها"), ("تنها", "تنها"), ("هها", "هها"), ("بچههای~ما", "بچههای~ما"),
    ],
    "after he": [
        ("رفته ام", "رفته~ام"), ("رفته اند", "رفته~اند"), ("خانه ای", "خانه~ای"), ("گفته اید", "گفته~اید"), ("بچه اش", "بچه~اش"),
        ("به ام", "به ام"), ("رفته امید", "رفته امید"), ("رفته او", "رفته او"), ("کتاب ام", "کتاب ام"),
    ],
    "compared": [
        ("بزرگ ترین", "بزرگ~ترین"), ("بزرگ تری", "بزرگ~تری"), ("کوچک ترین ها", "کوچک~ترین~ها"), ("کم ترینها", "کم~ترینها"), ("کم ترینهای ما", "کم~ترینهای ما"),
        ("بزرگ تر", "بزرگ تر"), ("و ترین", "و ترین"), ("بزرگ تریاک", "بزرگ تریاک"),
    ],
    "compounds": [
        ("بی سرپرست", "بی~سرپرست"), ("بد سرپرستان", "بد~سرپرستان"), ("خود اشتغالی", "خود~اشتغالی"), ("قرض الحسنه", "قرض~الحسنه"),
        ("توان بخشی", "توان~بخشی"), ("هم توان بخشی", "هم~توان~بخشی"), ("زمین لرزه های", "زمین~لرزه~های"),
        ("بی خانمانی", "بی~خانمانی"), ("آبی سرپرست", "آبی سرپرست"), ("بی سرپرستند", "بی سرپرستند"), ("بی کار", "بی کار"),
        ("خون آشام", "خون آشام"),
    ],
}  # fmt: skip
CASES = [(rule, *case) for rule, cases in REPAIRS.items() for case in cases]


@pytest.mark.parametrize(
    ("rule", "typed", "meant"), CASES, ids=[f"{rule}: {typed}" for rule, typed, _ in CASES]
)
class TestAHalfSpace:
    def test_is_put_where_it_is_meant_and_nowhere_else(self, rule, typed, meant):
        assert normalise(typed.replace("~", Z)) == meant.replace("~", Z)

    def test_is_put_in_the_middle_of_a_letter_too(self, rule, typed, meant):
        """Whatever stands around, in its own line."""
        around = "سلام،\n{}\n۱۲ نفر"

        assert normalise(around.format(typed.replace("~", Z))) == around.format(meant.replace("~", Z))


class TestPolish:
    @pytest.mark.parametrize(
        ("typed", "set_"),
        [
            ("12 نفر", "۱۲ نفر"),
            ("٣ نفر", "۳ نفر"),
            ("12نفر", "۱۲ نفر"),
            ("کد7", "کد ۷"),
            ("3.14", "۳٫۱۴"),
            ("پایان 3.", "پایان ۳."),
            ('گفت "بیا"', "گفت «بیا»"),
            ('"یک" و "دو"', "«یک» و «دو»"),
            ('تنها"', 'تنها"'),
            ('"یک\nدو"', '"یک\nدو"'),
            ("صبر...", "صبر …"),
            ("صبر ......", "صبر …"),
            ("صبر…", "صبر …"),
            ("صبر..", "صبر.."),
            ("سلام ، خوبی ؟", "سلام، خوبی؟"),
            ("( متن )", "(متن)"),
            ("« متن »", "«متن»"),
            ("دیدم !", "دیدم!"),
            ("نشانی .ir است", "نشانی .ir است"),
            ("", ""),
            ("كتاب ها", f"کتاب{Z}ها"),
        ],
    )
    def test_sets_as_a_printer_would(self, typed, set_):
        assert polish(typed) == set_

    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.sampled_from([*BITS, '"', ".", "…", " ؟", "( ", "3.5"]), max_size=10).map("".join))
    def test_leaves_no_digit_of_another_alphabet(self, text):
        assert not set(polish(text)) & set("0123456789٠١٢٣٤٥٦٧٨٩")
