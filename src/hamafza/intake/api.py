"""Requests for machines: list, read, hand in, add a word, say what is needed, withdraw."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema, Status
from pydantic import Field

from hamafza.intake import commands as intake
from hamafza.intake import disclosure
from hamafza.intake.models import Level, Request
from hamafza.intake.states import Door, NeedState, Outcome, RequestState, Urgency
from hamafza.kernel import clock
from hamafza.kernel.api import (
    PROBLEMS,
    Absent,
    At,
    Clean,
    Instant,
    Key,
    Limit,
    Line,
    Number,
    PageIn,
    Problem,
    Text,
    once,
    page,
)
from hamafza.kernel.errors import Refused
from hamafza.network import queries as network
from hamafza.people.api import SIGNED_IN
from hamafza.places.queries import by_path

router = Router(tags=["requests"], auth=SIGNED_IN, throttle=[Limit()])
WRITES = Limit(0.2)
DomainKey = Annotated[str, Field(pattern="^[a-z0-9_]{1,30}$")]
PlacePath = Annotated[
    str, Field(pattern="^IR/([0-9a-z-]{1,20}/){0,5}$", description="From /places, for example IR/11/1104/")
]


class PlaceOut(Schema):
    path: str
    name: str


class NeedOut(Schema):
    domain: str
    order: int
    state: NeedState
    outcome: Outcome | None


class RequestOut(Schema):
    """`level` says how much is shown: with "minimum" the fields that could name a person are null."""

    id: int
    number: str
    level: Level
    state: RequestState
    door: Door
    place: PlaceOut
    title: str | None
    urgency: Urgency
    danger: str
    received_at: At
    holder: str | None
    due_at: At | None
    needs: list[NeedOut]
    code: str | None = Field(
        description="The tracking code; with four digits of the phone it opens the applicant's page."
    )
    pin: str | None = Field(description="Those four digits, for the slip; only in the answer to POST.")
    text: str | None
    applicant_name: str | None
    phone: str | None
    external_id: str | None


class RequestsOut(Schema):
    items: list[RequestOut]
    next: int | None


class RequestsIn(PageIn):
    """Filters; all of them together."""

    state: RequestState | Absent = None
    place: PlacePath | Absent = Field(None, description="This place and everything under it.")
    since: Instant | Absent = None
    before: Instant | Absent = None
    external_id: Line | Absent = None


class RequestIn(Schema):
    """No national ID is ever asked. With `external_id` your system finds its own request again."""

    place: PlacePath
    text: Text
    applicant_name: Line = ""
    phone: Annotated[str, Field(pattern="^(0[1-9][0-9]{9})?$")] = ""
    safe_to_contact: bool = True
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None
    external_id: Annotated[str, Field(max_length=80), Clean] = ""


class WordIn(Schema):
    text: Text
    for_applicant: bool = True


class WordOut(Schema):
    id: int
    text: str
    at: At


class TriageIn(Schema):
    """The needs in their order: those of equal `order` are sought at once."""

    domains: Annotated[list[DomainKey], Field(min_length=1, max_length=10)]
    orders: Annotated[list[Annotated[int, Field(ge=1, le=20)]], Field(max_length=10)] | None = None
    urgency: Urgency = Urgency.ORDINARY


class WithdrawIn(Schema):
    reason: Text


@router.get("", response={200: RequestsOut, PROBLEMS: Problem}, operation_id="list_requests")
def list_requests(request: HttpRequest, asked: Annotated[RequestsIn, Query()]) -> Any:
    """Every request that you may see, the newest first."""
    by, at = request.auth, clock.now()  # type: ignore[attr-defined]
    found = Request.objects.visible_to(by, at).select_related("place", "holder").prefetch_related("needs__domain")
    wanted = {
        "state": asked.state,
        "place__path__startswith": asked.place,
        "received_at__gte": asked.since,
        "received_at__lt": asked.before,
        "external_id": asked.external_id,
    }
    found = found.filter(**{name: value for name, value in wanted.items() if value})
    return page(found, asked, lambda rows: [shown(one, level) for one, level in _with_levels(rows, by, at)])


@router.post(
    "",
    response={200: RequestOut, 201: RequestOut, PROBLEMS: Problem},
    throttle=WRITES,
    operation_id="create_request",
)
def create_request(request: HttpRequest, body: RequestIn, key: Key = None) -> Any:
    """Hand in a request: 201, or 200 when this key has already brought the same content."""
    by, at = request.auth, clock.now()  # type: ignore[attr-defined]
    content = body.dict()
    place = by_path(content.pop("place"))
    if place is None:
        raise intake.BadPlace
    made = intake.receive(place, door=Door.API, by=by, at=at, once=once(key, by, body.dict()), **content)
    fresh = made.received_at == at
    return Status(201 if fresh else 200, shown(made, Level.FULL, pin=made.pin))


@router.get("/{number}", response={200: RequestOut, PROBLEMS: Problem}, operation_id="read_request")
def read_request(request: HttpRequest, number: Number) -> Any:
    """One request. That you read it in full is written down; the applicant may ask who did."""
    by, at = request.auth, clock.now()  # type: ignore[attr-defined]
    found = _visible(number, by, at)
    level = disclosure.level(found, by, at)
    if level == Level.FULL:
        intake.note_reading(found, reader_name=by.full_name, purpose="api", by=by, at=at)
    return shown(found, level)


@router.post("/{number}/words", response={201: WordOut, PROBLEMS: Problem}, throttle=WRITES, operation_id="add_word")
def add_word(request: HttpRequest, number: Number, body: WordIn, key: Key = None) -> Any:
    """Add a word to a request."""
    by, at = request.auth, clock.now()  # type: ignore[attr-defined]
    found = _visible(number, by, at)
    word = intake.add_word(found, by=by, at=at, once=once(key, by, number, body.dict()), **body.dict())
    return Status(201, {"id": word.pk, "text": word.text, "at": word.at})


@router.post(
    "/{number}/triage",
    response={200: RequestOut, PROBLEMS: Problem},
    throttle=WRITES,
    operation_id="triage_request",
)
def triage_request(request: HttpRequest, number: Number, body: TriageIn, key: Key = None) -> Any:
    """Say what is needed; each need goes to its best centre at once."""
    by, at = request.auth, clock.now()  # type: ignore[attr-defined]
    found = _visible(number, by, at)
    known = network.domains()
    keys = list(dict.fromkeys(body.domains))
    if unknown := [name for name in keys if name not in known]:
        raise intake.NoDomain(f"{intake.NoDomain.message} ({', '.join(unknown)})")
    if body.orders is not None and len(body.orders) != len(keys):
        raise Refused(field="orders")
    chosen = [known[name] for name in keys]
    found = intake.triage(
        found,
        domains=chosen,
        urgency=body.urgency,
        orders=body.orders,
        by=by,
        at=at,
        once=once(key, by, number, body.dict()),
    )
    return shown(found, disclosure.level(found, by, at))


@router.post(
    "/{number}/withdraw",
    response={200: RequestOut, PROBLEMS: Problem},
    throttle=WRITES,
    operation_id="withdraw_request",
)
def withdraw_request(request: HttpRequest, number: Number, body: WithdrawIn, key: Key = None) -> Any:
    """The applicant no longer wants it; whoever works on it is told."""
    by, at = request.auth, clock.now()  # type: ignore[attr-defined]
    found = _visible(number, by, at)
    found = intake.withdraw(found, reason=body.reason, by=by, at=at, once=once(key, by, number, body.dict()))
    return shown(found, disclosure.level(found, by, at))


def shown(request: Request, level: str, *, pin: str | None = None) -> dict[str, Any]:
    """A request as the caller may see it."""
    full = level == Level.FULL
    return {
        "id": request.pk,
        "number": request.number,
        "level": level,
        "state": request.state,
        "door": request.door,
        "place": {"path": request.place.path, "name": str(request.place)},
        "title": request.title if full else None,
        "urgency": request.urgency,
        "danger": request.danger,
        "received_at": request.received_at,
        "holder": str(request.holder) if request.holder else None,
        "due_at": request.due_at,
        "needs": [
            {
                "domain": need.domain.key,
                "order": need.order,
                "state": need.state,
                "outcome": need.outcome or None,
            }
            for need in request.needs.all()
        ],
        "code": request.code if full else None,
        "pin": pin,
        "text": request.text if full else None,
        "applicant_name": request.applicant_name if full else None,
        "phone": request.phone if full else None,
        "external_id": request.external_id if full else None,
    }


def _visible(number: int, by: Any, at: datetime) -> Request:
    return get_object_or_404(Request.objects.visible_to(by, at).select_related("place", "holder"), pk=number)


def _with_levels(rows: list[Request], by: Any, at: datetime) -> list[tuple[Request, str]]:
    known = disclosure.levels(rows, by, at)
    return [(one, known[one.pk]) for one in rows]
