"""What stands on a volunteer's own page /v/<token>/: later areas hand in the address of their part of it."""

from collections.abc import Callable
from operator import itemgetter

from django.utils.functional import Promise

_parts: list[tuple[int, str | Promise, Callable[[str], str]]] = []


def register(order: int, caption: str | Promise, address: Callable[[str], str]) -> None:
    """`address(token)` gives a page that opens whole by itself, and as a part (without its frame) when htmx asks."""
    _parts.append((order, caption, address))


def parts(token: str) -> list[tuple[str | Promise, str]]:
    """Caption and address, in their order."""
    return [(caption, address(token)) for _order, caption, address in sorted(_parts, key=itemgetter(0))]
