"""What pages and beats ask of succession."""

from hamafza.succession.queries.acting import could_lead, deputy_of_the_gone, has_head, leaderless, led_again
from hamafza.succession.queries.factor import Roll, centres_found, factor_of, rolled_up, with_factor
from hamafza.succession.queries.handovers import handovers_found, takers_of
from hamafza.succession.queries.holding import Shelf, Takers, held_by, place_of, takers_for
from hamafza.succession.queries.life import evidence_of, seemingly, settled, signs_today
from hamafza.succession.queries.people import Progress, learns_as, of_volunteer, progress_of, trains
from hamafza.succession.queries.waiting import (
    actings_waiting,
    checks_waiting,
    offers_waiting,
    stale_successors,
    waiting_counts,
)

__all__ = [
    "Progress", "Roll", "Shelf", "Takers", "actings_waiting", "centres_found", "checks_waiting", "could_lead",
    "deputy_of_the_gone", "evidence_of", "factor_of", "handovers_found", "has_head", "held_by", "leaderless", "learns_as", "led_again",
    "of_volunteer", "offers_waiting", "place_of", "progress_of", "rolled_up", "seemingly", "settled", "signs_today",
    "stale_successors", "takers_for", "takers_of", "trains", "waiting_counts", "with_factor",
]  # fmt: skip
