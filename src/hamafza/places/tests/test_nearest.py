"""A point on the map becomes the place that people there would name."""

import pytest

from hamafza.places.nearest import by_path, distance_km, nearest
from tests.cast import World


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


def test_a_path_is_a_place_or_none(world: World) -> None:
    assert by_path("IR/11/1104/") == world.place["1104"]
    assert by_path("IR/77/") is None
