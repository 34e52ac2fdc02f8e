"""A plan and its reasons in Persian or English."""

from __future__ import annotations

from collections.abc import Sequence
from math import isinf
from typing import TYPE_CHECKING

from hamafza_engines.persian import search_key, to_persian_digits

if TYPE_CHECKING:
    from hamafza_engines.siting._plan import Plan
    from hamafza_engines.siting._why import Why

_QUICK = 5_000_000  # pairs up to which the summary also tells what one more base would bring
_SIGNS = str.maketrans({",": "٬", ".": "٫"})
_SAID = {
    "fa": {
        "none": "با این تعداد، بودجه یا ظرفیت نمی‌توان به همه خدمت رساند.",
        "counts": "{new} پایگاه تازه و {old} پایگاه موجود برای {people} نفر در {places} نقطه.",
        "median": "میانگین فاصله: {mean} کیلومتر.",
        "cover": "تا شعاع {radius} کیلومتر: {served} نفر ({share}٪ از {people} نفر).",
        "proved": "ثابت شد که برنامه‌ای بهتر از این نیست.",
        "stopped": "جست‌وجو ایستاد؛ بهترین برنامه حداکثر {gap}٪ از این بهتر است.",
        "more_median": "یک پایگاه دیگر در «{site}»: {worth} نفر-کیلومتر کمتر.",
        "more_cover": "یک پایگاه دیگر در «{site}»: {worth} نفر بیشتر در شعاع.",
        "base": "  • {site}",
        "unit_median": "نفر-کیلومتر",
        "unit_cover": "نفر در شعاع خدمت",
        "better": "بهتر",
        "worse": "بدتر",
        "between": "، ",
        "nowhere": "هیچ پایگاه",
        "closed": "«{name}» در برنامه نیست؛ برای {people} نفر از پایگاه کنونی‌شان نزدیک‌تر بود.",
        "closed_worth": "اگر یک پایگاه دیگر باز می‌شد: {worth} {unit} بهتر.",
        "closed_rival": "بهترین جابه‌جایی به جای «{rival}» است: {by} {unit} {way}.",
        "opened": "«{name}» باز شد: {people} نفر، میانگین {mean} و حداکثر {far} کیلومتر.",
        "existing": "«{name}» موجود است و می‌ماند: {people} نفر، میانگین {mean} و حداکثر {far} کیلومتر.",
        "one_of_largest": "{place} ({people} نفر، {km} کیلومتر)",
        "largest": "بیشترین: {places}.",
        "worth": "بدون آن برنامه {worth} {unit} بدتر می‌شد.",
        "worth_falls": "بدون آن برنامه {worth} {unit} بدتر می‌شد؛ مردم به: {falls}.",
        "rival": "گزینهٔ بعدی «{rival}» است که {by} {unit} {way} است.",
        "full": "ظرفیت آن پر است.",
    },
    "en": {
        "none": "With this number, budget or capacity not everybody can be served.",
        "counts": "{new} new and {old} existing bases for {people} people in {places} places.",
        "median": "Mean distance: {mean} km.",
        "cover": "Within {radius} km: {served} people ({share} % of {people}).",
        "proved": "Proved: no plan is better.",
        "stopped": "Stopped: the best plan is better by {gap} % at most.",
        "more_median": "One more base at {site}: {worth} person-km less.",
        "more_cover": "One more base at {site}: {worth} people more within the radius.",
        "base": "  - {site}",
        "unit_median": "person-km",
        "unit_cover": "people within the radius",
        "better": "better",
        "worse": "worse",
        "between": ", ",
        "nowhere": "nowhere",
        "closed": "{name} is not in the plan; it would be nearer to {people} people.",
        "closed_worth": "As one more base it would bring {worth} {unit}.",
        "closed_rival": "Its best exchange is for {rival}: {by} {unit} {way}.",
        "opened": "{name} opens: {people} people, mean {mean} km, at most {far} km.",
        "existing": "{name} exists and stays: {people} people, mean {mean} km, at most {far} km.",
        "one_of_largest": "{place} ({people}, {km} km)",
        "largest": "Largest: {places}.",
        "worth": "Without it the plan loses {worth} {unit}.",
        "worth_falls": "Without it the plan loses {worth} {unit}; people go to: {falls}.",
        "rival": "The next best in its place is {rival}: {by} {unit} {way}.",
        "full": "Its capacity is full.",
    },
}


def number(value: float, language: str, decimals: int = 0) -> str:
    """Return a number as people read it."""
    if isinf(value):
        return "∞"
    told = f"{value:,.{decimals}f}"
    return to_persian_digits(told.translate(_SIGNS)) if language == "fa" else told


def named(names: Sequence[str], asked: str) -> int | None:
    """Return the number of the name asked for, letter by letter or else as the eye reads it (ي is ی)."""
    asked = asked.strip()
    if asked in names:
        return names.index(asked)
    key = search_key(asked)
    return next((k for k, name in enumerate(names) if key and search_key(name) == key), None)


def summary(plan: Plan, language: str) -> str:
    """Say in a few lines what opens, who is served and how good the plan is."""
    said = _SAID[language]
    if plan.status == "infeasible":
        return said["none"]
    problem = plan.problem
    new = [j for j in plan.opened if j not in problem.existing]
    people = number(plan.people, language)
    counts = (number(count, language) for count in (len(new), len(problem.existing), problem.n_demands))
    lines = [
        said["counts"].format(**dict(zip(("new", "old", "places"), counts, strict=True)), people=people),
        _good(plan, people, language),
        said[plan.status].format(gap=number(100 * plan.gap, language, 2)),
        *_one_more(plan, language),
        *(said["base"].format(site=problem.site_name(j)) for j in new),
    ]
    return "\n".join(lines)


def _good(plan: Plan, people: str, language: str) -> str:
    """Say how near the bases are, or how many are within the radius."""
    said, radius = _SAID[language], plan.problem.radius
    if radius is None:
        return said["median"].format(mean=number(plan.mean_km, language, 1))
    share = 100 * plan.value / plan.people if plan.people else 0.0
    return said["cover"].format(
        radius=number(radius, language, len(f"{radius:.3f}".rstrip("0").partition(".")[2])),
        people=people, served=number(plan.value, language), share=number(share, language, 1),
    )  # fmt: skip


def _one_more(plan: Plan, language: str) -> list[str]:
    """Say what one more base would bring, where that is soon counted and true (rooms aside)."""
    problem = plan.problem
    if plan.shares is not None or problem.n_demands * problem.n_sites > _QUICK:
        return []
    more = plan.one_more()
    if more is None or more[1] <= 0 or isinf(more[1]):
        return []
    said = _SAID[language]["more_median" if problem.radius is None else "more_cover"]
    return [said.format(site=problem.site_name(more[0]), worth=number(more[1], language))]


def explained(plan: Plan, why: Why, language: str) -> str:
    """Say why a site is open, or why it is not."""
    said, problem = _SAID[language], plan.problem
    told = {
        "name": problem.site_name(why.site), "people": number(why.people, language),
        "mean": number(why.mean_km, language, 1), "far": number(why.farthest_km, language, 1),
        "unit": said["unit_median" if problem.radius is None else "unit_cover"],
        "worth": number(why.worth, language, 1), "by": number(abs(why.rival_worth), language, 1),
        "way": said["better" if why.rival_worth > 0 else "worse"],
        "rival": "" if why.rival is None else problem.site_name(why.rival),
        "places": said["between"].join(_largest(plan, why, language)),
        "falls": said["between"].join(_falls(plan, why, language)),
    }  # fmt: skip
    return "\n".join(said[line].format(**told) for line in _lines(why))


def _lines(why: Why) -> list[str]:
    """Return which sentences a site asks for."""
    if why.state == "closed":
        return ["closed", "closed_worth", *(["closed_rival"] if why.rival is not None else [])]
    return [
        why.state, *(["largest"] if why.largest else []), "worth_falls" if why.falls_to else "worth",
        *(["rival"] if why.rival is not None and why.state == "opened" else []),
        *(["full"] if why.full else []),
    ]  # fmt: skip


def _largest(plan: Plan, why: Why, language: str) -> list[str]:
    said, name = _SAID[language]["one_of_largest"], plan.problem.demand_name
    return [
        said.format(place=name(i), people=number(people, language), km=number(km, language, 1))
        for i, people, km in why.largest
    ]


def _falls(plan: Plan, why: Why, language: str) -> list[str]:
    nowhere = _SAID[language]["nowhere"]
    return [
        f"{plan.problem.site_name(j) if j >= 0 else nowhere} ({number(people, language)})"
        for j, people in why.falls_to
    ]
