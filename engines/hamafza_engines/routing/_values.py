"""The seven values of a centre for an ask, each between 0 and 1."""

from math import asin, cos, radians, sin, sqrt

from hamafza_engines.routing._facts import Ask, CentreFacts
from hamafza_engines.routing._types import Params

Values = tuple[float, float, float, float, float, float, float]
Spot = tuple[float, float, float]

EARTH_KM = 6371.0088
# Without a point on the map: nation, province, county, district, and closer, as far as the two places agree.
_SHARED = (0.0, 0.05, 0.25, 0.6, 0.8, 0.9)
_HOURS_BY_URGENCY = (1.0, 0.5, 0.125)  # an emergency needs an open door, not a long one


def values(ask: Ask, centre: CentreFacts, params: Params, unknown: float) -> Values:
    """Return the values in the order of REASONS; `unknown` is what an untold capacity is worth."""
    domain, capacity, hours, acceptance, fairness = standing(ask.urgency, centre, params, unknown)
    area = area_value(ask.place_path, centre.area_path, centre.place_path)
    return domain, area, _distance(ask, centre, params.half_km), capacity, hours, acceptance, fairness


def standing(
    urgency: int, centre: CentreFacts, params: Params, unknown: float
) -> tuple[float, float, float, float, float]:
    """Return domain, capacity, hours, acceptance and fairness: what does not depend on where the ask is."""
    tries = centre.accepted + centre.declined + centre.expired
    needed = params.needed_hours * _HOURS_BY_URGENCY[urgency]
    return (
        1.0 if centre.specialised else 0.6 + 0.4 / (len(centre.domains) or 1),
        _capacity(centre, params.half_life_days, unknown),
        min(1.0, centre.open_hours / needed),
        (params.prior_accepted + centre.accepted) / (params.prior_accepted + params.prior_refused + tries),
        params.load_scale / (params.load_scale + centre.open_load),
    )


def covers(area_path: str, place_path: str) -> bool:
    """Tell whether a place lies within a served area; an untold area or place covers nothing."""
    return bool(area_path) and place_path.startswith(area_path)


def area_value(place: str, area_path: str, place_path: str) -> float:
    """Return how closely a served area fits the place asked from."""
    if covers(area_path, place):
        # A centre for this very place before one for the province, and that before one for the nation.
        return 1.0 - 0.15 * min(3, place.count("/") - area_path.count("/"))
    shared = _levels(area_path or place_path, place)
    return 0.25 if shared >= 3 else 0.15 if shared == 2 else 0.0


def _levels(one: str, other: str) -> int:
    count = 0
    for mine, theirs in zip(one.split("/")[:-1], other.split("/")[:-1], strict=False):
        if mine != theirs:
            break
        count += 1
    return count


def shared_value(place: str, place_path: str) -> float:
    """Return what stands for the distance when a point is unknown."""
    return _SHARED[min(_levels(place, place_path), len(_SHARED) - 1)]


def spot(lat: float, lng: float) -> Spot:
    """Return what a distance is computed from: latitude in radians, its cosine, longitude in degrees."""
    return radians(lat), cos(radians(lat)), lng


def nearness(here: Spot, there: Spot, half_km: float) -> float:
    """Return 1 on the spot and half as much with every `half_km`, by the haversine."""
    (north, shrunk, east), (other_north, other_shrunk, other_east) = here, there
    across = sin((other_north - north) / 2) ** 2
    along = shrunk * other_shrunk * sin(radians(other_east - east) / 2) ** 2
    km = 2 * EARTH_KM * asin(min(1.0, sqrt(across + along)))
    return float(pow(2.0, -km / half_km))


def _distance(ask: Ask, centre: CentreFacts, half_km: float) -> float:
    if ask.lat is None or ask.lng is None or centre.lat is None or centre.lng is None:
        return shared_value(ask.place_path, centre.place_path)
    return nearness(spot(ask.lat, ask.lng), spot(centre.lat, centre.lng), half_km)


def _capacity(centre: CentreFacts, half_life_days: float, unknown: float) -> float:
    if centre.capacity_free is None:
        return unknown
    trust: float = 0.5 ** (centre.capacity_age_days / half_life_days)
    known: float = 1.0 - 0.5**centre.capacity_free
    return trust * known + (1 - trust) * unknown
