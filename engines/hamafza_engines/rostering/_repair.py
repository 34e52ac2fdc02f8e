"""Somebody drops out: the fewest changes that cover their seats again, within a blink."""

from __future__ import annotations

from bisect import insort
from dataclasses import replace

from hamafza_engines.frame import BadInput, need
from hamafza_engines.rostering._arcs import Arcs, Ints
from hamafza_engines.rostering._missing import taken_of
from hamafza_engines.rostering._rules import fits, minor
from hamafza_engines.rostering._types import Assignment, Change, Params, Plan
from hamafza_engines.rostering._worth import worth

_LOOKS = 6000  # questions «may this person take that seat?» in one repair: about a tenth of a second


def repair(plan: Plan, volunteer: str, *, most: int = 3) -> Plan:
    """Return the roster without a volunteer; `changes` tells who came in or moved over, at most `most`.

    A seat is given to somebody free if there is one (one change), else somebody moves over from a seat that
    somebody free can take (two), or so once more (three). Nobody else's roster is touched. A seat for which
    the changes do not suffice stays open and is told by `missing`. Fewer people cover no more, so the old
    bound holds.
    """
    np = need("numpy", extra="rostering")
    if isinstance(most, bool) or not isinstance(most, int) or not 0 <= most <= 1000:
        raise BadInput("most", most, "a whole number of changes from 0 to 1000")
    arcs, taken = taken_of(plan)
    who = next((at for at, v in enumerate(arcs.volunteers) if v.id == volunteer), None)
    if who is None:
        raise BadInput(
            "volunteer", volunteer, "name somebody of this problem", remedy_fa="این شناسه در فهرست نیست"
        )
    lost = taken[arcs.vol[taken] == who]
    work = _Work(arcs, plan.params, taken, who)
    changes = [Change(volunteer, _seat(arcs, arc), None) for arc in lost.tolist()]
    left = most
    for arc in lost[np.argsort(-arcs.slot_priority[arcs.slot[lost]], kind="stable")].tolist():
        chain = work.chain(int(arcs.slot[arc]), left)
        left -= len(chain)
        for leaves, takes in chain:
            work.move(leaves, takes)
            before = None if leaves is None else _seat(arcs, leaves)
            changes.append(Change(arcs.volunteers[arcs.vol[takes]].id, before, _seat(arcs, takes)))
    for arc in work.left_alone(lost):
        work.held[arc] = False
        changes.append(Change(arcs.volunteers[arcs.vol[arc]].id, _seat(arcs, arc), None))
    after = np.flatnonzero(work.held)
    cover, quality = worth(arcs, plan.params, after)
    return replace(
        plan,
        assignments=_changed(plan.assignments, changes),
        cover=cover,
        quality=quality,
        status="stopped",
        changes=tuple(changes),
        work=(arcs, after),
    )


Step = tuple[int | None, int]


class _Work:
    """The roster while it is being mended: which arcs are held, and how much looking is left."""

    def __init__(self, arcs: Arcs, params: Params, taken: Ints, gone: int) -> None:
        np = need("numpy", extra="rostering")
        self.arcs, self.params, self.gone, self.looks = arcs, params, gone, _LOOKS
        self.held = np.zeros(len(arcs.vol), dtype=bool)
        self.held[taken] = True
        self.held[arcs.first[gone] : arcs.first[gone + 1]] = False
        self.known: dict[int, list[int]] = {}

    def chain(self, slot: int, most: int) -> list[Step]:
        """Return the shortest and then cheapest list of moves that fills the slot."""
        for length in range(1, min(most, 3) + 1):
            found = self._chain(slot, length, frozenset({self.gone}))
            if found:
                return found
        return []

    def move(self, leaves: int | None, takes: int) -> None:
        """Carry out one step."""
        self.held[takes] = True
        if leaves is not None:
            self.held[leaves] = False
        self.known.clear()

    def left_alone(self, lost: Ints) -> list[int]:
        """Return those under 18 who now stand alone where the drop-out would have been with them."""
        found = []
        for shift in sorted(set(self.arcs.slot_shift[self.arcs.slot[lost]].tolist())):
            there = self._on(shift)
            if "alone" in self.params.rules and len(there) and minor(self.arcs, there).all():
                found += there.tolist()
        return found

    def _chain(self, slot: int, length: int, moved: frozenset[int]) -> list[Step]:
        if length == 1:
            free = next((arc for arc in self._free(slot) if int(self.arcs.vol[arc]) not in moved), None)
            return [] if free is None else [(None, free)]
        for arc in self._asked(slot):
            person = int(self.arcs.vol[arc])
            mine = self._mine(person)
            for leaves in mine if person not in moved else ():
                others = [other for other in mine if other != leaves]
                if self._may(others, arc) and self._may_leave(leaves):
                    tail = self._after(leaves, arc, length - 1, moved | {person})
                    if tail:
                        return [(leaves, arc), *tail]
        return []

    def _after(self, leaves: int, takes: int, length: int, moved: frozenset[int]) -> list[Step]:
        """Return the chain that fills the seat left, on the roster as it stands after this step."""
        known, self.known = self.known, {}
        self.held[leaves], self.held[takes] = False, True
        found = self._chain(int(self.arcs.slot[leaves]), length, moved)
        self.held[leaves], self.held[takes] = True, False
        self.known = known
        return found

    def _free(self, slot: int) -> list[int]:
        """Return the arcs of people who can take the slot beside all they have, the cheapest first."""
        if slot not in self.known:
            arcs, able = self.arcs, []
            for arc in self._asked(slot):
                person = int(arcs.vol[arc])
                mine = self._mine(person)
                if len(mine) < arcs.vol_cap[person] and self._may(mine, arc):
                    load = int(arcs.vol_done[person]) + len(mine)
                    able.append((int(arcs.cost[arc]) + 2 * self.params.fairness * load, arc))
            self.known[slot] = [arc for _, arc in sorted(able)]
        return self.known[slot]

    def _asked(self, slot: int) -> list[int]:
        """Return who could take the slot by themselves and has it not; under 18 only beside an adult."""
        np = need("numpy", extra="rostering")
        arcs = self.arcs
        asked = np.flatnonzero((arcs.slot == slot) & ~self.held)
        young = minor(arcs, asked)
        if "alone" in self.params.rules and young.any():
            there = self._on(int(arcs.slot_shift[slot]))
            if not len(there) or minor(arcs, there).all():
                asked = asked[~young]
        asked = asked[arcs.vol[asked] != self.gone]
        return list(asked[np.argsort(arcs.cost[asked], kind="stable")].tolist())

    def _may(self, mine: list[int], arc: int) -> bool:
        self.looks -= 1
        return self.looks >= 0 and fits(self.arcs, self.params, mine, arc)

    def _mine(self, person: int) -> list[int]:
        begin, end = int(self.arcs.first[person]), int(self.arcs.first[person + 1])
        return [begin + k for k in self.held[begin:end].nonzero()[0].tolist()]

    def _on(self, shift: int) -> Ints:
        np = need("numpy", extra="rostering")
        return np.flatnonzero(self.held & (self.arcs.slot_shift[self.arcs.slot] == shift))

    def _may_leave(self, leaves: int) -> bool:
        """Nobody leaves an under-18 alone."""
        there = self._on(int(self.arcs.slot_shift[self.arcs.slot[leaves]]))
        there = there[there != leaves]
        return "alone" not in self.params.rules or not len(there) or not minor(self.arcs, there).all()


def _changed(assignments: tuple[Assignment, ...], changes: list[Change]) -> tuple[Assignment, ...]:
    gone = {(*change.left, change.volunteer) for change in changes if change.left}
    kept = [a for a in assignments if (a.shift, a.skill, a.volunteer) not in gone]
    for change in changes:
        if change.took:
            insort(kept, Assignment(*change.took, change.volunteer))
    return tuple(kept)


def _seat(arcs: Arcs, arc: int) -> tuple[str, str]:
    slot = int(arcs.slot[arc])
    return arcs.shifts[arcs.slot_shift[slot]].id, arcs.slot_skill[slot]
