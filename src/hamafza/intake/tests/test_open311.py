"""Open311 at its boundaries: what is published and how little, which days a list covers, which reports are one."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import caches
from django.http import QueryDict
from django.test import Client

from hamafza.intake import commands as intake
from hamafza.intake.models import Request, Word
from hamafza.intake.open311 import reports, shapes, views
from hamafza.intake.open311.answers import Fault, instant
from hamafza.intake.tests.life import request_in
from hamafza.kernel.clock import TEHRAN
from hamafza.network.models import Domain
from hamafza.places import commands as places
from hamafza.places.models import Place
from tests.cast import HAND, SATURDAY, World

BASE = "/open311/v2"
SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)
REPORT = {"service_code": "health", "address_id": "IR/11/1104/", "description": "مادرم دارو می‌خواهد"}


@pytest.fixture(autouse=True)
def on_saturday(db: None, time_machine) -> None:
    time_machine.move_to(SATURDAY + 60 * MINUTE, tick=False)
    caches["default"].clear()


def listed(client: Client, **asked: str) -> list[str]:
    answer = client.get(f"{BASE}/requests.json", asked)
    assert answer.status_code == 200, answer.content.decode()
    return [one["service_request_id"] for one in answer.json()]


def shown(client: Client, request: Request) -> dict[str, Any]:
    [one] = client.get(f"{BASE}/requests/{request.code}.json").json()
    return dict(one)


def report(client: Client, address: str = "127.0.0.1", **change: str) -> str:
    answer = client.post(f"{BASE}/requests.json", {**REPORT, **change}, REMOTE_ADDR=address)
    assert answer.status_code == 200, answer.content.decode()
    return str(answer.json()[0]["service_request_id"])


class TestAPublishedRequest:
    def test_shows_so_much_and_no_more(self, world: World, client: Client) -> None:
        request = request_in(world, "triaged", at=SATURDAY)

        assert client.get(f"{BASE}/requests.json").json() == [
            {
                "service_request_id": f"h{request.pk}",
                "status": "open",
                "status_notes": "تشخیص داده شد",
                "service_name": "درمان و سلامت",
                "service_code": "health",
                "description": None,
                "agency_responsible": None,
                "service_notice": None,
                "requested_datetime": "2026-10-24T09:00:00+03:30",
                "updated_datetime": "2026-10-24T09:00:00+03:30",
                "expected_datetime": instant(request.due_at),
                "address": "چابهار",
                "address_id": "IR/11/1104/",
                "zipcode": None,
                "lat": 25.29,
                "long": 60.64,
                "media_url": None,
            }
        ]

    @pytest.mark.parametrize(
        ("state", "status"),
        [
            ("triaged", "open"), ("in_referral", "open"), ("resolved", "closed"), ("partly_resolved", "closed"),
            ("confirmed", "closed"), ("closed", "closed"), ("withdrawn", "closed"), ("duplicate", "closed"),
        ],
    )  # fmt: skip
    def test_is_open_until_its_work_is_done(self, world: World, client: Client, state: str, status: str) -> None:
        request = request_in(world, state)

        one = shown(client, request)

        assert one["status"] == status
        assert (one["expected_datetime"] is None) is (status == "closed")

    def test_says_when_it_moved_last(self, world: World, client: Client) -> None:
        request = request_in(world, "triaged", at=SATURDAY)
        intake.note_in_referral(request, by=HAND, at=SATURDAY + 30 * MINUTE)

        assert shown(client, request)["updated_datetime"] == "2026-10-24T09:30:00+03:30"

    def test_is_named_by_its_first_need(self, world: World, client: Client) -> None:
        request = request_in(world, "triaged", "housing", "health")

        assert shown(client, request)["service_code"] == "housing"
        assert listed(client, service_code="health") == [f"h{request.pk}"]

    def test_with_one_sensitive_need_among_others_names_none(self, world: World, client: Client) -> None:
        request = request_in(world, "triaged", "housing", "health")
        Domain.objects.filter(key="health").update(is_sensitive=True)

        assert (shown(client, request)["service_code"], shown(client, request)["service_name"]) == (
            "any",
            "درخواست کمک",
        )
        assert listed(client) == []

    def test_stands_once_however_many_needs_it_has(self, world: World, client: Client) -> None:
        request = request_in(world, "triaged", "health", "employment", "housing")

        assert listed(client) == listed(client, service_code="health,housing") == [f"h{request.pk}"]


class TestAPlace:
    @pytest.mark.parametrize(
        ("kind", "named"),
        [
            ("village", "IR/11/1104/"), ("neighbourhood", "IR/11/1104/"), ("district", "IR/11/1104/"),
            ("city", "IR/11/1104/x/"),
        ],
    )  # fmt: skip
    def test_so_small_that_people_know_each_other_is_its_county(
        self, world: World, client: Client, kind: str, named: str
    ) -> None:
        row = {"path": "IR/11/1104/x/", "kind": kind, "name_fa": "جا", "lat": 25.123456, "lng": 60.987654}
        places.load(rows=[row], by=HAND, at=SATURDAY)
        world.place["x"] = Place.objects.get(path="IR/11/1104/x/")

        one = shown(client, world.request(place="x"))

        assert one["address_id"] == named
        assert (one["lat"], one["long"]) == ((25.12, 60.99) if kind == "city" else (25.29, 60.64))

    def test_without_a_point_shows_none(self, world: World, client: Client) -> None:
        request = world.request(place="1104")
        type(request.place).objects.filter(pk=request.place.pk).update(latitude=None, longitude=None)

        assert (shown(client, request)["lat"], shown(client, request)["long"]) == (None, None)

    def test_on_the_equator_is_a_place_too(self, world: World, client: Client) -> None:
        request = world.request(place="1104")
        type(request.place).objects.filter(pk=request.place.pk).update(latitude=0.0, longitude=0.0)

        assert (shown(client, request)["lat"], shown(client, request)["long"]) == (0.0, 0.0)


class TestIds:
    def test_answer_in_the_order_and_under_the_names_that_were_asked_for(self, world: World, client: Client) -> None:
        first, second = request_in(world, "triaged"), request_in(world, "triaged")
        asked = [f"h{second.pk}", first.code, "nonsense", f"h{second.pk}", f"h{first.pk}"]

        assert listed(client, service_request_id=",".join(asked)) == [f"h{second.pk}", first.code, f"h{first.pk}"]

    @pytest.mark.parametrize("written", ["{pk}", "H{pk}", "h0{pk}", "h {pk}", "h-{pk}", "h{pk}x", "h٠", "h"])
    def test_in_no_other_writing_are_known(self, world: World, written: str) -> None:
        request = request_in(world, "triaged")

        assert shapes.by_ids([written.format(pk=request.pk)]) == []

    def test_open_an_untriaged_request_by_its_code_only(self, world: World) -> None:
        request = world.request()

        assert shapes.by_ids([f"h{request.pk}"]) == []
        assert shapes.by_ids([request.code]) == [(request.code, request)]


class TestTheDaysOfAList:
    @pytest.fixture
    def days(self, world: World) -> dict[str, int]:
        """«d0» came in at nine on Saturday, the others so many days before."""
        return {f"d{n}": request_in(world, "triaged", at=SATURDAY - n * DAY).pk for n in (0, 1, 89, 91, 200)}

    def found(self, client: Client, days: dict[str, int], **asked: str) -> list[str]:
        names = {f"h{pk}": name for name, pk in days.items()}
        return [names[one] for one in listed(client, **asked)]

    def at(self, days: int, **more: int) -> str:
        return (SATURDAY - days * DAY + timedelta(**more)).isoformat()

    def test_are_the_last_ninety_from_the_newest(self, client: Client, days: dict[str, int]) -> None:
        assert self.found(client, days) == ["d0", "d1", "d89"]

    def test_from_a_day_on_are_ninety(self, client: Client, days: dict[str, int]) -> None:
        assert self.found(client, days, start_date=self.at(201)) == ["d200"]
        assert self.found(client, days, start_date=self.at(91)) == ["d1", "d89", "d91"]

    def test_up_to_a_day_are_ninety(self, client: Client, days: dict[str, int]) -> None:
        assert self.found(client, days, end_date=self.at(1)) == ["d1", "d89", "d91"]
        assert self.found(client, days, end_date=self.at(110)) == ["d200"]

    def test_hold_both_their_ends(self, client: Client, days: dict[str, int]) -> None:
        assert self.found(client, days, start_date=self.at(1), end_date=self.at(0)) == ["d0", "d1"]
        assert self.found(client, days, start_date=self.at(1, seconds=1), end_date=self.at(0, seconds=-1)) == []

    @pytest.mark.parametrize(("more", "status"), [(0, 200), (1, 400)])
    def test_are_ninety_at_most_to_the_second(self, client: Client, more: int, status: int) -> None:
        asked = {"start_date": self.at(90), "end_date": self.at(0, seconds=more)}

        assert client.get(f"{BASE}/requests.json", asked).status_code == status

    def test_do_not_end_before_they_begin(self, client: Client) -> None:
        asked = {"start_date": self.at(0), "end_date": self.at(0, seconds=-1)}

        assert client.get(f"{BASE}/requests.json", asked).status_code == 400

    @pytest.mark.parametrize(
        ("written", "names"),
        [
            ("2026-10-24", ["d0"]),  # from midnight in Tehran
            ("2026-10-24T09:00:00", ["d0"]),  # without a zone it is Tehran's
            ("2026-10-24T09:00:01", []),
            ("2026-10-24T05:30:00Z", ["d0"]),
            ("2026-10-24T05:30:01Z", []),
            ("2026-10-24T09:00:00+03:30", ["d0"]),
            ("2026-10-24T09:00:00 03:30", ["d0"]),  # a plus that nobody escaped
        ],
    )
    def test_are_understood_in_each_writing(
        self, client: Client, days: dict[str, int], written: str, names: list[str]
    ) -> None:
        assert self.found(client, days, start_date=written) == names

    def test_never_bring_more_than_the_standard_allows(
        self, client: Client, days: dict[str, int], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(views, "MOST", 2)

        assert self.found(client, days) == ["d0", "d1"]


class TestTheSameReport:
    @pytest.mark.parametrize(("later", "same"), [(0, True), (599, True), (600, False), (3600, False)])
    def test_within_ten_minutes_is_one(
        self, world: World, client: Client, time_machine, later: int, same: bool
    ) -> None:
        first = report(client)
        time_machine.move_to(SATURDAY + 60 * MINUTE + later * SECOND, tick=False)

        assert (report(client) == first) is same
        assert Request.objects.count() == (1 if same else 2)

    def test_across_the_border_of_two_windows_is_one(self, world: World, client: Client, time_machine) -> None:
        time_machine.move_to(SATURDAY + 9 * MINUTE + 59 * SECOND, tick=False)
        first = report(client)
        time_machine.move_to(SATURDAY + 10 * MINUTE + 1 * SECOND, tick=False)

        assert report(client) == first

    def test_of_two_senders_are_two(self, world: World, client: Client) -> None:
        assert report(client, "10.0.0.1") != report(client, "10.0.0.2")

    @pytest.mark.parametrize("change", [{"description": "چیز دیگر"}, {"phone": "09151234567"}, {"service_code": "any"}])
    def test_with_other_words_is_another(self, world: World, client: Client, change: dict[str, str]) -> None:
        assert report(client) != report(client, **change)

    def test_says_the_wish_for_a_service_once_and_to_the_door_only(
        self, world: World, client: Client, time_machine
    ) -> None:
        report(client)
        time_machine.shift(1)
        report(client)

        word = Word.objects.get()
        assert (word.text, word.for_applicant, word.by) == ("خدمت خواسته‌شده: درمان و سلامت", False, "system:open311")

    def test_without_a_wish_brings_no_word(self, world: World, client: Client) -> None:
        report(client, service_code="any")

        assert not Word.objects.exists()


def read(**said: str) -> reports.Report:
    sent = QueryDict(mutable=True)
    sent.update({name: value for name, value in {**REPORT, **said}.items() if value != "-"})
    return reports.read(sent)


class TestReading:
    @pytest.mark.parametrize(
        ("said", "name"),
        [
            ({"first_name": "گلنار", "last_name": "رئیسی"}, "گلنار رئیسی"),
            ({"first_name": "گلنار"}, "گلنار"),
            ({"last_name": " رئیسی "}, "رئیسی"),
            ({}, ""),
            ({"first_name": "ن" * 200}, "ن" * 120),
        ],
    )
    def test_puts_the_two_parts_of_a_name_together(self, world: World, said: dict[str, str], name: str) -> None:
        assert read(**said).details["applicant_name"] == name

    @pytest.mark.parametrize(
        ("lat", "long", "fine"),
        [("90", "60", True), ("-90", "-180", True), ("25.35", "180", True), ("90.01", "60", False),
         ("25", "180.01", False), ("nan", "60", False), ("25", "inf", False), ("25", "", False), ("", "60", False),
         ("۲۵", "x", False)],
    )  # fmt: skip
    def test_takes_a_point_on_the_earth(self, world: World, lat: str, long: str, fine: bool) -> None:
        if fine:
            assert read(lat=lat, long=long).details["latitude"] == float(lat)
        else:
            with pytest.raises(Fault) as refused:
                read(lat=lat, long=long)
            assert [str(one).split(":")[0] for one in refused.value.descriptions] == ["lat, long"]

    def test_without_a_point_keeps_none(self, world: World) -> None:
        assert {"latitude", "longitude"}.isdisjoint(read().details)

    def test_believes_the_point_before_the_address(self, world: World) -> None:
        assert read(lat="25.35", long="60.60", address_id="IR/09/0901/").place == world.place["tis"]

    def test_of_a_point_far_from_everything_believes_the_address(self, world: World) -> None:
        assert read(lat="0", long="0.1", address_id="IR/09/0901/").place == world.place["0901"]

    @pytest.mark.parametrize(("name", "code"), [("مشهد", "0901"), ("تیس، چابهار", "tis"), ("Konarak", "1110")])
    def test_finds_a_place_by_its_name(self, world: World, name: str, code: str) -> None:
        assert read(address_id="-", address_string=name).place == world.place[code]

    @pytest.mark.parametrize("name", ["ناکجا", "ا", "-"])
    def test_does_not_guess_where_the_name_says_nothing(self, world: World, name: str) -> None:
        with pytest.raises(Fault) as refused:
            read(address_id="-", address_string=name)

        assert refused.value.status == 400

    def test_tells_all_faults_at_once(self, world: World) -> None:
        with pytest.raises(Fault) as refused:
            read(service_code="x", description=" ", phone="12", address_id="-", lat="100", long="1")

        named = [str(one).split(":")[0] for one in refused.value.descriptions]
        assert named == ["service_code", "lat, long", "جا پیدا نشد", "description", "phone"]

    def test_takes_signs_that_only_disguise_out_of_the_words(self, world: World) -> None:
        assert read(description="دا\u202eرو").details["text"] == "دارو"


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2026, 10, 24, 9, 0, 5, 999_999, tzinfo=TEHRAN), "2026-10-24T09:00:05+03:30"),
        (datetime.fromisoformat("2026-10-23T20:30:00+00:00"), "2026-10-24T00:00:00+03:30"),
    ],
)
def test_an_instant_is_told_on_the_clock_of_iran(at: datetime, said: str) -> None:
    assert instant(at) == said
