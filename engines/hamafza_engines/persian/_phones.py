"""Telephone numbers, however they are written, in one form."""

import re

from hamafza_engines.persian._digits import to_latin_digits

_GAPS = re.compile(r"[\s\-_.()\u200c\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_MOBILE = re.compile(r"(?:\+98|0098|98)?0?(9[0-9]{9})")
# The 31 area codes since the renumbering of 1392-1394, one a province.
_AREAS = "11|13|17|21|23|24|25|26|28|31|34|35|38|41|44|45|51|54|56|58|61|66|71|74|76|77|81|83|84|86|87"
_LANDLINE = re.compile(rf"(?:\+98|0098|98|0)((?:{_AREAS})[2-9][0-9]{{7}})")


def parse_mobile(text: str) -> str | None:
    """Return a mobile number as 09xxxxxxxxx, or None when this is not one."""
    return _parse(_MOBILE, text)


def parse_phone(text: str) -> str | None:
    """Return a mobile or a landline (0, area code, eight digits), or None."""
    return parse_mobile(text) or _parse(_LANDLINE, text)


def _parse(pattern: re.Pattern[str], text: str) -> str | None:
    # No number with its gaps is longer than this; the cut keeps hostile input cheap.
    found = pattern.fullmatch(_GAPS.sub("", to_latin_digits(text))) if len(text) <= 60 else None
    return f"0{found[1]}" if found else None
