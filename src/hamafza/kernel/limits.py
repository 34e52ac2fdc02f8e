"""How often one may knock. Counted in fixed windows; a forged X-Forwarded-For changes nothing.

Reads are counted in each worker's memory, so a limit is at most doubled by two workers and costs no write;
whatever writes anyway is counted in the shared cache.
"""

import time

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest


def caller(request: HttpRequest) -> str:
    """The address that the connection came from; behind our own proxies, the one that the outermost of them saw.

    Each proxy appends what it saw, so what a visitor forged stands further left and is never read.
    """
    ours = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    seen = [one.strip() for one in str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")]
    return seen[-ours] if 0 < ours <= len(seen) and seen[-ours] else str(request.META.get("REMOTE_ADDR", ""))


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
