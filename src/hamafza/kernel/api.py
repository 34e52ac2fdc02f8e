"""What all of the interface for machines shares: one shape of error, pages by key, limits, safe types."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, JsonResponse
from ninja import Header, Path, Query, Schema
from ninja.throttling import BaseThrottle
from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field
from pydantic.json_schema import SkipJsonSchema

from hamafza.kernel import limits
from hamafza.kernel.cleaning import clean
from hamafza.kernel.commands import Once
from hamafza.kernel.errors import MoveRefused, NotAllowed, Refused

BIGGEST = 2**63 - 1
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt]")
EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


class Problem(Schema):
    """Every answer that is not a success. `message` is for people, in the language of Accept-Language."""

    error: str = Field(description="A short code that does not change: not_found, refused, invalid …")
    message: str
    field: str | None = Field(None, description="Which input is at fault, if one is.")


# Declared on every operation: 400 unreadable, 401 who are you, 403 not yours, 404 nothing there,
# 409 the state has moved on, 422 wrong content, 429 too often, 503 the database is away.
PROBLEMS = frozenset({400, 401, 403, 404, 409, 422, 429, 503})


def problem(status: int, error: str, message: object, field: str | None = None, **headers: str) -> JsonResponse:
    """The one shape of error; `headers` with underscores: Retry_After="5"."""
    body = {"error": error, "message": str(message), "field": field}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return JsonResponse(body, status=status, headers=named, json_dumps_params={"ensure_ascii": False})


def refused(error: Refused) -> JsonResponse:
    """What a command answers when it cannot."""
    if isinstance(error, NotAllowed):
        return problem(403, "not_allowed", error.message)
    status = 409 if isinstance(error, MoveRefused) else 422
    return problem(status, "moved_on" if status == 409 else "refused", error.message, error.field)


class Limit(BaseThrottle):
    """So many calls a minute for one account, or for one address where none is needed."""

    def __init__(self, share: float = 1.0) -> None:
        self._share, self._wait = share, 0

    def allow_request(self, request: HttpRequest) -> bool:
        who = getattr(getattr(request, "auth", None), "ref", None) or limits.caller(request)
        limit = int(settings.API_PER_MINUTE * self._share)
        self._wait = limits.wait(f"api{self._share}", who, limit=limit, seconds=60)
        return not self._wait

    def wait(self) -> float:
        return self._wait


def spelled_out(value: object) -> object:
    """2026-01-01T00:00:00Z, and not a number of seconds since some day."""
    if isinstance(value, str) and not _ISO.match(value):
        raise ValueError(value)
    return value


def within_reason(at: datetime) -> datetime:
    """An instant that every database can hold."""
    try:
        return min(max(at.astimezone(UTC), EARLIEST), LATEST)
    except OverflowError:
        return EARLIEST if at.year < 2000 else LATEST


Absent = SkipJsonSchema[None]  # a parameter that may be left out, but is never the word "null"
Instant = Annotated[AwareDatetime, BeforeValidator(spelled_out), AfterValidator(within_reason)]
At = Annotated[datetime, AfterValidator(within_reason)]  # an answer's instants, all in UTC
Clean = AfterValidator(clean)
Line = Annotated[str, Field(max_length=120), Clean]
# At least one letter or digit; the same in Python's regular expressions and in JSON Schema's.
Text = Annotated[
    str,
    Field(min_length=1, max_length=5_000, pattern="[0-9A-Za-z\u0621-\u064a\u06a9\u06af\u06cc\u06f0-\u06f9]"),
    Clean,
]
Number = Annotated[int, Path(ge=1, le=BIGGEST)]
Key = Annotated[
    str | Absent,
    Header(
        alias="Idempotency-Key",
        pattern="^[A-Za-z0-9_.:-]{1,80}$",
        description="Sent again with the same content, the same answer and nothing happens twice; else 422.",
    ),
]


class PageIn(Schema):
    """A page by key: give back `next` as `cursor`."""

    cursor: Annotated[int, Field(ge=1, le=BIGGEST)] | Absent = None
    limit: Annotated[int, Field(ge=1, le=100)] = 50


Paged = Annotated[PageIn, Query()]


def page(things: QuerySet[Any], asked: PageIn, shown: Callable[[list[Any]], list[Any]]) -> dict[str, Any]:
    """The newest first, one page of them, and where the next begins."""
    if asked.cursor:
        things = things.filter(pk__lt=asked.cursor)
    rows = list(things.order_by("-pk")[: asked.limit + 1])
    more = len(rows) > asked.limit
    rows = rows[: asked.limit]
    return {"items": shown(rows), "next": rows[-1].pk if more else None}


def once(key: str | None, by: Any, *content: Any) -> Once | None:
    """The caller's key as the kernel knows it; another caller's equal key is another key."""
    return Once(f"{by.ref}:{key}", repr(content)) if key else None
