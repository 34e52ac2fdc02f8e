"""The linkage engine beside an exact ID, a deterministic rule and recordlinkage's ECM, on the same prepared cells.

Made-up registers (published generator, ordinary and adversarial, seeds that nobody tuned on) and, where the
folder in HAMAFZA_LINKAGE_DATA (or --data) has them, two public data sets: historical_50k.parquet (Splink's, of
Wikidata) and febrl_dataset4a/b.csv (FEBRL, ANU).
"""

import argparse
import os
import random
import sys
import warnings
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from report.clock import in_turns

from hamafza_engines.linkage import (
    ADVERSARIAL,
    ORDINARY,
    Index,
    Params,
    Problem,
    Register,
    World,
    look_up,
    read_register,
    registers,
    solve,
)
from hamafza_engines.linkage._assign import groups
from hamafza_engines.linkage._prepare import Columns, jalali_of, prepare
from hamafza_engines.persian import compact_key

SEED = 9001
Pair = tuple[str, str]
Rows = list[dict[str, Any]]


def measure(sizes: str = "small", say: Callable[[str], object] = print) -> dict[str, Any]:
    """Link registers of growing size, look persons up, and link what others have published."""
    rows: Rows = []
    _registers("ordinary", ORDINARY, 600)  # imports stay outside the clock
    for size in (500, 2_000, 10_000) if sizes == "small" else (2_000, 20_000, 200_000):
        for name, world in (("ordinary", ORDINARY), ("adversarial", ADVERSARIAL)):
            if size < 200_000 or world is ORDINARY:
                say(f"linkage: {name}, {size:,} and {size:,}")
                rows += _registers(name, world, size)
    say("linkage: look-ups")
    rows += _look_ups(20_000 if sizes == "small" else 200_000)
    folder = os.environ.get("HAMAFZA_LINKAGE_DATA")
    if folder:
        say("linkage: published data sets")
        rows += _historical(Path(folder)) + _febrl(Path(folder))
    return {
        "rows": rows,
        "goal": "merged pairs: P >= 0.99, R >= 0.95, F1 >= 0.975; F1 5 points over the rule, 10 over recordlinkage; "
        "200,000 + 200,000 <= 60 CPU s; look-up p95 <= 50 ms; historical_50k F1 >= 0.80",
    }


def _registers(name: str, world: World, size: int) -> Rows:
    left, right, truth = registers(size, seed=SEED + size, world=world)
    jalali = jalali_of([left, right])
    ours, theirs = prepare(left, jalali=jalali), prepare(right, jalali=jalali)
    found: dict[str, Iterable[Pair]] = {}

    def keep(who: str, work: Callable[[], Iterable[Pair]]) -> Callable[[], None]:
        return lambda: found.__setitem__(who, work())

    ways = {
        "hamafza": keep("hamafza", lambda: [(x.left, x.right) for x in solve(Problem(left, right)).auto]),
        "exact national ID": keep("exact national ID", lambda: _same(left, right, ours, theirs, (("nid",),))),
        "deterministic rule": keep("deterministic rule", lambda: _same(left, right, ours, theirs, _RULE)),
    }
    if size <= 20_000:
        # Once on our prepared cells, which is half the work, and once on cells with only letters folded.
        for who, cells in (
            ("recordlinkage ECM", (ours, theirs)),
            ("recordlinkage ECM, plain cells", (_folded(left), _folded(right))),
        ):
            ways[who] = keep(who, lambda cells=cells: _ecm(left, right, *cells))
    runs = 5 if size <= 2_000 else 3 if size <= 10_000 else 1
    spent = in_turns(ways, runs=runs) if size <= 10_000 else {who: _once(work) for who, work in ways.items()}
    task = f"link two registers, {name}"
    return [_row(task, size, who, spent[who], _told(found[who], truth)) for who in ways]


# Two persons are one when one of these is the same and unique on both sides.
_RULE = (
    ("nid",),
    ("first", "last", "birth"),
    ("first", "last", "father", "mobile"),
)


def _same(left: Register, right: Register, ours: Columns, theirs: Columns, rules: Iterable[Any]) -> set[Pair]:
    found: dict[str, str] = {}
    taken: set[str] = set()
    for rule in rules:
        a, b = _unique(left, ours, rule), _unique(right, theirs, rule)
        for key in a.keys() & b.keys():
            if a[key] not in found and b[key] not in taken:
                found[a[key]] = b[key]
                taken.add(b[key])
    return set(found.items())


def _unique(register: Register, columns: Columns, rule: Iterable[str]) -> dict[Any, str]:
    keys = list(zip(*(columns[name] for name in rule), strict=True))
    times = Counter(keys)
    return {key: id_ for key, id_ in zip(keys, register.ids, strict=True) if None not in key and times[key] == 1}


def _ecm(left: Register, right: Register, ours: Columns, theirs: Columns) -> list[Pair]:
    """Run recordlinkage as its manual does: block, compare, ECM; then the best for each row."""
    import jellyfish
    import pandas as pd
    import recordlinkage

    # recordlinkage 0.14 still calls what jellyfish 1.0 renamed.
    jellyfish.jaro_winkler = jellyfish.jaro_winkler_similarity
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        a, b = (pd.DataFrame(columns, index=register.ids) for columns, register in ((ours, left), (theirs, right)))
        index = recordlinkage.Index()
        for block in (["nid"], ["mobile"], ["birth"], ["first", "last"], ["last", "father"]):
            index.block(block)
        pairs = index.index(a, b)
        compare = recordlinkage.Compare()
        for name in ("first", "last", "father"):
            compare.string(name, name, method="jarowinkler", threshold=0.88, label=name)
        for name in ("nid", "birth", "mobile", "city", "gender", "postcode"):
            compare.exact(name, name, label=name)
        features = compare.compute(pairs, a, b)
        model = recordlinkage.ECMClassifier()
        model.fit(features)
        sure = model.prob(features)
        best = sure[sure >= 0.5].sort_values(ascending=False, kind="stable")
    found: dict[str, str] = {}
    taken: set[str] = set()
    for one, other in best.index:
        if one not in found and other not in taken:
            found[one] = other
            taken.add(other)
    return list(found.items())


def _folded(register: Register) -> Columns:
    return {name: [compact_key(cell) if cell else None for cell in column] for name, column in register.cells.items()}


def _look_ups(size: int) -> Rows:
    left, right, truth = registers(size, seed=SEED)
    began = process_time()
    index = Index(right)
    made = process_time() - began
    asked = random.Random(SEED).sample(range(size), 500)
    spent, firsts, known = [], 0, 0
    partners = dict(truth)
    for row in asked:
        person = {name: column[row] for name, column in left.cells.items()}
        began = perf_counter()
        found = look_up(index, person)
        spent.append(1000 * (perf_counter() - began))
        if (partner := partners.get(left.ids[row])) is not None:
            known += 1
            firsts += bool(found) and found[0].id == partner
    spent.sort()
    value = f"p50 {spent[250]:.1f} ms, p95 {spent[475]:.1f} ms; {firsts} of {known} found first"
    return [
        _row("look up one person (mean of 500)", size, "hamafza", sum(spent) / 500_000, value),
        _row("index a register", size, "hamafza", made, ""),
    ]


def _historical(folder: Path) -> Rows:
    path = folder / "historical_50k.parquet"
    if not path.exists():
        return []
    import pyarrow.parquet as parquet

    table = parquet.read_table(path).to_pylist()
    cluster = {row["unique_id"]: row["cluster"] for row in table}
    sizes = Counter(cluster.values()).values()
    truth = sum(size * (size - 1) // 2 for size in sizes)
    register = Register.of(table, columns={"id": "unique_id", "full": ""}, name="historical")
    rows = []
    for who, widest in (("hamafza", 10), ("hamafza's seven rules alone", 0)):
        began = process_time()
        plan = solve(Problem(register), params=Params(widest=widest))
        spent = process_time() - began
        pairs = [(x.left, x.right) for x in plan.links if x.probability >= 0.5]
        value = f"groups {_grouped(plan.clusters, cluster, truth)}; pairs {_grouped(pairs, cluster, truth)}"
        rows.append(_row("historical_50k, one register", len(register), who, spent, value))
    columns = prepare(register, jalali=False)
    began = process_time()
    alike = _alike(register, columns)
    rows.append(
        _row("historical_50k, one register", len(register), "deterministic rule", process_time() - began,
             f"groups {_grouped(alike, cluster, truth)}")
    )  # fmt: skip
    return rows


def _alike(register: Register, columns: Columns) -> list[list[Any]]:
    pairs = []
    for rule in (("first", "last", "birth"), ("first", "last", "postcode"), ("last", "birth", "postcode")):
        first: dict[Any, str] = {}
        for key, id_ in zip(zip(*(columns[name] for name in rule), strict=True), register.ids, strict=True):
            if None not in key:
                pairs.append((first.setdefault(key, id_), id_))
    return groups(pair for pair in pairs if pair[0] != pair[1])


def _grouped(clusters: Iterable[Iterable[Any]], cluster: dict[str, str], truth: int) -> str:
    found = right = 0
    for members in clusters:
        times = Counter(cluster[member] for member in members)
        found += times.total() * (times.total() - 1) // 2
        right += sum(size * (size - 1) // 2 for size in times.values())
    return _figures(right, found, truth)


def _febrl(folder: Path) -> Rows:
    paths = [folder / f"febrl_dataset4{side}.csv" for side in "ab"]
    if not all(path.exists() for path in paths):
        return []
    left, right = (read_register(path, {"nid": "soc_sec_id", "city": "suburb"}) for path in paths)
    truth = {(id_, id_.replace("org", "dup-0")) for id_ in left.ids}
    began = process_time()
    plan = solve(Problem(left, right))
    spent = process_time() - began
    found = [(x.left, x.right) for x in plan.auto]
    return [_row("FEBRL 4 (a smoke test)", len(left), "hamafza", spent, _told(found, truth))]


def _told(found: Iterable[Pair], truth: Iterable[Pair]) -> str:
    pairs, true = set(found), set(truth)
    return _figures(len(pairs & true), len(pairs), len(true))


def _figures(right: int, found: int, truth: int) -> str:
    precision, recall = right / max(found, 1), right / max(truth, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return f"F1 {f1:.3f} (P {precision:.3f}, R {recall:.3f})"


def _once(work: Callable[[], object]) -> float:
    began = process_time()
    work()
    return process_time() - began


def _row(task: str, size: int, who: str, spent: float | None, value: str, **more: object) -> dict[str, Any]:
    return {"engine": "linkage", "task": task, "size": size, "who": who, "cpu_seconds": spent, "value": value, **more}


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", default=os.environ.get("HAMAFZA_LINKAGE_DATA"))
    parser.add_argument("--full", action="store_true")
    told = parser.parse_args()
    if told.data:
        os.environ["HAMAFZA_LINKAGE_DATA"] = told.data
    for each in measure("full" if told.full else "small", lambda line: print(line, file=sys.stderr))["rows"]:
        print(each)
