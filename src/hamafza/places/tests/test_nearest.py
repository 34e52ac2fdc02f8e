"""A point on the map becomes the place that people there would name."""

from math import acos, cos, radians, sin
from random import Random

import pytest

from hamafza.places import commands
from hamafza.places.models import Place
from hamafza.places.nearest import distance_km, nearest
from tests.cast import HAND, SATURDAY, World


@pytest.mark.parametrize(
    ("point", "place"),
    [
        ((25.351, 60.601), "tis"),
        ((25.30, 60.65), "1104"),
        ((25.36, 60.41), "1110"),
        ((26.3, 60.6), "tis"),  # a hundred kilometres into the desert
        ((36.31, 59.61), "0901"),  # the county, although its province has the very same point
    ],
)
def test_the_closest_place_is_meant(world: World, point: tuple[float, float], place: str) -> None:
    assert nearest(*point) == world.place[place]


@pytest.mark.parametrize("point", [(0.0, 0.0), (90.0, 0.0), (-90.0, 180.0), (35.0, 45.0)])
def test_far_from_every_place_there_is_none(world: World, point: tuple[float, float]) -> None:
    assert nearest(*point) is None


def test_a_distance_is_that_of_the_globe(world: World) -> None:
    assert distance_km(world.place["0901"], 25.29, 60.64) == pytest.approx(1228, abs=3)
    assert distance_km(world.place["tis"], 25.35, 60.60) == 0


def by_hand(latitude: float, longitude: float) -> float | None:
    """How far the closest is, every place asked, by the spherical law of cosines; None beyond 120 km."""
    here = radians(latitude)
    apart = [
        6371
        * acos(
            min(
                1.0,
                sin(here) * sin(radians(p.latitude))
                + cos(here) * cos(radians(p.latitude)) * cos(radians(longitude - p.longitude)),
            )
        )
        for p in Place.objects.exclude(kind__in=["nation", "province"]).exclude(latitude=None)
    ]
    return min((km for km in apart if km <= 120), default=None)


@pytest.mark.parametrize("seed", range(4))
def test_among_hundreds_the_same_as_asking_each(world: World, seed: int) -> None:
    dice = Random(seed)
    points = [(dice.uniform(24, 41), dice.uniform(43, 64)) for _ in range(150)]
    commands.load(
        rows=[
            {"path": f"IR/11/1104/v{n}/", "kind": "village", "name_fa": f"ده {n}", "lat": lat, "lng": lng}
            for n, (lat, lng) in enumerate(points)
        ],
        by=HAND,
        at=SATURDAY,
    )
    for _ in range(60):
        point = dice.uniform(23, 42), dice.uniform(42, 65)
        found, best = nearest(*point), by_hand(*point)
        assert (found is None) == (best is None), point
        if found and best is not None:
            assert distance_km(found, *point) == pytest.approx(best, abs=0.01)


def test_a_place_without_a_point_is_never_the_closest(world: World) -> None:
    commands.load(rows=[{"path": "IR/11/1104/x/", "kind": "village", "name_fa": "بی‌نشان"}], by=HAND, at=SATURDAY)
    assert nearest(0.0, 0.0) is None
    assert nearest(25.35, 60.60) == world.place["tis"]
