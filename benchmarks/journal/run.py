"""Figures out of a nation's year: any place x domain x month, the nation's month, totals made anew.

    ./hamafza bench journal [--lines 10000000] [--asks 300] [--seed 1404] [--json FILE]

Ours (hamafza.journal.queries) and a plain GROUP BY of the same database take turns at the same questions and must give
the same answers; the totals must equal what DuckDB finds in the raw lines by a query of its own. SQLite, or the
PostgreSQL of DATABASE_URL (an empty one: scripts/postgres.sh ./hamafza bench journal). The last line is JSON.
"""

import argparse
import json
import os
import platform
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src/hamafza"
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "engines"), str(Path(__file__).parent)]
import duck  # noqa: E402 - beside us
import generate  # noqa: E402

GOALS = {"cell_ms": 100.0, "nation_s": 2.0, "rebuild_s": 60.0}
LINES, TOTALS = "journal_journalline", "journal_monthtotal"
COLUMNS = ("seq", "at", "day", "kind", "domain", "place", "centre", "detail", "people", "amount_rial", "corrects")


def main() -> None:
    parser = argparse.ArgumentParser(description="Figures out of a nation's year of the journal")
    parser.add_argument("--lines", type=int, default=10_000_000)
    parser.add_argument("--asks", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1404)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="hamafza-journal-") as folder:
        os.environ["HAMAFZA_DATA"] = folder
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/journal.sqlite3")
        os.environ["DJANGO_SETTINGS_MODULE"] = "hamafza.config.settings"
        import django

        django.setup()
        told = measure(asked.lines, asked.asks, asked.seed, Path(folder))
    told["machine"] = f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, python {platform.python_version()}"
    if asked.json:
        asked.json.write_text(json.dumps(told, indent=1) + "\n")
    print(json.dumps(told))
    equal = told["equal_to_duckdb"] and told["equal_to_group_by"] and told["nation_equal"] and told["differences"] == 0
    sys.exit(0 if equal else 1)


def measure(lines: int, asks: int, seed: int, folder: Path) -> dict[str, Any]:
    from django.core.management import call_command
    from django.db import connection

    from hamafza.journal import totals

    call_command("migrate", verbosity=0)
    under = counties_and_below()
    say(f"writing {lines:,} lines ...")
    fill(lines, under, seed)
    spent, _ = timed(totals.fold)
    told: dict[str, Any] = {"lines": lines, "database": connection.vendor, "fold_all_s": round(spent, 1)}
    say(f"folded in {spent:.1f} s; making the totals anew ...")
    spent, _ = timed(totals.rebuild)
    told |= {"rebuild_s": round(spent, 1), "totals": count(TOTALS), "differences": totals.differences()}
    say(f"rebuilt in {spent:.1f} s; asking ...")
    told |= ask_cells(asks, under, seed)
    told |= ask_the_nation(seed)
    say("DuckDB reads the raw lines ...")
    told |= duck.compare(folder)
    for name, goal in GOALS.items():
        reached = (
            told["cell_ms"]["max"]
            if name == "cell_ms"
            else told["nation_s"]["ours"]
            if name == "nation_s"
            else told[name]
        )
        say(f"{name:10} {reached:>10} goal {goal:>6} {'met' if reached <= goal else 'NOT met'}")
    return told


def places() -> list[str]:
    """Paths of the map that the demo shows."""
    return sorted(row["path"] for row in json.loads((SRC / "places/data/places.json").read_text()))


def counties_and_below() -> list[str]:
    """Centres lie in them."""
    return [path for path in places() if path.count("/") >= 3]


def domains() -> list[str]:
    return [row["key"] for row in json.loads((SRC / "network/data/domains.json").read_text())["domains"]]


def fill(lines: int, under: list[str], seed: int) -> None:
    """Straight into the table, its indexes made afterwards; ten million commands would take a day."""
    from django.db import connection

    made = generate.blocks(lines, under, domains(), seed)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                f"SELECT sql, name FROM sqlite_master WHERE type = 'index' AND tbl_name = '{LINES}' AND sql > ''"
            )
            indexes = cursor.fetchall()
            for _, name in indexes:
                cursor.execute(f'DROP INDEX "{name}"')
            marks = ", ".join("?" * len(COLUMNS))
            insert = f"INSERT INTO {LINES} ({', '.join(COLUMNS)}, prev_hash, hash) VALUES ({marks}, printf('%064d', 1), printf('%064d', 2))"
            connection.connection.execute("PRAGMA synchronous = OFF")
            for block in made:
                connection.connection.executemany(insert, block)
            for sql, _ in indexes:
                cursor.execute(sql)
            cursor.execute("ANALYZE")
        else:
            cursor.execute("SET statement_timeout = 0")
            with cursor.copy(f"COPY {LINES} ({', '.join(COLUMNS)}, prev_hash, hash) FROM STDIN") as into:
                for block in made:
                    for row in block:
                        into.write_row((*row, "1" * 64, "2" * 64))
            cursor.execute(f"ANALYZE {LINES}")


def ask_cells(asks: int, under: list[str], seed: int) -> dict[str, Any]:
    """Any place x domain x month: the nation, provinces, counties, towns in equal parts."""
    from hamafza.journal import queries
    from hamafza.journal.months import Month
    from hamafza.journal.queries import Asked
    from hamafza.places.paths import levels

    dice = random.Random(seed)
    by_depth: dict[int, list[str]] = {}
    for place in {above for one in under for above in levels(one)}:
        by_depth.setdefault(place.count("/"), []).append(place)
    keys = domains()
    ours, theirs, equal = [], [], True
    for _ in range(asks):
        place = dice.choice(sorted(by_depth[dice.choice(sorted(by_depth))]))
        month, domain = Month(1404, dice.randint(1, 12)), dice.choice(keys)
        asked = Asked([place], month, month, domain=domain)
        spent, found = timed(lambda asked=asked: queries.figures(asked, ("kind", "detail")))
        ours.append(spent * 1000)
        where, values = (
            "place >= %s AND place < %s AND day BETWEEN %s AND %s AND domain = %s",
            [place, place[:-1] + "0", month.first, month.last, domain],
        )
        spent, plain = timed(lambda where=where, values=values: group_by("kind, detail", where, values))
        theirs.append(spent * 1000)
        equal = equal and plain == {key: (one.lines, one.people, one.amount_rial) for key, one in found.items()}
    return {
        "cell_ms": {"p50": p(ours, 50), "p95": p(ours, 95), "max": p(ours, 100)},
        "cell_group_by_ms": {"p50": p(theirs, 50), "p95": p(theirs, 95), "max": p(theirs, 100)},
        "cell_ratio_of_means": round(statistics.mean(theirs) / statistics.mean(ours), 1),
        "equal_to_group_by": equal,
    }


def ask_the_nation(seed: int) -> dict[str, Any]:
    """The monthly report: each province, domain, kind and detail, and the nation's own sums."""
    from hamafza.journal import queries
    from hamafza.journal.months import Month
    from hamafza.journal.queries import Asked

    by = ("place", "domain", "kind", "detail")
    ours, theirs, equal = [], [], True
    provinces = [path for path in places() if path.count("/") == 2]
    for number in (1, 6, 9):
        month = Month(1404, number)
        spent, found = timed(
            lambda month=month: (
                queries.figures(Asked(provinces, month, month), by),
                queries.figures(Asked(["IR/"], month, month), by[1:]),
            )
        )
        ours.append(spent)
        values = [month.first, month.last]
        spent, plain = timed(
            lambda values=values: group_by("substr(place, 1, 6), domain, kind, detail", "day BETWEEN %s AND %s", values)
        )
        theirs.append(spent)
        equal = equal and sum(one[0] for one in plain.values()) == sum(one.lines for one in found[1].values())
        equal = equal and plain == {key: (one.lines, one.people, one.amount_rial) for key, one in found[0].items()}
    middle_ours, middle_theirs = statistics.median(ours), statistics.median(theirs)
    return {
        "nation_s": {
            "ours": round(middle_ours, 3),
            "group_by": round(middle_theirs, 3),
            "ratio": round(middle_theirs / middle_ours, 1),
        },
        "nation_equal": equal,
    }


def group_by(columns: str, where: str, values: list[Any]) -> dict[tuple[Any, ...], tuple[int, int, int]]:
    """What anyone would write who had no totals."""
    from django.db import connection

    sign = "CASE WHEN corrects IS NULL THEN 1 ELSE -1 END"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {columns}, SUM({sign}), SUM({sign} * people), SUM({sign} * amount_rial) FROM {LINES} WHERE {where} GROUP BY {columns}",
            values,
        )
        rows = cursor.fetchall()
    return {row[:-3]: tuple(int(value) for value in row[-3:]) for row in rows if any(row[-3:])}  # type: ignore[misc]


def count(table: str) -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {table}")
        return int(cursor.fetchone()[0])


def timed(act: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    found = act()
    return time.perf_counter() - began, found


def p(spent: list[float], percent: int) -> float:
    return round(sorted(spent)[min(len(spent) - 1, len(spent) * percent // 100)], 2)


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
