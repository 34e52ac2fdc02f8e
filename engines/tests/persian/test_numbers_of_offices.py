"""Identifiers and telephones by sums worked out by hand, published examples, and every writing of one number."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamafza_engines.persian import (
    group_digits,
    is_card,
    is_legal_id,
    is_national_id,
    is_postal_code,
    is_sheba,
    number_to_words,
    parse_mobile,
    parse_phone,
    to_latin_digits,
    to_persian_digits,
)

LATIN, PERSIAN, ARABIC = "0123456789", "۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩"
# Right ones, each with what it rests on.
RIGHT = {
    is_national_id: [
        "0013542419",  # 1x8 + 3x7 + 5x6 + 4x5 + 2x4 + 4x3 + 1x2 = 101 = 9x11 + 2; 11 - 2 = 9
        "0000000019",  # 1x2 = 2; 11 - 2 = 9
    ],
    is_legal_id: ["10380284790", "14007650912"],
    is_postal_code: ["1619735744", "16197-35744"],
    is_card: ["6037701689095443", "4111111111111111"],  # the test number of every card scheme
    is_sheba: [
        "IR580540105180021273113007",
        "IR820540102680020817909002",
    ],  # the first: SWIFT IBAN registry, Iran
}


@pytest.mark.parametrize(
    ("check", "text"), [(check, text) for check, texts in RIGHT.items() for text in texts]
)
class TestARightNumber:
    @pytest.mark.parametrize("digits", [LATIN, PERSIAN, ARABIC], ids=["latin", "persian", "arabic"])
    def test_is_right_in_every_alphabet(self, check, text, digits):
        assert check(text.translate(str.maketrans(LATIN, digits))) is True

    @pytest.mark.parametrize("around", [" {} ", "\t{}", "{}\n"])
    def test_may_have_space_around(self, check, text, around):
        assert check(around.format(text)) is True

    def test_is_wrong_with_one_digit_more_or_less(self, check, text):
        for wrong in (text + "0", text[:-1], "1" + text):
            assert check(wrong) is False

    def test_is_wrong_with_a_letter_in_it(self, check, text):
        for place in range(len(text)):
            assert check(f"{text[:place]}o{text[place + 1 :]}") is False

    def test_has_one_last_digit_where_there_is_a_check(self, check, text):
        right = [digit for digit in LATIN if check(text[:-1] + digit)]

        assert right == (list(LATIN) if check is is_postal_code else [text[-1]])


class TestANationalId:
    @pytest.mark.parametrize(
        ("nine", "check"),
        [
            ("001354241", "9"),  # 101 = 9 x 11 + 2
            ("000000001", "9"),  # 2
            ("000000010", "8"),  # 3
            ("000000006", "1"),  # 12 = 11 + 1: the rest itself below 2
            ("000000051", "5"),  # 5x3 + 1x2 = 17 = 11 + 6; 11 - 6 = 5
            ("123456789", "1"),  # 10+18+24+28+30+30+28+24+18 = 210 = 19 x 11 + 1
            ("000000110", "4"),  # 1x4 + 1x3 = 7
        ],
    )
    def test_ends_with_the_digit_of_its_sum(self, nine, check):
        assert [digit for digit in LATIN if is_national_id(nine + digit)] == [check]

    @pytest.mark.parametrize("digit", LATIN)
    def test_of_one_digit_ten_times_is_nobody_s(self, digit):
        assert not is_national_id(digit * 10)

    @pytest.mark.parametrize("place", range(8))
    def test_with_two_neighbours_changed_over_is_caught(self, place):
        """Neighbours weigh one apart, so the sum moves by their difference, which 11 does not divide."""
        right = "1234567891"
        swapped = right[:place] + right[place + 1] + right[place] + right[place + 2 :]

        assert is_national_id(right)
        assert not is_national_id(swapped)

    def test_needs_its_noughts(self):
        assert is_national_id("0013542419")
        assert not is_national_id("13542419")


class TestALegalId:
    def test_by_hand(self):
        """10380284790: shift 9 + 2 = 11; sum of (digit + 11) x 29 27 23 19 17 29 27 23 19 17.

        12x29 + 11x27 + 14x23 + 19x19 + 11x17 + 13x29 + 19x27 + 15x23 + 18x19 + 20x17 = 3432 = 312 x 11 + 0.
        """
        assert is_legal_id("10380284790")
        assert not is_legal_id("10380284791")

    @given(st.integers(0, 10**10 - 1))
    def test_has_exactly_one_check_digit(self, stem):
        right = [digit for digit in LATIN if is_legal_id(f"{stem:010}{digit}")]

        assert len(right) == 1 or len(set(f"{stem:010}")) == 1


class TestASheba:
    @pytest.mark.parametrize(
        "text",
        [
            "IR58 0540 1051 8002 1273 1130 07",
            "ir580540105180021273113007",
            "IR58-0540-1051-8002-1273-1130-07",
            "IR۵۸۰۵۴۰۱۰۵۱۸۰۰۲۱۲۷۳۱۱۳۰۰۷",
        ],
    )
    def test_is_read_as_it_is_printed(self, text):
        assert is_sheba(text)

    @pytest.mark.parametrize(
        "text", ["GB82WEST12345698765432", "IR58054010518002127311300", "580540105180021273113007", "IR-"]
    )
    def test_is_of_iran_and_whole(self, text):
        assert not is_sheba(text)

    @pytest.mark.parametrize("place", range(4, 25))
    def test_catches_two_neighbours_changed_over(self, place):
        right = "IR580540105180021273113007"
        swapped = right[:place] + right[place + 1] + right[place] + right[place + 2 :]

        assert is_sheba(swapped) == (swapped == right)


class TestAPostalCode:
    @pytest.mark.parametrize(
        "text", ["16197-35744-", "1619-735744", "16197--35744", "-1619735744", "16197 35744", "٠٦١٩٧٣٥٧٤٤"]
    )
    def test_is_not_written_so(self, text):
        assert not is_postal_code(text)


class TestATelephone:
    WRITINGS = [
        f"{country}{gap}912{gap}345{gap}6789"
        for country, gap in product(
            ["0", "+98", "0098", "98", "+98 0", ""], ["", " ", "-", ".", "\u00a0", "\u200c"]
        )
    ]

    @pytest.mark.parametrize("written", WRITINGS)
    @pytest.mark.parametrize("digits", [LATIN, PERSIAN, ARABIC], ids=["latin", "persian", "arabic"])
    def test_that_is_a_mobile_has_one_form(self, written, digits):
        told = written.translate(str.maketrans(LATIN, digits))

        assert parse_mobile(told) == parse_phone(told) == "09123456789"

    @pytest.mark.parametrize("prefix", [f"09{second}" for second in "0123456789"])
    def test_of_every_network_is_a_mobile(self, prefix):
        assert parse_mobile(f"{prefix}12345678") == f"{prefix}12345678"

    AREAS = {
        "11": "Mazandaran", "13": "Gilan", "17": "Golestan", "21": "Tehran", "23": "Semnan", "24": "Zanjan", "25": "Qom",
        "26": "Alborz", "28": "Qazvin", "31": "Isfahan", "34": "Kerman", "35": "Yazd", "38": "Chaharmahal", "41": "East Azerbaijan",
        "44": "West Azerbaijan", "45": "Ardabil", "51": "Khorasan-e Razavi", "54": "Sistan", "56": "South Khorasan",
        "58": "North Khorasan", "61": "Khuzestan", "66": "Lorestan", "71": "Fars", "74": "Kohgiluyeh", "76": "Hormozgan",
        "77": "Bushehr", "81": "Hamadan", "83": "Kermanshah", "84": "Ilam", "86": "Markazi", "87": "Kurdistan",
    }  # fmt: skip

    def test_that_is_a_landline_begins_with_the_code_of_a_province(self):
        known = [f"{area:02}" for area in range(90) if parse_phone(f"0{area:02}33221100")]

        assert known == sorted(self.AREAS)
        assert len(known) == 31

    @pytest.mark.parametrize("digit", LATIN)
    def test_that_is_a_landline_goes_on_with_two_to_nine(self, digit):
        number = f"054{digit}3221100"

        assert parse_phone(number) == (number if digit in "23456789" else None)

    @pytest.mark.parametrize(
        "written",
        ["+98 54 3322 1100", "0098-54-33221100", "(054) 33221100", "۰۵۴ ۳۳۲۲ ۱۱۰۰", "9854 33221100"],
    )
    def test_that_is_a_landline_has_one_form(self, written):
        assert parse_phone(written) == "05433221100"
        assert parse_mobile(written) is None

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "0",
            "+98",
            "912345678",
            "09123456789 0",
            "09123456789,09121111111",
            "+97 9123456789",
            "tel:09123456789",
            "0912-345-678x",
            "٫09123456789",
        ],
    )
    def test_that_is_none_is_none(self, text):
        assert parse_mobile(text) is parse_phone(text) is None

    @pytest.mark.parametrize(("gaps", "read"), [(49, "09123456789"), (50, None)])
    def test_of_more_than_sixty_signs_is_none(self, gaps, read):
        assert parse_mobile("09123456789" + " " * gaps) == read


class TestDigits:
    @pytest.mark.parametrize("digits", [LATIN, PERSIAN, ARABIC])
    def test_go_to_either_alphabet(self, digits):
        assert to_latin_digits(digits) == LATIN
        assert to_persian_digits(digits) == PERSIAN

    @pytest.mark.parametrize(
        ("thing", "told"), [(1405, "۱۴۰۵"), (2.5, "۲.۵"), (None, "None"), ("a1ب٢", "a۱ب۲"), (True, "True")]
    )
    def test_of_any_thing_are_persian(self, thing, told):
        assert to_persian_digits(thing) == told

    @pytest.mark.parametrize("text", ["½", "²", "१२", "Ⅷ", "①"])
    def test_of_others_are_left_alone(self, text):
        assert to_latin_digits(text) == to_persian_digits(text) == text

    @given(st.integers(-(10**18), 10**18))
    def test_in_groups_say_the_number_back(self, number):
        told = group_digits(number)

        assert int(to_latin_digits(told).replace("٬", "").replace("−", "-")) == number
        assert all(len(group) == 3 for group in told.lstrip("−").split("٬")[1:])


class TestWords:
    @pytest.mark.parametrize(
        ("number", "words"),
        [
            (19, "نوزده"), (30, "سی"), (99, "نود و نه"), (101, "صد و یک"), (200, "دویست"), (999, "نهصد و نود و نه"),
            (1001, "یک هزار و یک"), (10_000, "ده هزار"), (100_000, "صد هزار"), (1_000_000, "یک میلیون"), (10**12, "یک تریلیون"),
            (1_000_001, "یک میلیون و یک"), (-999, "منفی نهصد و نود و نه"), (10**20, "صد کوینتیلیون"),
            (10**21 - 1, "نهصد و نود و نه کوینتیلیون و نهصد و نود و نه کوادریلیون و نهصد و نود و نه تریلیون و نهصد و نود و نه میلیارد "
             "و نهصد و نود و نه میلیون و نهصد و نود و نه هزار و نهصد و نود و نه"),
        ],
    )  # fmt: skip
    def test_at_the_turns_of_scales_are_right(self, number, words):
        assert number_to_words(number) == words

    def test_of_the_first_five_thousand_are_all_different(self):
        assert len({number_to_words(number) for number in range(5000)}) == 5000

    @given(st.integers(0, 999), st.integers(0, 999))
    def test_of_thousands_are_those_of_their_parts(self, thousands, rest):
        parts = [f"{number_to_words(thousands)} هزار"] * (thousands > 0) + [number_to_words(rest)] * (
            rest > 0
        )

        assert number_to_words(1000 * thousands + rest) == (" و ".join(parts) or "صفر")
