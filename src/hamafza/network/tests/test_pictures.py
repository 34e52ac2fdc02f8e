"""The map, the year and the portrait of a centre, each against a plain telling of the same."""

from datetime import date, timedelta

import pytest
from persiantools.jdatetime import JalaliDate

from hamafza.network import commands as network
from hamafza.network import maps, portrait
from hamafza.network.models import Centre, Holiday
from hamafza.network.year import first_day, months_of, year_of
from hamafza.people.models import Person
from tests.cast import HAND, SATURDAY, World

DAY = timedelta(days=1)


class TestYear:
    @pytest.mark.parametrize("year", [1403, 1404, 1405, 1408])
    def test_holds_each_day_once_below_its_weekday(self, year: int) -> None:
        start, day = first_day(year), first_day(year)
        for number, month in enumerate(months_of(year, [], date(1990, 1, 1)), start=1):
            for week in month.weeks:
                assert len(week) == 7
                for weekday, square in enumerate(week):
                    if square is None:
                        continue
                    assert (JalaliDate(day).month, JalaliDate(day).day) == (number, square.number)
                    assert (day.weekday() + 2) % 7 == weekday
                    assert square.tone == ("friday" if day.weekday() == 4 else "")
                    day += DAY
        assert (day - start).days == (366 if year in {1403, 1408} else 365)
        assert (year_of(start), year_of(start - DAY)) == (year, year - 1)

    def test_names_days_of_rest_and_where(self, world: World) -> None:
        day = date(2026, 10, 26)
        rest = [Holiday(date=day, name="عید"), Holiday(date=day, name="بندر", place=world.place["1104"])]
        month = months_of(1405, rest, day)[7]
        (square,) = [one for week in month.weeks for one in week if one and one.name]

        assert (square.number, square.name, square.tone) == (4, "عید، بندر (چابهار)", "off today")
        assert month.holidays == rest

    def test_a_day_of_one_place_is_told_apart(self, world: World) -> None:
        rest = [Holiday(date=date(2026, 10, 23), name="بندر", place=world.place["1104"])]
        tones = {one.tone for week in months_of(1405, rest, date(1990, 1, 1))[7].weeks for one in week if one}
        assert tones == {"", "friday", "local friday"}


class TestMaps:
    def test_without_any_place_is_an_empty_frame(self) -> None:
        assert maps.cells([], {}, str, str).shapes == []

    def test_a_point_beyond_the_province_widens_its_frame(self, world: World) -> None:
        inside = maps.points(world.place["11"], [(29.5, 60.8, {"label": "a"})])
        beyond = maps.points(world.place["11"], [(36.3, 59.6, {"label": "b"})])
        boxes = [[float(n) for n in one.viewbox.split()] for one in (inside, beyond)]

        assert boxes[1][3] > boxes[0][3]
        assert inside.shapes[0]["d"] and inside.shapes[1]["label"] == "a"

    def test_north_is_up_and_east_is_right(self, world: World) -> None:
        shapes = maps.points(world.place["11"], [(26.0, 60.0, {}), (30.0, 62.0, {})]).shapes[1:]
        assert shapes[0]["cy"] > shapes[1]["cy"] and shapes[0]["cx"] < shapes[1]["cx"]

    def test_a_province_nobody_has_drawn_shows_its_points_alone(self, world: World) -> None:
        world.place["11"].path = "IR/77/"
        assert len(maps.points(world.place["11"], [(26.0, 60.0, {})]).shapes) == 1


def seen(centre: Centre, person: Person) -> portrait.Portrait:
    return portrait.of(Centre.objects.get(pk=centre.pk), person, SATURDAY)


class TestPortrait:
    @pytest.mark.parametrize(
        ("who", "edits", "says"),
        [
            ("zahra", False, True),
            ("maryam", True, True),
            ("nader", True, True),
            ("parvin", True, False),
            ("sara", False, False),
            ("admin", True, False),
            ("stranger", False, False),
        ],
    )
    def test_offers_what_is_hers(self, world: World, who: str, edits: bool, says: bool) -> None:
        found = seen(world.centre["chabahar"], world.person[who])
        assert (found.may_edit, found.may_say) == (edits, says)

    @pytest.mark.parametrize(
        ("area", "words"),
        [
            ("IR/", "سراسر کشور"),
            ("IR/11/", "استان سیستان و بلوچستان"),
            ("IR/11/1104/", "شهرستان چابهار"),
            ("IR/11/1104/tis/", "روستا تیس"),
            ("IR/77/", ""),
        ],
    )
    def test_says_whom_it_serves(self, world: World, area: str, words: str) -> None:
        Centre.objects.filter(code="chabahar").update(area_path=area)
        assert seen(world.centre["chabahar"], world.person["zahra"]).serves == words

    def test_without_any_officer_in_the_house_still_stands(self, world: World) -> None:
        Person.objects.exclude(username="stranger").update(is_active=False)
        found = seen(world.centre["chabahar"], world.person["stranger"])
        assert (found.responsible, found.officers) == (None, [])

    def test_tells_its_moves_the_newest_first_and_by_whom(self, world: World) -> None:
        network.move_state(world.centre["work"], to="dormant", reason="تعمیر", by=world.person["nader"], at=SATURDAY)
        network.move_state(world.centre["work"], to="active", by=HAND, at=SATURDAY + DAY)
        lines = [(line.who, line.words, line.reason) for line in portrait.history_of(world.centre["work"])]

        assert lines == [("سامانه", "فعال", ""), ("نادر کرد", "خاموش", "تعمیر"), ("سامانه", "فعال", "")]
