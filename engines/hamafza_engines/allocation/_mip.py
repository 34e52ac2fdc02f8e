"""The side rules as a mixed-integer program for HiGHS (Huangfu and Hall, 2018)."""

from typing import Any

import numpy as np

from hamafza_engines.allocation._part import Part
from hamafza_engines.allocation._rules import Answers
from hamafza_engines.allocation._types import EXTRA, Ints, Params
from hamafza_engines.frame import Within, need

_YES = 0.5


class _Rows:
    """Rows of the program, gathered as triples (row, column, coefficient) with bounds."""

    def __init__(self) -> None:
        self.row: list[Ints] = []
        self.column: list[Ints] = []
        self.value: list[Ints] = []
        self.low: list[Ints] = []
        self.high: list[Ints] = []
        self.count = 0

    def add(self, low: Ints, high: Ints, *terms: tuple[Ints, Ints, Ints]) -> None:
        """Add len(low) rows; a term is (row from 0, column, coefficient)."""
        for row, column, value in terms:
            self.row.append(row + self.count)
            self.column.append(column)
            self.value.append(np.broadcast_to(value, row.shape))
        self.low.append(low)
        self.high.append(high)
        self.count += len(low)


def answers(
    part: Part, floor: Ints, penalty: int, start: Ints, params: Params, stop: Within
) -> tuple[Answers | None, int | None]:
    """Return the yes-or-no answers of the best program solution in time, and its bound.

    max  sum worth x - penalty sum s      x units by arc, y bundle, z arc of a single offer or a lot, s lack
    s.t. sum x <= demand (= demand y in a bundle), sum x <= supply, lot z <= x <= cap z, sum z <= 1 (single),
         sum x + s >= floor by group.
    """
    arcs, groups = len(part.head), len(part.weight)
    bundles, number = np.unique(part.bundle, return_inverse=True)
    first_bundle = int(bundles[0] < 0)
    gated = np.flatnonzero((part.single[part.tail] > 0) | (part.lot[part.tail] > 1))
    unit = _unit(part, floor)
    part = part._replace(**{name: getattr(part, name) // unit for name in ("demand", "supply", "cap", "lot")})
    start, floor = start / unit, floor // unit
    y, z, s = arcs, arcs + len(bundles), arcs + len(bundles) + len(gated)
    rows = _rows(part, floor, number, gated, (y, z, s))
    columns = s + groups
    worth = np.concatenate([part.worth, np.zeros(s - arcs), np.full(groups, -penalty)]).astype(float)
    upper = np.concatenate([part.cap, np.ones(s - arcs), np.maximum(floor, 0)]).astype(float)
    upper[z:s][part.cap[gated] < part.lot[part.tail[gated]]] = 0
    lower = np.zeros(columns)
    if first_bundle:
        lower[y] = 1.0  # the place of needs without a bundle: always open
    whole = np.zeros(columns, bool)
    whole[y:s] = True
    solver = _solver(rows, worth, lower, upper, whole, params, stop)
    solver.setSolution(_started(part, start, number, gated, floor, columns, (y, z, s)))
    solver.run()
    info, values = solver.getInfo(), np.array(solver.getSolution().col_value)
    bound = info.mip_dual_bound
    loose = 1e-6 * max(1, min(int(part.demand.sum()), int(part.supply.sum())))  # its tolerance, a unit each
    limit = unit * int(np.floor(bound + loose)) if np.isfinite(bound) else None
    if len(values) != columns or info.primal_solution_status != 2:
        return None, limit
    shut = np.zeros(arcs, bool)
    shut[gated] = values[z:s] < _YES
    open_bundle = values[y:z] > _YES
    shut |= ~open_bundle[number][part.head]
    lack = unit * np.ceil(values[s:] - 1e-6).astype(np.int64)
    return Answers(shut, (part.bundle >= 0) & open_bundle[number], lack), limit


def _unit(part: Part, floor: Ints) -> int:
    """Return the largest unit in which all amounts are whole: rials in millions suit floats better."""
    amounts = np.concatenate([part.demand, part.supply, part.lot[part.lot > 1], floor])
    return max(1, int(np.gcd.reduce(amounts)))


def _rows(part: Part, floor: Ints, number: Ints, gated: Ints, first: tuple[int, int, int]) -> _Rows:
    y, z, s = first
    arcs, needs = np.arange(len(part.head)), np.arange(len(part.demand))
    rows, free = _Rows(), np.full
    bundled = part.bundle >= 0
    none = np.zeros(len(needs))
    rows.add(
        np.where(bundled, 0.0, -np.inf),
        none,
        (part.head, arcs, np.ones(len(arcs))),
        (needs, y + number, -part.demand),
    )
    rows.add(
        free(len(part.supply), -np.inf), part.supply.astype(float), (part.tail, arcs, np.ones(len(arcs)))
    )
    here, ones = np.arange(len(gated)), np.ones(len(gated))
    cap, lot = part.cap[gated], np.maximum(part.lot[part.tail[gated]], 1)
    rows.add(free(len(gated), -np.inf), 0 * ones, (here, gated, ones), (here, z + here, -cap))
    rows.add(0 * ones, free(len(gated), np.inf), (here, gated, ones), (here, z + here, -np.minimum(lot, cap)))
    singles = np.flatnonzero(part.single[part.tail[gated]] > 0)
    offers, place = np.unique(part.tail[gated[singles]], return_inverse=True)
    rows.add(free(len(offers), -np.inf), np.ones(len(offers)), (place, z + singles, np.ones(len(singles))))
    groups = np.arange(len(part.weight))
    rows.add(
        floor.astype(float), free(len(groups), np.inf),
        (part.group[part.head], arcs, np.ones(len(arcs))), (groups, s + groups, np.ones(len(groups))),
    )  # fmt: skip
    return rows


def _solver(
    rows: _Rows, worth: Ints, lower: Ints, upper: Ints, whole: Ints, params: Params, stop: Within
) -> Any:
    highs = need("highspy", extra=EXTRA)
    order = np.lexsort((np.concatenate(rows.column), np.concatenate(rows.row)))
    row = np.concatenate(rows.row)[order]
    program = highs.HighsLp()
    program.num_col_, program.num_row_ = len(worth), rows.count
    program.col_cost_, program.col_lower_, program.col_upper_ = worth, lower, upper
    program.row_lower_, program.row_upper_ = np.concatenate(rows.low), np.concatenate(rows.high)
    program.a_matrix_.format_ = highs.MatrixFormat.kRowwise
    program.a_matrix_.start_ = np.searchsorted(row, np.arange(rows.count + 1)).astype(np.int32)
    program.a_matrix_.index_ = np.concatenate(rows.column)[order].astype(np.int32)
    program.a_matrix_.value_ = np.concatenate(rows.value)[order].astype(float)
    program.integrality_ = [
        highs.HighsVarType.kInteger if each else highs.HighsVarType.kContinuous for each in whole
    ]
    program.sense_ = highs.ObjSense.kMaximize
    solver = highs.Highs()
    for name, value in (
        ("output_flag", False), ("threads", 1), ("random_seed", 0), ("mip_rel_gap", params.rule_gap),
        ("time_limit", min(stop.left(), 1e7)),
    ):  # fmt: skip
        solver.setOptionValue(name, value)
    solver.passModel(program)
    return solver


def _started(
    part: Part, flow: Ints, number: Ints, gated: Ints, floor: Ints, columns: int, first: tuple[int, int, int]
) -> Any:
    """Return the dive's flow as a first solution."""
    highs = need("highspy", extra=EXTRA)
    y, z, s = first
    values = np.zeros(columns)
    values[: len(flow)] = flow
    busy = np.zeros(len(part.demand), bool)
    busy[part.head[flow > 0]] = True
    values[y + number[busy | (part.bundle < 0)]] = 1
    values[z:s] = flow[gated] > 0
    got = np.zeros(len(part.weight))
    np.add.at(got, part.group[part.head], flow)
    values[s:] = np.maximum(0, floor - got)
    solution = highs.HighsSolution()
    solution.col_value = values.tolist()
    return solution
