"""The weekly round from a shell: places in, days and their stops out."""

from __future__ import annotations

from typing import Any

from hamafza_engines.frame import BadInput
from hamafza_engines.siting._rounds import Round, RoundPlan
from hamafza_engines.siting._types import Problem
from hamafza_engines.siting._words import named, number


def week_of(problem: Problem, depot: str, *, days: int, hours: float, service: float, speed: float) -> Round:
    """Make the round of all places but the depot, which is one of them."""
    names = [problem.demand_name(i) for i in range(problem.n_demands)]
    home = named(names, depot)
    if home is None or problem.demand_at is None:
        raise BadInput(
            "round-from", depot, "give the name of a place that has lat and lng",
            remedy_fa="نام محلی را بدهید که عرض و طول جغرافیایی دارد",
        )  # fmt: skip
    at = [(float(lat), float(lng)) for lat, lng in problem.demand_at]
    others = [i for i in range(len(names)) if i != home]
    return Round(
        at[home], tuple(at[i] for i in others), tuple(float(problem.weights[i]) for i in others),
        (service,) * len(others), days=days, hours=hours, km_per_hour=speed,
        names=tuple(names[i] for i in others),
    )  # fmt: skip


def week_rows(plan: RoundPlan) -> list[dict[str, Any]]:
    """Return a row for each visit, with the hour since the start of the day at which it begins."""
    rows, asked = [], plan.round
    for day, tour in enumerate(plan.tours, start=1):
        hour, here = 0.0, -1
        for order, i in enumerate(tour, start=1):
            hour += asked.km(here, i) / asked.km_per_hour
            rows.append({
                "day": day, "order": order, "name": asked.name(i), "people": asked.people[i],
                "begins_hour": round(hour, 2), "lat": asked.stops[i][0], "lng": asked.stops[i][1],
            })  # fmt: skip
            hour, here = hour + asked.service_hours[i], i
    return rows


def week_words(plan: RoundPlan, language: str) -> str:
    """Say the week in a few lines."""
    asked, fa = plan.round, language == "fa"
    between = "، " if fa else ", "
    lines = []
    for day, tour in enumerate(plan.tours, start=1):
        names = between.join(map(asked.name, tour)) or "—"
        hours = number(asked.tour_hours(tour), language, 1)
        label = f"روز {number(day, 'fa')} ({hours} ساعت)" if fa else f"Day {day} ({hours} hours)"
        lines.append(f"{label}: {names}")
    people, km = number(plan.value, language), number(plan.km, language)
    left = between.join(map(asked.name, plan.left_out))
    lines.append(f"{people} نفر، {km} کیلومتر در هفته." if fa else f"{people} people, {km} km a week.")
    if left:
        lines.append(f"جا نشدند: {left}." if fa else f"Left out: {left}.")
    return "\n".join(lines)
