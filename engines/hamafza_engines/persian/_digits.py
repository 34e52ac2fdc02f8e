"""Digits of the three alphabets that Iranian keyboards produce."""

from decimal import Decimal

LATIN, PERSIAN, ARABIC = "0123456789", "۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩"
_TO_LATIN = str.maketrans(PERSIAN + ARABIC, LATIN * 2)
_TO_PERSIAN = str.maketrans(LATIN + ARABIC, PERSIAN * 2)
_SEPARATORS = str.maketrans({",": "٬", ".": "٫", "-": "−"})


def to_latin_digits(text: object) -> str:
    """Write every Persian and Arabic digit as 0-9."""
    return str(text).translate(_TO_LATIN)


def to_persian_digits(text: object) -> str:
    """Write every Latin and Arabic digit as ۰-۹."""
    return str(text).translate(_TO_PERSIAN)


def group_digits(number: int | float | Decimal) -> str:
    """Write a number in Persian digits, thousands apart: ۱٬۲۳۴٬۵۶۷."""
    return to_persian_digits(f"{number:,}".translate(_SEPARATORS))
