"""Names of known places, with the names above them."""

from collections.abc import Iterable

from hamafza.places.models import Place
from hamafza.places.queries import _labelled


def by_path(path: str) -> Place | None:
    """The place of a path; None when there is none."""
    return Place.objects.filter(path=path).first()


def label_of(place: Place) -> str:
    """«تیس، چابهار، سیستان و بلوچستان»."""
    return _labelled([place])[0].label


def labels(places: Iterable[Place]) -> dict[int, str]:
    """The same of many, by their number, in one query."""
    return {named.place.pk: named.label for named in _labelled(places)}
