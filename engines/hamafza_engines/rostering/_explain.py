"""Why this person serves here and not there, and who would have come instead."""

from __future__ import annotations

from typing import Any

from hamafza_engines.frame import BadInput, need
from hamafza_engines.rostering._arcs import Arcs, Ints
from hamafza_engines.rostering._missing import taken_of
from hamafza_engines.rostering._rules import clash, compatible, fits, minor
from hamafza_engines.rostering._types import Because, Explanation, Plan

_PASSED = 20  # more «why not» than anybody reads


def explain(plan: Plan, id_: str) -> Explanation:
    """Explain a volunteer or a shift by its id; a volunteer's id is looked for first."""
    np = need("numpy", extra="rostering")
    arcs, taken = taken_of(plan)
    held = np.zeros(len(arcs.vol), dtype=bool)
    held[taken] = True
    for at, v in enumerate(arcs.volunteers):
        if v.id == id_:
            mine = np.arange(arcs.first[at], arcs.first[at + 1])
            return _told(plan, arcs, taken, held, mine, id_, "volunteer")
    for at, shift in enumerate(arcs.shifts):
        if shift.id == id_:
            theirs = np.flatnonzero(arcs.slot_shift[arcs.slot] == at)
            return _told(plan, arcs, taken, held, theirs, id_, "shift")
    raise BadInput(
        "explain", id_, "name a volunteer or a shift by its id", remedy_fa="شناسهٔ خادمیار یا نوبت را بنویسید"
    )


def _told(plan: Plan, arcs: Arcs, taken: Ints, held: Ints, looked: Ints, id_: str, kind: Any) -> Explanation:
    chosen, others = looked[held[looked]], looked[~held[looked]]
    why = _Why(plan, arcs, taken, held)
    lacking = tuple(each for each in plan.missing if each.shift == id_) if kind == "shift" else ()
    return Explanation(
        id_,
        kind,
        tuple(why.taken(arc) for arc in chosen.tolist()),
        tuple(why.passed(arc) for arc in others[:_PASSED].tolist()),
        lacking,
    )


class _Why:
    """Looks at one arc after the other, with the loads of the whole roster at hand."""

    def __init__(self, plan: Plan, arcs: Arcs, taken: Ints, held: Ints) -> None:
        np = need("numpy", extra="rostering")
        self.plan, self.arcs, self.all, self.held = plan, arcs, taken, held
        self.load = arcs.vol_done + np.bincount(arcs.vol[taken], minlength=len(arcs.vol_cap))

    def taken(self, arc: int) -> Because:
        """Return what a seat costs with this person, and who free would cost least instead."""
        np = need("numpy", extra="rostering")
        arcs, slot = self.arcs, int(self.arcs.slot[arc])
        others = np.flatnonzero((arcs.slot == slot) & ~self.held)
        able = others[compatible(arcs, self.plan.params, self.all, others)]
        rest = self.all[self.all != arc]
        able = able[[not self._without_adult(other, rest) for other in able.tolist()]]
        if not len(able):
            return self._because(arc, "only_one_free", self._points(arc, beside=1))
        prices = [(self._points(other, beside=0), other) for other in able.tolist()]
        price, best = min(prices)
        reason = "least_cost" if price >= self._points(arc, beside=1) else "best_overall"
        return self._because(arc, reason, self._points(arc, beside=1), self._name(best))

    def passed(self, arc: int) -> Because:
        """Return what keeps this person from a seat they could take by themselves."""
        np = need("numpy", extra="rostering")
        arcs, params = self.arcs, self.plan.params
        vol, slot = int(arcs.vol[arc]), int(arcs.slot[arc])
        mine = self.all[arcs.vol[self.all] == vol].tolist()
        if len(mine) + arcs.vol_done[vol] >= arcs.volunteers[vol].max_shifts:
            return self._because(arc, "max_shifts")
        meets = [other for other in mine if clash(arcs, params, other, arc)]
        if meets:
            seat = arcs.shifts[arcs.slot_shift[arcs.slot[meets[0]]]].id
            return self._because(arc, "clash", rival=seat)
        if not fits(arcs, params, mine, arc):
            return self._because(arc, "hours")
        holders = np.flatnonzero((arcs.slot == slot) & self.held).tolist()
        if len(holders) < arcs.slot_number[slot]:
            return self._because(arc, "alone" if self._without_adult(arc, self.all) else "free")
        dearest = max(holders, key=lambda other: (self._points(other, beside=1), other))
        return self._because(arc, "others_serve", self._points(arc, beside=0), self._name(dearest))

    def _without_adult(self, arc: int, held: Ints) -> bool:
        """Tell whether this would put somebody under 18 on a shift that has no adult."""
        if "alone" not in self.plan.params.rules or not minor(self.arcs, arc):
            return False
        shift_of = self.arcs.slot_shift[self.arcs.slot]
        return bool(minor(self.arcs, held[shift_of[held] == shift_of[arc]]).all())

    def _points(self, arc: int, *, beside: int) -> int:
        """Return the points this seat costs with this person, as their next (0) or their last (1) shift."""
        load = int(self.load[self.arcs.vol[arc]]) - beside
        return int(self.arcs.cost[arc]) + self.plan.params.fairness * (2 * load + 1)

    def _name(self, arc: int) -> str:
        return str(self.arcs.volunteers[self.arcs.vol[arc]].id)

    def _because(self, arc: int, reason: str, points: int = 0, rival: str = "") -> Because:
        slot = int(self.arcs.slot[arc])
        shift = self.arcs.shifts[self.arcs.slot_shift[slot]].id
        return Because(shift, self.arcs.slot_skill[slot], self._name(arc), reason, points, rival)
