"""The things an act of «امروز» may touch; what is not hers is not there."""

from datetime import datetime

from django.db.models import QuerySet

from hamafza.intake.models import Request
from hamafza.network.access import reach
from hamafza.network.models import CentreDomain, Domain
from hamafza.people.models import Person
from hamafza.referrals.models import Referral
from hamafza_engines.persian import to_latin_digits

MOST = 9_999


def hops(person: Person, at: datetime) -> QuerySet[Referral]:
    return Referral.objects.visible_to(person, at, "referral.answer")


def requests(person: Person, at: datetime, action: str) -> QuerySet[Request]:
    return Request.objects.visible_to(person, at, action)


def domains() -> QuerySet[Domain]:
    return Domain.objects.all()


def capacities(person: Person, at: datetime) -> QuerySet[CentreDomain]:
    within = reach(person, "centre.say_capacity", at).q(path="centre__place__path", centre="centre__")
    return CentreDomain.objects.filter(within).select_related("centre", "domain")


def whole_number(text: str) -> int | None:
    """A small count in any digits, or None."""
    text = to_latin_digits(text).strip()
    return int(text) if text.isascii() and text.isdigit() and int(text[:6]) <= MOST and len(text) <= 4 else None
