"""INRC-II instances (Ceschia et al., 2015) as months of volunteers, and the competition's cost of a roster.

Hard rules: one shift a day, forbidden successions, skills, minimum cover. With Early 6-14, Day 8-16, Late 14-22
and Night 22-6 the first two are exactly «eleven hours of rest». The soft ones are patterns of days, which the
engine does not know (but for the optimal cover): `cost` shows what that is worth, and `patterned` adds them by
CP-SAT with the engine's roster as a hint, as the engine does with its own side rules.
"""

import json
from collections import defaultdict
from pathlib import Path
from random import Random

from hamafza_engines.rostering import Problem, Shift, Volunteer

DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
HOURS = {"Early": (6, 14), "Day": (8, 16), "Late": (14, 22), "Night": (22, 30)}
DAY = 1440


class Instance:
    """A scenario with its first history and the demands of its weeks."""

    def __init__(self, folder: Path, history: int, weeks: list[int]) -> None:
        name = folder.name

        def read(file: str) -> dict:
            return json.loads((folder / file).read_text("utf-8"))

        scenario = read(f"Sc-{name}.json")
        self.weeks = [read(f"WD-{name}-{week}.json") for week in weeks]
        self.days = 7 * len(weeks)
        self.types = {each["id"]: each for each in scenario["shiftTypes"]}
        self.contracts = {each["id"]: each for each in scenario["contracts"]}
        self.nurses = {each["id"]: each for each in scenario["nurses"]}
        self.history = {each["nurse"]: each for each in read(f"H0-{name}-{history}.json")["nurseHistory"]}
        self.forbidden = {
            each["precedingShiftType"]: each["succeedingShiftTypes"]
            for each in scenario["forbiddenShiftTypeSuccessions"]
        }

    def demand(self):
        """Yield (day, type, skill, minimum, optimal)."""
        for week, told in enumerate(self.weeks):
            for row in told["requirements"]:
                for at, day in enumerate(DAYS):
                    wanted = row[f"requirementOn{day}"]
                    yield 7 * week + at, row["shiftType"], row["skill"], wanted["minimum"], wanted["optimal"]

    def offs(self):
        """Yield (nurse, day, type or Any) of wishes to be free."""
        for week, told in enumerate(self.weeks):
            for wish in told["shiftOffRequests"]:
                yield wish["nurse"], 7 * week + DAYS.index(wish["day"]), wish["shiftType"]

    def problem(self) -> Problem:
        """Return it as the engine takes it: the minimum is urgent, what is optimal beyond it is not."""
        shifts = []
        for day, kind, skill, least, best in self.demand():
            for rank, seats, priority in (("min", least, 9), ("opt", best - least, 1)):
                if seats:
                    start, end = (DAY * day + 60 * hour for hour in HOURS[kind])
                    id_ = f"{day:02}-{kind}-{skill}-{rank}"
                    shifts.append(Shift(id_, start, end, {skill: seats}, priority=priority))
        return Problem(tuple(map(self._volunteer, self.nurses.values())), tuple(shifts))

    def _volunteer(self, nurse: dict) -> Volunteer:
        told = self.history[nurse["id"]]
        banned = (
            self.forbidden.get(told["lastAssignedShiftType"], [])
            if told["numberOfConsecutiveWorkingDays"]
            else []
        )
        skills = dict.fromkeys(nurse["skills"])
        first = [
            f"00-{kind}-{skill}-{rank}" for kind in banned for skill in skills for rank in ("min", "opt")
        ]
        return Volunteer(
            nurse["id"], skills, max_hours=744, max_shifts=self.days, rest_hours=11.0, refuses=frozenset(first)
        )  # fmt: skip

    def read_solution(self, files: list[Path]) -> dict[tuple[str, int], tuple[str, str]]:
        """Return {(nurse, day): (type, skill)} of a published solution, week by week."""
        short = {day[:3]: at for at, day in enumerate(DAYS)}
        roster = {}
        for week, file in enumerate(files):
            for each in json.loads(file.read_text("utf-8"))["assignments"]:
                roster[each["nurse"], 7 * week + short[each["day"][:3]]] = each["shiftType"], each["skill"]
        return roster

    def roster(self, plan) -> dict[tuple[str, int], tuple[str, str]]:
        """Return a plan of the engine in the same form."""
        found = {}
        for each in plan.assignments:
            day, kind, _, _ = each.shift.split("-")
            assert (each.volunteer, int(day)) not in found, "two shifts a day"
            found[each.volunteer, int(day)] = kind, each.skill
        return found

    def broken(self, roster) -> int:
        """Count the hard rules a roster breaks: skill, succession, minimum cover."""
        wrong = sum(skill not in self.nurses[nurse]["skills"] for (nurse, _), (_, skill) in roster.items())
        for nurse, told in self.history.items():
            days = [
                told["lastAssignedShiftType"],
                *(roster.get((nurse, d), ("None",))[0] for d in range(self.days)),
            ]
            wrong += sum(b in self.forbidden.get(a, ()) for a, b in zip(days, days[1:], strict=False))
        return wrong + sum(max(0, least - self._count(roster, *seat)) for *seat, least, _ in self.demand())

    def cost(self, roster) -> dict[str, int]:
        """Return the competition's cost by kind of rule."""
        cost = dict.fromkeys(
            ("assignments", "consecutive", "off", "wishes", "weekends", "complete", "optimal"), 0
        )
        cost["optimal"] = 30 * sum(
            max(0, best - self._count(roster, *seat)) for *seat, _, best in self.demand()
        )
        for nurse, day, kind in self.offs():
            cost["wishes"] += 10 * (
                roster.get((nurse, day), ("",))[0] in ((kind,) if kind != "Any" else self.types)
            )
        for nurse, told in self.nurses.items():
            rule, past = self.contracts[told["contract"]], self.history[nurse]
            days = [roster.get((nurse, day), ("None",))[0] for day in range(self.days)]
            works = [kind != "None" for kind in days]
            total = past["numberOfAssignments"] + sum(works)
            cost["assignments"] += 20 * _outside(
                total, rule["minimumNumberOfAssignments"], rule["maximumNumberOfAssignments"]
            )
            ends = [works[d : d + 2] for d in range(5, self.days, 7)]
            weekends = past["numberOfWorkingWeekends"] + sum(map(any, ends))
            cost["weekends"] += 30 * max(0, weekends - rule["maximumNumberOfWorkingWeekends"])
            cost["complete"] += 30 * bool(rule["completeWeekends"]) * sum(sum(pair) == 1 for pair in ends)
            cost["consecutive"] += 30 * _runs(
                works, past["numberOfConsecutiveWorkingDays"],
                rule["minimumNumberOfConsecutiveWorkingDays"], rule["maximumNumberOfConsecutiveWorkingDays"],
            )  # fmt: skip
            cost["off"] += 30 * _runs(
                [not on for on in works], past["numberOfConsecutiveDaysOff"],
                rule["minimumNumberOfConsecutiveDaysOff"], rule["maximumNumberOfConsecutiveDaysOff"],
            )  # fmt: skip
            for kind, limits in self.types.items():
                before = (
                    past["numberOfConsecutiveAssignments"] if past["lastAssignedShiftType"] == kind else 0
                )
                cost["consecutive"] += 15 * _runs(
                    [each == kind for each in days], before,
                    limits["minimumNumberOfConsecutiveAssignments"], limits["maximumNumberOfConsecutiveAssignments"],
                )  # fmt: skip
        return cost

    def _count(self, roster, day, kind, skill) -> int:
        return sum(roster.get((nurse, day)) == (kind, skill) for nurse in self.nurses)


def _outside(value: int, low: int, high: int) -> int:
    return max(0, low - value, value - high)


def _runs(days: list[bool], before: int, low: int, high: int) -> int:
    """Count days too few and too many of each run; the run at the end may still grow, the past is not paid twice."""
    lost, length, counted = 0, before, max(0, before - high)
    for on in days:
        if on:
            length += 1
            continue
        if length:
            lost += max(0, low - length) + max(0, length - high) - counted
        length = counted = 0
    return lost + max(0, length - high) - (counted if length else 0)


def patterned(instance: Instance, roster, *, seconds: float, seed: int = 0):
    """Return a cheaper roster: CP-SAT on neighbourhoods (some nurses, or all in some days) for some CPU seconds."""
    from time import process_time

    from ortools.sat.python import cp_model

    model, take = _whole(instance)
    chance, until, cost = Random(seed), process_time() + seconds, sum(instance.cost(roster).values())
    while process_time() < until:
        free = _neighbourhood(instance, chance)
        model.clear_hints()
        for (nurse, day, kind, skill), var in take.items():
            if not free(nurse, day):
                model.add_hint(var, roster.get((nurse, day)) == (kind, skill))
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = seed
        solver.parameters.fix_variables_to_their_hinted_value = True
        solver.parameters.max_deterministic_time = 1.0
        if solver.solve(model) in (cp_model.OPTIMAL, cp_model.FEASIBLE) and solver.objective_value <= cost:
            cost = solver.objective_value
            roster = {
                (n, d): (kind, skill) for (n, d, kind, skill), v in take.items() if solver.boolean_value(v)
            }
    return roster


def _neighbourhood(instance, chance):
    """Tell which days of which nurses are asked again."""
    nurses, length = sorted(instance.nurses), chance.choice((5, 7, 9))
    start, crew = chance.randrange(-3, instance.days - 3), chance.sample(nurses, chance.choice((1, 2, 2, 3)))
    if chance.random() < 0.5:
        return lambda nurse, day: nurse in crew
    most = chance.sample(nurses, min(len(nurses), 8))
    return lambda nurse, day: start <= day < start + length and nurse in most


def _whole(instance):
    """Return the model of all rules, hard and soft, and its decisions."""
    from ortools.sat.python import cp_model

    model, costs = cp_model.CpModel(), []
    take = {
        (nurse, day, kind, skill): model.new_bool_var("")
        for nurse, told in instance.nurses.items()
        for day in range(instance.days)
        for kind in instance.types
        for skill in told["skills"]
    }
    by_kind, by_day, by_seat = defaultdict(list), defaultdict(list), defaultdict(list)
    for (nurse, day, kind, skill), var in take.items():
        by_kind[nurse, day, kind].append(var)
        by_day[nurse, day].append(var)
        by_seat[day, kind, skill].append(var)
    on = {key: _any(model, several) for key, several in by_kind.items()}
    works = {key: _any(model, several) for key, several in by_day.items()}
    for day, kind, skill, least, best in instance.demand():
        here = sum(by_seat[day, kind, skill])
        model.add(here >= least)
        short = model.new_int_var(0, best, "")
        model.add(short >= best - here)
        costs.append(30 * short)
    for nurse, day, kind in instance.offs():
        costs.append(10 * (works[nurse, day] if kind == "Any" else on[nurse, day, kind]))
    for nurse in instance.nurses:
        _successions(instance, model, nurse, on)
        costs += _contract(instance, model, nurse, on, works)
    model.minimize(sum(costs))
    return model, take


def _any(model, several):
    """Return a truth that holds when one of these does; two never do."""
    var = model.new_bool_var("")
    model.add(sum(several) == var)
    return var


def _successions(instance, model, nurse, on) -> None:
    last = instance.history[nurse]["lastAssignedShiftType"]
    for before, after in ((a, b) for a, several in instance.forbidden.items() for b in several):
        if before == last:
            model.add(on[nurse, 0, after] == 0)
        for day in range(instance.days - 1):
            model.add_bool_or(~on[nurse, day, before], ~on[nurse, day + 1, after])


def _contract(instance, model, nurse, on, works) -> list:
    rule, past = instance.contracts[instance.nurses[nurse]["contract"]], instance.history[nurse]
    days = [works[nurse, day] for day in range(instance.days)]
    total = past["numberOfAssignments"] + sum(days)
    over, ends = model.new_int_var(0, 400, ""), [days[d : d + 2] for d in range(5, instance.days, 7)]
    model.add(over >= total - rule["maximumNumberOfAssignments"])
    model.add(over >= rule["minimumNumberOfAssignments"] - total)
    busy, many = [], model.new_int_var(0, 400, "")
    costs = [20 * over, 30 * many]
    for saturday, sunday in ends:
        either, one = model.new_bool_var(""), model.new_bool_var("")
        model.add_max_equality(either, [saturday, sunday])
        busy.append(either)
        model.add(saturday - sunday <= one)
        model.add(sunday - saturday <= one)
        costs.append(30 * bool(rule["completeWeekends"]) * one)
    model.add(many >= past["numberOfWorkingWeekends"] + sum(busy) - rule["maximumNumberOfWorkingWeekends"])
    costs += _patterns(
        model, days, past["numberOfConsecutiveWorkingDays"],
        rule["minimumNumberOfConsecutiveWorkingDays"], rule["maximumNumberOfConsecutiveWorkingDays"], 30,
    )  # fmt: skip
    costs += _patterns(
        model, [~day for day in days], past["numberOfConsecutiveDaysOff"],
        rule["minimumNumberOfConsecutiveDaysOff"], rule["maximumNumberOfConsecutiveDaysOff"], 30,
    )  # fmt: skip
    for kind, limits in instance.types.items():
        before = past["numberOfConsecutiveAssignments"] if past["lastAssignedShiftType"] == kind else 0
        costs += _patterns(
            model, [on[nurse, day, kind] for day in range(instance.days)], before,
            limits["minimumNumberOfConsecutiveAssignments"], limits["maximumNumberOfConsecutiveAssignments"], 15,
        )  # fmt: skip
    return costs


def _patterns(model, days, before, low, high, weight) -> list:
    """Price each day beyond the longest run, and each day a run that ended lacks, as `_runs` counts them."""
    costs = []

    def unless(literals, price) -> None:
        broken = model.new_bool_var("")
        model.add_bool_or([*literals, broken])
        costs.append(price * broken)

    for day in range(len(days)):
        if day - high >= -before:
            unless([~on for on in days[max(0, day - high) : day + 1]], weight)
    if 0 < before < low:
        unless([days[0]], weight * (low - before))
    for start in range(len(days)):
        for length in range(1, low):
            end = start + length
            whole = length + (before if start == 0 else 0)
            if end < len(days) and whole < low:
                off = [days[start - 1]] if start else []
                unless([*off, *(~on for on in days[start:end]), days[end]], weight * (low - whole))
    return costs
