"""The lists: words, filters, pages, sheets, capped queries."""

import io
import re
from typing import Any

import pytest
from django.test import Client

from hamafza.meetings import commands as meetings
from hamafza.meetings.models import Action, Meeting
from hamafza.meetings.tests.pages.looking import NOW, of, words
from hamafza.meetings.tests.telling import DAY, HOUR, promise, sitting
from tests.cast import World


class TestLists:
    def many(self, world: World, n: int = 30) -> Meeting:
        meeting = sitting(world)
        for k in range(n):
            meetings.decide(
                meeting, text=f"تصمیم {k}", owner=world.person["zahra"], due_on=(NOW + (k % 9 + 1) * DAY).date(),
                by=world.person["reza"], at=NOW - HOUR,
            )  # fmt: skip
        return meeting

    def test_actions_turn_page_by_page_and_back(self, world: World, reza: Client) -> None:
        self.many(world)
        first = reza.get("/actions/?view=open")
        after = re.search(r"after=(\d+)", first.content.decode())[1]  # type: ignore[index]

        second = reza.get(f"/actions/?view=open&after={after}")
        before = re.search(r"before=(\d+)", second.content.decode())[1]  # type: ignore[index]
        again = reza.get(f"/actions/?view=open&before={before}")

        ids = [re.findall(r'id="action-(\d+)"', page.content.decode()) for page in (first, second, again)]
        assert [len(page) for page in ids] == [25, 5, 25]
        assert set(ids[0]) | set(ids[1]) == {str(pk) for pk in Action.objects.values_list("pk", flat=True)}
        assert ids[2] == ids[0]

    @pytest.mark.parametrize("key", ["x", "999999", "-1", "١٢٣", ""])
    def test_a_key_that_is_none_shows_the_beginning(self, world: World, reza: Client, key: str) -> None:
        promise(world)
        for page in ("/actions/?view=open", "/meetings/?view=all"):
            assert reza.get(f"{page}&after={key}&before=").status_code == 200

    def test_cap_their_queries(self, world: World, reza: Client, django_assert_max_num_queries: Any) -> None:
        self.many(world)

        with django_assert_max_num_queries(18):
            assert reza.get("/actions/?view=open").status_code == 200
        with django_assert_max_num_queries(16):
            assert reza.get("/meetings/?view=all").status_code == 200

    def test_meetings_by_words_state_series_and_place(self, world: World, reza: Client) -> None:
        meeting = sitting(world)
        here = f"/meetings/{meeting.pk}/"
        for query, found in [
            ("q=شورای هماهنگي", True), ("q=زرافه", False), ("state=held&view=all", True), ("state=closed&view=all", False),
            (f"series={meeting.series_id}", True), ("place=چابهار", True), ("place=کنارک", False), ("view=past", False),
        ]:  # fmt: skip
            assert (here in reza.get(f"/meetings/?{query}").content.decode()) is found, query

    def test_a_place_that_is_none_is_said_beside_it(self, world: World, reza: Client) -> None:
        answer = reza.get("/meetings/?place=ناکجاآباد")

        assert answer.status_code == 422 and "چنین جایی" in words(answer)

    def test_sheets_open_as_workbooks(self, world: World, reza: Client) -> None:
        action = promise(world)
        import openpyxl

        for page in (
            "/actions/sheet?view=open",
            "/meetings/sheet?view=all",
            f"/meetings/series/{action.series.pk}/decisions/sheet",
        ):
            book = openpyxl.load_workbook(io.BytesIO(reza.get(page).content))
            assert book.active.max_row >= 2, page

    @pytest.mark.parametrize("view", ["mine", "verify", "late", "open", "ended", "nonsense"])
    def test_empty_views_say_what_will_come(self, world: World, view: str) -> None:
        answer = of(world, "karim").get(f"/actions/?view={view}")

        assert answer.status_code == 200 and 'class="empty"' in answer.content.decode()
