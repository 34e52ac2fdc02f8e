"""Who is responsible, and which centres there are."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Prefetch, Q, QuerySet

from hamafza.kernel import rows
from hamafza.kernel.errors import Refused
from hamafza.network.access import reach
from hamafza.network.models import Absence, Centre, CentreDomain, Domain, Grant, Holiday, Role
from hamafza.people.models import Person
from hamafza.places.models import Place
from hamafza.places.paths import levels
from hamafza_engines.persian import search_key

DEEPEST = 9  # levels that a path may have: the nation, a province ... the lane; more than any table of places tells


class NobodyResponsible(Refused):
    """The network has no officer for this place at all, not even an admin: an installation fault."""


def domains() -> dict[str, Domain]:
    return {domain.key: domain for domain in Domain.objects.all()}


def present(person: Person, at: datetime) -> Person:
    """She herself, or her deputy while she is away; two steps at most, so a circle of deputies cannot hang us."""
    for _ in range(2):
        deputy = _deputy_of(person, at)
        if deputy is None or not deputy.is_active:
            return person
        person = deputy
    return person


def _deputy_of(person: Person, at: datetime) -> Person | None:
    """By hand, since every command asks."""
    for deputy, since, until in _absences(person.pk):
        if rows.instant(since) <= at < rows.instant(until):
            return rows.one(Person, deputy)
    return None


_absences = rows.Prepared(
    lambda person: Absence.objects.filter(person=person).order_by("pk").values_list("deputy", "since", "until")
)


def not_there(at: datetime) -> list[int]:
    """The numbers of those with whom nothing should lie now: they are away, or have left."""
    return [pk for (pk,) in _not_there(at)]


def _gone(at: datetime) -> QuerySet[Person, tuple[int]]:
    away = Absence.objects.filter(since__lte=at, until__gt=at).values("person")
    return Person.objects.filter(Q(is_active=False) | Q(pk__in=away)).order_by().values_list("pk")


_not_there = rows.Prepared(_gone)


def officers_of(centre: Centre, at: datetime) -> list[Person]:
    """Secretary first, then head."""
    order = {Role.SECRETARY: 0, Role.HEAD: 1}
    grants = [grant for grant in _at_the_centre(at, centre.pk) if grant.role in order]
    return [grant.person for grant in sorted(grants, key=lambda grant: (order[Role(grant.role)], grant.pk))]


_at_the_centre = rows.PreparedThings(
    lambda at, centre: Grant.objects.valid(at).filter(centre=centre, person__is_active=True).select_related("person")
)


def responsible_for_centre(centre: Centre, at: datetime) -> Person:
    """The one person who must answer for this centre now: secretary, head, or the coordinators above."""
    officers = officers_of(centre, at)
    return present(officers[0], at) if officers else coordinator_of(centre.place, at)


def head_of(centre: Centre, at: datetime) -> Person:
    heads = [grant for grant in _at_the_centre(at, centre.pk) if grant.role == Role.HEAD]
    first = min(heads, key=lambda grant: grant.pk, default=None)
    return present(first.person, at) if first else coordinator_of(centre.place, at)


def door_officer(place: Place, at: datetime) -> Person:
    """Who triages what comes from this place: the nearest operator, else the coordinators above."""
    return _nearest(Role.OPERATOR, place, at) or coordinator_of(place, at)


def coordinator_of(place: Place, at: datetime) -> Person:
    """County, else province, else any admin."""
    return _nearest(Role.COUNTY, place, at) or provincial_coordinator(place, at)


def provincial_coordinator(place: Place, at: datetime) -> Person:
    return _nearest(Role.PROVINCE, place, at) or _admin(at)


def last_door_officer(place: Place, at: datetime) -> Person:
    """The named rota of the province: whoever of its last-door officers holds the fewest open tasks comes later."""
    return _nearest(Role.LAST_DOOR, place, at) or provincial_coordinator(place, at)


def _nearest(role: Role, place: Place, at: datetime) -> Person | None:
    """The valid grant whose place is the closest ancestor (or the place itself)."""
    wider = levels(place.path)
    assert len(wider) <= DEEPEST, place.path
    grants = _on_the_way(at, role, *wider, *[""] * (DEEPEST - len(wider)))
    if not grants:
        return None
    nearest = max(grants, key=lambda grant: (len(grant.place.path), -grant.pk))  # type: ignore[union-attr]
    return present(nearest.person, at)


def _above(at: datetime, role: str, *paths: str) -> QuerySet[Grant]:
    grants = Grant.objects.valid(at).filter(role=role, place__path__in=paths, person__is_active=True)
    return grants.select_related("person", "place")


_on_the_way = rows.PreparedThings(_above)


def admins(at: datetime) -> Iterator[Person]:
    """Those who run the system (or who stands in for them), the first ones first."""
    return (present(admin, at) for admin in Person.objects.filter(is_active=True, is_admin=True).order_by("pk"))


def _admin(at: datetime) -> Person:
    """Raises NobodyResponsible."""
    for admin in admins(at):
        return admin
    raise NobodyResponsible


def taking_referrals() -> QuerySet[Centre]:
    """Centres that may be asked at all: whoever rests or is closed may not, and some never are."""
    return Centre.objects.filter(state="active", takes_referrals=True)


def takes_referrals(centre: Centre) -> bool:
    """May it be asked now? As the database says, whatever the page remembered."""
    return bool(_taking(centre.pk))


_taking = rows.Prepared(lambda centre: taking_referrals().filter(pk=centre).order_by().values_list("pk"))


def centres_serving(domain: Domain, place: Place) -> QuerySet[Centre]:
    """Those of the nation that may be asked in this domain, the province's own first by the engine."""
    return taking_referrals().filter(services__domain=domain, area_path__startswith="IR/").select_related("place")


def public_centres() -> QuerySet[Centre]:
    """What anybody may know of: active, and not hidden."""
    services = CentreDomain.objects.select_related("domain").order_by("domain__order", "pk")
    return (
        Centre.objects.filter(state="active", is_public=True)
        .select_related("place")
        .prefetch_related(Prefetch("services", services), "hours")
    )


def visible_centres(actor: Person, at: datetime) -> QuerySet[Centre]:
    return Centre.objects.filter(reach(actor, "centre.see", at).q(path="place__path", centre="")).select_related(
        "place"
    )


def same_name(name: str, place: Place, *, but: Centre | None = None) -> bool:
    """Is there an open centre of this name in the county of this place?"""
    twins = Centre.objects.filter(search_key=search_key(name), place__path__startswith=place.county_path)
    return twins.exclude(state="closed").exclude(pk=but.pk if but else 0).exists()


def holidays_between(first: date, last: date) -> list[Holiday]:
    return list(Holiday.objects.filter(date__range=(first, last)).select_related("place").order_by("date", "pk"))


def holidays_kept_by(actor: Person, at: datetime) -> QuerySet[Holiday]:
    """Those that `actor` may take out of the table."""
    return Holiday.objects.filter(reach(actor, "network.keep_calendar", at).q(path="place__path")).select_related(
        "place"
    )
