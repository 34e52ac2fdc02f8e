"""Problems and rows as tests want them: random ones with overrides, two joined to one, needs and offers."""

from random import Random

import numpy as np
import pytest

from hamafza_engines.allocation import Need, Offer, Pin, Problem, matched
from hamafza_engines.allocation._components import Cutter
from hamafza_engines.allocation._match import misfit
from hamafza_engines.frame import BadInput

from .conftest import random_problem

COLUMNS = (
    "need_amount", "offer_amount", "arc_need", "arc_offer", "arc_worth", "need_group", "need_bundle",
    "offer_single", "offer_lot", "pinned", "forbidden", "need_ids", "offer_ids", "group_ids",
)  # fmt: skip


def again(problem, **changed):
    """Return the problem made anew with some of its fields changed."""
    return Problem(**({name: getattr(problem, name) for name in COLUMNS} | changed))


def one_pair(**more):
    """Return one need of four and one offer of five that fit, three a unit."""
    given = {"need_amount": [4], "offer_amount": [5], "arc_need": [0], "arc_offer": [0], "arc_worth": [3]}
    return Problem(**(given | more))


def overridden(seed, **size):
    """Return a random problem with a pin or a ban, or both, where it has pairs for them."""
    chance, bare = Random(-seed), random_problem(seed, **size)
    pairs = list(zip(bare.arc_need.tolist(), bare.arc_offer.tolist(), strict=True))
    chance.shuffle(pairs)
    room = [min(int(bare.need_amount[i]), int(bare.offer_amount[j])) for i, j in pairs]
    pins = tuple(Pin(*pair, chance.randint(1, most)) for pair, most in zip(pairs, room, strict=True) if most)
    banned = [pair for pair in pairs if pair not in {(pin.need, pin.offer) for pin in pins[:1]}]
    return again(
        bare, pinned=pins[:1], forbidden=frozenset(banned[:1]) if chance.random() < 0.7 else frozenset()
    )


def beside(one, other):
    """Return two problems as one; they share nothing, not even a group, a bundle or an offer."""
    shift = {"arc_need": len(one.need_amount), "arc_offer": len(one.offer_amount)}
    bare = {"need_group": 0, "need_bundle": -1, "offer_single": 0, "offer_lot": 1}
    for name in ("need_group", "need_bundle"):
        column = getattr(one, name)
        shift[name] = 0 if column is None else 1 + max(map(int, column), default=0)

    def joined(name):
        sides = [getattr(one, name), getattr(other, name)]
        if name in bare and all(side is None for side in sides):
            return None
        counts = [len(each.need_amount if "need" in name else each.offer_amount) for each in (one, other)]
        first, second = (
            [bare[name]] * count if side is None else side.tolist()
            for side, count in zip(sides, counts, strict=True)
        )
        return first + [each + shift.get(name, 0) if each >= 0 else each for each in second]

    return Problem(**{name: joined(name) for name in COLUMNS[:9]})


def a_need(**more):
    """Return a need of five units of food."""
    return Need(**({"id": "n", "amount": 5, "category": "food"} | more))


def an_offer(**more):
    """Return an offer of five units of food."""
    return Offer(**({"id": "o", "amount": 5, "category": "food"} | more))


def whole(problem, *, grouped=True):
    """Return the part that is the whole problem."""
    return Cutter(problem, grouped=grouped).part(slice(0, len(problem.arc_need)))


def keeps_amounts(part, flow):
    """Tell whether a flow lies within what needs ask, offers have and arcs carry."""
    need = np.bincount(part.head, flow, len(part.demand))
    offer = np.bincount(part.tail, flow, len(part.supply))
    over = (flow < 0).any() or (flow > part.cap).any()
    return not (over or (need > part.demand).any() or (offer > part.supply).any())


def refusal(make):
    """Return the fault that making something raises."""
    with pytest.raises(BadInput) as refused:
        make()
    return refused.value


def fits(need, offer, rules=()):
    """Tell whether the pair becomes an arc; the reasons given to people must say the same."""
    found = len(matched([need], [offer], rules).arc_need) == 1
    wider = {(one, other) for kind, one, other, _ in rules if kind == "category"}
    assert found == (misfit(need, offer, wider) is None)
    return found
