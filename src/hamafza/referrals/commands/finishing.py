"""How a hop ends: with an outcome, without one, or handed on."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from hamafza.intake import commands as intake
from hamafza.intake.states import Outcome
from hamafza.kernel.actors import Actor
from hamafza.kernel.bus import announce
from hamafza.kernel.commands import command
from hamafza.kernel.errors import ReasonMissing, Refused
from hamafza.network.models import Centre
from hamafza.notices.moments import day_and_hour
from hamafza.referrals import rules
from hamafza.referrals.commands import _way as way
from hamafza.referrals.events import HopFinished
from hamafza.referrals.models import Referral
from hamafza.referrals.states import HopState, NotDone

CENTRES_OUTCOMES = (Outcome.SOLVED, Outcome.PARTLY, Outcome.GUIDED, Outcome.REFERRED_ON)


class OutcomeMissing(Refused):
    message = _("لطفاً نتیجه را برگزینید و در یک جمله بنویسید چه شد.")
    field = "outcome"


class SameCentre(Refused):
    message = _("این مرکز هم‌اکنون همین درخواست را در دست دارد.")
    field = "centre"


@command(rule=rules.may_answer, keep=("outcome",), lock="need.request")
def finish(hop: Referral, *, outcome: str, evidence: str, by: Actor, at: datetime) -> Referral:
    """The outcome, with a sentence that shows it. Raises OutcomeMissing, MoveRefused."""
    if outcome not in CENTRES_OUTCOMES or not evidence.strip():
        raise OutcomeMissing
    way.end_hop(hop, to=HopState.DONE, by=by, at=at, outcome=outcome, evidence=evidence.strip())
    way.line("referral_done", hop, at, detail=outcome, people=1)
    request = hop.need.request
    intake.finish_need(hop.need, outcome=outcome, centre=hop.centre.code, by=by, at=at)
    way.start_next_needs(request, by=by, at=at)
    way.settle(request, by=by, at=at)
    announce(HopFinished(hop.pk, by, at))
    return hop


@command(rule=rules.may_answer, keep=("reason",), lock="need.request")
def give_up(hop: Referral, *, reason: str, by: Actor, at: datetime, note: str = "") -> Referral:
    """It was accepted but could not be done; the next hop follows at once. Raises ReasonMissing, MoveRefused."""
    if reason not in NotDone.values or reason == NotDone.RELAYED:
        raise ReasonMissing
    way.end_without_outcome(hop, reason, by, at, note)
    return hop


@command(rule=rules.may_answer, lock="need.request")
def relay(hop: Referral, *, centre: Centre, by: Actor, at: datetime, note: str = "") -> Referral:
    """Another centre is better placed: it is asked, and the story stays one. Raises SameCentre, CentreRests, MoveRefused."""
    if centre.pk == hop.centre_id:
        raise SameCentre
    way.end_hop(hop, to=HopState.NOT_DONE, by=by, at=at, reason=NotDone.RELAYED, note=note)
    way.line("referral_relayed", hop, at)
    onward = way.ask(hop.need, centre, by=by, at=at, rank=hop.rank + 1, parent=hop)
    way.tell_applicant(hop.need.request, "request_moved_on", at, until=day_and_hour(way.answer_by(onward)))
    way.settle(hop.need.request, by=by, at=at)
    return onward
