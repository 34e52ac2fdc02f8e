"""IDs, telephones, postcodes, places and words as clerks type them; what says nothing is nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza_engines.linkage import Register
from hamafza_engines.linkage._prepare import prepare
from hamafza_engines.persian import to_persian_digits

from .conftest import TAHEREH, cell, level, register

digits = st.text("0123456789", min_size=8, max_size=10)


class TestANationalID:
    @pytest.mark.parametrize(
        "text",
        [
            "0084575948", "084575948", "84575948", "۰۰۸۴۵۷۵۹۴۸", "۸۴۵۷۵۹۴۸", "٠٠٨٤٥٧٥٩٤٨", "008-457594-8", "۰۰۸-۴۵۷۵۹۴-۸",
            "008 457 5948", "008/457594/8", " 0084575948\u200f", "\u202a0084575948\u202c", "84575948.0", "۸۴۵۷۵۹۴۸٫۰",
            "0084575948.00", "_0084575948_",
        ],
    )  # fmt: skip
    def test_is_the_same_however_it_is_typed(self, text):
        assert cell("nid", text)["nid"] == "0084575948"

    @pytest.mark.parametrize("digit", "0123456789")
    def test_of_one_digit_ten_times_is_a_placeholder(self, digit):
        assert cell("nid", digit * 10)["nid"] is None
        assert cell("nid", to_persian_digits(digit * 10))["nid"] is None

    @pytest.mark.parametrize(
        "text", ["1234567890", "0123456789", "123-456789-0", "ندارد", "نامشخص", "فاقد کد ملی", "-", "", "0", "؟؟؟", "000"]
    )  # fmt: skip
    def test_that_is_none_is_none(self, text):
        assert cell("nid", text)["nid"] is None

    @pytest.mark.parametrize(
        ("text", "key"), [("123", None), ("1234", "1234"), ("12 34", "1234"), ("12-3", None)]
    )
    def test_has_at_least_four_signs(self, text, key):
        assert cell("nid", text)["nid"] == key

    @pytest.mark.parametrize(
        ("text", "key"),
        [("1234567", "1234567"), ("12345678", "0012345678"), ("123456789", "0123456789"), ("12345678901", "12345678901")],
    )  # fmt: skip
    def test_gets_back_the_one_or_two_noughts_that_a_spreadsheet_ate(self, text, key):
        assert cell("nid", text)["nid"] == key

    @pytest.mark.parametrize(
        ("text", "key"),
        [
            ("1399-0100-12345", "1399010012345"), ("AF 1234567", "af1234567"), ("پ-۱۲۳۴۵۶", "پ123456"),
            ("p1234567", "p1234567"), ("P1234567", "p1234567"), ("۱۲۳۴۵۶۷۸۹۰۱۲", "123456789012"),
        ],
    )  # fmt: skip
    def test_of_an_afghan_or_a_passport_is_kept_with_its_letters(self, text, key):
        assert cell("nid", text)["nid"] == key

    def test_of_letters_alone_is_a_remark(self):
        assert cell("nid", "در دست اقدام")["nid"] is None

    @settings(max_examples=50, deadline=None)
    @given(digits)
    def test_has_one_key_in_both_kinds_of_digits(self, text):
        assert cell("nid", text) == cell("nid", to_persian_digits(text))

    @settings(max_examples=50, deadline=None)
    @given(digits)
    def test_that_is_a_key_already_stays_as_it_is(self, text):
        key = cell("nid", text)["nid"]

        assert key is None or cell("nid", key)["nid"] == key


class TestAMobile:
    @pytest.mark.parametrize(
        "text",
        [
            "09123456789", "9123456789", "+989123456789", "00989123456789", "989123456789", "0912 345 6789",
            "0912-345-67-89", "(0912) 345.67.89", "۰۹۱۲۳۴۵۶۷۸۹", "٠٩١٢٣٤٥٦٧٨٩", "\u200e09123456789", "9123456789.0",
            "۹۱۲۳۴۵۶۷۸۹٫۰",
        ],
    )  # fmt: skip
    def test_is_the_same_however_it_is_typed(self, text):
        assert cell("mobile", text)["mobile"] == "09123456789"

    @pytest.mark.parametrize(
        "text",
        [
            "09123456789 - 09351112233", "09123456789/09351112233", "09123456789، 09351112233", "09123456789 و 09351112233",
            "09123456789\n09351112233", "09123456789 (پدر)", "منزل 02133445566، 09123456789",
        ],
    )  # fmt: skip
    def test_is_the_first_where_a_cell_holds_more(self, text):
        assert cell("mobile", text)["mobile"] == "09123456789"

    @pytest.mark.parametrize(
        "text", ["09000000000", "09111111111", "09999999999", "0000000", "00000000000", "1111111", "ندارد", "", "-", "0912"]
    )  # fmt: skip
    def test_that_is_a_placeholder_is_none(self, text):
        assert cell("mobile", text)["mobile"] is None

    @pytest.mark.parametrize(
        ("text", "key"), [("123456", None), ("1234567", "1234567"), ("02133445566", "02133445566")]
    )
    def test_may_be_another_telephone_of_seven_digits_or_more(self, text, key):
        assert cell("mobile", text)["mobile"] == key

    def test_with_a_digit_too_few_is_kept_so_that_the_slip_can_be_seen(self):
        a, b = {"mobile": "0912345678"}, {"mobile": "09123456789"}

        assert level("mobile", a, b) == "edit"

    def test_from_abroad_is_kept(self):
        assert cell("mobile", "+93 70 012 3456")["mobile"] == "93700123456"


class TestAPostcode:
    @pytest.mark.parametrize(
        "text", ["1234567890", "12345-67890", "۱۲۳۴۵۶۷۸۹۰", "12345 67890", "1234567890.0"]
    )
    def test_is_the_same_however_it_is_typed(self, text):
        assert cell("postcode", text)["postcode"] == "1234567890"

    @pytest.mark.parametrize(
        "text", ["1111111111", "0000000000", "12", "", "ندارد", "نامشخص", "none", "-----"]
    )
    def test_that_says_nothing_is_nobodys_home(self, text):
        assert cell("postcode", text)["postcode"] is None

    @pytest.mark.parametrize(("text", "key"), [("12", None), ("123", "123")])
    def test_has_at_least_three_signs(self, text, key):
        assert cell("postcode", text)["postcode"] == key

    def test_of_another_country_keeps_its_letters(self):
        assert cell("postcode", "AB1 2CD")["postcode"] == "ab12cd"


class TestAGender:
    @pytest.mark.parametrize(
        "text", ["مرد", "پسر", "آقا", "آقای", "مذکر", "M", "m", "Male", "MAN", "boy", " مرد ", "مـرد"]
    )
    def test_of_men_is_one(self, text):
        assert cell("gender", text)["gender"] == "m"

    @pytest.mark.parametrize(
        "text", ["زن", "دختر", "خانم", "بانو", "مونث", "مؤنث", "F", "Female", "woman", "GIRL"]
    )
    def test_of_women_is_one(self, text):
        assert cell("gender", text)["gender"] == "f"

    @pytest.mark.parametrize("text", ["", "نامشخص", "ندارد", "null", "؟"])
    def test_that_is_not_known_says_nothing(self, text):
        assert cell("gender", text)["gender"] is None

    def test_in_another_word_is_still_compared(self):
        assert cell("gender", "دیگر")["gender"] == "دیگر"


class TestAPlace:
    @pytest.mark.parametrize(
        "others",
        [
            ("تهران", "شهر تهران", "شهرستان تهران", "استان تهران", "تهــران"),
            ("خرم\u200cآباد", "خرم آباد", "خرم اباد", "خرماباد"),
            ("بندرعباس", "بندر عباس", "بندر\u200cعباس"),
            ("كرمان", "کرمان", "شهر کرمان"),
            ("Tehran", "city of Tehran", "TEHRAN"),
        ],
    )
    def test_is_the_same_however_it_is_called(self, others):
        assert len({cell("city", other)["city"] for other in others}) == 1

    def test_is_another_where_it_is_another(self):
        cities = "تهران کرج قم کرمان کرمانشاه ری ساری یزد اراک".split()

        assert len({cell("city", city)["city"] for city in cities}) == len(cities)

    def test_called_only_a_town_is_still_something(self):
        assert cell("city", "شهر")["city"] is not None

    @pytest.mark.parametrize("text", ["نامعلوم", "نا معلوم", "ندارد", "بدون", "-", ""])
    def test_that_is_not_known_says_nothing(self, text):
        assert cell("city", text)["city"] is None

    def test_of_a_job_is_read_as_a_place_is(self):
        assert cell("job", "كارگر")["job"] == cell("job", "کار گر")["job"]
        assert cell("job", "ندارد")["job"] is None


class TestAColumn:
    def test_keeps_its_rows_in_their_order(self):
        told = prepare(register(nid=["0084575948", None, "1289746321", "0084575948"]), jalali=True)

        assert told == {"nid": ["0084575948", None, "1289746321", "0084575948"]}

    def test_that_a_register_has_not_is_not_there(self):
        assert set(prepare(register(nid=["0084575948"], city=["قم"]), jalali=True)) == {"nid", "city"}

    def test_of_a_name_has_its_sound_beside_it(self):
        assert set(prepare(register(father=["رضا"]), jalali=True)) == {"father", "father_sound"}

    def test_of_an_empty_register_is_empty(self):
        assert prepare(Register((), {"first": ()}), jalali=True) == {"first": [], "first_sound": []}

    @pytest.mark.parametrize("field", sorted(TAHEREH))
    def test_is_cut_at_two_hundred_letters_so_that_a_hostile_cell_costs_no_more(self, field):
        long = (TAHEREH[field] + " ") * 2_000

        assert all(len(key or "") <= 200 for key in cell(field, long).values())

    def test_is_cut_at_two_hundred_letters_and_not_one_later(self):
        assert cell("nid", "12" * 500)["nid"] == "12" * 100

    @settings(max_examples=40, deadline=None)
    @given(st.sampled_from(sorted(TAHEREH)), st.text(max_size=20))
    def test_says_of_any_text_something_or_nothing_and_never_an_empty_word(self, field, text):
        assert "" not in cell(field, text).values()

    @settings(max_examples=40, deadline=None)
    @given(st.sampled_from(["first", "last", "city", "gender"]), st.text("ابیکه ‌ـ", max_size=12))
    def test_reads_arabic_ye_and_kaf_as_persian_ones(self, field, text):
        assert cell(field, text) == cell(field, text.replace("ی", "ي").replace("ک", "ك"))
