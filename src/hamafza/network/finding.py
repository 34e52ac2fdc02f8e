"""Finding centres: by words in any spelling, by what they do and whom they serve, page by key."""

from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.forms import Form

from hamafza.kernel.alphabet import by_alphabet
from hamafza.kernel.clock import local
from hamafza.network.access import reach
from hamafza.network.calendar import iranian_weekday, office_hours
from hamafza.network.models import Centre, CentreDomain, CentreState, Holiday, Hours
from hamafza.people.models import Person
from hamafza.places.models import Place
from hamafza.places.paths import levels
from hamafza_engines.persian import search_key

SIZE = 25
WHOLE = 2_000  # rows of a printed or exported list
CAPACITY_HOLDS = timedelta(days=14)  # what was said longer ago counts as "ask"
ENTRY_HOLDS = timedelta(days=90)  # an entry nobody has confirmed for so long is marked


@dataclass(frozen=True)
class Filters:
    """What one asks of the list; an empty answer asks nothing."""

    words: str = ""
    domain: str = ""
    place: Place | None = None  # whom they serve
    kind: str = ""
    state: str = ""
    open: bool = False  # at this hour
    takes: bool = False

    @classmethod
    def of(cls, form: Form) -> "Filters":
        """What a form asks by fields of these names, and `q`; a field with an error, or missing, asks nothing."""
        form.is_valid()
        said = {"words" if name == "q" else name: value for name, value in form.cleaned_data.items()}
        return cls(**{each.name: said[each.name] for each in fields(cls) if said.get(each.name)})


@dataclass(frozen=True)
class Page:
    """A stretch of the list; `after` and `before` are the codes to go on from."""

    rows: list[Centre] = field(default_factory=list)
    after: str = ""
    before: str = ""


def visible(actor: Person, at: datetime, action: str = "centre.see") -> QuerySet[Centre]:
    """The centres that `actor` reaches with this action."""
    return Centre.objects.filter(reach(actor, action, at).q(path="place__path", centre=""))


def found(centres: QuerySet[Centre], asked: Filters, at: datetime) -> QuerySet[Centre]:
    """Those that fit. Closed ones only when asked for."""
    if asked.domain:
        centres = centres.filter(services__domain__key=asked.domain)
    if asked.place:
        centres = centres.filter(serves(asked.place.path))
    if asked.kind:
        centres = centres.filter(kind=asked.kind)
    centres = centres.filter(state=asked.state) if asked.state else centres.exclude(state=CentreState.CLOSED)
    if asked.open:
        centres = centres.filter(state=CentreState.ACTIVE).filter(open_at(at))
    if asked.takes:
        centres = centres.filter(state=CentreState.ACTIVE, takes_referrals=True)
    return centres.filter(_named(asked.words))


def serves(path: str) -> Q:
    """The centre's area holds this place, or lies within it."""
    return Q(area_path__in=levels(path)) | Q(area_path__startswith=path)


def open_at(at: datetime) -> Q:
    """The same answer as `calendar.Calendar`, as a filter."""
    here = local(at)
    day, hour = here.date(), here.time()
    said = Hours.objects.filter(centre=OuterRef("pk"))
    still = Q(until_date=None) | Q(until_date__gte=day)
    answer = Q(
        Exists(said.filter(still, weekday=iranian_weekday(day), opens__lte=hour, closes__gt=hour, from_date__lte=day))
    )
    if any(opens <= hour < closes for opens, closes in office_hours(day)):
        answer |= ~Q(Exists(said))
    for path in Holiday.objects.filter(date=day).values_list("place__path", flat=True):
        answer &= ~Q(place__path__startswith=path or "IR/")
    return answer


def paged(centres: QuerySet[Centre], *, after: str = "", before: str = "", size: int = SIZE) -> Page:
    """By name; the key is the code of the centre at the edge."""
    edge = Centre.objects.filter(code=after or before).first() if after or before else None
    rows: list[Centre]
    ready = with_parts(centres).annotate(sorted=by_alphabet("name"))
    if edge and before:
        rows = list(ready.filter(_beyond(edge, "lt")).order_by("-sorted", "-pk")[: size + 1])
        more, rows = len(rows) > size, rows[:size][::-1]
        return Page(rows, rows[-1].code if rows else "", rows[0].code if more else "")
    rows = list((ready.filter(_beyond(edge, "gt")) if edge else ready).order_by("sorted", "pk")[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    return Page(rows, rows[-1].code if more else "", rows[0].code if edge and rows else "")


def with_parts(centres: QuerySet[Centre]) -> QuerySet[Centre]:
    """Ready to be shown in a row."""
    services = CentreDomain.objects.select_related("domain").order_by("domain__order", "pk")
    return centres.select_related("place").prefetch_related(Prefetch("services", services))


def one_by_words(centres: QuerySet[Centre], words: str, upto: int = 8) -> list[Centre]:
    """The centre of this code or name; several when a person must choose."""
    exact = list(centres.filter(Q(code=words.strip()) | Q(search_key=search_key(words))).select_related("place")[:2])
    return exact or list(
        centres.filter(_named(words)).select_related("place").order_by(by_alphabet("name"), "pk")[:upto]
    )


def _named(words: str) -> Q:
    """Each word is in the name of the centre or of its place."""
    asked = Q()
    for word in search_key(words[:120]).split():
        asked &= Q(search_key__contains=word) | Q(place__search_key__contains=word) | Q(code__iexact=word)
    return asked


def _beyond(edge: Centre, way: str) -> Q:
    return Q(**{f"sorted__{way}": edge.name}) | Q(**{"sorted": edge.name, f"pk__{way}": edge.pk})
