"""A year of a nation's journal, made by seeded dice: 6,000 centres in the counties and towns of Iran, 20 domains.

Lines come in blocks of columns, in the order of days, as a journal grows. The links of the hash chain are only numbers
here: what is measured reads none of them.
"""

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np

FIRST, DAYS = date(2025, 3, 21), 365  # the year 1404
BLOCK = 200_000
# kind, share of all lines, its details, most people a line
KINDS = [
    ("request_received", 0.16, ("web", "phone", "desk", "letter", "api"), 1),
    ("request_triaged", 0.15, ("",), 0),
    ("referral_offered", 0.17, ("",), 0),
    ("referral_accepted", 0.12, ("",), 0),
    ("referral_declined", 0.05, ("capacity", "funds", "not_eligible", "out_of_area", "papers", "wrong_domain"), 0),
    ("referral_expired", 0.02, ("",), 0),
    ("need_finished", 0.11, ("solved", "partly", "guided", "referred_on"), 1),
    ("satisfaction", 0.07, ("yes", "half", "no", "silent"), 1),
    ("deadline_missed", 0.03, ("triage", "accept", "contact"), 0),
    ("gathering_held", 0.06, ("weekly", "occasion"), 80),
    ("shift_served", 0.05, ("",), 1),
    ("gift_delivered", 0.01, ("money", "goods", "skill"), 5),
]


def blocks(count: int, places: list[str], domains: list[str], seed: int) -> Iterator[list[tuple[object, ...]]]:
    """`count` lines: (seq, at, day, kind, domain, place, centre, detail, people, amount_rial, corrects)."""
    dice = np.random.default_rng(seed)
    centres = 6_000
    home = dice.integers(0, len(places), centres)
    fields = dice.integers(0, len(domains), (centres, 3))  # up to three domains each
    busy = dice.pareto(1.5, centres) + 0.2  # a few centres do much of the work
    chances = np.array([share for _, share, _, _ in KINDS])
    for begin in range(0, count, BLOCK):
        size = min(BLOCK, count - begin)
        where = dice.choice(centres, size, p=busy / busy.sum())
        kind = dice.choice(len(KINDS), size, p=chances / chances.sum())
        domain = fields[where, dice.integers(0, 3, size)]
        detail, people, amount = dice.random(size), dice.random(size), dice.integers(1, 500, size)
        day = np.sort((begin + np.arange(size)) * DAYS // count)
        taken_back = dice.random(size) < 0.002
        yield [
            _line(begin + n + 1, *row, places[home[row[0]]], domains)
            for n, row in enumerate(zip(where, kind, domain, detail, people, amount, day, taken_back, strict=True))
        ]


def _line(seq, where, kind, domain, detail, people, amount, day, taken_back, place, domains):  # type: ignore[no-untyped-def]
    name, _, details, most = KINDS[kind]
    when = FIRST + timedelta(days=int(day))
    coded = details[int(detail * len(details))]
    return (
        seq,
        f"{when} 06:{seq % 60:02}:00",
        str(when),
        name,
        domains[domain],
        place,
        f"C-{where}",
        coded,
        int(people * (most + 1)),
        int(amount) * 1_000_000 if coded == "money" else 0,
        seq - 1 if taken_back and seq > 1 else None,
    )
