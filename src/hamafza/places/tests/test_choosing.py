"""Between places of like names: what is offered, in which order, and when no choice is needed."""

import pytest
from django.utils import translation

from hamafza.places import commands
from hamafza.places import queries as places
from hamafza.places.models import Place
from tests.cast import HAND, SATURDAY, World

CHABAHAR = "IR/11/1104/"


def load(*rows: tuple[str, str, str, str]) -> None:
    commands.load(
        rows=[{"path": path, "kind": kind, "name_fa": fa, "name_en": en} for path, kind, fa, en in rows],
        by=HAND,
        at=SATURDAY,
    )


def codes(found: list[places.Named]) -> list[str]:
    return [named.place.code for named in found]


@pytest.mark.usefixtures("world")
class TestAWholeName:
    @pytest.fixture(autouse=True)
    def neighbours(self, world: World) -> None:
        load(
            (f"{CHABAHAR}tiskopan/", "village", "تیسکوپان", "Tiskopan"),
            ("IR/11/1101/tisabad/", "village", "تیس‌آباد", "Tisabad"),
        )

    @pytest.mark.parametrize("text", ["تیس", " تيس ", "Tis", "tis", "TIS"])
    def test_beats_those_that_only_begin_so(self, text: str) -> None:
        assert codes(places.meant(text)) == ["tis"]

    @pytest.mark.parametrize("text", ["تیس", "Tis"])
    def test_comes_first_while_one_types(self, text: str) -> None:
        found = codes(places.typed(text))

        assert found[0] == "tis"
        assert set(found) == {"tis", "tiskopan", "tisabad"}

    @pytest.mark.parametrize("text", ["تی", "Ti", "تیس،"])
    def test_alone_decides_and_a_beginning_does_not(self, text: str) -> None:
        expected = ["tis"] if text == "تیس،" else ["tis", "tisabad", "tiskopan"]

        assert sorted(codes(places.meant(text))) == expected

    @pytest.mark.parametrize("text", ["تیسک", "Tisk", "تیسکوپان", "روستا تیسک"])
    def test_need_not_be_written_out_where_only_one_begins_so(self, text: str) -> None:
        assert codes(places.meant(text)) == ["tiskopan"]

    @pytest.mark.parametrize("text", ["تیس، زاهدان", "تیس , زاهدان ,", "تیس،،زاهدان"])
    def test_gives_way_to_what_is_said_after_the_comma(self, text: str) -> None:
        assert codes(places.meant(text)) == ["tisabad"]


@pytest.mark.usefixtures("world")
class TestAKind:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("استان خراسان", ["09"]),
            ("شهرستان کنارک", ["1110"]),
            ("روستا تیس", ["tis"]),
            ("شهر تیس", []),  # it is no town
            ("استان کنارک", []),
            ("کشور ایران", []),
        ],
    )
    def test_before_a_name_narrows_to_it(self, text: str, found: list[str]) -> None:
        assert codes(places.typed(text)) == found


@pytest.mark.usefixtures("world")
class TestHowManyAreOffered:
    def villages(self, count: int) -> None:
        load(*((f"{CHABAHAR}v{n}/", "village", f"{'پ' * (n + 1)}ده", f"Pdeh {n}") for n in range(count)))

    def test_is_eight_of_the_shortest(self) -> None:
        self.villages(12)

        assert codes(places.typed("پ")) == [f"v{n}" for n in range(8)]
        assert len(places.meant("پ")) == 8

    def test_is_all_where_they_are_few(self) -> None:
        self.villages(3)

        assert codes(places.typed("پ")) == ["v0", "v1", "v2"]

    def test_is_decided_among_the_first_forty_by_name_and_then_by_breadth(self) -> None:
        load(
            (f"{CHABAHAR}zeh/", "district", "زهک", ""),
            (f"{CHABAHAR}zeh/zeh/", "village", "زهک", ""),
            ("IR/11/1101/zehkalut/", "village", "زهکلوت", ""),
        )

        assert [named.path for named in places.typed("زهک")] == [
            f"{CHABAHAR}zeh/", f"{CHABAHAR}zeh/zeh/", "IR/11/1101/zehkalut/",
        ]  # fmt: skip
        assert [named.path for named in places.meant("زهک")] == [f"{CHABAHAR}zeh/"]


class TestTheAlphabet:
    NAMES = ["آستارا", "اهواز", "بم", "پاوه", "تفت", "جهرم", "چابهار", "رشت", "ژاورود", "کرج", "گرگان", "مشهد", "نور",
             "ورامین", "همدان", "یزد"]  # fmt: skip

    def test_orders_places_as_a_persian_dictionary_does(self, db: None) -> None:
        load(("IR/", "nation", "ایران", "Iran"))
        load(*((f"IR/{n:02}/", "province", name, "") for n, name in reversed(list(enumerate(self.NAMES)))))

        assert [place.name_fa for place in Place.objects.filter(kind="province")] == self.NAMES
        assert [named.place.name_fa for named in places.widest()] == self.NAMES

    def test_orders_ones_own_areas_too(self, world: World) -> None:
        assert codes(places.widest(within=["IR/11/1110/", CHABAHAR, "IR/11/1101/"])) == ["1104", "1101", "1110"]
        assert places.widest(within=[]) == []


class TestLabels:
    def test_leave_out_a_place_above_that_is_not_there(self, db: None) -> None:
        load(("IR/", "nation", "ایران", "Iran"), ("IR/11/1104/tis/", "village", "تیس", "Tis"))

        assert places.label_of(Place.objects.get(path="IR/11/1104/tis/")) == "تیس"

    def test_speak_english_to_one_who_reads_it(self, world: World) -> None:
        with translation.override("en"):
            assert places.typed("Tis")[0].label == "Tis, Chabahar, Sistan and Baluchestan"

    def test_name_the_kind_in_either_language_where_town_and_county_share_a_name(self, world: World) -> None:
        load((f"{CHABAHAR}city/", "city", "چابهار", "Chabahar"))
        town = Place.objects.get(path=f"{CHABAHAR}city/")

        assert places.label_of(town) == "شهر چابهار، چابهار، سیستان و بلوچستان"
        with translation.override("en"):
            assert places.label_of(town).endswith(", Chabahar, Sistan and Baluchestan")
            assert "Chabahar" in places.label_of(town).split(",")[0]


def test_a_place_is_its_own_scope_and_no_centres(world: World) -> None:
    """Whoever has a right in a county has it at the county itself."""
    place = world.place["1104"]

    assert (place.access_path, place.access_centres) == (CHABAHAR, frozenset())
