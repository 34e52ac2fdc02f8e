"""Splink at work, on DuckDB or on Spark: the same rules, the same comparisons, the same pairs."""

import logging
import secrets
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from math import log2
from typing import Any

from hamafza_engines.frame import need
from hamafza_engines.linkage._blocking import Block
from hamafza_engines.linkage._fields import BY_NAME
from hamafza_engines.linkage._model import Levels, Model
from hamafza_engines.linkage._prepare import Columns
from hamafza_engines.linkage._types import Backend

_EXTRA = "linkage"
_HOPELESS = -25.0  # bits without the names' frequencies, which may still add something
Gammas = dict[str, Any]


def compare(
    left: Columns,
    right: Columns | None,
    model: Model,
    blocks: Sequence[Block],
    *,
    backend: Backend = "duckdb",
) -> tuple[Any, Any, Gammas]:
    """Return the rows of all candidate pairs that are not hopeless, and their level in every field."""
    np = need("numpy", extra=_EXTRA)
    keys = [(f"key_{place}", block) for place, block in enumerate(blocks)]
    tables = [_table(left, {name: block.left for name, block in keys}, model.fields)]
    if right is not None:
        tables.append(_table(right, {name: block.right for name, block in keys}, model.fields))
    told = {name: _told_apart(model, name) for name in model.fields}
    with at_work(backend) as api:
        splink = need("splink", extra=_EXTRA)
        settings = splink.SettingsCreator(
            link_type="link_only" if right is not None else "dedupe_only",
            comparisons=[comparison(name, model.same[name], told[name]) for name in model.fields],
            blocking_rules_to_generate_predictions=[splink.block_on(name) for name, _ in keys],
            unique_id_column_name="place",
            retain_matching_columns=False,
            retain_intermediate_calculation_columns=True,
            probability_two_random_records_match=model.prior,
        )
        linker = splink.Linker(registered(api, tables), settings, log_level=None)
        found = linker.inference.predict(threshold_match_weight=_HOPELESS).as_pyarrow_table()
        i, j = (found.column(name).to_numpy() for name in ("place_l", "place_r"))
        levels = {
            name: _levels(found.column(f"mw_{name}").to_numpy(), model.same[name], told[name])
            for name in model.fields
        }
    if right is None:
        i, j = np.minimum(i, j), np.maximum(i, j)
    return i, j, levels


def _told_apart(model: Model, name: str) -> Levels:
    """Return chance levels shifted by less than anybody sees, so that no two levels weigh the same.

    Splink gives back the weight of a field, not its level, unless it copies every cell; the level is read
    from the weight, and weight 0 is that of an empty cell.
    """
    taken, told = [0.0], []
    for m, u in zip(model.same[name], model.chance[name], strict=True):
        while any(abs(log2(m / u) - weight) < 1e-6 for weight in taken):
            u *= 1 + 2e-6
        taken.append(log2(m / u))
        told.append(u)
    return tuple(told)


def _levels(weights: Any, same: Levels, chance: Levels) -> Any:
    np = need("numpy", extra=_EXTRA)
    known = np.array([0.0, *(log2(m / u) for m, u in zip(same, chance, strict=True))])
    order = np.argsort(known)
    between = (known[order][1:] + known[order][:-1]) / 2
    return (order[np.searchsorted(between, weights)] - 1).astype(np.int8)


def comparison(name: str, same: Levels, chance: Levels, *, training: bool = False) -> dict[str, Any]:
    """Return a field as Splink's comparison; for training without levels that look at another field."""
    field = BY_NAME[name]
    weights = dict(zip(field.levels, zip(same, chance, strict=True), strict=True))
    levels: list[dict[str, Any]] = [{"sql_condition": field.empty, "is_null_level": True}]
    for level, condition in zip(field.levels[::-1], [*field.conditions, "ELSE"], strict=True):
        if not (training and level == "swapped" and name != "birth"):
            m, u = weights[level]
            levels.append(
                {
                    "sql_condition": condition,
                    "label_for_charts": level,
                    "m_probability": m,
                    "u_probability": u,
                }
            )
    return {"output_column_name": name, "comparison_levels": levels}


def registered(api: Any, tables: Sequence[Any]) -> list[Any]:
    """Hand tables to Splink; it orders a pair by the shown names, and «a» comes before «b»."""
    mark = secrets.token_hex(4)  # a Spark session remembers the tables of the last linkage
    return [
        api.register(table, dataset_display_name=name, table_name=f"{name}_{mark}")
        for name, table in zip("ab", tables, strict=False)
    ]


def _table(columns: Columns, keys: dict[str, Any], fields: Sequence[str]) -> Any:
    """Return the compared columns and the keys of the blocks as one table; a key of -1 is nothing."""
    arrow, np = need("pyarrow", extra=_EXTRA), need("numpy", extra=_EXTRA)
    wanted = [column for name in fields for column in BY_NAME[name].columns]
    size = len(columns[wanted[0]]) if wanted else 0
    data = {"place": arrow.array(np.arange(size, dtype=np.int64))}
    data |= {name: arrow.array(columns[name], arrow.string()) for name in wanted}
    data |= {name: arrow.array(key, arrow.int64(), mask=key < 0) for name, key in keys.items()}
    return arrow.table(data)


def plain_table(columns: Columns, fields: Sequence[str]) -> Any:
    """Return the compared columns alone, for learning."""
    return _table(columns, {}, fields)


@contextmanager
def at_work(backend: Backend) -> Iterator[Any]:
    """Open a back-end, quiet, and close it again."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    with warnings.catch_warnings(), tempfile.TemporaryDirectory() as folder:
        warnings.simplefilter("ignore")  # of the libraries among themselves
        if backend == "duckdb":
            duckdb = need("duckdb", extra=_EXTRA)
            splink = need("splink", extra=_EXTRA)
            connection = duckdb.connect(":memory:")
            connection.execute(f"SET temp_directory = '{folder}'")
            connection.execute("SET enable_progress_bar = false")
            try:
                yield splink.DuckDBAPI(connection)
            finally:
                connection.close()
        else:
            yield _spark(folder)


def _spark(folder: str) -> Any:
    """Return Splink on the Spark session at hand (a cluster's), or on one of this machine."""
    sql = need("pyspark.sql", extra="spark")
    jar = need("splink.internals.spark.jar_location", extra=_EXTRA).similarity_jar_location()
    session = sql.SparkSession.getActiveSession() or (
        sql.SparkSession.builder.master("local[2]")
        .appName("hamafza-linkage")
        .config("spark.jars", jar)
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.default.parallelism", "2")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.driver.memory", "2g")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate()
    )
    session.sql(f"ADD JAR '{jar}'")  # a machine that runs already was started without it
    session.sparkContext.setLogLevel("ERROR")
    session.sparkContext.setCheckpointDir(folder)
    return need("splink.backends.spark", extra=_EXTRA).SparkAPI(
        spark_session=session, break_lineage_method="checkpoint"
    )
