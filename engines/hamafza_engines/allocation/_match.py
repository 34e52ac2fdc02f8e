"""Which offers fit which needs, and what a unit is worth there."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from math import inf
from typing import Any, Literal

from hamafza_engines.allocation._types import EXTRA, Pin, Problem
from hamafza_engines.frame import BadInput, need
from hamafza_engines.persian import search_key

Misfit = Literal["category", "purpose", "wish", "time", "distance"]
Rule = Literal["forbid", "pin", "category"]

PRIORITIES = range(1, 11)
# Worth of one unit: priorities a thousand apart, so that the rest only decides between equals.
STEP, PREFERRED, PURPOSE_BOUND, PERISHABLE, FARTHEST_KM = 1000, 200, 100, 50, 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What is needed, where, until when, and from which funds it may be met.

    `amount` in whole units of its category; `priority` 1-10; `group` the county that its share counts for;
    `purposes` the bound funds (zakat, nazr, waqf ...) it is entitled to; needs of one `bundle` are served
    whole together or not at all.
    """

    id: str
    amount: int
    category: str
    priority: int = 5
    group: str = ""
    lat: float | None = None
    lng: float | None = None
    max_km: float | None = None
    since: date | None = None
    until: date | None = None
    purposes: frozenset[str] = frozenset()
    bundle: str = ""

    def __post_init__(self) -> None:
        _check_common(self)
        if type(self.priority) is not int or self.priority not in PRIORITIES:
            raise BadInput(
                "priority",
                self.priority,
                "give 1 (can wait) to 10 (first of all)",
                remedy_fa="از ۱ تا ۱۰ بدهید",
            )
        _check_names(self, "purposes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What is given, where, and on which terms of the donor.

    `purpose` binds a fund to needs entitled to it; `only` and `prefer` name the counties it must or should go
    to; `single`: all to one need; `lot`: the least units of one line; `perishable`: use it first.
    """

    id: str
    amount: int
    category: str
    lat: float | None = None
    lng: float | None = None
    max_km: float | None = None
    since: date | None = None
    until: date | None = None
    purpose: str = ""
    only: frozenset[str] = frozenset()
    prefer: frozenset[str] = frozenset()
    single: bool = False
    lot: int = 1
    perishable: bool = False

    def __post_init__(self) -> None:
        _check_common(self)
        _check_names(self, "only", "prefer")
        if isinstance(self.lot, bool) or not isinstance(self.lot, int) or self.lot < 1:
            raise BadInput("lot", self.lot, "give 1 or more", remedy_fa="عدد ۱ یا بیشتر بدهید")


def _check_common(one: Need | Offer) -> None:
    if not isinstance(one.id, str) or not one.id:
        raise BadInput("id", one.id, "give every row an id", remedy_fa="به هر سطر شناسه بدهید")
    if isinstance(one.amount, bool) or not isinstance(one.amount, int) or one.amount < 0:
        raise BadInput(
            "amount", one.amount, "give a whole number of 0 or more", remedy_fa="عدد صحیح صفر یا بیشتر"
        )
    if not isinstance(one.category, str) or not one.category:
        raise BadInput("category", one.category, "name a category", remedy_fa="گونه را بنویسید")
    if (one.lat is None) != (one.lng is None):
        raise BadInput("lat", one.lat, "give lat and lng together, or neither", remedy_fa="lat و lng با هم")
    for name, value, most in (("lat", one.lat, 90.0), ("lng", one.lng, 180.0)):
        if value is not None and not (_is_real(value) and -most <= value <= most):
            raise BadInput(name, value, f"give -{most:g} to {most:g} degrees", remedy_fa="مختصات نادرست است")
    if one.max_km is not None and not (_is_real(one.max_km) and 0 <= one.max_km < inf):
        raise BadInput("max_km", one.max_km, "give 0 km or more", remedy_fa="صفر یا بیشتر بدهید")
    for name, day in (("since", one.since), ("until", one.until)):
        if day is not None and (not isinstance(day, date) or isinstance(day, datetime)):
            raise BadInput(name, day, "give a date", remedy_fa="روز (date) بدهید")
    if one.since is not None and one.until is not None and one.since > one.until:
        raise BadInput(
            "until", one.until, "give a day after the first one", remedy_fa="پایان پیش از آغاز است"
        )


def _is_real(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _check_names(one: Any, *fields: str) -> None:
    """Refuse a text where a set of names belongs: «in» would look for pieces of it."""
    for name in fields:
        if not isinstance(getattr(one, name), (frozenset, set)):
            raise BadInput(name, getattr(one, name), "give a set of names", remedy_fa="مجموعه‌ای از نام‌ها")


@lru_cache(maxsize=4096)
def same(name: str) -> str:
    """Return what the spellings of one name share (ye, kaf, digits, case); a name of signs is itself."""
    return search_key(name) or name


Rules = Iterable[tuple[Rule, str, str, int]]


def matched(needs: Sequence[Need], offers: Sequence[Offer], rules: Rules = ()) -> Problem:
    """Return the problem of needs and offers; an arc wherever the two fit.

    A rule is (kind, need, offer, units): «forbid» or «pin» a pair by ids, or «category»: offers of the
    category named second also fit needs of the category named first. Groups are counties, or county and
    category where there are several, since units of different kinds cannot be added.
    """
    column = need("numpy", extra=EXTRA).array
    from hamafza_engines.allocation import _arcs

    need_at, offer_at = (
        _positions("needs", [each.id for each in needs]),
        _positions("offers", [o.id for o in offers]),
    )
    wider: dict[str, set[str]] = defaultdict(set)
    pinned, forbidden = [], set()
    for kind, one, other, units in rules:
        if kind == "category":
            wider[same(other)].add(same(one))
            continue
        pair = _place(need_at, "need", one), _place(offer_at, "offer", other)
        if kind == "pin":
            pinned.append(Pin(*pair, units))
        else:
            forbidden.add(pair)
    arc_need, arc_offer, arc_worth = _arcs.arcs(needs, offers, wider)
    groups, of_need = _groups(needs)
    bundles = {name: k for k, name in enumerate(sorted({same(each.bundle) for each in needs} - {""}))}
    singles, lots = [each.single for each in offers], [each.lot for each in offers]
    return Problem(
        need_amount=column([each.amount for each in needs]),
        offer_amount=column([each.amount for each in offers]),
        arc_need=arc_need, arc_offer=arc_offer, arc_worth=arc_worth,
        need_group=column(of_need) if groups else None,
        need_bundle=column([bundles.get(same(each.bundle), -1) for each in needs]) if bundles else None,
        offer_single=column(singles) if any(singles) else None,
        offer_lot=column(lots) if any(lot > 1 for lot in lots) else None,
        pinned=tuple(pinned), forbidden=frozenset(forbidden),
        need_ids=list(need_at), offer_ids=list(offer_at),
        group_ids=groups or None,
    )  # fmt: skip


def _positions(what: str, ids: Iterable[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for k, id_ in enumerate(ids):
        if id_ in places:
            raise BadInput("id", id_, f"stands twice in {what}; keep one", remedy_fa="این شناسه تکراری است")
        places[id_] = k
    return places


def _place(places: dict[str, int], side: str, id_: str) -> int:
    if id_ in places:
        return places[id_]
    alike = [place for name, place in places.items() if same(name) == same(id_)]
    if len(alike) != 1:
        raise BadInput(side, id_, "no row has this id", remedy_fa="سطری با این شناسه نیست")
    return alike[0]


def _groups(needs: Sequence[Need]) -> tuple[list[str], list[int]]:
    if not any(each.group for each in needs):
        return [], []
    several = len({same(each.category) for each in needs}) > 1
    named = [f"{each.group} · {each.category}" if several else each.group for each in needs]
    first: dict[str, str] = {}
    keys = [same(name) for name in named]
    for key, name in zip(keys, named, strict=True):
        first.setdefault(key, name)
    place = {key: k for k, key in enumerate(sorted(first, key=first.__getitem__))}
    return sorted(first.values()), [place[key] for key in keys]


def misfit(one: Need, other: Offer, wider: Iterable[tuple[str, str]] = ()) -> Misfit | None:
    """Return the first reason why an offer does not fit a need, None when it does."""
    return next(_misfits(one, other, {(same(a), same(b)) for a, b in wider}), None)


def _misfits(one: Need, other: Offer, wider: set[tuple[str, str]]) -> Iterator[Misfit]:
    kinds = same(one.category), same(other.category)
    if kinds[0] != kinds[1] and kinds not in wider:
        yield "category"
    if other.purpose and same(other.purpose) not in map(same, one.purposes):
        yield "purpose"
    if other.only and same(one.group) not in map(same, other.only):
        yield "wish"
    if (one.until and other.since and one.until < other.since) or (
        other.until and one.since and other.until < one.since
    ):
        yield "time"
    if not _near(one, other):
        yield "distance"


def _near(one: Need, other: Offer) -> bool:
    limits = [limit for limit in (one.max_km, other.max_km) if limit is not None]
    if not limits:
        return True
    if one.lat is None or one.lng is None or other.lat is None or other.lng is None:
        return False  # a limit that nobody can measure is not kept by guessing
    from hamafza_engines.allocation._arcs import km

    return float(km(one.lat, one.lng, other.lat, other.lng)) <= min(limits)
