"""Numbers issued by offices: the right ones pass, every single slip is caught."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamafza_engines.persian import (
    is_card,
    is_legal_id,
    is_national_id,
    is_postal_code,
    is_sheba,
    to_persian_digits,
)

nine = st.text(alphabet="0123456789", min_size=9, max_size=9)


def national(first):
    rest = sum(int(digit) * weight for digit, weight in zip(first, range(10, 1, -1), strict=True)) % 11
    return first + str(rest if rest < 2 else 11 - rest)


@given(nine)
def test_a_national_id_with_its_check_digit_passes_in_any_digits(first):
    whole = national(first)

    assert is_national_id(whole) == (len(set(whole)) > 1)
    assert is_national_id(to_persian_digits(whole)) == is_national_id(whole)


@given(nine, st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_is_caught_unless_the_check_digit_cannot_tell(first, place, shift):
    whole = national(first)
    wrong = whole[:place] + str((int(whole[place]) + shift) % 10) + whole[place + 1 :]

    assert is_national_id(wrong) == (national(wrong[:9]) == wrong and len(set(wrong)) > 1)


@pytest.mark.parametrize(
    "text", ["", "1111111111", "0000000000", "123456789", "12345678901", "abcdefghij", "0012345678"]
)
def test_no_national_id(text):
    assert not is_national_id(text)


@pytest.mark.parametrize("text", ["0012345679", "۰۰۱۲۳۴۵۶۷۹", " 0012345679 ", "٠٠١٢٣٤٥٦٧٩"])
def test_a_national_id(text):
    assert is_national_id(text)


@pytest.mark.parametrize("text", ["10380284790", "14007650912", "۱۰۳۸۰۲۸۴۷۹۰"])
def test_a_legal_id(text):
    assert is_legal_id(text)


@pytest.mark.parametrize("text", ["10380284791", "1038028479", "11111111111", "", "1038028479x"])
def test_no_legal_id(text):
    assert not is_legal_id(text)


@pytest.mark.parametrize("text", ["1619735744", "16197-35744", "۱۶۱۹۷۳۵۷۴۴"])
def test_a_postal_code(text):
    assert is_postal_code(text)


@pytest.mark.parametrize("text", ["", "0619735744", "1111111111", "161973574", "16197357445", "161973574a"])
def test_no_postal_code(text):
    assert not is_postal_code(text)


@pytest.mark.parametrize("text", ["6037701689095443", "6037-7016-8909-5443", "۶۰۳۷ ۷۰۱۶ ۸۹۰۹ ۵۴۴۳"])
def test_a_card(text):
    assert is_card(text)


@pytest.mark.parametrize("place", range(16))
def test_luhn_catches_every_single_slip(place):
    right = "6037701689095443"
    wrong = right[:place] + str((int(right[place]) + 1) % 10) + right[place + 1 :]

    assert not is_card(wrong)


@pytest.mark.parametrize("text", ["", "0000000000000000", "603770168909544", "60377016890954433"])
def test_no_card(text):
    assert not is_card(text)


@pytest.mark.parametrize("text", ["IR820540102680020817909002", "ir82 0540 1026 8002 0817 9090 02"])
def test_a_sheba(text):
    assert is_sheba(text)


@pytest.mark.parametrize(
    "text", ["", "IR", "IR820540102680020817909003", "820540102680020817909002", "DE820540102680020817909002"]
)
def test_no_sheba(text):
    assert not is_sheba(text)


@pytest.mark.parametrize("check", [is_national_id, is_legal_id, is_postal_code, is_card, is_sheba])
@pytest.mark.parametrize("text", ["9" * 1_000_000, "\x00", "½" * 10, "²²²²²²²²²²", "१२३४५६७८९०"])
def test_hostile_input_is_refused(check, text):
    assert check(text) is False
