"""The measured rows as a table in Markdown."""

from typing import Any

from report.rows import Row, is_product, ratio


def markdown(found: dict[str, Any], *, largest: bool = False) -> str:
    """Return a table of one engine (only the largest size of each task, if so asked), conditions under it."""
    rows: list[Row] = found["rows"]
    if largest:
        last = {row["task"]: row["size"] for row in rows if is_product(row)}
        rows = [row for row in rows if row["size"] == last.get(row["task"], row["size"])]
    lines = ["| task | size | who | CPU s | × ours | value |", "|---|--:|---|--:|--:|---|"]
    lines += [_line(rows, row) for row in rows]
    versions = ", ".join(f"{name} {number}" for name, number in found["versions"].items())
    lines += ["", f"{found['date']}, {found['machine']}; {versions}; sizes: {found['sizes']}."]
    return "\n".join(lines)


def _line(rows: list[Row], row: Row) -> str:
    times = ratio(rows, row)
    stopped = row.get("cpu_seconds") is None and bool(row.get("limit"))
    cost = f"> {row['limit']} (stopped)" if stopped else _short(row.get("cpu_seconds"))
    against = "" if times is None or is_product(row) else f"{'> ' if stopped else ''}{_short(times)}"
    who = f"**{row['who']}**" if is_product(row) else row["who"]
    size = f"{row['size']:,}" if isinstance(row["size"], int) else row["size"]
    return f"| {row['task']} | {size} | {who} | {cost} | {against} | {_value(row.get('value'))} |"


def _short(amount: float | None) -> str:
    if amount is None:
        return "not measured"
    return f"{amount:.3g}" if amount < 1000 else f"{amount:,.0f}"


def _value(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.6g}"
    return "" if value is None else str(value)
