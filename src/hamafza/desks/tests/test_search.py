"""Search finds by code, number, name in any spelling and telephone, and only what one may see."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from hamafza.desks.queries.search import PAGE, search
from hamafza.intake.models import Request
from hamafza.referrals import commands as referrals
from hamafza.referrals.models import Referral
from tests.cast import SATURDAY, World

AT = SATURDAY + timedelta(hours=1)
FA = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


@pytest.fixture(autouse=True)
def morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hamafza.kernel.clock.timezone.now", lambda: AT)


def found(world: World, who: str, q: str) -> list[int]:
    return [row["pk"] for row in search(world.person[who], q, AT).requests]


@pytest.fixture
def request_of_tahereh(world: World) -> Request:
    return world.triaged("health", applicant_name="طاهره علی‌رضایی", phone="09123456789")


class TestRequests:
    @pytest.mark.parametrize(
        "q",
        [
            "طاهره",
            "تاهره",
            "طاهره علیرضایی",
            "علی رضایی",
            "ﻃﺎﻫﺮﻩ",
            "۰۹۱۲۳۴۵۶۷۸۹",
            "+98 912 345 67 89",
            "مادرم دارو",
        ],
    )
    def test_are_found_in_any_spelling(self, world: World, request_of_tahereh: Request, q: str) -> None:
        assert found(world, "reza", q) == [request_of_tahereh.pk]

    @pytest.mark.parametrize("write", [str, lambda pk: f"هم{pk}", lambda pk: f"هم‌{pk}".translate(FA)])
    def test_are_found_by_number(self, world: World, request_of_tahereh: Request, write: Callable[[int], str]) -> None:
        assert found(world, "reza", write(request_of_tahereh.pk)) == [request_of_tahereh.pk]

    def test_are_found_by_code_in_groups_and_persian_digits(self, world: World, request_of_tahereh: Request) -> None:
        assert found(world, "reza", request_of_tahereh.spaced_code.translate(FA)) == [request_of_tahereh.pk]

    @pytest.mark.parametrize("q", ["", " ", "ط", "'; --", "%", "_", "کسی که نیست", "09120000000"])
    def test_are_not_found_by_nothing(self, world: World, request_of_tahereh: Request, q: str) -> None:
        assert found(world, "reza", q) == []


class TestPermission:
    @pytest.mark.parametrize("who", ["farhad", "sara", "mina", "stranger", "admin"])
    @pytest.mark.parametrize("by", ["applicant_name", "phone", "code", "pk"])
    def test_a_stranger_finds_nothing(self, world: World, request_of_tahereh: Request, who: str, by: str) -> None:
        assert found(world, who, str(getattr(request_of_tahereh, by))) == []

    @pytest.mark.parametrize(("q", "offered"), [("طاهره", 0), ("09123456789", 0), ("مادرم", 0), ("number", 1)])
    def test_a_centre_that_is_only_asked_finds_by_number_alone(
        self, world: World, request_of_tahereh: Request, q: str, offered: int
    ) -> None:
        q = request_of_tahereh.number if q == "number" else q
        assert len(found(world, "zahra", q)) == offered

        hop = Referral.objects.open().get(need__request=request_of_tahereh)
        referrals.accept(hop, by=world.person["zahra"], at=SATURDAY)

        assert len(found(world, "zahra", q)) == 1

    def test_officers_are_for_those_who_serve(self, world: World) -> None:
        assert [held.person for held in search(world.person["reza"], "زهرا", AT).people] == [world.person["zahra"]]
        assert search(world.person["stranger"], "زهرا", AT).people == []


class TestOtherKinds:
    def test_centres_and_places_are_found_too(self, world: World) -> None:
        seen = search(world.person["reza"], "چابهار", AT)

        assert world.centre["chabahar"] in seen.centres
        assert world.place["1104"] in seen.places


class TestThePage:
    def test_asks_for_an_account(self, client: Client, world: World) -> None:
        assert client.get("/search?q=طاهره").status_code == 302

    def test_answers_in_full_and_while_typing(self, client: Client, world: World, request_of_tahereh: Request) -> None:
        client.force_login(world.person["reza"])

        whole = client.get("/search", {"q": "تاهره"})
        part = client.get("/search", {"q": "تاهره"}, headers={"HX-Request": "true"})

        assert request_of_tahereh.title in whole.content.decode()
        assert request_of_tahereh.title in part.content.decode()
        assert b"<html" in whole.content and b"<html" not in part.content

    def test_suggests_under_the_search_of_every_page(
        self, client: Client, world: World, request_of_tahereh: Request
    ) -> None:
        client.force_login(world.person["reza"])

        shown = client.get("/search/suggest", {"q": "تاهره"}).content.decode()

        assert f'href="/requests/{request_of_tahereh.pk}/"' in shown
        assert client.get("/search/suggest", {"q": ""}).content.strip() == b""

    def test_says_what_to_try_when_nothing_is_found(self, client: Client, world: World) -> None:
        client.force_login(world.person["reza"])

        assert "چیزی پیدا نشد" in client.get("/search", {"q": "هیچ‌کس"}).content.decode()

    def test_gives_hostile_text_back_as_text(self, client: Client, world: World) -> None:
        client.force_login(world.person["reza"])

        assert b"<script>alert" not in client.get("/search", {"q": "<script>alert(1)</script>"}).content

    def test_turns_pages_by_key(self, client: Client, world: World) -> None:
        for number in range(PAGE + 3):
            world.request(applicant_name="گلنار هوت", phone=f"09151234{number:03}")
        first = search(world.person["reza"], "گلنار", AT)
        second = search(world.person["reza"], "گلنار", AT, before=first.more)

        assert (len(first.requests), len(second.requests), second.more) == (PAGE, 3, None)
        assert not {row["pk"] for row in first.requests} & {row["pk"] for row in second.requests}

    def test_costs_few_queries(
        self,
        client: Client,
        world: World,
        request_of_tahereh: Request,
        django_assert_max_num_queries: Callable[..., object],
    ) -> None:
        client.force_login(world.person["reza"])

        with django_assert_max_num_queries(12):  # type: ignore[operator]
            client.get("/search", {"q": "طاهره"})

    def test_writes_the_question_to_no_log(
        self, client: Client, world: World, caplog: pytest.LogCaptureFixture
    ) -> None:
        client.force_login(world.person["reza"])
        with caplog.at_level("DEBUG", logger="django.request"):
            client.get("/search", {"q": "طاهره-محرمانه"})

        assert "محرمانه" not in caplog.text
