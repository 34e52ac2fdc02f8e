"""An independent look at a roster: every rule asked again in plain words, without the solver's arrays."""

from collections import Counter, defaultdict
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt

from hamafza_engines.frame import Violation
from hamafza_engines.rostering._types import Assignment, Params, Plan, Problem, Shift, Volunteer

_DAY = 1440


def check(problem: Problem, plan: Plan) -> list[Violation]:
    """Return every promise the roster breaks; an empty list is a sound roster."""
    people = {v.id: v for v in problem.volunteers}
    shifts = {s.id: s for s in problem.shifts}
    found = [
        Violation("unknown", each.volunteer, f"no such volunteer or seat: {each}")
        for each in plan.assignments
        if each.volunteer not in people or each.shift not in shifts
        or each.skill not in shifts[each.shift].seats
    ]  # fmt: skip
    if found:
        return found
    params, mine = plan.params, defaultdict(list)
    for each in plan.assignments:
        mine[each.volunteer].append(shifts[each.shift])
        found += _fitness(params, people[each.volunteer], shifts[each.shift], each)
    found += _seats(plan, shifts)
    for id_, served in mine.items():
        found += _month(params, people[id_], served)
    if "alone" in params.rules:
        found += _company(plan, people, shifts)
    return found + _claims(problem, plan, people, shifts)


def _fitness(params: Params, v: Volunteer, s: Shift, each: Assignment) -> list[Violation]:
    def wrong(rule: str, detail: str) -> Violation:
        return Violation(rule, v.id, f"{detail} for shift {s.id}")

    found = []
    if each.skill not in v.skills:
        found.append(wrong("skill", f"lacks {each.skill}"))
    elif (until := v.skills[each.skill]) is not None and until < s.end:
        found.append(wrong("expired", f"{each.skill} ends before"))
    if v.windows is not None and not any(a <= s.start and s.end <= b for a, b in v.windows):
        found.append(wrong("time", "is not available"))
    if (km := _km(v, s)) > v.max_km + 1e-6:
        found.append(wrong("distance", f"lives {km:.1f} km away"))
    if {s.id, s.centre} & v.refuses:
        found.append(wrong("refused", "refuses"))
    if v.adult_at is not None and s.start < v.adult_at and _nightly(s, params.night):
        found.append(wrong("age", "is under 18 at night"))
    return found


def _seats(plan: Plan, shifts: dict[str, Shift]) -> list[Violation]:
    used = Counter((each.shift, each.skill) for each in plan.assignments)
    return [
        Violation("seats", shift, f"{number} on {shifts[shift].seats[skill]} seats of {skill}")
        for (shift, skill), number in used.items()
        if number > shifts[shift].seats[skill]
    ]


def _month(params: Params, v: Volunteer, served: list[Shift]) -> list[Violation]:
    found = []
    if len(served) + v.shifts_done > v.max_shifts:
        found.append(Violation("max_shifts", v.id, f"{len(served) + v.shifts_done} of {v.max_shifts}"))
    hours = v.hours_done + sum(s.end - s.start for s in served) / 60
    if "hours" in params.rules and hours > v.max_hours + 0.02:
        found.append(Violation("hours", v.id, f"{hours:.1f} of {v.max_hours}"))
    if len({s.id for s in served}) < len(served):
        found.append(Violation("twice", v.id, "two seats of one shift"))
    rest = round(60 * v.rest_hours) if "rest" in params.rules else 0
    if params.rules & {"overlap", "rest"}:
        for one, other in pairwise(sorted(served, key=lambda s: (s.start, s.end))):
            if other.start < one.end:
                found.append(Violation("overlap", v.id, f"{one.id} and {other.id}"))
            elif other.start < one.end + rest:
                found.append(Violation("rest", v.id, f"{other.start - one.end} minutes from {one.id}"))
    return found


def _company(plan: Plan, people: dict[str, Volunteer], shifts: dict[str, Shift]) -> list[Violation]:
    ages = defaultdict(list)
    for each in plan.assignments:
        adult_at = people[each.volunteer].adult_at
        ages[each.shift].append(adult_at is not None and shifts[each.shift].start < adult_at)
    return [
        Violation("alone", shift, "under 18 without an adult") for shift, young in ages.items() if all(young)
    ]


def _claims(
    problem: Problem, plan: Plan, people: dict[str, Volunteer], shifts: dict[str, Shift]
) -> list[Violation]:
    """The value must be what the assignments are worth, and the bound above it."""
    params, cover, quality = plan.params, 0, 0
    loads: Counter[str] = Counter()
    for each in plan.assignments:
        v, s = people[each.volunteer], shifts[each.shift]
        cover += s.priority
        quality -= min(200, round(_km(v, s) * params.travel))
        quality += params.continuity * (s.centre in v.centres or s.id in v.centres)
        quality += params.wish * bool({s.id, s.centre} & v.wishes)
        loads[v.id] += 1
        quality -= params.fairness * (2 * (v.shifts_done + loads[v.id]) - 1)
    found = []
    if cover != plan.cover or abs(quality - plan.quality) > 1 + len(plan.assignments) // 100:
        found.append(
            Violation("value", "", f"worth {cover} and {quality}, told {plan.cover} and {plan.quality}")
        )
    if plan.gap < 0 or plan.cover > plan.cover_bound:
        found.append(Violation("bound", "", "the value is above its bound"))
    return found


def _km(v: Volunteer, s: Shift) -> float:
    if v.lat is None or v.lng is None or s.lat is None or s.lng is None:
        return 0.0
    north, other = radians(v.lat), radians(s.lat)
    across = sin((other - north) / 2) ** 2
    along = cos(north) * cos(other) * sin(radians(s.lng - v.lng) / 2) ** 2
    return 2 * 6371.0088 * asin(min(1.0, sqrt(across + along)))


def _nightly(s: Shift, night: tuple[int, int]) -> bool:
    """Look at each minute in which the night may begin or run: a shift touches it or not."""
    falls, dawns = night[0] * 60, night[1] * 60
    if falls % _DAY == dawns % _DAY:
        return False
    length = (dawns - falls) % _DAY
    first = s.start - s.start % _DAY - _DAY
    return any(
        day + falls < s.end and s.start < day + falls + length for day in range(first, s.end + _DAY, _DAY)
    )
