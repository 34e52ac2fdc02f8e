"""The place that another system means: the one closest to a point on the map."""

from math import asin, cos, radians, sin, sqrt

from django.db.models import QuerySet

from hamafza.places.models import Kind, Place

EARTH_KM = 6371.0
REACHES_KM = (30.0, 120.0)  # in the desert the nearest named place may be that far; beyond it we are abroad


def nearest(latitude: float, longitude: float) -> Place | None:
    """The closest place smaller than a province, the most precise of equals; None when none is in reach."""
    for reach in REACHES_KM:
        ranked = sorted(
            (distance_km(place, latitude, longitude), -len(place.path), place.pk, place)
            for place in _box(latitude, longitude, reach)
        )
        if ranked and ranked[0][0] <= reach:
            return ranked[0][-1]
    return None


def distance_km(place: Place, latitude: float, longitude: float) -> float:
    """The great circle between a place and a point (haversine)."""
    there, here = radians(place.latitude or 0.0), radians(latitude)
    apart = radians(longitude - (place.longitude or 0.0))
    part = sin((here - there) / 2) ** 2 + cos(here) * cos(there) * sin(apart / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(part)))


def _box(latitude: float, longitude: float, reach: float) -> QuerySet[Place]:
    high = reach / 111.0
    wide = high / max(cos(radians(latitude)), 0.01)
    inside = {
        "latitude__range": (latitude - high, latitude + high),
        "longitude__range": (longitude - wide, longitude + wide),
    }
    return Place.objects.filter(**inside).exclude(kind__in=[Kind.NATION, Kind.PROVINCE])
