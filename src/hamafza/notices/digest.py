"""One message a morning instead of noise: how many things wait, never whose."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, time

from django.conf import settings
from django.db.models import Count

from hamafza.kernel.clock import local
from hamafza.notices import outbox
from hamafza.notices.models import Channel, Message
from hamafza.people.models import Person
from hamafza_engines.persian import to_persian_digits

FROM, UNTIL = time(7, 30), time(20)
TEMPLATE = "daily_digest"
Counting = Callable[[datetime], Counter[int]]

_counts: list[Counting] = []


def counts(counting: Counting) -> Counting:
    """Register what waits in an area: a function from an instant to {person: how many}."""
    _counts.append(counting)
    return counting


def write(at: datetime) -> int:
    """Once a day, from half past seven on; a machine that was asleep writes later the same day."""
    here = local(at)
    if not FROM <= here.time() < UNTIL:
        return 0
    midnight = here.replace(hour=0, minute=0, second=0, microsecond=0)
    told = Message.objects.filter(template=TEMPLATE, created_at__gte=midnight).values("to_person")
    waiting = _waiting(at)
    reached = Person.objects.filter(pk__in=waiting, is_active=True).exclude(mobile="", email="")
    people = list(reached.exclude(pk__in=told).order_by("pk"))
    for person in people:
        count = to_persian_digits(str(waiting[person.pk]))
        outbox.outside(person, TEMPLATE, at=at, count=count, link=settings.BASE_URL)
    return len(people)


def _waiting(at: datetime) -> dict[int, int]:
    """Open things; who has none is told of unread lines instead, so that nothing counts twice."""
    unread = Message.objects.filter(channel=Channel.INBOX, read_at=None, to_person__isnull=False)
    lines = dict(unread.order_by().values_list("to_person").annotate(n=Count("pk")))
    things: Counter[int] = Counter()
    for counting in _counts:
        things.update(counting(at))
    return {**lines, **{person: n for person, n in things.items() if n}}
