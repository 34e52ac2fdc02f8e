"""Counts first, names later: what leaves an agency, what comes out of the room, and that no name does."""

import hashlib
import hmac
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza_engines.frame import BadInput, read_table
from hamafza_engines.linkage import (
    Counts,
    Hashed,
    Register,
    count,
    keyed,
    read_hashed,
    registers,
    write_hashed,
)

from .conftest import TAHEREH, numbers_in, people, register, tahereh

KEY = b"a key of both agencies"
IDS = ["0084575948", "1289746321", "0012345679", "4567890123", None]


def ids(*cells):
    return register(nid=cells)


def hashed(*letters):
    """Return hashes made up of one letter each; None is a row without an ID."""
    return Hashed(tuple(letter and letter * 64 for letter in letters))


class TestAHash:
    def test_is_that_of_hmac_sha256_worked_out_by_its_definition(self):
        """RFC 2104: H(K xor opad, H(K xor ipad, text)), with a key shorter than a block of 64 bytes."""
        block = KEY.ljust(64, b"\0")
        inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in block) + b"nid\x1f0084575948").digest()
        outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in block) + inner).hexdigest()

        assert keyed(ids("0084575948"), KEY).hashes == (outer,)

    @pytest.mark.parametrize(
        "text", ["0084575948", "84575948", "۸۴۵۷۵۹۴۸", "008-457594-8", "84575948.0", " 0084575948\u200f"]
    )
    def test_is_the_same_however_the_id_is_typed(self, text):
        assert keyed(ids(text), KEY) == keyed(ids("0084575948"), KEY)

    @pytest.mark.parametrize("text", [None, "", "ندارد", "1111111111", "0000000000", "123", "-"])
    def test_of_no_id_is_none(self, text):
        assert keyed(ids(text), KEY).hashes == (None,)

    def test_stands_in_the_row_of_its_person(self):
        told = keyed(ids(*IDS), KEY).hashes

        for row, cell in enumerate(IDS):
            assert told[row] == keyed(ids(cell), KEY).hashes[0]

    def test_is_another_with_another_key(self):
        keys = [KEY, KEY + b" ", KEY.upper(), b"another key of sixteen"]

        assert len({keyed(ids("0084575948"), key).hashes for key in keys}) == len(keys)

    def test_of_a_mobile_and_an_id_of_the_same_digits_are_apart(self):
        both = Register.of([{"کد ملی": "09123456789", "موبایل": "09123456789"}])

        assert keyed(both, KEY, by="nid") != keyed(both, KEY, by="mobile")

    def test_says_nothing_of_the_cells_it_was_made_of(self):
        for by in ("nid", "mobile", "person"):
            told = repr(keyed(tahereh(), KEY, by=by))
            assert not any(cell in told for cell in TAHEREH.values())
            assert KEY.decode() not in told


class TestAPersonWithoutAnID:
    def test_has_one_hash_however_name_and_birthday_are_written(self):
        spelt = people(
            {},
            {"first": "تاهره", "last": "زاکري", "birth": "1986-05-01"},
            {"birth": "۱۳۶۵/۲/۱۱", "father": None},
        )

        assert len(set(keyed(spelt, KEY, by="person").hashes)) == 1

    @pytest.mark.parametrize("changed", [{"first": "مریم"}, {"last": "کریمی"}, {"birth": "1365/02/12"}])
    def test_has_another_hash_than_another(self, changed):
        one, other = keyed(people({}, changed), KEY, by="person").hashes

        assert one and other and one != other

    @pytest.mark.parametrize("gone", ["first", "last", "birth"])
    def test_of_whom_a_part_is_missing_has_none(self, gone):
        assert keyed(people({gone: None}, {}), KEY, by="person").hashes[0] is None

    @pytest.mark.parametrize("birth", ["1365", "1365/01/01", "1365/00/00"])
    def test_whose_day_is_not_known_has_none_for_namesakes_are_born_every_year(self, birth):
        assert keyed(tahereh(birth=birth), KEY, by="person").hashes == (None,)

    def test_is_of_one_day_in_both_calendars_even_where_one_agency_keeps_only_the_western_one(self):
        western, jalali = tahereh(birth="1986-05-01"), tahereh(birth="1365/02/11")

        assert keyed(western, KEY, by="person") == keyed(jalali, KEY, by="person")


class TestTheKey:
    @pytest.mark.parametrize("length", [0, 1, 15])
    def test_of_less_than_sixteen_bytes_is_refused(self, length):
        with pytest.raises(BadInput) as fault:
            keyed(ids("0084575948"), b"k" * length)

        assert (
            fault.value.field == "key"
            and fault.value.value == f"{length} bytes"
            and "16" in fault.value.remedy
        )

    @pytest.mark.parametrize("length", [16, 64, 65, 1000])
    def test_of_sixteen_bytes_or_more_is_taken(self, length):
        told = keyed(ids("0084575948"), b"k" * length).hashes[0]

        assert told == hmac.new(b"k" * length, b"nid\x1f0084575948", "sha256").hexdigest()

    def test_is_not_told_when_it_is_refused(self):
        with pytest.raises(BadInput) as fault:
            keyed(ids("0084575948"), b"secret")

        assert "secret" not in str(fault.value) + fault.value.say("fa")


class TestAColumnThatIsNotThere:
    @pytest.mark.parametrize(
        ("by", "column"), [("nid", "nid"), ("mobile", "mobile"), ("person", "first_sound")]
    )
    def test_is_refused_by_its_name(self, by, column):
        with pytest.raises(BadInput) as fault:
            keyed(register(city=["قم"]), KEY, by=by)

        assert (fault.value.field, fault.value.value) == ("columns", column)
        assert "no such column" in fault.value.remedy and "این ستون" in fault.value.say("fa")

    def test_is_refused_where_the_way_is_not_known(self):
        with pytest.raises(BadInput) as fault:
            keyed(ids("0084575948"), KEY, by="name")

        assert fault.value.field == "by" and "person" in fault.value.remedy


class TestTheCounts:
    @settings(max_examples=25, deadline=None)
    @given(st.lists(st.sampled_from([*"abcd", None])), st.lists(st.sampled_from([*"cdef", None])))
    def test_are_those_of_plain_sets(self, left, right):
        told = count(hashed(*left), hashed(*right), at_least=1)

        ours, theirs = ([each for each in side if each] for side in (left, right))
        assert told == Counts(
            len(left),
            len(right),
            len(ours),
            len(theirs),
            len(set(ours)),
            len(set(theirs)),
            len(set(ours) & set(theirs)),
            1,
        )

    @settings(max_examples=15, deadline=None)
    @given(st.lists(st.sampled_from([*"abcd", None])), st.randoms(use_true_random=False))
    def test_do_not_hang_on_the_order_of_the_rows(self, rows, chance):
        mixed = list(rows)
        chance.shuffle(mixed)

        assert count(hashed(*rows), hashed("a")) == count(hashed(*mixed), hashed("a"))

    def test_are_the_same_from_both_sides(self):
        there, back = (
            count(x, y, at_least=1)
            for x, y in ((hashed(*"aabc"), hashed(*"bcd")), (hashed(*"bcd"), hashed(*"aabc")))
        )

        assert (there.left_rows, there.right_persons, there.both) == (
            back.right_rows,
            back.left_persons,
            back.both,
        )

    def test_of_registers_are_those_of_their_open_ids(self, small_world):
        left, right, _, _ = small_world
        told = count(keyed(left, KEY), keyed(right, KEY), at_least=1)

        digits = str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")
        ours, theirs = (
            {cell.translate(digits).zfill(10) for cell in side.cells["nid"] if cell} for side in (left, right)
        )
        assert told.both == len(ours & theirs) > 10
        assert (told.left_persons, told.right_persons) == (len(ours), len(theirs))

    def test_with_two_keys_find_nobody(self):
        left, right, _ = registers(60, seed=1)

        assert count(keyed(left, KEY), keyed(right, KEY + b"!")).both == 0


class TestAFew:
    @pytest.mark.parametrize(
        ("both", "at_least", "told"),
        [(0, 5, 0), (1, 5, None), (4, 5, None), (5, 5, 5), (1, 1, 1), (4, 4, 4), (3, 4, None)],
    )
    def test_in_common_are_told_only_from_the_least_number_on(self, both, at_least, told):
        letters = "abcdef"[:both]

        assert count(hashed(*letters), hashed(*letters), at_least=at_least).both == told

    @pytest.mark.parametrize("at_least", [0, -1])
    def test_may_not_be_less_than_one(self, at_least):
        with pytest.raises(BadInput) as fault:
            count(hashed(), hashed(), at_least=at_least)

        assert (fault.value.field, fault.value.value) == ("at_least", at_least)

    def test_are_hidden_in_words_too(self):
        told = count(hashed(*"abc"), hashed(*"abc"))

        assert "کمتر از ۵ نفر" in told.summary() and "fewer than 5 persons" in told.summary("en")
        assert numbers_in(told.summary("en").splitlines()[-1]) == [5]


class TestTheWords:
    counts = Counts(12_345, 678, 12_000, 600, 11_000, 590, 1_234, 5)

    def test_tell_the_counts_in_english(self):
        assert numbers_in(self.counts.summary("en")) == [12_345, 12_000, 11_000, 678, 600, 590, 1_234]

    def test_tell_the_counts_in_persian(self):
        assert numbers_in(self.counts.summary()) == [12_345, 12_000, 11_000, 678, 600, 590, 1_234]
        assert "۱۲٬۳۴۵" in self.counts.summary()

    def test_say_that_those_without_an_id_are_not_among_them(self):
        assert "کسان بی‌شناسه شمرده نشده‌اند" in self.counts.summary()
        assert "those without one are not counted" in self.counts.summary("en")


class TestTheFile:
    @pytest.mark.parametrize("suffix", [".csv", ".tsv", ".json", ".jsonl", ".xlsx", ".parquet"])
    def test_is_read_back_as_it_was_but_for_the_order(self, tmp_path, suffix):
        told = keyed(ids(*IDS), KEY)
        write_hashed(tmp_path / f"hashes{suffix}", told)

        again = read_hashed(tmp_path / f"hashes{suffix}")

        assert again.hashes == (*sorted(filter(None, told.hashes)), None)
        assert count(again, told, at_least=1).both == 4

    def test_has_no_other_columns_and_no_cell_of_the_register(self, tmp_path, small_world):
        left = small_world[0]
        write_hashed(tmp_path / "hashes.csv", keyed(left, KEY))

        rows = read_table(tmp_path / "hashes.csv")

        assert {name for row in rows for name in row} == {"row", "hash"}
        text = (tmp_path / "hashes.csv").read_text("utf-8")
        assert not any(
            cell in text for column in left.cells.values() for cell in column if cell and len(cell) > 4
        )

    def test_does_not_betray_the_order_of_the_register(self, tmp_path):
        mixed = list(IDS)
        Random(1).shuffle(mixed)
        for name, cells in (("a", IDS), ("b", mixed)):
            write_hashed(tmp_path / f"{name}.csv", keyed(ids(*cells), KEY))

        assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()

    def test_of_a_register_of_nobody_is_empty(self, tmp_path):
        write_hashed(tmp_path / "none.csv", Hashed(()))

        assert read_hashed(tmp_path / "none.csv") == Hashed(())

    def test_that_is_a_register_is_refused_and_the_way_is_told(self, tmp_path):
        (tmp_path / "a.csv").write_text("کد ملی\n0084575948\n", "utf-8")

        with pytest.raises(BadInput) as fault:
            read_hashed(tmp_path / "a.csv")

        assert (
            fault.value.value == "a.csv"
            and "--key-file" in fault.value.remedy
            and "--key-file" in fault.value.say("fa")
        )

    @pytest.mark.parametrize("told", ["0084575948", "A" * 64, "g" * 64, "a" * 63, "a" * 65, "طاهره ذاکری"])
    def test_with_something_else_for_a_hash_is_refused_by_row(self, told):
        with pytest.raises(BadInput) as fault:
            Hashed(("a" * 64, None, told))

        assert (fault.value.field, fault.value.row) == ("hash", 3)
        assert "64" in fault.value.remedy and "۶۴" in fault.value.say("fa")

    def test_with_a_name_for_a_hash_is_refused_without_telling_the_name(self):
        with pytest.raises(BadInput) as fault:
            Hashed(("طاهره ذاکری 0084575948",))

        assert "طاهره" not in fault.value.say("fa") + str(fault.value) and "0084575948" not in str(
            fault.value
        )
