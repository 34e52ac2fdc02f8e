"""Which column is which: guessed from its heading in Persian or English, corrected by the person."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from hamafza_engines.persian import search_key

FIELDS = {
    "text": _("شرح درخواست"),
    "place": _("شهر یا روستا"),
    "applicant_name": _("نام"),
    "phone": _("تلفن همراه"),
    "received": _("تاریخ دریافت"),
    "domain": _("عرصه"),
    "external_id": _("شناسهٔ شما"),
}
HEADINGS = {
    "text": "شرح درخواست|شرح|متن|متن درخواست|درخواست|خواسته|نیاز|موضوع|توضیحات|description|text|request|need|details",
    "place": "شهر یا روستا|جا|مکان|محل|محل سکونت|شهر|روستا|شهرستان|place|city|town|village|location",
    "applicant_name": "نام|نام و نام خانوادگی|نام متقاضی|متقاضی|درخواست کننده|name|full name|applicant",
    "phone": "تلفن|تلفن همراه|شماره تلفن|شماره همراه|موبایل|همراه|شماره تماس|phone|mobile|tel|telephone",
    "received": "تاریخ|تاریخ دریافت|تاریخ ثبت|تاریخ درخواست|تاریخ نامه|date|received|received at|created",
    "domain": "عرصه|حوزه|دسته|نوع درخواست|نوع خدمت|domain|category|service|service type",
    "external_id": "شناسه|شناسه شما|کد|شماره|شماره پرونده|ردیف ثبت|id|external id|case number|code",
}
_KNOWN = {search_key(word): field for field, words in HEADINGS.items() for word in words.split("|")}


def guess(headings: Sequence[str]) -> dict[str, int]:
    """{"text": 2, ...}: whole headings first, then those holding a known one; a column has one meaning."""
    keys = [search_key(heading) for heading in headings]
    found: dict[str, int] = {}
    for matches in (_whole, _partly):
        for column, key in enumerate(keys):
            field = matches(key)
            if field and field not in found and column not in found.values():
                found[field] = column
    return found


def _whole(key: str) -> str | None:
    return _KNOWN.get(key)


def _partly(key: str) -> str | None:
    """The longest known heading among the words of this one."""
    held = [word for word in _KNOWN if len(word) > 2 and f" {word} " in f" {key} "]
    return _KNOWN[max(held, key=len)] if held else None
