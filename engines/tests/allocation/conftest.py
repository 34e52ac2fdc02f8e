"""Small random problems, and an oracle that tries every plan."""

from itertools import product
from random import Random

import pytest

from hamafza_engines.allocation import Problem


def random_problem(seed, *, needs=5, offers=3, groups=3, most=4, arcs=7, rules=False, worth=9):
    """Return a problem of chance; the same seed gives the same one."""
    chance = Random(seed)
    n, m, g = chance.randint(1, needs), chance.randint(1, offers), chance.randint(1, groups)
    pairs = [(i, j) for i in range(n) for j in range(m) if chance.random() < 0.5]
    pairs = sorted(chance.sample(pairs, min(arcs, len(pairs))))
    more = {}
    if rules:
        kinds = {
            "need_bundle": lambda: [chance.randint(-1, 1) for _ in range(n)],
            "offer_single": lambda: [chance.randint(0, 1) for _ in range(m)],
            "offer_lot": lambda: [chance.randint(0, 3) for _ in range(m)],
        }
        more = {name: make() for name, make in kinds.items() if chance.random() < 0.6}
    return Problem(
        need_amount=[chance.randint(0, most) for _ in range(n)],
        offer_amount=[chance.randint(0, most + 1) for _ in range(m)],
        arc_need=[i for i, _ in pairs],
        arc_offer=[j for _, j in pairs],
        arc_worth=[chance.randint(1, worth) for _ in pairs],
        need_group=[chance.randrange(g) for _ in range(n)],
        **more,
    )


def chain(seed, *, needs=200, offers=50, reach=6, degree=5, groups=10, blocks=1, supply=0.9, sizes=9):
    """Return needs and offers along a line, each need near some offers; `blocks` lines that do not touch."""
    chance = Random(seed)
    amounts = [chance.randint(1, sizes) for _ in range(needs * blocks)]
    mean = supply * sum(amounts) / (offers * blocks)
    gifts = [max(1, round(mean * chance.uniform(0.2, 1.8))) for _ in range(offers * blocks)]
    pairs = set()
    for block, i in product(range(blocks), range(needs)):
        middle = i * offers // needs
        for _ in range(degree):
            j = (middle + chance.randint(-reach, reach)) % offers
            pairs.add((block * needs + i, block * offers + j))
    pairs = sorted(pairs)
    priority = [1000 * chance.randint(1, 10) for _ in amounts]
    return Problem(
        need_amount=amounts,
        offer_amount=gifts,
        arc_need=[i for i, _ in pairs],
        arc_offer=[j for _, j in pairs],
        arc_worth=[priority[i] - chance.randint(0, 400) for i, _ in pairs],
        need_group=[(i // needs) * groups + i % needs * groups // needs for i in range(needs * blocks)],
    )


class Oracle:
    """Every plan of a small problem, judged from the documentation alone."""

    def __init__(self, problem):
        self.problem = problem
        self.pairs = list(zip(problem.arc_need.tolist(), problem.arc_offer.tolist(), strict=True))
        self.groups = problem.need_group.tolist()
        caps = [min(problem.need_amount[i], problem.offer_amount[j]) for i, j in self.pairs]
        self.plans = [flow for flow in product(*(range(cap + 1) for cap in caps)) if self._fits(flow)]

    def _fits(self, flow):
        needs, offers = self._sums(flow)
        return all(used <= has for used, has in zip(needs, self.problem.need_amount, strict=True)) and all(
            used <= has for used, has in zip(offers, self.problem.offer_amount, strict=True)
        )

    def _sums(self, flow):
        needs, offers = [0] * len(self.problem.need_amount), [0] * len(self.problem.offer_amount)
        for units, (i, j) in zip(flow, self.pairs, strict=True):
            needs[i] += units
            offers[j] += units
        return needs, offers

    def worth(self, flow):
        return sum(units * int(worth) for units, worth in zip(flow, self.problem.arc_worth, strict=True))

    def totals(self, flow):
        """Return units by group."""
        totals = dict.fromkeys(self.groups, 0)
        for units, group in zip(self._sums(flow)[0], self.groups, strict=True):
            totals[group] += units
        return totals

    def shares(self, flow):
        """Return the shares of groups, worst first; a group that asked nothing does not count."""
        asked = dict.fromkeys(self.groups, 0)
        for amount, group in zip(self.problem.need_amount.tolist(), self.groups, strict=True):
            asked[group] += amount
        totals = self.totals(flow)
        return sorted(totals[group] / asked[group] for group in asked if asked[group])

    def keeps_rules(self, flow):
        """Tell whether bundles, single offers and lots are kept."""
        problem, needs = self.problem, self._sums(flow)[0]
        used = [(units, i, j) for units, (i, j) in zip(flow, self.pairs, strict=True) if units]
        if problem.offer_lot is not None and any(units < problem.offer_lot[j] for units, _, j in used):
            return False
        if problem.offer_single is not None:
            takers = {(i, j) for _, i, j in used if problem.offer_single[j]}
            if len(takers) > len({j for _, j in takers}):
                return False
        if problem.need_bundle is None:
            return True
        bundles = problem.need_bundle.tolist()
        for bundle in set(bundles) - {-1}:
            members = [i for i, each in enumerate(bundles) if each == bundle]
            got = [needs[i] == problem.need_amount[i] for i in members]
            if not all(got) and any(needs[i] for i in members):
                return False
        return True


@pytest.fixture
def oracle():
    """Return the maker of oracles."""
    return Oracle
