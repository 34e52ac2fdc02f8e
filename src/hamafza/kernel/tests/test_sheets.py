"""Tables from strangers: good ones in any dress are read; hostile ones are refused within the limits."""

import csv
import io
import subprocess
import sys
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from hamafza.kernel import sheets
from hamafza.kernel.sheets import BadSheet, EmptySheet, TooBig, read

TABLE = [["نام", "تلفن", "شرح"], ["گلنار", "۰۹۱۵", "دارو، «فوری»"], ["مراد", "", "نان"]]
CHILD = Path(sheets.__file__).with_name("_workbook.py")
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def workbook(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def written_by_excel() -> bytes:
    """As Excel does it: words stand in a table of shared strings."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for number, row in enumerate(TABLE):
            page.write_row(number, 0, row)
    return out.getvalue()


def repacked(change: Callable[[str, bytes], bytes | None], more: dict[str, bytes] | None = None) -> bytes:
    """A good workbook with some of its parts changed, dropped (None) or added."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(written_by_excel())) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if (part := change(name, old.read(name))) is not None:
                new.writestr(name, part)
        for name, part in (more or {}).items():
            new.writestr(name, part)
    return out.getvalue()


def with_sheet(xml: str | bytes) -> bytes:
    raw = xml.encode() if isinstance(xml, str) else xml
    return repacked(lambda name, part: raw if name.endswith("sheet1.xml") else part)


def with_strings(xml: str) -> bytes:
    return repacked(lambda name, part: xml.encode() if name.endswith("sharedStrings.xml") else part)


def sheet_of(rows: str, dimension: str = "A1:C3") -> str:
    return f'<worksheet {MAIN}><dimension ref="{dimension}"/><sheetData>{rows}</sheetData></worksheet>'


def cell(ref: str, text: str) -> str:
    return f'<c r="{ref}" t="inlineStr"><is><t>{text}</t></is></c>'


def in_child(data: bytes) -> int:
    """The second wall alone, without the checks before it."""
    limits = ["50001", "1000000", "200", "10000", "20000000"]
    run = subprocess.run([sys.executable, "-I", str(CHILD), *limits], input=data, capture_output=True, check=False)
    return run.returncode


# What is read


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|", "،"])
def test_a_text_table_is_read_in_every_encoding_and_with_every_separator(encoding: str, separator: str) -> None:
    rows = [[one.replace("،", " ") for one in row] for row in TABLE]
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(rows)

    sheet = read(text.getvalue().encode(encoding), "x.csv")

    assert [sheet.headings, *(row for _, row in sheet.rows)] == rows


def test_what_old_windows_wrote_is_read() -> None:
    rows = read("نام,شهر\r\nگلنار,چابهار\r\n".encode("windows-1256"), "X.CSV").rows

    assert rows == [(2, ["گلنار", "چابهار"])]


def test_a_separator_inside_quotes_and_a_line_break_do_not_cut() -> None:
    sheet = read('متن;شهر\n"یک، دو; سه\nچهار";تیس\n'.encode(), "x.csv")

    assert sheet.rows == [(2, ["یک، دو; سه\nچهار", "تیس"])]


@pytest.mark.slow  # starts the reading process
def test_shared_strings_are_read() -> None:
    sheet = read(written_by_excel(), "x.xlsx")

    assert [sheet.headings, *(row for _, row in sheet.rows)] == TABLE


@pytest.mark.slow  # starts the reading process
def test_a_workbook_is_read_as_people_type() -> None:
    import datetime

    day = datetime.datetime(2026, 10, 24)
    sheet = read(workbook([["الف", "ب", "پ"], [9151234567, 2.5, day], [], [None, "=1+1", True]]), "x.xlsx")

    assert sheet.headings == ["الف", "ب", "پ"]
    assert sheet.rows[0] == (2, ["9151234567", "2.5", "2026-10-24"])
    assert sheet.rows[1] == (4, ["", "", "True"])  # a formula that no program has computed has no value


def test_rows_keep_the_numbers_that_the_spreadsheet_shows() -> None:
    assert [number for number, _ in read("\n\nنام\n\nالف\n\n\nب\n".encode(), "x.csv").rows] == [5, 8]


@pytest.mark.parametrize(
    ("cell_text", "kept"),
    [
        ("=cmd|' /C calc'!A0", "cmd|' /C calc'!A0"),
        ("@SUM(1)", "SUM(1)"),
        ("＝HYPERLINK(1)", "HYPERLINK(1)"),
        ("+-=1+cmd", "1+cmd"),
        ("-2+3+cmd|x", "2+3+cmd|x"),
        ("- نان", "نان"),
        ("+98 915 123 4567", "+98 915 123 4567"),
        ("نان\u202egnp.exe", "نانgnp.exe"),
        ("نان\x00\x07\u2066", "نان"),
        ("می‌خواهم", "می‌خواهم"),
    ],
)
def test_no_cell_stays_a_formula_or_a_disguise(cell_text: str, kept: str) -> None:
    assert sheets.plain(cell_text) == kept


# What is refused


@pytest.mark.parametrize("data", [b"", b"\n\n \r\n", b"\0\0\0", "نام,تلفن\n".encode(), b",,,\n,,\n"])
def test_a_file_without_rows_says_so(data: bytes) -> None:
    with pytest.raises(EmptySheet):
        read(data, "x.csv")


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"PK\x03\x04rest", "x.csv"),
        (b"name,phone\na,b\n", "x.xlsx"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "x.xls"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "x.csv"),
        (b"%PDF-1.7", "x.pdf"),
        (b"a,b\n1,2\n", "x"),
        (b"a,b\n1,2\n", "x.csv.exe"),
        (bytes(range(256)) * 40, "x.csv"),
        (b'"' + b"a" * 200_000, "x.csv"),
    ],
)
def test_what_its_name_does_not_say_is_refused(data: bytes, name: str) -> None:
    with pytest.raises(BadSheet):
        read(data, name)


def test_a_file_over_ten_megabytes_is_not_even_looked_at() -> None:
    with pytest.raises(TooBig):
        read(b"a," * (5 * sheets.MEGABYTE) + b"b", "x.csv")


@pytest.mark.parametrize("rows", [b"a\n" * 50_002, b",".join([b"a"] * 201) + b"\nb\n", (b"a," * 199 + b"a\n") * 5_100])
def test_more_rows_columns_or_cells_than_the_limit_are_refused(rows: bytes) -> None:
    with pytest.raises(TooBig):
        read(rows, "x.csv")


def test_exactly_the_limit_of_rows_is_taken() -> None:
    assert len(read(b"h\n" + b"a\n" * 50_000, "x.csv").rows) == 50_000


def test_a_bomb_is_refused_while_it_unpacks_and_fills_no_memory() -> None:
    bomb = repacked(lambda name, part: part, {"xl/media/a.bin": b"\0" * (120 * sheets.MEGABYTE)})
    assert len(bomb) < sheets.MEGABYTE

    tracemalloc.start()
    with pytest.raises(TooBig):
        read(bomb, "x.xlsx")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 20 * sheets.MEGABYTE


def test_many_entries_a_nested_archive_and_macros_are_refused() -> None:
    crowd = {f"xl/x{n}.xml": b"" for n in range(1_001)}
    for more in (
        crowd,
        {"xl/a.zip": b"x"},
        {"xl/a.bin": b"PK\x03\x04x"},
        {"xl/vbaProject.bin": b"x"},
        {"a.bin": b"\xd0\xcf\x11\xe0"},
    ):
        with pytest.raises(BadSheet):
            read(repacked(lambda name, part: part, more), "x.xlsx")


def test_billion_laughs_is_refused_by_the_first_wall_and_by_the_second() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bad = with_sheet(f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>' + sheet_of(f"<row>{cell('A1', '&l9;')}</row>"))
    hidden = with_sheet(
        ("<?xml version='1.0' encoding='utf-16'?>" + f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><worksheet/>').encode(
            "utf-16"
        )
    )

    for data in (bad, hidden):
        with pytest.raises(BadSheet):
            read(data, "x.xlsx")
        assert in_child(data) not in (0, sheets.ROWS)


def test_a_header_that_lies_about_a_million_rows_is_not_believed() -> None:
    rows = f'<row r="1">{cell("A1", "نام")}</row><row r="2">{cell("A2", "گلنار")}</row>'

    assert read(with_sheet(sheet_of(rows, "A1:XFD1048576")), "x.xlsx").rows == [(2, ["گلنار"])]


@pytest.mark.parametrize(
    "far",
    ['<row r="1048576">' + cell("A1048576", "x") + "</row>", "<row r='2'>" + cell("XFD2", "x") + "</row>"],
)
def test_a_cell_at_the_end_of_the_world_is_refused(far: str) -> None:
    with pytest.raises(TooBig):
        read(with_sheet(sheet_of(f'<row r="1">{cell("A1", "نام")}</row>{far}')), "x.xlsx")


def test_more_cells_than_the_limit_are_counted_before_anything_is_parsed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sheets, "_workbook", lambda data: pytest.fail("parsed"))
    monkeypatch.setattr(sheets, "RATIO", 100_000)
    with pytest.raises(TooBig):
        read(with_sheet(sheet_of("<row><c/><c r='B1'/></row>" * 50_002)), "x.xlsx")


def test_one_string_pointed_at_a_hundred_thousand_times_is_refused() -> None:
    long = f"<sst {MAIN}><si><t>{'x' * 9_000}</t></si></sst>"
    sheet = sheet_of(("<row>" + '<c t="s"><v>0</v></c>' * 10 + "</row>") * 10_000)
    parts = {"xl/worksheets/sheet1.xml": sheet, "xl/sharedStrings.xml": long}
    data = repacked(lambda name, part: parts[name].encode() if name in parts else part)

    assert in_child(data) == 3


def test_more_shared_strings_than_cells_could_hold_are_counted_before_anything_is_parsed() -> None:
    with pytest.raises(TooBig):
        read(with_strings("<si><t/></si>" * 1_000_001), "x.xlsx")


@pytest.mark.slow  # starts the reading process
def test_the_reading_process_gets_no_more_memory_and_no_file(tmp_path: Path) -> None:
    write = f"open({str(tmp_path / 'x')!r}, 'wb', 0).write(b'x')"
    for greed, fault in [("bytearray(600 * 1024 * 1024)", "MemoryError"), (write, "OSError")]:
        script = f"import runpy; runpy.run_path({str(CHILD)!r})['confine'](); {greed}"
        run = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, text=True)
        assert fault in run.stderr


@pytest.mark.parametrize("cut", [30, 400, -30])
def test_a_truncated_or_spoilt_package_is_refused(cut: int) -> None:
    data = workbook(TABLE)

    with pytest.raises(BadSheet):
        read(data[:cut], "x.xlsx")
    with pytest.raises(BadSheet):
        read(data[:200] + b"\xff" * 200 + data[400:], "x.xlsx")


@pytest.mark.parametrize("xml", ["", "not xml", "<worksheet>", sheet_of("<row r='x'><c r='??'/></row>"), "<a/>"])
def test_a_sheet_that_is_no_sheet_is_refused(xml: str) -> None:
    with pytest.raises(BadSheet):
        read(with_sheet(xml), "x.xlsx")


def test_the_reading_process_knows_nothing_of_us() -> None:
    script = f"import runpy, sys; runpy.run_path({str(CHILD)!r}); print('hamafza' in sys.modules)"
    run = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, text=True, check=True)

    assert run.stdout.strip() == "False"
