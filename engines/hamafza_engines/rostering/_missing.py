"""Why a seat stays empty: how the crowd thins out from all volunteers to those who could come."""

from __future__ import annotations

from collections import Counter

from hamafza_engines.frame import need
from hamafza_engines.rostering._arcs import Arcs, Ints, arcs_of, at_night, kilometres, points
from hamafza_engines.rostering._rules import compatible, minor, minutes_left, room_of
from hamafza_engines.rostering._types import Missing, Params, Plan

_FAR = 1 << 40


def taken_of(plan: Plan) -> tuple[Arcs, Ints]:
    """Return the network of a plan and the arcs its assignments take."""
    np = need("numpy", extra="rostering")
    if plan.work is not None:
        return plan.work
    arcs = arcs_of(plan.problem, plan.params)
    shift = {each.id: at for at, each in enumerate(arcs.shifts)}
    slot = {
        (int(s), skill): t for t, (s, skill) in enumerate(zip(arcs.slot_shift, arcs.slot_skill, strict=True))
    }
    vol = {each.id: at for at, each in enumerate(arcs.volunteers)}
    slots = len(arcs.slot_number)
    keys = [vol[a.volunteer] * slots + slot[shift[a.shift], a.skill] for a in plan.assignments]
    return arcs, np.flatnonzero(np.isin(arcs.vol * slots + arcs.slot, np.array(keys, dtype=np.int64)))


def missing(plan: Plan) -> tuple[Missing, ...]:
    """Return every slot with empty seats, the worst priority first, each with where the crowd went."""
    np = need("numpy", extra="rostering")
    arcs, taken = taken_of(plan)
    left = room_of(arcs, taken).seats
    crowd = _Crowd(arcs, plan.params, taken)
    order = np.argsort(arcs.slot, kind="stable")
    first = np.searchsorted(arcs.slot[order], np.arange(len(left) + 1))
    found = []
    for slot in np.lexsort((arcs.slot_shift, -arcs.slot_priority)).tolist():
        if left[slot]:
            funnel = crowd.funnel(slot, order[first[slot] : first[slot + 1]])
            reason = next((name for name, people in funnel if not people), "free")
            shift = arcs.shifts[arcs.slot_shift[slot]]
            found.append(Missing(shift.id, arcs.slot_skill[slot], int(left[slot]), reason, tuple(funnel)))
    return tuple(found)


class _Crowd:
    """All volunteers as arrays, to be sifted for one slot after the other."""

    def __init__(self, arcs: Arcs, params: Params, taken: Ints) -> None:
        np = need("numpy", extra="rostering")
        self.arcs, self.params, self.taken = arcs, params, taken
        self.spare, self.minutes = room_of(arcs, taken).cap, minutes_left(arcs, taken)
        self.skilled: dict[str, list[int]] = {}
        self.until: dict[str, list[int]] = {}
        for at, v in enumerate(arcs.volunteers):
            for skill, until in v.skills.items():
                self.skilled.setdefault(skill, []).append(at)
                self.until.setdefault(skill, []).append(_FAR if until is None else until)
        windows = [((-_FAR, _FAR),) if v.windows is None else v.windows for v in arcs.volunteers]
        keyed = [(at * 4 * _FAR + a, b) for at, several in enumerate(windows) for a, b in several]
        self.opens, self.closes = np.array(keyed, dtype=np.int64).reshape(-1, 2).T
        self.point, self.slot_point = points(arcs.volunteers), points(arcs.shifts)
        self.reach = np.array([v.max_km for v in arcs.volunteers])

    def funnel(self, slot: int, theirs: Ints) -> list[tuple[str, int]]:
        """Return how many people, beside those who have such a seat, are left after each question."""
        np = need("numpy", extra="rostering")
        arcs, skill = self.arcs, self.arcs.slot_skill[slot]
        start, end, shift = arcs.slot_start[slot], arcs.slot_end[slot], arcs.shifts[arcs.slot_shift[slot]]
        holders = theirs[np.isin(theirs, self.taken)]
        people = np.array(self.skilled.get(skill, ()), dtype=np.int64)
        others = ~np.isin(people, arcs.vol[holders])
        people, until = people[others], np.array(self.until.get(skill, ()), dtype=np.int64)[others]
        counts = [("skill", len(people))]
        people = people[until >= end]
        counts.append(("expired", len(people)))
        people = people[self._free(people, start, end)]
        counts.append(("time", len(people)))
        km = kilometres(self.point[people], self.slot_point[arcs.slot_shift[slot]])
        people = people[~(km > self.reach[people])]
        counts.append(("distance", len(people)))
        lone = sum(shift.seats.values()) < 2 and "alone" in self.params.rules
        if lone or at_night(start, end, self.params.night):
            people = people[arcs.vol_adult_at[people] <= start]
        counts.append(("age", len(people)))
        names = {shift.id, shift.centre} - {""}
        people = np.array(
            [p for p in people.tolist() if not arcs.volunteers[p].refuses & names], dtype=np.int64
        )
        counts.append(("refused", len(people)))
        many = self.spare[people] > 0
        if "hours" in self.params.rules:
            many &= self.minutes[people] >= end - start
        counts.append(("limits", int(many.sum())))
        able = np.setdiff1d(theirs, holders)
        able = able[compatible(arcs, self.params, self.taken, able)]
        counts.append(("elsewhere", len(able)))
        there = self.taken[arcs.slot_shift[arcs.slot[self.taken]] == arcs.slot_shift[slot]]
        if "alone" in self.params.rules and minor(arcs, there).all():
            counts.append(("alone", int((~minor(arcs, able)).sum())))
        return counts

    def _free(self, people: Ints, start: int, end: int) -> Ints:
        """Tell who has a window around the whole shift: the last one that opens by its start."""
        np = need("numpy", extra="rostering")
        at = np.searchsorted(self.opens, people * 4 * _FAR + start, side="right") - 1
        mine = (at >= 0) & (self.opens[at] >= people * 4 * _FAR - _FAR) if len(self.opens) else at >= 0
        return mine & (self.closes[at] >= end) if len(self.opens) else mine


def reasons(plan: Plan) -> Counter[str]:
    """Return the number of empty seats by reason."""
    counts: Counter[str] = Counter()
    for each in plan.missing:
        counts[each.reason] += each.number
    return counts
