"""What was promised in meetings, and meetings to prepare, among the rows of «امروز» and in the morning message."""

from datetime import timedelta

import pytest

from hamafza.desks.queries.today import today
from hamafza.desks.tasks import open_items
from hamafza.meetings import commands as meetings
from hamafza.meetings.tests.telling import action_in, promise, sitting
from tests.cast import World

DAY = timedelta(days=1)


def rows(world: World, who: str, at: object) -> dict[str, object]:
    world.person[who].__dict__.pop("_grants", None)
    return {row.key: row for row in today(world.person[who], at).mine if row.key.startswith(("action:", "meeting:"))}


class TestActions:
    def test_stand_there_a_week_before_they_are_due_and_not_earlier(self, world: World) -> None:
        action = promise(world, days=20)

        assert rows(world, "zahra", action.created_at) == {}
        (row,) = rows(world, "zahra", action.created_at + 14 * DAY).values()
        assert (row.title, row.href) == (action.text, f"/actions/{action.pk}/")

    def test_late_ones_stay(self, world: World) -> None:
        action = promise(world, days=2)

        (row,) = rows(world, "zahra", action.created_at + 9 * DAY).values()

        assert row.due_at < action.created_at + 9 * DAY

    def test_claimed_ones_wait_with_whoever_verifies(self, world: World) -> None:
        action = action_in(world, "done_claimed")

        assert f"action:{action.pk}" in rows(world, "reza", action.since_at)
        assert f"action:{action.pk}" not in rows(world, "zahra", action.since_at)

    def test_ended_ones_are_gone(self, world: World) -> None:
        action = action_in(world, "verified")

        for who in ("zahra", "reza", "nader"):
            assert f"action:{action.pk}" not in rows(world, who, action.created_at + 2 * DAY)


class TestMeetings:
    @pytest.mark.parametrize(
        ("state", "there"),
        [
            ("planned", False), ("agenda_open", True), ("agenda_sent", True), ("held", True), ("minutes_draft", False),
            ("closed", False), ("cancelled", False),
        ],
    )  # fmt: skip
    def test_stand_there_while_the_secretary_has_something_to_do(self, world: World, state: str, there: bool) -> None:
        meeting = sitting(world, state)

        assert (f"meeting:{meeting.pk}" in rows(world, "reza", meeting.starts_at)) is there
        assert f"meeting:{meeting.pk}" not in rows(world, "zahra", meeting.starts_at)

    def test_have_one_thing_to_do(self, world: World) -> None:
        meeting = sitting(world)

        row = rows(world, "reza", meeting.starts_at)[f"meeting:{meeting.pk}"]

        assert (str(row.action.label), row.action.url) == ("نوشتن صورت‌جلسه", f"/meetings/{meeting.pk}/")


def test_the_page_shows_them(world: World, client, monkeypatch: pytest.MonkeyPatch) -> None:
    from hamafza.kernel import clock

    action = promise(world, days=3)
    monkeypatch.setattr(clock, "now", lambda: action.created_at + DAY)
    client.force_login(world.person["zahra"])

    body = client.get("/").content.decode()

    assert action.text in body and f"/actions/{action.pk}/" in body


def test_the_morning_message_counts_them(world: World) -> None:
    action = promise(world, days=3)
    at = action.created_at + DAY
    before = open_items(at)[world.person["zahra"].pk]

    meetings.claim_done(action, evidence="شد", by=world.person["zahra"], at=at)

    assert open_items(at)[world.person["zahra"].pk] == before - 1
