"""Counts first, names later: keyed hashes tell how many, and nothing else."""

import hashlib
import hmac

import pytest

from hamafza_engines.frame import BadInput
from hamafza_engines.linkage import Hashed, Register, count, keyed, read_hashed, registers, write_hashed

KEY = b"a key of both agencies"


def ids(*cells):
    return Register.of([{"کد ملی": cell} for cell in cells])


def test_the_same_id_however_written_has_one_hash():
    hashed = keyed(ids("0084575948", "۰۰۸۴۵۷۵۹۴۸", 84575948, "008-457594-8"), KEY)

    assert len(set(hashed.hashes)) == 1


def test_it_is_hmac_sha256_of_the_kind_and_the_id():
    told = keyed(ids("0084575948"), KEY).hashes[0]

    assert told == hmac.new(KEY, b"nid\x1f0084575948", hashlib.sha256).hexdigest()


def test_another_key_gives_other_hashes():
    assert keyed(ids("0084575948"), KEY).hashes != keyed(ids("0084575948"), KEY + b"2").hashes


@pytest.mark.parametrize("key", [b"", b"short"])
def test_a_short_key_is_refused(key):
    with pytest.raises(BadInput, match="16"):
        keyed(ids("0084575948"), key)


def test_persons_are_counted_once_and_those_without_an_id_are_told():
    left = keyed(ids("0084575948", "84575948", "1289746321", None), KEY)
    right = keyed(ids("0084575948", "ندارد"), KEY)

    counts = count(left, right, at_least=1)

    assert (counts.left_rows, counts.left_with_id, counts.left_persons) == (4, 3, 2)
    assert (counts.right_rows, counts.right_with_id, counts.right_persons) == (2, 1, 1)
    assert counts.both == 1


def test_the_count_is_that_of_the_open_ids():
    left, right, _ = registers(300, seed=1)
    a, b = (keyed(register, KEY) for register in (left, right))

    from hamafza_engines.linkage._prepare import prepare

    open_ids = [set(prepare(side, jalali=True)["nid"]) - {None} for side in (left, right)]
    assert count(a, b).both == len(open_ids[0] & open_ids[1])


def test_a_few_are_not_told_exactly_but_none_is():
    few = count(keyed(ids("0084575948"), KEY), keyed(ids("0084575948"), KEY))
    none = count(keyed(ids("0084575948"), KEY), keyed(ids("1289746321"), KEY))

    assert few.both is None and "کمتر از ۵" in few.summary() and "fewer than 5" in few.summary("en")
    assert none.both == 0


def test_those_without_an_id_may_be_counted_by_name_and_birthday():
    left = Register.of([{"نام": "طاهره", "فامیل": "ذاکری", "تولد": "1365/2/11"}])
    right = Register.of([{"نام": "تاهره", "فامیل": "زاکري", "تولد": "1986-05-01"}])

    assert count(keyed(left, KEY, by="person"), keyed(right, KEY, by="person"), at_least=1).both == 1


def test_the_file_of_hashes_keeps_no_order_and_no_other_column(tmp_path):
    path = tmp_path / "hashes.csv"
    hashed = keyed(ids("0084575948", None, "1289746321"), KEY)

    write_hashed(path, hashed)

    told = read_hashed(path).hashes
    assert told == (*sorted(each for each in hashed.hashes if each), None)
    assert "0084575948" not in path.read_text("utf-8")


def test_what_is_no_hash_is_refused():
    with pytest.raises(BadInput):
        Hashed(("0084575948",))


def test_a_missing_column_and_a_wrong_number_are_refused():
    with pytest.raises(BadInput):
        keyed(ids("0084575948"), KEY, by="mobile")
    with pytest.raises(BadInput):
        keyed(ids("0084575948"), KEY, by="shoe")
    with pytest.raises(BadInput):
        count(Hashed(()), Hashed(()), at_least=0)
