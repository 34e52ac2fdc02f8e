"""The inbox: hops of one's centre or place, mine first, what runs out first on top."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, Case, Count, F, Q, QuerySet, Value, When

from hamafza.intake.models import Level, Share
from hamafza.network.access import reach
from hamafza.people.models import Person
from hamafza.referrals.models import Referral
from hamafza.referrals.queries.lines import FIELDS, Row, rows_of
from hamafza.referrals.states import FINAL, HopState
from hamafza_engines.persian import compact_key, search_key, to_latin_digits

SIZE = 25
VIEWS: dict[str, tuple[str, ...]] = {
    "waiting": (HopState.OFFERED,),
    "active": (HopState.ACCEPTED, HopState.IN_PROGRESS),
    "held": (HopState.ON_HOLD,),
    "ended": tuple(sorted(FINAL)),
}


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
    found = list(hops.order_by(*order).values(*FIELDS, "mine", "moment")[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    has_next, has_previous = (True, more) if backwards else (more, bool(key))
    return Page(
        rows=rows_of(found, actor, at),
        after=_key_of(found[-1]) if found and has_next else "",
        before=_key_of(found[0]) if found and has_previous else "",
    )


def one_row(pk: int, actor: Person, at: datetime) -> Row:
    """The row as it stands after an action in place."""
    seen = Referral.objects.visible_to(actor, at).filter(pk=pk)
    return rows_of(list(seen.values(*FIELDS)), actor, at)[0]


def whole_hops(actor: Person, at: datetime) -> QuerySet[Referral]:
    """Hops she may see, with all that a line about them says."""
    return Referral.objects.visible_to(actor, at).select_related(
        "need__request__place", "need__domain", "centre__place", "holder"
    )


def _listed(actor: Person, at: datetime, view: str) -> QuerySet[Referral]:
    return (
        Referral.objects.visible_to(actor, at)
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
        Q(readable, need__request__search_key__contains=compact_key(words))
        | Q(centre__search_key__contains=key)
        | Q(need__request__place__search_key__contains=key)
        | Q(need__domain__name_fa__contains=words)
        | Q(need__domain__name_en__icontains=words)
    )


def _key_of(found: dict[str, Any]) -> str:
    return f"{int(found['mine'])}_{found['moment'].isoformat()}_{found['pk']}"


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
