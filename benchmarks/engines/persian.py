"""The Persian engine beside hazm's normaliser (hazm-normalizer: the same code without hazm's models)."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from report.clock import in_turns

from hamafza_engines import persian

DATA = Path(__file__).parents[2] / "engines" / "tests" / "data"
SEED = 1405


def measure(sizes: str = "small", say: Callable[[str], object] = print) -> dict[str, Any]:
    """Normalise requests as people type them, and hostile ones; then keys and national IDs."""
    from hazm_normalizer import Normalizer

    peer = Normalizer()
    rows = []
    for size in (100, 1_000, 10_000) if sizes == "full" else (100, 1_000):
        for task, texts in (("normalise requests", typed(size)), ("normalise adversarial", hostile(size))):
            say(f"persian: {task}, {size}")
            ways = {
                "hamafza": lambda texts=texts: [persian.normalise(text) for text in texts],
                "hazm": lambda texts=texts: [peer.normalize(text) for text in texts],
            }
            rows += _rows(task, size, in_turns(ways, runs=5))
        names = [" ".join(text.split()[:2]) for text in typed(size)]
        ways = {"hamafza": lambda names=names: [persian.search_key(name) for name in names]}
        rows += _rows("search key of a name", size, in_turns(ways))
        rows += _ids(size)
    return {"rows": rows, "goal": "normalise: hazm >= 5 x ours"}


def typed(size: int, seed: int = SEED) -> list[str]:
    """Return requests with the spellings that keyboards make: Arabic letters, lost and doubled half-spaces."""
    chance = random.Random(seed)
    lines = (DATA / "persian_requests.tsv").read_text("utf-8").splitlines()[1:]
    written = [line.split("\t")[-1] for line in lines]
    return [_mistyped(chance.choice(written), chance) for _ in range(size)]


def hostile(size: int, seed: int = SEED) -> list[str]:
    """Return texts made of what a normaliser must look at: half-spaces, marks, می and ها, stretched letters."""
    chance = random.Random(seed)
    bits = (
        "می ",
        "ها",
        " های",
        "\u200c",
        "ـ",
        "َ",
        "ّ",
        "كي",
        "ۀ",
        "اااا",
        "  ",
        "\n",
        "۱2٣",
        "ﻛ",
        " ترین",
        "...",
        "«",
        "رفته ",
        "ام",
    )
    return ["".join(chance.choices(bits, k=60)) for _ in range(size)]


def _mistyped(text: str, chance: random.Random) -> str:
    text = text.replace("\u200c", chance.choice(("\u200c", " ", "", "\u200c\u200c")))
    if chance.random() < 0.5:
        text = text.replace("ی", "ي").replace("ک", "ك")
    return text.replace(" ", "  ", chance.randint(0, 2))


def _ids(size: int) -> list[dict[str, Any]]:
    from codemelli import codemelli

    chance = random.Random(SEED)
    numbers = [f"{chance.randrange(10**10):010}" for _ in range(size)]
    ways = {
        "hamafza": lambda: [persian.is_national_id(number) for number in numbers],
        "codemelli": lambda: [codemelli.validator(number) for number in numbers],
    }
    return _rows("national ID", size, in_turns(ways))


def _rows(task: str, size: int, spent: dict[str, float]) -> list[dict[str, Any]]:
    return [
        {"engine": "persian", "task": task, "size": size, "who": who, "cpu_seconds": cpu,
         "value": f"{1e6 * cpu / size:.1f} µs each"}
        for who, cpu in spent.items()
    ]  # fmt: skip
