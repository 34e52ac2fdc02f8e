"""Shortest ways on large sparse graphs, compiled: one heap per node (Dijkstra 1959)."""

from heapq import heappop, heappush

import numpy as np

from hamafza_engines.siting._dual_kernel import Floats, Ints, Table
from hamafza_engines.siting._jit import compiled


@compiled
def dijkstra(start: Ints, end: Ints, cost: Floats, ways: Table) -> None:
    """Fill `ways`, infinite where there is none; edges of node a are end[start[a]:start[a+1]]."""
    for source in range(start.size - 1):
        row = ways[source]
        for node in range(start.size - 1):
            row[node] = np.inf
        row[source] = 0.0
        heap = [(0.0, source)]
        while len(heap) > 0:
            so_far, node = heappop(heap)
            if so_far > row[node]:
                continue
            for k in range(start[node], start[node + 1]):
                longer = so_far + cost[k]
                if longer < row[end[k]]:
                    row[end[k]] = longer
                    heappush(heap, (longer, end[k]))
