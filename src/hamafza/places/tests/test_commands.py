"""The tree is loaded: parents first whatever the order, twice is once, and only by the system's own hand."""

import random
from typing import Any

import pytest
from django.utils import translation

from hamafza.kernel.actors import Applicant, Door
from hamafza.kernel.errors import NotAllowed
from hamafza.places import commands as places
from hamafza.places.models import Place
from tests.cast import HAND, SATURDAY, World

TREE = ["IR/", "IR/11/", "IR/11/1104/", "IR/11/1104/tis/", "IR/11/1104/tis/up/", "IR/09/", "IR/09/0901/"]


def row(path: str, **more: Any) -> dict[str, Any]:
    return {"path": path, "kind": "county", "name_fa": f"جای {path.count('/')}", **more}


def load(paths: list[str]) -> int:
    return places.load(rows=[row(path) for path in paths], by=HAND, at=SATURDAY)


class TestLoading:
    @pytest.mark.parametrize("seed", range(5))
    def test_gives_each_its_parent_in_any_order(self, db: None, seed: int) -> None:
        mixed = random.Random(seed).sample(TREE, len(TREE))
        assert load(mixed) == len(TREE)
        for place in Place.objects.exclude(path="IR/").select_related("parent"):
            assert place.path == f"{place.parent.path}{place.code}/"
        assert Place.objects.get(path="IR/").parent is None

    def test_twice_is_once(self, db: None) -> None:
        load(TREE)
        before = list(Place.objects.order_by("pk").values())
        assert load(TREE) == 0
        assert list(Place.objects.order_by("pk").values()) == before

    @pytest.mark.parametrize("cut", range(1, len(TREE)))
    def test_a_half_loaded_tree_is_finished(self, db: None, cut: int) -> None:
        assert load(TREE[:cut]) + load(TREE) == len(TREE)
        assert Place.objects.filter(parent=None).count() == 1

    def test_costs_queries_by_level_and_not_by_place(self, db: None, django_assert_max_num_queries: Any) -> None:
        many = [*TREE, *(f"IR/11/1104/v{n}/" for n in range(60))]
        with django_assert_max_num_queries(16):
            load(many)

    def test_keeps_what_was_said(self, db: None) -> None:
        places.load(
            rows=[row("IR/", name_fa="كرمان", name_en="Kerman", lat=30.3, lng=57.1, population=5)], by=HAND, at=SATURDAY
        )
        place = Place.objects.get()
        assert (place.search_key, place.name_en) == ("کرمان", "Kerman")
        assert (place.latitude, place.longitude, place.population) == (30.3, 57.1, 5)

    @pytest.mark.parametrize("who", ["admin", "parvin", "stranger"])
    def test_is_for_nobody_with_an_account(self, world: World, who: str) -> None:
        with pytest.raises(NotAllowed):
            places.load(rows=[row("IR/55/")], by=world.person[who], at=SATURDAY)
        assert not Place.objects.filter(path="IR/55/").exists()

    @pytest.mark.parametrize("who", [Door("web"), Applicant(1)])
    def test_nor_for_anybody_without(self, db: None, who: Any) -> None:
        with pytest.raises(NotAllowed):
            places.load(rows=[row("IR/")], by=who, at=SATURDAY)


class TestPaths:
    @pytest.mark.parametrize(
        ("path", "code", "above"),
        [
            ("IR/", "IR", ["IR/", "IR/", "IR/"]),
            ("IR/11/", "11", ["IR/", "IR/11/", "IR/11/"]),
            ("IR/11/1104/", "1104", ["IR/", "IR/11/", "IR/11/1104/"]),
            ("IR/11/1104/tis/", "tis", ["IR/", "IR/11/", "IR/11/1104/"]),
            ("IR/11/1104/tis/up/", "up", ["IR/", "IR/11/", "IR/11/1104/"]),
        ],
    )
    def test_are_cut_at_a_level(self, path: str, code: str, above: list[str]) -> None:
        place = Place(path=path)
        found = [place.ancestor_path(level) for level in range(3)]

        assert (place.code, place.province_path, place.county_path) == (code, above[1], above[2])
        assert found == above

    def test_hold_exactly_what_lies_under_them(self, world: World) -> None:
        for path in TREE[:4]:
            under = {place.path for place in Place.objects.under(path)}
            assert under == {place.path for place in Place.objects.all() if place.path[: len(path)] == path}

    @pytest.mark.parametrize(("language", "name"), [("fa", "چابهار"), ("en", "Chabahar")])
    def test_are_named_in_the_language_of_the_page(self, world: World, language: str, name: str) -> None:
        with translation.override(language):
            assert str(world.place["1104"]) == name

    def test_without_an_english_name_speak_persian(self) -> None:
        with translation.override("en"):
            assert str(Place(name_fa="چابهار")) == "چابهار"
