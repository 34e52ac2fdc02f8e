"""Which centres have no head, who stood in for her, and who could lead meanwhile."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from hamafza.kernel import rows
from hamafza.network.models import Absence, Centre, CentreState, Grant, GrantQuerySet, Role
from hamafza.people.models import Person
from hamafza.succession.models import Acting, Successor
from hamafza.volunteers.models import Volunteer

ASKED = 2


def _heads(at: datetime) -> GrantQuerySet:
    """Heads who are there, or whose deputy is."""
    lost = Absence.objects.filter(since__lte=at, until__gt=at, deputy__is_active=False).values("person")
    return Grant.objects.valid(at).filter(role=Role.HEAD, person__is_active=True).exclude(person__in=lost)


def leaderless(at: datetime) -> list[int]:
    """Numbers of active centres that once had a head and have none that is there, nor a search for one.

    A head who is away with a deputy is there; a centre that never had one is led from above, as it always was.
    """
    return sorted(centre for (centre,) in _lost(at))


def _without(at: datetime) -> QuerySet[Grant, tuple[int]]:
    """Asked at every tick, so the database compares."""
    led = _heads(at).filter(centre=OuterRef("centre"))
    sought = Acting.objects.open().filter(centre=OuterRef("centre"))
    had = Grant.objects.filter(role=Role.HEAD, centre__state=CentreState.ACTIVE)
    return had.filter(~Exists(led), ~Exists(sought)).order_by().values_list("centre").distinct()


_lost = rows.Prepared(_without)


def has_head(centre: Centre, at: datetime) -> bool:
    return _heads(at).filter(centre=centre).exists()


def led_again(at: datetime) -> list[int]:
    """Searches whose centre has a head other than the acting one, or rests."""
    open_ones = _sought()
    if not open_ones:
        return []
    heads = list(_heads(at).filter(centre__in=[one[1] for one in open_ones]).values_list("centre", "pk"))
    return [
        pk
        for pk, centre, state, grant in open_ones
        if state != CentreState.ACTIVE or any(led == centre and held != grant for led, held in heads)
    ]


_sought = rows.Prepared(lambda: Acting.objects.open().values_list("pk", "centre", "centre__state", "grant"))


def deputy_of_the_gone(centre: Centre, at: datetime) -> Person | None:
    """Who stood in for the last head when she went."""
    last = Grant.objects.filter(centre=centre, role=Role.HEAD).order_by("-since", "-pk").first()
    if last is None:
        return None
    away = Absence.objects.filter(person=last.person_id, since__lte=at, until__gt=at, deputy__is_active=True)
    found = away.select_related("deputy").order_by("pk").first()
    return found.deputy if found else None


def could_lead(centre: Centre, at: datetime) -> list[Person]:
    """The two who were active here last: officers, successors and volunteers with an account."""
    gone = Grant.objects.filter(centre=centre, role=Role.HEAD).values("person")
    here = Q(pk__in=Grant.objects.valid(at).filter(centre=centre).values("person"))
    here |= Q(pk__in=Successor.objects.ready().filter(centre=centre, person__isnull=False).values("person"))
    served = dict(
        Volunteer.objects.serving().filter(centre=centre, person__isnull=False).values_list("person", "active_on")
    )
    here |= Q(pk__in=list(served))
    away = Absence.objects.filter(since__lte=at, until__gt=at).values("person")
    people = Person.objects.filter(here, is_active=True).exclude(pk__in=gone).exclude(pk__in=away)

    def last_seen(person: Person) -> tuple[str, int]:
        days = [person.last_login.date() if person.last_login else None, served.get(person.pk)]
        return max((f"{day:%Y-%m-%d}" for day in days if day), default=""), -person.pk

    return sorted(people, key=last_seen, reverse=True)[:ASKED]
