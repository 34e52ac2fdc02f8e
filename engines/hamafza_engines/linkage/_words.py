"""The plan in words that a clerk understands, in Persian and in English."""

from typing import Literal

from hamafza_engines.linkage._fields import BY_NAME, NAMING, Person
from hamafza_engines.linkage._model import Model
from hamafza_engines.linkage._prepare import prepare
from hamafza_engines.linkage._types import Link, Plan, Register
from hamafza_engines.persian import group_digits, to_persian_digits

Language = Literal["fa", "en"]
_FIELDS = {
    "nid": ("کد ملی", "national ID"),
    "first": ("نام", "first name"),
    "last": ("نام خانوادگی", "last name"),
    "father": ("نام پدر", "father's name"),
    "birth": ("تاریخ تولد", "birth date"),
    "mobile": ("تلفن همراه", "mobile"),
    "city": ("شهر", "city"),
    "gender": ("جنسیت", "gender"),
    "postcode": ("کد پستی", "postcode"),
    "job": ("شغل", "occupation"),
}
_PARTS = {"year": ("سال تولد", "birth year"), "day": ("روز و ماه تولد", "day and month of birth")} | _FIELDS
_ENDS = {"": ("", ""), "head": ("آغاز ", "beginning of "), "tail": ("پایان ", "end of ")}
_LEVELS = {
    "same": ("یکسان است", "is the same"),
    "sound": ("هم‌آوا یا با ترتیب دیگر است", "sounds the same or has its parts in another order"),
    "edit": ("فقط در یک نویسه فرق دارد", "differs in one character only"),
    "swapped": ("جابه‌جا نوشته شده است", "is written the other way round"),
    "part": ("بخشی از دیگری یا نزدیک به آن است", "is a part of the other or close to it"),
    "near": ("در دو نویسه فرق دارد", "differs in two characters"),
    "year_and_part": ("در سال و در ماه یا روز یکسان است", "agrees in the year and in the month or day"),
    "year": ("فقط در سال یکسان است", "agrees in the year only"),
    "next_year": ("یک سال فاصله دارد", "is one year away"),
    "begin": ("در آغاز یکسان است", "begins the same"),
    "other": ("متفاوت است", "is different"),
}
_KINDS = {
    "pro": ("به سود آن", "For it"),
    "con": ("به زیان آن", "Against it"),
    "idle": ("آن‌قدر پرتکرار که چیزی نمی‌گوید", "So frequent here that it says nothing"),
}
_WHY = {
    "": ("وزن‌ها از خود این دو فهرست آموخته شد.", "The weights were learnt from these registers."),
    "small": (
        "فهرست کوچک است؛ وزن‌های ثابت به کار رفت.",
        "The registers are small; the fixed weights were used.",
    ),
    "empty": ("یکی از فهرست‌ها خالی است.", "One of the registers is empty."),
    "nothing_in_common": ("دو فهرست هیچ ستون مشترکی ندارند.", "The registers have no column in common."),
    "no_blocks": (
        "ستون‌های مشترک برای یادگیری بس نبود؛ وزن‌های ثابت به کار رفت.",
        "Too few common columns to learn from; the fixed weights were used.",
    ),
    "time": (
        "زمان برای یادگیری نماند؛ وزن‌های ثابت به کار رفت.",
        "No time to learn; the fixed weights were used.",
    ),
    "asked": ("به خواست شما وزن‌های ثابت به کار رفت.", "The fixed weights were used, as asked."),
}


def explain(plan: Plan, link: Link, language: Language = "fa") -> str:
    """Say what speaks for one person and what against it, and why the pair is automatic or grey."""
    model, a = plan.model, _person(plan, link.left)
    names, levels = [name for name, _ in link.levels], dict(link.levels)
    weights = [(_bits(model, name, levels[name], a), name) for name in names]
    lines_of: dict[str, list[str]] = {"pro": [], "con": [], "idle": []}
    for bits, name in sorted(weights, key=lambda weight: (-abs(weight[0]), weight[1])):
        kind = "pro" if bits > 0 else "idle" if levels[name] == "same" else "con"
        lines_of[kind].append(_line(name, levels[name], bits, language))
    fa = language == "fa"
    lines = [
        f"«{link.left}» و «{link.right}»: {_percent(link.probability, language)} یک نفرند." if fa
        else f"{link.left} and {link.right}: one person with {_percent(link.probability, language)}."
    ]  # fmt: skip
    lines += [
        _KINDS[kind][0 if fa else 1] + ": " + _join(told, language) for kind, told in lines_of.items() if told
    ]
    return "\n".join([*lines, _verdict(plan, link, language)])


def _verdict(plan: Plan, link: Link, language: Language) -> str:
    fa = language == "fa"
    if link.verdict == "auto":
        return "به‌خودی‌خود یکی می‌شود." if fa else "Merged by itself."
    threshold = _percent(plan.params.auto, language)
    if link.probability < plan.params.auto and dict(link.levels).get("first") in ("other", None):
        return (
            f"کمتر از آستانهٔ {threshold}: شاید دو نفر از یک خانواده باشند؛ دو کارشناس ببینند."
            if fa
            else f"Below the threshold of {threshold}: perhaps two of one household; for two clerks."
        )
    if link.probability < plan.params.auto:
        return (
            f"کمتر از آستانهٔ {threshold} است؛ دو کارشناس ببینند."
            if fa
            else f"Below the threshold of {threshold}; for two clerks."
        )
    if NAMING.isdisjoint(dict(link.levels)):
        return (
            "نه نام و نه کد ملی در هر دو سطر هست؛ دو کارشناس ببینند."
            if fa
            else "Neither a name nor an ID is in both rows; for two clerks."
        )
    assert link.rival is not None  # nothing else keeps a sure pair from being automatic
    return (
        f"جفت «{link.rival[0]}» و «{link.rival[1]}» هم تقریباً به همین اندازه محتمل است؛ دو کارشناس ببینند."
        if fa
        else f"{link.rival[0]} and {link.rival[1]} are nearly as likely; for two clerks."
    )


def _line(name: str, level: str, bits: float, language: Language) -> str:
    place = 0 if language == "fa" else 1
    sign = ("+" if bits > 0 else "−") + f"{abs(bits):.1f}"
    number = to_persian_digits(sign).replace(".", "٫") if language == "fa" else sign
    return f"{_FIELDS[name][place]} {_LEVELS[level][place]} ({number})"


def _join(parts: list[str], language: Language) -> str:
    return ("؛ " if language == "fa" else "; ").join(parts) + "."


def _bits(model: Model, name: str, level: str, a: Person) -> float:
    from math import log2

    place = BY_NAME[name].levels.index(level)
    return log2(model.same[name][place] / model.chance_of(name, place, a.get(name)))


def _person(plan: Plan, id_: str) -> Person:
    assert plan.problem is not None
    register = plan.problem.left
    row = register.ids.index(id_)
    one = Register((id_,), {name: (column[row],) for name, column in register.cells.items()})
    return {name: column[0] for name, column in prepare(one, jalali=plan.jalali).items()}


def _percent(share: float, language: Language) -> str:
    shown = min(99.9, int(share * 1000) / 10)  # nothing is certain, and never rounded up
    text = f"{shown:g}"
    return f"{to_persian_digits(text).replace('.', '٫')}٪" if language == "fa" else f"{text} %"


def _rule(rule: str, place: int) -> str:
    """Return a rule of blocking, «last_head+year», in words."""
    parts = [part.partition("_") for part in rule.split("+")]
    return " + ".join(_ENDS[end][place] + _PARTS[name][place] for name, _, end in parts)


def summary(plan: Plan, language: Language = "fa") -> str:
    """Say how many pairs are merged, shown to clerks, and by what weights."""
    fa, alone = language == "fa", plan.problem is not None and plan.problem.right is None
    number = group_digits if fa else "{:,}".format
    left, right, auto, grey, seen = map(
        number, (*plan.sizes, len(plan.auto), len(plan.grey), plan.candidates)
    )
    if fa:
        lines = [f"فهرست یکم: {left} سطر" + ("" if alone else f"؛ فهرست دوم: {right} سطر") + "."]
        lines += [f"یکی می‌شوند: {auto} جفت؛ برای دو کارشناس: {grey} جفت؛ از {seen} جفتِ دیده‌شده."]
        if alone:
            lines.append(f"گروه‌های هم‌شخص: {number(len(plan.clusters))}.")
        for rule, rows in plan.skipped:
            alike = f"{number(rows)} سطر چنان هم‌سان‌اند که جفت‌به‌جفت دیده نشدند."
            lines.append(f"قاعدهٔ «{_rule(rule, 0)}»: {alike}")
        ends = {
            "stopped": "زمان به سر رسید؛ قاعده‌های گسترده کنار ماند.",
            "heuristic": f"انتخاب یک‌به‌یک شاید بهترین نباشد (فاصله {_percent(plan.gap, language)}).",
        }
    else:
        lines = [f"First register: {left} rows" + ("" if alone else f"; second: {right} rows") + "."]
        lines += [f"Merged: {auto} pairs; for two clerks: {grey} pairs; of {seen} pairs looked at."]
        if alone:
            lines.append(f"Groups of one person: {number(len(plan.clusters))}.")
        for rule, rows in plan.skipped:
            alike = f"{number(rows)} rows are so alike that they were not compared pair by pair."
            lines.append(f"Rule {_rule(rule, 1)}: {alike}")
        ends = {
            "stopped": "Time was up; the wide rules were left out.",
            "heuristic": f"The one-to-one choice is not proved best (gap {_percent(plan.gap, language)}).",
        }
    lines.append(_WHY[plan.why][0 if fa else 1])
    if plan.status in ends:
        lines.append(ends[plan.status])
    return "\n".join(lines)
