"""Registers out of tables, links and hashes into tables."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from hamafza_engines.frame import BadInput, read_table, write_table
from hamafza_engines.linkage._counts import Hashed
from hamafza_engines.linkage._types import Plan, Register


def read_register(path: str | Path, columns: Mapping[str, str] | None = None) -> Register:
    """Read a register; what its columns mean is guessed from their names, or told (field -> header)."""
    register = Register.of(read_table(path), columns=columns, name=Path(path).stem)
    if len(register) and not register.cells:
        raise BadInput(
            "columns", Path(path).name, "no column is known; tell them by --columns first=...,last=...",
            remedy_fa="هیچ ستونی شناخته نشد؛ با ‎--columns بگویید",
        )  # fmt: skip
    return register


def write_links(path: str | Path, plan: Plan, *, language: Literal["fa", "en"] = "fa") -> None:
    """Write each pair with its verdict, probability, weight and the explanation in words."""
    write_table(
        path,
        [
            {
                "left": link.left,
                "right": link.right,
                "verdict": link.verdict,
                "probability": round(link.probability, 6),
                "weight": round(link.weight, 3),
                "why": plan.explain(place, language).replace("\n", " "),
            }
            for place, link in enumerate(plan.links)
        ],
    )


def read_hashed(path: str | Path) -> Hashed:
    """Read what write_hashed wrote."""
    rows = read_table(path)
    if rows and "hash" not in rows[0]:
        raise BadInput("hash", Path(path).name, "this is no file of hashes; give --key-file for a register",
                       remedy_fa="پروندهٔ درهم نیست؛ برای خود فهرست ‎--key-file بدهید")  # fmt: skip
    return Hashed(tuple(row.text("hash", "") or None for row in rows))


def write_hashed(path: str | Path, hashed: Hashed) -> None:
    """Write one hash a row, sorted: not even the order of the register leaves the agency."""
    told = sorted(hash_ for hash_ in hashed.hashes if hash_ is not None)
    empty = len(hashed.hashes) - len(told)
    rows = [{"row": place, "hash": hash_} for place, hash_ in enumerate([*told, *[""] * empty], start=1)]
    write_table(path, rows)
