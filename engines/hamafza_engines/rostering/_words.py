"""A roster and its reasons in Persian or English."""

from __future__ import annotations

from hamafza_engines.rostering._missing import reasons
from hamafza_engines.rostering._types import Because, Explanation, Missing, Plan

_PERSIAN = str.maketrans("0123456789,.", "۰۱۲۳۴۵۶۷۸۹٬٫")
WHY = {
    "fa": {
        "skill": "کسی با این مهارت نمانده است",
        "expired": "اعتبار مهارت همه گذشته است",
        "time": "در این زمان کسی آزاد نیست",
        "distance": "همه دورند",
        "age": "تنها افراد زیر ۱۸ سال مانده‌اند",
        "refused": "کسانی که می‌توانند، این‌جا را نخواسته‌اند",
        "limits": "ساعت یا نوبت ماهانهٔ همه پر است",
        "elsewhere": "همه در همان زمان جای دیگری لازم‌اند",
        "alone": "زیر ۱۸ ساله‌ها همراه بزرگسال ندارند",
        "free": "جا باز است و هنوز می‌توان آن را پر کرد",
        "least_cost": "کم‌هزینه‌ترین انتخاب است؛ نفر بعدی {rival}",
        "best_overall": "برای کل برنامه بهتر است؛ جایگزین {rival}",
        "only_one_free": "تنها کسی است که می‌تواند",
        "max_shifts": "سقف نوبت‌های ماه پر است",
        "clash": "با نوبت {rival} هم‌زمان است یا فاصلهٔ استراحت ندارد",
        "hours": "ساعت ماه پر می‌شود",
        "others_serve": "جا پر است، از جمله با {rival}",
    },
    "en": {
        "skill": "nobody with this skill is left",
        "expired": "everybody's skill has expired",
        "time": "nobody is available at this time",
        "distance": "all live too far away",
        "age": "only people under 18 are left",
        "refused": "those who could have asked not to be here",
        "limits": "everybody's month is full",
        "elsewhere": "all are needed elsewhere at this time",
        "alone": "those under 18 have no adult beside them",
        "free": "the seat is open and can still be taken",
        "least_cost": "costs least; next would be {rival}",
        "best_overall": "is best for the whole roster; instead could come {rival}",
        "only_one_free": "is the only one who can",
        "max_shifts": "has all shifts the month allows",
        "clash": "meets shift {rival}, or leaves too little rest",
        "hours": "would have too many hours this month",
        "others_serve": "the seats are taken, one by {rival}",
    },
}
_LISTED = 10


def summary(plan: Plan, language: str) -> str:
    """Tell how much is covered, how evenly it is shared, and what is missing where."""
    seats = number(sum(sum(shift.seats.values()) for shift in plan.problem.shifts), language)
    filled, people = number(len(plan.assignments), language), number(len(plan.loads), language)
    everybody, most = number(len(plan.problem.volunteers), language), max(plan.loads.values(), default=0)
    gap = number(round(100 * plan.gap, 2), language)
    if language == "fa":
        lines = [
            f"{filled} جا از {seats} جا پر شد؛ {people} خادمیار از {everybody} نفر خدمت می‌کنند، "
            f"هر یک حداکثر {number(most, language)} نوبت.",
            "برنامه‌ای بهتر از این ممکن نیست." if plan.status == "proved" else f"فاصله تا کران: {gap}٪.",
        ]
    else:
        lines = [
            f"{filled} of {seats} seats are filled; {people} of {everybody} volunteers serve, "
            f"at most {most} shifts each.",
            "No roster is better." if plan.status == "proved" else f"The gap to the bound is {gap}%.",
        ]
    why = WHY[language]
    lines += [f"  {number(n, language)} × {why[reason]}" for reason, n in reasons(plan).most_common()]
    return "\n".join(lines + [f"  - {lacks(each, language)}" for each in plan.missing[:_LISTED]])


def lacks(each: Missing, language: str) -> str:
    """Say what one slot lacks and why."""
    return f"{each.shift} ({each.skill}): {number(each.number, language)} — {WHY[language][each.reason]}"


def number(value: float, language: str) -> str:
    """Write a number with thousands apart."""
    return f"{value:,}".translate(_PERSIAN) if language == "fa" else f"{value:,}"


def in_words(told: Explanation, language: str) -> str:
    """Explain a volunteer or a shift, one line for each seat."""
    fa = language == "fa"
    yes, no = ("بله", "نه") if fa else ("yes", "no")
    lines = [f"{told.id}:"]
    lines += [f"  {yes} {_line(each, told, language)}" for each in told.taken]
    lines += [f"  {no} {_line(each, told, language)}" for each in told.passed]
    lines += [f"  ! {lacks(each, language)}" for each in told.missing]
    if len(lines) == 1:
        lines.append(
            "  هیچ جایی با مهارت، زمان و جای او جور نیست" if fa else "  no seat fits skill, time and place"
        )
    return "\n".join(lines)


def _line(each: Because, told: Explanation, language: str) -> str:
    what = f"{each.shift} ({each.skill})" if told.kind == "volunteer" else f"{each.volunteer} ({each.skill})"
    return f"{what} — {WHY[language][each.reason].format(rival=each.rival)}"
