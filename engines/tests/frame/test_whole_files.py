"""A file is written whole, or the one before stays and nothing lies beside it."""

import pytest

from hamafza_engines.frame import BadInput, write_table, write_whole


@pytest.fixture
def old(tmp_path):
    path = tmp_path / "o.csv"
    path.write_text("old", "utf-8")
    return path


def test_it_takes_the_place_of_the_one_before(old):
    write_whole(old, lambda beside: beside.write_text("new", "utf-8"))

    assert old.read_text("utf-8") == "new"
    assert list(old.parent.iterdir()) == [old]


def test_it_is_written_beside_and_under_the_same_extension(old):
    seen = []

    write_whole(old, lambda beside: (seen.append(beside), beside.touch()))

    assert seen[0].parent == old.parent and seen[0] != old and seen[0].suffix == ".csv"


@pytest.mark.parametrize(
    "fault", [OSError(28, "No space left on device"), KeyboardInterrupt(), RuntimeError()], ids=repr
)
def test_the_one_before_stays_when_writing_breaks_off(old, fault):
    def half(beside):
        beside.write_text("half of i", "utf-8")
        raise fault

    with pytest.raises((BadInput, KeyboardInterrupt, RuntimeError)):
        write_whole(old, half)

    assert old.read_text("utf-8") == "old"
    assert list(old.parent.iterdir()) == [old]


def test_a_full_disk_is_told_as_such(old):
    def full(beside):
        raise OSError(28, "No space left on device")

    with pytest.raises(BadInput, match="No space left on device") as told:
        write_whole(old, full)

    assert (told.value.field, told.value.value, told.value.remedy_fa) == ("output", str(old), "نوشتنی نیست")


def test_a_folder_that_is_a_file_is_told_and_not_a_fault_of_ours(old):
    with pytest.raises(BadInput, match="cannot be written"):
        write_table(old / "o.csv", [{"a": 1}])


@pytest.mark.parametrize("kind", ["csv", "tsv", "json", "jsonl"])
def test_half_a_letter_is_refused_by_name(tmp_path, kind):
    with pytest.raises(BadInput) as told:
        write_table(tmp_path / f"o.{kind}", [{"name": "ab\udc80c"}])

    assert (told.value.field, told.value.value) == ("output", "\udc80")
    assert list(tmp_path.iterdir()) == []
