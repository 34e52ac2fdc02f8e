"""Where one goes on from a centre's page: later areas hand in the address of what they know about it."""

from collections.abc import Callable
from datetime import datetime
from operator import itemgetter

from django.utils.functional import Promise

from hamafza.kernel.actors import Actor
from hamafza.network.access import reach
from hamafza.network.models import Centre

_links: list[tuple[int, str | Promise, str, Callable[[Centre], str]]] = []


def register(order: int, caption: str | Promise, action: str, address: Callable[[Centre], str]) -> None:
    """Called in AppConfig.ready; shown to those whose reach with `action` covers the centre."""
    _links.append((order, caption, action, address))


def links_of(centre: Centre, actor: Actor, at: datetime) -> list[tuple[str | Promise, str]]:
    """Caption and address, in their order."""
    return [
        (caption, address(centre))
        for _order, caption, action, address in sorted(_links, key=itemgetter(0))
        if reach(actor, action, at).covers(centre, at)
    ]
