"""The main story: a request is declined, then ignored, then accepted, done, and confirmed."""

from datetime import timedelta

from hamafza.feedback import commands as feedback
from hamafza.feedback.models import Survey
from hamafza.intake.states import RequestState
from hamafza.journal.models import JournalLine
from hamafza.kernel.actors import Applicant
from hamafza.kernel.ticking import tick
from hamafza.referrals import commands as referrals
from hamafza.referrals.models import Referral
from tests.cast import SATURDAY, World


def open_hop(request) -> Referral:
    return Referral.objects.open().get(need__request=request)


def test_a_request_reaches_its_outcome(world: World) -> None:
    # given a request that Reza triaged; it is with the centre of its own county
    request = world.triaged("health")
    hop = open_hop(request)
    assert hop.centre == world.centre["chabahar"]
    assert request.holder == world.person["zahra"]

    # when Zahra declines, it is with the next centre in the same minute
    at = SATURDAY + timedelta(hours=2)
    referrals.decline(hop, reason="capacity", by=world.person["zahra"], at=at)
    second = open_hop(request)
    assert second.centre != hop.centre
    assert second.offered_at == at

    # and when that one is silent, the ladder pokes, tells the head, and sends it on
    for day in range(1, 15):
        tick(SATURDAY + timedelta(days=day))
    second.refresh_from_db()
    third = open_hop(request)
    assert second.state == "expired"
    assert third.centre not in {hop.centre, second.centre}

    # then the third accepts, works and records an outcome
    who = third.holder
    at = third.offered_at + timedelta(hours=1)
    referrals.accept(third, by=who, at=at)
    referrals.note(third, text="با خانواده تماس گرفتیم", by=who, at=at + timedelta(hours=3))
    referrals.finish(third, outcome="solved", evidence="دارو تحویل شد", by=who, at=at + timedelta(days=2))
    request.refresh_from_db()
    assert request.state == RequestState.RESOLVED
    assert request.holder == world.person["reza"]

    # ten days later she is asked; she confirms; four weeks later again; then it is closed
    asked = at + timedelta(days=12, minutes=1)
    tick(asked)
    survey = Survey.objects.get(request=request, state="sent")
    feedback.answer(survey, solved="yes", contacted=True, useful=True, by=Applicant(request.pk), at=asked)
    again = asked + timedelta(days=28, minutes=1)
    tick(again)
    feedback.answer(Survey.objects.get(request=request, state="sent"), solved="yes", by=Applicant(request.pk), at=again)
    request.refresh_from_db()
    assert (request.state, request.ending) == ("closed", "confirmed")

    kinds = set(JournalLine.objects.values_list("kind", flat=True))
    assert {"request_received", "referral_declined", "referral_expired", "need_finished", "request_closed"} <= kinds
