"""Another directory comes in: shapes of HSDS 3 and 2, refusals, twice is once, and the way back."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from hamafza.kernel.sheets import TooBig
from hamafza.network import commands as network
from hamafza.network import importing
from hamafza.network.hsds import BadDirectory, entries_of, plan_of, read
from hamafza.network.hsds.domains import domains_of
from hamafza.network.models import Centre
from tests.cast import HAND, SATURDAY, World


def service(key: str = "1", **change: Any) -> dict[str, Any]:
    """A small HSDS 3 service, of our own."""
    location = {
        "id": f"loc-{key}", "name": f"Clinic {key}", "location_type": "physical",
        "latitude": 25.30, "longitude": 60.63,
        "addresses": [{"address_1": "12 Harbour Road", "city": "Chabahar", "state_province": "IR-11"}],
    }  # fmt: skip
    return {
        "id": f"svc-{key}", "name": "Primary care", "status": "active",
        "organization": {"id": "org-1", "name": "Coast Foundation", "description": "Helps."},
        "phones": [{"number": "054 3531 2345", "type": "voice"}],
        "schedules": [
            {"freq": "WEEKLY", "byday": "SA,SU", "opens_at": "08:00:00", "closes_at": "12:00:00"},
            {"freq": "MONTHLY", "byday": "TU", "opens_at": "08:00", "closes_at": "12:00"},
        ],
        "attributes": [{"taxonomy_term": {"name": "Medical Care", "taxonomy": "openeligibility"}}],
        "service_at_locations": [{"id": f"sal-{key}", "location": location}],
        **change,
    }  # fmt: skip


def data(*things: Any) -> bytes:
    return json.dumps(things[0] if len(things) == 1 else list(things)).encode()


def zipped(**tables: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, text in tables.items():
            package.writestr(f"{name}.csv", text)
    return out.getvalue()


TABLES = {
    "organizations": "id,name\no1,Coast Foundation\no2,Office Only",
    "locations": "id,organization_id,name,latitude,longitude\nl1,o1,Harbour Desk,25.30,60.63",
    "services": "id,organization_id,name,status\ns1,o1,Job search,active\ns2,o2,Legal advice,active",
    "services_at_location": "id,service_id,location_id\nx,s1,l1",
    "postal_addresses": "id,organization_id,address_1,city\na2,o2,1 Square,Zahedan",
    "regular_schedules": "location_id,weekday,opens_at,closes_at\nl1,Monday,9:00,13:00\nl1,Monday,12,17:00",
    "phones": "location_id,organization_id,number\n,o2,05433221100",
}


def plan(content: bytes, **more: Any) -> Any:
    return plan_of(entries_of(read(content, "file")), **more)


def imported(content: bytes, key: str = "aaaa1111") -> dict[str, int]:
    return importing.carry_out(plan(content), key=key, by=HAND, at=SATURDAY)


class TestReading:
    @pytest.mark.parametrize(
        "content",
        [
            data(service()),
            data(service(), service("2")),
            data({"total_items": 1, "contents": [service()]}),
            data({"id": "org-1", "name": "Coast", "services": [service()], "locations": []}),
            data(
                {
                    "location": service()["service_at_locations"][0]["location"],
                    "service": service(),
                    "id": "sal",
                }
            ),
        ],
        ids=["one", "array", "page", "organization", "service at location"],
    )
    def test_every_shape_of_json(self, world: World, content: bytes) -> None:
        line = plan(content).lines[0]
        assert (line.entry.name, line.place.code, [one.key for one in line.domains]) == (
            "Clinic 1",
            "1104",
            ["health"],
        )
        assert line.faults == []

    def test_tables_of_version_two(self, world: World) -> None:
        lines = {line.entry.name: line for line in plan(zipped(**TABLES)).lines}
        assert set(lines) == {"Harbour Desk", "Office Only"}
        assert [one.key for one in lines["Harbour Desk"].domains] == ["employment"]
        assert [f"{a:%H:%M}-{b:%H:%M}" for a, b in lines["Harbour Desk"].entry.week[2]] == ["09:00-17:00"]
        assert lines["Office Only"].place.code == "1101"
        assert lines["Office Only"].phone == "05433221100"

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"{",
            b"[]",
            b"null",
            b'"x"',
            b"PK\x03\x04broken",
            b"[" * 100_000,
            zipped(nothing="a,b\n1,2"),
            b"\xff\xfe\x00",
        ],
    )
    def test_what_is_no_directory_is_refused_in_persian(self, content: bytes) -> None:
        with pytest.raises(BadDirectory) as refused:
            read(content, "x.json")
        assert "HSDS" in str(refused.value.message)

    def test_a_bomb_is_refused(self) -> None:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr("services.csv", b"id,name\n" + b"0" * 30_000_000)
        with pytest.raises(TooBig):
            read(out.getvalue(), "x.zip")


class TestLookingUp:
    @pytest.mark.parametrize(
        ("change", "fault"),
        [
            ({"status": "defunct"}, "فعال نیست"),
            ({"attributes": [], "name": "Zzz"}, "عرصه"),
        ],
    )
    def test_says_why_a_line_is_not_written(self, world: World, change: dict[str, Any], fault: str) -> None:
        thing = service(**change)
        thing["service_at_locations"][0]["location"]["name"] = "Desk"
        assert any(fault in text for text in plan(data(thing)).lines[0].faults)

    def test_abroad_needs_a_place_of_ours(self, world: World) -> None:
        thing = service()
        location = thing["service_at_locations"][0]["location"]
        location |= {
            "latitude": 37.4,
            "longitude": -122.2,
            "addresses": [{"city": "Redwood City", "state_province": "CA"}],
        }
        assert "شناخته نشد" in plan(data(thing)).lines[0].faults[0]
        line = plan(data(thing), fallback=world.place["1110"]).lines[0]
        assert (line.place, line.faults) == (world.place["1110"], [])

    def test_without_a_point_the_town_tells(self, world: World) -> None:
        thing = service()
        thing["service_at_locations"][0]["location"] |= {"latitude": 100, "longitude": 101}
        assert plan(data(thing)).lines[0].place.code == "1104"

    def test_a_foreign_telephone_is_noted_not_written(self, world: World) -> None:
        line = plan(data(service(phones=[{"number": "+44 1234 234567"}]))).lines[0]
        assert line.phone == ""
        assert line.notes

    @pytest.mark.parametrize(
        ("terms", "services", "texts", "found"),
        [
            ([("housing", "x")], ["Clinic"], [], ["housing"]),
            ([("", "Help Find Work")], [], [], ["employment"]),
            ([("", "Addiction & Recovery")], [], [], ["addiction"]),
            ([], ["مرکز درمان و دارو"], [], ["health"]),
            ([], ["صدور کارت"], [], []),
            ([], ["Friends"], ["offers a legal clinic"], ["health", "legal"]),
            ([("", "Animal Welfare")], [], [], []),
        ],
    )
    def test_domains_by_words(self, terms: Any, services: Any, texts: Any, found: list[str]) -> None:
        known = ["health", "employment", "housing", "addiction", "legal"]
        assert domains_of(terms, services, known, texts) == found


class TestWriting:
    def test_creates_a_listed_centre_that_gets_no_request_yet(self, world: World) -> None:
        assert imported(data(service())) == {"new": 1, "changed": 0, "same": 0, "fault": 0}
        centre = Centre.objects.get(name="Clinic 1")
        assert (centre.phone, centre.address, centre.takes_referrals, centre.confirmed_at) == (
            "05435312345", "12 Harbour Road", False, None,
        )  # fmt: skip
        assert sorted(centre.hours.values_list("weekday", flat=True)) == [0, 1]

    def test_twice_is_once(self, world: World) -> None:
        imported(data(service(), service("2")))
        assert imported(data(service("2"), service()), key="bbbb2222") == {
            "new": 0,
            "changed": 0,
            "same": 2,
            "fault": 0,
        }
        assert Centre.objects.filter(imported_id__startswith="hsds:").count() == 2

    def test_a_change_in_the_source_changes_that_alone(self, world: World) -> None:
        imported(data(service()))
        network.edit(Centre.objects.get(name="Clinic 1"), takes_referrals=True, by=HAND, at=SATURDAY)
        assert imported(data(service(phones=[{"number": "09151112233"}])))["changed"] == 1
        centre = Centre.objects.get(name="Clinic 1")
        assert (centre.phone, centre.takes_referrals) == ("09151112233", True)

    def test_a_line_outside_ones_reach_is_a_fault_and_the_rest_goes_on(self, world: World) -> None:
        far = service("far")
        far["service_at_locations"][0]["location"] |= {"latitude": 36.3, "longitude": 59.6}
        found = plan(data(service(), far))
        counts = importing.carry_out(found, key="cccc3333", by=world.person["parvin"], at=SATURDAY)
        assert (counts["new"], counts["fault"]) == (1, 1)
        assert found.lines[1].faults

    def test_the_way_back_closes_what_is_not_in_use(self, world: World) -> None:
        imported(data(service(), service("2")))
        used = Centre.objects.get(name="Clinic 2")
        network.edit(used, takes_referrals=True, by=HAND, at=SATURDAY)
        for other in ("chabahar", "zahedan", "konarak"):
            network.move_state(world.centre[other], to="dormant", reason="آزمون", by=HAND, at=SATURDAY)
        world.triaged("health")
        assert importing.take_back("aaaa1111", by=HAND, at=SATURDAY) == (1, 1)
        assert Centre.objects.get(name="Clinic 1").state == "closed"
        used.refresh_from_db()
        assert used.state == "active"
        assert imported(data(service()))["new"] == 1  # what was taken back may come again


class TestPage:
    @pytest.fixture
    def parvin(self, world: World, client: Client) -> Client:
        client.force_login(world.person["parvin"])
        return client

    def send(self, client: Client, content: bytes, **more: str) -> Any:
        return client.post("/centres/import", {"file": SimpleUploadedFile("x.json", content), **more})

    def test_looks_then_does_then_takes_back(self, world: World, parvin: Client) -> None:
        look = self.send(parvin, data(service(), service("2", status="defunct")))
        assert look.context["counts"] == {"new": 1, "changed": 0, "same": 0, "fault": 1}
        assert "فعال نیست" in look.content.decode()
        assert not Centre.objects.filter(name="Clinic 1").exists()
        did = parvin.post("/centres/import/do", {"token": look.context["token"]})
        assert Centre.objects.get(name="Clinic 1").state == "active"
        answer = parvin.post("/centres/import/undo", {"key": did.context["key"]}, follow=True)
        assert "۱ کانون این ورود بسته شد" in answer.content.decode()
        assert Centre.objects.get(name="Clinic 1").state == "closed"

    @pytest.mark.parametrize(("content", "place", "field"), [(b"{}", "", "file"), (data(service()), "ناکجا", "place")])
    def test_a_mistake_is_said_beside_its_field(self, parvin: Client, content: bytes, place: str, field: str) -> None:
        answer = self.send(parvin, content, place=place)
        assert answer.status_code == 422
        assert f"id_{field}_error" in answer.content.decode()

    def test_a_strangers_token_does_nothing(self, world: World, parvin: Client) -> None:
        token = self.send(parvin, data(service())).context["token"]
        admin = Client()
        admin.force_login(world.person["admin"])
        assert admin.post("/centres/import/do", {"token": token}).status_code == 303
        assert not Centre.objects.filter(name="Clinic 1").exists()

    def test_is_not_for_a_county_coordinator(self, world: World, client: Client) -> None:
        client.force_login(world.person["nader"])
        assert client.get("/centres/import").status_code == 403


class TestCommand:
    def test_of_the_shell_does_the_same_and_undoes_it(self, world: World, tmp_path: Path, capsys: Any) -> None:
        file = tmp_path / "x.json"
        file.write_bytes(data(service()))
        call_command("import_hsds", str(file), dry_run=True)
        assert "new=1" in capsys.readouterr().out
        assert not Centre.objects.filter(name="Clinic 1").exists()
        call_command("import_hsds", str(file))
        assert Centre.objects.get(name="Clinic 1").state == "active"
        call_command("import_hsds", str(file), undo=True)
        assert Centre.objects.get(name="Clinic 1").state == "closed"

    def test_reads_a_folder_of_tables(self, world: World, tmp_path: Path, capsys: Any) -> None:
        for name, text in TABLES.items():
            (tmp_path / f"{name}.csv").write_text(text)
        network.add_domains(rows=[{"key": "legal", "name_fa": "حقوقی", "name_en": "Legal"}], by=HAND, at=SATURDAY)
        call_command("import_hsds", str(tmp_path))
        assert "new=2" in capsys.readouterr().out

    @pytest.mark.parametrize("place", ["IR/99/", "nowhere"])
    def test_an_unknown_place_stops_it(self, world: World, tmp_path: Path, place: str) -> None:
        file = tmp_path / "x.json"
        file.write_bytes(data(service()))
        with pytest.raises(CommandError):
            call_command("import_hsds", str(file), place=place)


class TestRoundTrip:
    def test_what_we_export_comes_in_again_with_its_domains(self, world: World, client: Client) -> None:
        page = client.get("/directory.json").content
        lines = plan(page).lines
        assert len(lines) == 4
        assert {domain.key for line in lines for domain in line.domains} == {"health", "employment"}
        assert not any(line.faults for line in lines)
