"""Which of our domains a directory's terms and services mean: by a table of words, `data/hsds.json`."""

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from hamafza_engines.persian import search_key

TABLE = Path(__file__).resolve().parents[1] / "data" / "hsds.json"


@cache
def table() -> dict[str, Any]:
    found = json.loads(TABLE.read_text(encoding="utf-8"))
    return {
        "skip": [search_key(word) for word in found["skip"]],
        "domains": {key: [search_key(word) for word in words] for key, words in found["domains"].items()},
    }


def domains_of(
    terms: Iterable[tuple[str, str]], services: Iterable[str], known: Iterable[str], texts: Iterable[str] = ()
) -> list[str]:
    """Keys of domains: our own codes, terms by their words; without any, names; at last what is told."""
    allowed, found = set(known), []
    for code, name in terms:
        found += [code] if code in allowed else _meant(name)[:1]
    for names in (services, texts):
        if not found:
            found = [key for name in names for key in _meant(name)[:2]]
    return [key for key in dict.fromkeys(found) if key in allowed]


def _meant(name: str) -> list[str]:
    text = f" {search_key(name)} "
    if not text.strip() or any(word in text for word in table()["skip"]):
        return []
    return [key for key, words in table()["domains"].items() if any(_holds(text, word) for word in words)]


def _holds(text: str, word: str) -> bool:
    """A short word stands alone («کار», not «کارت»); a longer one may go on («pharmac»)."""
    return f" {word} " in text if len(word) < 4 else f" {word}" in text
