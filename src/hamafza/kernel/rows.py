"""Rows written and read by hand, where every command pays for it: the same columns, a part of the time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, cached_property
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import QuerySet
from django.db.models.query import get_related_populators

M = TypeVar("M", bound=models.Model)
Given = int | str | datetime
_GIVEN = (int, str, datetime)


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
    return _one(model, pk, lock=True)


def read_again(thing: models.Model) -> None:
    """Lock and re-read the row in place; what it points to stays loaded as long as it still points there."""
    fresh = locked(thing._meta.model, thing.pk)
    for field in thing._meta.concrete_fields:
        setattr(thing, field.attname, getattr(fresh, field.attname))
    getattr(thing, "_prefetched_objects_cache", {}).clear()


def one(model: type[M], pk: Any) -> M:
    """The row of this number. Raises DoesNotExist."""
    return _one(model, pk, lock=False)


def take_your_time() -> None:
    """Until the end of this transaction a statement may last as long as it needs: for work on whole tables, never a page's."""
    if locks():  # SQLite sets its statements no limit
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")


class Prepared:
    """A query that is put together once and asked often, of numbers, words and instants. Answers are as the database
    says them. An argument stands in the query as itself: not as a part of a word, nor as a limit."""

    def __init__(self, make: Callable[..., QuerySet[Any, Any]]) -> None:
        self._make = make
        self._known: dict[str, _Question] = {}

    def __call__(self, *given: Given) -> list[tuple[Any, ...]]:
        return self._answers(self._question(given), given)

    def _question(self, given: Sequence[Given]) -> "_Question":
        if connection.vendor not in self._known:
            self._known[connection.vendor] = _put_together(self._make, given)
        return self._known[connection.vendor]

    def _answers(self, question: "_Question", given: Sequence[Given]) -> list[tuple[Any, ...]]:
        kept = [_said(value) for value in given]
        with connection.cursor() as cursor:
            cursor.execute(
                question.query, [value if place is None else kept[place] for place, value in question.values]
            )
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


class PreparedThings(Prepared, Generic[M]):
    """The same for whole things, with what `select_related` brings along."""

    def __init__(self, make: Callable[..., QuerySet[M]]) -> None:
        super().__init__(make)

    def __call__(self, *given: Given) -> list[M]:  # type: ignore[override]
        question = self._question(given)
        return [question.thing(list(row)) for row in self._answers(question, given)]


@dataclass(frozen=True)
class _Question:
    query: str
    values: list[tuple[int | None, Any]]  # which argument stands here; otherwise the query's own value
    compiler: Any

    @cached_property
    def _columns(self) -> list[str]:
        return [self.compiler.select[n][0].target.attname for n in self.compiler.klass_info["select_fields"]]

    @cached_property
    def _converters(self) -> dict[int, tuple[list[Any], Any]]:
        found: dict[int, tuple[list[Any], Any]] = self.compiler.get_converters([one[0] for one in self.compiler.select])
        return found

    @cached_property
    def _beside(self) -> list[Any]:
        # The stubs are of a later Django.
        return get_related_populators(self.compiler.klass_info, self.compiler.select, connection.alias)  # type: ignore[call-arg]

    def thing(self, row: list[Any]) -> Any:
        """Its own columns stand first in the row, then those of what comes along."""
        for place, (converters, column) in self._converters.items():
            for convert in converters:
                row[place] = convert(row[place], column, connection)
        model = self.compiler.klass_info["model"]
        found = model.from_db(connection.alias, self._columns, row[: len(self._columns)])
        for populator in self._beside:
            populator.populate(row, found)
        return found


def _put_together(make: Callable[..., QuerySet[Any, Any]], given: Sequence[Given]) -> _Question:
    try:
        return _with(make, [_stand_in(place, value, _FAR) for place, value in enumerate(given)])
    except EmptyResultSet:  # a column of small numbers never holds such a one
        return _with(make, [_stand_in(place, value, _NEAR) for place, value in enumerate(given)])


def _with(make: Callable[..., QuerySet[Any, Any]], stand_ins: Sequence[Given]) -> _Question:
    compiler: Any = make(*stand_ins).query.get_compiler(connection=connection)
    query, values = compiler.as_sql()
    places = {_said(value): place for place, value in enumerate(stand_ins)}
    found = [(places.get(value) if isinstance(value, _GIVEN) else None, value) for value in values]
    assert {place for place, _value in found} >= set(places.values()), "an argument got lost on its way into the query"
    return _Question(query, found, compiler)


_FAR, _NEAR = -900_000_001, 32_701


def _stand_in(place: int, value: Given, number: int) -> Given:
    """What nobody means: it holds the place of an argument while the query is put together."""
    if isinstance(value, datetime):
        return datetime(1801 + place, 1, 1, tzinfo=UTC)
    return f"\u27e8{place}\u27e9" if isinstance(value, str) else number + place


def _said(value: Given) -> Any:
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


def instant(value: datetime | str) -> datetime:
    """SQLite keeps an instant as text, in UTC."""
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _one(model: type[M], pk: Any, *, lock: bool) -> M:
    for thing in _by_number(model, lock)(model._meta.pk.to_python(pk)):
        found: M = thing
        return found
    raise model.DoesNotExist  # type: ignore[attr-defined]


@cache
def _by_number(model: type[M], lock: bool) -> PreparedThings[M]:
    things = model._base_manager.order_by()
    if lock:  # what points here may be added meanwhile
        things = things.select_for_update(no_key=True)
    return PreparedThings(lambda pk: things.filter(pk=pk))


def locks() -> bool:
    """Does this database lock single rows? SQLite has one writer at a time, who sees everything as it is."""
    return connection.features.has_select_for_update


def _kept(field: Any, thing: models.Model) -> Any:
    value = getattr(thing, field.attname)
    return value if type(value) is _plain(field) else field.get_db_prep_save(value, connection)


@cache
def _plain(field: Any) -> type | None:
    """The type of values that a column of this field keeps as they are."""
    if type(field) in {models.CharField, models.TextField}:
        return str
    kinds = (models.IntegerField, models.BigIntegerField, models.PositiveIntegerField, models.PositiveSmallIntegerField)
    return int if type(field) in kinds else None


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
