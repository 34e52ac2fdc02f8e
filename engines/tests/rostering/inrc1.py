"""INRC-I instances (Haspeslagh et al., 2010) as months of volunteers: their two hard rules, and requests to be free.

Hard: every demanded seat is filled, and nobody has two shifts a day. Each shift is laid over its whole day, so that
«no two at once» is the second rule. The soft rules (contracts, patterns) are not counted here.
"""

from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree as Tree

from hamafza_engines.rostering import Params, Plan, Problem, Shift, Volunteer

DAY = 1440
PARAMS = Params(rules=frozenset({"overlap"}), night=(0, 0))


def read(path: Path) -> Problem:
    """Read an instance; how many shifts a contract allows is a soft rule there, so it is no limit here."""
    root = Tree.parse(path).getroot()
    first, last = (date.fromisoformat(root.findtext(name)) for name in ("StartDate", "EndDate"))
    needs = {
        shift.get("ID"): [skill.text for skill in shift.iter("Skill")] for shift in root.find("ShiftTypes")
    }
    days = [first + timedelta(days=k) for k in range((last - first).days + 1)]
    shifts = []
    for number, day in enumerate(days):
        for kind, seats in _cover(root, day).items():
            if seats:
                shifts.append(
                    Shift(
                        f"{number:02}-{kind}", number * DAY, (number + 1) * DAY, {_worn(needs[kind]): seats}
                    )
                )
    nurses = [
        Volunteer(
            each.get("ID"), _skills(each, needs.values()),
            max_hours=744, max_shifts=len(days), rest_hours=0.0,
        )
        for each in root.find("Employees")
    ]  # fmt: skip
    return Problem(tuple(nurses), tuple(shifts))


def _cover(root, day: date) -> dict[str, int]:
    cover = {}
    for told in root.find("CoverRequirements"):
        if told.findtext("Day") == day.strftime("%A") or told.findtext("Date") == day.isoformat():
            cover |= {each.findtext("Shift"): int(each.findtext("Preferred")) for each in told.iter("Cover")}
    return cover


def _worn(skills: list[str]) -> str:
    """Return the skills a shift asks for as one: who has all of them wears it."""
    return " and ".join(sorted(skills)) or "any"


def _skills(nurse, asked) -> dict[str, None]:
    mine = {skill.text for skill in nurse.iter("Skill")}
    return {_worn(skills): None for skills in asked if mine >= set(skills)}


def broken(problem: Problem, plan: Plan) -> int:
    """Count seats nobody fills and second shifts on one day."""
    seats = sum(number for shift in problem.shifts for number in shift.seats.values())
    days = [(each.volunteer, each.shift[:2]) for each in plan.assignments]
    return seats - len(plan.assignments) + len(days) - len(set(days))
