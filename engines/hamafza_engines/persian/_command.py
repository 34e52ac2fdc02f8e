"""The Persian engine from a shell: one text, or a column of a table."""

import argparse
from collections.abc import Callable
from difflib import SequenceMatcher

from hamafza_engines import persian
from hamafza_engines.frame import (
    BadInput,
    Exit,
    Progress,
    Row,
    Within,
    as_csv,
    as_text,
    read_all,
    row_called,
    text_column,
    text_or_tables,
    write_table,
)

NAME = "persian"
SUMMARY = "clean, fold or read Persian texts, names, dates and numbers"
TEXT = True
SECONDS = None
Answer = str | bool | None

_WHAT: dict[str, Callable[[str], Answer]] = {
    "card": persian.is_card,
    "date": lambda text: None if (day := persian.parse_date(text)) is None else day.isoformat(),
    "homophone-key": persian.homophone_key,
    "jalali": lambda text: None if (day := persian.parse_date(text)) is None else persian.format_date(day),
    "legal-id": persian.is_legal_id,
    "mobile": persian.parse_mobile,
    "national-id": persian.is_national_id,
    "normalise": persian.normalise,
    "phone": persian.parse_phone,
    "polish": persian.polish,
    "postal-code": persian.is_postal_code,
    "search-key": persian.search_key,
    "sheba": persian.is_sheba,
    "sort-key": persian.sort_key,
    "words": lambda text: _words(text),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what to do and the column to do it to."""
    parser.add_argument("what", choices=sorted(_WHAT))
    parser.add_argument("--column", help="column of the table (the one with the longest texts)")


def run(args: argparse.Namespace, stop: Within, say: Callable[[str], object]) -> int:
    """Answer for a text on standard output; for tables, add a column and sum up."""
    given = text_or_tables(args.input)
    if isinstance(given, str):
        print(_one(args.what, given))
        return Exit.DONE
    rows = read_all(given)
    column = text_column(rows, args.column)
    if args.explain:
        print(_explained(args.what, row_called(rows, args.explain).text(column, "")))
        return Exit.DONE
    return _table(args, rows, column, stop.started(), say)


def _one(what: str, text: str) -> str:
    answer = _WHAT[what](text)
    if answer is None:
        raise BadInput(what, text.strip(), "cannot be read from this text", remedy_fa="از این متن خوانده نشد")
    return str(answer).lower() if isinstance(answer, bool) else answer


def _table(
    args: argparse.Namespace, rows: list[Row], column: str, stop: Within, say: Callable[[str], object]
) -> int:
    progress = Progress(len(rows), say)
    answered: list[dict[str, object]] = []
    name = args.what if all(args.what not in row for row in rows) else f"{args.what} of {column}"
    for row in rows:
        if stop.over():
            break
        text = as_text(row.get(column))
        answer = None if text is None else _WHAT[args.what](text)
        answered.append({**row, name: int(answer) if isinstance(answer, bool) else answer})
        progress.step()
    if args.output:
        write_table(args.output, answered)
    else:
        print(as_csv(answered), end="")
    say(_summary(args.lang, answered, (column, name), len(rows)))
    return Exit.DONE if len(answered) == len(rows) else Exit.STOPPED


def _summary(language: str, answered: list[dict[str, object]], columns: tuple[str, str], asked: int) -> str:
    column, name = columns
    empty = sum(row.get(column) is None for row in answered)
    unread = sum(row[name] in (None, 0) for row in answered) - empty
    changed = sum(row[name] not in (None, 0, 1, row.get(column)) for row in answered)
    if language == "en":
        counted = f"{changed} changed, {unread} refused, {empty} empty"
        return f"{len(answered)} of {asked} rows, column «{column}»: {counted}"
    told = f"{len(answered)} از {asked} سطر، ستون «{column}»: {changed} تغییر، {unread} نادرست، {empty} خالی"
    return persian.to_persian_digits(told)


def _explained(what: str, text: str) -> str:
    """Show what became of the text, change by change."""
    answer = _one(what, text)
    lines = [text, answer]
    for change, i, j, k, m in SequenceMatcher(None, text, answer, autojunk=False).get_opcodes():
        if change != "equal":
            lines.append(f"{i}: {ascii(text[i:j])} → {ascii(answer[k:m])}")
    return "\n".join(lines)


def _words(text: str) -> str | None:
    try:
        return persian.number_to_words(int(persian.to_latin_digits(text)))
    except ValueError:
        return None
