"""Cost against size, log-log, as a small SVG: one panel a task, one line for each who."""

from html import escape
from math import ceil, floor, log10
from typing import Any

from report.rows import Row, is_product, number

_WIDE, _HIGH, _LEFT, _TOP, _LEGEND = 300, 210, 46, 26, 12
_ACROSS = 3  # panels in a row
_COLOURS = ("#0b6e4f", "#b3541e", "#3b5ba5", "#7a3e9d", "#8a6d00", "#5c5c5c")
_DASHES = ("", "5 2", "2 2", "8 2 2 2", "1 3", "10 3")  # for eyes that do not part the colours
Style = tuple[str, str]
Point = tuple[float, float, bool]


def draw(found: dict[str, Any]) -> str:
    """Return the picture of one engine; rows without a number in their size are left to the table."""
    panels: dict[str, list[Row]] = {}
    for row in found["rows"]:
        if number(row["size"]) and _cost(row):
            panels.setdefault(row["task"], []).append(row)
    panels = {
        task: rows for task, rows in panels.items() if len({row["size"] for row in rows}) > 1
    }  # a point is no line
    everybody = list(dict.fromkeys(row["who"] for rows in panels.values() for row in rows))
    everybody.sort(key=lambda who: not is_product({"who": who}))
    high = _HIGH + 30 + _LEGEND * len(everybody)
    drawn = "".join(
        f'<g transform="translate({place % _ACROSS * _WIDE},{place // _ACROSS * high})">{_panel(task, rows, everybody)}</g>'
        for place, (task, rows) in enumerate(panels.items())
    )
    width = min(max(1, len(panels)), _ACROSS) * _WIDE
    height = -(-max(1, len(panels)) // _ACROSS) * high
    title = escape(f"{found['engine']}: CPU seconds against size, log-log, {found['date']}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'aria-label="{title}" font-family="sans-serif" font-size="9"><title>{title}</title>'
        f'<rect width="100%" height="100%" fill="#fff"/>{drawn}</svg>\n'
    )


def _panel(task: str, rows: list[Row], everybody: list[str]) -> str:
    x, y = _axis([number(row["size"]) or 1 for row in rows]), _axis([_cost(row) for row in rows])
    parts = [f'<text x="{_LEFT}" y="14" font-weight="bold">{escape(str(task)[:48])}</text>', _grid(x, y)]
    shown = 0
    for place, who in enumerate(everybody):
        mine = sorted(
            (number(row["size"]) or 1.0, _cost(row), row.get("cpu_seconds") is None)
            for row in rows
            if row["who"] == who
        )
        if mine:
            style = _COLOURS[place % len(_COLOURS)], _DASHES[place % len(_DASHES)]
            parts.append(_line(mine, x, y, style))
            parts.append(_legend(who, _TOP + _HIGH + _LEGEND * shown, style))
            shown += 1
    return "".join(parts)


def _axis(values: list[float]) -> tuple[int, int]:
    low, high = floor(log10(min(values))), ceil(log10(max(values)))
    return low, max(high, low + 1)


def _at(value: float, axis: tuple[int, int], length: int) -> float:
    return round(length * (log10(value) - axis[0]) / (axis[1] - axis[0]), 1)


def _x(value: float, axis: tuple[int, int]) -> float:
    return _LEFT + _at(value, axis, _WIDE - _LEFT - 16)


def _y(value: float, axis: tuple[int, int]) -> float:
    return _TOP + _HIGH - 30 - _at(value, axis, _HIGH - 40)


def _grid(x: tuple[int, int], y: tuple[int, int]) -> str:
    left, right, bottom = _x(10.0 ** x[0], x), _x(10.0 ** x[1], x), _y(10.0 ** y[0], y)
    lines = [
        f'<path d="M{left} {_y(10.0**e, y)}H{right}" stroke="#ddd"/>'
        f'<text x="{left - 4}" y="{_y(10.0**e, y) + 3}" text-anchor="end">{_power(e)}</text>'
        for e in range(y[0], y[1] + 1)
    ]
    lines += [
        f'<path d="M{_x(10.0**e, x)} {bottom}v4" stroke="#888"/>'
        f'<text x="{_x(10.0**e, x)}" y="{bottom + 14}" text-anchor="middle">{_power(e)}</text>'
        for e in range(x[0], x[1] + 1)
    ]
    return "".join(lines)


def _power(exponent: int) -> str:
    if -3 <= exponent <= 3:
        return f"{10.0**exponent:g}"
    return f'10<tspan dy="-3" font-size="7">{exponent}</tspan>'


def _line(points: list[Point], x: tuple[int, int], y: tuple[int, int], style: Style) -> str:
    colour, dash = style
    placed = [(_x(size, x), _y(cost, y), stopped) for size, cost, stopped in points]
    path = " ".join(f"{a},{b}" for a, b, _ in placed)
    dots = "".join(
        f'<circle cx="{a}" cy="{b}" r="3" fill="{"#fff" if stopped else colour}" stroke="{colour}"/>'
        for a, b, stopped in placed
    )
    width = 1.4 if dash else 2.5
    return (
        f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{width}" '
        f'stroke-dasharray="{dash}"/>{dots}'
    )


def _legend(who: str, below: float, style: Style) -> str:
    colour, dash = style
    return (
        f'<path d="M{_LEFT - 8} {below - 3}h22" stroke="{colour}" stroke-width="1.6" stroke-dasharray="{dash}"/>'
        f'<circle cx="{_LEFT + 3}" cy="{below - 3}" r="3" fill="{colour}"/>'
        f'<text x="{_LEFT + 18}" y="{below}">{escape(str(who)[:50])}</text>'
    )


def _cost(row: Row) -> float:
    """Return the CPU seconds, or the limit at which it was stopped (drawn hollow); 0 for what was not measured."""
    return float(row.get("cpu_seconds") or row.get("limit") or 0.0)
