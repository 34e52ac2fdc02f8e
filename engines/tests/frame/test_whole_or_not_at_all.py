"""A table is written whole or not at all, whatever comes between."""

import builtins
import os
import stat
import sys
from pathlib import Path

import pytest

from hamafza_engines.frame import BadInput, MissingExtra, _write, as_csv, read_table, write_table

FORMATS = ("csv", "tsv", "json", "jsonl", "xlsx", "parquet")
OLD, NEW = [{"id": "old", "n": 1}], [{"id": "new", "n": 2}]


class Odd:
    """A cell that cannot be told, for which ever format."""

    def __str__(self):
        raise self.fault

    __repr__ = __str__

    def __init__(self, fault):
        self.fault = fault


@pytest.fixture(params=FORMATS)
def path(request, tmp_path):
    return tmp_path / f"t.{request.param}"


def ids(path):
    return [row["id"] for row in read_table(path)]


class TestAWriting:
    def test_replaces_what_was_there(self, path):
        write_table(path, OLD)

        write_table(path, NEW)

        assert ids(path) == ["new"]
        assert list(path.parent.iterdir()) == [path]

    @pytest.mark.parametrize("fault", [ValueError, KeyboardInterrupt, MemoryError])
    def test_that_fails_in_the_middle_leaves_the_old_one(self, path, monkeypatch, fault):
        write_table(path, OLD)
        real = _write._WRITERS[path.suffix]

        def breaks(place, rows):
            real(place, rows)
            raise fault

        monkeypatch.setitem(_write._WRITERS, path.suffix, breaks)

        with pytest.raises(fault):
            write_table(path, NEW)

        assert ids(path) == ["old"]
        assert list(path.parent.iterdir()) == [path]

    def test_that_fails_the_first_time_leaves_nothing(self, path, monkeypatch):
        monkeypatch.setitem(_write._WRITERS, path.suffix, lambda place, rows: place.write_text("x") // 0)

        with pytest.raises(ZeroDivisionError):
            write_table(path, NEW)

        assert list(path.parent.iterdir()) == []

    def test_of_rows_that_fail_leaves_the_old_one(self, path):
        def rows():
            yield NEW[0]
            raise KeyboardInterrupt

        write_table(path, OLD)

        with pytest.raises(KeyboardInterrupt):
            write_table(path, rows())

        assert ids(path) == ["old"]

    def test_of_a_cell_that_cannot_be_told_leaves_the_old_one(self, path):
        write_table(path, OLD)

        with pytest.raises((ValueError, TypeError)):
            write_table(path, [{"id": "x", "n": Odd(ValueError("no"))}])

        assert ids(path) == ["old"]
        assert list(path.parent.iterdir()) == [path]

    def test_is_never_seen_half_done(self, path, monkeypatch):
        """While it is written, the name still stands for the old table."""
        write_table(path, OLD)
        seen, replace = [], Path.replace
        monkeypatch.setattr(Path, "replace", lambda one, other: seen.append(ids(path)) or replace(one, other))

        write_table(path, NEW)

        assert seen == [["old"]]

    def test_of_two_processes_does_not_share_its_draft(self, path, monkeypatch):
        drafts = []
        real = _write._WRITERS[path.suffix]
        monkeypatch.setitem(
            _write._WRITERS, path.suffix, lambda place, rows: drafts.append(place) or real(place, rows)
        )
        for process in (1, 2):
            monkeypatch.setattr(os, "getpid", lambda number=process: number)
            write_table(path, NEW)

        assert len(set(drafts)) == 2
        assert {draft.parent for draft in drafts} == {path.parent}

    def test_may_take_rows_once_and_as_any_mapping(self, path):
        write_table(path, iter(NEW))

        assert ids(path) == ["new"]

    def test_leaves_a_file_that_others_may_read_as_any_other(self, path):
        plain = path.with_name("plain")
        plain.touch()

        write_table(path, NEW)

        assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)


class TestAPlace:
    @pytest.mark.parametrize("name", ["t.docx", "t", "t.xls", "t.csv.gz", ".csv"])
    def test_of_another_kind_is_refused_with_the_kinds_there_are(self, tmp_path, name):
        with pytest.raises(BadInput) as fault:
            write_table(tmp_path / name, NEW)

        assert (fault.value.field, fault.value.value) == ("output", name)
        assert all(f".{kind}" in fault.value.remedy and kind in fault.value.remedy_fa for kind in FORMATS)
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("place", ["absent/t", "file/t", "n" * 300])
    def test_that_cannot_be_written_is_refused(self, path, place):
        (path.parent / "file").touch()
        wanted = path.parent / f"{place}{path.suffix}"

        with pytest.raises(BadInput) as fault:
            write_table(wanted, NEW)

        assert (fault.value.field, fault.value.value) == ("output", str(wanted))
        assert "cannot be written" in fault.value.remedy
        assert fault.value.remedy_fa

    def test_that_is_a_folder_is_refused_and_stays_one(self, path):
        path.mkdir()

        with pytest.raises(BadInput, match="cannot be written"):
            write_table(path, NEW)

        assert path.is_dir()
        assert list(path.parent.iterdir()) == [path]

    def test_on_a_full_disk_is_refused_and_left_as_it_was(self, tmp_path, monkeypatch):
        path = tmp_path / "t.csv"
        write_table(path, OLD)

        def full(self, *args, **more):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(Path, "write_text", full)

        with pytest.raises(BadInput, match="No space left"):
            write_table(path, NEW)

        assert ids(path) == ["old"]


class TestALibraryThatIsMissing:
    @pytest.mark.parametrize(("suffix", "module"), [("xlsx", "openpyxl"), ("parquet", "pyarrow")])
    def test_leaves_the_old_table_and_says_how_it_is_installed(self, tmp_path, monkeypatch, suffix, module):
        path = tmp_path / f"t.{suffix}"
        write_table(path, OLD)
        before = path.read_bytes()
        monkeypatch.setitem(sys.modules, module, None)

        with pytest.raises(MissingExtra) as fault:
            write_table(path, NEW)

        assert (fault.value.module, fault.value.extra) == (module, "files")
        assert path.read_bytes() == before
        assert list(tmp_path.iterdir()) == [path]

    @pytest.mark.parametrize("suffix", ["csv", "tsv", "json", "jsonl"])
    def test_is_not_missed_by_plain_text(self, tmp_path, monkeypatch, suffix):
        for module in ("openpyxl", "pyarrow", "numpy", "pandas"):
            monkeypatch.setitem(sys.modules, module, None)

        write_table(tmp_path / f"t.{suffix}", NEW)

        assert ids(tmp_path / f"t.{suffix}") == ["new"]


class TestCsvAsText:
    @pytest.mark.parametrize(
        ("rows", "text"),
        [
            ([], ""),
            ([{}], "\n"),
            ([{"a": 1}], "a\n1\n"),
            ([{"a": None, "b": ""}], "a,b\n,\n"),
            ([{"a": 'x"y', "b": "p,q"}], 'a,b\n"x""y","p,q"\n'),
            ([{"a": "یک\nدو"}], 'a\n"یک\nدو"\n'),
            ([{"a": 1}, {"b": 2}, {"a": 3, "c": 4}], "a,b,c\n1,,\n,2,\n3,,4\n"),
            ([{"a": -1.5, "b": "-1.5", "c": "−۵", "d": "-x"}], "a,b,c,d\n-1.5,-1.5,−۵,'-x\n"),
            ([{"a": float("nan"), "b": float("inf")}], "a,b\n,\n"),
        ],
        ids=range(9),
    )
    def test_is_what_a_person_would_write(self, rows, text):
        assert as_csv(rows) == text

    def test_of_tabs_parts_by_tabs(self):
        assert as_csv([{"a": "1,2", "b": 3}], "\t") == "a\tb\n1,2\t3\n"

    def test_has_the_line_ends_of_every_machine(self, tmp_path, monkeypatch):
        monkeypatch.setattr(builtins, "open", open)  # the text layer would turn «\n» into «\r\n» on Windows

        write_table(tmp_path / "t.csv", NEW)

        assert (tmp_path / "t.csv").read_bytes() == b"\xef\xbb\xbfid,n\nnew,2\n"
