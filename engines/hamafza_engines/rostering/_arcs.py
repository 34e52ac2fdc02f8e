"""Who may take which seat, as arrays: one arc for each (volunteer, slot) that breaks no rule by itself.

A slot is one skill of one shift. Volunteers and shifts are sorted by id first, so that their order in the
problem changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from hamafza_engines.frame import need
from hamafza_engines.rostering._types import Params, Problem, Shift, Volunteer

Ints = Any  # an array of whole numbers; numpy itself is imported where it is used
_EARTH_KM = 6371.0088
_FAR = 1 << 40  # minutes; keeps the starts of different skills apart in one sorted key
_CHUNK = 500_000  # candidate pairs looked at together; bounds the memory
_ALWAYS = ((-_FAR, _FAR),)
_TRAVEL_TOP = 200  # points; a journey never outweighs a seat


@dataclass(frozen=True, slots=True)
class Arcs:
    """The network in arrays: slots, limits of volunteers, and arcs sorted by volunteer and start."""

    volunteers: tuple[Volunteer, ...]
    shifts: tuple[Shift, ...]
    slot_skill: tuple[str, ...]
    slot_shift: Ints
    slot_start: Ints
    slot_end: Ints
    slot_number: Ints
    slot_priority: Ints
    vol_cap: Ints
    vol_done: Ints
    vol_minutes: Ints
    vol_rest: Ints
    vol_adult_at: Ints
    vol: Ints
    slot: Ints
    cost: Ints
    first: Ints

    @property
    def slot_minutes(self) -> Ints:
        """Return how long each slot lasts."""
        return self.slot_end - self.slot_start


def arcs_of(problem: Problem, params: Params) -> Arcs:
    """Return every pair that skill, time, distance, age and refusals allow, with its cost in points."""
    np = need("numpy", extra="rostering")
    volunteers = tuple(sorted(problem.volunteers, key=lambda each: each.id))
    shifts = tuple(sorted(problem.shifts, key=lambda each: each.id))
    slots = [
        (at, skill, number)
        for at, shift in enumerate(shifts)
        for skill, number in sorted(shift.seats.items())
        if number
    ]
    slot_shift = _ints(at for at, _, _ in slots)
    start, end = _ints(s.start for s in shifts)[slot_shift], _ints(s.end for s in shifts)[slot_shift]
    minutes = _ints(round(60 * max(0.0, v.max_hours - v.hours_done)) for v in volunteers)
    hours = "hours" in params.rules
    table = _Slots(slots, shifts, start, end, slot_shift, params)
    parts = list(_pairs(volunteers, table, minutes if hours else None))
    vol = np.concatenate([part[0] for part in parts] or [_ints(())])
    slot = np.concatenate([part[1] for part in parts] or [_ints(())])
    km = np.concatenate([part[2] for part in parts] or [np.zeros(0)])
    kept = ~_told(volunteers, table, vol, slot, "refuses")
    vol, slot, km = vol[kept], slot[kept], km[kept]
    cost = np.minimum(np.rint(np.nan_to_num(km) * params.travel), _TRAVEL_TOP).astype(np.int64)
    cost -= params.continuity * _told(volunteers, table, vol, slot, "centres")
    cost -= params.wish * _told(volunteers, table, vol, slot, "wishes")
    order = np.lexsort((slot, start[slot], vol))
    vol, slot, cost = vol[order], slot[order], cost[order]
    done = _ints(v.shifts_done for v in volunteers)
    cap = np.maximum(_ints(v.max_shifts for v in volunteers) - done, 0)
    first = np.searchsorted(vol, np.arange(len(volunteers) + 1))
    return Arcs(
        volunteers,
        shifts,
        tuple(skill for _, skill, _ in slots),
        slot_shift,
        start,
        end,
        _ints(number for _, _, number in slots),
        _ints(shifts[at].priority for at, _, _ in slots),
        np.minimum(cap, _most(vol, (end - start)[slot], minutes if hours else None, first)),
        done,
        minutes,
        _ints(round(60 * v.rest_hours) if "rest" in params.rules else 0 for v in volunteers),
        _ints(-_FAR if v.adult_at is None else v.adult_at for v in volunteers),
        vol,
        slot,
        cost,
        first,
    )


def without(arcs: Arcs, who: int) -> tuple[Arcs, Ints]:
    """Return the network without one volunteer, and which of the old arcs are left."""
    np = need("numpy", extra="rostering")
    left = arcs.vol != who
    columns = ("vol_cap", "vol_done", "vol_minutes", "vol_rest", "vol_adult_at")
    fewer = replace(
        arcs,
        volunteers=arcs.volunteers[:who] + arcs.volunteers[who + 1 :],
        vol=(arcs.vol - (arcs.vol > who))[left],
        slot=arcs.slot[left],
        cost=arcs.cost[left],
        first=np.append(arcs.first[:who], arcs.first[who + 1 :] - (~left).sum()),
        **{name: np.delete(getattr(arcs, name), who) for name in columns},
    )
    return fewer, left


class _Slots:
    """The slots sorted by skill and start, so that one search finds those inside a window."""

    def __init__(
        self,
        slots: list[tuple[int, str, int]],
        shifts: tuple[Shift, ...],
        start: Ints,
        end: Ints,
        shift_of: Ints,
        params: Params,
    ) -> None:
        np = need("numpy", extra="rostering")
        self.shifts, self.shift_of, self.start, self.end = shifts, shift_of, start, end
        self.codes = {skill: code for code, skill in enumerate(sorted({skill for _, skill, _ in slots}))}
        code = _ints(self.codes[skill] for _, skill, _ in slots)
        self.order = np.lexsort((start, code))
        self.key = (code * 4 * _FAR + start)[self.order]
        wanted = _ints(sum(shift.seats.values()) for shift in shifts)[shift_of]
        # Under 18: not at night, and never on a shift that wants only one person.
        self.adults_only = at_night(start, end, params.night) | ((wanted < 2) & ("alone" in params.rules))
        self.point = points(shifts)[shift_of]


def _pairs(volunteers: tuple[Volunteer, ...], table: _Slots, minutes: Ints | None) -> Any:
    """Yield (volunteer, slot, km) in chunks: all slots of a skill within a window, then sifted."""
    np = need("numpy", extra="rostering")
    held = [
        (at, code, _FAR if until is None else until)
        for at, v in enumerate(volunteers)
        for skill, until in sorted(v.skills.items())
        if (code := table.codes.get(skill)) is not None
    ]
    if not held:
        return
    who, code, until = np.array(held, dtype=np.int64).T
    del held
    windows = [_ALWAYS if v.windows is None else v.windows for v in volunteers]
    flat = _ints(instant for several in windows for window in several for instant in window).reshape(-1, 2)
    many = _ints(map(len, windows))
    row, within = _spread(many[who])
    opens, closes = flat[(np.cumsum(many) - many)[who[row]] + within].T
    who, code, until = who[row], code[row], until[row]
    low = np.searchsorted(table.key, code * 4 * _FAR + opens)
    count = np.searchsorted(table.key, code * 4 * _FAR + closes) - low
    places, reach = points(volunteers), np.array([v.max_km for v in volunteers])
    adult_at = _ints(-_FAR if v.adult_at is None else v.adult_at for v in volunteers)
    ends = np.cumsum(count)
    at = 0
    while at < len(count):
        upto = max(at + 1, int(np.searchsorted(ends, (ends[at - 1] if at else 0) + _CHUNK)))
        row, within = _spread(count[at:upto])
        row += at
        slot = table.order[low[row] + within]
        vol = who[row]
        end = table.end[slot]
        kept = (end <= closes[row]) & (end <= until[row])
        kept &= (adult_at[vol] <= table.start[slot]) | ~table.adults_only[slot]
        if minutes is not None:
            kept &= end - table.start[slot] <= minutes[vol]
        vol, slot = vol[kept], slot[kept]
        km = kilometres(places[vol], table.point[slot])
        near = ~(km > reach[vol])  # an unknown place is not far
        yield vol[near], slot[near], km[near]
        at = upto


def _spread(count: Ints) -> tuple[Ints, Ints]:
    """Return, for rows that hold so many things each, the row of each thing and its number within the row."""
    np = need("numpy", extra="rostering")
    row = np.repeat(np.arange(len(count)), count)
    return row, np.arange(len(row)) - (np.cumsum(count) - count)[row]


def _most(vol: Ints, lasts: Ints, minutes: Ints | None, first: Ints) -> Ints:
    """Return how many seats each person can take at most: the shortest ones, while the hours last."""
    np = need("numpy", extra="rostering")
    if minutes is None or not len(vol):
        return np.diff(first)
    order = np.lexsort((lasts, vol))
    total = np.cumsum(lasts[order])
    before = np.concatenate(([0], total))[first[:-1]]
    return np.bincount(vol[total - before[vol] <= minutes[vol]], minlength=len(minutes))


def _told(volunteers: tuple[Volunteer, ...], table: _Slots, vol: Ints, slot: Ints, field: str) -> Ints:
    """Tell for each arc whether the volunteer names its shift or its centre in this field."""
    np = need("numpy", extra="rostering")
    names = {name: code for code, name in enumerate(sorted({s.centre for s in table.shifts} - {""}))}
    ids = {shift.id: at for at, shift in enumerate(table.shifts)}
    by_centre = [
        at * len(names) + names[name]
        for at, v in enumerate(volunteers)
        for name in getattr(v, field)
        if name in names
    ]
    by_shift = [
        at * len(ids) + ids[name]
        for at, v in enumerate(volunteers)
        for name in getattr(v, field)
        if name in ids
    ]
    centre = _ints(names.get(s.centre, -1) for s in table.shifts)[table.shift_of][slot]
    told = np.isin(vol * len(names) + centre, _ints(by_centre)) & (centre >= 0)
    return told | np.isin(vol * len(ids) + table.shift_of[slot], _ints(by_shift))


def at_night(start: Ints, end: Ints, night: tuple[int, int]) -> Ints:
    """Tell which shifts touch the night, given as (from hour, to hour) over midnight or within a day."""
    falls = night[0] * 60
    length = (night[1] * 60 - falls) % 1440
    since = (start - falls) % 1440  # minutes since the last nightfall
    return (since < length) | ((since + (end - start) > 1440) & (length > 0))


def points(rows: tuple[Volunteer, ...] | tuple[Shift, ...]) -> Ints:
    """Return points of the unit sphere, whose straight distance gives the way; NaN if unknown."""
    np = need("numpy", extra="rostering")
    told = [(np.nan, np.nan) if each.lat is None else (each.lat, each.lng) for each in rows]
    lat, lng = np.radians(np.array(told, dtype=float).reshape(-1, 2)).T
    return np.stack((np.cos(lat) * np.cos(lng), np.cos(lat) * np.sin(lng), np.sin(lat)), axis=1)


def kilometres(here: Ints, there: Ints) -> Ints:
    """Return the great-circle distance between points of the unit sphere."""
    np = need("numpy", extra="rostering")
    chord = np.sqrt(((here - there) ** 2).sum(axis=-1))
    return 2 * _EARTH_KM * np.arcsin(np.minimum(chord / 2, 1))


def _ints(values: Any) -> Ints:
    np = need("numpy", extra="rostering")
    return np.fromiter(values, dtype=np.int64)
