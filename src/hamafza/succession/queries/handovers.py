"""Handovers that somebody may see: which went where, and which came back."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db.models import Q

from hamafza.kernel.clock import TEHRAN
from hamafza.people.models import Person
from hamafza.places.models import Place
from hamafza.succession.models import Handover, HandoverPart, HandoverQuerySet
from hamafza_engines.persian import search_key, to_latin_digits

LONGEST = 120  # of what is looked for
BIGGEST = 2**31  # no number of a handover is beyond it
DAY = timedelta(days=1)


def handovers_found(
    actor: Person, at: datetime, *, words: str = "", view: str = "all", place: Place | None = None,
    since: date | None = None, until: date | None = None,
) -> HandoverQuerySet:  # fmt: skip
    """Of both sides and of whoever coordinates; by number or name, place, day, and what became of it."""
    found = Handover.objects.visible_to(actor, at).whole()
    if place:
        found = found.filter(place__path__startswith=place.path)
    if since:
        found = found.filter(at__gte=_midnight(since))
    if until:
        found = found.filter(at__lt=_midnight(until + DAY))
    number = _number_in(words)
    if number is not None:
        found = found.filter(pk=number)
    else:
        for word in search_key(words[:LONGEST]).split():
            found = found.filter(
                Q(giver__search_key__contains=word) | Q(pk__in=_taken(taker__search_key__contains=word))
            )
    match view:
        case "given":
            return found.filter(giver=actor)
        case "taken":
            return found.filter(pk__in=_taken(taker=actor))
        case "back":
            return found.filter(Q(back_of__isnull=False) | Q(returned__isnull=False))
        case _:
            return found


def takers_of(made: Handover) -> list[str]:
    """Each once, in the order of the paper."""
    return list(dict.fromkeys(part.taker.full_name for part in made.parts.all()))


def _taken(**how: object) -> Iterable[int]:
    return HandoverPart.objects.filter(**how).order_by().values("handover")  # type: ignore[return-value]


def _number_in(words: str) -> int | None:
    """«۱۴۰۵/۱۲» or «۱۲»."""
    last = to_latin_digits(words).strip().rsplit("/", 1)[-1].strip()
    return int(last) if last.isascii() and last.isdigit() and len(last) < 10 and int(last) < BIGGEST else None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), TEHRAN)
