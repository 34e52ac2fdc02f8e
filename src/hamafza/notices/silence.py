"""While a past is told (demo, replay) nobody is written to."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db.models import F, Max

from hamafza.notices.models import Message, Status

_silent: ContextVar[bool] = ContextVar("silent", default=False)


def reigns() -> bool:
    return _silent.get()


@contextmanager
def silence() -> Iterator[None]:
    """Nothing is sent, and what was written meanwhile counts as sent: no old news goes out later."""
    last = Message.objects.aggregate(last=Max("pk"))["last"] or 0
    token = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(token)
        told = Message.objects.filter(pk__gt=last, status=Status.WAITING)
        told.update(status=Status.SENT, sent_at=F("not_before"))
