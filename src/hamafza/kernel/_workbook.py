"""Run as a script, alone: a workbook on standard input, the rows of its first sheet on standard output.

It knows nothing of Hamafza and holds no secret; its memory and time are cut off before anything is parsed.
Exit 3: more than the limits in its arguments. Any other failure: not a workbook.
"""

import datetime
import io
import json
import resource
import sys
import zipfile

MEMORY, CPU_SECONDS = 512 * 1024 * 1024, 15
TOO_BIG = 3


def confine() -> None:
    """No more memory or time than this; no file can be written."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def main(most_rows: int, most_cells: int, most_columns: int, longest: int, most_text: int) -> int:
    """Read the active sheet; what the file claims of its own size is not believed."""
    import openpyxl

    if not openpyxl.DEFUSEDXML:
        return 4
    book = openpyxl.load_workbook(io.BytesIO(sys.stdin.buffer.read()), read_only=True, data_only=True, keep_links=False)
    sheet = book.worksheets[0]
    sheet.reset_dimensions()
    out = sys.stdout.buffer
    cells = words = 0
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        while row and row[-1] is None:
            row = row[:-1]
        cells += len(row)
        if number > most_rows or cells > most_cells or len(row) > most_columns:
            return TOO_BIG
        line = json.dumps([text(value)[:longest] for value in row], ensure_ascii=False)
        words += len(line)  # one shared string may be pointed at a million times
        if words > most_text:
            return TOO_BIG
        out.write(line.encode(errors="replace") + b"\n")
    return 0


def text(value: object) -> str:
    """A cell as a person would type it: 9151234567, not 9151234567.0; a day as 2026-11-22."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    return str(value)


if __name__ == "__main__":
    confine()
    try:
        sys.exit(main(*(int(argument) for argument in sys.argv[1:6])))
    except (MemoryError, RecursionError):
        sys.exit(TOO_BIG)
    except (
        ValueError,
        KeyError,
        IndexError,
        TypeError,
        AttributeError,
        OSError,
        SyntaxError,
        zipfile.BadZipFile,
    ) as error:
        sys.exit(f"not a workbook: {type(error).__name__}")
