"""Who came: a paper list kept, put right later, and the tap on the sheet's link."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from hamafza.gatherings import deadlines, rules
from hamafza.gatherings.commands import _way as way
from hamafza.gatherings.commands.occasion import NotHere, TooEarly
from hamafza.gatherings.models import Guest, Mending, Occasion, Presence
from hamafza.gatherings.states import OccasionState, Via
from hamafza.kernel.actors import Actor
from hamafza.kernel.commands import command
from hamafza.kernel.errors import Refused
from hamafza.kernel.moves import move
from hamafza.network.models import Centre
from hamafza.people.models import Person
from hamafza.volunteers.models import Volunteer
from hamafza_engines.persian import search_key


class NobodyCame(Refused):
    message = _("دست‌کم یک نفر را بنویسید؛ اگر کسی نیامد، بگویید برگزار نشد.")
    field = "text"


class NotToday(Refused):
    message = _("این برگه تنها در روز گردهمایی کار می‌کند.")


class TooOld(Refused):
    message = _("بیش از دو ماه گذشته است و این فهرست دیگر عوض نمی‌شود.")


@command(rule=rules.may_list, lock="gathering")
def keep_list(
    occasion: Occasion,
    *,
    volunteers: Collection[Volunteer],
    by: Actor,
    at: datetime,
    guests: Collection[Guest] = (),
    newcomers: Sequence[tuple[str, str]] = (),
    others: int = 0,
) -> Occasion:
    """It was held, and these were there: the whole list as it should stand. Kept again it puts the list right, with history.

    `newcomers` are (name, mobile or ""); `others` came and are on no list.
    Raises NobodyCame, TooEarly, TooOld, MoveRefused.
    """
    if at < occasion.starts_at - deadlines.DOORS_OPEN:
        raise TooEarly
    if at > occasion.starts_at + deadlines.MEND_WITHIN:
        raise TooOld
    if not (volunteers or guests or newcomers or others > 0):
        raise NobodyCame
    centre = occasion.gathering.centre
    came = {("guest", guest.pk) for guest in [*guests, *(_guest(centre, *one, at=at) for one in newcomers)]}
    came |= {("volunteer", volunteer.pk) for volunteer in volunteers}
    before = occasion.people
    added, removed = _put_right(occasion, came, at)
    occasion.others = max(others, 0)
    if occasion.state == OccasionState.HELD:
        way.count(occasion, by, at)
        if added or removed or before != occasion.people:
            _mended(occasion, before, len(added), removed, by, at)
    else:
        _hold(occasion, by, at)
    came_now = [pk for kind, pk in (came if not before else added) if kind == "volunteer"]
    way.seen_serving(occasion, came_now, by, at)
    _look(occasion, at)
    return occasion


@command(rule=rules.is_volunteer, lock="gathering")
def tap(occasion: Occasion, *, by: Volunteer, at: datetime) -> Occasion:
    """«آمدم», on her own phone, on that day only; twice is once. Raises NotToday, NotHere."""
    if not occasion.takes_taps(at):
        raise NotToday
    if by.centre_id != occasion.gathering.centre_id:
        raise NotHere
    _presence, is_new = Presence.objects.get_or_create(
        occasion=occasion, volunteer=by, defaults={"via": Via.QR, "at": at}
    )
    if is_new and occasion.state == OccasionState.HELD:  # the list was closed while she was still at the door
        before = occasion.people
        way.count(occasion, by, at)
        _mended(occasion, before, 1, 0, by, at, via=Via.QR)
        way.seen_serving(occasion, [by.pk], by, at)
        way.keep_index(occasion.gathering)
    return occasion


def _guest(centre: Centre, name: str, mobile: str, at: datetime) -> Guest:
    """A new face; the same name and number typed twice is one."""
    key = search_key(name)[:160]
    known = Guest.objects.filter(centre=centre, search_key=key, mobile=mobile).first()
    return known or Guest.objects.create(
        centre=centre, full_name=name.strip()[:120], search_key=key, mobile=mobile, created_at=at
    )


def _put_right(occasion: Occasion, came: set[tuple[str, int]], at: datetime) -> tuple[list[tuple[str, int]], int]:
    """Rows of who came now and stood not there go in, others go out; how many of each."""
    rows = list(Presence.objects.filter(occasion=occasion))
    there = {("volunteer", row.volunteer_id) if row.volunteer_id else ("guest", row.guest_id): row for row in rows}
    added = sorted(came - there.keys())
    gone = [row.pk for key, row in there.items() if key not in came]
    Presence.objects.bulk_create(
        [Presence(occasion=occasion, **{f"{kind}_id": pk}, via=Via.LIST, at=at) for kind, pk in added]
    )
    Presence.objects.filter(pk__in=gone).delete()
    return added, len(gone)


def _hold(occasion: Occasion, by: Actor, at: datetime) -> None:
    if occasion.state == OccasionState.MISSED and occasion.settled_at:
        way.take_back("gathering_missed", occasion, occasion.settled_at, at)
    occasion.reason = ""
    move(
        occasion, to=OccasionState.HELD, by=by, at=at, also=("reason", "others"), holder=None, due_at=None, note="",
        settled_at=at,
    )  # fmt: skip
    way.count(occasion, by, at)


def _mended(
    occasion: Occasion, before: int, added: int, removed: int, by: Actor, at: datetime, via: str = Via.LIST
) -> None:
    who = by if isinstance(by, Person) else None
    Mending.objects.create(
        occasion=occasion, at=at, by=who, via=via, before=before, after=occasion.people, added=added, removed=removed
    )


def _look(occasion: Occasion, at: datetime) -> None:
    """Has this, the latest, lost a third of its people? Then the head hears of it, once an occasion."""
    found = way.keep_index(occasion.gathering)
    latest = not occasion.gathering.occasions.filter(
        state=OccasionState.HELD, starts_at__gt=occasion.starts_at
    ).exists()
    if found.falls and latest and occasion.rung < 90:
        occasion.rung = 90  # told
        occasion.save(update_fields=["rung"])
        way.tell([way.head_of(occasion.gathering, at)], "gathering_falls", occasion, at)
