"""The ladder with its evidence: what the next rung asks, what she has, what is missing."""

import tomllib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from django.db.models import Count, Min

from hamafza.care import secrecy
from hamafza.care.models import Criterion, Step, Vote
from hamafza.care.queries.hours import half_a_year
from hamafza.care.queries.silence import quiet_at
from hamafza.care.states import NEXT, OF_A_RUNG, Measure
from hamafza.kernel.clock import local
from hamafza.network.models import Centre
from hamafza.places.paths import levels
from hamafza.volunteers import queries as volunteers
from hamafza.volunteers.models import HasSkill, Volunteer, VolunteerQuerySet
from hamafza.volunteers.states import Rung, VolunteerState

MOST_PEERS = 60
TABLE = Path(__file__).parents[1] / "ladder.toml"


@dataclass(frozen=True)
class Evidence:
    """One criterion: what she has of it, and what is asked."""

    measure: Measure
    has: int
    wants: int

    @property
    def is_met(self) -> bool:
        return self.has >= self.wants

    @property
    def missing(self) -> int:
        return max(0, self.wants - self.has)

    @property
    def share(self) -> float:
        return min(1.0, self.has / self.wants) if self.wants else 1.0


@dataclass(frozen=True)
class Rise:
    """The rung above hers, and its criteria; none above the last one."""

    rung: Rung | None
    lines: list[Evidence]

    @property
    def is_met(self) -> bool:
        return self.rung is not None and all(line.is_met for line in self.lines)


@cache
def _written() -> dict[tuple[str, str], int]:
    table = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    found = {(str(rung), str(measure)): value for rung in NEXT.values() for measure, value in table[rung].items()}
    return {**found, ("", str(Measure.OVERLOAD)): table["overload"]}


def criteria(path: str) -> dict[tuple[str, str], int]:
    """By rung and measure, for a place: what its province says, else what the table says."""
    own = Criterion.objects.filter(place__path__in=levels(path)).order_by("place__path")
    return {**_written(), **{(one.rung, one.measure): one.value for one in own}}


def ripe_centres(at: datetime) -> list[int]:
    """Centres where somebody has served as long, and as many hours, as the least demanding rung of any place asks."""
    since = at - timedelta(days=29) * _least(Measure.MONTHS)
    ripe = Volunteer.objects.serving().filter(accepted_at__lte=since, active_on__isnull=False)
    where = dict(ripe.exclude(rung=Rung.SECRETARY).order_by().values_list("pk", "centre"))
    minutes = half_a_year(list(where), local(at).date())
    return sorted({centre for pk, centre in where.items() if minutes.get(pk, 0) >= 60 * _least(Measure.HOURS)})


def _least(measure: Measure) -> int:
    """What the least demanding rung asks anywhere, so that those who have less need not be looked at."""
    own = Criterion.objects.filter(measure=measure).aggregate(least=Min("value"))["least"]
    written = min(value for (_rung, name), value in _written().items() if name == measure)
    return written if own is None else min(int(own), written)


def limit(path: str) -> int:
    """Hours in a month above which somebody should ask how she is."""
    return criteria(path)["", Measure.OVERLOAD]


def threshold(members: int) -> int:
    """How many must trust her (Karrot's rule); where nobody serves beside her, nobody can be asked."""
    return min(3, max(1, members // 2)) if members > 1 else 0


def _trusted(some: Sequence[Volunteer], serving: Sequence[int]) -> dict[int, int]:
    """Votes of those who serve beside her now, for her next rung; nobody is told whose."""
    given: dict[int, set[str]] = defaultdict(set)
    for who, mark in Vote.objects.filter(volunteer__in=[one.pk for one in some]).values_list("volunteer", "mark"):
        given[who].add(mark)
    found = {}
    for one in some:
        rung, kept = NEXT.get(Rung(one.rung or Rung.ASSOCIATE)), given.get(one.pk, set())
        peers = [pk for pk in serving if pk != one.pk] if kept else []
        found[one.pk] = sum(secrecy.mark("trust", peer, one.pk, rung) in kept for peer in peers)
    return found


def rise_of(volunteer: Volunteer, at: datetime) -> Rise:
    return rises(volunteer.centre, [volunteer], at)[volunteer.pk]


def rises(centre: Centre, some: Sequence[Volunteer], at: datetime) -> dict[int, Rise]:
    """Of some who serve at one centre; asked together."""
    day, asked = local(at).date(), criteria(centre.place.path)
    pks = [one.pk for one in some]
    serving = list(volunteers.serving_at(centre).order_by("pk").values_list("pk", flat=True))
    minutes = half_a_year(pks, day)
    skills = HasSkill.objects.valid_on(day).filter(volunteer__in=pks).order_by().values_list("volunteer")
    skilled = dict(skills.annotate(n=Count("pk")))
    trusted = _trusted(some, serving)
    found = {}
    for one in some:
        rung = NEXT.get(Rung(one.rung or Rung.ASSOCIATE))
        has = {
            Measure.MONTHS: _months_between(one.accepted_at, day),
            Measure.HOURS: minutes.get(one.pk, 0) // 60,
            Measure.SKILLS: skilled.get(one.pk, 0),
            Measure.TRUST: trusted[one.pk],
            Measure.AGE: one.age(day),
        }
        found[one.pk] = Rise(rung, _lines(rung, has, asked, len(serving)) if rung else [])
    return found


def _lines(rung: Rung, has: dict[Measure, int], asked: dict[tuple[str, str], int], members: int) -> list[Evidence]:
    wanted = {measure: asked[rung, measure] for measure in OF_A_RUNG}
    if wanted[Measure.TRUST]:
        wanted[Measure.TRUST] = threshold(members)
    return [Evidence(measure, has[measure], wants) for measure, wants in wanted.items() if wants]


def _months_between(since: datetime | None, day: date) -> int:
    """Whole months; a month is full on the same day of the next."""
    if since is None:
        return 0
    first = local(since).date()
    return max(0, (day.year - first.year) * 12 + day.month - first.month - (day.day < first.day))


def beside(volunteer: Volunteer) -> VolunteerQuerySet:
    """Those who serve at her centre with her."""
    return volunteers.serving_at(volunteer.centre).exclude(pk=volunteer.pk)


def peers_of(volunteer: Volunteer) -> list[tuple[Volunteer, bool]]:
    """Those who have a rung above them, and whether she trusts them with it; only she is told."""
    if volunteer.state != VolunteerState.ACCEPTED:
        return []
    found = {}
    for peer in beside(volunteer).exclude(rung=Rung.SECRETARY).order_by("search_key", "pk")[:MOST_PEERS]:
        rung = NEXT[Rung(peer.rung or Rung.ASSOCIATE)]
        found[secrecy.mark("trust", volunteer.pk, peer.pk, rung)] = peer
    given = set(Vote.objects.filter(mark__in=found).values_list("mark", flat=True))
    return [(peer, mark in given) for mark, peer in found.items()]


def unheard_by(volunteer: Volunteer, at: datetime) -> list[Volunteer]:
    """For a mentor: those at her centre from whom nothing is heard for two weeks. For others nobody."""
    if volunteer.rung not in {Rung.MENTOR, Rung.SECRETARY}:
        return []
    return list(quiet_at(beside(volunteer), at, silent=False).order_by("search_key", "pk")[:MOST_PEERS])


def last_step(volunteer: Volunteer) -> Step | None:
    return Step.objects.filter(volunteer=volunteer).order_by("-pk").first()
