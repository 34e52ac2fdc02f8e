"""The shell door of siting: a file of places in, bases and a map out."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from pathlib import Path

from hamafza_engines.frame import BadInput, Exit, Within, as_number, write_table
from hamafza_engines.siting._files import place_rows, read_problem, write_plan
from hamafza_engines.siting._plan import Plan
from hamafza_engines.siting._rounds import plan_round
from hamafza_engines.siting._solve import solve
from hamafza_engines.siting._types import Problem
from hamafza_engines.siting._week import week_of, week_rows, week_words
from hamafza_engines.siting._words import explained, named

NAME = "siting"
SUMMARY = "where bases should stand for those who need them (مکان‌یابی پایگاه)"


def add_arguments(parser: ArgumentParser) -> None:
    """Add what only this engine asks; the input is places (lat, lng, weight, name), a matrix or pmed .txt."""
    parser.add_argument(
        "--new", type=int, metavar="N", help="how many bases to open beside the existing ones"
    )
    parser.add_argument(
        "--radius", type=float, metavar="KM", help="serve most people within it (else least km)"
    )
    parser.add_argument("--candidates", type=Path, help="where bases may stand (else at any place)")
    parser.add_argument("--existing", type=Path, help="bases that stand already")
    parser.add_argument("--budget", type=float, help="money for new bases; column cost (1 without it)")
    parser.add_argument(
        "--capacity", type=float, metavar="PEOPLE", help="most people of a base without its own"
    )
    parser.add_argument(
        "--round-from", metavar="PLACE", help="plan the weekly round of a mobile base from it"
    )
    for name, value in (("days", 6), ("hours", 8.0), ("service", 1.0), ("speed", 50.0)):
        parser.add_argument(f"--{name}", type=type(value), default=value, help=f"of the round ({value:g})")
    parser.add_argument("--places", type=Path, metavar="OUT", help="also write who goes where")


def run(args: Namespace, stop: Within, say: Callable[[str], object]) -> int:
    """Read, choose, tell, write; a plan with a gap ends with its own code."""
    if len(args.input) != 1:
        raise BadInput("input", len(args.input), "give one file of places", remedy_fa="یک پروندهٔ محل‌ها بدهید")
    problem = read_problem(
        args.input[0], candidates=args.candidates, existing=args.existing,
        new=1 if args.round_from and args.new is None else args.new, radius=args.radius,
        budget=args.budget, each_capacity=args.capacity,
    )  # fmt: skip
    if args.round_from:
        return _week(args, problem, stop)
    say(f"{problem.n_demands} x {problem.n_sites}")
    plan = solve(problem, stop=stop, seed=args.seed, say=say)
    print(plan.summary(args.lang))
    if args.explain and plan.status != "infeasible":
        print(explained(plan, plan.explain(_site(plan, args.explain)), args.lang))
    if args.output:
        write_plan(args.output, plan, language=args.lang)
    if args.places:
        write_table(args.places, place_rows(plan))
    if plan.status == "proved":
        return Exit.DONE
    return Exit.STOPPED if plan.status == "stopped" else Exit.INFEASIBLE


def _week(args: Namespace, problem: Problem, stop: Within) -> int:
    asked = week_of(
        problem, args.round_from, days=args.days, hours=args.hours, service=args.service, speed=args.speed
    )
    plan = plan_round(asked, stop=stop, seed=args.seed)
    print(week_words(plan, args.lang))
    if args.output:
        write_table(args.output, week_rows(plan))
    return Exit.DONE if not plan.left_out else Exit.STOPPED


def _site(plan: Plan, asked: str) -> int:
    """Find a site by its name, else by its number from 1."""
    problem = plan.problem
    sites = [*plan.opened, *range(problem.n_sites)]
    found, number = named([problem.site_name(site) for site in sites], asked), as_number(asked)
    if found is not None:
        return int(sites[found])
    if isinstance(number, int) and 1 <= number <= problem.n_sites:
        return number - 1
    raise BadInput(
        "explain", asked, "give the name or number of a site", remedy_fa="نام یا شمارهٔ یک محل را بدهید"
    )
