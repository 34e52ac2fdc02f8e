"""Why here: who is served, where they would go without it, what would stand instead, what one more brings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from hamafza_engines.frame import need
from hamafza_engines.siting._distances import columns
from hamafza_engines.siting._types import EXTRA

if TYPE_CHECKING:
    from hamafza_engines.siting._plan import Plan

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Why:
    """Why a site is open or not; worths are in the plan's value (person-km saved, or people covered).

    people, mean_km, farthest_km, largest : whom it serves (closed: whom it would be nearer to); largest
    are (demand, people, km). worth : what the plan loses without it, or gains with it as one more.
    falls_to : (site, people) where its people would go, -1 for nowhere.
    rival : the best other site in its place (open), or the base it would best replace (closed), if any.
    rival_worth : what that exchange would bring; not above 0 in a plan that no exchange betters.
    full : its capacity binds.
    """

    site: int
    state: Literal["existing", "opened", "closed"]
    people: float
    mean_km: float
    farthest_km: float
    largest: tuple[tuple[int, float, float], ...]
    worth: float
    falls_to: tuple[tuple[int, float], ...]
    rival: int | None
    rival_worth: float
    full: bool


def why(plan: Plan, site: int) -> Why:
    """Look at one site of a plan."""
    return _why_open(plan, site) if site in plan.opened else _why_closed(plan, site)


def _why_open(plan: Plan, site: int) -> Why:
    problem, exchange = plan.problem, plan.exchange
    at = plan.opened.index(site)
    shares = _shares(plan, site)
    people = sum(share for _, share, _ in shares)
    rival = int(exchange.entrant[at])
    capacity = problem.capacity
    return Why(
        site,
        "existing" if site in problem.existing else "opened",
        people,
        sum(share * km for _, share, km in shares) / people if people else 0.0,
        max((km for _, _, km in shares), default=0.0),
        tuple(sorted(shares, key=lambda line: (-line[1], line[0]))[:_SHOWN]),
        float(exchange.worth[at]),
        _falls(plan, at, shares),
        rival if rival >= 0 else None,
        float(exchange.entry[at]) if rival >= 0 else 0.0,
        capacity is not None and bool(people >= capacity[site] * (1 - 1e-9)),
    )


def _why_closed(plan: Plan, site: int) -> Why:
    np = need("numpy", extra=EXTRA)
    problem, exchange = plan.problem, plan.exchange
    km = columns(problem, np.array([site]))[:, 0]
    reached = km < np.where(plan.served >= 0, plan.km, np.inf)
    if problem.radius is not None:
        reached &= km <= problem.radius * (1 + 1e-9)
    heavy = np.where(reached, problem.weights, 0.0)
    people = float(heavy.sum())
    largest = np.lexsort((np.arange(len(heavy)), -heavy))[:_SHOWN]
    leaver = int(exchange.leaver[site])
    return Why(
        site, "closed", people, float(heavy @ km) / people if people else 0.0,
        float(km[heavy > 0].max()) if people else 0.0,
        tuple((int(i), float(heavy[i]), float(km[i])) for i in largest if heavy[i] > 0),
        float(exchange.gain[site]), (), plan.opened[leaver] if leaver >= 0 else None,
        float(exchange.leave[site]) if leaver >= 0 else 0.0, False,
    )  # fmt: skip


def one_more(plan: Plan) -> tuple[int, float] | None:
    """Return the closed site whose opening would bring most, and how much."""
    np = need("numpy", extra=EXTRA)
    closed = np.setdiff1d(np.arange(plan.problem.n_sites), plan.opened)
    if not len(closed):
        return None
    site = int(closed[plan.exchange.gain[closed].argmax()])
    return site, float(plan.exchange.gain[site])


def _shares(plan: Plan, site: int) -> list[tuple[int, float, float]]:
    """Return (demand, people, km) of those a base serves."""
    np = need("numpy", extra=EXTRA)
    if plan.shares is not None:
        km = columns(plan.problem, np.array([site]))[:, 0]
        return [(i, people, float(km[i])) for i, j, people in plan.shares if j == site]
    mine = np.flatnonzero((plan.served == site) & (plan.problem.weights > 0))
    return [(int(i), float(plan.problem.weights[i]), float(plan.km[i])) for i in mine]


def _falls(plan: Plan, at: int, shares: list[tuple[int, float, float]]) -> tuple[tuple[int, float], ...]:
    """Return where the people of a base would go without it, most first."""
    exchange, people = plan.exchange, dict[int, float]()
    for i, share, _ in shares:
        next_best = int(exchange.second[i] if exchange.first[i] == at else exchange.first[i])
        site = plan.opened[next_best] if next_best >= 0 else -1
        people[site] = people.get(site, 0.0) + share
    return tuple(sorted(people.items(), key=lambda line: (-line[1], line[0]))[:_SHOWN])
