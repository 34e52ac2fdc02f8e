"""The citizens' page: published batches, month by month, and nothing of the journal besides."""

from datetime import date, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import Client

from hamafza.journal import entries
from hamafza.journal.months import Month
from hamafza.kernel import ticking
from hamafza.kernel.actors import Actor, Applicant, System
from hamafza.kernel.clock import TEHRAN
from hamafza.kernel.commands import command
from hamafza.kernel.errors import NotAllowed
from hamafza.network.models import Domain
from hamafza.public import commands as public
from hamafza.public.models import Batch, Publication
from hamafza.public.queries import here as queries
from hamafza.public.tests.telling import story_in
from tests.cast import World

HAND, CLOCK = System("tests"), System("tick")
SATURDAY = datetime(2026, 11, 28, 0, 10, tzinfo=TEHRAN)  # 7 Azar 1405
AZAR, ABAN = Month(1405, 9), Month(1405, 8)
WEEK = timedelta(days=7)


@command(rule=None)
def write(*, by: Actor, at: datetime, times: int, facts: dict[str, Any]) -> None:
    """So many deeds."""
    for _ in range(times):
        entries.record(at=at, **facts)


def deeds(times: int, at: datetime = SATURDAY, **facts: Any) -> None:
    chosen = {"kind": "need_finished", "place": "IR/11/1104/", "domain": "employment", "people": 1} | facts
    write(by=HAND, at=at, times=times, facts=chosen)


def publish(at: datetime = SATURDAY) -> None:
    public.publish(by=CLOCK, at=at)


def published() -> dict[tuple[str, str, str], int]:
    return {(b.measure, b.place, b.domain): b.count for b in Batch.objects.all()}


@pytest.fixture(autouse=True)
def health_is_sensitive(world: World) -> None:
    Domain.objects.filter(key="health").update(is_sensitive=True)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hamafza.kernel.clock.timezone.now", lambda: SATURDAY + timedelta(hours=9))


class TestPublishing:
    def test_puts_out_a_crowd(self, world: World) -> None:
        deeds(7)

        publish()

        assert published() == {("finished", "IR/11/1104/", "employment"): 7}

    def test_counts_a_village_with_its_county(self, world: World) -> None:
        deeds(3, place="IR/11/1104/tis/")
        deeds(2)

        publish()

        assert published() == {("finished", "IR/11/1104/", "employment"): 5}

    def test_counts_a_deed_of_the_province_itself_once(self, world: World) -> None:
        deeds(6, place="IR/11/")
        deeds(5)

        publish()

        assert published() == {("finished", "IR/11/", "employment"): 6, ("finished", "IR/11/1104/", "employment"): 5}

    @pytest.mark.parametrize(("domain", "times"), [("employment", 4), ("health", 9)])
    def test_keeps_back_what_is_too_few(self, world: World, domain: str, times: int) -> None:
        deeds(times, domain=domain)

        publish()

        assert published() == {}

    def test_waits_until_what_was_kept_back_has_grown(self, world: World) -> None:
        deeds(4)
        publish()
        deeds(3, SATURDAY + timedelta(days=1))

        publish(SATURDAY + WEEK)

        assert published() == {("finished", "IR/11/1104/", "employment"): 7}

    def test_never_publishes_the_same_person_twice(self, world: World) -> None:
        deeds(8)
        publish()

        for week in range(1, 8):
            publish(SATURDAY + week * WEEK)

        assert sum(published().values()) == 8

    def test_puts_small_numbers_together_when_the_month_has_settled(self, world: World) -> None:
        deeds(4)
        deeds(4, domain="housing")
        for week in range(4):
            publish(SATURDAY + week * WEEK)
        assert published() == {}

        publish(SATURDAY + 5 * WEEK)  # 12 Dey

        assert published() == {("finished", "IR/11/1104/", ""): 8}

    def test_notes_a_late_outcome_in_the_month_in_which_it_was(self, world: World) -> None:
        deeds(6, SATURDAY - timedelta(days=20))

        publish()

        assert Batch.objects.get().month == ABAN.code

    def test_is_done_by_the_clock_alone(self, world: World) -> None:
        for who in ("reza", "admin"):
            with pytest.raises(NotAllowed):
                public.publish(by=world.person[who], at=SATURDAY)

    def test_happens_once_a_week_by_itself(self, world: World) -> None:
        deeds(7)

        for hours in (0, 1, 30, 24 * 6):
            ticking.tick(SATURDAY + timedelta(hours=hours))
        assert Publication.objects.count() == 1
        ticking.tick(SATURDAY + WEEK)

        assert list(Publication.objects.values_list("week", flat=True).order_by("week")) == [
            date(2026, 11, 28),
            date(2026, 12, 5),
        ]

    def test_cannot_put_out_a_batch_of_four_even_by_mistake(self, world: World) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            Batch.objects.create(week=SATURDAY.date(), month=AZAR.code, measure="finished", place="IR/", count=4)


class TestThePage:
    def get(self, client: Client, address: str = "/here/IR-11-1104", **query: object) -> str:
        answer = client.get(address, {"month": AZAR.code, **query})
        assert answer.status_code == 200
        return answer.content.decode()

    def test_shows_what_was_published(self, world: World, client: Client) -> None:
        deeds(1_234, kind="request_received", domain="", detail="web")
        deeds(17)
        publish()

        page = self.get(client)

        assert "۱٬۲۳۴" in page and "۱۷" in page
        assert "کارآفرینی و اشتغال" in page

    def test_says_few_where_there_is_nothing_to_show_beside_a_figure(self, world: World, client: Client) -> None:
        deeds(7)
        deeds(2, kind="request_received", domain="")
        publish()

        page = self.get(client)

        assert "کمتر از ۵" in page

    def test_shows_nothing_of_what_waits(self, world: World, client: Client) -> None:
        deeds(3)
        publish()

        assert "هنوز رقمی منتشر نشده است" in self.get(client)

    def test_does_not_change_within_the_week(self, world: World, client: Client) -> None:
        deeds(7)
        publish()
        before = self.get(client)
        deeds(100)

        after = self.get(client)

        assert after.partition("<main")[2] == before.partition("<main")[2]

    def test_shows_the_whole_above_its_parts(self, world: World, client: Client) -> None:
        deeds(7)
        publish()

        for address in ("/here", "/here/IR", "/here/IR-11"):
            page = self.get(client, address)
            assert "۷" in page
            assert "<svg" in page

    def test_puts_domains_that_are_not_told_apart_last(self, world: World, client: Client) -> None:
        deeds(4, SATURDAY - 6 * WEEK)
        deeds(4, SATURDAY - 6 * WEEK, domain="housing")
        deeds(12, SATURDAY - 6 * WEEK, domain="health")
        publish()
        month = Month.of((SATURDAY - 6 * WEEK).date())

        lines = queries.here(queries.place_of("IR-11-1104"), month, SATURDAY.date()).domains

        assert [(line.label, line.count) for line in lines] == [("درمان و سلامت", 12), ("", 8)]
        assert "عرصه‌های دیگر، با هم" in self.get(client, month=month.code)

    def test_shows_last_month_first(self, world: World, client: Client) -> None:
        answer = client.get("/here/IR-11-1104")

        assert "آبان ۱۴۰۵" in answer.content.decode()

    @pytest.mark.parametrize("code", ["IR-99", "IR-11-1104-tis", "x", "IR-11-"])
    def test_is_not_there_for_what_is_no_county(self, world: World, client: Client, code: str) -> None:
        assert client.get(f"/here/{code}").status_code == 404

    @pytest.mark.parametrize("month", ["140513", "140510", "139001", "x", "-1", "140509.0"])
    def test_is_not_there_for_a_month_that_cannot_be_chosen(self, world: World, client: Client, month: str) -> None:
        assert client.get("/here/IR-11-1104", {"month": month}).status_code == 404

    def test_turns_its_leaves_within_a_year(self, world: World, client: Client) -> None:
        latest, oldest = self.get(client), self.get(client, month=140410)

        assert "ماه پیش" in latest and "ماه بعد" not in latest
        assert "ماه پیش" not in oldest and "ماه بعد" in oldest

    def test_speaks_english(self, world: World, client: Client) -> None:
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        deeds(7)
        publish()

        page = self.get(client)

        assert "employment" in page
        assert "needs brought to an outcome" in page

    def test_may_be_kept_by_the_reader_alone(self, world: World, client: Client) -> None:
        answer = client.get("/here/IR-11-1104")

        assert "private" in answer["Cache-Control"] and "no-cache" in answer["Cache-Control"]

    def test_asks_few_queries(self, world: World, client: Client, django_assert_max_num_queries: Any) -> None:
        deeds(7)
        publish()

        with django_assert_max_num_queries(12):
            self.get(client, "/here/IR")
        with django_assert_max_num_queries(5):
            self.get(client, "/here/IR")


class TestTheFeed:
    def test_tells_each_month_that_is_over(self, world: World, client: Client) -> None:
        deeds(7, SATURDAY - timedelta(days=20))
        deeds(9, SATURDAY - timedelta(days=20), kind="request_received", domain="")
        deeds(7)
        publish()

        answer = client.get("/here/IR-11-1104.rss")

        items = ElementTree.fromstring(answer.content).findall("./channel/item")  # noqa: S314 - our own
        assert answer["Content-Type"].startswith("application/rss+xml")
        assert [item.findtext("title") for item in items] == ["آبان ۱۴۰۵"]
        assert "۹ درخواست" in str(items[0].findtext("description"))
        assert str(items[0].findtext("link")).endswith("/here/IR-11-1104?month=140508")

    def test_is_empty_before_anything_is_published(self, world: World, client: Client) -> None:
        answer = client.get("/here/IR.rss")

        assert answer.status_code == 200
        assert b"<item>" not in answer.content

    def test_is_not_there_for_what_is_no_county(self, world: World, client: Client) -> None:
        assert client.get("/here/IR-99.rss").status_code == 404


class TestAsBefore:
    """A page that did not change is not sent again; one that did is, at once."""

    def test_is_said_in_a_few_bytes(self, client: Client, world: World) -> None:
        first = client.get("/here/IR-11")

        again = client.get("/here/IR-11", headers={"If-None-Match": first["ETag"]})

        assert (again.status_code, again.content) == (304, b"")
        assert "no-cache" in first["Cache-Control"] and "private" in first["Cache-Control"]

    def test_is_not_said_of_a_new_week(self, client: Client, world: World) -> None:
        seal = client.get("/here/IR-11")["ETag"]
        publish()

        assert client.get("/here/IR-11", headers={"If-None-Match": seal}).status_code == 200

    @pytest.mark.parametrize("address", ["/here/IR-11", "/here/IR-11.rss"])
    def test_is_not_said_when_a_story_comes_or_goes(self, client: Client, world: World, address: str) -> None:
        Domain.objects.update(is_sensitive=False)
        before = client.get(address)["ETag"]
        story = story_in(world, "published")
        between = client.get(address, headers={"If-None-Match": before})
        assert between.status_code == 200

        public.unsay(story, by=Applicant(story.need.request_id), at=SATURDAY)

        after = client.get(address, headers={"If-None-Match": between["ETag"]})
        assert after.status_code == 200 and story.title not in after.content.decode()

    @pytest.mark.parametrize("changed", ["language", "address"])
    def test_is_not_said_of_another_page(self, client: Client, world: World, changed: str) -> None:
        seal = client.get("/here/IR-11")["ETag"]
        if changed == "language":
            client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        address = "/here/IR-11" if changed == "language" else "/here/IR-09"

        assert client.get(address, headers={"If-None-Match": seal}).status_code == 200

    def test_costs_two_questions(self, client: Client, world: World, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
        seal = client.get("/here/IR-11")["ETag"]

        with django_assert_num_queries(2):
            client.get("/here/IR-11", headers={"If-None-Match": seal})

    def test_costs_few_questions_when_it_is_kept(
        self, client: Client, world: World, django_assert_max_num_queries
    ) -> None:  # type: ignore[no-untyped-def]
        client.get("/here/IR-11")

        with django_assert_max_num_queries(6):
            Client().get("/here/IR-11")
