"""The rules that no network holds: overlap and rest over several shifts, hours of the month, never alone."""

from __future__ import annotations

from hamafza_engines.frame import need
from hamafza_engines.rostering._arcs import Arcs, Ints
from hamafza_engines.rostering._flow import Room, flow
from hamafza_engines.rostering._types import Params

_BIG = 1 << 42


def room_of(arcs: Arcs, taken: Ints) -> Room:
    """Return what the taken arcs leave free."""
    np = need("numpy", extra="rostering")
    used = np.bincount(arcs.slot[taken], minlength=len(arcs.slot_number))
    load = np.bincount(arcs.vol[taken], minlength=len(arcs.vol_cap))
    return Room(arcs.slot_number - used, arcs.vol_cap - load, arcs.vol_done + load)


def minutes_left(arcs: Arcs, taken: Ints) -> Ints:
    """Return the minutes of the month each volunteer has left."""
    np = need("numpy", extra="rostering")
    spent = np.bincount(
        arcs.vol[taken], weights=arcs.slot_minutes[arcs.slot[taken]], minlength=len(arcs.vol_cap)
    )
    return arcs.vol_minutes - spent.astype(np.int64)


def pruned(arcs: Arcs, params: Params, taken: Ints) -> Ints:
    """Return the taken arcs without those that break a rule; of a person's shifts the scarcest seats stay."""
    np = need("numpy", extra="rostering")
    broken = np.zeros(len(arcs.vol_cap), dtype=bool)
    if params.rules & {"overlap", "rest"}:
        order = taken[np.lexsort((arcs.slot_start[arcs.slot[taken]], arcs.vol[taken]))]
        vol, slot = arcs.vol[order], arcs.slot[order]
        late = arcs.slot_start[slot[1:]] < arcs.slot_end[slot[:-1]] + arcs.vol_rest[vol[1:]]
        broken[vol[1:][(vol[1:] == vol[:-1]) & late]] = True
    if "hours" in params.rules:
        broken |= minutes_left(arcs, taken) < 0
    scarce = np.bincount(arcs.slot, minlength=len(arcs.slot_number))
    kept = [taken[~broken[arcs.vol[taken]]]]
    mine: dict[int, list[int]] = {}
    for arc in taken[broken[arcs.vol[taken]]].tolist():
        mine.setdefault(int(arcs.vol[arc]), []).append(arc)
    for several in mine.values():
        several.sort(key=lambda a: (-arcs.slot_priority[arcs.slot[a]], scarce[arcs.slot[a]], arcs.cost[a], a))
        kept.append(np.array(_keepable(arcs, params, several), dtype=np.int64))
    taken = np.sort(np.concatenate(kept))
    return taken[~_alone(arcs, taken)] if "alone" in params.rules else taken


def _keepable(arcs: Arcs, params: Params, several: list[int]) -> list[int]:
    kept: list[int] = []
    for arc in several:
        if fits(arcs, params, kept, arc):
            kept.append(arc)
    return kept


def fits(arcs: Arcs, params: Params, held: list[int], arc: int) -> bool:
    """Tell whether a person who holds some arcs may take one more (the number of shifts not asked)."""
    if any(clash(arcs, params, other, arc) for other in held):
        return False
    minutes = sum(int(arcs.slot_end[s]) - int(arcs.slot_start[s]) for s in arcs.slot[[*held, arc]].tolist())
    return "hours" not in params.rules or minutes <= int(arcs.vol_minutes[arcs.vol[arc]])


def clash(arcs: Arcs, params: Params, one: int, other: int) -> bool:
    """Tell whether two arcs of one person are of one shift, meet, or leave too little rest."""
    here, there = int(arcs.slot[one]), int(arcs.slot[other])
    if arcs.slot_shift[here] == arcs.slot_shift[there]:
        return True
    if not params.rules & {"overlap", "rest"}:
        return False
    rest = int(arcs.vol_rest[arcs.vol[one]])
    meet = arcs.slot_start[here] < arcs.slot_end[there] + rest
    return bool(meet and arcs.slot_start[there] < arcs.slot_end[here] + rest)


def compatible(arcs: Arcs, params: Params, taken: Ints, asked: Ints) -> Ints:
    """Tell which asked arcs their volunteer could take beside all they have (seats not asked)."""
    np = need("numpy", extra="rostering")
    vol, slot = arcs.vol[asked], arcs.slot[asked]
    concerned = np.zeros(len(arcs.vol_cap), dtype=bool)
    concerned[vol] = True
    taken = taken[concerned[arcs.vol[taken]]]
    good = room_of(arcs, taken).cap[vol] > 0
    shifts = len(arcs.shifts)
    held = arcs.vol[taken] * shifts + arcs.slot_shift[arcs.slot[taken]]
    good &= ~np.isin(vol * shifts + arcs.slot_shift[slot], held)
    if "hours" in params.rules:
        good &= arcs.slot_minutes[slot] <= minutes_left(arcs, taken)[vol]
    if params.rules & {"overlap", "rest"} and len(taken):
        start, end = arcs.slot_start[slot], arcs.slot_end[slot]
        key = np.sort(arcs.vol[taken] * _BIG + arcs.slot_start[arcs.slot[taken]])
        order = np.lexsort((arcs.slot_start[arcs.slot[taken]], arcs.vol[taken]))
        sorted_slot, sorted_vol = arcs.slot[taken][order], arcs.vol[taken][order]
        at = np.searchsorted(key, vol * _BIG + start)
        before, after = np.maximum(at - 1, 0), np.minimum(at, len(taken) - 1)
        rest = arcs.vol_rest[vol]
        good &= ~(
            (sorted_vol[after] == vol)
            & (at < len(taken))
            & (arcs.slot_start[sorted_slot[after]] < end + rest)
        )
        good &= ~(
            (sorted_vol[before] == vol) & (at > 0) & (start < arcs.slot_end[sorted_slot[before]] + rest)
        )
    return good


def refilled(arcs: Arcs, params: Params, taken: Ints) -> Ints:
    """Give free seats to people who fit beside what they have: rounds of flows, one more shift each round."""
    np = need("numpy", extra="rostering")
    while True:
        room = room_of(arcs, taken)
        free = np.setdiff1d(np.flatnonzero(room.seats[arcs.slot] > 0), taken, assume_unique=True)
        free = free[compatible(arcs, params, taken, free)]
        if "alone" in params.rules:
            adult = np.zeros(len(arcs.shifts), dtype=bool)
            adult[arcs.slot_shift[arcs.slot[taken[~minor(arcs, taken)]]]] = True
            free = free[~minor(arcs, free) | adult[arcs.slot_shift[arcs.slot[free]]]]
        one = Room(room.seats, np.minimum(room.cap, 1), room.load)
        more = flow(arcs, params, one, free, np.full(len(free), -1))
        if not len(more):
            return taken
        taken = np.sort(np.concatenate((taken, more)))


def minor(arcs: Arcs, asked: Ints) -> Ints:
    """Tell which arcs put somebody under 18 on a shift."""
    return arcs.vol_adult_at[arcs.vol[asked]] > arcs.slot_start[arcs.slot[asked]]


def _alone(arcs: Arcs, taken: Ints) -> Ints:
    np = need("numpy", extra="rostering")
    young = minor(arcs, taken)
    shift = arcs.slot_shift[arcs.slot[taken]]
    adults = np.bincount(shift[~young], minlength=len(arcs.shifts))
    return young & (adults[shift] == 0)
