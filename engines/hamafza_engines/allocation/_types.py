"""The problem of allocation as columns, and its parameters, refused when a value cannot be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from hamafza_engines.frame import BadInput, need

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[Any]
else:
    Ints = Any

EXTRA = "allocation"
LARGEST = 2**62  # sums of amounts and of worths stay below it, so that no 64-bit number overflows


@dataclass(frozen=True, slots=True)
class Pin:
    """A hand-made line: this need gets these units of this offer, whatever the solver would say."""

    need: int
    offer: int
    units: int


@dataclass(frozen=True, eq=False, kw_only=True)
class Problem:
    """Needs, offers and the arcs between those that fit, as columns (any sequence of whole numbers).

    need_amount : (n_needs,) units asked for; offer_amount : (n_offers,) units given, of the same kind
    arc_need, arc_offer : (n_arcs,) positions; arc_worth : (n_arcs,) worth of one unit on this arc, 1 or more
    need_group : (n_needs,) the group whose share counts for fairness, None: no groups
    need_bundle : (n_needs,) -1, or a number shared by needs that are served whole together or not at all
    offer_single : (n_offers,) 1 when it goes to one need only; offer_lot : (n_offers,) least units of a line
    pinned, forbidden : overrides by hand; ids are names for people, positions where they are not given
    """

    need_amount: Ints
    offer_amount: Ints
    arc_need: Ints
    arc_offer: Ints
    arc_worth: Ints
    need_group: Ints | None = None
    need_bundle: Ints | None = None
    offer_single: Ints | None = None
    offer_lot: Ints | None = None
    pinned: tuple[Pin, ...] = ()
    forbidden: frozenset[tuple[int, int]] = frozenset()
    need_ids: Sequence[str] | None = field(default=None, repr=False)
    offer_ids: Sequence[str] | None = field(default=None, repr=False)
    group_ids: Sequence[str] | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        need("numpy", extra=EXTRA)
        from hamafza_engines.allocation import _columns

        for name, column in _columns.checked(self).items():
            object.__setattr__(self, name, column)
        object.__setattr__(self, "pinned", tuple(self.pinned))
        object.__setattr__(self, "forbidden", frozenset(self.forbidden))
        _columns.check_overrides(self)

    @property
    def has_rules(self) -> bool:
        """Tell whether a rule breaks the network: bundles, single offers or least lots."""
        columns = (self.need_bundle, self.offer_single, self.offer_lot)
        return any(column is not None for column in columns)

    def need_name(self, i: int) -> str:
        """Return the name of a need."""
        return str(i) if self.need_ids is None else str(self.need_ids[i])

    def offer_name(self, j: int) -> str:
        """Return the name of an offer."""
        return str(j) if self.offer_ids is None else str(self.offer_ids[j])

    def group_name(self, g: int) -> str:
        """Return the name of a group."""
        return str(g) if self.group_ids is None else str(self.group_ids[g])

    def changed(self, change: "Change") -> "Problem":
        """Return the problem after a change; all other columns are shared."""
        from hamafza_engines.allocation import _columns

        return replace(self, **_columns.after(self, change))


@dataclass(frozen=True, slots=True)
class Change:
    """What became different: new amounts by position (0: withdrawn), and overrides added or taken back."""

    need_amounts: Mapping[int, int] = field(default_factory=dict)
    offer_amounts: Mapping[int, int] = field(default_factory=dict)
    pinned: tuple[Pin, ...] = ()
    forbidden: frozenset[tuple[int, int]] = frozenset()
    released: frozenset[tuple[int, int]] = frozenset()

    def needs(self) -> set[int]:
        """Return the needs it touches."""
        pairs = {*self.forbidden, *self.released, *((pin.need, pin.offer) for pin in self.pinned)}
        return {*self.need_amounts, *(i for i, _ in pairs)}

    def offers(self) -> set[int]:
        """Return the offers it touches."""
        pairs = {*self.forbidden, *self.released, *((pin.need, pin.offer) for pin in self.pinned)}
        return {*self.offer_amounts, *(j for _, j in pairs)}


@dataclass(frozen=True, slots=True)
class Params:
    """How fair, and how far the side rules are searched.

    floor : 0-1; shares of groups below it are made as equal as can be (lexicographic max-min), above it worth
    decides. 1: fairness to the last unit; 0: worth alone.
    ease : 0-1; the part of its fairest units that a group may miss where that is worth more; 0.01 keeps 99 of
    every hundred, rounded up. It makes one giant component far cheaper.
    price : also solve for worth alone, so that the price of fairness is shown.
    mip_arcs : components up to this many arcs have their side rules solved by a MIP, larger ones by dives.
    rule_gap : the relative gap at which that MIP may stop, the plan still being told as the best.
    """

    floor: float = 1.0
    ease: float = 0.0
    price: bool = True
    mip_arcs: int = 20_000
    rule_gap: float = 1e-6

    def __post_init__(self) -> None:
        for name in ("floor", "ease", "rule_gap"):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1:
                raise BadInput(name, value, "give a number from 0 to 1", remedy_fa="عددی از ۰ تا ۱ بدهید")
        if isinstance(self.mip_arcs, bool) or not isinstance(self.mip_arcs, int) or self.mip_arcs < 0:
            raise BadInput("mip_arcs", self.mip_arcs, "give a whole number of 0 or more")
        if not isinstance(self.price, bool):
            raise BadInput("price", self.price, "give True or False", remedy_fa="بله یا خیر بدهید")
