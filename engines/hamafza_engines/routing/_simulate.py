"""What new rules would have done with last month's requests, before they go live."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from hamafza_engines.frame import Within
from hamafza_engines.persian import to_persian_digits
from hamafza_engines.routing._directory import Directory
from hamafza_engines.routing._facts import Ask, CentreFacts
from hamafza_engines.routing._solve import solve
from hamafza_engines.routing._types import REASONS, Params, Plan, Problem


@dataclass(frozen=True, slots=True)
class Figures:
    """How a month went under one set of rules."""

    placed: int  # asks that found a centre
    values: tuple[float, ...]  # mean of each reason's value at the first centre, in the order of REASONS
    centres: int  # that were asked at all
    busiest: int  # asks that went to the one asked most
    share_of_ten: float  # 0-1, of all asks, to the ten asked most

    def value(self, reason: str) -> float:
        """Return the mean value of one reason, 0-1."""
        return self.values[REASONS.index(reason)]


@dataclass(frozen=True, slots=True)
class Simulation:
    """The first centre of every ask under the old and the new rules (None: nobody), and both months."""

    firsts: tuple[tuple[int | None, int | None], ...]
    before: Figures
    after: Figures
    complete: bool

    @property
    def changed(self) -> tuple[int, ...]:
        """Return which asks would have gone elsewhere."""
        return tuple(place for place, (old, new) in enumerate(self.firsts) if old != new)

    def moved(self) -> dict[int, int]:
        """Return how many asks each centre would have got more (or less), largest change first."""
        gain = Counter(new for _, new in self.firsts if new is not None)
        gain.subtract(old for old, _ in self.firsts if old is not None)
        found = [(centre, more) for centre, more in gain.items() if more]
        return dict(sorted(found, key=lambda item: (-abs(item[1]), item[0])))

    def summary(self, language: Literal["fa", "en"] = "fa") -> str:
        """Return in a few lines what would have been otherwise."""
        asks, changed = len(self.firsts), len(self.changed)
        means = [
            f"{name} {old:.3f} → {new:.3f}"
            for name, old, new in zip(REASONS, self.before.values, self.after.values, strict=True)
        ]
        old, new = self.before, self.after
        if language == "en":
            return (
                f"{changed} of {asks} asks would have gone elsewhere; placed {old.placed} → {new.placed}\n"
                f"means of the first centre: {', '.join(means)}\n"
                f"centres asked {old.centres} → {new.centres}; most by one {old.busiest} → {new.busiest}; "
                f"share of the ten busiest {old.share_of_ten:.2f} → {new.share_of_ten:.2f}"
            )
        return to_persian_digits(
            f"{changed} از {asks} درخواست به مرکز دیگری می‌رفت؛ با مرکز {old.placed} ← {new.placed}\n"
            f"میانگین مرکز نخست: {'، '.join(means)}\n"
            f"مرکزهای درگیر {old.centres} ← {new.centres}؛ "
            f"بیشترین بار یک مرکز {old.busiest} ← {new.busiest}؛ "
            f"سهم ده مرکز پربار {old.share_of_ten:.2f} ← {new.share_of_ten:.2f}".replace("→", "←")
        )


def simulate(
    asks: Sequence[Ask],
    centres: Iterable[CentreFacts],
    before: Params,
    after: Params,
    *,
    stop: Within = Within(seconds=60),
) -> Simulation:
    """Send every ask, one after the other, to its first centre under both sets of rules.

    Each month keeps its own load: who is sent an ask has one more open and one place less free for the next.
    Declines are not played again (nobody knows what another centre would have said); `acceptance` among the
    means tells what their past lets expect.
    """
    running, directory = stop.started(), Directory(centres)
    months = _Month(directory, before), _Month(directory, after)
    firsts: list[tuple[int | None, int | None]] = []
    for ask in asks:
        if running.over():
            break
        firsts.append((months[0].send(ask), months[1].send(ask)))
    old, new = (month.figures() for month in months)
    return Simulation(tuple(firsts), old, new, complete=len(firsts) == len(asks))


class _Month:
    """One set of rules at work: the directory of the start, and the load added since then."""

    def __init__(self, directory: Directory, params: Params) -> None:
        self.directory, self.params = directory, replace(params, keep=1)
        self.now = {centre.id: centre for centre in self.directory}
        self.sent: Counter[int] = Counter()
        self.sums, self.placed = [0.0] * len(REASONS), 0

    def send(self, ask: Ask) -> int | None:
        """Send an ask to its first centre and remember what that adds."""
        plan = self._plan(ask)
        if not plan.ranked:
            return None
        first = plan.ranked[0]
        values = {reason.name: reason.value for reason in first.reasons}
        self.sums = [total + values[name] for total, name in zip(self.sums, REASONS, strict=True)]
        self.placed += 1
        self.sent[first.centre_id] += 1
        self.now[first.centre_id] = _laden(self.now[first.centre_id])
        return first.centre_id

    def figures(self) -> Figures:
        """Return how it went so far."""
        count = self.placed or 1
        most = [times for _, times in self.sent.most_common(10)]
        means = tuple(total / count for total in self.sums)
        return Figures(self.placed, means, len(self.sent), max(most, default=0), sum(most) / count)

    def _plan(self, ask: Ask) -> Plan:
        """Rank by the load of now: the best of those not sent to yet, and everyone sent to so far."""
        fresh = solve(Problem(ask, self.directory, frozenset(self.sent)), params=self.params)
        laden = [self.now[id_] for id_ in self.sent]
        named = [self.now[ranked.centre_id] for ranked in fresh.ranked]
        return solve(Problem(ask, tuple(laden + named)), params=self.params)


def _laden(centre: CentreFacts) -> CentreFacts:
    free = centre.capacity_free
    return replace(
        centre, open_load=centre.open_load + 1, capacity_free=free if free is None else max(0, free - 1)
    )
