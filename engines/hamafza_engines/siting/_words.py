"""A plan and its reasons in Persian or English."""

from __future__ import annotations

from math import isinf
from typing import TYPE_CHECKING

from hamafza_engines.persian import to_persian_digits

if TYPE_CHECKING:
    from hamafza_engines.siting._plan import Plan
    from hamafza_engines.siting._why import Why

_QUICK = 5_000_000  # pairs up to which the summary also tells what one more base would bring
_SIGNS = str.maketrans({",": "٬", ".": "٫"})


def number(value: float, language: str, decimals: int = 0) -> str:
    """Return a number as people read it."""
    if isinf(value):
        return "∞"
    told = f"{value:,.{decimals}f}"
    return to_persian_digits(told.translate(_SIGNS)) if language == "fa" else told


def summary(plan: Plan, language: str) -> str:
    """Say in a few lines what opens, who is served and how good the plan is."""
    say = _summary_fa if language == "fa" else _summary_en
    return "\n".join(line for line in say(plan) if line)


def _summary_fa(plan: Plan) -> list[str]:
    if plan.status == "infeasible":
        return ["با این تعداد، بودجه یا ظرفیت نمی‌توان به همه خدمت رساند."]
    problem = plan.problem
    new = len(plan.opened) - len(problem.existing)
    served = float(problem.weights[plan.served >= 0].sum()) if plan.shares is None else _sent(plan)
    if problem.radius is None:
        good = f"میانگین فاصله: {number(plan.mean_km, 'fa', 1)} کیلومتر"
    else:
        share = 100 * served / plan.people if plan.people else 0.0
        good = (
            f"تا شعاع {number(problem.radius, 'fa', 1)} کیلومتر: {number(served, 'fa')} نفر "
            f"({number(share, 'fa', 1)}٪ از {number(plan.people, 'fa')} نفر)"
        )
    return [
        f"{number(new, 'fa')} پایگاه تازه و {number(len(problem.existing), 'fa')} پایگاه موجود "
        f"برای {number(plan.people, 'fa')} نفر در {number(problem.n_demands, 'fa')} نقطه.",
        good + ".",
        _proof_fa(plan),
        _next_fa(plan),
        *(f"  • {problem.site_name(j)}" for j in plan.opened if j not in problem.existing),
    ]


def _proof_fa(plan: Plan) -> str:
    if plan.status == "proved":
        return "ثابت شد که برنامه‌ای بهتر از این نیست."
    return f"جست‌وجو ایستاد؛ بهترین برنامه حداکثر {number(100 * plan.gap, 'fa', 2)}٪ از این بهتر است."


def _summary_en(plan: Plan) -> list[str]:
    if plan.status == "infeasible":
        return ["With this number, budget or capacity not everybody can be served."]
    problem = plan.problem
    new = len(plan.opened) - len(problem.existing)
    served = float(problem.weights[plan.served >= 0].sum()) if plan.shares is None else _sent(plan)
    if problem.radius is None:
        good = f"Mean distance: {number(plan.mean_km, 'en', 1)} km"
    else:
        share = 100 * served / plan.people if plan.people else 0.0
        good = f"Within {problem.radius:g} km: {served:,.0f} people ({share:.1f} % of {plan.people:,.0f})"
    return [
        f"{new} new and {len(problem.existing)} existing bases for {plan.people:,.0f} people in "
        f"{problem.n_demands:,} places.",
        good + ".",
        "Proved: no plan is better."
        if plan.status == "proved"
        else f"Stopped: the best plan is better by {100 * plan.gap:.2f} % at most.",
        _next_en(plan),
        *(f"  - {problem.site_name(j)}" for j in plan.opened if j not in problem.existing),
    ]


def _one_more(plan: Plan) -> tuple[int, float] | None:
    problem = plan.problem
    asked = problem.n_demands * problem.n_sites <= _QUICK and plan.shares is None
    return plan.one_more() if asked else None


def _next_fa(plan: Plan) -> str:
    more = _one_more(plan)
    if more is None or more[1] <= 0 or isinf(more[1]):
        return ""
    unit = "نفر-کیلومتر کمتر" if plan.problem.radius is None else "نفر بیشتر در شعاع"
    return f"یک پایگاه دیگر در «{plan.problem.site_name(more[0])}»: {number(more[1], 'fa')} {unit}."


def _next_en(plan: Plan) -> str:
    more = _one_more(plan)
    if more is None or more[1] <= 0 or isinf(more[1]):
        return ""
    unit = "person-km less" if plan.problem.radius is None else "people more within the radius"
    return f"One more base at {plan.problem.site_name(more[0])}: {more[1]:,.0f} {unit}."


def _sent(plan: Plan) -> float:
    return sum(people for _, _, people in plan.shares or ())


def explained(plan: Plan, why: Why, language: str) -> str:
    """Say why a site is open, or why it is not."""
    return "\n".join(_explained_fa(plan, why) if language == "fa" else _explained_en(plan, why))


def _explained_fa(plan: Plan, why: Why) -> list[str]:
    problem = plan.problem
    unit = "نفر-کیلومتر" if problem.radius is None else "نفر در شعاع خدمت"
    name = problem.site_name(why.site)
    largest = "، ".join(
        f"{problem.demand_name(i)} ({number(people, 'fa')} نفر، {number(km, 'fa', 1)} کیلومتر)"
        for i, people, km in why.largest
    )
    far = f"میانگین {number(why.mean_km, 'fa', 1)} و حداکثر {number(why.farthest_km, 'fa', 1)} کیلومتر"
    if why.state == "closed":
        lines = [
            f"«{name}» در برنامه نیست؛ برای {number(why.people, 'fa')} نفر از پایگاه کنونی‌شان نزدیک‌تر بود."
        ]
        lines.append(f"اگر یک پایگاه دیگر باز می‌شد: {number(why.worth, 'fa', 1)} {unit} بهتر.")
        if why.rival is not None:
            lines.append(
                f"بهترین جابه‌جایی به جای «{problem.site_name(why.rival)}» است: "
                f"{number(abs(why.rival_worth), 'fa', 1)} {unit} {'بهتر' if why.rival_worth > 0 else 'بدتر'}."
            )
        return lines
    kind = "موجود است و می‌ماند" if why.state == "existing" else "باز شد"
    lines = [
        f"«{name}» {kind}: {number(why.people, 'fa')} نفر، {far}.",
        f"بیشترین: {largest}." if largest else "",
    ]
    falls = "، ".join(
        f"{problem.site_name(j) if j >= 0 else 'هیچ پایگاه'} ({number(people, 'fa')})"
        for j, people in why.falls_to
    )
    lines.append(
        f"بدون آن برنامه {number(why.worth, 'fa', 1)} {unit} بدتر می‌شد"
        + (f"؛ مردم به: {falls}." if falls else ".")
    )
    if why.rival is not None and why.state == "opened":
        lines.append(
            f"گزینهٔ بعدی «{problem.site_name(why.rival)}» است که "
            f"{number(abs(why.rival_worth), 'fa', 1)} {unit} "
            f"{'بهتر' if why.rival_worth > 0 else 'بدتر'} است."
        )
    if why.full:
        lines.append("ظرفیت آن پر است.")
    return [line for line in lines if line]


def _explained_en(plan: Plan, why: Why) -> list[str]:
    problem = plan.problem
    unit = "person-km" if problem.radius is None else "people within the radius"
    name = problem.site_name(why.site)
    if why.state == "closed":
        lines = [f"{name} is not in the plan; it would be nearer to {why.people:,.0f} people."]
        lines.append(f"As one more base it would bring {why.worth:,.1f} {unit}.")
        if why.rival is not None:
            lines.append(
                f"Its best exchange is for {problem.site_name(why.rival)}: "
                f"{abs(why.rival_worth):,.1f} {unit} "
                f"{'better' if why.rival_worth > 0 else 'worse'}."
            )
        return lines
    kind = "exists and stays" if why.state == "existing" else "opens"
    largest = ", ".join(
        f"{problem.demand_name(i)} ({people:,.0f}, {km:,.1f} km)" for i, people, km in why.largest
    )
    falls = ", ".join(
        f"{problem.site_name(j) if j >= 0 else 'nowhere'} ({people:,.0f})" for j, people in why.falls_to
    )
    lines = [
        f"{name} {kind}: {why.people:,.0f} people, mean {why.mean_km:,.1f} km, "
        f"at most {why.farthest_km:,.1f} km.",
        f"Largest: {largest}." if largest else "",
        f"Without it the plan loses {why.worth:,.1f} {unit}"
        + (f"; people go to: {falls}." if falls else "."),
    ]
    if why.rival is not None and why.state == "opened":
        lines.append(
            f"The next best in its place is {problem.site_name(why.rival)}: "
            f"{abs(why.rival_worth):,.1f} {unit} "
            f"{'better' if why.rival_worth > 0 else 'worse'}."
        )
    if why.full:
        lines.append("Its capacity is full.")
    return [line for line in lines if line]
