"""What every operation for machines shares: instants, pages, keys, limits, one shape of error."""

import json
from datetime import UTC, datetime, timedelta, timezone
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import caches
from django.test import RequestFactory
from pydantic import TypeAdapter, ValidationError

from hamafza.kernel import api
from hamafza.kernel.errors import AlreadyUsed, MoveRefused, NotAllowed, ReasonMissing, Refused
from hamafza.places.models import Place
from tests.cast import SATURDAY, World

INSTANT = TypeAdapter(api.Instant)
TEXT = TypeAdapter(api.Text)
LINE = TypeAdapter(api.Line)


class TestInstants:
    @pytest.mark.parametrize(
        ("said", "meant"),
        [
            ("2026-10-24T09:00:00+03:30", SATURDAY),
            ("2026-10-24T05:30:00Z", SATURDAY),
            ("2026-10-24t05:30:00z", SATURDAY),
            ("0001-01-01T00:00:00+00:00", api.EARLIEST),
            ("0001-01-01T00:00:00+14:00", api.EARLIEST),
            ("9999-12-31T23:59:59Z", api.LATEST),
            ("9999-12-31T23:59:59-12:00", api.LATEST),
            ("1899-12-31T23:59:59Z", api.EARLIEST),
        ],
    )
    def test_one_that_can_be_kept(self, said: str, meant: datetime) -> None:
        assert INSTANT.validate_python(said) == meant

    @pytest.mark.parametrize(
        "said",
        [
            "1761283800",
            "2026-10-24",
            "2026-10-24T09:00:00",
            "دیروز",
            "",
            "+2026-10-24T00:00:00Z",
            "٢٠٢٦-10-24T00:00:00Z",
        ],
    )
    def test_one_that_says_too_little_is_refused(self, said: str) -> None:
        with pytest.raises(ValidationError):
            INSTANT.validate_python(said)

    @pytest.mark.parametrize("hours", [-12, -1, 0, 3.5, 14])
    def test_within_reason_keeps_the_instant(self, hours: float) -> None:
        at = SATURDAY.astimezone(timezone(timedelta(hours=hours)))

        kept = api.within_reason(at)

        assert kept == SATURDAY and kept.tzinfo is UTC


class TestTexts:
    @pytest.mark.parametrize("text", ["دارو", "7", "a", "۷", " … دارو", "؟ ک"])
    def test_with_a_letter_or_a_digit_is_a_text(self, text: str) -> None:
        assert TEXT.validate_python(text) == text

    @pytest.mark.parametrize("text", ["", " ", "؟!", "😀", "\u200c", "…" * 40, "ا" * 5_001])
    def test_without_words_is_none(self, text: str) -> None:
        with pytest.raises(ValidationError):
            TEXT.validate_python(text)

    def test_is_cleaned_at_the_door(self) -> None:
        assert TEXT.validate_python("\u202eدارو\x00") == "دارو"
        assert LINE.validate_python("گلنار\u2066") == "گلنار"

    def test_a_line_has_its_measure(self) -> None:
        assert LINE.validate_python("ا" * 120)
        with pytest.raises(ValidationError):
            LINE.validate_python("ا" * 121)


class TestPages:
    def page(self, **asked: Any) -> dict[str, Any]:
        return api.page(Place.objects.all(), api.PageIn(**asked), lambda rows: [row.pk for row in rows])

    @pytest.mark.parametrize("limit", [1, 2, 3, 7, 8, 9, 100])
    def test_lead_to_every_thing_once_the_newest_first(self, world: World, limit: int) -> None:
        seen: list[int] = []
        cursor = None
        while True:
            found = self.page(limit=limit, **({"cursor": cursor} if cursor else {}))
            assert len(found["items"]) <= limit
            seen += found["items"]
            cursor = found["next"]
            if cursor is None:
                break

        assert seen == sorted(Place.objects.values_list("pk", flat=True), reverse=True)

    def test_the_last_page_says_so_even_when_it_is_full(self, world: World) -> None:
        assert self.page(limit=Place.objects.count())["next"] is None

    def test_a_thing_born_meanwhile_does_not_push_another_over(self, world: World) -> None:
        first = self.page(limit=3)
        Place.objects.create(path="IR/12/", kind="province", name_fa="نو", name_en="New")

        second = self.page(limit=3, cursor=first["next"])

        assert not set(first["items"]) & set(second["items"])

    @pytest.mark.parametrize("asked", [{"limit": 0}, {"limit": 101}, {"cursor": 0}, {"cursor": -1}, {"cursor": 2**63}])
    def test_beyond_measure_are_refused(self, asked: dict[str, int]) -> None:
        with pytest.raises(ValidationError):
            api.PageIn(**asked)


class TestErrors:
    @pytest.mark.parametrize(
        ("fault", "status", "code", "field"),
        [
            (NotAllowed(), 403, "not_allowed", None),
            (MoveRefused(), 409, "moved_on", None),
            (ReasonMissing(), 422, "refused", "reason"),
            (AlreadyUsed(), 422, "refused", None),
            (Refused("نشد", field="text"), 422, "refused", "text"),
        ],
    )
    def test_a_command_that_declines_has_its_status(
        self, fault: Refused, status: int, code: str, field: str | None
    ) -> None:
        answer = api.refused(fault)

        assert answer.status_code == status in api.PROBLEMS
        assert json.loads(answer.content) == {"error": code, "message": str(fault.message), "field": field}

    def test_are_written_in_letters_that_people_read(self) -> None:
        assert "نشد".encode() in api.problem(400, "x", "نشد").content

    def test_carry_what_the_caller_needs_in_their_head(self) -> None:
        answer = api.problem(503, "x", "y", Retry_After="5", WWW_Authenticate="Bearer")

        assert (answer["Retry-After"], answer["WWW-Authenticate"]) == ("5", "Bearer")


class TestOnce:
    ME, YOU = SimpleNamespace(ref="person:1"), SimpleNamespace(ref="person:2")

    def test_without_a_key_there_is_none(self) -> None:
        assert api.once(None, self.ME, "a") is None
        assert api.once("", self.ME, "a") is None

    def test_one_key_of_two_callers_is_two_keys(self) -> None:
        mine, yours = api.once("k", self.ME, "a"), api.once("k", self.YOU, "a")

        assert mine and yours and mine.key != yours.key

    def test_the_content_makes_the_fingerprint(self) -> None:
        one, same, other = (api.once("k", self.ME, *content) for content in [("a", 1), ("a", 1), ("a", "1")])

        assert one and same and other
        assert one.fingerprint == same.fingerprint != other.fingerprint


class TestLimit:
    @pytest.fixture(autouse=True)
    def _few(self, settings: Any) -> None:
        settings.API_PER_MINUTE = 4
        caches["local"].clear()

    @staticmethod
    def knocks(limit: api.Limit, times: int, **more: Any) -> list[bool]:
        request = RequestFactory().get("/", **more)
        return [limit.allow_request(request) for _ in range(times)]

    def test_so_many_and_no_more(self) -> None:
        limit = api.Limit()

        assert self.knocks(limit, 5) == [True] * 4 + [False]
        assert 0 < limit.wait() <= 60

    def test_a_share_of_it_for_what_costs_more(self) -> None:
        assert self.knocks(api.Limit(0.5), 3) == [True, True, False]

    def test_each_address_has_its_own(self) -> None:
        limit = api.Limit()

        assert self.knocks(limit, 4, REMOTE_ADDR="10.0.0.1") == [True] * 4
        assert self.knocks(limit, 1, REMOTE_ADDR="10.0.0.2") == [True]
        assert self.knocks(limit, 1, REMOTE_ADDR="10.0.0.1") == [False]

    def test_an_account_is_counted_wherever_it_calls_from(self) -> None:
        limit = api.Limit()
        answers = []
        for number in range(5):
            request = RequestFactory().get("/", REMOTE_ADDR=f"10.0.0.{number}")
            request.auth = SimpleNamespace(ref="person:1")
            answers.append(limit.allow_request(request))

        assert answers == [True] * 4 + [False]
