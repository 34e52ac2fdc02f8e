"""One person, one row: the assignment of highest weight, component by component."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence

Edge = tuple[int, int, float]  # left node, right node, gain above 0
_LARGEST = 20_000  # edges x nodes beyond which a component is settled greedily, with its honest bound


def assign(edges: Sequence[Edge]) -> tuple[list[int], float, bool]:
    """Return the places of the chosen edges, an upper bound of their gain, and whether it is proved.

    Edges must come in the order in which ties are to be broken.
    """
    chosen: list[int] = []
    bound, proved = 0.0, True
    for component in _components(edges):
        if len(component) == 1:
            best, above = component, edges[component[0]][2]
        else:
            best, above = _settle(component, edges)
        chosen += best
        bound += above
        proved &= above <= sum(edges[place][2] for place in best) + 1e-6
    return sorted(chosen), bound, proved


def groups(pairs: Iterable[tuple[Hashable, Hashable]]) -> list[list[Hashable]]:
    """Return the sets of things that hang together by pairs."""
    above: dict[Hashable, Hashable] = {}

    def top(thing: Hashable) -> Hashable:
        root = thing
        while (upper := above.setdefault(root, root)) != root:
            root = upper
        while above[thing] != root:
            above[thing], thing = root, above[thing]
        return root

    for a, b in pairs:
        above[top(a)] = top(b)
    found = defaultdict(list)
    for thing in above:
        found[top(thing)].append(thing)
    return list(found.values())


def _components(edges: Sequence[Edge]) -> Iterable[list[int]]:
    members = groups((("l", i), ("r", j)) for i, j, _ in edges)
    place_of = {node: place for place, nodes in enumerate(members) for node in nodes}
    found: list[list[int]] = [[] for _ in members]
    for place, (i, _, _) in enumerate(edges):
        found[place_of["l", i]].append(place)
    return found


def _settle(component: list[int], edges: Sequence[Edge]) -> tuple[list[int], float]:
    lefts, rights = {edges[place][0] for place in component}, {edges[place][1] for place in component}
    if len(component) * min(len(lefts), len(rights)) > _LARGEST:
        return _greedy(component, edges)
    best = _exact(component, edges)
    return best, sum(edges[place][2] for place in best)


def _greedy(component: list[int], edges: Sequence[Edge]) -> tuple[list[int], float]:
    taken: set[tuple[str, int]] = set()
    best: list[int] = []
    highest: dict[tuple[str, int], float] = {}
    for place in sorted(component, key=lambda place: -edges[place][2]):
        i, j, gain = edges[place]
        for end in (("l", i), ("r", j)):
            highest.setdefault(end, gain)
        if not taken & {("l", i), ("r", j)}:
            taken |= {("l", i), ("r", j)}
            best.append(place)
    sides = [sum(gain for (side, _), gain in highest.items() if side == which) for which in "lr"]
    return best, min(sides)


def _exact(component: list[int], edges: Sequence[Edge]) -> list[int]:
    """Return the matching of highest weight by augmenting paths of highest gain (Bellman and Ford)."""
    beside: dict[int, list[int]] = defaultdict(list)
    for place in component:
        beside[edges[place][0]].append(place)
    of_left: dict[int, int] = {}
    of_right: dict[int, int] = {}
    while True:
        gain = {left: 0.0 for left in beside if left not in of_left}
        reached: dict[int, tuple[float, int]] = {}  # right -> gain of the path, its last edge
        front = list(gain)
        while front:
            following = []
            for left in front:
                for place in beside[left]:
                    _, right, weight = edges[place]
                    sum_ = gain[left] + weight
                    if of_left.get(left) == place or sum_ <= reached.get(right, (-1e18, 0))[0] + 1e-9:
                        continue
                    reached[right] = sum_, place
                    if right in of_right:
                        behind = of_right[right]
                        if sum_ - edges[behind][2] > gain.get(edges[behind][0], -1e18) + 1e-9:
                            gain[edges[behind][0]] = sum_ - edges[behind][2]
                            following.append(edges[behind][0])
            front = list(dict.fromkeys(following))
        ends = [(sum_, -right) for right, (sum_, _) in reached.items() if right not in of_right]
        # Of all matchings with as many pairs this is the best: giving way pays only for a pair more.
        best, end = max(ends, default=(0.0, 0))
        if best <= 1e-9:
            return list(of_left.values())
        place = reached[-end][1]
        while True:
            left, right, _ = edges[place]
            before = of_left.get(left)
            of_left[left] = of_right[right] = place
            if before is None:
                break
            place = reached[edges[before][1]][1]
