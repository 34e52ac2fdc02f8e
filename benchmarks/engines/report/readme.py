"""The tables of the last measurements, between two marks of the README."""

import json
from pathlib import Path

from report.table import markdown

_BEGIN, _END = "<!-- measured: ./hamafza bench engines -->", "<!-- /measured -->"


def write(page: Path, results: Path) -> None:
    """Put every kept table into the page; what stands outside the marks is left alone."""
    text = page.read_text("utf-8")
    before, begin, rest = text.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not begin or not end:
        raise SystemExit(f"{page.name} lacks the marks {_BEGIN} and {_END}")
    page.write_text(f"{before}{_BEGIN}\n\n{_tables(results)}\n{_END}{after}", "utf-8")


def _tables(results: Path) -> str:
    parts = ["The largest size of each task; every size stands in `benchmarks/engines/results/`.\n"]
    for path in sorted(results.glob("*.json")):
        found = json.loads(path.read_text("utf-8"))
        picture = f"![{path.stem}](../benchmarks/engines/results/{path.stem}.svg)"
        parts.append(f"### {path.stem}\n\n{markdown(found, largest=True)}\n\n{picture}\n")
    return "\n".join(parts)
