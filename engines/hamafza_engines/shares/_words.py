"""A plan and its reasons in Persian or English."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hamafza_engines.shares._types import Explanation, Plan

_PERSIAN = str.maketrans("0123456789,.", "۰۱۲۳۴۵۶۷۸۹٬٫")
_FACTOR_NAMES = {
    "fa": {"need": "نیاز", "capacity": "ظرفیت", "past": "عملکرد گذشته"},
    "en": {"need": "need", "capacity": "capacity", "past": "past"},
}
_HELD = {
    "fa": {
        "lower": "کف تعیین‌شده سهم را نگه داشته است.",
        "upper": "سقف تعیین‌شده سهم را نگه داشته است.",
        "accepted": "این سهم پذیرفته شده و ثابت است.",
    },
    "en": {
        "lower": "Its lower bound holds it.",
        "upper": "Its upper bound holds it.",
        "accepted": "It was accepted before and stays.",
    },
}
# Webster gives one unit after the other; Hamilton begins anew with each target, so it queues for rounding.
_NEXT = {
    "fa": {"webster": "واحد بعدی می‌رسد به", "hamilton": "بعدی در صف گردشدن رو به بالا:"},
    "en": {"webster": "The next unit would go to", "hamilton": "Next in line to be rounded up:"},
}


def in_words(why: Explanation, language: str) -> str:
    """Explain one share in a few short sentences."""
    names = _FACTOR_NAMES[language]
    factors = "، ".join if language == "fa" else ", ".join
    told = factors(f"{names[field]} {_number(value, language)}" for field, value in why.factors)
    share, quota = _number(Fraction(why.share.share), language), _number(why.share.quota, language)
    of, percent = _number(Fraction(why.of), language), _number(100 * why.weight_share, language)
    held = _HELD[language].get(why.share.binding, "")
    if language == "fa":
        said = [f"سهم {why.name}: {share} از {of}.", f"وزن آن {percent}٪ است{f' ({told})' if told else ''}."]
        said += [f"سهم دقیق {quota} بود و گرد شد."] if why.rounding else [f"سهم دقیق آن {quota} است."]
        said += [held] if held else []
        said += [f"{_NEXT[language][why.method]} {why.next_gain}."] if why.next_gain else []
    else:
        said = [f"{why.name}: {share} of {of}.", f"Its weight is {percent}%{f' ({told})' if told else ''}."]
        said += (
            [f"The exact quota {quota} was rounded."] if why.rounding else [f"Its exact quota is {quota}."]
        )
        said += [held] if held else []
        said += [f"{_NEXT[language][why.method]} {why.next_gain}."] if why.next_gain else []
    return " ".join(said)


def told(plan: Plan, language: str) -> str:
    """Tell what was cut, how evenly, and what was held."""
    target, places = Fraction(plan.problem.target), Fraction(len(plan.shares))
    held = sum(1 for share in plan.shares if share.binding)
    worst = max((abs(share.share - share.quota) for share in plan.shares), default=Fraction(0))
    numbers = [_number(n, language) for n in (target, places, Fraction(held), worst)]
    if language == "fa":
        rule = {"hamilton": "بزرگ‌ترین باقی‌مانده", "webster": "وبستر (یک‌نوا)"}[plan.params.method]
        return (
            f"هدف {numbers[0]} میان {numbers[1]} جا به روش {rule} برش خورد و در هر سطح جمع می‌شود.\n"
            f"{numbers[2]} سهم را کف، سقف یا پذیرش نگه داشته است؛ "
            f"بیشترین فاصله از سهم دقیق {numbers[3]} واحد است."
        )
    return (
        f"A target of {numbers[0]} was cut among {numbers[1]} places by {plan.params.method}; "
        f"every level sums exactly.\n{numbers[2]} shares are held by a bound or an acceptance; "
        f"the farthest from its quota is {numbers[3]} units off."
    )


def _number(value: Fraction, language: str) -> str:
    told = f"{int(value):,}" if value.denominator == 1 else f"{float(value):,.2f}"
    return told if language == "en" else told.translate(_PERSIAN)
