"""The list of volunteers."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Replace

from hamafza.network.finding import visible
from hamafza.people.models import Person
from hamafza.volunteers.models import Free, HasSkill, Volunteer
from hamafza.volunteers.states import SERVES, WAITING
from hamafza_engines.persian import search_key

VIEWS = ("serving", "waiting", "all")


@dataclass(frozen=True)
class Asked:
    """What one asks of the list; an empty answer asks nothing."""

    words: str = ""
    view: str = "serving"
    state: str = ""
    rung: str = ""
    skill: str = ""
    centre: str = ""
    weekday: str = ""
    part: str = ""


def found(person: Person, at: datetime, asked: Asked, today: date) -> QuerySet[Volunteer]:
    """Hers to see, as asked. A skill that needs a paper counts only with a valid one."""
    some = Volunteer.objects.visible_to(person, at).select_related("centre__place", "holder")
    if asked.state:
        some = some.filter(state=asked.state)
    elif asked.view != "all":
        some = some.filter(state__in=SERVES if asked.view == "serving" else WAITING)
    if asked.rung:
        some = some.filter(rung=asked.rung)
    if asked.centre:
        some = some.filter(centre__code=asked.centre)
    if asked.skill:
        valid = HasSkill.objects.valid_on(today).filter(volunteer=OuterRef("pk"), skill__key=asked.skill)
        some = some.filter(Exists(valid))
    if asked.weekday or asked.part:
        free = Free.objects.filter(volunteer=OuterRef("pk"))
        free = free.filter(weekday=int(asked.weekday)) if asked.weekday else free
        some = some.filter(Exists(free.filter(part=asked.part) if asked.part else free))
    words = search_key(asked.words[:120]).split()
    some = some.alias(joined=Replace("search_key", Value(" "), Value(""))) if words else some
    for word in words:  # «علیرضا» is «علی‌رضا» too
        some = some.filter(
            Q(search_key__contains=word) | Q(joined__contains=word) | Q(mobile__contains=word)
            | Q(centre__search_key__contains=word)
        )  # fmt: skip
    return some


def with_skills(some: QuerySet[Volunteer]) -> QuerySet[Volunteer]:
    """Ready to be shown in a row."""
    return some.prefetch_related(Prefetch("skills", HasSkill.objects.select_related("skill").order_by("skill__order")))


def centres_of(person: Person, at: datetime) -> list[tuple[str, str]]:
    """Centres whose volunteers she may see, for the filter."""
    return list(visible(person, at, "volunteer.see").order_by("search_key").values_list("code", "name"))


def waiting_count(person: Person, at: datetime) -> int:
    return Volunteer.objects.visible_to(person, at).waiting().count()
