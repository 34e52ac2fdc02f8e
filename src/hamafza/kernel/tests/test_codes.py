"""Tracking codes: a slip of the pen is noticed, and nothing can be guessed from one about another."""

import pytest

from hamafza.kernel import codes

KNOWN = "7992739871"  # Luhn's own example; its digit is 3


def test_the_check_digit_is_luhns() -> None:
    assert codes.check_digit(KNOWN) == "3"


def test_a_code_has_thirteen_digits_and_checks() -> None:
    made = [codes.new_code() for _ in range(500)]
    assert all(len(code) == 13 and codes.is_code(code) for code in made)
    assert len(set(made)) == 500


def test_every_single_wrong_digit_is_noticed() -> None:
    code = codes.new_code()
    for place in range(13):
        for digit in set("0123456789") - {code[place]}:
            assert not codes.is_code(code[:place] + digit + code[place + 1 :])


def test_nearly_every_swap_of_neighbours_is_noticed() -> None:
    """Luhn's known gap is 09 and 90."""
    for _ in range(200):
        code = codes.new_code()
        for place in range(12):
            one, two = code[place], code[place + 1]
            if one != two and {one, two} != {"0", "9"}:
                assert not codes.is_code(code[:place] + two + one + code[place + 2 :])


def test_codes_are_spread_evenly() -> None:
    """No digit of no place is preferred: each of ten is near a tenth of 3,000 (five sigma are 82)."""
    made = [codes.new_code() for _ in range(3_000)]
    for place in range(12):
        counts = [sum(code[place] == digit for code in made) for digit in "0123456789"]
        assert all(abs(count - 300) < 100 for count in counts), (place, counts)


@pytest.mark.parametrize(
    "text", ["", "123", "۱۲۳۴۵۶۷۸۹۰۱۲۳", "١٢٣٤٥٦٧٨٩٠١٢٣", "12345678901 3", "²²²²²²²²²²²²²", "x" * 13]
)
def test_what_is_no_code(text: str) -> None:
    assert not codes.is_code(text)


def test_a_pin_has_four_digits() -> None:
    assert all(len(pin) == 4 and pin.isdigit() for pin in (codes.new_pin() for _ in range(200)))


def test_of_a_token_only_a_hash_is_kept() -> None:
    token = codes.new_token()
    assert len(token) == 32
    assert token not in codes.hashed(token)
    assert codes.hashed(token) == codes.hashed(token) != codes.hashed(codes.new_token())
