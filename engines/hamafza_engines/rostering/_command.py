"""The shell door of rostering: volunteers and shifts in, a roster out."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable

from hamafza_engines.frame import BadInput, Exit, Within
from hamafza_engines.persian import normalise
from hamafza_engines.rostering._files import read_problem, write_roster
from hamafza_engines.rostering._repair import repair
from hamafza_engines.rostering._solve import solve
from hamafza_engines.rostering._types import RULES, Params

NAME = "rostering"
SUMMARY = "volunteers and shifts into a roster: cover first, then fairness (نوبت‌بندی خادمیاران)"


def add_arguments(parser: ArgumentParser) -> None:
    """Add what only this engine asks; inputs are the table of volunteers, then that of shifts."""
    defaults = Params()
    for name in ("fairness", "continuity", "wish", "travel"):
        parser.add_argument(
            f"--{name}", type=int, default=getattr(defaults, name), metavar="POINTS", help="of 1000 a seat"
        )
    parser.add_argument("--without-rule", action="append", default=[], choices=RULES, help="do not keep it")
    parser.add_argument("--drop", metavar="VOLUNTEER", help="who drops out; the roster is repaired")


def run(args: Namespace, stop: Within, say: Callable[[str], object]) -> int:
    """Read, plan, tell, write; a roster with a gap ends with its own code, empty seats do not."""
    if len(args.input) != 2:
        raise BadInput(
            "input", len(args.input), "give two files: volunteers, then shifts",
            remedy_fa="دو پرونده بدهید: خادمیاران، سپس نوبت‌ها",
        )  # fmt: skip
    names = ("fairness", "continuity", "wish", "travel")
    params = Params(**{n: getattr(args, n) for n in names}, rules=frozenset(RULES) - set(args.without_rule))
    problem = read_problem(*args.input)
    say(f"{len(problem.volunteers)} x {len(problem.shifts)}")
    plan = solve(problem, params=params, stop=stop, seed=args.seed)
    near = plan.gap <= params.gap
    if args.drop:
        plan = repair(plan, normalise(args.drop))
    print(plan.summary(args.lang))
    for change in plan.changes:
        print(f"  {change.volunteer}: {_seat(change.left)} -> {_seat(change.took)}")
    if args.explain:
        print(plan.explain(normalise(args.explain)).words(args.lang))
    if args.output:
        write_roster(args.output, plan, language=args.lang)
    return Exit.DONE if near else Exit.STOPPED


def _seat(seat: tuple[str, str] | None) -> str:
    return f"{seat[0]} ({seat[1]})" if seat else "-"
