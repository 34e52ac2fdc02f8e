"""What of a report's people may go from hand to hand: no other number than the published ones."""

from collections import defaultdict
from collections.abc import Collection

from django.db.models import Sum

from hamafza.network.models import Centre
from hamafza.places.models import Place
from hamafza.places.paths import cut
from hamafza.public.models import Batch
from hamafza.public.queries.ratings import place_of
from hamafza.public.releasing import COUNTY


def published(of: Centre | Place, measure: str, months: Collection[int]) -> dict[tuple[int, str], int]:
    """{(month, county or what is wider): people} of a centre, or of a place and all that lies in it."""
    path = place_of(of) if isinstance(of, Centre) else of.path
    rows = Batch.objects.filter(place__startswith=path, measure=measure, month__in=list(months)).order_by()
    found: dict[tuple[int, str], int] = defaultdict(int)
    for month, place, n in rows.values_list("month", "place").annotate(n=Sum("count")):
        found[month, cut(place, COUNTY)] += n
    return dict(found)
