"""How much of a request an actor sees: all, or the nameless minimum while her centre is only asked."""

from collections.abc import Iterable
from datetime import datetime

from hamafza.intake.models import Level, Request, Share
from hamafza.kernel.actors import Actor
from hamafza.network.access import reach


def levels(requests: Iterable[Request], actor: Actor, at: datetime) -> dict[int, str]:
    """For requests that she may see at all: pk → Level. Two queries for a whole list at most."""
    requests = list(requests)
    within = reach(actor, "request.see", at)
    shares = Share.objects.live(at).filter(request__in=requests, centre__in=within.centres, level=Level.FULL)
    shared = set(shares.values_list("request_id", flat=True)) if within.centres else set()
    return {request.pk: _level(request, within.everything, within.paths, shared) for request in requests}


def level(request: Request, actor: Actor, at: datetime) -> str:
    return levels([request], actor, at)[request.pk]


def _level(request: Request, everything: bool, paths: Iterable[str], shared: set[int]) -> str:
    full = everything or request.pk in shared or any(request.access_path.startswith(path) for path in paths)
    return Level.FULL if full else Level.MINIMUM
