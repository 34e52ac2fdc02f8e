"""Reading requests for screens. All starts with `visible_to`; lists are paged by key and never counted."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet
from django.utils import translation

from hamafza.intake.disclosure import levels
from hamafza.intake.models import Attachment, ImportBatch, Level, Need, Request, Share, TriageProposal
from hamafza.intake.states import RequestState
from hamafza.kernel import codes
from hamafza.kernel.actors import Actor
from hamafza.network.access import reach
from hamafza.network.models import Grant, Role
from hamafza.people.models import Person
from hamafza_engines.persian import compact_key, parse_phone, to_latin_digits

PAGE = 25
EXPORTED = 500  # SECURITY T2
SAME_PHONE = timedelta(days=60)


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to; empty means all."""

    q: str = ""
    state: str = ""
    urgency: str = ""
    door: str = ""
    domain: str = ""
    place: str = ""  # a path
    late: bool = False


@dataclass(frozen=True)
class Page:
    """One page of a list, newest first, and the keys of its neighbours."""

    rows: list[Request]
    newer: int | None
    older: int | None


def listed(actor: Actor, filters: Filters, at: datetime) -> QuerySet[Request]:
    """What this actor may see, narrowed."""
    found = Request.objects.visible_to(actor, at)
    if filters.state == "open":
        found = found.open()
    elif filters.state:
        found = found.filter(state=filters.state)
    if filters.urgency:
        found = found.filter(urgency=filters.urgency)
    if filters.door:
        found = found.filter(door=filters.door)
    if filters.domain:
        found = found.filter(pk__in=Need.objects.filter(domain__key=filters.domain).values("request"))
    if filters.place:
        found = found.filter(place__path__startswith=filters.place)
    if filters.late:
        found = found.open().filter(due_at__lt=at)
    return found.filter(_asked(actor, filters.q, at)) if filters.q.strip() else found


def paged(found: QuerySet[Request], *, before: int | None = None, after: int | None = None, size: int = PAGE) -> Page:
    """A page by key: those before (older than) or after (newer than) a number."""
    if after:
        rows = list(found.filter(pk__gt=after).order_by("pk")[: size + 1])
        more, rows = len(rows) > size, rows[:size][::-1]
        return Page(rows, rows[0].pk if more else None, rows[-1].pk if rows else None)
    rows = list((found.filter(pk__lt=before) if before else found).order_by("-pk")[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    return Page(rows, rows[0].pk if before and rows else None, rows[-1].pk if more else None)


def with_parts(found: QuerySet[Request]) -> QuerySet[Request]:
    """Ready to be shown in a row."""
    needs = Prefetch("needs", Need.objects.select_related("domain"))
    return found.select_related("place", "holder").prefetch_related(needs)


def fully_seen(actor: Actor, at: datetime) -> QuerySet[Request]:
    """Of what is visible, that which is visible with name and phone: by place, or by an accepted referral."""
    within = reach(actor, "request.see", at)
    full = Share.objects.live(at).filter(centre__in=within.centres, level=Level.FULL)
    return Request.objects.filter(within.q(path="place__path") | Q(pk__in=full.values("request")))


def full_among(rows: Sequence[Request], actor: Actor, at: datetime) -> set[int]:
    return {pk for pk, level in levels(rows, actor, at).items() if level == Level.FULL}


def by_reference(text: str, actor: Actor, at: datetime) -> Request | None:
    """The visible request of this code or number: ۱۲۳۴ ۵۶۷۸ ۹۰۱۲۳, هم۴۷۲۰ or ۴۷۲۰."""
    wanted = _reference(text)
    return Request.objects.visible_to(actor, at).filter(wanted).first() if wanted else None


def same_phone(phone: str, actor: Actor, at: datetime) -> list[Request]:
    """Open requests of this phone in the last sixty days: perhaps it is the same matter."""
    if not phone:
        return []
    seen = Request.objects.visible_to(actor, at).open().filter(pk__in=fully_seen(actor, at).values("pk"))
    return list(with_parts(seen.filter(phone=phone, received_at__gte=at - SAME_PHONE)).order_by("-pk")[:5])


def waiting(actor: Actor, at: datetime) -> QuerySet[Request]:
    """What this person may triage, by deadline."""
    mine = Request.objects.visible_to(actor, at, "request.triage").filter(state=RequestState.RECEIVED)
    return mine.order_by("due_at", "pk")


def stored_proposal(request: Request) -> TriageProposal | None:
    """What the engine said when the request came in."""
    return TriageProposal.objects.filter(request=request).order_by("-pk").first()


def attachment_for(actor: Actor, pk: int, at: datetime) -> Attachment | None:
    """A file whose request this actor sees in full."""
    seen = fully_seen(actor, at).filter(pk__in=Request.objects.visible_to(actor, at).values("pk"))
    return Attachment.objects.filter(pk=pk, request__in=seen).first()


def attachments_of(request: Request) -> list[Attachment]:
    return list(Attachment.objects.filter(request=request).order_by("pk"))


def received_lately(pks: Sequence[int]) -> list[Request]:
    """What this session has just taken in; the session itself is the right to see their codes."""
    found = {request.pk: request for request in with_parts(Request.objects.filter(pk__in=pks))}
    return [found[pk] for pk in pks if pk in found]


def first_need(request: Request) -> Need | None:
    return Need.objects.filter(request=request).order_by("order", "pk").first()


def numbers_of(batch: ImportBatch) -> list[int]:
    return list(Request.objects.filter(batch=batch).order_by("pk").values_list("pk", flat=True))


def office_of(person: Person, at: datetime) -> str:
    """«رضا بلوچ، پذیرش چابهار», for the list of readers."""
    grant = Grant.objects.valid(at).filter(person=person).select_related("centre", "place").order_by("pk").first()
    if grant is None:
        return person.full_name
    with translation.override(settings.LANGUAGE_CODE):  # what is kept does not speak the reader's language
        role, scope = str(Role(grant.role).label), str(grant.scope)
    first = scope.partition(" ")[0]  # no «دبیر کانون کانون …»
    return f"{person.full_name}، {role.removesuffix(first).strip()} {scope}"


def _asked(actor: Actor, text: str, at: datetime) -> Q:
    """A name or phone finds only what is seen in full: a search betrays nothing that the page would hide."""
    text = text.strip()[:80]
    full = Q(pk__in=fully_seen(actor, at).values("pk"))
    if wanted := _reference(text):
        phone = parse_phone(text)
        return wanted | (Q(phone=phone) & full if phone else Q(pk=None))
    if phone := parse_phone(text):
        return Q(phone=phone) & full
    key = compact_key(text)
    return Q(search_key__contains=key) & full if key else Q(pk=None)


def _reference(text: str) -> Q | None:
    """The filter for a tracking code or a short number, if the text is one."""
    digits = re.sub(r"[\s\u200c-]", "", to_latin_digits(text)).removeprefix("هم")
    if codes.is_code(digits):
        return Q(code=digits)
    if digits.isascii() and digits.isdigit() and len(digits) < 10 and not digits.startswith("0"):
        return Q(pk=int(digits))
    return None
