"""Who may do what: the matrix by centre and place, joined with one's own part. Nobody certifies whom she trained."""

from datetime import datetime

from hamafza.kernel.actors import Actor
from hamafza.network.access import may
from hamafza.network.models import Grant
from hamafza.network.rules import covers_person
from hamafza.people.models import Person
from hamafza.succession.models import Check, Handover, Offer, Successor
from hamafza.succession.states import Stage

NOTED = (Stage.CO_LEAD, Stage.LEADS_ALONE)  # whoever saw these has trained her

_see = may("succession.see")
_train = may("succession.train")
_certify = may("succession.certify")
_hand_over = may("succession.hand_over")


def may_begin(by: Actor, held: Grant, at: datetime) -> bool:
    """Take somebody on as successor: the officer herself, or whoever trains over her centre or place; of a role that lasts."""
    if not Grant.objects.valid(at).filter(pk=held.pk).exists():
        return False
    return by == held.person or _train(by, held.scope, at)


def may_train(by: Actor, successor: Successor, at: datetime) -> bool:
    """Note a stage short of the last, or end it: the officer, or whoever trains there. Not the successor herself."""
    return by != successor.person and (by == successor.officer or _train(by, successor, at))


def may_certify(by: Actor, successor: Successor, at: datetime) -> bool:
    """A second person: neither the officer nor the successor, nor whoever noted a stage before (she may train no more)."""
    if by in (successor.officer, successor.person) or not isinstance(by, Person) or not _certify(by, successor, at):
        return False
    return not (isinstance(by, Person) and successor.steps.filter(stage__in=NOTED, seen_by=by).exists())


def may_see_successors(by: Actor, officer: Person, at: datetime) -> bool:
    """Of any role over a centre or place that one sees."""
    held = Grant.objects.valid(at).filter(person=officer).select_related("centre__place", "place")
    return any(_see(by, grant.scope, at) for grant in held)


def may_hand_over(by: Actor, giver: Person, at: datetime) -> bool:
    """Whoever coordinates every role of hers; her own work is handed over by another."""
    return by != giver and covers_person(by, "succession.hand_over", giver, at)


def may_give_back(by: Actor, handover: Handover, at: datetime) -> bool:
    return by != handover.giver and _hand_over(by, handover, at)


def may_answer(by: Actor, offer: Offer, at: datetime) -> bool:
    """Only whoever was asked."""
    return by == offer.person


def may_decide(by: Actor, check: Check, at: datetime) -> bool:
    """Whoever coordinates the place of the centre."""
    return may("succession.wake")(by, check, at)
