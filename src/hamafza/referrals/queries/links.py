"""Answer links: found by the token of the address, listed for the sender."""

from datetime import datetime

from django.db.models import QuerySet

from hamafza.kernel import codes
from hamafza.network.queries import officers_of
from hamafza.referrals.models import AnswerLink, Referral


def link_by_token(token: str) -> AnswerLink | None:
    """Whatever its state; the page answers alike to a dead one and to none."""
    digest = codes.hashed(token)
    links = AnswerLink.objects.select_related("referral__need__request__place", "referral__need__domain")
    return links.select_related("referral__centre", "referral__holder").filter(token_hash=digest).first()


def digits_of(hop: Referral, at: datetime) -> set[str]:
    """The last four digits of those who may answer for this centre; a deputy's phone is as good as the secretary's."""
    people = [*officers_of(hop.centre, at), *([hop.holder] if hop.holder else [])]
    return {person.mobile[-4:] for person in people if len(person.mobile) >= 4}


def links_of(hop: Referral) -> QuerySet[AnswerLink]:
    """Newest first, for the sender's eyes."""
    return AnswerLink.objects.filter(referral=hop).order_by("-pk")
