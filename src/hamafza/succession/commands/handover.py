"""One officer's whole work goes to others in one transaction, and can be given back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from hamafza.journal import entries as journal
from hamafza.kernel.actors import Actor
from hamafza.kernel.commands import command
from hamafza.kernel.errors import Refused
from hamafza.network import holdings
from hamafza.network import queries as network
from hamafza.notices import outbox
from hamafza.people.models import Person
from hamafza.places.models import Place
from hamafza.succession import rules
from hamafza.succession.models import Handover, HandoverPart
from hamafza.succession.queries.holding import Shelf, held_by, place_of
from hamafza_engines.persian import to_persian_digits


class NobodyTakes(Refused):
    message = _("برای هر بخش کسی را برگزینید؛ هیچ کاری نباید بی‌صاحب بماند.")


class UnfitTaker(Refused):
    message = _("تحویل‌گیرنده باید همکار فعالی باشد که اکنون در مرخصی نیست، و نه خودِ او.")


class NoRoleForOneself(Refused):
    message = _("کسی به خودش نقش نمی‌دهد. نقش‌ها را به همکار دیگری بسپارید.")
    field = "taker_roles"


class NothingHeld(Refused):
    message = _("چیزی نزد او نیست که تحویل شود.")


class SomethingLeft(Refused):
    message = _("در همین لحظه کار تازه‌ای نزد او آمد. صفحه را تازه کنید و دوباره ببینید.")


class NotToBeReturned(Refused):
    message = _("این تحویل پیش از این برگشته است.")


@command(rule=rules.may_hand_over)
def hand_over(giver: Person, *, takers: Mapping[str, Person], by: Actor, at: datetime, note: str = "") -> Handover:
    """Everything that lies with her, kind by kind to whom `takers` says: all of it, or nothing.

    Raises NothingHeld, NobodyTakes, UnfitTaker, NoRoleForOneself, SomethingLeft, and what an area refuses.
    """
    held = held_by(giver, at)
    if not held:
        raise NothingHeld
    _refuse_takers(giver, {shelf.key for shelf in held}, takers, by, at)
    handover = _write(giver, place_of(giver, at), by, at, note)
    for shelf in held:
        taker = takers[shelf.key]
        things = [{"key": one.key, "title": one.title[:300], "address": one.address} for one in shelf.things]
        HandoverPart.objects.create(handover=handover, kind=shelf.key, taker=taker, things=things)
        _hand(shelf, giver, taker, by, at)
    if held_by(giver, at):
        raise SomethingLeft
    _tell(handover, at)
    return handover


@command(rule=rules.may_give_back)
def give_back(handover: Handover, *, by: Actor, at: datetime) -> Handover:
    """The other way round: what still lies with those who took it goes to the giver again, on a paper of its own.

    Raises NotToBeReturned, UnfitTaker, NothingHeld, and what an area refuses.
    """
    if Handover.objects.filter(back_of=handover).exists() or handover.back_of_id:
        raise NotToBeReturned
    giver = handover.giver
    if _unfit(giver, at):
        raise UnfitTaker
    back: Handover | None = None
    for part in handover.parts.select_related("taker").order_by("pk"):
        kind = holdings.of(part.kind)
        if kind is None or kind.back is None:
            continue
        hers = _keys(kind, part.taker, at)
        left = [thing for thing in part.things if thing["key"] and thing["key"] in hers]
        if not left:
            continue
        try:
            moved = kind.back(part.taker, giver, [thing["key"] for thing in left], by, at)
        except Refused as refused:
            raise Refused(f"{kind.caption}: {refused.message}") from refused
        if moved:
            back = back or _write(part.taker, handover.place, by, at, "", back_of=handover)
            HandoverPart.objects.create(handover=back, kind=part.kind, taker=giver, things=left[:moved])
    if back is None:
        raise NothingHeld
    _tell(back, at)
    return back


def _keys(kind: holdings.Kind, person: Person, at: datetime) -> set[str]:
    return {one.key for one in kind.held(person, at)}


def _hand(shelf: Shelf, giver: Person, taker: Person, by: Actor, at: datetime) -> None:
    """An area's refusal says of which kind it speaks, and stands at that field."""
    try:
        shelf.kind.hand(giver, taker, by, at)
    except Refused as refused:
        raise Refused(f"{shelf.kind.caption}: {refused.message}", field=f"taker_{shelf.key}") from refused


def _refuse_takers(giver: Person, kinds: set[str], takers: Mapping[str, Person], by: Actor, at: datetime) -> None:
    for key in sorted(kinds):
        taker = takers.get(key)
        if taker is None:
            raise NobodyTakes(field=f"taker_{key}")
        if taker == giver or _unfit(taker, at):
            raise UnfitTaker(field=f"taker_{key}")
    if takers.get("roles") == by and "roles" in kinds:
        raise NoRoleForOneself


def _unfit(taker: Person, at: datetime) -> bool:
    return not taker.is_active or network.present(taker, at) != taker


def _write(giver: Person, place: Place, by: Actor, at: datetime, note: str, **more: Handover) -> Handover:
    done_by = by if isinstance(by, Person) else None
    return Handover.objects.create(giver=giver, done_by=done_by, place=place, at=at, note=note.strip()[:300], **more)


def _tell(handover: Handover, at: datetime) -> None:
    """The journal counts; both sides are told by number."""
    parts = list(handover.parts.select_related("taker"))
    total = sum(len(part.things) for part in parts)
    journal.record("handover", place=handover.place.path, detail="back" if handover.back_of_id else str(total), at=at)
    facts: dict[str, Any] = {"code": to_persian_digits(handover.number), "count": to_persian_digits(str(total))}
    url = f"/handover/done/{handover.pk}/"
    for giver, count in _givers(handover, parts).items():
        outbox.to_person(giver, "handover_given", at=at, url=url, **facts | {"count": to_persian_digits(str(count))})
    for taker in dict.fromkeys(part.taker for part in parts):
        count = sum(len(part.things) for part in parts if part.taker == taker)
        facts["count"] = to_persian_digits(str(count))
        outbox.to_person(taker, "handover_taken", at=at, url=url, **facts)


def _givers(handover: Handover, parts: list[HandoverPart]) -> dict[Person, int]:
    """Who gave how many; on the way back each taker gives what of hers was left."""
    if handover.back_of is None:
        return {handover.giver: sum(len(part.things) for part in parts)}
    had = {part.kind: part.taker for part in handover.back_of.parts.select_related("taker")}
    found: dict[Person, int] = {}
    for part in parts:
        found[had[part.kind]] = found.get(had[part.kind], 0) + len(part.things)
    return found
