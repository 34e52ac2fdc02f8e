"""A consistent copy of the whole database with its row counts, and the way back; one class per engine."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any, Protocol

from django.db import connection, connections, transaction

# Tables whose rows let somebody in: a restored copy must not revive them.
SESSIONS = ("django_session", "usersessions_usersession")
LIBPQ = {
    "PGDATABASE": "dbname",
    "PGUSER": "user",
    "PGPASSWORD": "password",
    "PGHOST": "host",
    "PGPORT": "port",
    "PGSSLMODE": "sslmode",
    "PGSSLROOTCERT": "sslrootcert",
}

Rows = dict[str, int]
Chains = dict[str, list[Any]]


class Snapshots(Protocol):
    """What backup and restore ask of an engine."""

    member: str

    def save(self, path: Path) -> tuple[Rows, Chains]: ...
    def check(self, path: Path) -> tuple[Rows, Chains] | None: ...
    def load(self, path: Path) -> None: ...


def snapshots() -> Snapshots:
    """The class for the database of the settings."""
    return SQLite() if connection.vendor == "sqlite" else PostgreSQL()


def census(cursor: Any, tables: list[str]) -> tuple[Rows, Chains]:
    """How many rows each table holds, and the last link of each hash chain."""
    rows = {}
    for table in sorted(tables):
        cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608  names come from the catalogue
        rows[table] = cursor.fetchone()[0]
    chains: Chains = {}
    if "kernel_chainhead" in rows:
        cursor.execute("SELECT name, seq, hash FROM kernel_chainhead")
        chains = {name: [seq, link] for name, seq, link in cursor.fetchall()}
    return rows, chains


class SQLite:
    """By SQLite's own online backup: readers and writers go on meanwhile, on both ways."""

    member = "database.sqlite3"

    def save(self, path: Path) -> tuple[Rows, Chains]:
        with closing(self._live()) as live, closing(sqlite3.connect(path)) as copy:
            live.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, without its WAL beside it
        return self._census(path)

    def check(self, path: Path) -> tuple[Rows, Chains]:
        with closing(sqlite3.connect(path)) as copy:
            if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise ValueError("integrity_check")
        return self._census(path)

    def load(self, path: Path) -> None:
        with closing(sqlite3.connect(path)) as copy:
            tables = self._tables(copy)
            for table in set(SESSIONS) & set(tables):
                copy.execute(f'DELETE FROM "{table}"')  # noqa: S608  names are ours
            copy.commit()
            connections.close_all()
            with closing(self._live()) as live:
                copy.backup(live)

    def _census(self, path: Path) -> tuple[Rows, Chains]:
        with closing(sqlite3.connect(path)) as copy:
            return census(copy.cursor(), self._tables(copy))

    @staticmethod
    def _live() -> sqlite3.Connection:
        # A test database in memory has an address instead of a path.
        return sqlite3.connect(connection.settings_dict["NAME"], timeout=30, uri=True)

    @staticmethod
    def _tables(database: sqlite3.Connection) -> list[str]:
        found = database.execute("SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite_%'")
        return [name for (name,) in found]


class PostgreSQL:
    """By pg_dump under an exported snapshot, so that the counts are those of the dump."""

    member = "database.pgdump"

    def save(self, path: Path) -> tuple[Rows, Chains]:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("SELECT pg_export_snapshot()")
            _pg(
                "pg_dump",
                "--format=custom",
                "--no-owner",
                f"--snapshot={cursor.fetchone()[0]}",
                f"--file={path}",
            )
            return census(cursor, connection.introspection.table_names(cursor))

    def check(self, path: Path) -> None:
        """Its rows can be counted only where they are restored; that the dump reads is what can be said."""
        _pg("pg_restore", "--list", str(path))

    def load(self, path: Path) -> None:
        script = path.with_suffix(".sql")
        _pg("pg_restore", "--no-owner", f"--file={script}", str(path))
        connections.close_all()
        # One transaction: tables that are younger than the backup go, and a failure changes nothing.
        fresh = "DROP SCHEMA public CASCADE; CREATE SCHEMA public;"
        revoke = "".join(
            f"DO $$ BEGIN IF to_regclass('public.{table}') IS NOT NULL THEN "  # noqa: S608  names are ours
            f"DELETE FROM public.{table}; END IF; END $$;"
            for table in SESSIONS
        )
        _pg("psql", "-qX1", "-v", "ON_ERROR_STOP=1", "-c", fresh, "-f", str(script), "-c", revoke)


def _pg(tool: str, *arguments: str) -> None:
    # By the environment: a pass-word on the command line is seen by every process of the machine.
    asked = connection.get_connection_params()
    given = {variable: str(asked[name]) for variable, name in LIBPQ.items() if asked.get(name)}
    run = subprocess.run(
        [_tool(tool), *arguments], env={**os.environ, **given}, capture_output=True, text=True, check=False
    )
    if run.returncode:
        raise ValueError(f"{tool}: {run.stderr.strip().splitlines()[-1] if run.stderr.strip() else run.returncode}")


def _tool(name: str) -> str:
    debian = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    found = shutil.which(name) or (str(debian[-1]) if debian else None)
    if not found:
        raise ValueError(f"{name} is not installed (apt-get install postgresql-client)")
    return found
