"""How clerks spoil a row: each slip is of its kind, as frequent as told, and leaves the rest alone."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza_engines.linkage import ADVERSARIAL, ORDINARY, World
from hamafza_engines.linkage._slips import (
    _longer,
    _misspelt,
    _sound_alike,
    _swapped,
    _wrong_digit,
    slip,
    written,
)

from .conftest import cell

PERSON = {
    "nid": "0084575948", "first": "طاهره", "last": "ذاکری اصل", "father": "رضا", "birth": "1365/02/11",
    "mobile": "09123456789", "city": "چابهار", "gender": "f", "postcode": "1234567890", "household_id": "1289746321",
}  # fmt: skip
CLEAN = World(slips=0, no_id=0, wrong_id=0, missing=0)
names = st.text("ابپتجدرزسشفکگلمنوهی", min_size=3, max_size=8)


def rows(world, much, count=400):
    """Return the same person as many clerks wrote her down."""
    chance = Random(1)
    return [slip(chance, PERSON, much, world) for _ in range(count)]


def share(rows, name, value):
    return sum(row[name] == value for row in rows) / len(rows)


class TestACleanWorld:
    def test_has_no_slips(self):
        assert all(row == PERSON for row in rows(CLEAN, 0.0, 50))

    def test_leaves_the_person_herself_as_she_was(self):
        before = dict(PERSON)

        rows(ADVERSARIAL, 3.0, 50)

        assert before == PERSON


class TestTheShares:
    @pytest.mark.parametrize(("no_id", "low", "high"), [(0.0, 0, 0), (0.5, 0.4, 0.6), (1.0, 1, 1)])
    def test_of_missing_ids_are_as_told(self, no_id, low, high):
        assert low <= share(rows(replace(CLEAN, no_id=no_id), 0.0), "nid", None) <= high

    @pytest.mark.parametrize(("wrong_id", "low", "high"), [(0.0, 0, 0), (0.5, 0.4, 0.6), (1.0, 1, 1)])
    def test_of_fathers_ids_are_as_told(self, wrong_id, low, high):
        assert (
            low <= share(rows(replace(CLEAN, wrong_id=wrong_id), 0.0), "nid", PERSON["household_id"]) <= high
        )

    def test_of_fathers_ids_are_none_for_the_father_himself(self):
        father = PERSON | {"household_id": None}

        assert slip(Random(1), father, 0.0, replace(CLEAN, wrong_id=1.0))["nid"] == PERSON["nid"]

    @pytest.mark.parametrize(
        ("name", "times"),
        [("father", 1.5), ("mobile", 1.5), ("birth", 0.7), ("city", 1), ("postcode", 3), ("gender", 0.5)],
    )
    def test_of_missing_cells_are_as_told(self, name, times):
        found = share(rows(replace(CLEAN, missing=0.2), 0.0), name, None)

        assert found == pytest.approx(0.2 * times, abs=0.08)

    def test_of_spoilt_cells_grow_with_the_slips(self):
        def spoilt(much):
            return sum(row[name] != PERSON[name] for row in rows(CLEAN, much) for name in PERSON)

        assert spoilt(0) == 0 < spoilt(0.5) < spoilt(1) < spoilt(2)

    def test_of_names_stay_filled_for_a_form_without_a_name_is_no_form(self):
        assert all(row["first"] and row["last"] for row in rows(ADVERSARIAL, 2.0))


class TestASlip:
    @settings(max_examples=40, deadline=None)
    @given(names, st.integers(0, 10**6))
    def test_of_spelling_is_one_letter_put_in_left_out_changed_or_exchanged(self, name, seed):
        spelt = _misspelt(Random(seed), name)

        left_out = {name[:at] + name[at + 1 :] for at in range(len(name))}
        exchanged = {name[:at] + name[at : at + 2][::-1] + name[at + 2 :] for at in range(len(name))}
        changed = len(spelt) == len(name) and sum(x != y for x, y in zip(spelt, name, strict=True)) <= 1
        doubled = {name[:at] + name[at] + name[at:] for at in range(len(name))}
        assert spelt in left_out | exchanged | doubled or changed

    def test_of_spelling_spares_names_of_two_letters(self):
        assert {_misspelt(Random(seed), "را") for seed in range(20)} == {"را"}

    @settings(max_examples=40, deadline=None)
    @given(st.sampled_from(["صادق", "ذاکری", "طاهره", "غلام", "ثریا", "حاجر", "عباس"]), st.integers(0, 10**6))
    def test_of_hearing_keeps_the_sound(self, name, seed):
        heard = _sound_alike(Random(seed), name)

        assert cell("first", heard)["first_sound"] == cell("first", name)["first_sound"]

    def test_of_hearing_spares_what_sounds_like_nothing_else(self):
        assert _sound_alike(Random(1), "مینو") == "مینو"

    @settings(max_examples=40, deadline=None)
    @given(st.sampled_from(["0084575948", "1365/02/11", "09123456789"]), st.integers(0, 10**6))
    def test_of_a_digit_changes_at_most_one_and_no_sign_between(self, text, seed):
        wrong = _wrong_digit(Random(seed), text)

        assert len(wrong) == len(text) and sum(x != y for x, y in zip(wrong, text, strict=True)) <= 1
        assert [at for at, sign in enumerate(wrong) if sign == "/"] == [
            at for at, sign in enumerate(text) if sign == "/"
        ]

    def test_of_a_day_exchanges_it_with_the_month(self):
        assert _swapped("1365/02/11") == "1365/11/02"
        assert _swapped(_swapped("1365/02/11")) == "1365/02/11"
        assert _swapped("1365") == "1365"

    def test_of_a_family_name_makes_it_longer_or_leaves_its_end_out(self):
        made = {_longer(Random(seed), "ذاکری اصل") for seed in range(60)}

        assert "ذاکری" in made
        assert all(name == "ذاکری" or name.startswith("ذاکری اصل ") for name in made)
        assert {_longer(Random(seed), "ذاکری").split()[0] for seed in range(20)} == {"ذاکری"}

    def test_of_a_birthday_may_be_the_first_day_of_its_year(self):
        births = {row["birth"] for row in rows(CLEAN, 2.0)}

        assert "1365/01/01" in births and "1365/11/02" in births


class TestTheHabitOfAnAgency:
    def shown(self, habit, person=PERSON, count=200):
        chance = Random(2)
        return [written(chance, person, habit) for _ in range(count)]

    def test_that_writes_neatly_changes_no_digits_and_no_signs(self):
        for row in self.shown(0):
            assert {name: row[name] for name in ("nid", "birth", "mobile", "gender")} == {
                name: PERSON[name] for name in ("nid", "birth", "mobile", "gender")
            }

    def test_of_the_other_writes_persian_digits_now_and_then(self):
        mobiles = [row["mobile"] for row in self.shown(1)]

        assert set(mobiles) == {"09123456789", "۰۹۱۲۳۴۵۶۷۸۹"}
        assert 60 < mobiles.count("09123456789") < 140

    def test_of_the_other_eats_the_leading_noughts_of_an_id_as_spreadsheets_do(self):
        assert {row["nid"] for row in self.shown(1)} == {"84575948", "۸۴۵۷۵۹۴۸"}

    def test_of_the_other_parts_days_by_a_stroke_and_calls_women_women(self):
        for row in self.shown(1):
            assert row["birth"].count("-") == 2 and row["gender"] == "زن"

    def test_calls_some_sayyids(self):
        firsts = {row["first"].replace("ي", "ی") for row in self.shown(1)}

        assert "سیده طاهره" in firsts
        assert "سید رضا" in {row["first"] for row in self.shown(0, PERSON | {"gender": "m", "first": "رضا"})}

    @pytest.mark.parametrize("habit", [0, 1])
    def test_leaves_empty_cells_empty(self, habit):
        nobody = dict.fromkeys(PERSON)

        assert all(not any(row.values()) for row in self.shown(habit, nobody, 20))

    @pytest.mark.parametrize("habit", [0, 1])
    def test_is_seen_through_when_the_cells_are_prepared(self, habit):
        for row in self.shown(habit, count=40):
            for name in ("nid", "mobile", "birth", "gender"):
                assert cell(name, row[name]) == cell(name, PERSON[name])
            assert cell("first", row["first"]) == cell("first", PERSON["first"])

    @pytest.mark.parametrize("world", [ORDINARY, ADVERSARIAL])
    def test_keeps_every_cell_a_text_or_nothing(self, world):
        for row in rows(world, 2.0, 100):
            assert all(value is None or value for value in written(Random(3), row, 1).values())
