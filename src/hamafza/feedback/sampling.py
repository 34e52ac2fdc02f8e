"""Whom to ask, and of which service her answer speaks: nobody is asked twice in six months or counted twice in a year."""

from datetime import datetime, timedelta

from hamafza.feedback.models import Survey
from hamafza.intake.models import Request
from hamafza.referrals.models import Referral
from hamafza.referrals.states import HopState

REST = timedelta(days=183)  # between two questions to one person
YEAR = timedelta(days=366)


def asked_lately(request: Request, at: datetime) -> bool:
    """Was she asked about another of her requests? Without a number nobody can tell, and nobody is asked."""
    if not request.phone:
        return False
    hers = Survey.objects.filter(request__phone=request.phone, sent_at__gte=at - REST)
    return hers.exclude(request=request).exists()


def rated_lately(request: Request, at: datetime) -> bool:
    """Does a word or a silence of hers stand in the figures of this year?"""
    same = {"request__phone": request.phone} if request.phone else {"request": request}
    return Survey.objects.filter(rated_at__gte=at - YEAR, **same).exists()


def service_of(request: Request) -> tuple[str, str]:
    """(centre, domain) when one centre did all of it in one domain; else nothing, and the county alone has it.

    A hidden centre has no figure of its own.
    """
    hops = Referral.objects.filter(need__request=request, state=HopState.DONE).order_by()
    done = set(hops.values_list("centre__code", "need__domain__key", "centre__is_public"))
    if len(done) != 1 or request.needs.count() != 1:
        return "", ""
    ((centre, domain, is_public),) = done
    return (centre, domain) if is_public else ("", "")
