"""Wrong tries at the tracking door: ten an hour from one address, a thousand from all together (SECURITY T7).

Only wrong ones count, so that a village behind one address is not locked out by its own slips.
"""

import time

from django.core.cache import caches

HOUR = 3600
FROM_ONE, FROM_ALL = 10, 1_000
ALL = "all"


def wait(who: str) -> int:
    """0 when a try is welcome, else the seconds until the hour turns."""
    window, passed = divmod(int(time.time()), HOUR)
    seen = caches["default"].get_many([_key(who, window), _key(ALL, window)])
    blocked = seen.get(_key(who, window), 0) >= FROM_ONE or seen.get(_key(ALL, window), 0) >= FROM_ALL
    return HOUR - passed if blocked else 0


def failed(who: str) -> None:
    window = int(time.time()) // HOUR
    for key in (_key(who, window), _key(ALL, window)):
        if not caches["default"].add(key, 1, HOUR):
            caches["default"].incr(key)


def _key(who: str, window: int) -> str:
    return f"track:{who}:{window}"
