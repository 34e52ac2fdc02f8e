"""Which people of a county's batch were one centre's own: so that its poster may tell them, when they are a crowd."""

from collections import defaultdict
from collections.abc import Callable, Mapping

from django.db.models import Q

from hamafza.journal import queries as journal
from hamafza.journal.months import Month
from hamafza.network.models import Centre
from hamafza.places.paths import cut
from hamafza.public import releasing
from hamafza.public.measures import Measure
from hamafza.public.models import Taken
from hamafza.public.queries.ratings import place_of
from hamafza.public.releasing import COUNTY, Batch, Cell

OF_CENTRES = Q(place__contains="@")


def apart(found: list[Batch], measure: Measure, month: Month, least: Callable[[str], int]) -> list[Batch]:
    """Each batch of a single cell by its centres, and a note of what they had when it left: a cell leaves whole."""
    if not found:
        return []
    noted = _noted(measure, month)
    taken = {
        (one.place, one.domain): one.count
        for one in Taken.objects.filter(OF_CENTRES, month=month.code, measure=measure.key)
    }
    pieces: list[Batch] = []
    for batch in found:
        if set(batch.cells) == {(batch.place, batch.domain)}:
            had = noted.get((batch.place, batch.domain), {})
            waits = {path: n - taken.get((path, batch.domain), 0) for path, n in had.items()}
            pieces += releasing.pieces(batch, {path: n for path, n in waits.items() if n > 0}, least(batch.domain))
        else:
            pieces.append(batch)
        for cell in batch.cells:
            _take(noted.get(cell, {}), cell[1], measure.key, month.code)
    return pieces


def _noted(measure: Measure, month: Month) -> Mapping[Cell, dict[str, int]]:
    """{(county, domain): {centre: people}}, of what centres did in their own county."""
    paths = {centre.code: place_of(centre) for centre in Centre.objects.select_related("place").order_by("pk")}
    found: dict[Cell, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for (place, code, domain, detail), n in journal.at_centres(measure.kind, month, month).items():
        county, path = cut(place, COUNTY), paths.get(code, "")
        if path.startswith(county) and measure.detail in (None, detail):
            found[county, domain][path] += n
    return found


def _take(had: Mapping[str, int], domain: str, measure: str, month: int) -> None:
    for path, n in had.items():
        Taken.objects.update_or_create(month=month, measure=measure, place=path, domain=domain, defaults={"count": n})
