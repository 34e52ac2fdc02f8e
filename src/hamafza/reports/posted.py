"""Numbers of people that may go from hand to hand: whoever publishes figures for citizens says which they are.

Asked downstream, so that a poster and the citizens' page are sums of the same crowds and no difference is a person.
"""

from collections.abc import Callable, Collection

from hamafza.network.models import Centre
from hamafza.places.models import Place

# of whom, which figure ("heard"), months -> {(month, county's path or a wider one): people}
Published = Callable[[Centre | Place, str, Collection[int]], dict[tuple[int, str], int]]

_published: list[Published] = []


def register(published: Published) -> None:
    """Called once, in AppConfig.ready of the area that publishes."""
    _published[:] = [published]


def people(of: Centre | Place, figure: str, months: Collection[int]) -> dict[tuple[int, str], int]:
    """None at all where nobody publishes."""
    return _published[0](of, figure, months) if _published else {}
