"""Columns of a problem: made whole numbers, held to their ranges, changed without copying the rest."""

from typing import Any

import numpy as np

from hamafza_engines.allocation._types import LARGEST, Change, Ints, Pin, Problem
from hamafza_engines.frame import BadInput

_MOST_GROUPS = 10_000_000


def checked(problem: Problem) -> dict[str, Ints | None]:
    """Return every column as read-only whole numbers; raise BadInput with the column, the row, the value."""
    needs, offers = _column("need_amount", problem.need_amount), _column("offer_amount", problem.offer_amount)
    arcs = {
        "arc_need": _column("arc_need", problem.arc_need, high=len(needs) - 1),
        "arc_offer": _column("arc_offer", problem.arc_offer, high=len(offers) - 1),
        "arc_worth": _column("arc_worth", problem.arc_worth, low=1),
    }
    for name, column in arcs.items():
        _same_length(name, column, len(arcs["arc_need"]), "arc_need")
    columns: dict[str, Ints | None] = {"need_amount": needs, "offer_amount": offers, **arcs}
    for name, low, high in (
        ("need_group", 0, _MOST_GROUPS), ("need_bundle", -1, LARGEST),
        ("offer_single", 0, 1), ("offer_lot", 0, LARGEST),
    ):  # fmt: skip
        given = getattr(problem, name)
        if given is not None:
            whole = needs if name.startswith("need") else offers
            columns[name] = _column(name, given, low=low, high=high)
            _same_length(name, columns[name], len(whole), name.split("_")[0] + "_amount")
    _check_sums(needs, offers, arcs["arc_worth"])
    _check_names(problem, len(needs), len(offers), columns.get("need_group"))
    return columns


def _column(name: str, given: Any, *, low: int = 0, high: int = LARGEST) -> Ints:
    try:
        column = np.asarray(given)
    except (ValueError, OverflowError):
        raise BadInput(name, given, "give whole numbers in one row") from None
    if column.ndim != 1:
        raise BadInput(name, column.shape, "give one row of numbers")
    if not len(column):
        return _frozen(np.zeros(0, np.int64))
    if column.dtype.kind not in "iu":
        column = _whole(name, column.tolist() if isinstance(given, np.ndarray) else list(given))
    for worst, remedy in (
        (int(column.argmin()), f"give {low} or more"),
        (int(column.argmax()), f"give at most {high}"),
    ):
        if not low <= int(column[worst]) <= high:
            raise BadInput(name, int(column[worst]), remedy, row=worst)
    return _frozen(column if column.dtype in (np.int32, np.int64) else column.astype(np.int64))


def _whole(name: str, values: list[Any]) -> Ints:
    """Accept 5.0 and True for whole numbers; refuse the first value that is none."""
    for row, told in enumerate(values):
        value = told.item() if isinstance(told, np.generic) else told
        if (
            not isinstance(value, (int, float))
            or value != value
            or abs(value) > LARGEST
            or value != int(value)
        ):
            raise BadInput(name, value, "give a whole number", row=row)
    return np.array([int(value) for value in values], np.int64)


def _frozen(column: Ints) -> Ints:
    if column.flags.writeable:
        column = column.view()
        column.flags.writeable = False
    return column


def _same_length(name: str, column: Ints | None, length: int, other: str) -> None:
    if column is not None and len(column) != length:
        raise BadInput(name, len(column), f"give as many rows as {other} has: {length}")


def _check_sums(needs: Ints, offers: Ints, worth: Ints) -> None:
    """Guard against overflow: sums of worth, and worths as the flow solver scales them by its nodes."""
    dearest = int(worth.max()) if len(worth) else 1
    for name, column in (("need_amount", needs), ("offer_amount", offers)):
        total = float(column.sum(dtype=np.float64)) if len(column) else 0.0
        if total * dearest >= LARGEST:
            raise BadInput(
                name, f"sum {total:.3g} x worth {dearest}", f"use larger units: it must stay below {LARGEST}",
                remedy_fa="واحد بزرگ‌تری به کار ببرید (مثلاً میلیون ریال)",
            )  # fmt: skip
    nodes = 2 * (len(needs) + len(offers)) + 8
    if dearest * nodes >= LARGEST // 8:
        raise BadInput("arc_worth", dearest, f"give at most {LARGEST // 8 // nodes} for so many needs")


def _check_names(problem: Problem, needs: int, offers: int, group: Ints | None) -> None:
    groups = int(group.max()) + 1 if group is not None and len(group) else 0
    for name, least in (("need_ids", needs), ("offer_ids", offers), ("group_ids", groups)):
        given = getattr(problem, name)
        if given is not None and (len(given) < least or (name != "group_ids" and len(given) != least)):
            raise BadInput(name, len(given), f"give {least} names")


def check_overrides(problem: Problem) -> None:
    """Refuse a pin that no arc carries, that is forbidden too, or that asks more than there is."""
    taken: dict[tuple[str, int], int] = {}
    for pin in problem.pinned:
        _check_pin(problem, pin)
        for side, place in (("need", pin.need), ("offer", pin.offer)):
            taken[side, place] = taken.get((side, place), 0) + pin.units
            amount = int((problem.need_amount if side == "need" else problem.offer_amount)[place])
            if taken[side, place] > amount:
                raise BadInput("pinned", taken[side, place], f"{side} {place} has only {amount} units")
    if len({(pin.need, pin.offer) for pin in problem.pinned}) != len(problem.pinned):
        raise BadInput("pinned", len(problem.pinned), "pin a pair once")
    for pair in problem.forbidden:
        _check_pair("forbidden", problem, pair)


def _check_pair(name: str, problem: Problem, pair: Any) -> None:
    sides = (len(problem.need_amount), len(problem.offer_amount))
    if not (
        isinstance(pair, tuple)
        and len(pair) == 2
        and all(
            isinstance(at, (int, np.integer)) and 0 <= at < count
            for at, count in zip(pair, sides, strict=True)
        )
    ):
        raise BadInput(name, pair, "name a need and an offer that exist")


def _check_pin(problem: Problem, pin: Pin) -> None:
    _check_pair("pinned", problem, (pin.need, pin.offer))
    if not isinstance(pin.units, (int, np.integer)) or pin.units < 1:
        raise BadInput("pinned", pin.units, "pin 1 unit or more")
    if (pin.need, pin.offer) in problem.forbidden:
        raise BadInput("pinned", (pin.need, pin.offer), "this pair is forbidden too")
    if not len(arcs_of(problem, pin.need, pin.offer)):
        raise BadInput(
            "pinned", (pin.need, pin.offer), "the two do not fit (category, purpose, place or time)",
            remedy_fa="این دو با هم سازگار نیستند (گونه، مصرف، مکان یا زمان)",
        )  # fmt: skip


def arcs_of(problem: Problem, i: int, j: int) -> Ints:
    """Return the positions of the arcs between a need and an offer."""
    found: Ints = np.flatnonzero(problem.arc_need == i)
    both: Ints = found[problem.arc_offer[found] == j]
    return both


def after(problem: Problem, change: Change) -> dict[str, Any]:
    """Return the fields that a change makes different."""
    pinned = {(pin.need, pin.offer): pin for pin in problem.pinned}
    for pair in change.released:
        _check_pair("released", problem, pair)
        pinned.pop(pair, None)
    pinned.update({(pin.need, pin.offer): pin for pin in change.pinned})
    return {
        "need_amount": _amended("need_amount", problem.need_amount, change.need_amounts),
        "offer_amount": _amended("offer_amount", problem.offer_amount, change.offer_amounts),
        "pinned": tuple(pinned.values()),
        "forbidden": (problem.forbidden - change.released) | change.forbidden,
    }


def _amended(name: str, column: Ints, amounts: Any) -> Ints:
    if not amounts:
        return column
    amended = column.astype(np.int64)
    for place, amount in amounts.items():
        if not isinstance(place, (int, np.integer)) or not 0 <= place < len(column):
            raise BadInput(name, place, f"give a position from 0 to {len(column) - 1}")
        amended[place] = _column(name, [amount])[0]
    return amended
