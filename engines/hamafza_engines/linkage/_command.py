"""The shell door of linkage: two registers in, links out; or hashes, or counts."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from pathlib import Path

from hamafza_engines.frame import BadInput, Exit, Within
from hamafza_engines.linkage._counts import Hashed, count, keyed
from hamafza_engines.linkage._files import read_hashed, read_register, write_hashed, write_links
from hamafza_engines.linkage._solve import solve
from hamafza_engines.linkage._types import Params, Plan, Problem, Register

NAME = "linkage"
SUMMARY = "find who stands in both of two registers, or twice in one (پیوند دو فهرست)"
SECONDS = None  # half a search links half the people


def add_arguments(parser: ArgumentParser) -> None:
    """Add what only this engine asks."""
    parser.add_argument(
        "--columns", default="", help="of every file: nid=کد ملی,first=نام (empty: leave out)"
    )
    parser.add_argument("--columns-right", default="", help="the same, of the second file alone")
    parser.add_argument("--auto", type=float, default=Params().auto, help="merge by itself from here (0.95)")
    parser.add_argument("--grey", type=float, default=Params().grey, help="for two clerks from here (0.2)")
    parser.add_argument("--many", action="store_true", help="a row may be linked to several")
    parser.add_argument("--method", choices=("auto", "learnt", "fixed"), default="auto")
    parser.add_argument("--backend", choices=("duckdb", "spark"), default="duckdb")
    parser.add_argument("--hash", action="store_true", help="write keyed hashes of one register's IDs to -o")
    parser.add_argument("--counts", action="store_true", help="tell counts alone, of registers or hashes")
    parser.add_argument("--by", choices=("nid", "mobile", "person"), default="nid", help="what is hashed")
    parser.add_argument("--key-file", type=Path, help="the key both agencies share, 16 bytes or more")
    parser.add_argument("--at-least", type=int, default=5, help="fewer in common are not told exactly (5)")


def run(args: Namespace, stop: Within, say: Callable[[str], object]) -> int:
    """Read, link, tell, write."""
    if len(args.input) > 2:
        raise BadInput("input", len(args.input), "give one register or two", remedy_fa="یک یا دو فهرست بدهید")
    if args.hash:
        return _hash(args)
    if args.counts:
        return _count(args)
    params = Params(
        auto=args.auto, grey=min(args.grey, args.auto), one_to_one=not args.many, method=args.method,
        backend=args.backend,
    )  # fmt: skip
    registers = [_register(args, place) for place in range(len(args.input))]
    for register in registers:
        say(_told(register))
    plan = solve(Problem(*registers), params=params, stop=stop, seed=args.seed)
    print(plan.summary(args.lang))
    if args.explain:
        print(plan.explain(args.explain, args.lang))
    if args.output:
        write_links(args.output, plan, language=args.lang)
    return _ended(plan)


def _ended(plan: Plan) -> int:
    return Exit.DONE if plan.status == "optimal" else Exit.STOPPED


def _told(register: Register) -> str:
    return f"{register.name}: {len(register)} rows; {', '.join(register.cells) or '-'}"


def _register(args: Namespace, place: int) -> Register:
    told = args.columns_right if place and args.columns_right else args.columns
    return read_register(args.input[place], _columns(told))


def _columns(told: str) -> Mapping[str, str]:
    pairs = [part.partition("=") for part in told.split(",") if part.strip()]
    if any(not sign for _, sign, _ in pairs):
        raise BadInput("columns", told, "write field=header,field=header", remedy_fa="بنویسید field=header")
    return {field.strip(): header.strip() for field, _, header in pairs}


def _hash(args: Namespace) -> int:
    if not args.output or len(args.input) != 1:
        raise BadInput("hash", len(args.input), "give one register and -o", remedy_fa="یک فهرست و ‎-o بدهید")
    write_hashed(args.output, _hashed(args, 0))
    return Exit.DONE


def _count(args: Namespace) -> int:
    if len(args.input) != 2:
        raise BadInput("counts", len(args.input), "give two registers or two files of hashes",
                       remedy_fa="دو فهرست یا دو پروندهٔ درهم بدهید")  # fmt: skip
    print(count(_hashed(args, 0), _hashed(args, 1), at_least=args.at_least).summary(args.lang))
    return Exit.DONE


def _hashed(args: Namespace, place: int) -> Hashed:
    if args.key_file is None and not args.hash:
        return read_hashed(args.input[place])
    try:
        key = args.key_file.read_bytes().strip() if args.key_file else b""
    except OSError as fault:
        raise BadInput("key-file", str(args.key_file), f"cannot be read: {fault.strerror}") from None
    return keyed(_register(args, place), key, by=args.by)
