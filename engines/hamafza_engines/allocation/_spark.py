"""Beyond one machine: components on Spark, each solved where it lies, with the answer of one process.

    from hamafza_engines.allocation._spark import solve
    plan = solve(problem, session=SparkSession.builder.getOrCreate())

Components share nothing, so their arcs travel as rows, a group of rows is a batch of components, and
`applyInPandas` solves it. The driver keeps the columns of the problem and puts the plan together. Workers
need this package and the extras `allocation` and `spark`.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from hamafza_engines.allocation._components import Arcs, Cutter, batches, labels
from hamafza_engines.allocation._engine import Found, Solved, fitting, solve_part
from hamafza_engines.allocation._part import Part
from hamafza_engines.allocation._plan import Plan
from hamafza_engines.allocation._types import Params, Problem
from hamafza_engines.frame import Within, need

_SCHEMA = "part long, arc long, flow long, plain long, floor long, slack long"
_BY_NEED, _BY_OFFER, _BY_GROUP = ("demand", "bundle"), ("supply", "single", "lot"), ("weight", "given")


def solve(problem: Problem, *, session: Any, params: Params = Params()) -> Plan:
    """Return the plan that `allocation.solve` returns, worked out by the executors of a Spark session."""
    params = fitting(problem, params)
    grouped = params.floor > 0
    label, cutter = labels(problem, grouped=grouped), Cutter(problem, grouped=grouped)
    parts = [(arcs, cutter.part(arcs)) for arcs in batches(problem, label)]
    found = Found(problem, params, label)
    if parts:
        # Workers on this machine find the package where we found it; elsewhere it is installed.
        session.sparkContext.environment.setdefault("PYTHONPATH", str(Path(__file__).parents[2]))
        rows = session.createDataFrame(_table(parts))
        solved = rows.groupBy("part").applyInPandas(_worker(params), schema=_SCHEMA).toPandas()
        for number, answer in solved.groupby("part"):
            arcs, part = parts[int(number)]
            found.take(arcs, part, _answer(part, answer.sort_values("arc")))
    return found.plan()


def _table(parts: list[tuple[Arcs, Part]]) -> Any:
    """Return one row an arc, with everything about its need, its offer and their group."""
    pandas = need("pandas", extra="spark")
    return pandas.concat([pandas.DataFrame(_columns(k, part)) for k, (_, part) in enumerate(parts)])


def _columns(number: int, part: Part) -> dict[str, Any]:
    group = part.group[part.head]
    columns = {
        "part": np.full(len(part.head), number), "arc": np.arange(len(part.head)),
        "need": part.needs[part.head], "offer": part.offers[part.tail], "group": part.groups[group],
        "worth": part.worth, "cap": part.cap, "dearest": np.full(len(part.head), part.dearest),
    }  # fmt: skip
    for names, place in ((_BY_NEED, part.head), (_BY_OFFER, part.tail), (_BY_GROUP, group)):
        columns.update({name: getattr(part, name)[place] for name in names})
    return {name: np.asarray(column, np.int64) for name, column in columns.items()}


def _worker(params: Params) -> Callable[[Any], Any]:
    def work(rows: Any) -> Any:
        rows = rows.sort_values("arc")
        part = _part(rows)
        solved = solve_part(part, params, Within(None))
        plain = solved.flow * 0 - 1 if solved.plain is None else solved.plain
        return rows[["part", "arc"]].assign(
            flow=solved.flow, plain=plain, floor=solved.floor[part.group[part.head]],
            slack=-1 if solved.slack is None else solved.slack,
        )  # fmt: skip

    return work


def _part(rows: Any) -> Part:
    """Rebuild the part: the same columns in the same order give the same answer."""
    told = {name: rows[name].to_numpy() for name in rows.columns}
    (needs, head), (offers, tail), (groups, group) = map(
        _numbered, (told["need"], told["offer"], told["group"])
    )
    by = {
        **dict(_first(told, _BY_NEED, head, len(needs))), **dict(_first(told, _BY_OFFER, tail, len(offers))),
        **dict(_first(told, _BY_GROUP, group, len(groups))),
    }  # fmt: skip
    of_need = np.zeros(len(needs), np.int32)
    of_need[head] = group
    return Part(
        head=head, tail=tail, worth=told["worth"], cap=told["cap"], group=of_need,
        needs=needs, offers=offers, groups=groups, dearest=int(told["dearest"][0]), **by,
    )  # fmt: skip


def _numbered(column: Any) -> tuple[Any, Any]:
    distinct, place = np.unique(column, return_inverse=True)
    return distinct, place.astype(np.int32)


def _first(told: dict[str, Any], names: tuple[str, ...], place: Any, count: int) -> Iterator[tuple[str, Any]]:
    for name in names:
        column = np.zeros(count, np.int64)
        column[place] = told[name]
        yield name, column


def _answer(part: Part, rows: Any) -> Solved:
    floor = np.zeros(len(part.weight), np.int64)
    floor[part.group[part.head]] = rows["floor"].to_numpy()
    plain, slack = rows["plain"].to_numpy(), int(rows["slack"].iloc[0])
    return Solved(
        rows["flow"].to_numpy(), floor, None if (plain < 0).any() else plain, None if slack < 0 else slack
    )
