"""What the screens read, and what other areas ask."""

from hamafza.gatherings.queries.life import cycles_missed, held_since
from hamafza.gatherings.queries.listing import SORTS, WEAK, gatherings_found, next_of
from hamafza.gatherings.queries.page import Desk, Sight, coming_to, desk_of, sight_of
from hamafza.gatherings.queries.things import (
    by_code,
    by_numbers,
    calendar_of,
    code_of,
    ending_in,
    feasts,
    feasts_between,
    gatherings,
    is_there,
    led_by,
    occasions,
    serving,
)
from hamafza.gatherings.queries.waiting import occasions_waiting, waiting_counts

__all__ = [
    "SORTS", "WEAK", "Desk", "Sight", "by_code", "by_numbers", "calendar_of", "code_of", "coming_to", "cycles_missed",
    "desk_of", "ending_in", "feasts", "feasts_between", "gatherings", "gatherings_found", "held_since", "is_there", "led_by",
    "next_of", "occasions", "occasions_waiting", "serving", "sight_of", "waiting_counts",
]  # fmt: skip
