"""SQLite learns the Persian order of letters under the name that PostgreSQL gives it."""

from typing import Any

from django.db.backends.signals import connection_created

from hamafza_engines.persian import sort_key

COLLATION = "fa-x-icu"


def _compare(left: str, right: str) -> int:
    a, b = sort_key(left), sort_key(right)
    return (a > b) - (a < b)


def _teach(sender: Any, connection: Any, **_: Any) -> None:
    if connection.vendor == "sqlite":
        connection.connection.create_collation(COLLATION, _compare)


def install() -> None:
    connection_created.connect(_teach, dispatch_uid="hamafza-persian-order")
