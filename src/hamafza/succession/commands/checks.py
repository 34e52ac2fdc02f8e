"""A centre that seems asleep, or awake again, is put before whoever stands above it; she looks, says and moves it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from hamafza.journal import entries as journal
from hamafza.kernel.actors import Actor, is_the_clock
from hamafza.kernel.commands import command
from hamafza.kernel.errors import ReasonMissing, Refused
from hamafza.kernel.moves import move, remember, subject_of
from hamafza.network import commands as network_commands
from hamafza.network import queries as network
from hamafza.network.models import Centre, CentreState
from hamafza.network.standing_in import NobodyElse
from hamafza.notices import outbox
from hamafza.notices.moments import day_and_hour
from hamafza.people.models import Person
from hamafza.succession import rules
from hamafza.succession.models import Check, Round
from hamafza.succession.states import CheckKind, CheckState
from hamafza_engines.persian import to_persian_digits

LOOK_WITHIN = timedelta(days=7)
MEANS = {CheckKind.ASLEEP: CentreState.DORMANT, CheckKind.AWAKE: CentreState.ACTIVE}


class AlreadyAsked(Refused):
    message = _("برای این کانون بررسی دیگری باز است.")


class MayNotDecide(Refused):
    message = _("کسی که برای بررسی کانون‌ها برگزیده‌اید آن جا نقشی ندارد. نقش‌ها را هم به او بسپارید.")


@command(rule=is_the_clock)
def begin_round(*, day: date, by: Actor, at: datetime) -> Round:
    """Signs of life are looked for once a day."""
    return Round.objects.create(day=day, at=at)


@command(rule=is_the_clock, keep=("kind",))
def open_check(centre: Centre, *, kind: str, evidence: Sequence[Sequence[str]], by: Actor, at: datetime) -> Check:
    """Put it before the county's coordinator, with what was last seen, for a week. Raises AlreadyAsked."""
    if Check.objects.open().filter(centre=centre).exists():
        raise AlreadyAsked
    check = Check.objects.create(
        centre=centre, kind=kind, evidence=[list(one) for one in evidence], opened_at=at,
        holder=network.coordinator_of(centre.place, at), due_at=at + LOOK_WITHIN,
    )  # fmt: skip
    remember(check, before="", after=CheckState.OPEN, by=by, at=at)
    journal.record("centre_check", place=centre.place.path, centre=centre.code, detail=kind, at=at)
    _tell([check.holder], check, at)
    return check


@command(rule=rules.may_decide, lock="centre")
def confirm(check: Check, *, reason: str, by: Person, at: datetime) -> Check:
    """It is as it seems: the centre rests, or wakes, by the network's own move. Raises ReasonMissing, MoveRefused."""
    if not reason.strip():
        raise ReasonMissing
    to = MEANS[CheckKind(check.kind)]
    _decide(check, CheckState.MOVED, reason, by, at)
    network_commands.move_state(check.centre, to=to, by=by, at=at, reason=reason.strip()[:500])
    return check


@command(rule=rules.may_decide)
def keep(check: Check, *, reason: str, by: Person, at: datetime) -> Check:
    """It is not as it seems, because …; we look again after a month. Raises ReasonMissing, MoveRefused."""
    if not reason.strip():
        raise ReasonMissing
    _decide(check, CheckState.STAYS, reason, by, at)
    return check


def _decide(check: Check, to: str, reason: str, by: Person, at: datetime) -> None:
    said = reason.strip()[:500]
    check.reason = said
    move(
        check, to=to, by=by, at=at, reason=said, also=("reason",), holder=None, due_at=None, ended_at=at, decided_by=by
    )


@command(rule=is_the_clock)
def settle(check: Check, *, by: Actor, at: datetime) -> Check:
    """Life came back, or went again, or the centre was moved by hand: nothing is left to say."""
    move(check, to=CheckState.GONE, by=by, at=at, holder=None, due_at=None, ended_at=at)
    return check


@command(rule=is_the_clock)
def late(check: Check, *, by: Actor, at: datetime) -> Check:
    """Nobody looked in a week: again to the coordinator, and to the province. Never does it happen by silence."""
    place = check.centre.place
    check.holder = network.coordinator_of(place, at)
    people = [check.holder, network.provincial_coordinator(place, at)]
    check.rung = min(check.rung + 1, 99)
    check.due_at = at + LOOK_WITHIN
    check.save(update_fields=["holder", "rung", "due_at"])
    journal.record("deadline_missed", place=place.path, centre=check.centre.code, detail="centre_check", at=at)
    _tell(people, check, at)
    return check


@command(rule=is_the_clock)
def hand_over_check(check: Check, *, by: Actor, at: datetime) -> Check:
    """Its holder is away or has left: whoever coordinates there now has it. Raises NobodyElse."""
    here = network.coordinator_of(check.centre.place, at)
    if here == check.holder:
        raise NobodyElse
    check.holder = here
    check.save(update_fields=["holder"])
    return check


@command(rule=None)  # the rule of the handover covers it
def pass_on_check(check: Check, *, to: Person, by: Actor, at: datetime) -> Check:
    """Another looks. Raises MayNotDecide."""
    if not rules.may_decide(to, check, at):
        raise MayNotDecide
    check.holder = to
    check.save(update_fields=["holder"])
    return check


def _tell(people: Sequence[Person | None], check: Check, at: datetime) -> None:
    assert check.due_at is not None  # an open check has one, by constraint
    template = "centre_asleep" if check.kind == CheckKind.ASLEEP else "centre_awake"
    for person in dict.fromkeys(people):
        if person is not None:
            outbox.to_person(
                person, template, at=at, subject=subject_of(check), url=f"/succession/life/{check.pk}/",
                code=to_persian_digits(str(check.pk)), until=day_and_hour(check.due_at),
            )  # fmt: skip
