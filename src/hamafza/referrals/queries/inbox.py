"""The inbox: hops of one's centre or place, mine first, what runs out first on top."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, Case, Count, F, Q, QuerySet, Value, When

from hamafza.intake.models import Level, Share
from hamafza.network.access import reach
from hamafza.people.models import Person
from hamafza.referrals.models import Referral
from hamafza.referrals.queries.moves import Move, primary_move
from hamafza.referrals.queries.seeing import scrub
from hamafza.referrals.states import FINAL, HopState
from hamafza.ui.deadline import Deadline, deadline
from hamafza_engines.persian import search_key, to_latin_digits

SIZE = 25
VIEWS: dict[str, tuple[str, ...]] = {
    "waiting": (HopState.OFFERED,),
    "active": (HopState.ACCEPTED, HopState.IN_PROGRESS),
    "held": (HopState.ON_HOLD,),
    "ended": tuple(sorted(FINAL)),
}


@dataclass(frozen=True)
class Row:
    """One hop in a list. A centre that may no longer see the request has neither its words nor its address."""

    hop: Referral
    title: str
    open_to_me: bool
    mine: bool
    ring: Deadline | None
    move: Move | None


@dataclass(frozen=True)
class Page:
    """A stretch of the list; `after` and `before` are keys into it."""

    rows: list[Row]
    after: str
    before: str


def counts(actor: Person, at: datetime) -> dict[str, int]:
    """How many stand in each view, in one query."""
    by_state = Referral.objects.visible_to(actor, at).order_by().values_list("state").annotate(n=Count("pk"))
    found = dict(by_state)
    return {view: sum(found.get(state, 0) for state in states) for view, states in VIEWS.items()}


def waiting_count(actor: Person, at: datetime) -> int:
    """The number beside the navigation: what waits for her own answer."""
    return Referral.objects.visible_to(actor, at).filter(state=HopState.OFFERED, holder=actor).count()


def inbox(
    actor: Person, at: datetime, *, view: str = "waiting", words: str = "", after: str = "", before: str = "",
    size: int = SIZE,
) -> Page:  # fmt: skip
    """One page by key: an answer that takes a row away moves nothing past the reader."""
    hops = _found(_listed(actor, at, view), words, actor, at)
    keys = ("mine", "-moment", "-pk") if view == "ended" else ("mine", "moment", "pk")
    backwards = bool(before)
    key = _key(before or after)
    if key:
        hops = hops.filter(_beyond(key, newest_first=view == "ended", backwards=backwards))
    order = [_turned(name) if backwards else name for name in keys]
    found = list(hops.order_by(*order)[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    has_next, has_previous = (True, more) if backwards else (more, bool(key))
    return Page(
        rows=_rows(found, actor, at),
        after=_key_of(found[-1]) if found and has_next else "",
        before=_key_of(found[0]) if found and has_previous else "",
    )


def one_row(hop: Referral, actor: Person, at: datetime) -> Row:
    """The row as it stands after an action in place."""
    return _rows([hop], actor, at)[0]


def whole_hops(actor: Person, at: datetime) -> QuerySet[Referral]:
    """Hops she may see, with all that a line about them says."""
    return Referral.objects.visible_to(actor, at).select_related(
        "need__request__place", "need__domain", "centre__place", "holder"
    )


def _listed(actor: Person, at: datetime, view: str) -> QuerySet[Referral]:
    return (
        whole_hops(actor, at)
        .filter(state__in=VIEWS[view])
        .annotate(
            mine=Case(When(holder=actor, then=Value(False)), default=Value(True), output_field=BooleanField()),
            moment=F("ended_at" if view == "ended" else "answer_by"),
        )
    )


def _found(hops: QuerySet[Referral], words: str, actor: Person, at: datetime) -> QuerySet[Referral]:
    """By number, or by the words of place, centre and domain; a name and a title only where they may be read."""
    words = words.strip()
    if not words:
        return hops
    number = to_latin_digits(words).removeprefix("هم").strip()
    if number.isascii() and number.isdigit() and len(number) < 12:
        return hops.filter(need__request=int(number))
    key = search_key(words)
    within = reach(actor, "request.see", at)
    readable = within.q(path="need__request__place__path") | Q(
        need__request__in=Share.objects.live(at).filter(level=Level.FULL, centre__in=within.centres).values("request")
    )
    return hops.filter(
        Q(readable, need__request__search_key__contains=key)
        | Q(centre__search_key__contains=key)
        | Q(need__request__place__search_key__contains=key)
        | Q(need__domain__name_fa__contains=words)
        | Q(need__domain__name_en__icontains=words)
    )


def _rows(hops: list[Referral], actor: Person, at: datetime) -> list[Row]:
    levels = _levels(hops, at)
    return [_row(hop, levels.get((hop.need.request_id, hop.centre_id)), actor, at) for hop in hops]


def _levels(hops: list[Referral], at: datetime) -> dict[tuple[int, int], str]:
    shares = Share.objects.live(at).filter(
        request__in={hop.need.request_id for hop in hops}, centre__in={hop.centre_id for hop in hops}
    )
    return {(request, centre): level for request, centre, level in shares.values_list("request", "centre", "level")}


def _row(hop: Referral, level: str | None, actor: Person, at: datetime) -> Row:
    from_above = _reads_by_place(actor, hop, at)
    request, may_open = hop.need.request, bool(level) or from_above
    title = request.title if from_above or level == Level.FULL else scrub(request.title, request.applicant_name)
    return Row(
        hop=hop,
        title=title if may_open else str(hop.need.domain),
        open_to_me=may_open,
        mine=hop.holder_id == actor.pk,
        ring=deadline(hop.since_at, hop.answer_by, at) if hop.is_open and hop.answer_by else None,
        move=primary_move(hop, actor, at),
    )


def _reads_by_place(actor: Person, hop: Referral, at: datetime) -> bool:
    return any(hop.access_path.startswith(path) for path in reach(actor, "request.see", at).paths)


def _key_of(hop: Any) -> str:
    return f"{int(hop.mine)}_{hop.moment.isoformat()}_{hop.pk}"


def _key(text: str) -> tuple[bool, datetime, int] | None:
    """A key that was tampered with is no key: the list begins at its beginning."""
    try:
        mine, moment, pk = text.split("_")
        instant = datetime.fromisoformat(moment)
        return (bool(int(mine)), instant, int(pk)) if instant.tzinfo else None
    except ValueError:
        return None


def _beyond(key: tuple[bool, datetime, int], *, newest_first: bool, backwards: bool) -> Q:
    mine, moment, pk = key
    group = "lt" if backwards else "gt"
    inner = "lt" if newest_first != backwards else "gt"
    later = Q(**{f"moment__{inner}": moment}) | Q(moment=moment, **{f"pk__{inner}": pk})
    return Q(**{f"mine__{group}": mine}) | (Q(mine=mine) & later)


def _turned(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"
