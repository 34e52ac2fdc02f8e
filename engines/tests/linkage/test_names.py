"""Names: titles fall away, spellings of one sound meet, whole names are parted, two words are one name."""

from itertools import combinations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hamafza_engines.linkage._prepare import prepare, turned

from .conftest import cell, level, register

letters = st.text("ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی", min_size=1, max_size=10)


def sound(name):
    return cell("first", name)["first_sound"]


def split(full):
    found = {k: v[0] for k, v in prepare(register(full=[full]), jalali=True).items()}
    return found["first"], found["last"]


class TestASound:
    @pytest.mark.parametrize(
        ("a", "b"),
        [
            ("ثریا", "سریا"), ("صادق", "سادق"), ("ذکریا", "زکریا"), ("ضرغام", "زرغام"), ("ظریفه", "زریفه"),
            ("طاهره", "تاهره"), ("حاجر", "هاجر"), ("اعظم", "اعزم"), ("غلام", "قلام"), ("آمنه", "امنه"),
            ("عبدالله", "عبداله"), ("اسماعیل", "اسمعیل"), ("رحمن", "رحمان"), ("اسحق", "اسحاق"), ("هارون", "هرون"),
            ("محمد رضا", "محمدرضا"), ("علی\u200cاکبر", "علی اکبر"), ("فاطمة", "فاطمه"), ("مؤمن", "مومن"),
            ("رضائی", "رضایی"), ("زهراء", "زهرا"), ("خواجه", "خاجه"), ("محـــمد", "محمد"), ("مُحَمَّد", "محمد"),
        ],
    )  # fmt: skip
    def test_is_one_for_what_sounds_alike(self, a, b):
        assert sound(a) == sound(b)

    @pytest.mark.parametrize(
        ("a", "b"),
        [
            ("حسن", "حسین"), ("زهرا", "زهره"), ("محمد", "محمود"), ("کریم", "کرم"), ("فاطمه", "فاطیما"), ("مریم", "مریخ"),
            ("محمدرضا", "محمدعلی"), ("رضا", "رضوان"), ("امیر", "امین"), ("سارا", "ساره"), ("بتول", "بتو"),
        ],
    )  # fmt: skip
    def test_is_another_for_what_does_not(self, a, b):
        assert sound(a) != sound(b)

    @settings(max_examples=60, deadline=None)
    @given(letters.filter(lambda name: "و" not in name), st.randoms(use_true_random=False))
    def test_stays_when_any_letter_is_exchanged_for_one_that_sounds_like_it(self, name, chance):
        groups = ("ثسص", "ذزضظ", "تط", "حه", "قغ", "اع")
        alike = {letter: group for group in groups for letter in group}

        other = "".join(chance.choice(alike.get(letter, letter)) for letter in name)
        assume(
            not {name, other} & {"رحمن", "اسحق", "اسمعیل", "هرون", "ابرهیم"}
        )  # known to be short for another

        assert sound(other) == sound(name)

    def test_has_as_many_signs_as_letters_of_one_byte_each(self):
        for name in ("پرویز", "ژاله", "گیتی", "چنگیز", "شهناز"):
            assert sound(name).isascii() and len(sound(name)) == len(name)

    @settings(max_examples=60, deadline=None)
    @given(st.lists(letters, min_size=2, max_size=6, unique=True))
    def test_never_makes_two_letters_one_that_the_alphabet_tells_apart(self, names):
        alphabet = "بپجچخدرژشفکگلمنوی"
        plain = ["".join(letter for letter in name if letter in alphabet) for name in names]
        kept = [name for name in plain if name and all(x != y for x, y in zip(name, name[1:], strict=False))]
        kept = [name for name in dict.fromkeys(kept) if "خوا" not in name]

        assert len({sound(name) for name in kept}) == len(kept)


class TestATitle:
    @pytest.mark.parametrize(
        "titled",
        [
            "سید رضا", "حاج رضا", "حاجی رضا", "حاج آقا رضا", "کربلایی رضا", "مشهدی رضا", "دکتر رضا", "مهندس رضا",
            "شهید رضا", "مرحوم رضا", "آقای رضا", "جناب آقای رضا", "شیخ رضا", "Mr. رضا", "سید  رضا",
        ],
    )  # fmt: skip
    def test_is_no_part_of_the_name(self, titled):
        assert cell("first", titled) == cell("first", "رضا")

    @pytest.mark.parametrize(
        "titled", ["سیده زهرا", "زهرا سادات", "خانم زهرا", "حاجیه خانم زهرا", "سرکار خانم زهرا"]
    )
    def test_of_a_woman_is_no_part_of_the_name(self, titled):
        assert cell("first", titled) == cell("first", "زهرا")

    @pytest.mark.parametrize("alone", ["سید", "سادات", "حاج آقا", "شهید"])
    def test_that_stands_alone_is_the_name(self, alone):
        assert cell("first", alone)["first"] is not None

    def test_that_only_begins_a_name_stays(self):
        assert cell("last", "سیدی")["last"] == "سیدی"
        assert cell("last", "حاجیان")["last"] == "حاجیان"


class TestNothing:
    @pytest.mark.parametrize(
        "text",
        ["ندارد", "نامشخص", "نامعلوم", "نا معلوم", "مجهول", "خالی", "بی نام", "بی\u200cنام", "بدون نام", "N/A", "n.a.",
         "NULL", "None", "unknown", "nan", "nil", "-", "--", "؟", "...", "ندارد ندارد", "نام"],
    )  # fmt: skip
    def test_is_no_name(self, text):
        assert cell("last", text) == {"last": None, "last_sound": None}

    @pytest.mark.parametrize(
        "name", ["بی\u200cبی", "بی بی", "نادر", "بیتا", "نازنین", "Nan Li", "بی\u200cبی گل"]
    )
    def test_is_not_what_only_looks_like_it(self, name):
        assert cell("first", name)["first"] is not None

    def test_is_not_alike_to_nothing(self):
        assert level("first", {"first": "ندارد"}, {"first": "ندارد"}) == "empty"


class TestAWholeName:
    @pytest.mark.parametrize(
        ("full", "parts"),
        [
            ("زهرا کریمی", ("زهرا", "کریمی")), ("زهرا  کریمی ", ("زهرا", "کریمی")), ("زهرا کریمی نژاد", ("زهرا", "کریمینژاد")),
            ("سید محمد حسینی", ("محمد", "حسینی")), ("حاج آقا رضا کریمی", ("رضا", "کریمی")),
            ("کریمی، زهرا", ("زهرا", "کریمی")), ("کریمی,زهرا", ("زهرا", "کریمی")), ("کریمی نژاد، محمد رضا", ("محمدرضا", "کریمینژاد")),
        ],
    )  # fmt: skip
    def test_is_parted_into_first_and_last(self, full, parts):
        assert split(full) == parts

    @pytest.mark.parametrize(
        ("full", "first"),
        [
            ("محمد علی رضایی", "محمدعلی"), ("محمد رضا احمدی", "محمدرضا"), ("امیر حسین نوری", "امیرحسین"),
            ("فاطمه زهرا کریمی", "فاطمهزهرا"), ("عبد الله کریمی", "عبدالله"), ("ام البنین کریمی", "امالبنین"),
            ("غلام رضا تختی", "غلامرضا"), ("نور محمد بلوچ", "نورمحمد"), ("علی رضا پناهی", "علیرضا"),
        ],
    )  # fmt: skip
    def test_may_begin_with_a_name_of_two_words(self, full, first):
        assert split(full)[0] == first

    def test_of_two_words_is_never_one_first_name(self):
        assert split("محمد علی") == ("محمد", "علی")
        assert split("امیر حسین") == ("امیر", "حسین")

    def test_of_one_word_is_a_last_name(self):
        assert split("کریمی") == (None, "کریمی")
        assert split("کریمی،") == (None, "کریمی")

    def test_without_a_last_name_has_none(self):
        assert split("، زهرا") == ("زهرا", None)
        assert split("زهرا ندارد") == ("زهرا", None)

    def test_with_a_half_space_is_one_word(self):
        assert split("علی\u200cرضا کریمی") == split("علیرضا کریمی")

    @pytest.mark.parametrize("full", ["", "ندارد", "-", "نا معلوم"])
    def test_that_says_nothing_has_no_parts(self, full):
        assert split(full) == (None, None)

    def test_does_not_take_the_place_of_a_first_name_that_is_told(self):
        told = prepare(register(full=["زهرا کریمی"], first=["مریم"]), jalali=True)

        assert told["first"] == ["مریم"] and told["last"] == ["کریمی"]

    def test_meets_the_same_name_in_two_columns(self):
        a, b = {"full": "سید محمد رضا احمدی نژاد"}, {"first": "محمدرضا", "last": "احمدی\u200cنژاد"}

        assert level("first", a, b) == level("last", a, b) == "same"


class TestTurning:
    @settings(max_examples=50, deadline=None)
    @given(st.text("ABCD", min_size=1, max_size=7))
    def test_gives_the_smallest_of_all_turnings(self, word):
        assert turned(word) == sorted(word[at:] + word[:at] for at in range(len(word)))[0]

    @settings(max_examples=50, deadline=None)
    @given(st.text("AB", min_size=1, max_size=5), st.text("AB", min_size=1, max_size=5))
    def test_makes_two_words_one_only_when_one_is_the_other_turned(self, a, b):
        assert (turned(a) == turned(b)) == (len(a) == len(b) and b in a + a)

    def test_of_nothing_is_nothing(self):
        assert turned("") == ""

    def test_parts_no_two_orders_of_the_parts_of_a_name(self):
        for a, b in combinations(["حسینی", "رضایی", "کریم"], 2):
            one, other = (cell("last", name)["last_sound"] for name in (f"{a} {b}", f"{b} {a}"))
            assert turned(one) == turned(other)
