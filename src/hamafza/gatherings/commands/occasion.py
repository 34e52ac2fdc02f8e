"""The life of one occasion: held, missed, cancelled, followed, and what the clock does about silence."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from hamafza.gatherings import deadlines, rules
from hamafza.gatherings.commands import _way as way
from hamafza.gatherings.models import Coming, Occasion
from hamafza.gatherings.queries.turns import turns_of
from hamafza.gatherings.states import ENDED, NOT_SAID, OccasionState, Reason
from hamafza.kernel.actors import Actor, is_the_clock
from hamafza.kernel.commands import command
from hamafza.kernel.errors import ReasonMissing, Refused
from hamafza.kernel.moves import move
from hamafza.network import queries as network
from hamafza.network.standing_in import NobodyElse
from hamafza.volunteers.models import Volunteer
from hamafza_engines.persian import search_key


class TooEarly(Refused):
    message = _("این جلسه هنوز نرسیده است؛ از ساعت آغاز به بعد می‌توان گفت چه شد.")


class TooLate(Refused):
    message = _("ساعت این جلسه گذشته است؛ بگویید برگزار شد یا نه.")


class NotHere(Refused):
    message = _("نام شما در این کانون نیست. به مسئول گردهمایی بگویید تا بنویسد.")


class NothingWritten(Refused):
    message = _("بنویسید چه می‌کنید تا جلسهٔ بعد برگزار شود.")
    field = "followed"


@command(rule=rules.may_tell, keep=("reason",), lock="gathering")
def miss(occasion: Occasion, *, reason: str, by: Actor, at: datetime, note: str = "") -> Occasion:
    """«برگزار نشد»: told by whoever leads; the head hears of it today. Raises ReasonMissing, TooEarly, MoveRefused."""
    if reason not in Reason.values or (reason == Reason.OTHER and not search_key(note)):
        raise ReasonMissing
    if at < occasion.starts_at:
        raise TooEarly
    _missed(occasion, reason, by, at, note)
    return occasion


@command(rule=rules.may_tell, keep=("reason",), lock="gathering")
def cancel(occasion: Occasion, *, reason: str, by: Actor, at: datetime, note: str = "") -> Occasion:
    """It will not be held, said beforehand: volunteers who did not decline are told. Raises ReasonMissing, TooLate, MoveRefused."""
    if reason not in Reason.values or (reason == Reason.OTHER and not search_key(note)):
        raise ReasonMissing
    if at >= occasion.starts_at:
        raise TooLate
    call_off(occasion, reason=reason, note=note, by=by, at=at)
    return occasion


@command(rule=None, keep=("reason",), lock="gathering")
def call_off(occasion: Occasion, *, reason: str, by: Actor, at: datetime, note: str = "") -> Occasion:
    """The cancellation itself; its callers have their rules. Of an ended gathering `end` tells. Raises MoveRefused."""
    assert reason in {*Reason.values, ENDED}
    people = way.expected(occasion)
    if reason != ENDED:
        way.tell_phones(people, "occasion_cancelled", occasion, occasion.code, occasion.starts_at, at)
    occasion.reason = reason
    move(
        occasion, to=OccasionState.CANCELLED, by=by, at=at, reason=reason, also=("reason",), holder=None, due_at=None,
        note=note.strip()[:300], told=len(people), settled_at=at,
    )  # fmt: skip
    way.line("gathering_cancelled", occasion, at, detail=reason)
    way.keep_index(occasion.gathering)
    return occasion


@command(rule=rules.may_tell, lock="gathering")
def follow(occasion: Occasion, *, followed: str, by: Actor, at: datetime) -> Occasion:
    """What is done so that the next one is held; with it a miss lies with nobody any more. Raises NothingWritten, Refused."""
    if not search_key(followed):
        raise NothingWritten
    if occasion.state != OccasionState.MISSED or occasion.holder_id is None:
        raise Refused(_("این جلسه پیگیری دیگری نمی‌خواهد."))
    occasion.followed, occasion.holder, occasion.due_at = followed.strip()[:300], None, None
    occasion.save(update_fields=["followed", "holder", "due_at"])
    return occasion


@command(rule=rules.is_volunteer)
def say_whether_coming(occasion: Occasion, *, comes: bool, by: Volunteer, at: datetime) -> Occasion:
    """«می‌آیم» or «نمی‌آیم», on her own page; the last word counts. Raises TooLate, NotHere."""
    if by.centre_id != occasion.gathering.centre_id:
        raise NotHere
    if occasion.state != OccasionState.PLANNED or at >= occasion.starts_at:
        raise TooLate(_("این جلسه دیگر در پیش نیست."))
    Coming.objects.update_or_create(occasion=occasion, volunteer=by, defaults={"comes": comes, "at": at})
    return occasion


@command(rule=is_the_clock, lock="gathering")
def occasion_late(occasion: Occasion, *, by: Actor, at: datetime) -> Occasion:
    """Its hour has passed: whoever leads is asked; after two days of silence it is a miss; a miss goes on being followed."""
    if occasion.state == OccasionState.PLANNED and occasion.rung == 0:
        way.tell([occasion.holder], "occasion_to_tell", occasion, at)  # type: ignore[list-item]
        way.ask_leader(occasion, at)
        occasion.rung, occasion.due_at = 1, max(occasion.ends_at + deadlines.TO_SAY, at)
        occasion.save(update_fields=["rung", "due_at"])
    elif occasion.state == OccasionState.PLANNED:
        _missed(occasion, NOT_SAID, by, at, "")
    elif occasion.state == OccasionState.MISSED:
        people = [way.head_of(occasion.gathering, at)]
        if occasion.rung:
            people.append(network.coordinator_of(occasion.gathering.place, at))
        way.tell(people, "occasion_unfollowed", occasion, at)
        occasion.rung, occasion.due_at = min(occasion.rung + 1, 99), at + deadlines.WEEK
        occasion.save(update_fields=["rung", "due_at"])
    return occasion


@command(rule=is_the_clock, lock="gathering")
def hand_on(occasion: Occasion, *, by: Actor, at: datetime) -> Occasion:
    """Its holder is away or has left: whoever is there takes it. Raises NobodyElse."""
    planned = occasion.state == OccasionState.PLANNED
    here = (way.holder_of if planned else way.head_of)(occasion.gathering, at)
    if here == occasion.holder:
        raise NobodyElse
    occasion.holder = here
    occasion.save(update_fields=["holder"])
    return occasion


def _missed(occasion: Occasion, reason: str, by: Actor, at: datetime, note: str) -> None:
    """The centre's head has it from now on, at the first miss; at the second in a row the coordinator hears too."""
    gathering = occasion.gathering
    occasion.reason = reason
    move(
        occasion, to=OccasionState.MISSED, by=by, at=at, reason=reason, also=("reason",), note=note.strip()[:300],
        holder=way.head_of(gathering, at), due_at=deadlines.to_follow(gathering.place, at), rung=0, settled_at=at,
    )  # fmt: skip
    way.line("gathering_missed", occasion, at, detail=reason)
    way.keep_index(gathering)
    row = way.misses_in_a_row(turns_of(gathering))
    way.tell([occasion.holder], "occasion_missed" if row <= 1 else "occasion_missed_again", occasion, at)  # type: ignore[list-item]
    if row > 1:
        way.tell([network.coordinator_of(gathering.place, at)], "occasion_missed_again", occasion, at)
