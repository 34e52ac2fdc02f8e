"""The raw lines and the totals leave as Parquet; DuckDB sums the lines its own way and must find the same rows."""

from itertools import pairwise
from pathlib import Path
from typing import Any

LINES, TOTALS = "journal_journalline", "journal_monthtotal"
# The first days of the months of 1404, typed from a printed calendar, so that DuckDB trusts none of our own code.
MONTHS = "2025-03-21 2025-04-21 2025-05-22 2025-06-22 2025-07-23 2025-08-23 2025-09-23 2025-10-23 2025-11-22 2025-12-22 2026-01-21 2026-02-20 2026-03-21"


def compare(folder: Path) -> dict[str, Any]:
    """How many cells DuckDB finds, and how many are not the same on both sides."""
    import duckdb

    export(
        folder / "lines.parquet",
        f"SELECT day, place, domain, kind, detail, people, amount_rial, corrects IS NOT NULL FROM {LINES}",
        ["day", "place", "domain", "kind", "detail", "people", "amount_rial", "taken_back"],
    )
    export(
        folder / "totals.parquet",
        f"SELECT place, month, domain, kind, detail, lines, people, amount_rial FROM {TOTALS}",
        ["place", "month", "domain", "kind", "detail", "lines", "people", "amount_rial"],
    )
    starts = MONTHS.split()
    calendar = ", ".join(f"({140401 + n}, '{a}', '{b}')" for n, (a, b) in enumerate(pairwise(starts)))
    base = duckdb.connect()
    base.execute(f"CREATE TABLE totals AS FROM '{folder}/totals.parquet'")
    base.execute(f"""
        CREATE TABLE raw AS
        WITH calendar(month, first, next) AS (VALUES {calendar}),
        cells AS (
            SELECT place, month, domain, kind, detail, SUM(CASE WHEN taken_back THEN -1 ELSE 1 END) AS lines,
                   SUM(CASE WHEN taken_back THEN -people ELSE people END) AS people,
                   SUM(CASE WHEN taken_back THEN -amount_rial ELSE amount_rial END) AS amount_rial
            FROM '{folder}/lines.parquet' JOIN calendar ON day >= first AND day < next
            GROUP BY ALL
        )
        SELECT array_to_string(list_slice(string_split(place, '/'), 1, depth), '/') || '/' AS place, month, domain, kind, detail,
               SUM(lines)::BIGINT AS lines, SUM(people)::BIGINT AS people, SUM(amount_rial)::BIGINT AS amount_rial
        FROM cells, range(1, 9) AS t(depth) WHERE depth < len(string_split(place, '/')) GROUP BY ALL""")
    columns = "place, month::INT, domain, kind, detail, lines, people, amount_rial"
    apart = base.execute(f"""SELECT (SELECT COUNT(*) FROM (SELECT {columns} FROM totals EXCEPT SELECT {columns} FROM raw))
                                  + (SELECT COUNT(*) FROM (SELECT {columns} FROM raw EXCEPT SELECT {columns} FROM totals))""").fetchone()
    cells = base.execute("SELECT COUNT(*) FROM raw").fetchone()
    assert apart and cells
    return {
        "duckdb_cells": cells[0],
        "cells_apart": apart[0],
        "equal_to_duckdb": apart[0] == 0,
    }


def export(path: Path, query: str, names: list[str]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq
    from django.db import connection

    writer = None
    with connection.chunked_cursor() as cursor:
        cursor.execute(query)
        while rows := cursor.fetchmany(500_000):
            columns = [
                [str(value) if name == "day" else bool(value) if name == "taken_back" else value for value in column]
                for name, column in zip(names, zip(*rows, strict=True), strict=True)
            ]
            table = pa.table(dict(zip(names, columns, strict=True)))
            writer = writer or pq.ParquetWriter(path, table.schema)
            writer.write_table(table)
    if writer:
        writer.close()
