"""What a province asks for in place of the written table."""

from collections.abc import Mapping
from datetime import datetime

from hamafza.care.models import Criterion
from hamafza.care.rules import may_set
from hamafza.kernel.actors import Actor
from hamafza.kernel.commands import command
from hamafza.places.models import Place


class _Over:
    """A place, as the matrix wants to see it."""

    def __init__(self, place: Place) -> None:
        self.access_path, self.access_centres = place.path, frozenset[int]()


def _may_set(by: Actor, place: Place, at: datetime) -> bool:
    return may_set(by, _Over(place), at)


@command(rule=_may_set)
def set_criteria(place: Place, *, values: Mapping[tuple[str, str], int], by: Actor, at: datetime) -> Place:
    """By rung and measure; what stands already is changed."""
    for (rung, measure), value in values.items():
        Criterion.objects.update_or_create(place=place, rung=rung, measure=measure, defaults={"value": value})
    return place
