"""The shell door of allocation: needs and offers in, a plan out, each need explained."""

from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Callable

from hamafza_engines.allocation._files import read_needs, read_offers, read_rules, write_plan
from hamafza_engines.allocation._match import Misfit, Need, Offer, matched, misfit
from hamafza_engines.allocation._solve import solve
from hamafza_engines.allocation._types import Params
from hamafza_engines.frame import BadInput, Exit, Within
from hamafza_engines.persian import group_digits

NAME = "allocation"
SECONDS = 60.0  # a flow cannot be stopped halfway and stay the best; a nation's round may take half a minute
SUMMARY = "needs x offers -> the fairest plan of most worth (تخصیص)"

_MISFITS: dict[str, dict[Misfit, str]] = {
    "fa": {
        "category": "گونه", "purpose": "مصرف (نیت)", "wish": "خواست اهداکننده",
        "time": "زمان", "distance": "فاصله",
    },
    "en": {
        "category": "category", "purpose": "purpose", "wish": "donor's wish",
        "time": "time", "distance": "distance",
    },
}  # fmt: skip
_FOUND = {"fa": "{} نیاز و {} پیشنهاد: {} جفت سازگار", "en": "{} x {}, {} pairs fit"}
_AWAY = {"fa": "سازگار نبود: {}", "en": "did not fit: {}"}


def add_arguments(parser: ArgumentParser) -> None:
    """Add what only this engine asks."""
    parser.add_argument(
        "--floor",
        type=float,
        default=1.0,
        metavar="0-1",
        help="shares are made equal up to it (1: all; 0: worth alone)",
    )
    parser.add_argument(
        "--ease",
        type=float,
        default=0.0,
        metavar="0-1",
        help="how much of its fair share a group may miss for worth",
    )
    parser.epilog = f"input: NEEDS OFFERS [RULES]; {parser.epilog or ''}"


def run(args: Namespace, stop: Within, say: Callable[[str], object]) -> int:
    """Read, match, solve, tell, write."""
    if len(args.input) not in (2, 3):
        raise BadInput(
            "input", len(args.input), "give two files, needs and offers, or three with rules",
            remedy_fa="دو پرونده بدهید: نیازها و پیشنهادها؛ و اگر هست، قاعده‌ها",
        )  # fmt: skip
    params = Params(floor=args.floor, ease=args.ease)
    needs, offers = read_needs(args.input[0]), read_offers(args.input[1])
    rules = read_rules(args.input[2]) if len(args.input) == 3 else []
    problem = matched(needs, offers, rules)
    counts = len(needs), len(offers), len(problem.arc_need)
    say(_FOUND[args.lang].format(*(group_digits(each) if args.lang == "fa" else each for each in counts)))
    plan = solve(problem, params=params, stop=stop, seed=args.seed)
    said = [plan.summary(args.lang)]
    if args.explain:
        said.append(plan.explain(args.explain).words(args.lang))
        wider = {(one, other) for kind, one, other, _ in rules if kind == "category"}
        said.append(_away(next(each for each in needs if each.id == args.explain), offers, wider, args.lang))
    if args.output:
        write_plan(args.output, plan)
    print("\n".join(said))
    return Exit.DONE if plan.status == "optimal" else Exit.STOPPED


def _away(one: Need, offers: list[Offer], wider: set[tuple[str, str]], language: str) -> str:
    """Count the offers that do not fit, by the first reason."""
    reasons = Counter(why for each in offers if (why := misfit(one, each, wider)) is not None)
    between = "، " if language == "fa" else ", "
    told = between.join(
        f"{_MISFITS[language][why]} {group_digits(count) if language == 'fa' else count}"
        for why, count in reasons.most_common()
    )
    return _AWAY[language].format(told or "—")
