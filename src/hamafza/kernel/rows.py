"""Rows written and read by hand, where every command pays for it: the same columns, a part of the time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any, Generic, TypeVar

from django.db import connection, models
from django.db.models import QuerySet
from django.db.models.query import get_related_populators

M = TypeVar("M", bound=models.Model)


def add(things: Sequence[models.Model]) -> None:
    """Insert new things whose row number nobody asks for."""
    model = type(things[0])
    fields = _fields(model)
    row = f"({', '.join(['%s'] * len(fields))})"
    columns = ", ".join(_quoted(field.column) for field in fields)
    # Our own tables' names; the values are parameters.
    query = f"INSERT INTO {_table(model)} ({columns}) VALUES {', '.join([row] * len(things))}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(query, [_kept(field, thing) for thing in things for field in fields])


def keep(thing: models.Model, names: Sequence[str]) -> None:
    """Write these fields of a thing that is there already. Raises DoesNotExist when it has gone."""
    model = thing._meta.model  # thing may be a stand-in, such as request.user
    fields: list[Any] = [thing._meta.get_field(name) for name in names]
    places = ", ".join(f"{_quoted(field.column)} = %s" for field in fields)
    query = f"UPDATE {_table(model)} SET {places} WHERE {_key(model)} = %s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(query, [*(_kept(field, thing) for field in fields), thing.pk])
        if cursor.rowcount != 1:
            raise model.DoesNotExist  # type: ignore[attr-defined]


def locked(model: type[M], pk: Any) -> M:
    """The row as it is now; nobody else changes it until the commit. Raises DoesNotExist."""
    return _one(model, pk, " FOR NO KEY UPDATE" if locks() else "")  # what points here may be added meanwhile


def read_again(thing: models.Model) -> None:
    """Lock and re-read the row in place; what it points to stays loaded as long as it still points there."""
    fresh = locked(thing._meta.model, thing.pk)
    for field in thing._meta.concrete_fields:
        setattr(thing, field.attname, getattr(fresh, field.attname))
    getattr(thing, "_prefetched_objects_cache", {}).clear()


def one(model: type[M], pk: Any) -> M:
    """The row of this number. Raises DoesNotExist."""
    return _one(model, pk, "")


def take_your_time() -> None:
    """Until the end of this transaction a statement may last as long as it needs: for work on whole tables, never a page's."""
    if locks():  # SQLite sets its statements no limit
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")


class Prepared:
    """A query that is put together once and asked often; its arguments are numbers. Answers are as the database says them."""

    def __init__(self, make: Callable[..., QuerySet[Any, Any]]) -> None:
        self._make = make
        self._known: dict[str, tuple[str, list[Any]]] = {}

    def __call__(self, *numbers: int) -> list[tuple[Any, ...]]:
        if connection.vendor not in self._known:
            self._known[connection.vendor] = self._put_together(len(numbers))
        query, values = self._known[connection.vendor]
        with connection.cursor() as cursor:
            cursor.execute(query, [numbers[_PLACES.index(v)] if v in _PLACES else v for v in values])
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found

    def _put_together(self, count: int) -> tuple[str, list[Any]]:
        query, values = self._make(*_PLACES[:count]).query.sql_with_params()
        return query, list(values)


class PreparedThings(Generic[M]):
    """The same for whole things, with what `select_related` brings along: most of such a question's cost is putting it
    together."""

    def __init__(self, make: Callable[..., QuerySet[M]]) -> None:
        self._make = make
        self._known: dict[str, _Asked] = {}

    def __call__(self, *numbers: int) -> list[M]:
        asked = self._known.get(connection.vendor) or self._put_together(len(numbers))
        with connection.cursor() as cursor:
            cursor.execute(asked.query, [numbers[_PLACES.index(v)] if v in _PLACES else v for v in asked.values])
            return [asked.thing(list(row)) for row in cursor.fetchall()]

    def _put_together(self, count: int) -> "_Asked[M]":
        compiler: Any = self._make(*_PLACES[:count]).query.get_compiler(connection=connection)
        query, values = compiler.as_sql()
        asked: _Asked[M] = _Asked(
            query,
            list(values),
            compiler.klass_info["model"],
            [compiler.select[n][0].target.attname for n in compiler.klass_info["select_fields"]],
            get_related_populators(compiler.klass_info, compiler.select, connection.alias),
            compiler.get_converters([column for column, _sql, _alias in compiler.select]),
        )
        self._known[connection.vendor] = asked
        return asked


@dataclass(frozen=True)
class _Asked(Generic[M]):
    query: str
    values: list[Any]
    model: type[M]
    names: list[str]  # its own columns stand first in a row
    related: list[Any]
    converters: dict[int, tuple[list[Any], Any]]

    def thing(self, row: list[Any]) -> M:
        for place, (converters, column) in self.converters.items():
            for convert in converters:
                row[place] = convert(row[place], column, connection)
        found = self.model.from_db(connection.alias, self.names, row[: len(self.names)])
        for populator in self.related:
            populator.populate(row, found)
        return found


_PLACES = (-900_000_001, -900_000_002)  # stand for the numbers that come later


def instant(value: datetime | str) -> datetime:
    """SQLite keeps an instant as text, in UTC."""
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _one(model: type[M], pk: Any, lock: str) -> M:
    query = f"SELECT * FROM {_table(model)} WHERE {_key(model)} = %s{lock}"  # noqa: S608
    for thing in model._default_manager.raw(query, [pk]):
        return thing
    raise model.DoesNotExist  # type: ignore[attr-defined]


def locks() -> bool:
    """Does this database lock single rows? SQLite has one writer at a time, who sees everything as it is."""
    return connection.features.has_select_for_update


def _kept(field: Any, thing: models.Model) -> Any:
    return field.get_db_prep_save(getattr(thing, field.attname), connection)


@cache
def _fields(model: type[models.Model]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]


def _key(model: type[models.Model]) -> str:
    return _quoted(str(model._meta.pk.column))


def _table(model: type[models.Model]) -> str:
    return _quoted(model._meta.db_table)


def _quoted(name: str) -> str:
    """As both our databases quote; asking Django for it at every column of every row shows in the profile."""
    return f'"{name}"'
