"""What waits for people here, for their first page."""

from collections import Counter
from datetime import datetime

from django.db.models import Count, QuerySet

from hamafza.people.models import Person
from hamafza.succession.models import Acting, Check, Offer, Successor
from hamafza.succession.states import ActingState, Answer


def offers_waiting(person: Person) -> QuerySet[Offer]:
    """Centres of which she was asked to take the lead."""
    asked = Offer.objects.filter(person=person, answer=Answer.WAITING, acting__state=ActingState.OFFERED)
    return asked.select_related("acting__centre").order_by("pk")


def actings_waiting(person: Person) -> QuerySet[Acting]:
    """Centres without a head that lie with her until somebody is found."""
    return Acting.objects.whole().filter(holder=person, state=ActingState.WITH_PARENT).order_by("due_at", "pk")


def checks_waiting(person: Person) -> QuerySet[Check]:
    return Check.objects.open().whole().filter(holder=person).order_by("due_at", "pk")


def stale_successors(person: Person, at: datetime) -> QuerySet[Successor]:
    """Those whom she trains and for whom she was asked about a next stage."""
    return Successor.objects.learning().whole().filter(officer=person, asked__gt=0).order_by("since_at", "pk")


def waiting_counts() -> Counter[int]:
    """{person: how many}: offers, centres without a head, centres to look at."""
    found: Counter[int] = Counter()
    offers = Offer.objects.filter(answer=Answer.WAITING, acting__state=ActingState.OFFERED)
    found.update(dict(offers.order_by().values_list("person").annotate(n=Count("pk"))))
    for things in (Acting.objects.filter(state=ActingState.WITH_PARENT), Check.objects.open()):
        found.update(dict(things.order_by().values_list("holder").annotate(n=Count("pk"))))
    return found
