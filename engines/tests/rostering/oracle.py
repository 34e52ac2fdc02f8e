"""Another way to the best roster, slow and plain: person by person, every handful of seats they could take.

Nothing of the engine is used but its dataclasses. All rules are written down again from the engine's page.
"""

from collections import namedtuple
from itertools import combinations
from math import acos, cos, radians, sin

Seat = namedtuple("Seat", "shift skill")
Taken = namedtuple("Taken", "shift skill volunteer")


def kilometres(a, b):
    """Return the way by the spherical law of cosines; None when a place is unknown."""
    if a.lat is None or b.lat is None:
        return None
    north, south = radians(a.lat), radians(b.lat)
    angle = sin(north) * sin(south) + cos(north) * cos(south) * cos(radians(a.lng - b.lng))
    return 6371.0088 * acos(max(-1.0, min(1.0, angle)))


def touches_night(shift, night):
    """Ask each minute of the shift whether it lies in the night."""
    falls, dawns = (hour % 24 * 60 for hour in night)
    dark = set(range(falls, dawns if dawns >= falls else dawns + 1440))
    return any(m % 1440 in dark or m % 1440 + 1440 in dark for m in range(shift.start, shift.end))


def is_young(person, shift):
    """Tell who is under 18 when the shift begins."""
    return person.adult_at is not None and shift.start < person.adult_at


def steps(person, shift, skill, params):
    """Yield (question, answer) for one person and one seat, in the order in which a crowd is thinned out."""
    until = person.skills.get(skill)
    yield "skill", skill in person.skills
    yield "expired", until is None or until >= shift.end
    windows = person.windows
    yield "time", windows is None or any(a <= shift.start and shift.end <= b for a, b in windows)
    km = kilometres(person, shift)
    yield "distance", km is None or km <= person.max_km
    lonely = "alone" in params.rules and sum(shift.seats.values()) < 2
    yield "age", not (is_young(person, shift) and (lonely or touches_night(shift, params.night)))
    yield "refused", not person.refuses & {shift.id, shift.centre}


def may(person, shift, skill, params):
    """Tell whether a person may take a seat, all else being free."""
    return all(answer for _, answer in steps(person, shift, skill, params))


def lasts(shift):
    return shift.end - shift.start


def together(person, shifts, params):
    """Tell whether one person may have all these shifts in one month."""
    if len(shifts) > max(0, person.max_shifts - person.shifts_done):
        return False
    if len({shift.id for shift in shifts}) < len(shifts):
        return False
    allowed = round(60 * max(0.0, person.max_hours - person.hours_done))
    if "hours" in params.rules and sum(map(lasts, shifts)) > allowed:
        return False
    if not params.rules & {"overlap", "rest"}:
        return True
    rest = round(60 * person.rest_hours) if "rest" in params.rules else 0
    return all(
        one.end + rest <= other.start or other.end + rest <= one.start
        for one, other in combinations(shifts, 2)
    )


def worth(person, seats, params):
    """Return (cover, quality) of what one person serves."""
    cover = sum(shift.priority for shift, _ in seats)
    quality = 0
    for number, (shift, _) in enumerate(seats):
        km = kilometres(person, shift)
        quality -= min(200, round((km or 0.0) * params.travel))
        quality += params.continuity * bool(person.centres & {shift.id, shift.centre})
        quality += params.wish * bool(person.wishes & {shift.id, shift.centre})
        quality -= params.fairness * (2 * (person.shifts_done + number) + 1)
    return cover, quality


def handfuls(person, problem, params):
    """Yield every list of seats one person could have."""
    able = [
        Seat(shift, skill)
        for shift in problem.shifts
        for skill, number in shift.seats.items()
        if number and may(person, shift, skill, params)
    ]
    for size in range(len(able) + 1):
        found = [
            seats
            for seats in combinations(able, size)
            if together(person, [shift for shift, _ in seats], params)
        ]
        if not found:
            return  # nobody who cannot have two of them has three
        yield from found


def best(problem, params):
    """Return the best (cover, quality): one person after the other, remembering what they leave behind."""
    free = {(shift.id, skill): number for shift in problem.shifts for skill, number in shift.seats.items()}
    keys = sorted(free)
    states = {(tuple(free[key] for key in keys), frozenset(), frozenset()): (0, 0)}
    for person in problem.volunteers:
        offers = [(seats, worth(person, seats, params)) for seats in handfuls(person, problem, params)]
        after = {}
        for (left, adults, young), (cover, quality) in states.items():
            for seats, (more, points) in offers:
                now = list(left)
                for shift, skill in seats:
                    now[keys.index((shift.id, skill))] -= 1
                if min(now, default=0) < 0:
                    continue
                there = frozenset(shift.id for shift, _ in seats if is_young(person, shift))
                old = frozenset(shift.id for shift, _ in seats) - there
                state = tuple(now), adults | old, young | there
                after[state] = max(after.get(state, (-1, 0)), (cover + more, quality + points))
        states = after
    accompanied = [
        w for (_, adults, young), w in states.items() if "alone" not in params.rules or young <= adults
    ]
    return max(accompanied)


def sound(problem, params, taken):
    """Tell whether a set of Taken breaks no rule at all."""
    people, shifts = {v.id: v for v in problem.volunteers}, {s.id: s for s in problem.shifts}
    if not all(may(people[v], shifts[s], skill, params) for s, skill, v in taken):
        return False
    for shift in problem.shifts:
        here = [each for each in taken if each.shift == shift.id]
        if any(sum(each.skill == skill for each in here) > n for skill, n in shift.seats.items()):
            return False
        if here and "alone" in params.rules and all(is_young(people[each.volunteer], shift) for each in here):
            return False
    return all(
        together(v, [shifts[each.shift] for each in taken if each.volunteer == v.id], params)
        for v in problem.volunteers
    )


def total(problem, params, taken):
    """Return (cover, quality) of a set of Taken."""
    shifts = {s.id: s for s in problem.shifts}
    each = [
        worth(v, [Seat(shifts[t.shift], t.skill) for t in taken if t.volunteer == v.id], params)
        for v in problem.volunteers
    ]
    return sum(cover for cover, _ in each), sum(quality for _, quality in each)


def named(arcs, taken):
    """Return arcs of the engine's network by their names."""
    slots = [int(arcs.slot[arc]) for arc in taken]
    people = [arcs.volunteers[arcs.vol[arc]].id for arc in taken]
    return [
        Taken(arcs.shifts[arcs.slot_shift[slot]].id, arcs.slot_skill[slot], who)
        for slot, who in zip(slots, people, strict=True)
    ]


def pairs(problem, params):
    """Return every single assignment that breaks no rule by itself."""
    return [
        Taken(shift.id, skill, v.id)
        for shift in problem.shifts
        for skill, number in shift.seats.items()
        if number
        for v in problem.volunteers
        if may(v, shift, skill, params)
    ]


def rosters(problem, params):
    """Yield every sound roster of a tiny problem, as sets."""
    several = pairs(problem, params)
    assert len(several) <= 14, "too many to try them all"
    for size in range(len(several) + 1):
        for taken in combinations(several, size):
            if sound(problem, params, taken):
                yield set(taken)
