"""Rows of a measurement, read in one way by table and picture."""

import re
from typing import Any

Row = dict[str, Any]
PRODUCT = ("hamafza", "product", "ours")
_SCALE = {"": 1.0, "k": 1e3, "m": 1e6}


def product_of(rows: list[Row], row: Row) -> Row | None:
    """Return our own row for the same task and size."""
    same = [each for each in rows if (each["task"], each["size"]) == (row["task"], row["size"])]
    return next((each for each in same if is_product(each)), None)


def is_product(row: Row) -> bool:
    """Tell whether a row is ours."""
    return str(row["who"]).split(" ")[0].split(":")[0].lower() in PRODUCT


def ratio(rows: list[Row], row: Row) -> float | None:
    """Return how many times our CPU the row took (at least, when it was stopped at its limit)."""
    ours = product_of(rows, row)
    spent = row.get("cpu_seconds")
    spent = row.get("limit") if spent is None else spent
    if ours is None or not spent or not ours.get("cpu_seconds"):
        return None
    return float(spent) / float(ours["cpu_seconds"])


def number(size: object) -> float | None:
    """Return the first number in a size: 10000, «10k», «20,000 x 2,000»."""
    found = re.search(r"([0-9][0-9,._]*)\s*([kKmM]?)\b", str(size))
    if found is None:
        return None
    return float(found[1].rstrip(",._").replace(",", "").replace("_", "")) * _SCALE[found[2].lower()]
