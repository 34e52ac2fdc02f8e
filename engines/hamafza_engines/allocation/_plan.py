"""What comes out: units by arc, how good that is, and why."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from hamafza_engines.allocation._types import Ints, Params, Problem
from hamafza_engines.frame import BadInput

Reason = Literal["full", "no_offer", "exhausted", "fairness", "rule", "pinned", "stopped"]
Why = Literal["given", "exhausted", "not_needed", "forbidden", "pinned", "rule"]


@dataclass(frozen=True, slots=True)
class Line:
    """Units that go from an offer to a need; `worth` is of one unit."""

    need: str
    offer: str
    units: int
    worth: int
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Rival:
    """An offer that fits, and what came of it; `need` is the rival that would lose its units first.

    `worth` is of one unit here, `rival_worth` of one unit there; `left` is what nobody took.
    """

    offer: str
    why: Why
    units: int
    worth: int
    left: int
    need: str | None = None
    group: str | None = None
    rival_worth: int | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a need has what it has: its lines, every offer that fits, and what held it back.

    reason : full; no_offer (none fits); exhausted (all that fit are given to needs worth as much or more);
    fairness (worth alone would have given `by_worth` units, its group's share is `share`, the floor `floor`);
    rule (a bundle, a single offer or a lot); pinned (a hand-made line keeps what is left away);
    stopped (time was up before this was weighed).
    """

    need: str
    asked: int
    served: int
    reason: Reason
    group: str | None
    share: float | None
    floor: float | None
    by_worth: int | None
    offers: tuple[Rival, ...]

    def words(self, language: str = "fa") -> str:
        """Say it in a few sentences."""
        from hamafza_engines.allocation._words import explained

        return explained(self, language)


@dataclass(frozen=True, slots=True)
class GroupShare:
    """A group's units asked and served, and the units that worth alone would have given it."""

    group: str
    asked: int
    served: int
    by_worth: int | None

    @property
    def share(self) -> float:
        """Return served / asked, 1 when nothing was asked."""
        return self.served / self.asked if self.asked else 1.0


@dataclass(frozen=True, eq=False)
class Plan:
    """Units by arc (`flow`), the least units by group (`floor`), and by component what is proved.

    `value` is the worth of all units given; nothing that keeps the same floors is worth more than `bound`.
    """

    problem: Problem = field(repr=False)
    params: Params
    flow: Ints = field(repr=False)
    floor: Ints = field(repr=False)
    label: Ints = field(repr=False)
    bounds: Ints = field(repr=False)
    plains: Ints = field(repr=False)
    plain_served: Ints = field(repr=False)
    unproved: Ints = field(repr=False)
    unpriced: Ints = field(repr=False)
    value: int

    @property
    def bound(self) -> int:
        """Return the most worth that the same floors allow, as far as proved."""
        return max(self.value, int(self.bounds.sum()))

    @property
    def gap(self) -> float:
        """Return how far the value may be below the bound, as a share of it."""
        return (self.bound - self.value) / self.bound if self.bound else 0.0

    @property
    def status(self) -> Literal["optimal", "stopped"]:
        """Tell whether every component was solved to the end, or as near to it as `rule_gap` asks."""
        return "stopped" if self.unproved.any() and self.gap > self.params.rule_gap else "optimal"

    @property
    def value_without_fairness(self) -> int | None:
        """Return the most worth without floors, None when that was not asked or time was up."""
        return None if self.unpriced.any() else int(self.plains.sum())

    @property
    def price_of_fairness(self) -> float | None:
        """Return the share of worth given up for fairness, 0-1."""
        plain = self.value_without_fairness
        return None if plain is None else max(0.0, 1 - self.bound / plain) if plain else 0.0

    def served(self) -> Ints:
        """Return the units each need gets."""
        import numpy as np

        units = np.zeros(len(self.problem.need_amount), np.int64)
        np.add.at(units, self.problem.arc_need, self.flow)
        return units

    def lines(self) -> Iterator[Line]:
        """Give every line of the plan, by need, then by offer."""
        import numpy as np

        problem, pinned = self.problem, {(pin.need, pin.offer) for pin in self.problem.pinned}
        arcs = np.flatnonzero(self.flow)
        arcs = arcs[np.lexsort((problem.arc_offer[arcs], problem.arc_need[arcs]))]
        for arc in arcs.tolist():
            i, j = int(problem.arc_need[arc]), int(problem.arc_offer[arc])
            yield Line(
                problem.need_name(i), problem.offer_name(j), int(self.flow[arc]), int(problem.arc_worth[arc]),
                (i, j) in pinned,
            )  # fmt: skip

    def groups(self) -> list[GroupShare]:
        """Return the share of every group, the least served first."""
        from hamafza_engines.allocation._explain import group_shares

        return group_shares(self)

    def explain(self, need: int | str) -> Explanation:
        """Say why a need (its position, or its id) has what it has."""
        from hamafza_engines.allocation._explain import explain

        return explain(self, self._position(need))

    def _position(self, need: int | str) -> int:
        ids, count = self.problem.need_ids, len(self.problem.need_amount)
        if isinstance(need, str):
            found = list(ids).index(need) if ids is not None and need in ids else None
            if found is None and ids is None and need.isdecimal() and int(need) < count:
                found = int(need)
            if found is None:
                raise BadInput("need", need, "give the id of a need", remedy_fa="شناسهٔ یک نیاز را بدهید")
            return found
        if not 0 <= need < count:
            raise IndexError(f"need must lie between 0 and {count - 1}")
        return need

    def summary(self, language: str = "fa") -> str:
        """Return the plan in a few lines for people, in Persian («fa») or English («en»)."""
        from hamafza_engines.allocation._words import summary

        return summary(self, language)
