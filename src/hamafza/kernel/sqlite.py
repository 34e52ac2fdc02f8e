"""SQLite learns the Persian order of letters under the name that PostgreSQL gives it."""

from functools import lru_cache
from typing import Any

from django.db.backends.signals import connection_created

from hamafza.kernel.alphabet import PERSIAN
from hamafza_engines.persian import sort_key

_key = lru_cache(maxsize=20_000)(sort_key)  # a name is compared many times in one sort


def _compare(left: str, right: str) -> int:
    a, b = _key(left), _key(right)
    return (a > b) - (a < b)


def _teach(sender: Any, connection: Any, **_: Any) -> None:
    if connection.vendor == "sqlite":
        connection.connection.create_collation(PERSIAN, _compare)


def install() -> None:
    connection_created.connect(_teach, dispatch_uid="hamafza-persian-order")
