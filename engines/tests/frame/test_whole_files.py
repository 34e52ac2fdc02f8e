"""Any file is written whole, or the one before stays; tables have theirs in test_whole_or_not_at_all."""

import pytest

from hamafza_engines.frame import BadInput, write_table, write_whole


def test_it_is_written_beside_and_under_the_same_extension(tmp_path):
    seen = []

    write_whole(tmp_path / "o.svg", lambda beside: (seen.append(beside), beside.touch()))

    assert (seen[0].parent, seen[0].suffix) == (tmp_path, ".svg")
    assert [path.name for path in tmp_path.iterdir()] == ["o.svg"]


def test_ctrl_c_in_the_middle_leaves_the_one_before_and_nothing_beside(tmp_path):
    (tmp_path / "o.svg").write_text("old", "utf-8")

    def half(beside):
        beside.write_text("half of i", "utf-8")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "o.svg", half)

    assert [path.read_text("utf-8") for path in tmp_path.iterdir()] == ["old"]


@pytest.mark.parametrize("kind", ["csv", "tsv", "json", "jsonl"])
def test_half_a_letter_is_refused_by_name(tmp_path, kind):
    with pytest.raises(BadInput) as told:
        write_table(tmp_path / f"o.{kind}", [{"name": "ab\udc80c"}])

    assert (told.value.field, told.value.value) == ("output", "\udc80")
    assert list(tmp_path.iterdir()) == []
