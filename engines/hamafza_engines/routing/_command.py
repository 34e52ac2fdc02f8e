"""Routing from a shell: one problem as JSON, or a table of asks and a table of centres."""

import argparse
import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from hamafza_engines.frame import BadInput, Exit, Progress, Within, as_csv, text_or_tables, write_table
from hamafza_engines.persian import to_persian_digits
from hamafza_engines.routing._directory import Directory
from hamafza_engines.routing._facts import Ask
from hamafza_engines.routing._files import read_asks, read_centres, read_problem, read_rules
from hamafza_engines.routing._simulate import simulate
from hamafza_engines.routing._solve import solve
from hamafza_engines.routing._types import Params, Plan, Problem

NAME = "routing"
SUMMARY = "rank centres for requests, with reasons; try new rules on old requests"
TEXT = True
SECONDS = None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the rules and how many centres to name."""
    parser.add_argument("--top", type=int, default=3, help="centres named for each ask (3)")
    parser.add_argument("--rules", default="", help="other weights, such as area=3,half_km=10")
    parser.add_argument("--simulate", metavar="RULES", help="what these rules would change, ask by ask")


def run(args: argparse.Namespace, stop: Within, say: Callable[[str], object]) -> int:
    """Answer one problem as JSON; for tables, write the first centres of every ask and sum up."""
    params = read_rules(args.rules)
    given = text_or_tables(args.input)
    if isinstance(given, list) and len(given) == 1 and given[0].suffix.lower() == ".json":
        given = _read(given[0])
    if isinstance(given, str):
        print(_json(_whole(solve(read_problem(given), params=params))))
        return Exit.DONE
    if len(given) != 2:
        raise BadInput("input", len(given), "give two tables, asks and centres, or one problem as JSON",
                       remedy_fa="دو جدول بدهید: درخواست‌ها و مرکزها؛ یا یک مسئله با قالب JSON")  # fmt: skip
    return _tables(args, given, params, stop.started(), say)


def _tables(
    args: argparse.Namespace, paths: list[Path], params: Params, stop: Within, say: Callable[[str], object]
) -> int:
    asks, centres = read_asks(paths[0]), Directory(read_centres(paths[1]))
    if args.simulate is not None:
        return _simulate(args, asks, centres, params, stop, say)
    if args.explain:
        return _explain(args.explain, {id_: Problem(ask, centres) for id_, ask in asks}, params)
    progress, rows, plans = Progress(len(asks), say), [], []
    for id_, ask in asks:
        if stop.over():
            break
        plan = solve(Problem(ask, centres), params=params)
        plans.append(plan)
        rows.extend(_rows(id_, plan, args.top))
        progress.step()
    _put(args, rows)
    say(_summary(plans, len(asks), args.lang))
    if len(plans) < len(asks):
        return Exit.STOPPED
    return Exit.INFEASIBLE if plans and not any(plan.ranked for plan in plans) else Exit.DONE


def _simulate(
    args: argparse.Namespace,
    asks: list[tuple[str, Ask]],
    centres: Directory,
    params: Params,
    stop: Within,
    say: Callable[[str], object],
) -> int:
    after = read_rules(args.simulate, params)
    found = simulate([ask for _, ask in asks], centres, params, after, stop=stop)
    rows: list[dict[str, object]] = [
        {"ask": id_, "before": old, "after": new, "changed": int(old != new)}
        for (id_, _), (old, new) in zip(asks, found.firsts, strict=False)
    ]
    _put(args, rows)
    say(found.summary(args.lang))
    return Exit.DONE if found.complete else Exit.STOPPED


def _put(args: argparse.Namespace, rows: list[dict[str, object]]) -> None:
    if args.output:
        write_table(args.output, rows)
    else:
        print(as_csv(rows), end="")


def _rows(id_: str, plan: Plan, top: int) -> list[dict[str, object]]:
    if not plan.ranked:
        return [{"ask": id_, "place": None, "centre_id": None, "score": None, "reasons": ""}]
    return [
        {
            "ask": id_,
            "place": place,
            "centre_id": ranked.centre_id,
            "score": round(ranked.score, 4),
            "reasons": "; ".join(f"{reason.name} {reason.value:.2f}" for reason in ranked.reasons),
        }
        for place, ranked in enumerate(plan.ranked[:top], start=1)
    ]


def _explain(id_: str, problems: dict[str, Problem], params: Params) -> int:
    if id_ not in problems:
        raise BadInput("explain", id_, "no ask has this id", remedy_fa="درخواستی با این شناسه نیست")
    plan = solve(problems[id_], params=params)
    print(_json({"why": [asdict(plan.explain(i)) for i in range(min(3, len(plan.ranked)))],
                 "figures": plan.figures()}))  # fmt: skip
    return Exit.DONE


def _summary(plans: list[Plan], asked: int, language: str) -> str:
    alone = sum(not plan.ranked for plan in plans)
    busy = len({plan.ranked[0].centre_id for plan in plans if plan.ranked})
    if language == "en":
        return (
            f"{len(plans)} of {asked} asks; {busy} centres come first somewhere; without any centre: {alone}"
        )
    told = f"{len(plans)} از {asked} درخواست؛ {busy} مرکز جایی نخست است؛ بی هیچ مرکزی: {alone}"
    return to_persian_digits(told)


def _whole(plan: Plan) -> dict[str, object]:
    return {
        "ranked": [asdict(ranked) for ranked in plan.ranked],
        "excluded": list(plan.excluded),
        "beyond": plan.beyond,
    }


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise BadInput("file", str(path), f"cannot be read: {fault}", remedy_fa="خوانده نشد") from None


def _json(answer: object) -> str:
    return json.dumps(answer, ensure_ascii=False, indent=2)
