"""The shell door of shares: a table of places in, a table of shares out."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable

from hamafza_engines.frame import BadInput, Exit, Within
from hamafza_engines.shares._files import read_places, write_shares
from hamafza_engines.shares._solve import solve
from hamafza_engines.shares._types import METHODS, Infeasible, Params, Problem

NAME = "shares"
SUMMARY = "cut a target into integer shares of provinces and counties (برش)"


def add_arguments(parser: ArgumentParser) -> None:
    """Add what only this engine asks."""
    parser.add_argument("--target", type=int, required=True, help="the whole number to cut (money in rial)")
    parser.add_argument("--method", choices=METHODS, default="hamilton", help="webster never takes back")
    for factor in ("need", "capacity", "past"):
        parser.add_argument(f"--{factor}-power", type=int, default=1, metavar="0-4")


def run(args: Namespace, stop: Within, say: Callable[[str], object]) -> int:
    """Read, cut, tell, write; shares that cannot be are answered with the remedy."""
    if len(args.input) != 1:
        raise BadInput("input", len(args.input), "give one file of places", remedy_fa="یک پروندهٔ جاها بدهید")
    powers = {factor: getattr(args, f"{factor}_power") for factor in ("need", "capacity", "past")}
    params = Params(method=args.method, **powers)
    try:
        problem = Problem(args.target, read_places(args.input[0]))
        plan = solve(problem, params=params, stop=stop, seed=args.seed)
    except Infeasible as fault:
        say(fault.say(args.lang))
        return Exit.INFEASIBLE
    print(plan.summary(args.lang))
    if args.explain:
        print(plan.explain(args.explain).words(args.lang))
    if args.output:
        write_shares(args.output, plan, language=args.lang)
    return Exit.DONE
