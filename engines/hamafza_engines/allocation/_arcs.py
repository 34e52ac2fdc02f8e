"""Arcs between the needs and offers that fit, a block of a category at a time."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from hamafza_engines.allocation._match import (
    FARTHEST_KM,
    PERISHABLE,
    PREFERRED,
    PURPOSE_BOUND,
    STEP,
    Need,
    Offer,
    same,
)
from hamafza_engines.allocation._types import Ints
from hamafza_engines.frame import BadInput

_BLOCK = 2_000_000  # pairs looked at together
_MOST = 30_000_000
_EARTH_KM = 6371.0088
_ALWAYS = {"since": date.min.toordinal(), "until": date.max.toordinal()}


def arcs(
    needs: Sequence[Need], offers: Sequence[Offer], wider: Mapping[str, set[str]]
) -> tuple[Ints, Ints, Ints]:
    """Return need, offer and worth of every arc; `wider` names what else an offer's category serves."""
    one, other = _Side(needs), _Side(offers)
    found = list(_blocks(one, other, wider))
    if not found:
        return tuple(np.zeros(0, np.int64) for _ in range(3))  # type: ignore[return-value]
    head, tail, worth = (np.concatenate(column) for column in zip(*found, strict=True))
    order = np.lexsort((tail, head))
    return head[order], tail[order], worth[order]


class _Side:
    """Needs or offers as columns, and where each category stands."""

    def __init__(self, rows: Sequence[Any]) -> None:
        self.rows = rows
        self.since, self.until = (
            np.array([_ALWAYS[name] if (day := getattr(r, name)) is None else day.toordinal() for r in rows])
            for name in ("since", "until")
        )
        self.lat, self.lng, self.max_km = (
            np.array([np.nan if (v := getattr(r, name)) is None else v for r in rows], float)
            for name in ("lat", "lng", "max_km")
        )
        self.places: dict[str, list[int]] = {}
        for k, row in enumerate(rows):
            self.places.setdefault(same(row.category), []).append(k)


def _blocks(one: _Side, other: _Side, wider: Mapping[str, set[str]]) -> Iterator[tuple[Ints, Ints, Ints]]:
    count = 0
    for category, offers in other.places.items():
        for served in sorted({category, *wider.get(category, ())}):
            needs = np.array(one.places.get(served, []), np.int64)
            step = max(1, _BLOCK // len(offers))
            for start in range(0, len(needs), step):
                block = _fitting(one, other, needs[start : start + step], np.array(offers, np.int64))
                count += len(block[0])
                if count > _MOST:
                    raise BadInput(
                        "arcs", count, f"over {_MOST} pairs fit; give distances (max_km) or finer categories",
                        remedy_fa="جفت‌های سازگار بیش از اندازه‌اند؛ فاصله (max_km) یا گونهٔ ریزتر بدهید",
                    )  # fmt: skip
                yield block


def _fitting(one: _Side, other: _Side, needs: Ints, offers: Ints) -> tuple[Ints, Ints, Ints]:
    n, m = needs[:, None], offers[None, :]
    fits = (one.since[n] <= other.until[m]) & (other.since[m] <= one.until[n])
    distance = km(one.lat[n], one.lng[n], other.lat[m], other.lng[m])
    limit = np.fmin(one.max_km[n], other.max_km[m])
    fits &= np.isnan(limit) | (distance <= limit)
    bonus = np.zeros(fits.shape, np.int64)
    groups = [same(one.rows[i].group) for i in needs.tolist()]
    purposes = [set(map(same, one.rows[i].purposes)) for i in needs.tolist()]
    for k, place in enumerate(offers.tolist()):
        _terms(other.rows[place], groups, purposes, fits[:, k], bonus[:, k])
    row, column = np.nonzero(fits)
    near = np.minimum(np.nan_to_num(distance[row, column], nan=FARTHEST_KM / 2), FARTHEST_KM)
    priority = np.array([one.rows[i].priority for i in needs.tolist()], np.int64)
    return needs[row], offers[column], STEP * priority[row] + bonus[row, column] - near.astype(np.int64)


def _terms(offer: Offer, groups: list[str], purposes: list[set[str]], fits: Any, bonus: Any) -> None:
    """Apply the donor's terms to a column of needs; most offers have none."""
    if offer.purpose:
        fits &= [same(offer.purpose) in each for each in purposes]
        bonus += PURPOSE_BOUND
    if offer.only:
        fits &= np.isin(groups, [*map(same, offer.only)])
    if offer.prefer:
        bonus += PREFERRED * np.isin(groups, [*map(same, offer.prefer)])
    if offer.perishable:
        bonus += PERISHABLE


def km(lat: Any, lng: Any, other_lat: Any, other_lng: Any) -> Any:
    """Return the distance along the great circle, NaN where a place is unknown."""
    north, other_north = np.radians(lat), np.radians(other_lat)
    across = np.sin((other_north - north) / 2) ** 2
    along = np.cos(north) * np.cos(other_north) * np.sin(np.radians(np.subtract(other_lng, lng)) / 2) ** 2
    return 2 * _EARTH_KM * np.arcsin(np.minimum(1.0, np.sqrt(across + along)))
