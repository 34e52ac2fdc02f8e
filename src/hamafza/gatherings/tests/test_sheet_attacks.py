"""The sheet on the wall under attack: wrong day, wrong hand, wrong centre, taken home, photographed, and all ten thousand digits."""

import re
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.core import signing
from django.core.cache import caches
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza.gatherings import commands as gatherings
from hamafza.gatherings import queries
from hamafza.gatherings.models import Gathering, Occasion, Presence
from hamafza.gatherings.tests.telling import DAY, FIRST, HOUR, WEEK, circle, keep, lines, serving, turn
from hamafza.gatherings.views import open as doors
from hamafza.kernel import clock
from hamafza.kernel.clock import TEHRAN, local
from hamafza.volunteers.models import Volunteer
from hamafza.volunteers.queries import link_of
from tests.cast import SATURDAY, World

SECOND = timedelta(seconds=1)


def sheet(occasion: Occasion) -> str:
    return f"/g/{queries.code_of(occasion)}"


def seals(answer: Any) -> list[str]:
    return re.findall(r'name="me" value="([^"]+)"', answer.content.decode())


class TestWhenItOpens:
    @settings(max_examples=150, deadline=None)
    @given(
        st.times(), st.integers(15, 600), st.integers(-2 * 24 * 3600, 2 * 24 * 3600),
        st.sampled_from(["planned", "held", "missed", "cancelled"]),
    )  # fmt: skip
    def test_is_an_hour_before_to_the_end_of_its_day_or_of_itself(
        self, hour: time, minutes: int, seconds: int, state: str
    ) -> None:
        """Against the sentence on the sheet, second by second around midnights."""
        starts = datetime.combine(FIRST.date(), hour.replace(microsecond=0), TEHRAN)
        occasion = Occasion(starts_at=starts, state=state, gathering=Gathering(minutes=minutes))
        at = starts + timedelta(seconds=seconds)
        midnight = datetime.combine(FIRST.date() + DAY, time.min, TEHRAN)
        opens = starts - HOUR <= at and (at < midnight or at <= starts + timedelta(minutes=minutes))

        # before its own midnight the hour before an early gathering belongs to the day before, and opens too late
        if local(at).date() < FIRST.date():
            opens = opens and at <= starts + timedelta(minutes=minutes)
        assert occasion.takes_taps(at) is (opens and state in {"planned", "held"})


@pytest.mark.django_db
class TestWhoMayTap:
    @pytest.fixture(autouse=True)
    def now(self, monkeypatch: pytest.MonkeyPatch) -> Any:
        for cache in caches.all(initialized_only=True):
            cache.clear()

        def to(at: datetime) -> None:
            monkeypatch.setattr(clock, "now", lambda: at)

        to(FIRST)
        return to

    @pytest.fixture
    def who(self, world: World) -> list[Volunteer]:
        return serving(world)

    @pytest.fixture
    def occasion(self, world: World, who: list[Volunteer]) -> Occasion:
        return turn(circle(world))

    def test_last_weeks_sheet_is_nothing_today_and_todays_nothing_next_week(
        self, client: Client, now: Any, occasion: Occasion
    ) -> None:
        following = turn(occasion.gathering, 1)
        assert client.get(sheet(following)).status_code == 410
        now(FIRST + WEEK)
        assert client.get(sheet(occasion)).status_code == 410
        assert client.get(sheet(following)).status_code == 200

    def test_a_choice_made_before_midnight_is_void_after_it(self, client: Client, now: Any, occasion: Occasion) -> None:
        now(FIRST.replace(hour=23, minute=55))
        (me,) = seals(client.post(sheet(occasion), {"digits": "0001"}))
        now(FIRST.replace(hour=0) + DAY)

        assert client.post(sheet(occasion), {"me": me}).status_code == 410
        assert not Presence.objects.exists()

    def test_the_choice_of_one_evening_taps_no_other(self, client: Client, world: World, occasion: Occasion) -> None:
        other = turn(circle(world, title="همان شب"))
        (me,) = seals(client.post(sheet(occasion), {"digits": "0001"}))

        assert client.post(sheet(other), {"me": me}).status_code == 422
        assert client.post(sheet(occasion), {"me": me}).status_code == 200
        assert Presence.objects.get().occasion == occasion

    @pytest.mark.parametrize(
        "content", [["x", 1], [1], None, [1, None], [1, "v1"], "1", [1, 10**25], {"a": 1}], ids=str
    )
    def test_a_seal_of_wrong_content_is_nobody(self, client: Client, occasion: Occasion, content: Any) -> None:
        if isinstance(content, list) and content and content[0] == 1:
            content = [occasion.pk, *content[1:]]
        me = signing.dumps(content, salt=doors.SALT)

        assert client.post(sheet(occasion), {"me": me}).status_code == 422
        assert not Presence.objects.exists()

    def test_a_volunteer_of_another_centre_is_neither_found_nor_tapped(
        self, client: Client, world: World, occasion: Occasion
    ) -> None:
        (far,) = serving(world, "دور کنارکی", centre="konarak")
        Volunteer.objects.filter(pk=far.pk).update(mobile="09155557777")
        assert client.post(sheet(occasion), {"digits": "7777"}).status_code == 422
        client.cookies[doors.COOKIE] = link_of(far)
        assert "دور" not in client.get(sheet(occasion)).content.decode()
        me = signing.dumps([occasion.pk, far.pk], salt=doors.SALT)
        assert client.post(sheet(occasion), {"me": me}).status_code == 422
        assert not Presence.objects.exists()

    @pytest.mark.parametrize("state", ["archived", "inactive_long", "inactive_short", "refused"])
    def test_whoever_stopped_serving_meanwhile_is_not_counted_by_an_old_choice(
        self, client: Client, occasion: Occasion, who: list[Volunteer], state: str
    ) -> None:
        (me,) = seals(client.post(sheet(occasion), {"digits": "0001"}))
        Volunteer.objects.filter(pk=who[0].pk).update(state=state, left="moved" if state == "archived" else "")

        assert client.post(sheet(occasion), {"me": me}).status_code == 422
        assert not Presence.objects.exists()

    @pytest.mark.parametrize("cookie", ["", "x", "a.b.c", "[]", "%E2%80%8C", "%00"])
    def test_a_spoilt_cookie_is_no_cookie(self, client: Client, occasion: Occasion, cookie: str) -> None:
        client.cookies[doors.COOKIE] = cookie
        answer = client.get(sheet(occasion))

        assert answer.status_code == 200 and seals(answer) == []

    @pytest.mark.parametrize(
        ("digits", "found"),
        [("۰۰۰۱", True), ("٠٠٠١", True), (" 0001 ", True), ("001", False), ("00001", False), ("09155550001", False),
         ("۰۰۰a", False), ("%%%%", False), ("____", False), ("", False), ("0 01", False), ("-001", False)],
    )  # fmt: skip
    def test_four_digits_and_nothing_else(self, client: Client, occasion: Occasion, digits: str, found: bool) -> None:
        answer = client.post(sheet(occasion), {"digits": digits})

        assert (answer.status_code == 200) is found and bool(seals(answer)) is found

    def test_namesakes_of_a_number_are_both_offered_and_one_counted(
        self, client: Client, world: World, occasion: Occasion, who: list[Volunteer]
    ) -> None:
        """Mother and daughter on one telephone."""
        Volunteer.objects.filter(pk=who[1].pk).update(mobile=who[0].mobile)
        offered = seals(client.post(sheet(occasion), {"digits": "0001"}))
        client.post(sheet(occasion), {"me": offered[1]})

        assert len(offered) == 2
        assert Presence.objects.count() == 1 and Presence.objects.get().volunteer in who[:2]

    def test_twice_ten_times_and_from_two_telephones_is_once(
        self, world: World, occasion: Occasion, who: list[Volunteer]
    ) -> None:
        for client in (Client(), Client()):
            for _again in range(5):
                found = seals(client.post(sheet(occasion), {"digits": "0001"}))
                client.post(sheet(occasion), {"me": found[0]})
        keep(world, turn(occasion.gathering), who[:1])

        assert Presence.objects.count() == 1 and turn(occasion.gathering).people == 1
        assert lines("gathering_held") == [(1, "")]

    def test_after_a_miss_or_a_cancellation_it_opens_nothing(
        self, client: Client, world: World, occasion: Occasion
    ) -> None:
        gatherings.miss(occasion, reason="few", by=world.person["zahra"], at=FIRST)
        assert client.get(sheet(occasion)).status_code == 410
        other = turn(circle(world, title="لغوشده"))
        gatherings.cancel(other, reason="venue", by=world.person["zahra"], at=SATURDAY)
        assert client.get(sheet(other)).status_code == 410

    def test_its_page_tells_no_number_and_no_whole_name(
        self, client: Client, world: World, occasion: Occasion, who: list[Volunteer]
    ) -> None:
        """Whoever photographs the sheet learns of whoever's digits she knows a first name, and no more."""
        for answer in (client.get(sheet(occasion)), client.post(sheet(occasion), {"digits": "0001"})):
            page = answer.content.decode()
            for she in who:
                assert she.mobile not in page and she.full_name not in page
            assert answer["Cache-Control"] == "no-store" and answer["Referrer-Policy"] == "same-origin"

    def test_whoever_tapped_keeps_her_own_link_where_only_the_sheet_reads_it(
        self, client: Client, occasion: Occasion
    ) -> None:
        (me,) = seals(client.post(sheet(occasion), {"digits": "0001"}))
        cookie = client.post(sheet(occasion), {"me": me}).cookies[doors.COOKIE]

        assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/g/", True, "Lax")
        assert client.get("/gatherings/").status_code in {302, 403}
