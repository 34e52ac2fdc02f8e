"""Persian text as people type it: cleaned for display, folded for search, checked as identifiers.

>>> normalise("كتاب ها را نمي خواهم")
'کتاب\u200cها را نمی\u200cخواهم'
>>> search_key("آقاي ۱۲")
'اقای 12'
>>> parse_mobile("+98 912 345 67 89")
'09123456789'
"""

from hamafza_engines.persian._dates import format_date, parse_date
from hamafza_engines.persian._digits import group_digits, to_latin_digits, to_persian_digits
from hamafza_engines.persian._identifiers import (
    is_card,
    is_legal_id,
    is_national_id,
    is_postal_code,
    is_sheba,
)
from hamafza_engines.persian._keys import compact_key, homophone_key, search_key, sort_key
from hamafza_engines.persian._normalise import normalise, polish
from hamafza_engines.persian._phones import parse_mobile, parse_phone
from hamafza_engines.persian._words import number_to_words

__all__ = [
    "compact_key",
    "format_date",
    "group_digits",
    "homophone_key",
    "is_card",
    "is_legal_id",
    "is_national_id",
    "is_postal_code",
    "is_sheba",
    "normalise",
    "number_to_words",
    "parse_date",
    "parse_mobile",
    "parse_phone",
    "polish",
    "search_key",
    "sort_key",
    "to_latin_digits",
    "to_persian_digits",
]
