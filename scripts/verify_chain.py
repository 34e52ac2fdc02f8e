#!/usr/bin/env python3
"""Is the history whole? Checks the hash chains of the journal and of the audit, without Django and without Hamafza.

    scripts/verify_chain.py var/hamafza.sqlite3 [--anchor var/anchors.txt]
    scripts/verify_chain.py postgres://user:word@host/base [--anchor FILE]

Each line's hash is sha256(the hash before it, a line break, the line as JSON with sorted keys, no spaces, UTF-8).
A chain that was written anew from some line on is consistent in itself: only an anchor kept elsewhere finds that.
Exit code: 0 whole, 1 broken, 2 not readable.
"""

import argparse
import hashlib
import json
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

Line = dict[str, Any]
TABLES = {"audit": "kernel_auditline", "journal": "journal_journalline"}
INSTANTS, OBJECTS = {"at"}, {"details"}
START = "0" * 64


@dataclass(frozen=True)
class Verdict:
    """What was found in one chain; `broken` is the number of the first line that does not fit."""

    name: str
    lines: int
    head: str
    broken: int | None = None
    why: str = ""

    def __str__(self) -> str:
        found = f"{self.name}: {self.lines} lines, head {self.head[:16]}"
        return f"{found}, OK" if self.broken is None else f"{found}, BROKEN at line {self.broken}: {self.why}"


class Database:
    """Reads rows as they lie, from an SQLite file or a PostgreSQL server."""

    def __init__(self, where: str) -> None:
        self._postgres = where.startswith(("postgres://", "postgresql://"))
        if self._postgres:
            import psycopg  # needed for PostgreSQL alone

            self._link: Any = psycopg.connect(where)
        else:
            if not Path(where).is_file():
                raise OSError(f"{where}: no such file")
            self._link = sqlite3.connect(f"file:{Path(where).resolve()}?mode=ro", uri=True)

    def close(self) -> None:
        self._link.close()

    def rows(self, query: str) -> Iterator[Line]:
        cursor = self._link.cursor()
        cursor.execute(query)
        names = [column[0] for column in cursor.description]
        for row in cursor:
            yield dict(zip(names, row, strict=True))


def facts(row: Line) -> Line:
    """What the hash covers: every column but the row id and the hash itself."""
    return {name: _plain(name, value) for name, value in row.items() if name not in {"id", "hash"}}


def _plain(name: str, value: Any) -> Any:
    if name in INSTANTS:
        at = datetime.fromisoformat(value) if isinstance(value, str) else value
        at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
        return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if name in OBJECTS and isinstance(value, str):
        return json.loads(value)
    return value.isoformat() if isinstance(value, date) else value


def link(before: str, line: Line) -> str:
    text = json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{before}\n{text}".encode()).hexdigest()


def verify(database: Database, name: str, anchors: dict[int, str]) -> Verdict:
    """Walk one chain from its first line to its head, past every anchor."""
    seq, head = 0, START
    for row in database.rows(f"SELECT * FROM {TABLES[name]} ORDER BY seq, id"):  # noqa: S608 - a name of ours
        if row["seq"] != seq + 1:
            return Verdict(name, seq, head, seq + 1, f"the next line is number {row['seq']}")
        seq += 1
        if row["prev_hash"] != head:
            return Verdict(name, seq, head, seq, "it does not follow the line before")
        try:
            head = link(head, facts(row))
        except (ValueError, TypeError, AttributeError) as error:
            return Verdict(name, seq, head, seq, f"it cannot be read: {error}")
        if row["hash"] != head:
            return Verdict(name, seq, head, seq, "its content is not what was sealed")
        if anchors.get(seq, head) != head:
            return Verdict(name, seq, head, seq, "the anchor knows another line")
    return _against_head(database, name, seq, head, anchors)


def _against_head(database: Database, name: str, seq: int, head: str, anchors: dict[int, str]) -> Verdict:
    kept = [(row["seq"], row["hash"]) for row in database.rows("SELECT * FROM kernel_chainhead") if row["name"] == name]
    if (kept or [(0, START)])[0] != (seq, head):
        return Verdict(name, seq, head, seq + 1, "the head that was kept is another: lines are missing at the end")
    if anchors and max(anchors) > seq:
        return Verdict(name, seq, head, seq + 1, f"the anchor knows of {max(anchors)} lines")
    return Verdict(name, seq, head)


def read_anchors(path: Path) -> dict[str, dict[int, str]]:
    """Lines of `day name seq hash`, as the tick writes them once a day."""
    anchors: dict[str, dict[int, str]] = {name: {} for name in TABLES}
    for line in path.read_text(encoding="ascii").splitlines():
        _day, name, seq, head = line.split()
        anchors[name][int(seq)] = head
    return anchors


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("database", help="an SQLite file, or postgres://…")
    parser.add_argument("--anchor", type=Path, help="heads that were kept elsewhere")
    asked = parser.parse_args(arguments)
    try:
        anchors = read_anchors(asked.anchor) if asked.anchor else {}
        with closing(Database(asked.database)) as database:
            found = [verify(database, name, anchors.get(name, {})) for name in TABLES]
    except (OSError, ValueError, KeyError, ImportError, sqlite3.Error) as error:
        print(f"verify_chain: {error}", file=sys.stderr)
        return 2
    print(*found, sep="\n")
    return int(any(one.broken is not None for one in found))


if __name__ == "__main__":
    sys.exit(main())
