"""The whole way: prepare, block, learn, compare, weigh, choose one for one."""

from dataclasses import dataclass, replace
from typing import Any

from hamafza_engines.frame import Within, need
from hamafza_engines.linkage._assign import assign, groups
from hamafza_engines.linkage._blocking import NARROW, Block, blocks, key_parts
from hamafza_engines.linkage._fields import BY_NAME, NAMING
from hamafza_engines.linkage._lookup import Index
from hamafza_engines.linkage._model import Model, fixed_model, probability
from hamafza_engines.linkage._prepare import Columns, jalali_of, prepare
from hamafza_engines.linkage._types import Link, Params, Plan, Problem

_ROUNDS = 4


@dataclass(slots=True)
class _Scored:
    """A pair above the grey threshold: rows of both sides, weight, bits against kin, levels by number."""

    left: int
    right: int
    weight: float
    kin_bits: float
    levels: tuple[int, ...]


def solve(
    problem: Problem, *, params: Params = Params(), stop: Within = Within(seconds=None), seed: int = 0
) -> Plan:
    """Link two registers, or find who stands twice in one; the seed changes nothing, for nothing is drawn.

    When time runs out, learning and the wide rules are left out (status "stopped"), never a narrow rule.
    """
    with stop.catching_interrupt():
        clock = stop.started()
        return _solve(problem, params, clock)


def _solve(problem: Problem, params: Params, clock: Within) -> Plan:
    registers = [problem.left] if problem.right is None else [problem.left, problem.right]
    jalali = jalali_of(registers)
    left = prepare(problem.left, jalali=jalali)
    right = prepare(problem.right, jalali=jalali) if problem.right is not None else None
    sizes = (len(problem.left), len(problem.right) if problem.right is not None else len(problem.left))
    model = fixed_model(left, right, sizes)
    if min(sizes) == 0 or not model.fields:
        why = "empty" if min(sizes) == 0 else "nothing_in_common"
        return _plan(problem, params, model, [], "fixed", why, sizes, 0, (), jalali=jalali, stopped=False)
    small = (
        params.method != "learnt" and min(sizes) < params.learn_from and sum(sizes) <= 4 * params.learn_from
    )
    if small and params.backend == "duckdb":
        model, scored, candidates = _by_hand(problem, params, model, left, right, jalali)
        return _plan(
            problem,
            params,
            model,
            scored,
            "fixed",
            "small",
            sizes,
            candidates,
            (),
            jalali=jalali,
            stopped=False,
        )
    return _by_splink(problem, params, model, left, right, sizes, jalali, clock)


def _by_hand(
    problem: Problem, params: Params, model: Model, left: Columns, right: Columns | None, jalali: bool
) -> tuple[Model, list[_Scored], int]:
    """Compare small registers in plain Python with the fixed weights; only the prior is learnt."""
    index = Index(problem.right if problem.right is not None else problem.left, jalali=jalali)
    parts = key_parts(left)
    persons = [index.person(row) for row in range(len(index.register))]
    seen = []
    for i in range(len(problem.left)):
        one = {name: column[i] for name, column in left.items()}
        for j in index.candidates(parts, i):
            if right is not None or j > i:
                levels = model.levels(one, persons[j])
                seen.append((i, j, sum(model.bits(levels, one)), model.kin_bits(levels), levels))
    pairs = _pairs((len(problem.left), len(index.register)), alone=right is None)
    for _ in range(_ROUNDS):
        found = sum(probability(model.weight(bits, kin_bits)) for _, _, bits, kin_bits, _ in seen)
        model = replace(model, prior=min(0.5, max(found, 1.0) / pairs))
    scored = [
        _Scored(i, j, round(model.weight(bits, kin_bits), 6), kin_bits, levels)
        for i, j, bits, kin_bits, levels in seen
    ]
    lowest = _bits_of(params.grey)
    return model, [pair for pair in scored if pair.weight >= lowest], len(seen)


def _by_splink(
    problem: Problem,
    params: Params,
    model: Model,
    left: Columns,
    right: Columns | None,
    sizes: tuple[int, int],
    jalali: bool,
    clock: Within,
) -> Plan:
    from hamafza_engines.linkage._learn import learn, training_blocks
    from hamafza_engines.linkage._score import refine, weights
    from hamafza_engines.linkage._splink import compare

    budget = params.widest * (len(problem.left) + (len(problem.right) if problem.right is not None else 0))
    ready = blocks(
        left, right, largest=params.largest_block, budget=max(budget, 1_000_000) if params.widest else 0
    )
    matches = _sure_matches(ready)
    model = replace(model, prior=fixed_model(left, right, sizes, matches).prior)
    method, why, stopped = "fixed", "asked", False
    if params.method != "fixed":
        pair = training_blocks(model, left, right)
        if min(sizes) < params.learn_from and params.method == "auto":
            why = "small"
        elif len(pair) < 2:
            why = "no_blocks"
        elif clock.over():
            why, stopped = "time", True
        else:
            model, method, why = learn(model, left, right, backend=params.backend, blocks=pair), "learnt", ""
    if clock.over():
        ready, stopped = [block for block in ready if block.rule in NARROW], True
    skipped = tuple(("+".join(block.rule), block.skipped) for block in ready if block.skipped)
    used = [block for block in ready if block.pairs]
    if not used:
        return _plan(
            problem, params, model, [], method, why, sizes, 0, skipped, jalali=jalali, stopped=stopped
        )
    i, j, gammas = compare(left, right, model, used, backend=params.backend)
    if method == "learnt":
        model = refine(model, left, i, gammas, pairs=_pairs(sizes, alone=right is None))
    weight, kin_bits = weights(model, left, i, gammas)
    scored = _above(params, i, j, weight, kin_bits, gammas)
    return _plan(
        problem, params, model, scored, method, why, sizes, len(i), skipped, jalali=jalali, stopped=stopped
    )


def _pairs(sizes: tuple[int, int], *, alone: bool) -> float:
    return max(sizes[0] * (sizes[0] - 1) / 2 if alone else sizes[0] * sizes[1], 1)


def _sure_matches(ready: list[Block]) -> int:
    """Return how many pairs share what hardly two persons share: the start of the prior."""
    sure = {("nid",), ("first", "last", "father"), ("birth", "last"), ("birth", "first")}
    return max((len(_rows(block)) for block in ready if block.rule in sure and block.pairs), default=0)


def _rows(block: Block) -> Any:
    np = need("numpy", extra="linkage")
    return np.unique(block.left[block.left >= 0])


def _above(
    params: Params, i: Any, j: Any, weight: Any, kin_bits: Any, gammas: dict[str, Any]
) -> list[_Scored]:
    np = need("numpy", extra="linkage")
    kept = np.flatnonzero(weight >= _bits_of(params.grey))
    levels = np.stack([gamma[kept] for gamma in gammas.values()], axis=1).tolist()
    rows = zip(
        i[kept].tolist(),
        j[kept].tolist(),
        weight[kept].round(6).tolist(),
        kin_bits[kept].tolist(),
        levels,
        strict=True,
    )
    return [_Scored(a, b, w, k, tuple(row)) for a, b, w, k, row in rows]


def _bits_of(share: float) -> float:
    from math import log2

    return log2(share / (1 - share)) if share < 1 else 1e9


def _plan(
    problem: Problem,
    params: Params,
    model: Model,
    scored: list[_Scored],
    method: Any,
    why: str,
    sizes: tuple[int, int],
    candidates: int,
    skipped: tuple[tuple[str, int], ...],
    *,
    jalali: bool,
    stopped: bool,
) -> Plan:
    theirs = problem.right or problem.left
    left_ids, right_ids = problem.left.ids, theirs.ids
    scored.sort(key=lambda pair: (-pair.weight, left_ids[pair.left], right_ids[pair.right]))
    alone = problem.right is None
    if params.one_to_one and not alone:
        lowest = _bits_of(params.grey)
        places, bound, proved = assign([(p.left, p.right, p.weight - lowest + 1e-6) for p in scored])
        value = sum(scored[place].weight - lowest + 1e-6 for place in places)
    else:
        places, proved = list(range(len(scored))), True
        value = bound = sum(pair.weight for pair in scored)
    rivals = _rivals(scored) if params.one_to_one and not alone else {}
    links = tuple(_link(scored[place], place, problem, params, model, rivals, scored) for place in places)
    together = groups((link.left, link.right) for link in links if link.verdict == "auto") if alone else []
    return Plan(
        links,
        value,
        value if proved else max(bound, value),  # two orders of summing differ by a rounding
        "stopped" if stopped else "optimal" if proved else "heuristic",
        method,
        why,
        (len(problem.left), len(problem.right) if problem.right is not None else 0),
        candidates,
        skipped,
        tuple(sorted(tuple(sorted(map(str, group))) for group in together)),
        params,
        jalali,
        problem,
        model,
    )


def _rivals(scored: list[_Scored]) -> dict[tuple[str, int], list[int]]:
    """Return the places of the two best pairs of every person."""
    best: dict[tuple[str, int], list[int]] = {}
    for place, pair in enumerate(scored):
        for end in (("l", pair.left), ("r", pair.right)):
            found = best.setdefault(end, [])
            if len(found) < 2:
                found.append(place)
    return best


def _link(
    pair: _Scored,
    place: int,
    problem: Problem,
    params: Params,
    model: Model,
    rivals: dict[tuple[str, int], list[int]],
    scored: list[_Scored],
) -> Link:
    theirs = problem.right or problem.left
    others = [o for end in (("l", pair.left), ("r", pair.right)) for o in rivals.get(end, ()) if o != place]
    other = scored[min(others)] if others else None
    levels = tuple(
        (name, BY_NAME[name].levels[level])
        for name, level in zip(model.fields, pair.levels, strict=True)
        if level >= 0
    )
    sure = probability(pair.weight) >= params.auto and not NAMING.isdisjoint(dict(levels))
    clear = other is None or pair.weight - other.weight >= params.margin_bits
    return Link(
        problem.left.ids[pair.left],
        theirs.ids[pair.right],
        pair.weight,
        probability(pair.weight),
        "auto" if sure and clear else "grey",
        levels,
        pair.kin_bits,
        (problem.left.ids[other.left], theirs.ids[other.right], other.weight) if other else None,
    )
