"""Neighbourhood after neighbourhood, each solved exactly, until the roster is near enough to the bound."""

from __future__ import annotations

from random import Random

from hamafza_engines.frame import Within, need
from hamafza_engines.rostering._arcs import Arcs, Ints
from hamafza_engines.rostering._neighbourhood import Effort, improved
from hamafza_engines.rostering._prices import Found
from hamafza_engines.rostering._rules import minutes_left, refilled, room_of
from hamafza_engines.rostering._types import Params
from hamafza_engines.rostering._worth import gap, worth

_WHOLE = 12_000  # arcs up to which the whole roster is one neighbourhood, so that it can be proved
_SMALL, _LARGE = 300, 4_000  # arcs of a part: it grows while parts are proved and bring nothing
_PATIENCE = 200  # parts in a row without any gain
_WORK = 0.5  # CP-SAT's own unit, about a second
_LONGEST = 10.0  # seconds that Ctrl-C may have to wait for an answer


def searched(arcs: Arcs, params: Params, found: Found, *, stop: Within, seed: int) -> Found:
    """Return a roster at least as good, and the bound, lowered to the roster if the whole was proved."""
    np = need("numpy", extra="rostering")
    taken, bound = found.taken, found.bound
    if len(arcs.vol) <= _WHOLE and not stop.over():
        everything = np.arange(len(arcs.vol))
        effort = Effort(work=4.0, seconds=min(_LONGEST, stop.left() / 2), seed=seed)
        answer = improved(arcs, params, taken, everything, effort)
        taken = max(np.sort(answer.arcs), taken, key=lambda some: worth(arcs, params, some))
        if answer.bound is not None:
            bound = max(min(bound, answer.bound), worth(arcs, params, taken))
    chance, idle, size = Random(seed), 0, _SMALL  # noqa: S311
    near = _Near(arcs)
    binding = "hours" in params.rules and bool(
        (minutes_left(arcs, taken) < arcs.slot_minutes.max(initial=0)).any()
    )
    while not stop.over() and idle < _PATIENCE and gap(worth(arcs, params, taken), bound) > params.gap:
        part = (
            near.part(taken, size, chance)
            if not binding or chance.random() < 0.5
            else near.rested(taken, size, chance)
        )
        answer = improved(arcs, params, taken, part, Effort(_WORK, stop.left(), seed))
        after = np.sort(np.concatenate((np.setdiff1d(taken, part, assume_unique=True), answer.arcs)))
        if worth(arcs, params, after) > worth(arcs, params, taken):
            taken, idle = after, 0
        else:
            idle += 1
            size = min(_LARGE, size + size // 8) if answer.proved else max(_SMALL, size - size // 4)
    return Found(refilled(arcs, params, taken), bound)  # a part may have freed somebody for a seat outside it


class _Near:
    """Finds people and seats that lie near to each other in the network."""

    def __init__(self, arcs: Arcs) -> None:
        np = need("numpy", extra="rostering")
        self.arcs = arcs
        self.order = np.argsort(arcs.slot, kind="stable")
        self.first = np.searchsorted(arcs.slot[self.order], np.arange(len(arcs.slot_number) + 1))

    def part(self, taken: Ints, size: int, chance: Random) -> Ints:
        """Return the arcs of some people around a seat nobody fills, or around a tired person."""
        np = need("numpy", extra="rostering")
        held = np.zeros(len(self.arcs.vol), dtype=bool)
        held[taken] = True
        used = np.bincount(self.arcs.slot[taken], minlength=len(self.arcs.slot_number))
        wanted = used < self.arcs.slot_number
        seeds = self._seed(taken, chance)
        if seeds and chance.random() < 0.5:
            return self._days_around(seeds[0], size, chance)
        slots, people, count = seeds, [], 0  # type: list[int], list[int], int
        seen_slots, seen = set(slots), set()  # type: set[int], set[int]
        while slots and count < size:
            slot = slots.pop(chance.randrange(len(slots)))
            theirs = self.order[self.first[slot] : self.first[slot + 1]]
            known = [arc for arc in theirs.tolist() if self.arcs.vol[arc] not in seen]
            chance.shuffle(known)
            known.sort(key=lambda arc: not held[arc])  # those on the seat can give it up
            for arc in known[: max(4, int(self.arcs.slot_number[slot]) + 4)]:
                if count >= size:
                    break
                person = int(self.arcs.vol[arc])
                begin, end = int(self.arcs.first[person]), int(self.arcs.first[person + 1])
                seen.add(person)
                people.append(person)
                useful = int(wanted[self.arcs.slot[begin:end]].sum()) + int(held[begin:end].sum())
                count += max(useful, (end - begin) // 3)
                mine = self.arcs.slot[begin:end][held[begin:end]].tolist()
                slots += [other for other in mine if other not in seen_slots]
                seen_slots.update(mine)
        ranges = [np.arange(self.arcs.first[p], self.arcs.first[p + 1]) for p in sorted(people)]
        return np.concatenate(ranges) if ranges else taken[:0]

    def rested(self, taken: Ints, size: int, chance: Random) -> Ints:
        """Return the arcs of people who have hours left, which together may make whole shifts."""
        np = need("numpy", extra="rostering")
        arcs, left = self.arcs, minutes_left(self.arcs, taken)
        left[room_of(arcs, taken).cap <= 0] = 0
        drawn = [
            (chance.random() ** (1 / (1 + max(0, minutes))), at) for at, minutes in enumerate(left.tolist())
        ]
        people = np.array([at for _, at in sorted(drawn, reverse=True)], dtype=np.int64)
        many = np.diff(arcs.first)[people]
        chosen = np.zeros(len(left), dtype=bool)
        chosen[people[np.cumsum(many) - many < size]] = True
        return np.flatnonzero(chosen[arcs.vol])

    def _days_around(self, slot: int, size: int, chance: Random) -> Ints:
        """Return the arcs of some days, of those who could take the slot first: they may change places."""
        np = need("numpy", extra="rostering")
        arcs, reach = self.arcs, 1440 * chance.choice((1, 2, 3))
        near = np.flatnonzero(np.abs(arcs.slot_start[arcs.slot] - arcs.slot_start[slot]) <= reach)
        able = set(arcs.vol[self.order[self.first[slot] : self.first[slot + 1]]].tolist())
        counts = np.bincount(arcs.vol[near], minlength=len(arcs.vol_cap))
        people = np.flatnonzero(counts).tolist()
        chance.shuffle(people)
        people.sort(key=lambda person: person not in able)
        chosen = np.zeros(len(arcs.vol_cap), dtype=bool)
        chosen[
            [p for p, before in zip(people, np.cumsum(counts[people]), strict=True) if before <= 2 * size]
        ] = True
        return near[chosen[arcs.vol[near]]]

    def _seed(self, taken: Ints, chance: Random) -> list[int]:
        np = need("numpy", extra="rostering")
        used = np.bincount(self.arcs.slot[taken], minlength=len(self.arcs.slot_number))
        wanted = np.flatnonzero((self.arcs.slot_number > used) & (np.diff(self.first) > 0))
        if len(wanted) and chance.random() < 0.7:
            return chance.choices(wanted.tolist(), self.arcs.slot_priority[wanted].tolist())
        if not len(taken):
            return []
        load = np.bincount(self.arcs.vol[taken], minlength=len(self.arcs.vol_cap))
        tired = np.flatnonzero(load >= max(1, load.max() - chance.randrange(3)))
        person = tired[chance.randrange(len(tired))]
        return list(self.arcs.slot[taken[self.arcs.vol[taken] == person]].tolist())
