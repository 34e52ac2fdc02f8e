"""Digits as the reader of the active language expects them."""

from decimal import Decimal

from django.utils.translation import get_language

_PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def speaks_persian() -> bool:
    """Whether the page is being written in Persian."""
    return (get_language() or "fa").startswith("fa")


def local(value: object) -> str:
    """The same text with Persian digits, or unchanged in English."""
    text = str(value)
    return text.translate(_PERSIAN) if speaks_persian() else text


def grouped(value: int | float | Decimal, places: int = 0) -> str:
    """A number with its thousands apart: ۱٬۲۳۴٬۵۶۷٫۵ or 1,234,567.5."""
    text = f"{value:,}" if isinstance(value, int) and not places else f"{value:,.{places}f}"  # a float has its limits
    if not speaks_persian():
        return text
    return text.replace(",", "٬").replace(".", "٫").replace("-", "−").translate(_PERSIAN)


def percent(share: float) -> str:
    """A share from 0 to 1 as a percentage: ۹۴٪ or 94%."""
    sign = "٪" if speaks_persian() else "%"
    return grouped(round(share * 100)) + sign
