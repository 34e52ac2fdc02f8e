"""Needs and offers, a nation's and one giant component's; the peers solve the same program for the same worth."""

import resource
from collections.abc import Callable
from time import process_time
from typing import Any

import numpy as np
from report.clock import in_turns

from hamafza_engines.allocation import Change, Params, Problem, resolve, solve
from hamafza_engines.frame import Within

SEED = 1405
PROVINCES, COUNTIES, KINDS = 31, 15, 8
DEGREE = 10  # offers that fit a need
FOREVER = Within(None)
LIMIT = "not tried at this size"
PEERS_UP_TO = {"greedy": 100_000, "scipy HiGHS": 10_000, "PuLP/CBC": 10_000, "networkx": 10_000}


def measure(sizes: str = "small", say: Callable[[str], object] = print) -> dict[str, Any]:
    """Solve for worth alone beside the peers, then fairly, then again after one change."""
    rows: list[dict[str, Any]] = []
    full = sizes == "full"
    for name, make in (("a nation", nation), ("one giant component", giant), ("a chain of neighbours", chain)):
        for size in (1_000, 10_000, 100_000, 1_000_000) if full else (1_000, 10_000):
            if size > 100_000 and make is not nation:
                continue
            say(f"allocation: {name}, {size}")
            problem = make(size)
            rows += most_worth(f"most worth, {name}", size, problem, slow=full or make is nation or size <= 1_000)
            if size <= 100_000:
                rows += fair(f"fair shares, {name}", size, problem)
                rows += one_change(f"one change, {name}", size, problem)
    for size in (1_000, 10_000) if full else (1_000,):
        say(f"allocation: the worst share alone, {size}")
        rows += worst_share("the worst share", size, giant(size))
    return {"rows": rows, "goal": "100 k <= 5 CPU s, 1 M <= 120; >= 10 x scipy and PuLP, >= 40 x networkx; fair <= 3 x plain"}  # fmt: skip


def most_worth(task: str, size: int, problem: Problem, *, slow: bool) -> list[dict[str, Any]]:
    """Product and peers in turns, all without fairness, each checked to reach the same worth."""
    worth: dict[str, int] = {}

    def keeping(who: str, work: Callable[[Problem], int]) -> Callable[[], None]:
        return lambda: worth.update({who: work(problem)})

    peers = {who: peer for who, peer in PEERS.items() if size <= PEERS_UP_TO[who] and (slow or who == "greedy")}
    ways = {who: keeping(who, work) for who, work in ({"hamafza": ours} | peers).items()}
    spent = in_turns(ways, runs=5) if size <= 1_000 else once(ways)  # one run of what takes over 20 s
    best = worth["hamafza"]
    assert all(abs(each - best) <= 1e-6 * best for who, each in worth.items() if who != "greedy"), worth
    rows = [row(task, size, who, cpu, f"{100 * (worth[who] / best - 1):+.2f} % worth") for who, cpu in spent.items()]
    return rows + [row(task, size, who, None, "", limit=LIMIT) for who in PEERS if who not in spent and slow]


def ours(problem: Problem) -> int:
    """Solve for worth alone, without a limit of time."""
    return solve(problem, params=Params(floor=0), stop=FOREVER).value


def once(ways: dict[str, Callable[[], None]]) -> dict[str, float]:
    """Measure each way once, ours thrice; imports come before, with the small sizes."""
    spent = {who: in_turns({who: work}, runs=2)[who] for who, work in ways.items() if who == "hamafza"}
    for who, work in ways.items():
        if who not in spent:
            began = process_time() + children()
            work()
            spent[who] = process_time() + children() - began
    return spent


def children() -> float:
    """Return the CPU seconds of processes that have ended, such as CBC."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def fair(task: str, size: int, problem: Problem) -> list[dict[str, Any]]:
    """The fairest plan against the plan for worth alone; the price is left out, it is that second plan."""
    told = solve(problem, stop=FOREVER)
    groups = told.groups()
    before = min((each.by_worth or 0) / each.asked for each in groups if each.asked)
    spent = in_turns(
        {
            "hamafza: worth alone": lambda: solve(problem, params=Params(floor=0), stop=FOREVER),
            "hamafza: fair shares": lambda: solve(problem, params=Params(price=False), stop=FOREVER),
            "hamafza: shares within 2 %": lambda: solve(problem, params=Params(price=False, ease=0.02), stop=FOREVER),
        },
        runs=5 if size <= 1_000 else 3 if size <= 10_000 else 1,
    )
    value = f"worst share {before:.3f} -> {groups[0].share:.3f}, price {100 * (told.price_of_fairness or 0):.2f} %"
    values = {"hamafza: fair shares": value}
    return [row(task, size, who, cpu, values.get(who, "")) for who, cpu in spent.items()]


def one_change(task: str, size: int, problem: Problem) -> list[dict[str, Any]]:
    """A donor withdraws: the touched component against everything."""
    plan = solve(problem, params=Params(floor=0), stop=FOREVER)
    change = Change(offer_amounts={len(problem.offer_amount) // 2: 0})
    after = problem.changed(change)
    spent = in_turns(
        {
            "hamafza: touched component": lambda: resolve(plan, change, stop=FOREVER),
            "hamafza: everything": lambda: solve(after, params=Params(floor=0), stop=FOREVER),
        },
        runs=5 if size <= 10_000 else 1,
    )
    share = spent["hamafza: touched component"] / spent["hamafza: everything"]
    values = {"hamafza: touched component": f"{100 * share:.0f} % of all"}
    return [row(task, size, who, cpu, values.get(who, "")) for who, cpu in spent.items()]


def worst_share(task: str, size: int, problem: Problem) -> list[dict[str, Any]]:
    """The first level of fairness: every level by maximum flows against the worst share alone by an LP."""
    from hamafza_engines.allocation._components import Cutter
    from hamafza_engines.allocation._fair import fair_units

    part = Cutter(problem, grouped=True).part(slice(0, len(problem.arc_need)))
    units, _ = fair_units(part)
    ours, theirs = float((units / part.weight).min()), scipy_worst(problem)
    assert ours <= theirs + 1e-9 and theirs - ours < 1 / part.weight.min()
    spent = in_turns(
        {"hamafza: every level": lambda: fair_units(part), "scipy HiGHS": lambda: scipy_worst(problem)}, runs=3
    )
    values = {"hamafza: every level": f"{ours:.4f}", "scipy HiGHS": f"{theirs:.4f} (units cut)"}
    return [row(task, size, who, cpu, values[who]) for who, cpu in spent.items()]


def row(task: str, size: int, who: str, cpu: float | None, value: str, **more: str) -> dict[str, Any]:
    """Return a line of the table."""
    return {"engine": "allocation", "task": task, "size": size, "who": who, "cpu_seconds": cpu, "value": value, **more}


def nation(size: int, seed: int = SEED) -> Problem:
    """Return needs and local offers of eight kinds over 31 provinces; a group is a county and a kind."""
    chance = np.random.default_rng(seed)
    cells = min(PROVINCES * KINDS, size // 200 + 1)
    return _market(chance, size, cells, lambda cell, offers: cell * offers + chance.integers(0, offers, cell.shape))


def giant(size: int, seed: int = SEED) -> Problem:
    """Return the hard case: generalist donors join everything, and two thirds of the funds are bound."""
    chance = np.random.default_rng(seed)
    problem = _market(chance, size, 1, lambda cell, offers: chance.integers(0, offers, cell.shape))
    purpose = chance.integers(0, 6, len(problem.offer_amount))  # 0 and 1 are free
    entitled = chance.integers(2, 6, (size, 2))
    bound = purpose[problem.arc_offer]
    fits = (bound < 2) | (bound == entitled[problem.arc_need, 0]) | (bound == entitled[problem.arc_need, 1])
    names = ("need_amount", "offer_amount", "need_group")
    return Problem(
        **{name: getattr(problem, name) for name in names},
        **{name: getattr(problem, name)[fits] for name in ("arc_need", "arc_offer", "arc_worth")},
    )


def chain(size: int, seed: int = SEED) -> Problem:
    """Return the hardest case for fairness: offers reach their neighbours along a road, so all shares hang together."""
    chance = np.random.default_rng(seed)
    offers, groups = size // 4, max(4, size // 250)
    amount, priority, place = chance.integers(1, 20, size), chance.integers(1, 11, size), chance.random(size)
    gift = chance.integers(1, 20, offers).astype(float)
    gift = np.maximum(1, gift * 0.9 * amount.sum() / gift.sum()).astype(np.int64)
    reach = min(200, offers // 2)
    near = (place * offers).astype(np.int64)[:, None] + chance.integers(-reach, reach, (size, DEGREE))
    key = np.unique(np.arange(size)[:, None] * offers + near % offers)
    need, offer = key // offers, key % offers
    far = np.abs(place[need] * offers - offer)
    worth = 1000 * priority[need] - (np.minimum(far, offers - far) * 400 / reach).astype(np.int64)
    return Problem(
        need_amount=amount, offer_amount=gift, arc_need=need.astype(np.int32), arc_offer=offer.astype(np.int32),
        arc_worth=worth, need_group=(place * groups).astype(np.int32),
    )  # fmt: skip


def _market(chance: Any, size: int, cells: int, pick: Callable[[Any, int], Any]) -> Problem:
    """Scatter needs over cells and counties; supply is 95 % of what is asked."""
    offers = max(DEGREE, size // 4 // cells)
    cell, county = chance.integers(0, cells, size), chance.integers(0, COUNTIES, size)
    amount, priority = chance.integers(1, 20, size), chance.integers(1, 11, size)
    gift = chance.integers(1, 20, offers * cells).astype(float)
    gift = np.maximum(1, gift * 0.95 * amount.sum() / gift.sum()).astype(np.int64)
    place = chance.integers(0, COUNTIES, offers * cells)
    need = np.repeat(np.arange(size), DEGREE)
    offer = pick(np.repeat(cell, DEGREE), offers)
    key = np.unique(need * len(gift) + offer)
    need, offer = key // len(gift), key % len(gift)
    far = np.abs(county[need] - place[offer]) * 20
    return Problem(
        need_amount=amount, offer_amount=gift, arc_need=need.astype(np.int32), arc_offer=offer.astype(np.int32),
        arc_worth=(1000 * priority[need] - far).astype(np.int64), need_group=(cell * COUNTIES + county).astype(np.int32),
    )  # fmt: skip


def greedy(problem: Problem) -> int:
    """Give the dearest pair as much as it can take, then the next: what people do by hand."""
    need, offer = problem.need_amount.tolist(), problem.offer_amount.tolist()
    heads, tails, worth = problem.arc_need.tolist(), problem.arc_offer.tolist(), problem.arc_worth.tolist()
    total = 0
    for arc in np.argsort(-problem.arc_worth, kind="stable").tolist():
        units = min(need[heads[arc]], offer[tails[arc]])
        if units:
            need[heads[arc]] -= units
            offer[tails[arc]] -= units
            total += units * worth[arc]
    return total


def _program(problem: Problem) -> tuple[Any, Any]:
    from scipy.sparse import csr_matrix, vstack

    arcs = len(problem.arc_need)
    sides = ((problem.arc_need, len(problem.need_amount)), (problem.arc_offer, len(problem.offer_amount)))
    rows = [csr_matrix((np.ones(arcs), (place, np.arange(arcs))), (count, arcs)) for place, count in sides]
    return vstack(rows).tocsr(), np.concatenate([problem.need_amount, problem.offer_amount])


def scipy_highs(problem: Problem) -> int:
    """Solve the linear program by HiGHS through scipy (its own choice of method)."""
    from scipy.optimize import linprog

    rows, most = _program(problem)
    return round(-linprog(-problem.arc_worth.astype(float), A_ub=rows, b_ub=most, method="highs").fun)


def scipy_worst(problem: Problem) -> float:
    """Find the largest share that every group can have, as a linear program."""
    from scipy.optimize import linprog
    from scipy.sparse import csr_matrix, hstack, vstack

    rows, most = _program(problem)
    group = problem.need_group
    asked = np.bincount(group, problem.need_amount)
    ours = csr_matrix((-np.ones(len(problem.arc_need)), (group[problem.arc_need], np.arange(len(problem.arc_need)))),
                      (len(asked), len(problem.arc_need)))  # fmt: skip
    wide = vstack([hstack([rows, csr_matrix((rows.shape[0], 1))]), hstack([ours, csr_matrix(asked[:, None])])]).tocsr()
    aim = np.zeros(wide.shape[1])
    aim[-1] = -1
    found = linprog(aim, A_ub=wide, b_ub=np.concatenate([most, np.zeros(len(asked))]), bounds=(0, None), method="highs")
    return min(1.0, -found.fun)


def pulp_cbc(problem: Problem) -> int:
    """Model it in PuLP, as its users do, and solve it by CBC."""
    import pulp

    model = pulp.LpProblem("allocation", pulp.LpMaximize)
    units = [pulp.LpVariable(f"x{k}", 0) for k in range(len(problem.arc_need))]
    model += pulp.LpAffineExpression(zip(units, problem.arc_worth.tolist(), strict=True))
    for place, amounts in ((problem.arc_need, problem.need_amount), (problem.arc_offer, problem.offer_amount)):
        terms: dict[int, list[Any]] = {}
        for k, each in enumerate(place.tolist()):
            terms.setdefault(each, []).append((units[k], 1))
        for each, inside in terms.items():
            model += pulp.LpAffineExpression(inside) <= int(amounts[each])
    model.solve(pulp.PULP_CBC_CMD(msg=False, threads=1))
    return round(pulp.value(model.objective))


def networkx_flow(problem: Problem) -> int:
    """Solve the flow by networkx's network simplex; a sink takes what is over."""
    import networkx

    graph = networkx.DiGraph()
    supply = problem.offer_amount.tolist()
    for j, units in enumerate(supply):
        graph.add_node(("o", j), demand=-units)
        graph.add_edge(("o", j), "sink", weight=0)
    graph.add_node("sink", demand=sum(supply))
    for i, units in enumerate(problem.need_amount.tolist()):
        graph.add_edge(("n", i), "sink", capacity=units, weight=0)
    for i, j, worth in zip(
        problem.arc_need.tolist(), problem.arc_offer.tolist(), problem.arc_worth.tolist(), strict=True
    ):
        graph.add_edge(("o", j), ("n", i), weight=-worth)
    return -networkx.network_simplex(graph)[0]


PEERS: dict[str, Callable[[Problem], int]] = {
    "greedy": greedy, "scipy HiGHS": scipy_highs, "PuLP/CBC": pulp_cbc, "networkx": networkx_flow,
}  # fmt: skip
