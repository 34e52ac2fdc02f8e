"""The directory in the words of HSDS 3, down to the last field: other systems read it without asking us."""

from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from hamafza.network import commands as network
from hamafza.network.models import Centre, Domain
from hamafza.public import hsds
from tests.cast import HAND, SATURDAY, World

WORK = "کانون کار و هنر چابهار"


def services(client: Client) -> list[dict[str, Any]]:
    return list(client.get("/directory.json").json()["contents"])


def of(client: Client, name: str) -> dict[str, Any]:
    [found] = [one for one in services(client) if one["organization"]["name"] == name]
    return found


def location(client: Client, name: str) -> dict[str, Any]:
    return dict(of(client, name)["service_at_locations"][0]["location"])


def ids(said: Any) -> list[str]:
    """Every `id` in it, however deep."""
    if isinstance(said, list):
        return [each for one in said for each in ids(one)]
    if not isinstance(said, dict):
        return []
    return [said[key] for key in said if key == "id"] + [each for value in said.values() for each in ids(value)]


def without_ids(said: Any) -> Any:
    if isinstance(said, list):
        return [without_ids(one) for one in said]
    if not isinstance(said, dict):
        return said
    return {key: without_ids(value) for key, value in said.items() if key not in {"id", "link_id"}}


@pytest.fixture
def work(world: World) -> Centre:
    Domain.objects.filter(key="employment").update(name_en="Employment", taxonomy_term="Work")
    centre = network.edit(
        world.centre["work"], phone="05435312345", address="خیابان قدس", description="کارگاه و مشاوره",
        latitude=25.3, longitude=60.65, by=HAND, at=SATURDAY,
    )  # fmt: skip
    network.set_hours(centre, week={0: [(time(8), time(14))]}, from_date=date(2026, 1, 1), by=HAND, at=SATURDAY)
    network.set_hours(
        centre, week={5: [(time(8), time(12, 30))], 0: [(time(16), time(20))]}, from_date=date(2026, 3, 21),
        by=HAND, at=SATURDAY,
    )  # fmt: skip
    return centre


class TestAService:
    def test_says_all_that_is_known_of_it(self, work: Centre, client: Client) -> None:
        phones = [{"number": "+985435312345", "type": "voice"}]
        weekly = {"freq": "WEEKLY", "wkst": "SA", "interval": 1, "timezone": 3.5}
        new = weekly | {"valid_from": "2026-03-21", "dtstart": "2026-03-21"}

        said = without_ids(of(client, WORK))

        [there] = said["service_at_locations"]
        assert sorted(there.pop("schedules"), key=lambda one: (one["valid_from"], one["byday"])) == [
            weekly
            | {"byday": "SA", "opens_at": "08:00", "closes_at": "14:00"}
            | {"valid_from": "2026-01-01", "dtstart": "2026-01-01", "valid_to": "2026-03-20"},
            new | {"byday": "SA", "opens_at": "16:00", "closes_at": "20:00"},
            new | {"byday": "TH", "opens_at": "08:00", "closes_at": "12:30"},
        ]
        assert said == {
            "name": f"کارآفرینی و اشتغال، {WORK}",
            "alternate_name": f"Employment, {WORK}",
            "status": "active",
            "description": "کارگاه و مشاوره",
            "assured_date": "2026-10-24",
            "last_modified": "2026-10-24T05:30:00+00:00",
            "organization": {"name": WORK, "description": "کارگاه و مشاوره"},
            "phones": phones,
            "service_at_locations": [
                {
                    "location": {
                        "location_type": "physical",
                        "name": WORK,
                        "external_identifier": "work",
                        "external_identifier_type": "hamafza",
                        "latitude": 25.3,
                        "longitude": 60.65,
                        "phones": phones,
                        "addresses": [
                            {
                                "address_1": "خیابان قدس",
                                "city": "چابهار",
                                "state_province": "IR-11",
                                "postal_code": "",
                                "country": "IR",
                                "address_type": "physical",
                            }
                        ],
                    }
                }
            ],
            "attributes": [
                {
                    "link_type": "taxonomy",
                    "link_entity": "service",
                    "value": "Work",
                    "taxonomy_term": {
                        "code": "employment",
                        "name": "Employment",
                        "description": "کارآفرینی و اشتغال",
                        "taxonomy": "hamafza",
                        "language": "en",
                    },
                }
            ],
        }

    def test_is_named_by_the_domain_where_the_taxonomy_has_no_word_for_it(self, world: World, client: Client) -> None:
        assert of(client, WORK)["attributes"][0]["value"] == "employment"

    def test_that_nobody_has_confirmed_says_no_day(self, world: World, client: Client) -> None:
        Centre.objects.filter(code="work").update(confirmed_at=None)

        assert not {"assured_date", "last_modified"} & set(of(client, WORK))

    @pytest.mark.parametrize(("utc", "day"), [((20, 29), "2026-10-24"), ((20, 30), "2026-10-25")])
    def test_is_confirmed_on_the_day_that_it_was_in_iran(
        self, world: World, client: Client, utc: tuple[int, int], day: str
    ) -> None:
        network.confirm_entry(world.centre["work"], by=HAND, at=datetime(2026, 10, 24, *utc, tzinfo=UTC))

        assert of(client, WORK)["assured_date"] == day

    def test_without_words_of_its_own_is_described_by_its_name(self, world: World, client: Client) -> None:
        said = of(client, WORK)

        assert said["organization"]["description"] == WORK
        assert "description" not in said


class TestALocation:
    def test_without_a_telephone_has_an_empty_list_of_them(self, world: World, client: Client) -> None:
        network.edit(world.centre["work"], phone="", by=HAND, at=SATURDAY)

        assert (of(client, WORK)["phones"], location(client, WORK)["phones"]) == ([], [])

    def test_without_an_address_is_that_of_its_town(self, world: World, client: Client) -> None:
        network.edit(world.centre["work"], address="", by=HAND, at=SATURDAY)

        assert location(client, WORK)["addresses"][0]["address_1"] == "چابهار"

    @pytest.mark.parametrize("missing", ["latitude", "longitude"])
    def test_of_half_a_point_has_none(self, world: World, client: Client, missing: str) -> None:
        Centre.objects.filter(code="work").update(**{missing: None})

        assert not {"latitude", "longitude"} & set(location(client, WORK))

    def test_on_the_equator_is_a_point_too(self, world: World, client: Client) -> None:
        Centre.objects.filter(code="work").update(latitude=0.0, longitude=0.0)

        assert (location(client, WORK)["latitude"], location(client, WORK)["longitude"]) == (0.0, 0.0)

    @pytest.mark.parametrize(
        ("place", "province"), [("11", "IR-11"), ("1104", "IR-11"), ("tis", "IR-11"), ("0901", "IR-09")]
    )
    def test_knows_its_province(self, world: World, client: Client, place: str, province: str) -> None:
        Centre.objects.filter(code="work").update(place=world.place[place])

        assert location(client, WORK)["addresses"][0]["state_province"] == province


class TestIds:
    def test_are_uuids_of_which_each_thing_has_its_own(self, work: Centre, client: Client) -> None:
        found = ids(of(client, WORK))

        assert all(UUID(one).version == 5 for one in found)
        assert len(found) == 12
        assert len(set(found)) == 11  # the telephone of the service is that of the location

    def test_link_what_belongs_together(self, world: World, client: Client) -> None:
        said = of(client, WORK)

        assert said["attributes"][0]["link_id"] == said["id"]

    def test_never_change_since_others_have_kept_them(self, world: World, client: Client) -> None:
        """Written down once by hand: a change here is a break for every reader."""
        said = of(client, WORK)

        assert said["id"] == "103d6c80-03aa-59ec-a4ae-ed06392f1f3d"
        assert said["organization"]["id"] == "41dfccbe-b0e6-5c5e-88b3-2e0ed1d94433"

    def test_of_one_centre_in_two_domains_share_the_organisation_only(self, world: World, client: Client) -> None:
        network.edit(
            world.centre["work"], domains=[world.domain["employment"], world.domain["housing"]], by=HAND, at=SATURDAY
        )

        first, second = [one for one in services(client) if one["organization"]["name"] == WORK]

        assert first["organization"] == second["organization"]
        assert first["id"] != second["id"]
        assert first["attributes"][0]["taxonomy_term"]["id"] != second["attributes"][0]["taxonomy_term"]["id"]


class TestPages:
    @pytest.mark.parametrize(
        ("asked", "number", "first", "last", "rows"),
        [("1", 1, True, False, 3), ("2", 2, False, True, 1), ("3", 2, False, True, 1), ("x", 1, True, False, 3)],
    )
    def test_are_counted_in_the_frame_of_the_standard(
        self, world: World, client: Client, monkeypatch, asked: str, number: int, first: bool, last: bool, rows: int
    ) -> None:
        monkeypatch.setattr(hsds, "SIZE", 3)

        page = client.get("/directory.json", {"page": asked}).json()

        assert len(page.pop("contents")) == rows
        assert page == {
            "total_items": 4, "total_pages": 2, "page_number": number, "size": rows, "first_page": first,
            "last_page": last, "empty": False,
        }  # fmt: skip

    def test_go_by_the_codes_of_centres_without_gap_or_repeat(self, world: World, client: Client, monkeypatch) -> None:
        whole = [one["id"] for one in services(client)]
        monkeypatch.setattr(hsds, "SIZE", 1)

        by_one = [client.get("/directory.json", {"page": n}).json()["contents"][0]["id"] for n in range(1, 5)]

        assert by_one == whole
        assert len(set(whole)) == 4

    def test_of_an_empty_directory_is_one_empty_page(self, world: World, client: Client) -> None:
        Centre.objects.update(is_public=False)

        page = client.get("/directory.json").json()

        assert (page["total_items"], page["empty"], page["first_page"], page["last_page"]) == (0, True, True, True)

    @pytest.mark.parametrize(
        "change", [{"is_public": False}, {"state": "closed"}, {"state": "dormant"}, {"state": "proposed"}]
    )
    def test_hold_open_and_public_centres_only(self, world: World, client: Client, change: dict[str, object]) -> None:
        Centre.objects.filter(code="work").update(**change)

        assert WORK not in [one["organization"]["name"] for one in services(client)]
