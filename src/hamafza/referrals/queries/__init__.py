"""What the screens read of hops: the inbox, a request's way, whose move it is, and how much a centre may see."""

from hamafza.referrals.queries.choosing import Candidate, candidates, out_now
from hamafza.referrals.queries.doors import domains_of, door_task, last_doors, tried
from hamafza.referrals.queries.inbox import (
    VIEWS,
    Page,
    counts,
    inbox,
    one_row,
    waiting_count,
    whole_hops,
)
from hamafza.referrals.queries.lines import Row
from hamafza.referrals.queries.links import digits_of, link_by_token, links_of
from hamafza.referrals.queries.load import Load, load_of
from hamafza.referrals.queries.moves import Move, address, moves_of
from hamafza.referrals.queries.names import names_of
from hamafza.referrals.queries.reasons import Bar, bars
from hamafza.referrals.queries.seeing import Seen, level_for, scrub, seen_by
from hamafza.referrals.queries.whole import Story, by_when, held_for, story_of

__all__ = [
    "VIEWS",
    "Bar",
    "Candidate",
    "Load",
    "Move",
    "Page",
    "Row",
    "Seen",
    "Story",
    "address",
    "bars",
    "by_when",
    "candidates",
    "counts",
    "digits_of",
    "domains_of",
    "door_task",
    "held_for",
    "inbox",
    "last_doors",
    "level_for",
    "link_by_token",
    "links_of",
    "load_of",
    "moves_of",
    "names_of",
    "one_row",
    "out_now",
    "scrub",
    "seen_by",
    "story_of",
    "tried",
    "waiting_count",
    "whole_hops",
]
