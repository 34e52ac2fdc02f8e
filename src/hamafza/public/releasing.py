"""Which figures may be shown to everybody without anybody being found in them.

Deeds leave for the public in batches, each of at least `least` people and never split again: every published number is
a sum of whole batches. Whatever is subtracted from whatever, this week from last, a county from its province, one domain
from all, what remains is a sum of whole batches too, and so nobody or a crowd. A centre's own number, on the poster of its report,
is such a sum as well: a batch of its county is cut by centres as it leaves, into crowds. (Cells of fewer than k: suppression with
complementary suppression in the manner of Cox 1980, made by construction instead of by search.)
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from hamafza.places.paths import cut

Cell = tuple[str, str]  # (place's path, domain's key)

LEAST, LEAST_SENSITIVE = 5, 10
NATION, PROVINCE, COUNTY, CENTRE = range(4)  # levels of a path; a centre's is its county's and its own number
WIDER = (COUNTY, PROVINCE, NATION)


@dataclass(frozen=True)
class Batch:
    """So many people, published for this place and domain; "" is a domain that is not told apart."""

    place: str
    domain: str
    cells: Mapping[Cell, int]

    @property
    def count(self) -> int:
        return sum(self.cells.values())


def batches(
    waiting: Mapping[Cell, int], least: Callable[[str], int], *, pool: bool, levels: Sequence[int] = WIDER
) -> list[Batch]:
    """What can be published now out of what waits. `pool`: what stays too small joins others of its county without
    its domain, then of its province, then of the nation; what is too few even there stays unpublished."""
    found = [Batch(*cell, {cell: n}) for cell, n in sorted(waiting.items()) if n >= least(cell[1])]
    rest = {cell: n for cell, n in waiting.items() if 0 < n < least(cell[1])}
    for level in levels if pool else ():
        for place, cells in sorted(_within(rest, level).items()):
            if sum(cells.values()) >= max(least(domain) for _, domain in cells):
                found.append(Batch(place, "", cells))
                rest = {cell: n for cell, n in rest.items() if cell not in cells}
    return found


def pieces(batch: Batch, centres: Mapping[str, int], least: int) -> list[Batch]:
    """The batch of one cell, taken apart by the centres that did it: each a crowd, and so is what remains of the county.

    {centre's path: people that wait}; a rest of too few takes the smallest centre in. What they sum up to stays.
    """
    rest = batch.count - sum(centres.values())
    if rest < 0:  # they do not fit together (a correction came between): nothing is told apart
        return [batch]
    apart = sorted((n, path) for path, n in centres.items() if n >= least)
    rest = batch.count - sum(n for n, _path in apart)
    while apart and 0 < rest < least:
        rest += apart.pop(0)[0]
    (cell,) = batch.cells
    found = [Batch(path, batch.domain, {cell: n}) for n, path in apart]
    return [*found, Batch(batch.place, batch.domain, {cell: rest})] if rest else found


def _within(rest: Mapping[Cell, int], level: int) -> dict[str, dict[Cell, int]]:
    """The cells by the place of that level in which they lie."""
    found: dict[str, dict[Cell, int]] = defaultdict(dict)
    for cell, n in sorted(rest.items()):
        found[cut(cell[0], level)][cell] = n
    return found
