"""Stories as officers find them, as she reads hers, and as everybody reads what is in print."""

from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet, Sum

from hamafza.intake.models import Need, Request
from hamafza.intake.states import NeedState, Outcome
from hamafza.kernel.actors import Actor
from hamafza.network import queries as network
from hamafza.network.models import Centre
from hamafza.people.models import Person
from hamafza.places.models import Place
from hamafza.public import rules
from hamafza.public.models import Story
from hamafza.public.states import OVER, StoryState
from hamafza.referrals.models import Referral
from hamafza.referrals.states import HopState
from hamafza_engines.persian import to_latin_digits

WELL = [Outcome.SOLVED, Outcome.PARTLY, Outcome.GUIDED]
NEWEST = 3  # on a place's page; the rest by one link
HERS = [StoryState.ASKED, StoryState.AGREED, StoryState.PUBLISHED]


def fit(need: Need, *, but: Story | None = None) -> bool:
    """It ended well, nothing about the request is delicate, no hidden centre did it, and it has no story yet."""
    if need.state != NeedState.DONE or need.outcome not in WELL or need.request.danger:
        return False
    if Need.objects.filter(request=need.request_id, domain__is_sensitive=True).exists():
        return False
    centre = centre_of(need)
    if centre is not None and not centre.is_public:
        return False
    return not Story.objects.filter(need=need).exclude(state__in=OVER).exclude(pk=but.pk if but else 0).exists()


def centre_of(need: Need) -> Centre | None:
    """Who brought it to its end."""
    done = Referral.objects.filter(need=need, state=HopState.DONE).select_related("centre").order_by("-ended_at", "-pk")
    hop = done.first()
    return hop.centre if hop else None


def reader_of(story: Story, at: datetime) -> Person:
    """The second person: county, province, whoever keeps the house; the first who did not write it."""
    place = story.need.request.place
    first = [network.coordinator_of(place, at), network.provincial_coordinator(place, at)]
    return next((one for one in [*first, *network.admins(at)] if one != story.written_by), first[-1])


def living_of(request: Request) -> list[Story]:
    return list(Story.objects.whole().filter(need__request=request).exclude(state__in=OVER).order_by("pk"))


def hers(actor: Actor, at: datetime) -> list[Story]:
    """What stands on the applicant's page: a question, or what is out with her word."""
    return list(Story.objects.visible_to(actor, at).filter(state__in=HERS).select_related("need").order_by("pk"))


def needs_to_write(person: Person, at: datetime) -> QuerySet[Need]:
    """Any need of a request that she sees; whether it is fit is said on the page."""
    seen = Request.objects.visible_to(person, at)
    return Need.objects.filter(request__in=seen).select_related("request__place", "domain")


def of_request(request: Request, person: Person, at: datetime) -> tuple[list[Need], list[Story]]:
    """What may be written about, and what was written."""
    needs = Need.objects.filter(request=request).select_related("request__place", "domain")
    free = [need for need in needs if fit(need) and rules.may_write(person, need, at)]
    return free, list(Story.objects.visible_to(person, at).filter(need__request=request).order_by("-pk"))


def found(
    person: Person, at: datetime, *, view: str, words: str = "", place: Place | None = None, domain: str = ""
) -> QuerySet[Story]:
    """The officers' list."""
    rows = Story.objects.visible_to(person, at).whole()
    rows = {
        "mine": rows.waiting().filter(holder=person),
        "waiting": rows.waiting(),
        "published": rows.filter(state=StoryState.PUBLISHED),
        "over": rows.filter(state__in=OVER),
    }.get(view, rows)
    return _narrowed(rows, words, place, domain)


def in_print(*, place: Place | None = None, domain: str = "", words: str = "") -> QuerySet[Story]:
    """What anybody may read, of a place and all that lies in it."""
    return _narrowed(Story.objects.in_print().select_related("domain", "place"), words, place, domain)


def stamp() -> tuple[object, ...]:
    """Changes whenever a story comes into print or leaves it."""
    seen = Story.objects.in_print().aggregate(n=Count("pk"), last=Max("published_at"), which=Sum("pk"))
    return tuple(seen.values())


def newest(place: Place) -> list[Story]:
    return list(in_print(place=place).order_by("-published_at", "-pk")[:NEWEST])


def waiting_for(person: Person) -> QuerySet[Story]:
    """What lies with her: a draft to send, a story to approve. Hers to answer lies with nobody here."""
    rows = Story.objects.filter(holder=person, state__in=[StoryState.DRAFT, StoryState.AGREED])
    return rows.select_related("place", "domain").order_by("due_at", "pk")


def _narrowed(rows: QuerySet[Story], words: str, place: Place | None, domain: str) -> QuerySet[Story]:
    if place:
        rows = rows.filter(place__path__startswith=place.path)
    if domain:
        rows = rows.filter(domain__key=domain)
    for word in words.split()[:6]:
        number = to_latin_digits(word)
        by_number = Q(pk=int(number)) if number.isascii() and number.isdigit() and len(number) < 10 else Q()
        rows = rows.filter(Q(title__icontains=word) | Q(text__icontains=word) | by_number)
    return rows
