"""One hop as a list shows it, from the plain values of one query."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hamafza.intake.models import Level, Share
from hamafza.intake.states import Urgency
from hamafza.network.access import reach
from hamafza.people.models import Person
from hamafza.referrals.queries.moves import Move, first_move
from hamafza.referrals.queries.seeing import scrub
from hamafza.referrals.states import OPEN, HopState
from hamafza.ui.deadline import Deadline, deadline
from hamafza.ui.language import named

FIELDS = (
    "pk",
    "state",
    "holder",
    "holder__full_name",
    "since_at",
    "offered_at",
    "answer_by",
    "centre",
    "centre__name",
    "centre__place__path",
    "need__domain__name_fa",
    "need__domain__name_en",
    "need__request",
    "need__request__title",
    "need__request__applicant_name",
    "need__request__danger",
    "need__request__urgency",
    "need__request__place__path",
    "need__request__place__name_fa",
    "need__request__place__name_en",
)
Found = dict[str, Any]


@dataclass(frozen=True)
class Row:
    """A centre that may no longer see the request has neither its words nor its address."""

    pk: int
    number: str
    title: str
    domain: str
    place: str
    centre: str
    holder: str
    state: str
    offered_at: datetime
    answer_by: datetime | None
    is_open: bool
    in_danger: bool
    urgency: str  # "" when it is an ordinary one
    open_to_me: bool
    mine: bool
    ring: Deadline | None
    move: Move | None


def rows_of(found: Sequence[Found], actor: Person, at: datetime) -> list[Row]:
    """What she reads of each, and her one move in it; the rights of the whole list are asked once."""
    levels = _levels(found, at)
    places = tuple(reach(actor, "request.see", at).paths)
    answers = reach(actor, "referral.answer", at)
    rows = []
    for one in found:
        by_place = one["need__request__place__path"].startswith(places)
        level = Level.FULL if by_place else levels.get((one["need__request"], one["centre"]), "")
        hers = answers.covers_row(
            path=one["need__request__place__path"],
            centre=one["centre"],
            centre_path=one["centre__place__path"],
        )
        rows.append(_row(one, level, actor, hers, at))
    return rows


def _levels(found: Sequence[Found], at: datetime) -> dict[tuple[int, int], str]:
    shares = Share.objects.live(at).filter(
        request__in={one["need__request"] for one in found}, centre__in={one["centre"] for one in found}
    )
    return {(request, centre): level for request, centre, level in shares.values_list("request", "centre", "level")}


def _row(one: Found, level: str, actor: Person, hers: bool, at: datetime) -> Row:
    is_open, domain = one["state"] in OPEN, named(one, "need__domain__")
    urgency = one["need__request__urgency"]
    return Row(
        pk=one["pk"],
        number=f"هم{one['need__request']}",
        title=_title(one, level) or domain,
        domain=domain,
        place=named(one, "need__request__place__"),
        centre=one["centre__name"],
        holder=one["holder__full_name"] or "",
        state=str(HopState(one["state"]).label),
        offered_at=one["offered_at"],
        answer_by=one["answer_by"],
        is_open=is_open,
        in_danger=is_open and bool(one["need__request__danger"]),
        urgency="" if urgency == Urgency.ORDINARY else str(Urgency(urgency).label),
        open_to_me=bool(level),
        mine=one["holder"] == actor.pk,
        ring=deadline(one["since_at"], one["answer_by"], at) if is_open and one["answer_by"] else None,
        move=first_move(one["pk"], one["state"]) if hers else None,
    )


def _title(one: Found, level: str) -> str:
    """The words of the request: all of them, without name and number, or none."""
    title: str = one["need__request__title"] if level else ""
    return title if level == Level.FULL else scrub(title, one["need__request__applicant_name"])
