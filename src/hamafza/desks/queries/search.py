"""Search over what one person may see: requests, centres, officers, places.

A centre that is only being asked sees a request's minimum, so it does not find it by name or telephone.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from hamafza.intake.models import Request
from hamafza.intake.queries import fully_seen
from hamafza.intake.states import RequestState
from hamafza.kernel import codes
from hamafza.kernel.alphabet import by_alphabet
from hamafza.network.access import reach
from hamafza.network.models import Centre, Grant
from hamafza.network.queries import visible_centres
from hamafza.people.models import Person
from hamafza.places.models import Place
from hamafza.referrals.queries import scrub
from hamafza_engines.persian import homophone_key, parse_phone, search_key, to_latin_digits

PAGE, FEW = 20, 5
SHORTEST = 2
NUMBER = re.compile(r"(?:هم|h)?\s*(\d{1,9})", re.IGNORECASE)


@dataclass(frozen=True)
class Found:
    """What was found, by kind; `more` is the key of the next page of requests."""

    q: str
    requests: list[dict[str, Any]] = field(default_factory=list)
    centres: list[Centre] = field(default_factory=list)
    people: list[Grant] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    more: int | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.requests or self.centres or self.people or self.places)


def search(person: Person, q: str, at: datetime, *, before: int | None = None) -> Found:
    """All kinds on the first page; further pages hold requests only."""
    q = q.strip()[:100]
    key = search_key(q)
    if len(key) < SHORTEST and not key.isdigit():
        return Found(q)
    requests = _as_seen(_page(_requests(person, q, key, at), before), person, at)
    more = requests[PAGE - 1]["pk"] if len(requests) > PAGE else None
    if before:
        return Found(q, requests=requests[:PAGE], more=more)
    return Found(
        q,
        requests=requests[:PAGE],
        more=more,
        centres=_centres(person, key, at),
        people=_people(person, key, at),
        places=_places(key),
    )


def _page(found: QuerySet[Request], before: int | None) -> list[dict[str, Any]]:
    if before:
        found = found.filter(pk__lt=before)
    fields = ("pk", "title", "applicant_name", "state", "place__name_fa", "place__name_en", "received_at")
    rows = list(found.order_by("-pk").values(*fields)[: PAGE + 1])
    return [{**row, "state": RequestState(row["state"]).label} for row in rows]


def _as_seen(rows: list[dict[str, Any]], person: Person, at: datetime) -> list[dict[str, Any]]:
    """By its number a centre finds what it is only asked for; the title then names nobody."""
    pks = [row["pk"] for row in rows]
    full = set(fully_seen(person, at).filter(pk__in=pks).values_list("pk", flat=True)) if rows else set()
    for row in rows:
        name = row.pop("applicant_name")
        row["title"] = row["title"] if row["pk"] in full else scrub(row["title"], name)
    return rows


def _requests(person: Person, q: str, key: str, at: datetime) -> QuerySet[Request]:
    visible = Request.objects.visible_to(person, at)
    digits = re.sub(r"[\s\u200c-]", "", to_latin_digits(q))
    if codes.is_code(digits):
        return visible.filter(code=digits)
    phone = parse_phone(q)
    whole = visible.filter(pk__in=fully_seen(person, at).values("pk"))
    if phone:
        return whole.filter(phone=phone)
    number = NUMBER.fullmatch(digits)
    if number:
        return visible.filter(pk=int(number[1]))
    words = _contains("search_key", key)
    sounds = homophone_key(q)
    if len(sounds) > SHORTEST:
        words |= Q(sound_key__contains=sounds)
    return whole.filter(words)


def _contains(field_name: str, key: str) -> Q:
    found = Q()
    for word in key.split():
        found &= Q(**{f"{field_name}__contains": word})
    return found


def _centres(person: Person, key: str, at: datetime) -> list[Centre]:
    return list(
        visible_centres(person, at).filter(_contains("search_key", key)).order_by(by_alphabet("name"), "pk")[:FEW]
    )


def _people(person: Person, key: str, at: datetime) -> list[Grant]:
    """Officers, for those who serve themselves."""
    if not reach(person, "network.see_matrix", at).everything:
        return []
    held = Grant.objects.valid(at).filter(_contains("person__search_key", key), person__is_active=True)
    return list(held.select_related("person", "centre", "place").order_by(by_alphabet("person__full_name"), "pk")[:FEW])


def _places(key: str) -> list[Place]:
    return list(
        Place.objects.filter(search_key__startswith=key)
        .select_related("parent")
        .order_by(by_alphabet("name_fa"), "path")[:FEW]
    )
