"""Which column of a file holds which field, guessed from its Persian or English name."""

import re
from collections.abc import Iterable, Mapping

from hamafza_engines.frame import BadInput
from hamafza_engines.persian import search_key

_NAMES = {
    "id": "شناسه,ردیف,کد,کد پرونده,شماره پرونده,شماره عضویت,کد مددجو,id,unique id,rec id,record id,row,no",
    "nid": "کد ملی,شماره ملی,کدملی,کد شناسایی ملی,ملی,nid,national id,national code,national number,"
    "nationalid,code melli,codemelli,melli,ssn,soc sec id,social security number",
    "full": "نام و نام خانوادگی,نام و فامیل,نام کامل,نام نام خانوادگی,مشخصات,full,"
    "full name,fullname,person name",
    "first": "نام,اسم,نام کوچک,نام شخص,first name,firstname,first,given name,givenname,forename,fname",
    "last": "نام خانوادگی,فامیلی,فامیل,نام فامیل,نام فامیلی,شهرت,last name,lastname,last,surname,family name,"
    "family,lname",
    "father": "نام پدر,اسم پدر,پدر,نام والد,father name,father,fathername,name of father,fathers name",
    "birth": "تاریخ تولد,تولد,ت تولد,متولد,سال تولد,birth date,birthdate,date of birth,dob,birth,birthday",
    "mobile": "موبایل,تلفن همراه,همراه,شماره همراه,شماره موبایل,شماره تماس,تلفن,شماره تلفن,mobile,"
    "mobile phone,mobile number,cell,cell phone,phone,phone number,tel",
    "city": "شهر,شهرستان,محل سکونت,شهر سکونت,محل زندگی,محل تولد,city,town,county,birth place,place of birth,"
    "suburb,place",
    "gender": "جنسیت,جنس,gender,sex",
    "postcode": "کد پستی,کدپستی,postcode,postal code,post code,zip,zip code,postcode fake",
    "job": "شغل,پیشه,حرفه,occupation,job,profession",
}  # fmt: skip
FIELD_NAMES = tuple(_NAMES)


def _fold(header: str) -> str:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header)  # NationalCode
    return search_key(spaced.replace("_", " "))


_KNOWN = {_fold(name): field for field, names in _NAMES.items() for name in names.split(",")}
# «کد ملی سرپرست» is the head of the household's, not the person's.
_SOMEBODY_ELSES = {"سرپرست", "همسر", "مادر", "معرف", "mother", "spouse", "head", "guardian", "old", "قبلی"}


def guess_columns(headers: Iterable[str]) -> dict[str, str]:
    """Return field -> header; a header that says no known word is left out.

    >>> guess_columns(["کد ملّی", "نام", "نام خانوادگی", "تاریخ تولد (شمسی)", "توضیح"])
    {'nid': 'کد ملّی', 'first': 'نام', 'last': 'نام خانوادگی', 'birth': 'تاریخ تولد (شمسی)'}
    """
    headers = list(headers)
    found: dict[str, str] = {}
    for exact in (True, False):
        for header in headers:
            field = _KNOWN.get(_fold(header)) if exact else _contained(_fold(header))
            if field and header not in found.values():
                found.setdefault(field, header)
    if "first" not in found and "last" not in found and "full" not in found:
        name = next((header for header in headers if _fold(header) == "name"), None)
        if name:
            found["full"] = name
    if "first" in found and "last" not in found and "full" not in found and _fold(found["first"]) == "نام":
        found["full"] = found.pop("first")  # one column «نام» alone holds the whole name
    return {field: found[field] for field in FIELD_NAMES if field in found}


def _contained(folded: str) -> str | None:
    words = folded.split()
    if _SOMEBODY_ELSES & set(words):
        return None
    fitting = [
        known for known in _KNOWN if f" {known} " in f" {folded} " and (len(known) > 3 or " " in known)
    ]
    return _KNOWN[max(fitting, key=len)] if fitting else None


def chosen_columns(headers: Iterable[str], told: Mapping[str, str]) -> dict[str, str]:
    """Return the guess with what the person told over it; an unknown field or header is refused."""
    headers = list(headers)
    found = guess_columns(headers)
    by_fold = {_fold(header): header for header in headers}
    for field, header in told.items():
        if field not in _NAMES:
            raise BadInput("columns", field, f"use one of {', '.join(FIELD_NAMES)}")
        if not header:
            found.pop(field, None)
            continue
        if _fold(header) not in by_fold:
            raise BadInput("columns", header, f"the file has: {', '.join(headers)}")
        real = by_fold[_fold(header)]
        found = {other: name for other, name in found.items() if name != real} | {field: real}
    return found
