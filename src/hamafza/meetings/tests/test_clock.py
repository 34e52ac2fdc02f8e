"""The hours of meetings and actions as tables: when the clock looks, whom it tells, and that days are working days."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamafza.kernel.clock import TEHRAN
from hamafza.kernel.ticking import tick
from hamafza.meetings import deadlines
from hamafza.meetings.models import Action, Meeting
from hamafza.meetings.tests.telling import DAY, action_in, on, promise, sitting
from hamafza.network import commands as network
from hamafza.network import days
from hamafza.notices.models import Message
from tests.cast import HAND, World

DUE = date(2026, 11, 10)  # a Tuesday
EVE = days.eve(DUE)
END = days.end_of(DUE)


def told(world: World, template: str, at: datetime) -> set[str]:
    """Whom this text has reached in this very minute."""
    lines = Message.objects.filter(template=template, created_at=at)
    return set(lines.values_list("to_person__username", flat=True))


class TestTheLadder:
    @pytest.mark.parametrize(
        ("rung", "when"),
        [(0, EVE), (1, END), (2, END + 3 * DAY), (3, END + 7 * DAY)],
    )
    def test_stands_at_the_eve_the_day_three_and_seven(self, rung: int, when: datetime) -> None:
        assert deadlines.rung_at(DUE, rung, on(2026, 10, 1)) == when

    @pytest.mark.parametrize("rung", [4, 5, 20, 99])
    def test_goes_on_every_week(self, rung: int) -> None:
        at = on(2026, 12, 1)

        assert deadlines.rung_at(DUE, rung, at) == at + 7 * DAY

    @pytest.mark.parametrize(
        ("at", "rung"),
        [
            (EVE - DAY, 0), (EVE - timedelta(seconds=1), 0), (EVE, 1), (END - timedelta(seconds=1), 1), (END, 2),
            (END + 3 * DAY - timedelta(seconds=1), 2), (END + 3 * DAY, 3), (END + 7 * DAY, 4), (END + 90 * DAY, 4),
        ],
    )  # fmt: skip
    def test_is_entered_at_the_first_rung_to_come(self, at: datetime, rung: int) -> None:
        assert deadlines.first_rung(DUE, at)[0] == rung
        assert deadlines.first_rung(DUE, at)[1] > at

    @given(st.integers(-40, 40), st.integers(0, 23))
    def test_never_lies_in_the_past(self, days_off: int, hours: int) -> None:
        at = datetime(2026, 11, 10, tzinfo=TEHRAN) + timedelta(days=days_off, hours=hours)

        rung, due_at = deadlines.first_rung(DUE, at)

        assert due_at > at
        assert rung == 0 or deadlines.rung_at(DUE, rung - 1, at) <= at or rung == 4

    def test_rises(self) -> None:
        steps = [deadlines.rung_at(DUE, rung, on(2026, 10, 1)) for rung in range(4)]

        assert steps == sorted(steps) and len(set(steps)) == 4

    @pytest.mark.parametrize(
        ("after", "template", "whom"),
        [
            ("eve", "action_eve", {"zahra"}),
            ("day", "action_late", {"zahra"}),
            ("three", "action_late", {"zahra", "nader"}),
            ("seven", "action_late", {"zahra", "nader", "reza"}),
        ],
    )
    def test_tells_more_people_at_each_rung(self, world: World, after: str, template: str, whom: set[str]) -> None:
        action = promise(world, days=14)
        rungs = ["eve", "day", "three", "seven"]
        for _rung in rungs[: rungs.index(after) + 1]:
            action.refresh_from_db()
            at = action.due_at
            tick(at)

        assert told(world, template, at) == whom

    def test_tells_her_with_whom_it_is_stuck_from_the_day_on(self, world: World) -> None:
        action = action_in(world, "blocked")
        first = action.due_at
        tick(first)
        assert "mina" not in told(world, "action_eve", first)

        action.refresh_from_db()
        tick(action.due_at)

        assert "mina" in told(world, "action_late", action.due_at)

    def test_counts_the_days_of_a_promise_as_everybody_does_through_holidays(self, world: World) -> None:
        action = promise(world, days=14)
        for n in range(8):
            day = action.due_on + timedelta(days=n)
            network.add_holiday(world.place["IR"], date=day, name="تعطیل", by=HAND, at=action.created_at)

        assert deadlines.rung_at(action.due_on, 3, action.created_at) == days.end_of(action.due_on) + 7 * DAY


class TestWorkingDays:
    @pytest.mark.parametrize(
        ("state", "least", "most"),
        [
            ("planned", -21 * DAY, -10 * DAY), ("agenda_open", -7 * DAY, -2 * DAY), ("agenda_sent", -2 * DAY, timedelta()),
        ],
    )  # fmt: skip
    def test_lie_before_the_meeting(self, world: World, state: str, least: timedelta, most: timedelta) -> None:
        meeting = sitting(world, "planned")

        due = deadlines.of_meeting(meeting, state, meeting.created_at)

        assert least <= due - meeting.starts_at <= most

    @pytest.mark.parametrize(("state", "least"), [("held", 2), ("minutes_draft", 7)])
    def test_lie_after_it_without_fridays(self, world: World, state: str, least: int) -> None:
        meeting = sitting(world, "planned")
        at = meeting.starts_at

        due = deadlines.of_meeting(meeting, state, at)

        open_days = [at.date() + timedelta(days=n) for n in range(1, (due.date() - at.date()).days + 1)]
        assert sum(day.weekday() != 4 for day in open_days) == least

    @pytest.mark.parametrize("state", ["minutes_confirmed", "closed"])
    def test_do_not_count_for_what_only_waits(self, world: World, state: str) -> None:
        meeting = sitting(world, "planned")

        assert deadlines.of_meeting(meeting, state, meeting.starts_at) == meeting.starts_at + 7 * DAY

    def test_of_a_holiday_make_the_silence_longer(self, world: World) -> None:
        meeting = sitting(world, "planned")
        before = deadlines.of_meeting(meeting, "minutes_draft", meeting.starts_at)
        day = (meeting.starts_at + 2 * DAY).date()
        if day.weekday() == 4:
            day += timedelta(days=1)

        network.add_holiday(world.place["IR"], date=day, name="عید", by=HAND, at=meeting.created_at)

        assert deadlines.of_meeting(meeting, "minutes_draft", meeting.starts_at) > before


class TestSilence:
    def test_is_consent_at_the_minute_and_not_before(self, world: World) -> None:
        meeting = sitting(world, "minutes_draft")

        tick(meeting.due_at - timedelta(seconds=1))
        assert Meeting.objects.get(pk=meeting.pk).state == "minutes_draft"
        tick(meeting.due_at)
        assert Meeting.objects.get(pk=meeting.pk).state == "closed"

    def test_of_the_verifier_is_none(self, world: World) -> None:
        action = action_in(world, "done_claimed")

        for _ in range(6):
            tick(action.due_at)
            action.refresh_from_db()

        assert action.state == "done_claimed"

    def test_of_the_verifier_reaches_chair_and_coordinator_but_never_the_owner(self, world: World) -> None:
        action = action_in(world, "done_claimed")
        first = action.due_at
        tick(first)
        action.refresh_from_db()
        second = action.due_at
        tick(second)

        assert told(world, "action_to_verify", first) == {"reza"}
        assert told(world, "action_to_verify", second) >= {"reza", "nader"}
        assert "zahra" not in told(world, "action_to_verify", second)

    def test_of_everybody_loses_nothing_in_half_a_year(self, world: World) -> None:
        action = promise(world)
        at = action.created_at
        while at < action.created_at + 180 * DAY:
            at += 5 * DAY
            tick(at)

        action = Action.objects.get(pk=action.pk)
        assert action.state == "open" and action.due_at > at - 7 * DAY and action.holder_id is not None
        for meeting in Meeting.objects.open():
            assert meeting.due_at is not None and meeting.holder_id is not None


class TestHostsInTurn:
    @pytest.mark.parametrize("n", range(1, 5))
    def test_go_round(self, world: World, n: int) -> None:
        meeting = sitting(world, "planned")
        series = meeting.series
        at = meeting.created_at
        while series.meetings.count() < n:
            at += DAY
            tick(at)

        hosts = list(series.meetings.order_by("number").values_list("host__code", flat=True))
        assert hosts[n - 1] == ["chabahar", "work"][(n - 1) % 2]
