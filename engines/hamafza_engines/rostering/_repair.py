"""Somebody drops out: the fewest changes that cover their seats again, within a blink."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterator
from dataclasses import replace

from hamafza_engines.frame import BadInput, need
from hamafza_engines.rostering._arcs import Arcs, Ints, without
from hamafza_engines.rostering._missing import taken_of
from hamafza_engines.rostering._rules import fits, minor
from hamafza_engines.rostering._types import Assignment, Change, Params, Plan, Problem
from hamafza_engines.rostering._worth import worth

_LOOKS = 6000  # questions «may this person take that seat?» in one repair: about a tenth of a second


def repair(plan: Plan, volunteer: str, *, most: int = 3) -> Plan:
    """Return the roster without a volunteer; `changes` tells who came in or moved over, at most `most`.

    A seat is given to somebody free if there is one (one change), else somebody moves over from a seat that
    somebody free can take (two), or so once more (three), or from a less urgent seat, which stays open then.
    Nobody else's roster is touched. What is open is told by `missing`. The plan's problem is that of the
    people left, so that a second drop-out does not bring the first one back; fewer people cover no more, so
    the old bound holds.
    """
    np = need("numpy", extra="rostering")
    if isinstance(most, bool) or not isinstance(most, int) or not 0 <= most <= 1000:
        raise BadInput("most", most, "a whole number of changes from 0 to 1000")
    whole, taken = taken_of(plan)
    who = next((at for at, v in enumerate(whole.volunteers) if v.id == volunteer), None)
    if who is None:
        raise BadInput(
            "volunteer", volunteer, "name somebody of this problem", remedy_fa="این شناسه در فهرست نیست"
        )
    lost = taken[whole.vol[taken] == who]
    slots = whole.slot[lost[np.argsort(-whole.slot_priority[whole.slot[lost]], kind="stable")]].tolist()
    arcs, others = without(whole, who)
    work = _Work(arcs, plan.params, np.isin(np.arange(len(others)), taken)[others], most)
    work.changes = [Change(volunteer, _seat(whole, arc), None) for arc in lost.tolist()]
    still = [slot for slot in slots if not work.fill(slot)]
    for shift in sorted({int(arcs.slot_shift[slot]) for slot in slots}):
        work.accompany(shift)
    for slot in still:
        work.fill(slot)
    people = tuple(v for v in plan.problem.volunteers if v.id != volunteer)
    after = np.flatnonzero(work.held)
    cover, quality = worth(arcs, plan.params, after)
    return replace(
        plan,
        problem=Problem(people, plan.problem.shifts),
        assignments=_changed(plan.assignments, work.changes),
        cover=cover,
        quality=quality,
        status="stopped",
        changes=tuple(work.changes),
        work=(arcs, after),
    )


Step = tuple[int | None, int]


class _Work:
    """The roster while it is mended: which arcs are held, how many may change, how much looking is left."""

    def __init__(self, arcs: Arcs, params: Params, held: Ints, most: int) -> None:
        self.arcs, self.params, self.held, self.most, self.looks = arcs, params, held, most, _LOOKS
        self.changes: list[Change] = []
        self.known: dict[int, list[int]] = {}
        self.fresh: set[int] = set()  # seats taken in this repair: nobody is sent on from them

    def fill(self, slot: int) -> bool:
        """Carry out the shortest and then cheapest list of moves that fills the slot, if there is one."""
        chains = (self._chain(slot, length, frozenset()) for length in range(1, min(self.most, 3) + 1))
        chain = next((found for found in chains if found), None)
        chain = chain or (self._from_less_urgent(slot) if self.most else [])
        self.most -= len(chain)
        for leaves, takes in chain:
            self.held[takes] = True
            self.fresh.add(takes)
            if leaves is not None:
                self.held[leaves] = False
            before = None if leaves is None else _seat(self.arcs, leaves)
            self._told(takes, before, _seat(self.arcs, takes))
        self.known.clear()
        return bool(chain)

    def accompany(self, shift: int) -> None:
        """Where only people under 18 are left, an adult takes the seat of one of them, or nobody stays."""
        young = self._on(shift)
        if "alone" not in self.params.rules or not minor(self.arcs, young).all():
            return
        leave = young.tolist()
        for arc in leave:
            self.held[arc] = False
            if self.fill(int(self.arcs.slot[arc])):
                leave = [arc]
                break
            self.held[arc] = True
        self.held[leave] = False
        for arc in leave:
            self._told(arc, _seat(self.arcs, arc), None)

    def _told(self, arc: int, left: tuple[str, str] | None, took: tuple[str, str] | None) -> None:
        self.changes.append(Change(self.arcs.volunteers[self.arcs.vol[arc]].id, left, took))

    def _chain(self, slot: int, length: int, moved: frozenset[int]) -> list[Step]:
        if length == 1:
            free = next((arc for arc in self._free(slot) if int(self.arcs.vol[arc]) not in moved), None)
            return [] if free is None else [(None, free)]
        for leaves, takes in self._moves(slot):
            person = int(self.arcs.vol[takes])
            if person not in moved:
                tail = self._after(leaves, takes, length - 1, moved | {person})
                if tail:
                    return [(leaves, takes), *tail]
        return []

    def _from_less_urgent(self, slot: int) -> list[Step]:
        """Return the one move that leaves the least urgent seat open instead of this one."""
        urgent, slot_of = self.arcs.slot_priority, self.arcs.slot
        moves = [move for move in self._moves(slot) if urgent[slot_of[move[0]]] < urgent[slot]]
        swaps = [move for move in moves if self._may_leave(move[0])]
        return [min(swaps, key=lambda move: (int(urgent[slot_of[move[0]]]), *move))] if swaps else []

    def _moves(self, slot: int) -> Iterator[tuple[int, int]]:
        """Yield (the seat somebody can leave, this seat instead), the cheapest people first."""
        for arc in self._asked(slot):
            mine = self._mine(int(self.arcs.vol[arc]))
            for leaves in mine:
                if leaves not in self.fresh and self._may([other for other in mine if other != leaves], arc):
                    yield leaves, arc

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
        asked = np.flatnonzero((self.arcs.slot == slot) & ~self.held)
        young = minor(self.arcs, asked)
        if "alone" in self.params.rules and minor(self.arcs, self._on(int(self.arcs.slot_shift[slot]))).all():
            asked = asked[~young]
        return list(asked[np.argsort(self.arcs.cost[asked], kind="stable")].tolist())

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
