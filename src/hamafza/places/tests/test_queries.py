"""A place is found by what people type."""

import pytest

from hamafza.places import queries as places
from tests.cast import World

CHABAHAR = "IR/11/1104/"


def paths(found: list[places.Named]) -> list[str]:
    return [named.path for named in found]


@pytest.fixture
def town(world: World) -> World:
    """A town that bears its county's name, and a village of a name that is borne elsewhere too."""
    from hamafza.places import commands
    from tests.cast import HAND, SATURDAY

    rows = [
        ("IR/11/1104/city/", "city", "چابهار", "Chabahar"),
        ("IR/09/0901/tis/", "village", "تیس", "Tis"),
        ("IR/09/0902/", "county", "شهر بابک", "Shahr-e Babak"),
    ]
    commands.load(
        rows=[{"path": path, "kind": kind, "name_fa": fa, "name_en": en} for path, kind, fa, en in rows],
        by=HAND,
        at=SATURDAY,
    )
    return world


@pytest.mark.usefixtures("world")
class TestTyped:
    @pytest.mark.parametrize(
        "text",
        ["چا", "چابهار", "چابهار، سیستان", "چابهار, سيستان و بلوچستان", " چابهار ", "Chab", "chabahar"],
    )
    def test_finds_by_a_beginning_in_either_script(self, text: str) -> None:
        assert CHABAHAR in paths(places.typed(text))

    @pytest.mark.parametrize("text", ["", "  ", "،", "،،", "ناکجا", "چابهار، خراسان", "%", "_", "ا" * 500, "\u202e"])
    def test_finds_nothing_where_nothing_is_meant(self, text: str) -> None:
        assert places.typed(text) == []

    def test_does_not_offer_the_whole_country(self) -> None:
        assert places.typed("ایران") == []

    def test_looks_only_where_it_is_told(self) -> None:
        assert places.typed("مشهد", within=["IR/11/"]) == []
        assert paths(places.typed("مشهد", within=["IR/11/", "IR/09/"])) == ["IR/09/0901/"]
        assert places.typed("مشهد", within=[]) == []

    def test_writes_the_way_up_to_the_province(self) -> None:
        assert places.typed("تیس")[0].label == "تیس، چابهار، سیستان و بلوچستان"

    def test_costs_two_queries(self, django_assert_num_queries) -> None:
        with django_assert_num_queries(2):
            places.typed("چا")


class TestMeant:
    def test_a_county_beats_the_town_in_it_that_bears_its_name(self, town: World) -> None:
        assert paths(places.meant("چابهار")) == [CHABAHAR]

    def test_a_whole_label_means_exactly_its_place(self, town: World) -> None:
        for named in places.typed("چابهار"):
            assert paths(places.meant(named.label)) == [named.path]

    def test_the_town_is_told_apart_by_its_kind(self, town: World) -> None:
        assert "شهر چابهار، چابهار، سیستان و بلوچستان" in [named.label for named in places.typed("چابهار")]
        assert paths(places.meant("شهر چابهار")) == ["IR/11/1104/city/"]

    def test_a_name_that_begins_with_a_kind_is_still_a_name(self, town: World) -> None:
        assert paths(places.meant("شهر بابک")) == ["IR/09/0902/"]

    def test_two_far_places_of_one_name_are_both_offered(self, town: World) -> None:
        assert sorted(paths(places.meant("تیس"))) == ["IR/09/0901/tis/", "IR/11/1104/tis/"]

    def test_the_rest_of_the_name_decides(self, town: World) -> None:
        assert paths(places.meant("تیس، مشهد")) == ["IR/09/0901/tis/"]

    def test_ones_own_places_come_without_asking(self, town: World) -> None:
        assert paths(places.meant("تیس", within=["IR/11/1104/"])) == ["IR/11/1104/tis/"]

    def test_the_beginning_of_one_place_only_means_it(self, town: World) -> None:
        assert paths(places.meant("کنا")) == ["IR/11/1110/"]


@pytest.mark.usefixtures("world")
class TestWidest:
    def test_offers_the_provinces(self) -> None:
        assert sorted(paths(places.widest())) == ["IR/09/", "IR/11/"]

    def test_offers_ones_own_area(self) -> None:
        assert paths(places.widest(within=[CHABAHAR])) == [CHABAHAR]


SPELLINGS = {
    "IR/11/1110/": ["کنارک", "كنارك", "کنارك", " کنارک", "کنا", "کِنارَک", "کنارک،", "konarak", "KONARAK", "Kon"],
    "IR/11/": ["سیستان و بلوچستان", "سيستان و بلوچستان", "سیستان", "سیستان\u200cو بلوچستان", "استان سیستان", "Sistan"],
    "IR/09/0901/": ["مشهد", "مَشهد", "شهرستان مشهد", "مشهد، خراسان رضوی", "مشهد, خراسان رضوي", "mashhad"],
    "IR/11/1104/tis/": ["تیس", "تيس", "روستا تیس", "تیس، چابهار", "tis"],
}


@pytest.mark.usefixtures("world")
class TestSpellings:
    @pytest.mark.parametrize(("path", "text"), [(path, text) for path, all_ in SPELLINGS.items() for text in all_])
    def test_of_one_place_find_it(self, path: str, text: str) -> None:
        assert path in paths(places.typed(text))
        assert path in paths(places.meant(text))

    @pytest.mark.parametrize("text", ["چ" * 100_000, "چابهار،" * 20_000, "a" * 60_000, "," * 99_999 + "تیس"])
    def test_of_a_whole_book_find_nothing_and_break_nothing(self, text: str) -> None:
        assert paths(places.typed(text)) in ([], ["IR/11/1104/"])

    @pytest.mark.parametrize("text", ["\u0000", "چابهار\u0000", "\ud800"])
    def test_of_signs_that_are_none_break_nothing(self, text: str) -> None:
        assert set(paths(places.typed(text))) <= {"IR/11/1104/"}


class TestLabels:
    def test_of_many_cost_one_query(self, world: World, django_assert_num_queries) -> None:
        with django_assert_num_queries(1):
            found = places.labels(world.place.values())
        assert found[world.place["tis"].pk] == "تیس، چابهار، سیستان و بلوچستان"
        assert found[world.place["1104"].pk] == "چابهار، سیستان و بلوچستان"
        assert found[world.place["11"].pk] == "سیستان و بلوچستان"
        assert found[world.place["IR"].pk] == "ایران"

    def test_of_one_is_the_same(self, world: World) -> None:
        found = places.labels(world.place.values())
        assert {place.pk: places.label_of(place) for place in world.place.values()} == found

    @pytest.mark.parametrize(("path", "name"), [("IR/11/1104/", "چابهار"), ("IR/77/", None), ("", None), ("IR", None)])
    def test_a_path_is_a_place_or_none(self, world: World, path: str, name: str | None) -> None:
        found = places.by_path(path)
        assert (found and found.name_fa) == name
