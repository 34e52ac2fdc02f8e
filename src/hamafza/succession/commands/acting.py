"""A centre without a head is never leaderless: her deputy, else two who know it are asked, else whoever stands above."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from hamafza.journal import entries as journal
from hamafza.kernel.actors import Actor, is_the_clock
from hamafza.kernel.commands import command
from hamafza.kernel.errors import Refused
from hamafza.kernel.moves import move, remember, subject_of
from hamafza.network import commands as network_commands
from hamafza.network import days
from hamafza.network import queries as network
from hamafza.network.models import Centre, CentreState
from hamafza.network.standing_in import NobodyElse
from hamafza.notices import outbox
from hamafza.notices.moments import day_and_hour
from hamafza.people.models import Person
from hamafza.succession import rules
from hamafza.succession.models import Acting, Offer
from hamafza.succession.queries.acting import could_lead, deputy_of_the_gone, has_head
from hamafza.succession.states import ActingState, Answer
from hamafza_engines.persian import to_persian_digits

ANSWER_WITHIN = 3  # working days
LEADS_FOR = timedelta(days=30)
WEEK = timedelta(days=7)


class AlreadyLed(Refused):
    message = _("این کانون دیگر در جست‌وجوی سرپرست نیست. سپاس که آماده بودید.")


@command(rule=is_the_clock)
def open_acting(centre: Centre, *, by: Actor, at: datetime) -> Acting:
    """Its head is there no more. Her deputy leads at once; else two are asked; else the coordinator holds it."""
    coordinator = network.coordinator_of(centre.place, at)
    acting = Acting.objects.create(
        centre=centre, holder=coordinator, since_at=at, due_at=days.within(centre.place, at, ANSWER_WITHIN)
    )
    remember(acting, before="", after=ActingState.OFFERED, by=by, at=at)
    journal.record("acting_head", place=centre.place.path, centre=centre.code, detail="opened", at=at)
    deputy = deputy_of_the_gone(centre, at)
    if deputy is not None:
        Offer.objects.create(acting=acting, person=deputy, answer=Answer.YES, at=at)
        _lead(acting, deputy, by, at)
        return acting
    asked = could_lead(centre, at)
    for person in asked:
        Offer.objects.create(acting=acting, person=person, at=at)
        _tell(person, acting, "acting_asked", at)
    if asked:
        acting.holder = asked[0]
        acting.save(update_fields=["holder"])
    else:
        _to_parent(acting, by, at)
    return acting


@command(rule=rules.may_answer, lock="acting", keep=("yes",))
def answer(offer: Offer, *, yes: bool, by: Person, at: datetime) -> Offer:
    """The first yes leads for thirty days; when nobody can, the coordinator holds the centre.

    Raises AlreadyLed: another said yes, it has a head again, or it has closed since.
    """
    acting = offer.acting
    if acting.state != ActingState.OFFERED or offer.answer != Answer.WAITING or _needs_none(acting, at):
        raise AlreadyLed
    offer.answer, offer.at = (Answer.YES if yes else Answer.NO), at
    offer.save(update_fields=["answer", "at"])
    if yes:
        _lead(acting, by, by, at)
        return offer
    left = acting.offers.filter(answer=Answer.WAITING).select_related("person").first()
    if left is None:
        _to_parent(acting, by, at)
    elif acting.holder_id == by.pk:
        acting.holder = left.person
        acting.save(update_fields=["holder"])
    return offer


@command(rule=is_the_clock)
def acting_late(acting: Acting, *, by: Actor, at: datetime) -> Acting:
    """No answer in time: the coordinator holds it. With her: she is reminded every week. A month is over: we ask anew."""
    if _needs_none(acting, at):
        return _end(acting, by, at)
    if acting.state == ActingState.WITH_PARENT:
        acting.holder, acting.due_at = network.coordinator_of(acting.centre.place, at), at + WEEK
        acting.save(update_fields=["holder", "due_at"])
        _tell(acting.holder, acting, "acting_with_you", at)
        return acting
    if acting.state == ActingState.OFFERED:
        acting.offers.filter(answer=Answer.WAITING).update(answer=Answer.NO, at=at)
    return _to_parent(acting, by, at)


@command(rule=is_the_clock)
def end_acting(acting: Acting, *, by: Actor, at: datetime) -> Acting:
    """The centre has a head again, or rests."""
    return _end(acting, by, at)


@command(rule=is_the_clock)
def hand_over_acting(acting: Acting, *, by: Actor, at: datetime) -> Acting:
    """Whoever holds it is away or has left; an acting head who is away for a few days keeps her deputy.

    Raises NobodyElse.
    """
    here = network.coordinator_of(acting.centre.place, at)
    if acting.state == ActingState.TAKEN and acting.holder and not acting.holder.is_active:
        return _to_parent(acting, by, at)
    if acting.state == ActingState.TAKEN or here == acting.holder:
        raise NobodyElse
    acting.holder = here
    acting.save(update_fields=["holder"])
    return acting


@command(rule=None)  # the rule of the handover covers it
def pass_on_acting(acting: Acting, *, giver: Person, to: Person, by: Actor, at: datetime) -> Acting:
    """What lay with her as coordinator is another's; an offer to her is answered with a no."""
    acting.offers.filter(person=giver, answer=Answer.WAITING).update(answer=Answer.NO, at=at)
    acting.holder = to
    acting.save(update_fields=["holder"])
    return acting


def _lead(acting: Acting, person: Person, by: Actor, at: datetime) -> None:
    until = at + LEADS_FOR
    granted = network_commands.lead_for_a_while(acting.centre, person=person, until=until, by=by, at=at)
    move(acting, to=ActingState.TAKEN, by=by, at=at, holder=person, due_at=until, grant=granted, since_at=at)
    journal.record("acting_head", place=acting.access_path, centre=acting.centre.code, detail="taken", at=at)
    for other in acting.offers.filter(answer=Answer.WAITING).select_related("person"):
        other.answer, other.at = Answer.TOO_LATE, at
        other.save(update_fields=["answer", "at"])
        _tell(other.person, acting, "acting_closed", at)
    _tell(person, acting, "acting_taken", at)


def _needs_none(acting: Acting, at: datetime) -> bool:
    """The centre rests, or somebody leads it."""
    return acting.centre.state != CentreState.ACTIVE or has_head(acting.centre, at)


def _leads_no_more(acting: Acting, by: Actor, at: datetime) -> None:
    """Her month ends with the search, whatever day was written into it."""
    if acting.grant:
        network_commands.lead_no_more(acting.grant, by=by, at=at)


def _to_parent(acting: Acting, by: Actor, at: datetime) -> Acting:
    _leads_no_more(acting, by, at)
    coordinator = network.coordinator_of(acting.centre.place, at)
    move(
        acting, to=ActingState.WITH_PARENT, by=by, at=at, holder=coordinator, due_at=at + WEEK, grant=None, since_at=at
    )
    journal.record("acting_head", place=acting.access_path, centre=acting.centre.code, detail="with_parent", at=at)
    _tell(coordinator, acting, "acting_with_you", at)
    return acting


def _end(acting: Acting, by: Actor, at: datetime) -> Acting:
    _leads_no_more(acting, by, at)
    move(acting, to=ActingState.ENDED, by=by, at=at, holder=None, due_at=None, since_at=at)
    acting.offers.filter(answer=Answer.WAITING).update(answer=Answer.TOO_LATE, at=at)
    journal.record("acting_head", place=acting.access_path, centre=acting.centre.code, detail="ended", at=at)
    return acting


def _tell(person: Person, acting: Acting, template: str, at: datetime) -> None:
    assert acting.due_at is not None  # an open one has, by constraint
    facts: dict[str, Any] = {"code": to_persian_digits(str(acting.pk))}
    if template != "acting_closed":
        facts["until"] = day_and_hour(acting.due_at)
    outbox.to_person(
        person, template, at=at, subject=subject_of(acting), url=f"/succession/acting/{acting.pk}/", **facts
    )
