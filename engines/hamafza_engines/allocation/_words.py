"""The plan and its reasons in Persian and English."""

from math import ceil
from typing import TYPE_CHECKING

from hamafza_engines.frame import BadInput
from hamafza_engines.persian import group_digits, to_persian_digits

if TYPE_CHECKING:
    from hamafza_engines.allocation._plan import Explanation, Plan, Rival

_WORST = 3
_BEYOND = {"fa": ("کمتر از ", "بیش از "), "en": ("under ", "over ")}

_LINES = {
    "fa": {
        "served": "{served} از {asked} واحد پوشش یافت ({share})؛ {whole} نیاز از {needs} کامل.",
        "offers": "{left} واحد از پیشنهادها بی‌نیاز ماند.",
        "worst": "کم‌بهره‌ترین‌ها: {groups}.",
        "price": "بهای عدالت: {price} از ارزش؛ بدون آن کمترین سهم {before} بود و اکنون {now}.",
        "optimal": "این پاسخ بهترین است (اثبات‌شده).",
        "nearly": "این پاسخ بهترین است (اثبات‌شده تا {gap}).",
        "stopped": "زمان تمام شد یا قاعده‌ها نگذاشتند اثبات کامل شود؛ تا بهترین حداکثر {gap} فاصله دارد.",
        "empty": "نیازی داده نشده است.",
    },
    "en": {
        "served": "{served} of {asked} units are served ({share}); {whole} of {needs} needs in full.",
        "offers": "{left} units of the offers were not taken.",
        "worst": "least served: {groups}.",
        "price": "price of fairness: {price} of the worth; the least share would "
        "be {before} without it, it is {now}.",
        "optimal": "this is the best plan (proved).",
        "nearly": "this is the best plan (proved to {gap}).",
        "stopped": "time was up, or the side rules left the proof open; at most {gap} from the best.",
        "empty": "no need was given.",
    },
}

_REASONS = {
    "fa": {
        "full": "نیاز «{need}» کامل پوشش یافت: {served} از {asked}.",
        "no_offer": "برای نیاز «{need}» هیچ پیشنهاد سازگاری نیست؛ {served} از {asked}.",
        "exhausted": "نیاز «{need}»: {served} از {asked}؛ پیشنهادهای سازگار به نیازهایی "
        "رسید که جابه‌جایی‌شان ارزش را کم می‌کند.",
        "fairness": "نیاز «{need}»: {served} از {asked}؛ عدالت میان گروه‌ها سهم "
        "«{group}» را در {share} نگه داشت.",
        "rule": "نیاز «{need}»: {served} از {asked}؛ قاعدهٔ بسته، پیشنهاد یک‌جا یا کمینهٔ سهم مانع شد.",
        "pinned": "نیاز «{need}»: {served} از {asked}؛ تصمیم کاربر آن را در همین اندازه نگه داشت.",
        "stopped": "نیاز «{need}»: {served} از {asked}؛ زمان پیش از سنجش کامل تمام شد.",
    },
    "en": {
        "full": "need {need} is served in full: {served} of {asked}.",
        "no_offer": "no offer fits need {need}; {served} of {asked}.",
        "exhausted": "need {need}: {served} of {asked}; the offers that fit went "
        "where moving them would lose worth.",
        "fairness": "need {need}: {served} of {asked}; fairness between groups "
        "holds the share of {group} at {share}.",
        "rule": "need {need}: {served} of {asked}; a bundle, an offer for one need "
        "only or a least lot stands against it.",
        "pinned": "need {need}: {served} of {asked}; a decision by hand holds it there.",
        "stopped": "need {need}: {served} of {asked}; time was up before this was weighed.",
    },
}

_RIVALS = {
    "fa": {
        "given": "• {offer}: {units} واحد (ارزش هر واحد {worth}).",
        "pinned": "• {offer}: {units} واحد، به تصمیم کاربر.",
        "forbidden": "• {offer}: به تصمیم کاربر کنار گذاشته شد.",
        "not_needed": "• {offer}: لازم نشد؛ {left} واحد آن مانده است.",
        "exhausted": "• {offer}: همه‌اش داده شده است؛ کم‌ارزش‌ترین گیرندهٔ دیگر «{rival}» "
        "(ارزش {rival_worth} در برابر {worth}).",
        "empty": "• {offer}: چیزی برای دادن ندارد.",
        "rule": "• {offer}: {left} واحد مانده، اما قاعده‌ها نمی‌گذارند برسد.",
    },
    "en": {
        "given": "- {offer}: {units} units (worth {worth} each).",
        "pinned": "- {offer}: {units} units, by hand.",
        "forbidden": "- {offer}: set aside by hand.",
        "not_needed": "- {offer}: not needed; {left} units of it are left.",
        "exhausted": "- {offer}: all given; of the others who have it {rival} is worth "
        "least ({rival_worth} against {worth}).",
        "empty": "- {offer}: has nothing to give.",
        "rule": "- {offer}: {left} units are left, but the rules keep them away.",
    },
}


def summary(plan: "Plan", language: str = "fa") -> str:
    """Return the plan in a few lines."""
    words, problem = _LINES[_known(language)], plan.problem
    if not len(problem.need_amount):
        return words["empty"]
    units, asked = plan.served(), int(problem.need_amount.sum())
    served = int(units.sum())
    proof = "nearly" if plan.gap and plan.status == "optimal" else plan.status
    lines = [
        words["served"].format(
            served=_number(served, language), asked=_number(asked, language),
            share=_share(served / asked if asked else 1, language),
            whole=_number(int((units >= problem.need_amount).sum()), language),
            needs=_number(len(units), language),
        ),
        words["offers"].format(left=_number(int(problem.offer_amount.sum()) - served, language)),
        *_fairness(plan, language),
        words[proof].format(gap=_share(_at_most(plan.gap), language)),
    ]  # fmt: skip
    return "\n".join(lines)


def _fairness(plan: "Plan", language: str) -> list[str]:
    groups, words = plan.groups(), _LINES[language]
    if not groups:
        return []
    between = "؛ " if language == "fa" else "; "
    named = between.join(f"{each.group} {_share(each.share, language)}" for each in groups[:_WORST])
    lines = [words["worst"].format(groups=named)]
    price = plan.price_of_fairness
    if price is not None and plan.params.floor > 0:
        before = min(1.0 if not each.asked else (each.by_worth or 0) / each.asked for each in groups)
        lines.append(
            words["price"].format(
                price=_share(price, language),
                before=_share(before, language),
                now=_share(groups[0].share, language),
            )
        )
    return lines


def explained(why: "Explanation", language: str = "fa") -> str:
    """Return an explanation in a few sentences, the best offers first."""
    words = _REASONS[_known(language)][why.reason]
    first = words.format(
        need=why.need, served=_number(why.served, language), asked=_number(why.asked, language),
        group=why.group, share=_share(why.share or 0, language),
    )  # fmt: skip
    return "\n".join([first, *(_rival(each, language) for each in why.offers)])


def _rival(each: "Rival", language: str) -> str:
    why = "empty" if each.why == "exhausted" and each.need is None else each.why
    return _RIVALS[language][why].format(
        offer=each.offer, units=_number(each.units, language), worth=_number(each.worth, language),
        left=_number(each.left, language), rival=each.need,
        rival_worth=_number(each.rival_worth or 0, language),
    )  # fmt: skip


def _known(language: str) -> str:
    if language not in _LINES:
        raise BadInput("language", language, "choose fa or en")
    return language


def _number(number: int, language: str) -> str:
    return group_digits(number) if language == "fa" else f"{number:,}"


def _share(share: float, language: str) -> str:
    """Return a share in percent: fine near 0 and 1, and never 100 or 0 when it is not quite so."""
    near = share < 0.0995 or share > 0.9
    for places in (1, 3) if near and share not in (0, 1) else (0,):
        told = f"{100 * share:.{places}f}"
        if float(told) not in (0.0, 100.0):
            break
    beyond = ""
    if 0 < share < 1 and float(told) in (0.0, 100.0):
        told, beyond = ("0.001", _BEYOND[language][0]) if share < 0.5 else ("99.999", _BEYOND[language][1])
    return beyond + (f"{to_persian_digits(told.replace('.', '٫'))}٪" if language == "fa" else f"{told} %")


def _at_most(gap: float) -> float:
    """Return the gap rounded up to the places in which it is told."""
    step = 0.01 if gap >= 0.0995 else 0.001 if gap >= 0.001 else 0.00001
    return min(1.0, ceil(round(gap / step, 6)) * step)
