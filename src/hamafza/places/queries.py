"""Finding a place by what people type."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from hamafza.kernel.alphabet import by_alphabet
from hamafza.places.models import Kind, Place
from hamafza_engines.persian import search_key

SHOWN = 8
LONGEST = 160  # nobody writes a place in more letters
READ = 40  # as many places as may bear one beginning before we ask for more letters


@dataclass(frozen=True)
class Named:
    """A place as one writes it on an envelope: «تیس، چابهار، سیستان و بلوچستان»."""

    place: Place
    label: str

    @property
    def path(self) -> str:
        return self.place.path


def typed(text: str, *, within: Collection[str] | None = None) -> list[Named]:
    """Places that begin so, the shortest name and the wider area first; `within`: only under these paths."""
    return _found(text, within)[:SHOWN]


def meant(text: str, *, within: Collection[str] | None = None) -> list[Named]:
    """The one place that these words can mean, or those between which a person must choose.

    A whole name beats a beginning, and a county beats the town in it that bears its name.
    """
    found = _found(text, within)
    written = [named for named in found if search_key(named.label) == search_key(text)]
    first = _parts(text)[:1]
    whole = [named for named in found if [named.place.search_key] == first or _english(named.place) == first]
    found = written or whole or found
    widest = [named for named in found if all(other.path.startswith(named.path) for other in found)]
    return widest or found[:SHOWN]


def widest(*, within: Collection[str] | None = None) -> list[Named]:
    """The provinces, or the paths themselves: a choice for one whose town is not found."""
    places = Place.objects.provinces() if within is None else Place.objects.filter(path__in=within)
    return _labelled(places.order_by(by_alphabet("name_fa"), "pk"))


def by_path(path: str) -> Place | None:
    """The place of a path; None when there is none."""
    return Place.objects.filter(path=path).first()


def label_of(place: Place) -> str:
    """Its name with the names above it."""
    return _labelled([place])[0].label


def labels(places: Iterable[Place]) -> dict[int, str]:
    """The same of many, by their number, in one query."""
    return {named.place.pk: named.label for named in _labelled(places)}


def _found(text: str, within: Collection[str] | None) -> list[Named]:
    first, *above = _parts(text) or [""]
    if not first:
        return []
    begins = Q(search_key__startswith=first) | Q(name_en__istartswith=first)
    for kind in Kind:
        if first.startswith(word := search_key(str(kind.label)) + " "):
            begins |= Q(kind=kind, search_key__startswith=first.removeprefix(word))
    found = Place.objects.filter(begins, _under(within)).exclude(kind=Kind.NATION)
    named = _labelled(found.order_by(Length("search_key"), Length("path"), by_alphabet("name_fa"), "pk")[:READ])
    return [each for each in named if all(part in search_key(each.label) for part in above)]


def _parts(text: str) -> list[str]:
    return [search_key(part) for part in text[:LONGEST].replace("،", ",").split(",") if part.strip()]


def _english(place: Place) -> list[str]:
    return [search_key(place.name_en)] if place.name_en else []


def _under(within: Collection[str] | None) -> Q:
    if within is None:
        return Q()
    under = Q(pk=None)
    for path in within:
        under |= Q(path__startswith=path)
    return under


def _labelled(places: Iterable[Place]) -> list[Named]:
    rows = list(places)
    above = {place.ancestor_path(level) for place in rows for level in (1, 2)}
    names = {place.path: str(place) for place in Place.objects.filter(path__in=above)}
    return [Named(place, _label(place, names)) for place in rows]


def _label(place: Place, names: dict[str, str]) -> str:
    above = [names[path] for path in (place.county_path, place.province_path) if path != place.path and path in names]
    name = str(place)
    if above[:1] == [name]:  # the town that bears its county's name
        name = _("%(kind)s %(name)s") % {"kind": place.get_kind_display(), "name": name}
    return _("، ").join([name, *above])
