"""The small province is built by commands once a session; later tests get a photograph of its rows.

Forty commands take half a second; the rows they leave are put back in three milliseconds, below the models.
"""

import pickle
from typing import Any

from django.apps import apps
from django.db import connection, models

from tests import cast

_kept: tuple[bytes, list[tuple[str, list[Any]]]] | None = None  # the world, and (insert, rows) of each table


def world() -> cast.World:
    """The province of `tests/cast.py`, built or put back into the empty database of this test."""
    global _kept
    tables = [model._meta.db_table for model in _models()]
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + " OR ".join(f"EXISTS(SELECT 1 FROM {table})" for table in tables))
        if cursor.fetchone()[0]:
            return cast.build()  # something stands here already: no photograph would be true
        if _kept is None:
            built = cast.build()
            _kept = pickle.dumps(built), [_rows(cursor, table) for table in tables]
        else:
            for insert, rows in _kept[1]:
                if rows:
                    cursor.executemany(insert, rows)
    return pickle.loads(_kept[0])  # noqa: S301 - our own bytes, of this very process


def _models() -> list[type[models.Model]]:
    """Every model of the house, upstream first, so that each row finds what it points to."""
    areas = [config.name for config in apps.get_app_configs() if config.name.startswith("hamafza.")]
    return [model for name in reversed(areas) for model in apps.get_app_config(name.split(".")[1]).get_models()]


def _rows(cursor: Any, table: str) -> tuple[str, list[Any]]:
    cursor.execute(f"SELECT * FROM {table}")
    columns = [column[0] for column in cursor.description]
    names = ", ".join(f'"{name}"' for name in columns)
    return f"INSERT INTO {table} ({names}) VALUES ({', '.join(['%s'] * len(columns))})", cursor.fetchall()
