"""The levels of likeness against a second telling of their rules, on pairs that chance has spoilt."""

from functools import cache
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza_engines.linkage._fields import BY_NAME, FIELDS

from .conftest import level

NAME, NUMBER = BY_NAME["last"].levels, BY_NAME["nid"].levels
BIRTH, POSTCODE = BY_NAME["birth"].levels, BY_NAME["postcode"].levels


@cache
def edits(a, b, exchange):
    """Count edits by the definition, an exchange of neighbours as one when asked."""
    if not a or not b:
        return len(a) + len(b)
    ways = [edits(a[1:], b[1:], exchange) + (a[0] != b[0]), edits(a[1:], b, exchange) + 1]
    ways.append(edits(a, b[1:], exchange) + 1)
    if exchange and len(a) > 1 and a[:2] == b[1::-1]:
        ways.append(edits(a[2:], b[2:], exchange) + 1)
    return min(ways)


def spoilt(chance, word, letters):
    """Return the word with none to three edits, turned now and then, or cut, or another word."""
    for _ in range(chance.choice((0, 1, 1, 2, 3))):
        at = chance.randrange(len(word) + 1)
        kind = chance.randrange(4)
        if kind == 0:
            word = word[:at] + chance.choice(letters) + word[at:]
        elif kind == 1:
            word = word[:at] + word[at + 1 :]
        elif kind == 2:
            word = word[:at] + chance.choice(letters) + word[at + 1 :]
        else:
            word = word[:at] + word[at : at + 2][::-1] + word[at + 2 :]
    if chance.random() < 0.15:
        at = chance.randrange(len(word) + 1)
        word = word[at:] + word[:at]
    if chance.random() < 0.2:
        word = word[: chance.randint(1, 4)] if chance.random() < 0.5 else word[-chance.randint(1, 4) :]
    return word or "A"


def word(chance, letters, most=9):
    return "".join(chance.choice(letters) for _ in range(chance.randint(1, most)))


def name_by_the_rules(a, b, name, other):
    if a[name] is None or b[name] is None:
        return "empty"
    if a[name] == b[name]:
        return "same"
    x, y = a[f"{name}_sound"], b[f"{name}_sound"]
    turnings = {y[at:] + y[:at] for at in range(len(y))} if len(y) >= 6 else {y}
    if x in turnings:
        return "sound"
    if len(x) + len(y) >= 5 and edits(x, y, True) <= 1:
        return "edit"
    if other and (x, a.get(f"{other}_sound")) == (b.get(f"{other}_sound"), y):
        return "swapped"
    if min(len(x), len(y)) >= 6 and edits(x, y, False) <= 2:
        return "part"
    for whole, piece in ((x, y), (y, x)):
        if len(piece) >= 2 and whole[: len(piece)] == piece:
            return "part"
        if len(piece) >= 3 and whole[len(whole) - len(piece) :] == piece and len(piece) <= len(whole):
            return "part"
    return "other"


def number_by_the_rules(x, y):
    return (
        "same"
        if x == y
        else "edit"
        if edits(x, y, True) <= 1
        else "near"
        if edits(x, y, False) <= 2
        else "other"
    )


def birth_by_the_rules(x, y):
    (year, month, day), (year_, month_, day_) = ((t[:4], t[4:6], t[6:]) for t in (x, y))
    known = month + day != "0000" and month_ + day_ != "0000"
    if known and x == y:
        return "same"
    if known and (year, month, day) == (year_, day_, month_):
        return "swapped"
    if known and edits(x, y, True) <= 1:
        return "edit"
    if year == year_:
        return "year_and_part" if not known or month == month_ or day == day_ else "year"
    if known and edits(x, y, False) <= 2:
        return "near"
    return "next_year" if abs(int(year) - int(year_)) == 1 else "other"


def told(field, a, b):
    found = BY_NAME[field].level(a, b)
    return "empty" if found < 0 else BY_NAME[field].levels[found]


class TestNames:
    @pytest.mark.parametrize(("name", "other"), [("first", "last"), ("last", "first"), ("father", None)])
    def test_are_as_alike_as_the_rules_say(self, name, other):
        chance, seen = Random(name), set()
        for _ in range(500):
            x = word(chance, "ABCDE")
            y = spoilt(chance, x, "ABCDE")
            a, b = (
                {name: f"{x}1", f"{name}_sound": x},
                {name: f"{y}{chance.choice('12')}", f"{name}_sound": y},
            )
            if other:
                z = spoilt(chance, y, "ABCDE") if chance.random() < 0.5 else y
                a[f"{other}_sound"], b[f"{other}_sound"] = z, x if chance.random() < 0.5 else z
            by_rules = name_by_the_rules(a, b, name, other)
            seen.add(by_rules)
            assert told(name, a, b) == by_rules, (a, b)
        assert seen >= set(NAME) - {"swapped"} and (other is None or "swapped" in seen)

    @pytest.mark.parametrize(
        ("a", "b", "likeness"),
        [
            ("ABC", "AB", "edit"), ("AB", "AC", "other"), ("AB", "A", "other"), ("ABC", "ABD", "edit"),  # five letters
            ("ABCDEF", "DEFABC", "sound"), ("ABCDE", "DEABC", "other"),  # six letters may turn
            ("ABCDEF", "ABCDXY", "part"), ("ABCDE", "ABXYE", "other"), ("ABCDEFG", "ABCDE", "part"),  # six may have two edits
            ("ABCDE", "AB", "part"), ("ABCDE", "A", "other"),  # two letters may begin a name
            ("ABCDE", "CDE", "part"), ("ABCDE", "DE", "other"),  # three may end it
        ],
    )  # fmt: skip
    def test_change_their_likeness_at_these_lengths(self, a, b, likeness):
        one, other = ({"father": name, "father_sound": name} for name in (a, b))

        assert told("father", one, other) == told("father", other, one) == likeness

    def test_that_are_equal_are_equal_even_when_short(self):
        assert (
            told("father", {"father": "A", "father_sound": "A"}, {"father": "A", "father_sound": "A"})
            == "same"
        )

    def test_in_each_others_columns_need_both_columns(self):
        a = {"first": "زهرا", "last": "کریمی"}

        assert level("first", a, {"first": "کریمی", "last": "زهرا"}) == "swapped"
        assert level("first", a, {"first": "کریمی", "last": "موسوی"}) == "other"
        assert level("first", a, {"first": "کریمی"}) == "other"

    def test_of_fathers_are_never_exchanged_with_others(self):
        a, b = {"father": "رضا", "first": "علی"}, {"father": "علی", "first": "رضا"}

        assert level("father", a, b) == "other"


class TestNumbers:
    @pytest.mark.parametrize("field", ["nid", "mobile"])
    def test_are_as_alike_as_the_rules_say(self, field):
        chance, seen = Random(field), set()
        for _ in range(400):
            x = "".join(chance.choice("0123456789") for _ in range(10))
            y = spoilt(chance, x, "0123456789")
            seen.add(number_by_the_rules(x, y))
            assert told(field, {field: x}, {field: y}) == number_by_the_rules(x, y), (x, y)
        assert seen == set(NUMBER)

    @pytest.mark.parametrize("other", [None, "0084575948"])
    def test_that_are_missing_are_not_unlike(self, other):
        assert (
            told("nid", {"nid": None}, {"nid": other})
            == told("nid", {"nid": other}, {"nid": None})
            == "empty"
        )


class TestBirthdays:
    def test_are_as_alike_as_the_rules_say(self):
        chance, seen = Random(3), set()
        for _ in range(800):
            year, month, day = chance.randint(1330, 1400), chance.randint(0, 12), chance.randint(1, 29)
            x = f"{year}{month:02}{day:02}" if month else f"{year}0000"
            year += chance.choice((0, 0, 0, 1, -1, 10, 7))
            month, day = chance.choice(
                (
                    (month, day),
                    (day, month),
                    (month, 15),
                    (7, day),
                    (0, 0),
                    (month, day + 1),
                    (month % 12 + 1, day + 1),
                )
            )
            y = f"{year}{month:02}{day:02}" if month and day else f"{year}0000"
            by_rules = birth_by_the_rules(x, y)
            seen.add(by_rules)
            assert told("birth", {"birth": x}, {"birth": y}) == by_rules, (x, y)
        assert seen == set(BIRTH)

    def test_of_which_only_the_years_are_known_are_never_the_same(self):
        assert level("birth", {"birth": "1365"}, {"birth": "1365"}) == "year_and_part"
        assert level("birth", {"birth": "1365"}, {"birth": "1366"}) == "next_year"
        assert level("birth", {"birth": "1365"}, {"birth": "1367"}) == "other"


class TestCodes:
    def test_of_one_beginning_are_one_neighbourhood(self):
        a = {"postcode": "1234567890"}

        assert [level("postcode", a, {"postcode": b}) for b in
                ("1234567890", "1234567891", "1234599999", "1234699999", "9234567899")] == [
            "same", "edit", "begin", "other", "other",
        ]  # fmt: skip

    def test_of_less_than_three_letters_have_no_slips(self):
        assert told("city", {"city": "AB"}, {"city": "AC"}) == "other"
        assert told("city", {"city": "ABC"}, {"city": "ABD"}) == "edit"

    def test_of_a_city_have_no_beginning(self):
        assert told("city", {"city": "ABCDEFG"}, {"city": "ABCDEXX"}) == "other"

    def test_of_a_gender_are_the_same_or_not(self):
        assert level("gender", {"gender": "زن"}, {"gender": "F"}) == "same"
        assert level("gender", {"gender": "زن"}, {"gender": "مرد"}) == "other"


class TestEveryLikeness:
    @settings(max_examples=60, deadline=None)
    @given(st.data())
    def test_is_the_same_from_both_sides_and_best_with_oneself(self, data):
        field = data.draw(st.sampled_from(FIELDS))
        text = st.none() | st.text("ABCDEF", min_size=1, max_size=8)
        if field.name == "birth":
            text = st.none() | st.integers(13300101, 14000101).map(str)
        a, b = (
            {name: data.draw(text) for name in ("first", "last", "father", *field.columns)} for _ in range(2)
        )
        for name in ("first", "last", "father"):
            for one in (a, b):
                one[f"{name}_sound"] = one[name]

        assert field.level(a, b) == field.level(b, a)
        assert field.level(a, a) in (-1, len(field.levels) - 1)

    @pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
    @pytest.mark.parametrize("of", ["same", "chance", "kin"])
    def test_has_probabilities_that_sum_to_one_within_a_thousandth(self, field, of):
        assert sum(getattr(field, of)) == pytest.approx(1, abs=1e-3)

    @pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
    def test_weighs_more_for_kin_than_for_strangers_where_a_home_or_a_name_is_shared(self, field):
        shared = field.name in ("last", "father", "mobile", "city", "postcode", "birth")

        assert (field.kin[-1] > 3 * field.chance[-1]) >= shared

    @pytest.mark.parametrize("name", ["first", "nid"])
    def test_of_what_kin_do_not_share_speaks_against_kin(self, name):
        field = BY_NAME[name]

        assert field.same[-1] / field.kin[-1] > 50
        assert field.same[0] / field.kin[0] < 0.03
