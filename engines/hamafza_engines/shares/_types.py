"""The problem and the plan of shares, as frozen data whose ranges are checked when made."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import cached_property
from typing import Literal

from hamafza_engines.frame import BadInput
from hamafza_engines.shares._words import in_words, told

METHODS = ("hamilton", "webster")
FACTORS = ("need", "capacity", "past")
_HUGE = 10**30  # beyond any money in rial; keeps a slip of the keyboard from filling the memory

Binding = Literal["", "lower", "upper", "accepted"]
Number = int | float | str | Fraction | None


class Infeasible(BadInput):
    """No shares keep all bounds; the message names the place, the bound and what to change."""


@dataclass(frozen=True)
class Place:
    """A province, county or lower: its factors (all places under one parent, or none) and its bounds.

    `need`, `capacity` and `past` are numbers of 0 or more; without any of them a place weighs as much as all
    places below it. `lower`, `upper` and `accepted` are whole units of the target (money: rial).
    """

    id: str
    parent: str | None = None
    name: str = ""
    need: Number = None
    capacity: Number = None
    past: Number = None
    lower: int = 0
    upper: int | None = None
    accepted: int | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.id, str) or not self.id.strip():
            raise BadInput(
                "id", self.id, "give every place a code, such as 11 or 1104",
                remedy_fa="به هر جا کدی مانند 11 یا 1104 بدهید",
            )  # fmt: skip
        if self.parent == self.id:
            raise BadInput(
                "parent", self.parent, "a place cannot lie under itself", remedy_fa="هیچ جا زیر خودش نیست"
            )
        for field in FACTORS:
            _exact(field, getattr(self, field))
        for field in ("lower", "upper", "accepted"):
            value = getattr(self, field)
            if value is not None or field == "lower":
                _whole(field, value)
        if self.upper is not None and self.upper < self.lower:
            raise Infeasible(
                "upper", self.upper, f"raise upper of {self.id} to lower = {self.lower} or more",
                remedy_fa=f"سقف {self.id} را به کف آن، {self.lower}، یا بیشتر برسانید",
            )  # fmt: skip
        if self.accepted is not None and not self.lower <= self.accepted <= (
            self.accepted if self.upper is None else self.upper
        ):
            raise Infeasible(
                "accepted",
                self.accepted,
                f"accept a share of {self.id} within its bounds, or move the bound",
                remedy_fa=f"سهمی از {self.id} را بپذیرید که میان کف و سقف باشد، یا آن دو را جابه‌جا کنید",
            )

    def factor(self, field: str) -> Fraction | None:
        """Return a factor exactly as written: 0.1 is one tenth."""
        return _exact(field, getattr(self, field))


@dataclass(frozen=True)
class Problem:
    """The whole target, and the places of all levels; those without a parent share the target itself."""

    target: int
    places: tuple[Place, ...] = ()

    def __post_init__(self) -> None:
        _whole("target", self.target)
        object.__setattr__(self, "places", tuple(self.places))
        for id_, times in Counter(place.id for place in self.places).items():
            if times > 1:
                raise BadInput(
                    "id", id_, f"it stands {times} times; keep one line for each place",
                    remedy_fa=f"{times} بار آمده است؛ برای هر جا یک سطر بگذارید",
                )  # fmt: skip
        known = {place.id for place in self.places}
        for place in self.places:
            if place.parent is not None and place.parent not in known:
                raise BadInput(
                    "parent", place.parent, f"no such place above {place.id}; add it or empty it",
                    remedy_fa=f"بالادست {place.id} در جدول نیست؛ بیفزایید یا خالی کنید",
                )  # fmt: skip
        _refuse_circles(self.places)


@dataclass(frozen=True)
class Params:
    """How weights are made and units rounded: whole exponents of the three factors (0: not counted)."""

    method: Literal["hamilton", "webster"] = "hamilton"
    need: int = 1
    capacity: int = 1
    past: int = 1

    def __post_init__(self) -> None:
        if self.method not in METHODS:
            raise BadInput("method", self.method, "choose hamilton or webster")
        for field in FACTORS:
            power = getattr(self, field)
            if isinstance(power, bool) or not isinstance(power, int) or not 0 <= power <= 4:
                raise BadInput(
                    field, power, "give the exponent as a whole number from 0 to 4",
                    remedy_fa="توان عددی صحیح از 0 تا 4 است",
                )  # fmt: skip


@dataclass(frozen=True)
class Share:
    """What a place gets: its share, the exact quota it rounds, and what held it (`binding`, if anything)."""

    id: str
    parent: str | None
    share: int
    quota: Fraction
    weight: Fraction
    binding: Binding = ""


@dataclass(frozen=True)
class Explanation:
    """Why a place got its share: of what, by which weight, rounded how, held by what, and who was next."""

    share: Share
    name: str
    of: int
    weight_share: Fraction
    factors: tuple[tuple[str, Fraction], ...]
    rounding: Fraction
    next_gain: str | None
    next_loss: str | None
    method: str = "hamilton"

    def words(self, language: str = "fa") -> str:
        """Say it in a sentence or two."""
        return in_words(self, language)


@dataclass(frozen=True)
class Family:
    """The children of one parent as sums, and who stands nearest to one unit more or less."""

    places: int
    share: int
    weight: Fraction
    next_gain: str | None
    next_loss: str | None


@dataclass(frozen=True)
class Plan:
    """The shares in the order of the places given; `value` is the misfit, which no rounding can make 0."""

    problem: Problem
    params: Params
    shares: tuple[Share, ...]
    status: str = "proved"

    @property
    def value(self) -> float:
        """Return the sum over all places of |share - quota|, in units of the target."""
        return float(sum(abs(share.share - share.quota) for share in self.shares))

    @property
    def bound(self) -> float:
        """Return the least possible misfit; the chosen rule is met exactly, so it is the value."""
        return self.value

    @property
    def gap(self) -> float:
        """Return 0: the shares follow from the rule, they are not searched for."""
        return 0.0

    @cached_property
    def by_id(self) -> Mapping[str, Share]:
        """Return the shares by the id of their place."""
        return {share.id: share for share in self.shares}

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """Return the number in `shares` by the id of the place."""
        return {share.id: number for number, share in enumerate(self.shares)}

    @cached_property
    def families(self) -> Mapping[str | None, Family]:
        """Return the sums over the children of each parent (None: of the target)."""
        from hamafza_engines.shares._explain import families

        return families(self)

    def explain(self, i: int | str) -> Explanation:
        """Say why a place (its id, or its number in `shares`) got what it got."""
        from hamafza_engines.shares._explain import explain

        return explain(self, i)

    def summary(self, language: str = "fa") -> str:
        """Return the plan in a few lines."""
        return told(self, language)


def accept(problem: Problem, shares: Mapping[str, int]) -> Problem:
    """Return the problem with these shares fixed: a re-solve moves only the others."""
    known = {place.id for place in problem.places}
    for id_ in shares:
        if id_ not in known:
            raise BadInput("accepted", id_, "no such place; accept shares of places in the problem")
    return replace(
        problem,
        places=tuple(
            replace(place, accepted=shares.get(place.id, place.accepted)) for place in problem.places
        ),
    )


def _whole(field: str, value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _HUGE:
        raise BadInput(
            field,
            value,
            "give a whole number of 0 or more (money in rial, without decimals)",
            remedy_fa="عدد صحیح صفر یا بیشتر بنویسید (پول به ریال)",
        )


def _exact(field: str, value: Number) -> Fraction | None:
    if value is None or value == "":
        return None
    exact = None if isinstance(value, bool) else _read(value)
    if exact is None or not (exact == 0 or Fraction(1, _HUGE) <= exact <= _HUGE):
        raise BadInput(
            field,
            value,
            "give a number of 0 or more, or leave it empty for all under this parent",
            remedy_fa="عددی صفر یا بیشتر بنویسید، یا برای همهٔ هم‌ردیف‌ها خالی بگذارید",
        )
    return exact


def _read(value: int | float | str | Fraction) -> Fraction | None:
    if isinstance(value, Fraction | int):
        return Fraction(value)
    text = str(value)
    try:
        decimal = Decimal(text) if len(text) <= 60 else Decimal("nan")
    except InvalidOperation:
        return None
    return Fraction(decimal) if decimal.is_finite() and abs(decimal.adjusted()) <= 60 else None


def _refuse_circles(places: tuple[Place, ...]) -> None:
    above = {place.id: place.parent for place in places}
    sound: set[str] = set()
    for place in places:
        path: dict[str, None] = {}
        at: str | None = place.id
        while at is not None and at not in sound:
            if at in path:
                raise BadInput(
                    "parent", above[at], f"{at} lies under itself; break the circle",
                    remedy_fa=f"{at} زیر خودش است؛ دور را باز کنید",
                )  # fmt: skip
            path[at] = None
            at = above[at]
        sound.update(path)
