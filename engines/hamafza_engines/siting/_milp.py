"""HiGHS on arrays, on one thread."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hamafza_engines.frame import need
from hamafza_engines.siting._types import EXTRA

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass
class Rows:
    """Constraints low <= A x <= high, gathered block by block."""

    parts: list[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]] = field(
        default_factory=list
    )
    lows: list[NDArray[np.float64]] = field(default_factory=list)
    highs: list[NDArray[np.float64]] = field(default_factory=list)
    count: int = 0

    def add(
        self, row: NDArray[np.int64], column: NDArray[np.int64], value: NDArray[np.float64],
        low: NDArray[np.float64] | float, high: NDArray[np.float64],
    ) -> None:  # fmt: skip
        """Add a block whose own rows begin at 0; `high` tells how many there are."""
        np = need("numpy", extra=EXTRA)
        self.parts.append((row + self.count, column, value))
        self.lows.append(np.broadcast_to(low, high.shape))
        self.highs.append(high)
        self.count += len(high)


@dataclass(frozen=True, eq=False)
class Found:
    """Values of the columns (None: nothing feasible was found), their value and the bound."""

    values: NDArray[np.float64] | None
    value: float
    bound: float


def minimise(
    cost: NDArray[np.float64], low: NDArray[np.float64], high: NDArray[np.float64], whole: NDArray[np.bool_],
    rows: Rows, *, gap: float, seconds: float, hint: NDArray[np.float64] | None = None,
) -> Found:  # fmt: skip
    """Minimise cost x; `whole` columns are integers, `hint` a feasible start."""
    np, highspy = need("numpy", extra=EXTRA), need("highspy", extra=EXTRA)
    model = highspy.HighsModel()
    lp = model.lp_
    lp.num_col_, lp.num_row_ = len(cost), rows.count
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = cost, low.astype(float), high
    lp.row_lower_, lp.row_upper_ = np.concatenate(rows.lows), np.concatenate(rows.highs)
    row, column, value = (np.concatenate(part) for part in zip(*rows.parts, strict=True))
    order = np.lexsort((column, row))
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.concatenate(([0], np.cumsum(np.bincount(row, minlength=rows.count))))
    lp.a_matrix_.index_, lp.a_matrix_.value_ = column[order], value[order]
    if whole.any():
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [kinds[int(each)] for each in whole]
    highs = highspy.Highs()
    for option, set_to in (
        ("output_flag", False),
        ("threads", 1),
        ("mip_rel_gap", gap),
        ("mip_abs_gap", 1e-9),
    ):
        highs.setOptionValue(option, set_to)
    if seconds < float("inf"):
        highs.setOptionValue("time_limit", max(seconds, 0.1))
    highs.passModel(model)
    if hint is not None:
        start = highspy.HighsSolution()
        start.col_value = hint.tolist()
        highs.setSolution(start)
    highs.run()
    info, done = highs.getInfo(), highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
    feasible = info.primal_solution_status == 2
    bound = info.mip_dual_bound if whole.any() else (info.objective_function_value if done else -np.inf)
    if not feasible:
        return Found(None, np.inf, bound)
    return Found(np.array(highs.getSolution().col_value), info.objective_function_value, bound)
