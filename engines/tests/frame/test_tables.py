"""Tables as offices send them, and as they get them back."""

import json
import zipfile

import openpyxl
import pyarrow
import pyarrow.parquet
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hamafza_engines.frame import BadInput, MissingExtra, as_csv, read_table, write_table

FORMATS = ("csv", "tsv", "json", "jsonl", "xlsx", "parquet")
ROWS = [
    {"شناسه": "0012345678", "نام": "علی\u200cرضا", "مبلغ": 1200, "سهم": 0.25, "یادداشت": None},
    {"شناسه": "7", "نام": "=SUM(A1)", "مبلغ": -5, "سهم": 1.5, "یادداشت": "دو\nسطر، «نقل»"},
]
KINDS = {"شناسه": str, "مبلغ": int, "سهم": float}


def written(tmp_path, text, name="table.csv", encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding) if isinstance(text, str) else text)
    return path


def refused(path, **more):
    with pytest.raises(BadInput) as fault:
        read_table(path, **more)
    assert fault.value.remedy_fa
    return fault.value


class TestThereAndBack:
    @pytest.mark.parametrize("suffix", FORMATS)
    def test_every_format_keeps_every_cell(self, tmp_path, suffix):
        path = tmp_path / f"table.{suffix}"

        write_table(path, ROWS)

        assert [dict(row) for row in read_table(path, kinds=KINDS)] == ROWS

    @pytest.mark.parametrize("suffix", FORMATS)
    def test_a_row_knows_where_a_person_sees_it(self, tmp_path, suffix):
        path = tmp_path / f"table.{suffix}"
        write_table(path, ROWS)

        first = 2 if suffix in ("csv", "tsv", "xlsx") else 1  # under the names

        assert [row.number for row in read_table(path)] == [first, first + 1]

    @pytest.mark.parametrize("suffix", FORMATS)
    def test_no_rows_are_no_rows(self, tmp_path, suffix):
        path = tmp_path / f"table.{suffix}"

        write_table(path, [])

        assert read_table(path, required=("id",)) == []

    @pytest.mark.parametrize("suffix", FORMATS)
    def test_a_list_becomes_one_cell(self, tmp_path, suffix):
        path = tmp_path / f"table.{suffix}"
        write_table(path, [{"skills": ["نجاری", "آموزش"], "set": {"b", "a"}}])

        (row,) = read_table(path)

        assert row.many("skills") == ("نجاری", "آموزش")
        assert row.many("set") == ("a", "b")

    @settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        rows=st.lists(
            st.fixed_dictionaries({"a": st.text(max_size=20), "b": st.text(max_size=20)}), max_size=5
        )
    )
    def test_any_text_comes_back_but_for_the_spaces_around_it(self, tmp_path, rows):
        printable = [
            {
                name: "".join(c for c in cell if c >= " " and not "\ud800" <= c <= "\udfff")
                for name, cell in row.items()
            }
            for row in rows
        ]
        path = tmp_path / "any.csv"
        write_table(path, [{**row, "c": "x"} for row in printable])

        back = [{name: row[name] for name in ("a", "b")} for row in read_table(path)]

        assert back == [{name: cell.strip() or None for name, cell in row.items()} for row in printable]


class TestReading:
    @pytest.mark.parametrize("between", [",", ";", "\t"])
    def test_finds_what_parts_the_cells(self, tmp_path, between):
        path = written(
            tmp_path, "\n" + between.join(("id", "name")) + "\n" + between.join(("1", "علی")) + "\n"
        )

        assert read_table(path) == [{"id": "1", "name": "علی"}]

    def test_heeds_the_line_in_which_excel_tells_it(self, tmp_path):
        (row,) = read_table(written(tmp_path, "sep=;\r\nid;name\r\n1;a,b,c\r\n"))

        assert (row, row.number) == ({"id": "1", "name": "a,b,c"}, 3)

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
    def test_reads_what_excel_saves(self, tmp_path, encoding):
        path = written(tmp_path, "نام;تعداد\r\nسارا;12\r\n", encoding=encoding)

        assert read_table(path, kinds={"تعداد": int}) == [{"نام": "سارا", "تعداد": 12}]

    def test_names_of_columns_are_one_however_typed(self, tmp_path):
        (row,) = read_table(written(tmp_path, " كد  ملي ,تعداد‌ها\n1,2\n"))

        assert set(row) == {"کد ملی", "تعدادها"}

    def test_digits_of_any_alphabet_are_numbers(self, tmp_path):
        path = written(tmp_path, "n,x\n۱٬۲۰۰,۲٫۵\n٣,4\n")

        assert read_table(path, kinds={"n": int, "x": float}) == [{"n": 1200, "x": 2.5}, {"n": 3, "x": 4.0}]

    def test_an_identity_number_keeps_its_noughts(self, tmp_path):
        assert read_table(written(tmp_path, "nid\n0012345678\n"))[0]["nid"] == "0012345678"

    def test_empty_lines_and_short_rows_are_borne(self, tmp_path):
        path = written(tmp_path, "\n\na,b\n\n1\n,,\n2,3,,\n")

        rows = read_table(path)

        assert rows == [{"a": "1", "b": None}, {"a": "2", "b": "3"}]
        assert [row.number for row in rows] == [5, 7]

    def test_a_title_above_the_names_is_passed_over(self, tmp_path):
        book = openpyxl.Workbook()
        for line in (["فهرست درخواست‌ها", None], [None, None], ["id", "name"], [1, "علی"]):
            book.active.append(line)
        book.active.merge_cells("A1:B1")
        book.save(tmp_path / "t.xlsx")
        write = written(tmp_path, "title,,\n,,\nid,name,\n1,a,\n")

        (row,) = read_table(tmp_path / "t.xlsx")

        assert (row, row.number) == ({"id": 1, "name": "علی"}, 4)
        assert read_table(write) == [{"id": "1", "name": "a"}]

    def test_a_single_column_has_a_name_and_no_title(self, tmp_path):
        assert read_table(written(tmp_path, "text\nسلام\n")) == [{"text": "سلام"}]

    def test_a_column_without_a_name_is_there_where_it_is_filled(self, tmp_path):
        rows = read_table(written(tmp_path, "a,,b\n1,,2\n3,x,4\n"))

        assert rows == [{"a": "1", "b": "2"}, {"a": "3", "column 2": "x", "b": "4"}]

    def test_the_first_sheet_with_rows_is_read(self, tmp_path):
        book = openpyxl.Workbook()
        second = book.create_sheet("دوم")
        second.append(["id", "name"])
        second.append([1, "x"])
        book.save(tmp_path / "t.xlsx")

        assert read_table(tmp_path / "t.xlsx") == [{"id": 1, "name": "x"}]

    def test_a_number_of_a_sheet_may_stand_for_text(self, tmp_path):
        path = tmp_path / "t.json"
        path.write_text('[{"id": 7.0, "n": "۵"}, {"id": 8, "n": null}]', "utf-8")

        assert read_table(path, kinds={"id": str, "n": int}) == [{"id": "7", "n": 5}, {"id": "8", "n": None}]

    def test_json_may_wrap_its_rows_and_hold_lists(self, tmp_path):
        path = written(tmp_path, json.dumps({"rows": [{"skills": ["a", "b"], "ok": True}]}), "t.json")

        assert read_table(path) == [{"skills": "a; b", "ok": True}]

    def test_dates_of_a_sheet_are_iso(self, tmp_path):
        import datetime as dt

        book = openpyxl.Workbook()
        book.active.append(["day"])
        book.active.append([dt.datetime(2026, 11, 22)])
        book.active.append([dt.datetime(2026, 11, 22, 7, 30)])
        book.save(tmp_path / "t.xlsx")

        days = [row["day"] for row in read_table(tmp_path / "t.xlsx")]

        assert days == ["2026-11-22", "2026-11-22T07:30:00"]

    def test_nothing_of_parquet_is_none(self, tmp_path):
        pyarrow.parquet.write_table(
            pyarrow.table({"n": [1.5, float("nan"), None], "t": ["a", "", None]}), tmp_path / "t.parquet"
        )

        rows = read_table(tmp_path / "t.parquet")

        assert [row["n"] for row in rows] == [1.5, None, None]
        assert [row["t"] for row in rows] == ["a", None, None]


class TestRefusing:
    def test_a_file_that_is_not_there(self, tmp_path):
        assert "no such file" in str(refused(tmp_path / "none.csv"))

    def test_a_format_it_does_not_know(self, tmp_path):
        assert ".xlsx" in str(refused(written(tmp_path, "x", "table.docx")))

    def test_a_column_that_is_missing_names_those_there(self, tmp_path):
        said = str(refused(written(tmp_path, "id,name\n1,a\n"), required=("id", "amount")))

        assert "amount" in said
        assert "id, name" in said

    @pytest.mark.parametrize(
        ("text", "row"),
        [
            ("a,a\n1,2\n", 1),
            ("a,b\n1,2,3\n", 2),
            ('a,b\n1,"2\n', 2),
            ('a\n"x"y\n', 2),
            ("a\nx\x00y\n", 2),
            ("a\n1\n\x1b[2J\n", 3),
            ("a\n" + "x" * 10_000_000 + "\n", 2),
        ],
        ids=[
            "name twice",
            "too many cells",
            "open quote",
            "bad quote",
            "nought byte",
            "escape",
            "10 MB cell",
        ],
    )
    def test_a_broken_csv_by_its_row(self, tmp_path, text, row):
        assert refused(written(tmp_path, text)).row == row

    @pytest.mark.parametrize(("kind", "cell"), [(int, "abc"), (int, "1.5"), (float, "nan"), (int, "9" * 400)])
    def test_a_cell_of_another_kind_by_row_and_column(self, tmp_path, kind, cell):
        fault = refused(written(tmp_path, f"id,n\n1,2\n2,{cell}\n"), kinds={"n": kind})

        assert (fault.row, fault.field) == (3, "n")

    @pytest.mark.parametrize(
        "text", ["{", '{"a": 1}', "[1, 2]", "3", "[" * 100_000, '[{"a": 1}, null]', ""], ids=range(7)
    )
    def test_json_that_is_no_table(self, tmp_path, text):
        refused(written(tmp_path, text, "t.json"))

    @pytest.mark.parametrize("name", ["t.xlsx", "t.parquet"])
    @pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"\x00" * 1000, "متن".encode()])
    def test_a_file_that_is_not_what_it_is_called(self, tmp_path, name, content):
        refused(written(tmp_path, content, name))

    def test_an_archive_that_is_no_workbook(self, tmp_path):
        with zipfile.ZipFile(tmp_path / "t.xlsx", "w") as packed:
            packed.writestr("hello.txt", "hello")

        refused(tmp_path / "t.xlsx")

    def test_a_library_that_is_missing_says_how_to_install_it(self, tmp_path, monkeypatch):
        monkeypatch.setitem(__import__("sys").modules, "pyarrow.parquet", None)

        with pytest.raises(MissingExtra, match="extras files"):
            read_table(written(tmp_path, b"PAR1", "t.parquet"))


class TestWriting:
    def test_no_text_runs_as_a_formula(self, tmp_path):
        hostile = ['=HYPERLINK("x")', "+1+1", "-cmd", "@SUM(1)", "\t=1"]

        lines = as_csv([{"a": text} for text in hostile]).splitlines()

        assert all(line.lstrip('"').startswith("'") for line in lines[1:])
        write_table(tmp_path / "t.xlsx", [{"a": hostile[0]}])
        assert openpyxl.load_workbook(tmp_path / "t.xlsx").active["A2"].data_type == "s"

    def test_a_sheet_leaves_out_what_xml_cannot_say(self, tmp_path):
        write_table(tmp_path / "t.xlsx", [{"a": "x\x00\x1by"}])

        assert read_table(tmp_path / "t.xlsx") == [{"a": "xy"}]

    def test_a_negative_number_stays_a_number(self):
        assert as_csv([{"a": -5, "b": "-5"}]) == "a,b\n-5,-5\n"

    def test_columns_are_those_of_all_rows_in_order(self):
        assert as_csv([{"a": 1}, {"b": 2, "a": 3}]) == "a,b\n1,\n3,2\n"

    def test_excel_is_told_that_it_is_utf8(self, tmp_path):
        write_table(tmp_path / "t.csv", ROWS)

        assert (tmp_path / "t.csv").read_bytes().startswith(b"\xef\xbb\xbf")

    def test_a_failure_leaves_the_old_file_and_no_rest(self, tmp_path):
        path = tmp_path / "t.json"
        write_table(path, ROWS)
        before = path.read_bytes()

        with pytest.raises(TypeError):
            write_table(path, [{("no", "name"): object()}])

        assert path.read_bytes() == before
        assert list(tmp_path.iterdir()) == [path]

    @pytest.mark.parametrize("name", ["t.docx", "t", "absent/t.csv"])
    def test_a_place_that_cannot_be_written_is_refused(self, tmp_path, name):
        with pytest.raises(BadInput, match="output"):
            write_table(tmp_path / name, ROWS)
