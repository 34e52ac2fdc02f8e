"""Directories as they really come: broken, hostile, half empty. Refused in words, or read as far as they make sense."""

import io
import json
import zipfile
from datetime import time
from typing import Any

import pytest

from hamafza.kernel.sheets import TooBig
from hamafza.network import importing
from hamafza.network.hsds import BadDirectory, Entry, entries_of, plan_of, read
from hamafza.network.hsds.plan import MOST, place_of, source_id
from hamafza.network.models import Centre
from tests.cast import HAND, SATURDAY, World


def packed(tables: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as package:
        for name, content in tables.items():
            package.writestr(name, content)
    return out.getvalue()


def entry_of(location: dict[str, Any], **tables: list[dict[str, Any]]) -> Entry:
    """The only entry of a directory whose one location says this."""
    data = json.dumps({"locations": [{"id": "l", "name": "Desk", **location}], **tables}).encode()
    (entry,) = entries_of(read(data, "x.json"))
    return entry


def organization(**more: Any) -> bytes:
    return json.dumps({"id": "o", "name": "Health desk", **more}).encode()


def nested(depth: int) -> bytes:
    """Organisations within services within organisations."""
    head, tail = '{"id":"o","name":"n","services":[{"id":"s","organization":', "}]}"
    return (head * depth + "{}" + tail * depth).encode()


LOCATIONS = b"id,name\nl1,Harbour clinic"


class TestHostile:
    @pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA], ids=["bzip2", "lzma"])
    def test_a_rare_packing_is_refused(self, method: int) -> None:
        with pytest.raises(BadDirectory):
            read(packed({"locations.csv": LOCATIONS}, method), "x.zip")

    @pytest.mark.parametrize("at", range(45, 60))
    def test_a_spoilt_stream_is_refused(self, at: int) -> None:
        data = bytearray(packed({"locations.csv": LOCATIONS * 40}))
        data[at] ^= 0xFF
        with pytest.raises(BadDirectory):
            read(bytes(data), "x.zip")

    def test_a_locked_package_is_refused(self) -> None:
        data = bytearray(packed({"locations.csv": LOCATIONS}))
        for mark in (b"PK\x03\x04", b"PK\x01\x02"):
            data[data.index(mark) + (6 if mark == b"PK\x03\x04" else 8)] |= 1
        with pytest.raises(BadDirectory):
            read(bytes(data), "x.zip")

    def test_too_many_files_are_refused(self) -> None:
        with pytest.raises(BadDirectory):
            read(packed({f"{n}.csv": LOCATIONS for n in range(101)}), "x.zip")

    def test_a_table_of_more_than_ten_megabytes_is_refused(self) -> None:
        with pytest.raises(TooBig):
            read(packed({"locations.csv": LOCATIONS + b" " * 10 * 1024 * 1024}), "x.zip")

    def test_a_file_that_climbs_out_of_its_folder_is_only_a_name(self) -> None:
        tables = read(packed({"../../locations.csv": LOCATIONS, "/etc/passwd": b"x"}), "x.zip")
        assert set(tables) == {"locations"}

    @pytest.mark.parametrize("depth", [50, 200, 320, 3_000, 100_000])
    def test_a_tower_is_read_or_refused(self, depth: int) -> None:
        try:
            assert read(nested(depth), "x.json")["organizations"]
        except BadDirectory:
            assert depth > 50

    @pytest.mark.parametrize(
        "number", ["1" + "0" * 400, "NaN", "Infinity", "-Infinity", "1e999", '"east"', "true", "[]", "{}", '""']
    )
    def test_a_point_that_is_none_is_no_point(self, world: World, number: str) -> None:
        data = f'{{"id": "l", "name": "Health desk", "locations": [{{"id": "x", "latitude": {number}, "longitude": {number}}}]}}'
        (line,) = plan_of(entries_of(read(data.encode(), "x.json"))).lines
        assert line.place is None and line.fate == "fault"

    @pytest.mark.parametrize("sign", ["\\u0000", "\\u202e", "\\ud800", "\\u0007", "\\ufeff"])
    def test_signs_that_disguise_do_not_come_in(self, world: World, sign: str) -> None:
        data = organization(description="x").replace(b"Health desk", f"Health{sign} desk".encode())
        data = data.replace(b'"x"', f'"says{sign} x"'.encode())
        plan = plan_of(entries_of(read(data, "x.json")), world.place["1104"])

        assert importing.carry_out(plan, key="k", by=HAND, at=SATURDAY)["new"] == 1
        centre = Centre.objects.get(imported_id="hsds:k:o")
        assert (centre.name, centre.description) == ("Health desk", "says x")

    def test_a_town_as_long_as_a_book_is_no_town(self, world: World) -> None:
        assert place_of(Entry("x", towns=["چ" * 60_000], region="س" * 60_000)) is None

    def test_a_long_name_is_cut_and_a_long_address_too(self, world: World) -> None:
        found = entry_of({"name": "Health " * 100}, addresses=[{"location_id": "l", "address_1": "ک" * 999}])
        assert (len(found.name), len(found.address)) == (120, 200)

    @pytest.mark.parametrize("key", ["", "k" * 61])
    def test_an_entry_needs_a_name_of_its_own(self, world: World, key: str) -> None:
        entry = Entry(key, name="Health desk", towns=["Chabahar"])
        (line,) = plan_of([entry]).lines
        assert line.fate == "fault"

    def test_the_same_id_twice_is_a_fault_the_second_time(self, world: World) -> None:
        entries = [Entry("a", name="Health desk", towns=["Chabahar"]) for _ in range(2)]
        assert [line.fate for line in plan_of(entries).lines] == ["new", "fault"]

    def test_what_is_beyond_the_limit_is_one_fault(self, world: World) -> None:
        lines = plan_of(Entry("", name="") for _ in range(MOST + 50)).lines
        assert len(lines) == MOST + 1
        assert "۵٬۰۰۰" in lines[-1].faults[-1]


class TestShapes:
    @pytest.mark.parametrize(
        "data",
        [
            b'{"organizations": 5}',
            b'{"locations": []}',
            b'{"locations": [1, "x", null]}',
            b'{"contents": {}}',
            b'{"contents": [null, 3, "x", []]}',
            b'[{"nothing": 1}]',
            b"[null]",
            b"7",
            b"true",
            b"\xef\xbb\xbf",
            b"\x00\x01\x02",
        ],
    )
    def test_of_nothing_are_refused(self, data: bytes) -> None:
        with pytest.raises(BadDirectory):
            read(data, "x.json")

    @pytest.mark.parametrize(
        "wrong",
        [
            {"services": "x"},
            {"services": [None, 1, "x"]},
            {"locations": {"id": "x"}},
            {"phones": [None]},
            {"attributes": [{"taxonomy_term": "Health"}]},
            {"schedules": [{"byday": 3, "opens_at": [], "closes_at": {}}]},
            {"services": [{"id": None, "name": None, "status": None, "service_at_locations": [{"location": None}]}]},
        ],
    )
    def test_with_a_part_of_the_wrong_kind_are_read_without_it(self, wrong: dict[str, Any]) -> None:
        entries = entries_of(read(organization(**wrong), "x.json"))
        assert [(entry.source_id, entry.name, entry.week) for entry in entries] == [("o", "Health desk", {})]

    def test_a_leading_mark_of_order_is_no_harm(self) -> None:
        assert read(b"\xef\xbb\xbf" + organization(), "x.json")["organizations"]

    def test_headings_in_any_case_are_understood(self) -> None:
        assert read(packed({"Locations.CSV": b"ID,Name\nl1,Desk"}), "x.zip")["locations"][0]["name"] == "Desk"

    def test_an_empty_table_beside_a_full_one_is_empty(self) -> None:
        tables = read(packed({"locations.csv": LOCATIONS, "phones.csv": b"", "services.csv": b"id,name"}), "x.zip")
        assert (tables["phones"], tables["services"]) == ([], [])


class TestWeeks:
    @pytest.mark.parametrize(
        ("said", "week"),
        [
            ({"byday": "SA"}, {0: ["08-12"]}),
            ({"byday": "SA,su , Mo"}, {0: ["08-12"], 1: ["08-12"], 2: ["08-12"]}),
            ({"weekday": "Friday"}, {6: ["08-12"]}),
            ({"byday": "SA", "opens_at": "8", "closes_at": "12:00:00+03:30"}, {0: ["08-12"]}),
            ({"byday": "SA", "freq": "weekly"}, {0: ["08-12"]}),
            ({"byday": "SA", "freq": "MONTHLY"}, {}),
            ({"byday": "1SA"}, {}),
            ({"byday": "XX"}, {}),
            ({"byday": ""}, {}),
            ({"byday": "SA", "opens_at": "12:00", "closes_at": "08:00"}, {}),
            ({"byday": "SA", "opens_at": "08:00", "closes_at": "08:00"}, {}),
            ({"byday": "SA", "closes_at": "24:00"}, {}),
            ({"byday": "SA", "opens_at": None}, {}),
            ({"byday": "SA", "opens_at": "morning"}, {}),
        ],
    )
    def test_are_read_as_they_stand(self, said: dict[str, Any], week: dict[int, list[str]]) -> None:
        row = {"location_id": "l", "opens_at": "08:00", "closes_at": "12:00"} | said
        found = entry_of({}, schedules=[row]).week

        assert {day: [f"{a:%H}-{b:%H}" for a, b in hours] for day, hours in found.items()} == week

    def test_that_cross_are_joined(self) -> None:
        rows = [("08:00", "10:00"), ("09:00", "12:00"), ("12:00", "13:00"), ("16:00", "18:00"), ("08:30", "09:00")]
        schedules = [{"location_id": "l", "byday": "MO", "opens_at": a, "closes_at": b} for a, b in rows]

        assert entry_of({}, schedules=schedules).week == {2: [(time(8), time(13)), (time(16), time(18))]}


class TestLinks:
    SERVICES = (
        {"id": "s1", "name": "Clinic", "organization_id": "o"},
        {"id": "s2", "name": "Jobs", "organization_id": "o"},
    )

    def test_a_location_has_the_services_given_there(self) -> None:
        found = entry_of(
            {"organization_id": "o"},
            organizations=[{"id": "o", "name": "House"}],
            services=list(self.SERVICES),
            service_at_locations=[
                {"service_id": "s1", "location_id": "l"},
                {"service_id": "ghost", "location_id": "l"},
            ],
        )
        assert found.services == ["Clinic"]

    def test_or_those_of_its_organisation_that_name_no_place(self) -> None:
        found = entry_of(
            {"organization_id": "o"}, organizations=[{"id": "o", "name": "House"}], services=list(self.SERVICES)
        )
        assert found.services == ["Clinic", "Jobs"]

    def test_the_voice_is_taken_and_not_the_fax(self) -> None:
        phones = [
            {"location_id": "l", "number": "1", "type": "fax"},
            {"location_id": "l", "number": "2", "type": "Voice"},
            {"location_id": "other", "number": "3"},
        ]
        assert entry_of({}, phones=phones).phone == "2"

    def test_an_organisation_with_a_house_is_not_listed_twice(self) -> None:
        data = organization(locations=[{"id": "l", "name": "Desk"}])
        assert [entry.name for entry in entries_of(read(data, "x.json"))] == ["Desk"]

    @pytest.mark.parametrize(
        ("states", "active"), [([], True), (["active"], True), (["inactive"], False), (["inactive", ""], True)]
    )
    def test_is_active_while_one_service_is(self, states: list[str], active: bool) -> None:
        services = [{"id": f"s{n}", "location_id": "l", "name": "x", "status": one} for n, one in enumerate(states)]
        assert entry_of({}, services=services).is_active is active


class TestPlaces:
    @pytest.mark.parametrize(
        ("entry", "code"),
        [
            (Entry("x", latitude=25.29, longitude=60.64), "1104"),
            (Entry("x", latitude=25.29, longitude=60.64, towns=["Mashhad"]), "1104"),  # the point is surer
            (Entry("x", latitude=48.85, longitude=2.35, towns=["Mashhad"]), "0901"),  # abroad: the town then
            (Entry("x", latitude=25.29, towns=["کنارک"]), "1110"),
            (Entry("x", towns=["nowhere", "Konarak"]), "1110"),
            (Entry("x", towns=["nowhere"], region="IR-09"), "09"),
            (Entry("x", region="ir-11"), "11"),
            (Entry("x", region="IR-1104"), None),
            (Entry("x", region="Ohio"), None),
            (Entry("x"), None),
        ],
    )
    def test_by_the_point_then_the_town_then_the_province(self, world: World, entry: Entry, code: str | None) -> None:
        assert place_of(entry) == (world.place[code] if code else None)


def test_an_id_with_colons_comes_back_whole(world: World) -> None:
    plan = plan_of([Entry("urn:a:b", name="Health desk", towns=["Chabahar"])])
    importing.carry_out(plan, key="k", by=HAND, at=SATURDAY)
    centre = Centre.objects.get(imported_id="hsds:k:urn:a:b")

    assert source_id(centre) == "urn:a:b"
    assert plan_of([Entry("urn:a:b", name="Health desk", towns=["Chabahar"])]).counts["same"] == 1


def test_somebody_with_less_reach_imports_what_is_hers_only(world: World) -> None:
    entries = [Entry("a", name="Health A", towns=["Chabahar"]), Entry("b", name="Health B", towns=["Mashhad"])]
    done = importing.carry_out(plan_of(entries), key="k", by=world.person["parvin"], at=SATURDAY)

    assert done == {"new": 1, "changed": 0, "same": 0, "fault": 1}
    assert [one.name for one in importing.of_file("k")] == ["Health A"]
