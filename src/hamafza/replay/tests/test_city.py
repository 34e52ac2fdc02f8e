"""The city before its first case: a place for each district, a centre for each office in it, its hours in our clock."""

from datetime import datetime, time
from pathlib import Path

import pytest

from hamafza.kernel.clock import TEHRAN
from hamafza.kernel.worktime import Span
from hamafza.network import queries as network
from hamafza.network.calendar import Calendar
from hamafza.network.models import Centre, Domain, Grant
from hamafza.places.models import Place
from hamafza.replay import city as cities
from hamafza.replay.city import City, centre_named, domain_of
from hamafza.replay.mapping import Case, Mapping, read
from hamafza.replay.tests.log import city, tiny

pytestmark = pytest.mark.django_db
BORN = datetime(2023, 3, 1, tzinfo=TEHRAN)


@pytest.fixture
def mapping(tmp_path: Path) -> Mapping:
    return tiny(tmp_path)


@pytest.fixture
def built(tmp_path: Path, mapping: Mapping) -> City:
    cases = [found for found in read(city(tmp_path)[0], mapping) if isinstance(found, Case)]
    return cities.build(cases, mapping, BORN)


class TestWhatStands:
    def test_a_county_for_each_district_under_the_city(self, built: City) -> None:
        assert set(Place.objects.filter(kind="county").values_list("name_fa", flat=True)) == {"1", "2"}
        assert all(place.path.startswith(cities.CITY) for place in built.places.values())

    def test_a_case_without_a_district_lies_in_the_city_itself(self, built: City) -> None:
        assert built.places[""].path == cities.CITY

    def test_a_domain_for_each_kind_the_general_one_too(self, built: City) -> None:
        kinds = {"Pothole", "Graffiti", "Tree", "Noise", "Light", "General"}

        assert set(Domain.objects.values_list("name_en", flat=True)) == kinds
        assert domain_of(built, "Tree").name_en == "Tree"

    @pytest.mark.parametrize(
        ("office", "district", "kinds"),
        [
            ("Streets", "1", {"Pothole", "General"}),
            ("Streets", "2", {"Pothole"}),
            ("Parks", "1", {"Tree"}),
            ("Power", "", {"Light"}),
            ("City", "1", {"Pothole"}),
        ],
    )
    def test_a_centre_for_each_office_in_each_district_with_what_it_serves(
        self, built: City, mapping: Mapping, office: str, district: str, kinds: set[str]
    ) -> None:
        centre = centre_named(office, district, mapping)

        assert centre is not None
        assert set(centre.services.values_list("domain__name_en", flat=True)) == kinds
        assert centre.area_path == built.places[district].path

    def test_an_office_that_the_log_never_mentions_has_none(self, built: City, mapping: Mapping) -> None:
        assert centre_named("Parks", "9", mapping) is None

    def test_someone_answers_for_each_centre_and_for_each_role_above(self, built: City) -> None:
        for centre in Centre.objects.all():
            assert network.responsible_for_centre(centre, BORN) == built.officers[centre.pk]
        roles = set(Grant.objects.filter(place__path=cities.CITY).values_list("role", flat=True))
        assert roles == {"operator", "county_coordinator", "provincial_coordinator", "last_door"}

    def test_a_very_long_name_of_a_kind_is_found_again(self, tmp_path: Path, mapping: Mapping) -> None:
        kind = "Encampment " * 9
        file, _ = city(tmp_path, f"X,2024-03-04T09:00:00,,{kind},Parks,1,w,1,1,Web,")

        built = cities.build([found for found in read(file, mapping) if isinstance(found, Case)], mapping, BORN)

        assert domain_of(built, kind.strip()).name_en == kind.strip()[:60].strip()


class TestHours:
    """Eight to five in California is evening and night in Tehran; Monday there runs into Tuesday here."""

    def test_a_working_hour_there_is_a_working_hour_here(self, built: City, mapping: Mapping) -> None:
        centre = centre_named("Streets", "1", mapping)
        monday = datetime(2024, 3, 4, 9, 0, tzinfo=mapping.zone)

        due = Calendar([centre.pk]).due(monday, Span(hours=2), centre)

        assert (
            abs((due - monday).total_seconds() - 2 * 3600) <= 3_700
        )  # an hour of summer time at most, and midnight's minute

    def test_friday_evening_there_waits_until_monday_there(self, built: City, mapping: Mapping) -> None:
        centre = centre_named("Streets", "1", mapping)
        friday = datetime(2024, 3, 8, 18, 0, tzinfo=mapping.zone)

        due = Calendar([centre.pk]).due(friday, Span(hours=2), centre).astimezone(mapping.zone)

        assert due.strftime("%A") == "Monday"

    def test_a_day_that_crosses_midnight_is_cut_in_two(self, mapping: Mapping) -> None:
        week = cities._week(mapping, BORN)

        shifts = [shift for shifts in week.values() for shift in shifts]
        assert all(opens < closes for opens, closes in shifts)
        assert sum(opens == time(0) for opens, _ in shifts) == 5
        total = sum((c.hour * 60 + c.minute) - (o.hour * 60 + o.minute) for o, c in shifts)
        assert abs(total - 5 * 9 * 60) <= 5  # nine hours on five days, but for the minute before each midnight
