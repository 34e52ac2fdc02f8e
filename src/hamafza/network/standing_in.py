"""Nothing lies with someone who is away or has left: whoever is there has it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hamafza.kernel.actors import System
from hamafza.kernel.errors import Refused
from hamafza.network.queries import not_there

CLOCK = System("tick")


class NobodyElse(Refused):
    """Raised by a command that would hand a thing to the one who has it: nothing is written, and time goes on."""

    message = _("جز خود او کسی نیست که این کار به او سپرده شود.")


def hand_on(waiting: QuerySet[Any], hand_over: Callable[..., Any], at: datetime, *, holder: str = "holder") -> int:
    """Each of `waiting` that lies with the absent goes to whom `hand_over` finds; how many have moved.

    Asked by number first, and read whole one by one: joined with all that hangs on a thing, PostgreSQL would weigh
    every thing against everybody.
    """
    gone = not_there(at)
    if not gone:
        return 0
    things = waiting.model._default_manager
    whole = getattr(things, "whole", things.all)
    numbers = list(waiting.filter(**{f"{holder}__in": gone}).order_by("pk").values_list("pk", flat=True))
    return sum(_moves(whole().get(pk=pk), hand_over, at) for pk in numbers)


def _moves(thing: Any, hand_over: Callable[..., Any], at: datetime) -> bool:
    try:
        hand_over(thing, by=CLOCK, at=at)
    except NobodyElse:
        return False
    return True
