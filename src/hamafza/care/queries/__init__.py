"""What one asks of care."""

from hamafza.care.queries.feelings import answers_found, to_feel
from hamafza.care.queries.hours import Year, by_kind, minutes_in, months, year_of
from hamafza.care.queries.ladder import (
    Evidence,
    Rise,
    beside,
    criteria,
    last_step,
    limit,
    peers_of,
    ripe_centres,
    rise_of,
    rises,
    threshold,
    unheard_by,
)
from hamafza.care.queries.letters import given, owed
from hamafza.care.queries.people import VIEWS, centres, seen, serving, steps_waiting
from hamafza.care.queries.silence import quiet_at, spoken_with

__all__ = [
    "VIEWS", "Evidence", "Rise", "Year", "answers_found", "beside", "by_kind", "centres", "criteria", "given", "last_step",
    "limit", "minutes_in", "months", "owed", "peers_of", "quiet_at", "ripe_centres", "rise_of", "rises", "seen", "serving",
    "spoken_with", "steps_waiting", "threshold", "to_feel", "unheard_by", "year_of",
]  # fmt: skip
