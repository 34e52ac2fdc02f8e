"""How often one may knock. Counted in fixed windows; a forged X-Forwarded-For changes nothing.

Reads are counted in each worker's memory, so a limit is at most doubled by two workers and costs no write;
whatever writes anyway is counted in the shared cache.
"""

import time

from django.core.cache import caches
from django.http import HttpRequest


def caller(request: HttpRequest) -> str:
    """The address that the connection itself came from."""
    return str(request.META.get("REMOTE_ADDR", ""))


def wait(what: str, who: str, *, limit: int, seconds: int, shared: bool = False) -> int:
    """Count one knock; 0 when it is welcome, else the seconds until the next window."""
    cache = caches["default" if shared else "local"]
    window, passed = divmod(int(time.time()), seconds)
    key = f"limit:{what}:{who}:{window}"
    if cache.add(key, 1, seconds):
        return 0
    try:
        count = cache.incr(key)
    except ValueError:  # the window closed between the two lines
        return 0
    return seconds - passed if count > limit else 0
