"""Checks of the numbers that Iranian offices issue; spaces around and digits of any alphabet are allowed."""

import re
from operator import mul

from hamafza_engines.persian._digits import to_latin_digits

_NATIONAL_WEIGHTS = tuple(range(10, 1, -1))
_NOUGHTS = ord("0") * sum(_NATIONAL_WEIGHTS)  # what the codes of the digits weigh beyond the digits
_LEGAL_WEIGHTS = (29, 27, 23, 19, 17) * 2


def is_national_id(text: str) -> bool:
    """Tell whether this is a national ID (کد ملی) with a right check digit; leading zeros must be there."""
    plain = _plain(text, 10)
    if plain is None or plain == plain[0] * 10:
        return False
    rest = int(sum(map(mul, plain.encode(), _NATIONAL_WEIGHTS)) - _NOUGHTS) % 11
    return int(plain[9]) == (rest if rest < 2 else 11 - rest)


def is_legal_id(text: str) -> bool:
    """Tell whether this is a legal entity's ID (شناسه ملی) with a right check digit."""
    digits = _digits(text, 11)
    if digits is None or len(set(digits)) == 1:
        return False
    shift = digits[9] + 2
    rest = sum((digit + shift) * weight for digit, weight in zip(digits, _LEGAL_WEIGHTS, strict=False)) % 11
    return digits[10] == rest % 10


def is_postal_code(text: str) -> bool:
    """Tell whether this may be a postal code: ten digits, no leading zero, with or without the dash."""
    digits = _digits(re.sub(r"(?<=\d{5})-(?=\d{5}\b)", "", text.strip()), 10)
    return digits is not None and digits[0] != 0 and len(set(digits)) > 1


def is_card(text: str) -> bool:
    """Tell whether this is a bank card number (16 digits, Luhn), in groups or not."""
    digits = _digits(re.sub(r"(?<=\d)[ -](?=\d)", "", text), 16)
    if digits is None or not any(digits):
        return False
    doubled = (digit * 2 - 9 * (digit > 4) for digit in digits[::2])
    return (sum(doubled) + sum(digits[1::2])) % 10 == 0


def is_sheba(text: str) -> bool:
    """Tell whether this is a sheba (IBAN of Iran: IR and 24 digits, remainder 1 by 97)."""
    written = re.sub(r"[ -]", "", to_latin_digits(text).strip()).upper()
    return bool(re.fullmatch(r"IR[0-9]{24}", written)) and int(f"{written[4:]}1827{written[2:4]}") % 97 == 1


def _digits(text: str, count: int) -> list[int] | None:
    plain = _plain(text, count)
    return None if plain is None else [int(digit) for digit in plain]


def _plain(text: str, count: int) -> str | None:
    plain = (text if text.isascii() else to_latin_digits(text)).strip()
    return plain if len(plain) == count and plain.isascii() and plain.isdigit() else None
