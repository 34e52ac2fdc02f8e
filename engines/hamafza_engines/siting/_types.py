"""The problem and its parameters as frozen data whose ranges are checked when made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import nextafter
from numbers import Real
from typing import TYPE_CHECKING, Any, Literal

from hamafza_engines.frame import BadInput, need

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

EXTRA = "siting"


@dataclass(frozen=True, eq=False)
class Problem:
    """Where to open bases: who needs them, where they may stand, and how many or how dear they may be.

    weights : (n_demands,) how many people, 0 or more.
    distance : (n_demands, n_sites) km (or any cost), finite, 0 or more; or None, and then by haversine from
    demand_at, site_at : (n, 2) and (m, 2) latitude and longitude in degrees.
    p : most bases open, existing ones included; None when only the budget limits.
    radius : km; given, the people within are maximised (covering), else person-km are minimised (p-median).
    existing : sites that are open whatever happens.
    cost, budget : (n_sites,) price of opening, and the money; existing bases cost nothing.
    capacity : (n_sites,) most people served; a demand may be shared between bases.
    """

    weights: NDArray[np.float64]
    distance: NDArray[np.float64] | None = None
    demand_at: NDArray[np.float64] | None = None
    site_at: NDArray[np.float64] | None = None
    p: int | None = None
    radius: float | None = None
    existing: tuple[int, ...] = ()
    cost: NDArray[np.float64] | None = None
    budget: float | None = None
    capacity: NDArray[np.float64] | None = None
    demand_names: tuple[str, ...] = field(default=(), repr=False)
    site_names: tuple[str, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        put = object.__setattr__
        put(self, "weights", _vector("weights", self.weights))
        if self.distance is not None:
            put(self, "distance", _numbers("distance", self.distance, (len(self.weights), None), 0.0, 1e12))
        elif self.demand_at is None or self.site_at is None:
            raise BadInput("distance", None, "give distances, or demand_at and site_at")
        else:
            put(self, "demand_at", _points("demand_at", self.demand_at, len(self.weights)))
            put(self, "site_at", _points("site_at", self.site_at, None))
        for name in ("cost", "capacity"):
            if getattr(self, name) is not None:
                put(self, name, _vector(name, getattr(self, name), self.n_sites))
        standing = {whole("existing", j, 0, self.n_sites - 1) for j in self.existing}
        put(self, "existing", tuple(sorted(standing)))
        self._check_limits()
        self._check_names()

    def _check_limits(self) -> None:
        if self.p is None and self.budget is None:
            raise BadInput(
                "p", None, "give p (how many bases), a budget, or both",
                remedy_fa="تعداد پایگاه‌ها، بودجه یا هر دو را بدهید",
            )  # fmt: skip
        if self.p is not None:
            object.__setattr__(self, "p", whole("p", self.p, 0))
            least = len(self.existing)
            if self.p < least:
                raise BadInput(
                    "p", self.p, f"p counts the existing bases too: give {least} or more",
                    remedy_fa=f"پایگاه‌های موجود هم شمرده می‌شوند: {least} یا بیشتر بدهید",
                )  # fmt: skip
        if self.budget is not None:
            within("budget", self.budget, 0.0)
            if self.cost is None:
                raise BadInput("budget", self.budget, "give the cost of each site too")
        if self.radius is not None:
            within("radius", self.radius, 0.0)

    def _check_names(self) -> None:
        for name, size in (("demand_names", self.n_demands), ("site_names", self.n_sites)):
            given = tuple(map(str, getattr(self, name)))
            if given and len(given) != size:
                raise BadInput(name, len(given), f"give one name for each of the {size}, or none")
            object.__setattr__(self, name, given)

    @property
    def n_demands(self) -> int:
        """How many places ask."""
        return len(self.weights)

    @property
    def n_sites(self) -> int:
        """How many places may carry a base."""
        source = self.site_at if self.distance is None else self.distance.T
        return 0 if source is None else len(source)

    def demand_name(self, i: int) -> str:
        """Return what demand i is called."""
        return self.demand_names[i] if self.demand_names else str(i + 1)

    def site_name(self, j: int) -> str:
        """Return what site j is called."""
        return self.site_names[j] if self.site_names else str(j + 1)

    @classmethod
    def from_matrix(
        cls, distance: ArrayLike, *, weights: ArrayLike | None = None, p: int | None = None, **limits: Any
    ) -> Problem:
        """Make a problem of a (n_demands, n_sites) matrix; without weights each demand counts 1."""
        np = need("numpy", extra=EXTRA)
        given = _numbers("distance", distance, (None, None), 0.0, 1e12)
        heavy: Any = np.ones(len(given)) if weights is None else weights
        return cls(heavy, distance=given, p=p, **limits)

    @classmethod
    def from_places(
        cls,
        demands: Sequence[tuple[float, float]],
        sites: Sequence[tuple[float, float]] | None = None,
        *,
        weights: ArrayLike | None = None,
        p: int | None = None,
        **limits: Any,
    ) -> Problem:
        """Make a problem of (latitude, longitude) pairs; without sites, every demand may carry a base."""
        np = need("numpy", extra=EXTRA)
        points = demands if sites is None else sites
        heavy = np.ones(len(demands)) if weights is None else weights
        return cls(heavy, demand_at=demands, site_at=points, p=p, **limits)  # type: ignore[arg-type]

    @classmethod
    def from_graph(
        cls, n: int, edges: Iterable[tuple[int, int, float]], *, p: int | None = None, **limits: Any
    ) -> Problem:
        """Make a problem of roads between nodes 0..n-1; every node asks and may carry a base."""
        from hamafza_engines.siting._distances import over_roads

        return cls.from_matrix(over_roads(n, edges), p=p, **limits)


@dataclass(frozen=True, slots=True)
class Params:
    """How hard to try.

    gap : the relative gap at which a plan counts as proved, 0 to 1.
    rounds : most steps of the dual at the root, 1 or more.
    node_rounds : the same at each node of the tree, 1 or more.
    kicks : disturbances of the search that may fail in a row, 0 or more.
    neighbours : how many nearest sites a demand looks at, as a multiple of n_sites / p; above 1.
    """

    gap: float = 1e-6
    rounds: int = 2000
    node_rounds: int = 40
    kicks: int = 20
    neighbours: float = 5.0

    def __post_init__(self) -> None:
        within("gap", self.gap, 0.0, nextafter(1.0, 0.0))
        for name, low in (("rounds", 1), ("node_rounds", 1), ("kicks", 0)):
            whole(name, getattr(self, name), low)
        within("neighbours", self.neighbours, nextafter(1.0, 2.0))


Status = Literal["proved", "stopped", "infeasible"]


def whole(name: str, value: object, low: int, high: int | None = None) -> int:
    """Return the whole number if it lies within low and high."""
    index = getattr(value, "__index__", None)
    if index is None or isinstance(value, bool) or index() < low or (high is not None and index() > high):
        upto, upto_fa = ("", " یا بیشتر") if high is None else (f" to {high}", f" تا {high}")
        raise BadInput(
            name, value, f"give a whole number from {low}{upto}", remedy_fa=f"عدد صحیح {low}{upto_fa} بدهید"
        )
    return int(index())


def within(name: str, value: object, low: float, high: float = 1e18) -> None:
    """Refuse what is no number within low and high."""
    if not isinstance(value, Real) or isinstance(value, bool) or not low <= value <= high:  # type: ignore[operator]
        raise BadInput(
            name,
            value,
            f"give a number from {low:g} to {high:g}",
            remedy_fa=f"عددی از {low:g} تا {high:g} بدهید",
        )


def _vector(name: str, given: object, size: int | None = None) -> NDArray[np.float64]:
    return _numbers(name, given, (size,), 0.0, 1e15)


def _points(name: str, given: object, size: int | None) -> NDArray[np.float64]:
    points = _numbers(name, given, (size, 2), -180.0, 180.0)
    if points.size and abs(points[:, 0]).max() > 90:
        raise BadInput(
            name, float(abs(points[:, 0]).max()), "latitude comes first and lies between -90 and 90"
        )
    return points


def _numbers(
    name: str, given: object, shape: tuple[int | None, ...], low: float, high: float
) -> NDArray[np.float64]:
    np = need("numpy", extra=EXTRA)
    try:
        array = np.ascontiguousarray(given, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        raise BadInput(name, given, "give numbers only") from None
    if array.size == 0 and array.ndim == 1 and len(shape) == 2:
        array = array.reshape(0, shape[1] or 0)
    if array.ndim != len(shape) or any(
        want is not None and want != got for want, got in zip(shape, array.shape, strict=True)
    ):
        raise BadInput(name, array.shape, f"give numbers in the shape {shape}")
    bad = ~((array >= low) & (array <= high))
    if bad.any():
        row = int(np.argwhere(bad)[0][0])
        raise BadInput(
            name, float(array[bad][0]), f"give finite numbers from {low:g} to {high:g}", row + 1,
            remedy_fa=f"عددهایی از {low:g} تا {high:g} بدهید",
        )  # fmt: skip
    return array  # type: ignore[no-any-return]
