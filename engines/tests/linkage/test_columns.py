"""Headers as offices write them, and what a person tells over them."""

import pytest

from hamafza_engines.frame import BadInput
from hamafza_engines.linkage import FIELD_NAMES, Register, guess_columns


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("کد ملی", "nid"), ("كد ملي", "nid"), ("کدملی", "nid"), ("شماره ملی مددجو", "nid"), ("NationalCode", "nid"),
        ("national_id", "nid"), ("soc_sec_id", "nid"), ("نام", "first"), ("FirstName", "first"),
        ("given_name", "first"), ("نام خانوادگی", "last"), ("نام\u200cخانوادگی", "last"), ("فامیلی", "last"),
        ("Surname", "last"), ("نام پدر", "father"), ("father_name", "father"), ("تاریخ تولد", "birth"),
        ("تاریخ تولد (شمسی)", "birth"), ("date_of_birth", "birth"), ("DOB", "birth"), ("تلفن همراه", "mobile"),
        ("شماره موبایل", "mobile"), ("Mobile", "mobile"), ("شهرستان", "city"), ("birth_place", "city"),
        ("جنسیت", "gender"), ("Sex", "gender"), ("کد پستی ۱۰ رقمی", "postcode"), ("شغل", "job"),
        ("نام و نام خانوادگی", "full"), ("full_name", "full"), ("شناسه", "id"), ("rec_id", "id"),
    ],
)  # fmt: skip
def test_a_header_is_known(header, field):
    others = [] if field in ("first", "full") else ["نام", "فامیل"]
    beside = ["نام خانوادگی"] if field == "first" else [name for name in others if field not in ("last",)]

    assert guess_columns([header, *beside])[field] == header


@pytest.mark.parametrize("header", ["توضیحات", "کد ملی سرپرست", "mother_name", "", "مبلغ", "نام مادر"])
def test_what_is_no_field_of_the_person_is_left_out(header):
    assert header not in guess_columns([header, "نام", "نام خانوادگی"]).values()


def test_a_lone_name_column_is_the_whole_name():
    assert guess_columns(["نام", "کد ملی"]) == {"nid": "کد ملی", "full": "نام"}
    assert guess_columns(["Name"]) == {"full": "Name"}


def test_the_first_fitting_column_wins_and_no_column_serves_twice():
    found = guess_columns(["تلفن", "تلفن همراه", "نام", "نام پدر", "نام خانوادگی"])

    assert found["mobile"] == "تلفن"
    assert len(set(found.values())) == len(found)


def test_a_person_may_tell_otherwise():
    rows = [{"A": "زهرا", "B": "کریمی", "نام": "یادداشت"}]

    register = Register.of(rows, columns={"first": "A", "last": "b", "full": ""})

    assert dict(register.cells) == {"first": ("زهرا",), "last": ("کریمی",)}


@pytest.mark.parametrize("told", [{"نام": "A"}, {"first": "نیست"}])
def test_an_unknown_field_or_header_is_refused_with_what_there_is(told):
    with pytest.raises(BadInput) as fault:
        Register.of([{"A": "زهرا"}], columns=told)

    assert "A" in fault.value.remedy or "first" in fault.value.remedy


def test_every_field_can_be_told():
    for field in FIELD_NAMES:
        Register.of([{"ستون": "۱"}], columns={field: "ستون"})


def test_rows_without_an_id_are_called_by_their_number():
    assert Register.of([{"نام": "الف"}, {"نام": "ب"}]).ids == ("1", "2")
    assert Register.of([{"شناسه": 7.0, "نام": "الف"}, {"شناسه": None, "نام": "ب"}]).ids == ("7", "row 2")


def test_a_guessed_id_that_repeats_is_no_id_but_a_told_one_is_refused():
    rows = [{"ردیف": 1, "نام": "الف"}, {"ردیف": 1, "نام": "ب"}]

    assert Register.of(rows).ids == ("1", "2")
    with pytest.raises(BadInput, match="id of its own"):
        Register.of(rows, columns={"id": "ردیف"})
