"""The engine's network and the first roster it finds, for tests of the parts that come after."""

import numpy as np

from hamafza_engines.rostering import Params, Problem
from hamafza_engines.rostering._arcs import arcs_of
from hamafza_engines.rostering._flow import Room, flow, knots_of
from hamafza_engines.rostering._prices import Found
from hamafza_engines.rostering._rules import pruned, refilled
from hamafza_engines.rostering._worth import worth


def packing(make, people=4, shifts=9, hours=9.0):
    """Return a month in which hours bind everybody: 2, 3, 4 and 5 hours a shift, and too few people."""
    crew = tuple(make.person(f"p{k}", max_hours=hours, rest_hours=0.0) for k in range(people))
    return Problem(crew, tuple(make.shift(f"s{k:02}", day=k, hours=2 + k % 4) for k in range(shifts)))


def started(problem, params=None):
    """Return the network, and what the flow and its repair find first."""
    params = params or Params()
    arcs = arcs_of(problem, params)
    room = Room(arcs.slot_number, arcs.vol_cap, arcs.vol_done)
    knots = knots_of(arcs, params)
    relaxed = flow(arcs, params, room, np.arange(len(arcs.vol)), knots)
    taken = refilled(arcs, params, pruned(arcs, params, relaxed))
    return arcs, params, knots, Found(taken, worth(arcs, params, relaxed))
