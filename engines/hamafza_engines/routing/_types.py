"""The problem and the plan of routing, as frozen data whose ranges are checked when made."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from hamafza_engines.persian import to_persian_digits
from hamafza_engines.routing._directory import Directory
from hamafza_engines.routing._facts import Ask, CentreFacts, check_distinct, require

REASONS = ("domain", "area", "distance", "capacity", "hours", "acceptance", "fairness")
DECLINES = (
    "capacity", "funds", "not_eligible", "out_of_area", "papers_missing", "wrong_domain", "other", "silence",
)  # fmt: skip
_MOST = 1e9  # of a weight or scale; beyond it sums lose their digits


@dataclass(frozen=True, slots=True)
class Problem:
    """One ask, the centres that may take it, those already tried, and why the last one said no.

    A `Directory` of centres, made once, answers many asks over the same centres in a fraction of the time.
    """

    ask: Ask
    centres: tuple[CentreFacts, ...]
    excluded: frozenset[int] = frozenset()
    last_reason: str | None = None

    def __post_init__(self) -> None:
        require(
            self.last_reason is None or self.last_reason in DECLINES,
            "last_reason",
            self.last_reason,
            f"must be None or one of {', '.join(DECLINES)}",
            f"باید خالی یا یکی از این‌ها باشد: {'، '.join(DECLINES)}",
        )
        if not isinstance(self.centres, Directory):  # that one has looked already
            check_distinct(self.centres)


@dataclass(frozen=True, slots=True)
class Params:
    """Weights of the reasons (0 or more, one above 0) and the scales of their values."""

    domain: float = 1.5
    area: float = 2.0
    distance: float = 1.5
    capacity: float = 2.0
    hours: float = 1.5
    acceptance: float = 1.5
    fairness: float = 1.0
    half_km: float = 15.0
    half_life_days: float = 7.0
    needed_hours: float = 8.0
    prior_accepted: float = 3.0
    prior_refused: float = 1.0
    load_scale: float = 10.0
    keep: int = 100

    def __post_init__(self) -> None:
        for name in REASONS:
            value = getattr(self, name)
            holds = 0 <= value <= _MOST
            require(holds, name, value, "a weight must lie between 0 and 10^9", "وزن باید میان 0 و 10^9 باشد")
        some = any(getattr(self, name) for name in REASONS)
        require(some, "weights", 0, "one weight must be above 0", "دست‌کم یک وزن باید بیش از 0 باشد")
        for name in (
            "half_km", "half_life_days", "needed_hours", "prior_accepted", "prior_refused", "load_scale",
        ):  # fmt: skip
            value = getattr(self, name)
            holds = 0 < value <= _MOST
            require(holds, name, value, "must be above 0 and at most 10^9", "باید بیش از 0 و تا 10^9 باشد")
        holds = isinstance(self.keep, int) and self.keep >= 1
        require(
            holds, "keep", self.keep, "must be a whole number of 1 or more", "باید عدد صحیح 1 یا بیشتر باشد"
        )


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for a centre: its value (0-1) and its share of the score (0-1, all shares together 1)."""

    name: str
    value: float
    share: float


@dataclass(frozen=True, slots=True)
class Ranked:
    """A centre in the ranking, best first, with the reasons that weigh most first."""

    centre_id: int
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why this centre stands where it does: its reasons, and by which of them it leads the next one."""

    centre_id: int
    place: int
    score: float
    reasons: tuple[Reason, ...]
    rival_id: int | None
    leads: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The ranking (at most Params.keep centres), and every centre left out with its why.

    Both behave as tuples; what nobody looks at is never worked out.
    """

    ranked: Sequence[Ranked]
    excluded: Sequence[tuple[int, str]]
    beyond: int = 0

    @property
    def value(self) -> float:
        """Return the score of the first centre, 0 without one."""
        return self.ranked[0].score if self.ranked else 0.0

    @property
    def bound(self) -> float:
        """Return the best score any ranking could begin with; every centre was scored, so it is the value."""
        return self.value

    @property
    def gap(self) -> float:
        """Return how far the value may be below the bound."""
        return self.bound - self.value

    @property
    def status(self) -> Literal["optimal", "infeasible"]:
        """Return «optimal»: every centre was weighed; «infeasible»: there is none that may be asked."""
        return "optimal" if self.ranked else "infeasible"

    def explain(self, i: int) -> Explanation:
        """Say why centre number i stands there, against the one after it (the last: before it)."""
        if not 0 <= i < len(self.ranked):
            raise IndexError(f"i must lie between 0 and {len(self.ranked) - 1}")
        this = self.ranked[i]
        rival = self.ranked[i + 1] if i + 1 < len(self.ranked) else self.ranked[i - 1] if i else None
        theirs = {reason.name: reason.value for reason in rival.reasons} if rival else {}
        leads = [(r.name, r.value - theirs[r.name]) for r in this.reasons if r.name in theirs]
        leads.sort(key=lambda lead: (-lead[1], lead[0]))
        return Explanation(
            this.centre_id, i, this.score, this.reasons, rival.centre_id if rival else None, tuple(leads)
        )

    def figures(self) -> dict[str, object]:
        """Return the plan in a few numbers."""
        return {
            "ranked": len(self.ranked),
            "first": self.ranked[0].centre_id if self.ranked else None,
            "value": self.value,
            "gap": self.gap,
            "beyond": self.beyond,
            "excluded": dict(sorted(Counter(why for _, why in self.excluded).items())),
        }

    def summary(self, language: Literal["fa", "en"] = "fa") -> str:
        """Return the plan in one sentence."""
        count, out = len(self.ranked) + self.beyond, len(self.excluded)
        if not self.ranked:
            return "هیچ مرکزی نیست." if language == "fa" else "There is no centre to ask."
        first, value = self.ranked[0].centre_id, f"{self.value:.2f}"
        if language == "en":
            return f"{count} centres may be asked, {out} may not; first is {first} with {value} of 1."
        told = f"{count} مرکز می‌تواند و {out} مرکز نمی‌تواند؛ نخست {first} با {value} از 1."
        return to_persian_digits(told)
