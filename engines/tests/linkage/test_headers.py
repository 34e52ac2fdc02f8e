"""Whose column is it: headers of real forms, what a person tells over the guess, and ids of rows."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza_engines.frame import BadInput, Row
from hamafza_engines.linkage import FIELD_NAMES, Register, guess_columns
from hamafza_engines.linkage._columns import _NAMES, chosen_columns

KNOWN = [(field, name) for field, names in _NAMES.items() for name in names.split(",")]
NAMES = ["نام", "نام خانوادگی"]


class TestAHeader:
    @pytest.mark.parametrize(("field", "name"), KNOWN, ids=[f"{field}-{name}" for field, name in KNOWN])
    def test_that_is_listed_is_known_beside_the_names(self, field, name):
        beside = [
            other for other in ("first name x", "last name x") if field not in ("first", "last", "full")
        ]
        beside += ["فامیلی"] if field == "first" and name != "فامیلی" else []

        assert guess_columns([name, *beside]).get(field) == name

    @pytest.mark.parametrize(
        "header",
        ["كد ملي", "کد ملّی", "کد‌ملی", " کد  ملی ", "کدملی", "کد_ملی", "کــد ملی", "کد ملی:", "(کد ملی)", "NationalID", "NATIONAL ID",
         "national-id", "National_Id", "کد ملی (۱۰ رقمی)", "کد ملی مددجو", "شماره ملی فرد"],
    )  # fmt: skip
    def test_is_known_in_any_spelling(self, header):
        assert guess_columns([header, *NAMES]) == {"nid": header, "first": "نام", "last": "نام خانوادگی"}

    @pytest.mark.parametrize(
        "header",
        ["کد ملی سرپرست", "کد ملی همسر", "کد ملی مادر", "موبایل معرف", "mother birth date", "old mobile phone", "تاریخ تولد همسر",
         "guardian national id", "spouse first name", "آدرس قبلی شهر", "مبلغ کمک", "توضیحات", "وضعیت", "", "  ", "؟", "age"],
    )  # fmt: skip
    def test_of_somebody_else_or_something_else_is_left_out(self, header):
        assert header not in guess_columns([header, *NAMES]).values()

    def test_of_a_short_word_within_others_is_not_taken_for_it(self):
        assert "gender" not in guess_columns(["همجنس کالا", *NAMES])
        assert guess_columns(["کالای اهدایی جنس", *NAMES]).get("gender") is None

    def test_of_the_longest_known_words_is_meant(self):
        assert guess_columns(["نام پدر مددجو", *NAMES])["father"] == "نام پدر مددجو"
        assert (
            guess_columns(["نام خانوادگی مددجو", "نام مددجو کوچک", "کد ملی"])["last"] == "نام خانوادگی مددجو"
        )


class TestSeveralHeaders:
    def test_of_one_field_give_way_to_the_exact_one(self):
        assert guess_columns(["کد ملی قدیم مددجو", "کد ملی", *NAMES])["nid"] == "کد ملی"

    def test_of_one_field_equally_exact_give_way_to_the_first(self):
        assert guess_columns(["تلفن", "موبایل", *NAMES])["mobile"] == "تلفن"

    def test_come_in_the_order_of_the_fields(self):
        found = guess_columns(["شهر", "نام خانوادگی", "کد ملی", "نام", "ردیف"])

        assert (
            list(found)
            == [field for field in FIELD_NAMES if field in found]
            == ["id", "nid", "first", "last", "city"]
        )

    @settings(max_examples=10, deadline=None)
    @given(
        st.lists(st.sampled_from([name for _, name in KNOWN]) | st.text(max_size=12), unique=True, max_size=8)
    )
    def test_serve_one_field_each_and_no_field_twice(self, headers):
        found = guess_columns(headers)

        assert set(found) <= set(FIELD_NAMES) and set(found.values()) <= set(headers)
        assert len(set(found.values())) == len(found)

    @pytest.mark.parametrize(
        ("headers", "field"),
        [(["نام"], "full"), (["نام", "فامیلی"], "first"), (["اسم"], "first"), (["name"], "full")],
    )
    def test_decide_what_a_name_alone_means(self, headers, field):
        assert guess_columns(headers)[field] == headers[0]

    def test_with_a_first_name_leave_an_english_name_alone(self):
        assert "full" not in guess_columns(["name", "first name", "last name"])


class TestWhatIsTold:
    headers = ["A", "کد ملی", "نام", "نام خانوادگی"]

    def test_stands_over_the_guess(self):
        assert chosen_columns(self.headers, {"nid": "A"})["nid"] == "A"

    def test_takes_the_column_from_the_field_it_was_guessed_for(self):
        found = chosen_columns(self.headers, {"last": "نام"})

        assert found["last"] == "نام" and "first" not in found

    def test_may_leave_a_field_out(self):
        assert "nid" not in chosen_columns(self.headers, {"nid": ""})
        assert chosen_columns(self.headers, {"job": ""}) == guess_columns(self.headers)

    @pytest.mark.parametrize("header", ["كد ملي", "کد_ملی", " کد ملی "])
    def test_may_be_spelt_otherwise(self, header):
        assert chosen_columns(self.headers, {"id": header})["id"] == "کد ملی"

    @pytest.mark.parametrize("field", ["نام", "name", "NID", "", "shoe"])
    def test_of_an_unknown_field_is_refused_with_all_that_are_known(self, field):
        with pytest.raises(BadInput) as fault:
            chosen_columns(self.headers, {field: "A"})

        assert fault.value.value == field and all(name in fault.value.remedy for name in FIELD_NAMES)

    def test_of_an_unknown_header_is_refused_with_all_that_are_there(self):
        with pytest.raises(BadInput) as fault:
            chosen_columns(self.headers, {"nid": "B"})

        assert fault.value.value == "B" and all(header in fault.value.remedy for header in self.headers)

    def test_of_an_empty_table_is_not_asked_for(self):
        assert Register.of([], columns={"nid": "B"}) == Register((), {})


class TestTheIdOfARow:
    def test_is_the_cell_of_its_column(self):
        assert Register.of([{"شناسه": "x1", "نام": "الف"}, {"شناسه": "x2", "نام": "ب"}]).ids == ("x1", "x2")

    @pytest.mark.parametrize(
        ("cell", "id_"),
        [(7, "7"), (7.0, "7"), (7.5, "7.5"), (" 7 ", "7"), ("۷", "۷"), (None, "row 1"), ("", "row 1")],
    )
    def test_is_told_as_text(self, cell, id_):
        assert Register.of([{"شناسه": cell, "نام": "الف"}]).ids == (id_,)

    def test_is_the_number_of_the_row_in_its_file_without_such_a_column(self):
        rows = [Row({"نام": "الف"}, 5), Row({"نام": "ب"}, 9)]

        assert Register.of(rows).ids == ("5", "9")

    def test_is_the_number_of_the_row_where_a_cell_is_empty(self):
        rows = [Row({"شناسه": "a", "نام": "الف"}, 5), Row({"شناسه": None, "نام": "ب"}, 9)]

        assert Register.of(rows).ids == ("a", "row 9")

    def test_is_the_number_of_the_row_where_a_guessed_column_repeats(self):
        assert Register.of([{"ردیف": 1, "نام": "الف"}, {"ردیف": 1, "نام": "ب"}]).ids == ("1", "2")

    def test_that_is_told_and_repeats_is_refused_with_the_id_and_a_remedy(self):
        with pytest.raises(BadInput) as fault:
            Register.of([{"ردیف": 1, "نام": "الف"}, {"ردیف": 1, "نام": "ب"}], columns={"id": "ردیف"})

        assert (fault.value.field, fault.value.value) == ("id", "1")
        assert "شناسهٔ هر سطر باید یکتا باشد" in fault.value.say("fa")

    def test_is_no_field_to_compare(self):
        assert set(Register.of([{"شناسه": "x1", "نام": "الف", "فامیلی": "ب"}]).cells) == {"first", "last"}


class TestRowsOfUnequalColumns:
    def test_have_empty_cells_where_they_have_no_column(self):
        told = Register.of([{"نام": "الف", "فامیلی": "ب"}, {"نام": "پ", "شهر": "قم"}])

        assert dict(told.cells) == {"first": ("الف", "پ"), "last": ("ب", None), "city": (None, "قم")}

    @pytest.mark.parametrize(
        ("cell", "told"),
        [(None, None), ("", None), ("  ", None), (0, "0"), (5.0, "5"), (5.5, "5.5"), (float("nan"), None), (float("inf"), None),
         (True, "True"), ("x" * 500, "x" * 200), (10**40, str(10**40)), (" الف ", "الف"), (b"a", "b'a'")],
        ids=repr,
    )  # fmt: skip
    def test_have_cells_of_text_or_nothing(self, cell, told):
        assert Register.of([{"شهر": cell}]).cells["city"] == (told,)
