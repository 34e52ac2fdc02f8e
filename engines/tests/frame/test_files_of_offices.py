"""Files as offices really send them: encodings, titles, odd line ends, JSON, columns of a kind."""

import csv

import pytest

from hamafza_engines.frame import BadInput, read_table

FORMATS = (".csv", ".tsv", ".json", ".jsonl", ".xlsx", ".parquet")


@pytest.fixture
def file(tmp_path):
    """Write a file of these bytes (or this text) and return its path."""

    def put(content, name="t.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(content.encode(encoding) if isinstance(content, str) else content)
        return path

    return put


def refusal(path, **more):
    with pytest.raises(BadInput) as fault:
        read_table(path, **more)
    assert any("؀" <= letter <= "ۿ" for letter in fault.value.remedy_fa), "no remedy in Persian"
    return fault.value


class TestText:
    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_with_any_line_end_is_read(self, file, end):
        rows = read_table(file(end.join(["نام,n", "سارا,1", "علی,2", ""])))

        assert [(row["نام"], row["n"], row.number) for row in rows] == [("سارا", "1", 2), ("علی", "2", 3)]

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1256"])
    def test_in_any_encoding_of_windows_is_read(self, file, encoding):
        text = "نام,سن\nسارا گچ‌پژ,7\n"
        if encoding in ("utf-16-le", "utf-16-be"):
            text = "\ufeff" + text

        assert read_table(file(text, encoding=encoding)) == [{"نام": "سارا گچ‌پژ", "سن": "7"}]

    def test_of_16_bits_without_its_mark_is_refused(self, file):
        assert "CSV UTF-8" in refusal(file("a,b\n1,2\n", encoding="utf-16-le")).remedy

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
    def test_with_signs_that_steer_a_terminal_is_refused_by_its_row(self, file, encoding):
        fault = refusal(file("a,b\n1,2\n3,\x1b[31m\n", encoding=encoding))

        assert (fault.row, fault.field) == (3, "file")
        assert "\x1b" not in fault.say("fa") + fault.say("en")

    @pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b"  \n\t\n", b",,,\n,,\n"])
    def test_of_nothing_has_no_rows(self, file, content):
        assert read_table(file(content), required=("id",)) == []

    def test_of_names_alone_has_no_rows(self, file):
        assert read_table(file("id,name\n"), required=("id", "amount")) == []

    @pytest.mark.parametrize(
        ("line", "cells"),
        [
            ('"a, b",c', ("a, b", "c")),
            ('"گفت ""بیا""",c', ('گفت "بیا"', "c")),
            ('"یک\nدو",c', ("یک\nدو", "c")),
            (" a , c ", ("a", "c")),
            ("a,", ("a", None)),
            ("a", ("a", None)),
            (",c", (None, "c")),
            ("a,c,,,", ("a", "c")),
            ("'=1,'-x", ("=1", "-x")),
            ("'a,''", ("'a", "''")),
        ],
    )
    def test_is_parted_into_cells(self, file, line, cells):
        (row,) = read_table(file(f"one,two\n{line}\n"))

        assert tuple(row.values()) == cells

    @pytest.mark.parametrize(
        ("head", "between"),
        [("a,b;c,d", ","), ("a;b;c", ";"), ("a\tb", "\t"), ("a;b,c;d", ";"), ("one", ",")],
    )
    def test_is_parted_by_what_its_names_have_most_of(self, file, head, between):
        (row,) = read_table(file(f"{head}\n{between.join('xyzw'[: len(head.split(between))])}\n"))

        assert list(row) == head.split(between)

    @pytest.mark.parametrize("between", [";", ",", "|", "\t"])
    def test_is_parted_by_what_its_first_line_tells(self, file, between):
        (row,) = read_table(file(f'sep={between}\r\na{between}b\r\n1{between}"2,3;4"\r\n'))

        assert (list(row.values()), row.number) == (["1", "2,3;4"], 3)

    def test_of_tabs_is_parted_by_tabs_whatever_else_it_holds(self, file):
        assert read_table(file("a,x;y\tb\n1,2;3\t4\n", "t.tsv")) == [{"a,x;y": "1,2;3", "b": "4"}]

    @pytest.mark.parametrize(("count", "row"), [(999_999, None), (1_000_001, 3)])
    def test_of_a_cell_of_a_million_letters_is_the_last_that_is_read(self, file, count, row):
        path = file(f"a,b\n1,2\n{'x' * count},3\n")

        if row is None:
            assert len(read_table(path)[1]["a"]) == count
        else:
            assert refusal(path).row == row

    def test_leaves_the_limit_of_cells_as_it_was(self, file):
        before = csv.field_size_limit(4321)
        try:
            read_table(file("a\n1\n"))
            refusal(file('a\n"x"y\n'))

            assert csv.field_size_limit() == 4321
        finally:
            csv.field_size_limit(before)

    @pytest.mark.parametrize(
        "names", ["id,id", "كد,کد", "کد ملی,کد  ملی", "۱,1", "تعداد‌ها,تعدادها", "a,\u200fa"]
    )
    def test_with_one_name_twice_however_typed_is_refused(self, file, names):
        fault = refusal(file(f"{names}\n1,2\n"))

        assert (fault.field, fault.row) == ("columns", 1)

    def test_with_a_cell_beyond_the_names_is_refused_by_its_row(self, file):
        fault = refusal(file("a,b\n1,2\n1,2,,x\n"))

        assert (fault.row, fault.value, fault.field) == (3, 4, "columns")
        assert "2 names" in fault.remedy


class TestJson:
    @pytest.mark.parametrize(
        ("text", "rows"),
        [
            ("[]", []),
            ('{"rows": []}', []),
            ('[{"a": 1}, {"b": 2}]', [{"a": 1}, {"b": 2}]),
            ('{"rows": [{"a": 1}], "note": "x"}', [{"a": 1}]),
            ('[{"كد  ملی": "۰۰۱"}]', [{"کد ملی": "۰۰۱"}]),
            ('[{"a": NaN, "b": null, "c": ""}]', [{"a": None, "b": None, "c": None}]),
            ('[{"a": ["x", 1, null], "b": {"k": 1}}]', [{"a": "x; 1; ", "b": "{'k': 1}"}]),
            ("[{}]", [{}]),
        ],
        ids=range(8),
    )
    def test_of_objects_is_read_as_rows(self, file, text, rows):
        assert read_table(file(text, "t.json")) == rows

    def test_line_by_line_bears_empty_lines(self, file):
        rows = read_table(file('{"a": 1}\n\n{"a": "یک\u2028دو"}\n', "t.jsonl"))

        assert [row["a"] for row in rows] == [1, "یک\u2028دو"]

    @pytest.mark.parametrize(
        ("text", "field", "row"),
        [
            ("", "file", 1),
            ('[{"a": 1},\n{"a": }]', "file", 2),
            ("7", "file", None),
            ('{"a": 1}', "file", None),
            ('{"rows": 3}', "file", None),
            ('[{"a": 1}, 5]', "row", 2),
            ('[{"a": 1}, [1]]', "row", 2),
            ('[{"id": 1, "كد": 2, "کد": 3}]', "columns", 1),
            ("[" * 100_000, "file", None),
        ],
        ids=range(9),
    )
    def test_of_anything_else_is_refused_where_it_breaks(self, file, text, field, row):
        fault = refusal(file(text, "t.json"))

        assert (fault.field, fault.row) == (field, row)

    def test_line_by_line_that_breaks_is_refused(self, file):
        assert refusal(file('{"a": 1}\n{"a"\n', "t.jsonl")).field == "file"


class TestAFile:
    @pytest.mark.parametrize("name", ["t.docx", "t", ".csv", "t.xls", "t.csv.zip"])
    def test_of_another_kind_is_refused_with_the_kinds_there_are(self, file, name):
        fault = refusal(file("a\n1\n", name))

        assert (fault.field, fault.value) == ("file", name)
        assert all(suffix in fault.remedy and suffix in fault.remedy_fa for suffix in FORMATS)

    @pytest.mark.parametrize("suffix", FORMATS)
    def test_that_is_a_folder_or_not_there_is_refused(self, tmp_path, suffix):
        (tmp_path / f"folder{suffix}").mkdir()

        assert "no such file" in refusal(tmp_path / f"folder{suffix}").remedy
        assert "no such file" in refusal(tmp_path / f"absent{suffix}").remedy

    @pytest.mark.parametrize("suffix", [".CSV", ".Csv"])
    def test_in_capitals_is_the_same_kind(self, file, suffix):
        assert read_table(file("a\n1\n", f"t{suffix}")) == [{"a": "1"}]

    def test_may_be_named_in_persian_with_spaces(self, file):
        assert read_table(file("a\n1\n", "فهرست مرکزها ۱۴۰۵.csv")) == [{"a": "1"}]

    def test_may_be_told_as_text(self, file):
        assert read_table(str(file("a\n1\n"))) == [{"a": "1"}]


class TestColumns:
    def test_that_are_required_are_looked_for_in_all_rows(self, file):
        path = file('[{"a": 1}, {"b": 2}]', "t.json")

        assert len(read_table(path, required=("a", "b"))) == 2

    def test_that_are_lacking_are_named_beside_those_there(self, file):
        fault = refusal(file("b,a\n1,2\n"), required=("a", "amount"))

        assert (fault.field, fault.value) == ("columns", "amount")
        assert fault.remedy == "t.csv lacks this column; it has: a, b"
        assert "a, b" in fault.remedy_fa

    @pytest.mark.parametrize(
        ("kind", "cell", "read"),
        [
            (int, "۷", 7), (int, "7.0", 7), (int, " 1,200 ", 1200), (float, "۷٫۵", 7.5), (float, "7", 7.0), (str, "007", "007"),
            (int, "", None), (float, " ", None), (str, "", None),
        ],
    )  # fmt: skip
    def test_of_a_kind_are_made_of_it(self, file, kind, cell, read):
        (row,) = read_table(file(f'id,x\n1,"{cell}"\n'), kinds={"x": kind, "absent": int})

        assert (row["x"], type(row["x"])) == (read, type(read))

    @pytest.mark.parametrize(("kind", "cell"), [(int, "7.5"), (int, "هفت"), (float, "1e999"), (float, "٪")])
    def test_of_another_kind_are_refused_by_row_column_and_value(self, file, kind, cell):
        fault = refusal(file(f"id,x\n1,1\n2,{cell}\n"), kinds={"x": kind})

        assert (fault.row, fault.field, str(fault.value)) == (3, "x", cell)
