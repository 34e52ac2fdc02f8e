"""Who was to read a report, who has, and whose link is it."""

from collections import Counter
from copy import copy
from dataclasses import dataclass
from datetime import datetime

from django.core import signing
from django.db.models import F, QuerySet

from hamafza.network.access import reach
from hamafza.network.models import Grant, Role
from hamafza.people.models import Person
from hamafza.places.models import Place
from hamafza.reports.models import Edition, Official, Receipt, Report
from hamafza.reports.states import Level, State

SALT = "reports.receipt"
COORDINATORS = (Role.COUNTY, Role.PROVINCE)
UP = {Level.CENTRE: (2, 1), Level.COUNTY: (1, 0), Level.PROVINCE: (0,)}  # levels of place above it
SEAT = {Level.CENTRE: 2, Level.COUNTY: 2, Level.PROVINCE: 1}


@dataclass(frozen=True)
class Unread:
    """One official, and how many reports below are still closed before her."""

    reader: Person | Official
    office: str
    reports: int


def persons_above(report: Report, at: datetime) -> list[Person]:
    """Coordinators one and two levels up, without those who wrote or accepted it: they have read it."""
    paths = {report.place.ancestor_path(level) for level in UP[Level(report.level)]}
    grants = Grant.objects.valid(at).filter(place__path__in=paths, role__in=COORDINATORS, person__is_active=True)
    known = {report.submitted_by_id, report.accepted_by_id}
    people = {grant.person_id: grant.person for grant in grants.select_related("person").order_by("pk")}
    return [person for pk, person in people.items() if pk not in known]


def seat_of(report: Report) -> Place:
    """The county of a centre; a county or a province itself."""
    path = report.place.ancestor_path(SEAT[Level(report.level)])
    return report.place if path == report.place.path else Place.objects.get(path=path)


def named_officials(report: Report) -> QuerySet[Official]:
    """Of its seat, and one level up for a report that is more than a centre's."""
    seat = report.place.ancestor_path(SEAT[Level(report.level)])
    up = report.place.ancestor_path(SEAT[Level(report.level)] - 1)
    paths = {seat} if report.level == Level.CENTRE else {seat, up}
    return Official.objects.filter(place__path__in=paths, removed_at=None).select_related("place").order_by("pk")


def receipts_of(report: Report) -> list[Receipt]:
    """Those of the edition that stands, unread first."""
    found = Receipt.objects.whole().filter(report=report, edition=report.edition, revoked_at=None)
    return sorted(found, key=lambda one: (one.opened_at is not None, one.pk))


def unread_below(report: Report) -> list[Unread]:
    """Of the reports of the same period under this place: who has not opened how many; the most first."""
    if report.level == Level.CENTRE:
        return []
    below = Report.objects.same_period(report).filter(place__path__startswith=report.place.path)
    below = below.exclude(pk=report.pk)
    found = Receipt.objects.unread().filter(report__in=below.values("pk"), edition=F("report__edition"))
    counted: Counter[tuple[int | None, int | None]] = Counter(found.order_by().values_list("person", "official"))
    people = Person.objects.in_bulk([person for person, _official in counted if person])
    officials = Official.objects.in_bulk([official for _person, official in counted if official])
    said = [
        Unread(people[person], "", n) if person else Unread(officials[official], officials[official].office, n)
        for (person, official), n in sorted(counted.items(), key=lambda one: (-one[1], str(one[0])))
        if person or official
    ]
    return said[:50]


def token_of(receipt: Receipt) -> str:
    """It names nobody and can be made again for the reminder; `revoked_at` and `until` close it."""
    return signing.Signer(salt=SALT).sign(str(receipt.pk))


def by_token(token: str, at: datetime) -> Receipt | None:
    """What a link opens; nothing when it is wrong, revoked or over."""
    try:
        pk = int(signing.Signer(salt=SALT).unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    kept = Receipt.objects.whole().filter(pk=pk).exclude(person__is_active=False)
    receipt = kept.first()
    return receipt if receipt and receipt.is_live(at) else None


def as_of(report: Report, edition: int) -> Report | None:
    """The report as it was locked in this edition, for reading only; None while that edition is not locked."""
    whole = Report.objects.whole().get(pk=report.pk)
    if whole.edition == edition:
        return whole if whole.state == State.ACCEPTED else None
    kept = Edition.objects.select_related("submitted_by", "accepted_by").filter(report=report, number=edition).first()
    return _copied(whole, kept) if kept else None


def _copied(report: Report, kept: Edition) -> Report:
    seen = copy(report)
    for name in ("nothing", "narrative", "figures", "missing", "missing_because", "submitted_at", "submitted_by",
                 "accepted_at", "accepted_by"):  # fmt: skip
        setattr(seen, name, getattr(kept, name))
    seen.edition, seen.state = kept.number, State.ACCEPTED
    seen.kept_typed = kept.typed  # type: ignore[attr-defined]
    return seen


def officials_for(person: Person, at: datetime) -> QuerySet[Official]:
    """Those whom she may take off the list."""
    within = reach(person, "report.accept", at)
    return Official.objects.select_related("place").filter(within.q(path="place__path"), removed_at=None)


def receipts_for(person: Person, at: datetime) -> QuerySet[Receipt]:
    """Those of the reports that she sees."""
    return Receipt.objects.whole().filter(report__in=Report.objects.visible_to(person, at).values("pk"))
