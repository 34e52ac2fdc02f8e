"""The officers: who holds which role over what, until when, and who is away."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet

from hamafza.kernel.alphabet import by_alphabet
from hamafza.network.access import reach
from hamafza.network.models import Absence, Centre, Grant, Role
from hamafza.people.models import Person
from hamafza.places import queries as places
from hamafza.places.models import Place
from hamafza_engines.persian import search_key

SIZE = 40


@dataclass(frozen=True)
class Held:
    """A role as a line: «دبیر کانون، کانون سلامت مهرگان، تا ۳۰ آبان»."""

    grant: Grant
    where: str
    deputy: Person | None = None


@dataclass(frozen=True)
class Page:
    rows: list[Held] = field(default_factory=list)
    after: int = 0


def holding(at: datetime) -> QuerySet[Grant]:
    """Valid roles of people who serve."""
    return (
        Grant.objects.valid(at)
        .filter(person__is_active=True)
        .select_related("person", "centre__place", "place")
        .annotate(sorted=by_alphabet("person__full_name"))
        .order_by("sorted", "pk")
    )


def find(at: datetime, *, words: str = "", role: str = "", place: Place | None = None, after: int = 0) -> Page:
    """The roles under a place, of a kind, of people or centres so named; page by page."""
    found = holding(at)
    if edge := Grant.objects.filter(pk=after).select_related("person").first():
        name = edge.person.full_name
        found = found.filter(Q(sorted__gt=name) | Q(sorted=name, pk__gt=edge.pk))
    if role:
        found = found.filter(role=role)
    if place:
        found = found.filter(Q(place__path__startswith=place.path) | Q(centre__place__path__startswith=place.path))
    for word in search_key(words).split():
        found = found.filter(Q(person__search_key__contains=word) | Q(centre__search_key__contains=word))
    rows = list(found[: SIZE + 1])
    return Page(described(rows[:SIZE], at), rows[SIZE - 1].pk if len(rows) > SIZE else 0)


def described(grants: Iterable[Grant], at: datetime) -> list[Held]:
    """With the name of the place and the deputy of the day, in two queries for all."""
    shown = list(grants)
    spots = [grant.place or grant.centre.place for grant in shown]  # type: ignore[union-attr]
    names = places.labels(spots)
    away = Absence.objects.filter(person__in={grant.person_id for grant in shown}, since__lte=at, until__gt=at)
    deputies = {absence.person_id: absence.deputy for absence in away.select_related("deputy")}
    return [
        Held(grant, names[spot.pk], deputies.get(grant.person_id)) for grant, spot in zip(shown, spots, strict=True)
    ]


def roles_of(person: Person, at: datetime) -> list[Held]:
    """Her own valid roles."""
    mine = Grant.objects.valid(at).filter(person=person).select_related("person", "centre__place", "place")
    return described(mine.order_by("pk"), at)


def absences_of(person: Person, at: datetime) -> list[Absence]:
    """Those that are not over, the nearest first."""
    coming = Absence.objects.filter(person=person, until__gt=at)
    return list(coming.select_related("person", "deputy").order_by("since"))


def known_to(actor: Person, at: datetime) -> QuerySet[Person]:
    """People whose page `actor` may open: officers, and herself; whoever grants roles finds every account."""
    if actor.is_active and _grants_somewhere(actor, at):
        return Person.objects.all()
    return Person.objects.filter(Q(pk__in=holding(at).values("person")) | Q(pk=actor.pk))


def grants_kept_by(actor: Person, at: datetime) -> QuerySet[Grant]:
    """Valid roles that `actor` may take back."""
    within = reach(actor, "network.grant", at)
    if within.everything:
        return Grant.objects.valid(at)
    under = within.q(path="place__path") | within.q(path="centre__place__path")
    return Grant.objects.valid(at).filter(under).exclude(role=Role.ADMIN)


def absences() -> QuerySet[Absence]:
    return Absence.objects.select_related("person", "deputy")


def person_named(words: str, at: datetime, *, but: Person | None = None) -> list[Person]:
    """Officers that these words can mean: a user name, or a name in any spelling."""
    everyone = Person.objects.filter(is_active=True, pk__in=holding(at).values("person"))
    if but:
        everyone = everyone.exclude(pk=but.pk)
    exact = list(everyone.filter(Q(username__iexact=words.strip()) | Q(search_key=search_key(words)))[:5])
    return exact or list(everyone.filter(search_key__startswith=search_key(words))[:5])


def centre_named(words: str, actor: Person, at: datetime) -> list[Centre]:
    """Centres under `actor`'s hand that these words can mean."""
    mine = Centre.objects.filter(reach(actor, "network.grant", at).q(path="place__path", centre=""))
    exact = list(mine.filter(Q(code=words.strip()) | Q(search_key=search_key(words)))[:5])
    return exact or list(mine.filter(search_key__contains=search_key(words))[:5])


def _grants_somewhere(actor: Person, at: datetime) -> bool:
    within = reach(actor, "network.grant", at)
    return within.everything or bool(within.paths or within.centres)
