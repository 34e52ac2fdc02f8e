"""Triage from a shell: one text as JSON, or a column of a table with a row of advice each."""

import argparse
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from typing import Literal

from hamafza_engines.frame import (
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
from hamafza_engines.persian import to_persian_digits
from hamafza_engines.triage import Suggestion, suggest
from hamafza_engines.triage._names import name_of

NAME = "triage"
SUMMARY = "suggest domains, urgency and dangers of requests"
TEXT = True
SECONDS = None

_LEVELS = {"fa": ("عادی", "فوری", "اورژانسی"), "en": ("ordinary", "urgent", "emergency")}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the column that holds the requests."""
    parser.add_argument("--column", help="column of the table (the one with the longest texts)")


def run(args: argparse.Namespace, stop: Within, say: Callable[[str], object]) -> int:
    """Answer for a text as JSON; for tables, add the advice as columns and sum up."""
    given = text_or_tables(args.input)
    if isinstance(given, str):
        print(_json(suggest(given)))
        return Exit.DONE
    rows = read_all(given)
    column = text_column(rows, args.column)
    if args.explain:
        print(_json(suggest(row_called(rows, args.explain).text(column, ""))))
        return Exit.DONE
    return _table(args, rows, column, stop.started(), say)


def _table(
    args: argparse.Namespace, rows: list[Row], column: str, stop: Within, say: Callable[[str], object]
) -> int:
    progress, advised, said = Progress(len(rows), say), [], []
    for row in rows:
        if stop.over():
            break
        suggestion = suggest(as_text(row.get(column)) or "")
        said.append(suggestion)
        advised.append(
            dict(row) | {f"advised_{name}": cell for name, cell in _columns(suggestion, args.lang).items()}
        )
        progress.step()
    if args.output:
        write_table(args.output, advised)
    else:
        print(as_csv(advised), end="")
    say(_summary(said, column, len(rows), args.lang))
    return Exit.DONE if len(advised) == len(rows) else Exit.STOPPED


def _columns(suggestion: Suggestion, language: Literal["fa", "en"]) -> dict[str, object]:
    first, second, third = suggestion.domains[:3]
    return {
        "domain": "" if suggestion.abstained else first.domain,
        "name": "" if suggestion.abstained else name_of(first.domain, language),
        "confidence": round(first.confidence, 3),
        "second": second.domain,
        "third": third.domain,
        "needs": "; ".join(need.domain for need in suggestion.needs),
        "urgency": suggestion.urgency,
        "dangers": "; ".join(danger.kind for danger in suggestion.dangers),
        "lines": "; ".join(dict.fromkeys(line for danger in suggestion.dangers for line in danger.lines)),
        "words": "; ".join(word.text for word in first.words),
    }


def _summary(said: list[Suggestion], column: str, asked: int, language: Literal["fa", "en"]) -> str:
    domains = Counter(s.domains[0].domain for s in said if not s.abstained).most_common()
    levels = [sum(s.urgency == level for s in said) for level in range(3)]
    weighed = ", ".join(f"{name} {count}" for name, count in zip(_LEVELS[language], levels, strict=True))
    named = ", ".join(f"{name_of(domain, language)} {count}" for domain, count in domains)
    unknown, endangered = sum(s.abstained for s in said), sum(bool(s.dangers) for s in said)
    if language == "en":
        return (
            f"{len(said)} of {asked} rows, column «{column}»\n"
            f"urgency: {weighed}; with a danger: {endangered}\n"
            f"domains: {named}; «I do not know»: {unknown}"
        )
    told = (
        f"{len(said)} از {asked} سطر، ستون «{column}»\nفوریت: {weighed}؛ با نشان خطر: {endangered}\n"
        f"موضوع‌ها: {named}؛ «نمی‌دانم»: {unknown}"
    )
    return to_persian_digits(told.replace(", ", "، "))


def _json(suggestion: Suggestion) -> str:
    return json.dumps(asdict(suggestion), ensure_ascii=False, indent=2)
