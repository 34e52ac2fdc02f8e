"""What the screens read: views of actions and meetings by role, what waits, what became of decisions, calendars."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation
from icalendar import Calendar

from hamafza.kernel.clock import TEHRAN
from hamafza.meetings import captions, ics, queries
from hamafza.meetings import commands as meetings
from hamafza.meetings.invited import called
from hamafza.meetings.models import Action, Decision, Invitee, Meeting
from hamafza.meetings.queries.became import KEYS
from hamafza.meetings.quorum import Quorum, quorum_of
from hamafza.meetings.states import (
    SERIES_ENDED,
    ActionState,
    Attended,
    Cancel,
    DecisionState,
    Kind,
    MeetingState,
)
from hamafza.meetings.tests.telling import DAY, HOUR, action_in, council, decided, promise, sitting
from hamafza.network import commands as network
from tests.cast import HAND, SATURDAY, World

WHO = ["admin", "reza", "zahra", "maryam", "mina", "nader", "parvin", "sara", "karim", "farhad", "stranger"]
SEES = {"reza", "zahra", "maryam", "mina", "nader", "parvin", "admin"}


class TestViewsOfActions:
    @pytest.mark.parametrize(
        ("state", "view", "who"),
        [
            ("open", "mine", {"zahra"}), ("in_progress", "mine", {"zahra"}), ("returned", "mine", {"zahra"}),
            ("blocked", "mine", {"zahra", "mina"}), ("done_claimed", "mine", set()), ("verified", "mine", set()),
            ("cancelled", "mine", set()),
            ("done_claimed", "verify", {"reza", "nader", "parvin"}), ("open", "verify", set()),
            ("blocked", "verify", set()), ("verified", "verify", set()),
            ("open", "open", SEES), ("done_claimed", "open", SEES), ("blocked", "open", SEES),
            ("verified", "open", set()), ("cancelled", "open", set()),
            ("verified", "ended", SEES), ("cancelled", "ended", SEES), ("open", "ended", set()),
        ],
    )  # fmt: skip
    def test_hold_it_for_those_whose_turn_it_is(self, world: World, state: str, view: str, who: set[str]) -> None:
        action = action_in(world, state)
        at = action.created_at + DAY

        seen = {name for name in WHO if queries.actions_of(world.person[name], at, view=view).exists()}

        assert seen == who

    @pytest.mark.parametrize(
        ("days", "there"), [(9, False), (10, False), (11, True), (40, True)]
    )  # the day itself is not late
    def test_of_late_ones_begin_the_day_after(self, world: World, days: int, there: bool) -> None:
        action = promise(world, days=10)
        at = action.meeting.starts_at + days * DAY

        assert queries.actions_of(world.person["zahra"], at, view="late").exists() is there

    @pytest.mark.parametrize("words", ["فهرست", "بيماران", "زهرا", "فهرست مرادی", ""])
    def test_are_searched_by_words_and_owner(self, world: World, words: str) -> None:
        action = promise(world)

        assert queries.actions_of(world.person["zahra"], action.created_at, words=words).exists()

    @pytest.mark.parametrize("words", ["مدرسه", "فهرست مدرسه", "نادر", "%", "_"])
    def test_are_empty_for_other_words(self, world: World, words: str) -> None:
        action = promise(world)
        found = queries.actions_of(world.person["zahra"], action.created_at, words=words)

        assert not found.exists() or words in {"%", "_"}

    def test_are_of_one_series_when_asked(self, world: World) -> None:
        action = promise(world)
        other = council(world, title="دیگر", place=world.place["11"], by=HAND)

        for series, there in [(action.series.pk, True), (other.pk, False)]:
            found = queries.actions_of(world.person["zahra"], action.created_at, series=series)
            assert found.exists() is there


class TestButtons:
    @pytest.mark.parametrize(
        ("state", "owner", "secretary", "chair"),
        [
            ("open", {"start", "claim", "block", "postpone"}, {"start", "claim", "block", "postpone"},
             {"postpone", "cancel-action"}),
            ("in_progress", {"claim", "block", "postpone"}, {"claim", "block", "postpone"}, {"postpone", "cancel-action"}),
            ("blocked", {"start", "claim", "postpone"}, {"start", "claim", "postpone"}, {"postpone", "cancel-action"}),
            ("returned", {"start", "claim", "block", "postpone"}, {"start", "claim", "block", "postpone"},
             {"postpone", "cancel-action"}),
            ("done_claimed", set(), {"verify", "return"}, {"verify", "return"}),
            ("verified", set(), set(), set()),
            ("cancelled", set(), set(), set()),
        ],
    )  # fmt: skip
    def test_are_each_ones_own(
        self, world: World, state: str, owner: set[str], secretary: set[str], chair: set[str]
    ) -> None:
        action = action_in(world, state)
        for who, wanted in {
            "zahra": owner,
            "reza": secretary,
            "nader": chair,
            "mina": set(),
            "stranger": set(),
        }.items():
            moves = queries.moves_of(action, world.person[who], action.created_at + DAY)
            assert {move.name for move in moves} == wanted, who

    @pytest.mark.parametrize("state", [str(state) for state in ActionState])
    def test_of_a_row_are_among_those_of_the_page(self, world: World, state: str) -> None:
        action = action_in(world, state)
        at = action.created_at + DAY
        for who in WHO:
            row = queries.row_of(action, world.person[who], at)
            names = {move.name for move in queries.moves_of(action, world.person[who], at)}
            assert row.move is None or row.move.name in names, who

    @pytest.mark.parametrize("state", [str(state) for state in ActionState])
    def test_stand_beside_a_ring_until_the_end(self, world: World, state: str) -> None:
        action = action_in(world, state)

        row = queries.row_of(action, world.person["zahra"], action.created_at + DAY)

        assert (row.ring is None) is (state in {"verified", "cancelled"})
        assert "زهرا مرادی" in row.note and ("مینا دهواری" in row.note) is (state == "blocked")


class TestHistory:
    def test_tells_each_step_with_who_made_it(self, world: World) -> None:
        action = action_in(world, "returned")
        meetings.postpone(
            action, due_on=(action.created_at + 9 * DAY).date(), reason="باران", by=world.person["zahra"],
            at=action.created_at + 2 * DAY,
        )  # fmt: skip

        steps = queries.history_of(action)

        assert [(step.said, step.who) for step in steps] == [
            ("سپرده شد", "رضا بلوچ"), ("منتظر تأیید", "زهرا مرادی"), ("بازگردانده شد", "رضا بلوچ"),
            ("مهلت جابه‌جا شد", "زهرا مرادی"),
        ]  # fmt: skip
        assert [step.tone for step in steps] == ["noted", "waiting", "refused", "noted"]
        assert steps[2].reason == "فهرست کامل نیست"


class TestViewsOfMeetings:
    @pytest.mark.parametrize(
        ("state", "view"),
        [
            (state, "past" if state in {"minutes_confirmed", "closed", "cancelled"} else "open")
            for state in map(str, MeetingState)
        ],
    )
    def test_part_what_lies_ahead_from_what_is_over(self, world: World, state: str, view: str) -> None:
        meeting, nader = sitting(world, state), world.person["nader"]
        for one in ("open", "past", "all"):
            there = meeting in queries.meetings_found(nader, meeting.starts_at, view=one)
            assert there is (one in {view, "all"}), one

    @pytest.mark.parametrize("state", [str(state) for state in MeetingState])
    def test_are_narrowed_to_a_state(self, world: World, state: str) -> None:
        meeting = sitting(world, "held")

        found = queries.meetings_found(world.person["nader"], meeting.starts_at, state=state)

        assert (meeting in found) is (state == "held")

    @pytest.mark.parametrize(
        ("words", "there"),
        [("شورا", True), ("هماهنگي", True), ("چابهار", True), ("1", True), ("مدرسه", False), ("77", False)],
    )
    def test_are_searched(self, world: World, words: str, there: bool) -> None:
        meeting = sitting(world, "planned")

        found = queries.meetings_found(world.person["nader"], meeting.created_at, words=words)

        assert (meeting in found) is there

    @pytest.mark.parametrize(
        ("place", "there"), [("11", True), ("1104", True), ("IR", True), ("09", False), ("1110", False)]
    )
    def test_are_narrowed_to_a_place(self, world: World, place: str, there: bool) -> None:
        meeting = sitting(world, "planned")

        found = queries.meetings_found(world.person["nader"], meeting.created_at, place=world.place[place])

        assert (meeting in found) is there


class TestWhatWaits:
    @pytest.mark.parametrize("state", [str(state) for state in ActionState])
    @pytest.mark.parametrize("days", [1, 5])
    def test_is_counted_as_it_is_listed(self, world: World, state: str, days: int) -> None:
        action = action_in(world, state)
        at = action.created_at + days * DAY
        counts = queries.waiting_counts(at)

        for who in WHO:
            person = world.person[who]
            listed = queries.actions_waiting(person, at).count() + queries.meetings_waiting(person, at).count()
            assert counts[person.pk] == listed, who

    @pytest.mark.parametrize("state", [str(state) for state in MeetingState])
    def test_of_meetings_is_the_secretarys(self, world: World, state: str) -> None:
        meeting = sitting(world, state)

        waiting = queries.meetings_waiting(world.person["reza"], meeting.starts_at)

        assert (meeting in waiting) is (state in {"agenda_open", "agenda_sent", "held"})
        assert meeting not in queries.meetings_waiting(world.person["zahra"], meeting.starts_at)


class TestWhatBecame:
    @pytest.mark.parametrize(
        ("state", "key"),
        [
            ("open", "open"), ("in_progress", "open"), ("blocked", "open"), ("returned", "open"),
            ("done_claimed", "claimed"), ("verified", "verified"), ("cancelled", "cancelled"),
        ],
    )  # fmt: skip
    def test_counts_each_state_as_one_thing(self, world: World, state: str, key: str) -> None:
        action = action_in(world, state)

        fate = queries.fate_of(action.series, action.created_at + DAY)

        assert {name: n for name, n in fate.counts.items() if n} == {key: 1, "decisions": 1}
        assert [(part.key, part.count, part.start, part.length) for part in fate.parts] == [(key, 1, 0, 100)]

    @pytest.mark.parametrize(
        ("state", "late"), [("open", True), ("blocked", True), ("done_claimed", False), ("verified", False)]
    )
    def test_is_late_beyond_its_day(self, world: World, state: str, late: bool) -> None:
        action = action_in(world, state)

        assert bool(queries.fate_of(action.series, action.created_at + 60 * DAY).counts["late"]) is late

    def test_parts_fill_the_whole_bar(self, world: World) -> None:
        meeting = sitting(world)
        for days in (1, 3, 20):
            promise(world, meeting, days=days)

        parts = queries.fate_of(meeting.series, meeting.starts_at + 5 * DAY).parts

        assert sum(part.length for part in parts) == pytest.approx(100, abs=0.1)
        assert [part.key for part in parts] == [key for key in KEYS if key in {"open", "late"}]

    @pytest.mark.parametrize(("state", "share"), [("verified", 1.0), ("open", 0.0), ("cancelled", 0.0)])
    def test_share_leaves_out_what_was_let_go(self, world: World, state: str, share: float) -> None:
        action = action_in(world, state)

        assert queries.fate_of(action.series, action.created_at + DAY).verified_share == pytest.approx(share)

    @pytest.mark.parametrize("state", [str(state) for state in DecisionState])
    def test_is_said_of_a_decision_without_actions_by_its_state(self, world: World, state: str) -> None:
        decision = decided(world, sitting(world))
        Decision.objects.filter(pk=decision.pk).update()
        decision.state = state

        assert captions.became_of(decision) == DecisionState(state).label


class TestDecidedBefore:
    def test_leaves_out_itself_and_what_it_continues(self, world: World) -> None:
        meeting = sitting(world)
        decision = decided(world, meeting)
        at, nader = meeting.starts_at + HOUR, world.person["nader"]
        assert queries.near_decisions(decision.text, meeting.series, nader, at)

        assert queries.near_decisions(decision.text, meeting.series, nader, at, but=decision) == []

    def test_shows_nobody_what_she_may_not_see(self, world: World) -> None:
        meeting = sitting(world)
        text, at = decided(world, meeting).text, meeting.starts_at + HOUR

        seen = {who for who in WHO if queries.near_decisions(text, meeting.series, world.person[who], at)}

        assert seen == SEES


class TestCalendars:
    @pytest.mark.parametrize("state", [str(state) for state in MeetingState])
    def test_hold_the_hour_and_call_off_what_is_not_held(self, world: World, state: str) -> None:
        meeting = Meeting.objects.whole().get(pk=sitting(world, state).pk)

        (event,) = Calendar.from_ical(ics.calendar([meeting], meeting.created_at)).walk("VEVENT")

        assert event["uid"] == f"meeting-{meeting.pk}@hamafza"
        assert event["dtstart"].dt == meeting.starts_at.astimezone(TEHRAN)
        assert event["dtend"].dt - event["dtstart"].dt == timedelta(minutes=meeting.series.minutes)
        assert str(event["status"]) == ("CANCELLED" if state == "cancelled" else "CONFIRMED")
        assert int(event["sequence"]) == (state == "cancelled")
        assert not any(name in event.to_ical().decode() for name in ("نادر", "رضا", "زهرا"))

    def test_of_nothing_are_valid(self) -> None:
        assert Calendar.from_ical(ics.calendar([], SATURDAY)).walk("VEVENT") == []

    @pytest.mark.parametrize(
        ("who", "there"), [("nader", True), ("reza", True), ("zahra", True), ("sara", False), ("admin", False)]
    )
    def test_are_of_those_who_are_called_or_lead(self, world: World, who: str, there: bool) -> None:
        meeting = sitting(world, "agenda_open")

        assert (meeting in queries.meetings_of(world.person[who], meeting.starts_at)) is there

    @pytest.mark.parametrize(("days", "there"), [(0, True), (89, True), (90, True), (91, False)])
    def test_look_back_a_season(self, world: World, days: int, there: bool) -> None:
        meeting = sitting(world, "held")

        found = queries.meetings_of(world.person["nader"], meeting.starts_at + days * DAY)

        assert (meeting in found) is there


class TestQuorums:
    @pytest.mark.parametrize(
        ("present", "needed", "met"),
        [(0, 0, False), (1, 0, True), (0, 1, False), (1, 1, True), (2, 3, False), (3, 3, True), (9, 3, True)],
    )
    def test_are_met_by_somebody_at_least(self, present: int, needed: int, met: bool) -> None:
        assert Quorum(present, 5, needed).is_met is met

    @pytest.mark.parametrize("percent", [0, 1, 20, 21, 50, 51, 99, 100])
    def test_are_never_more_than_all(self, world: World, percent: int) -> None:
        meeting = sitting(world)
        meeting.series.quorum_percent = percent

        found = quorum_of(meeting)

        assert found.invited == 5
        assert 5 * percent / 100 <= found.needed <= min(5, 5 * percent / 100 + 1)

    @pytest.mark.parametrize("attended", [str(one) for one in Attended])
    def test_count_those_present_alone(self, world: World, attended: str) -> None:
        meeting = sitting(world)
        Invitee.objects.filter(meeting=meeting).update(attended=attended)

        assert quorum_of(meeting).present == (5 if attended == "present" else 0)


class TestWhoIsCalled:
    @pytest.mark.parametrize(
        ("roles", "who"),
        [
            ([], {"nader", "reza"}),
            (["secretary"], {"nader", "reza", "zahra", "mina"}),
            (["head"], {"nader", "reza", "maryam"}),
            (["last_door"], {"nader", "reza"}),
            (["provincial_coordinator"], {"nader", "reza"}),
            (["secretary", "head", "operator"], {"nader", "reza", "zahra", "mina", "maryam"}),
        ],
    )
    def test_is_who_has_the_role_there(self, world: World, roles: list[str], who: set[str]) -> None:
        meeting = council(world, roles=roles).meetings.get()

        assert {one.person.username for one in called(meeting, SATURDAY)} == who

    @pytest.mark.parametrize(("place", "n"), [("1104", 2), ("11", 4), ("09", 0)])
    def test_grows_with_the_place(self, world: World, place: str, n: int) -> None:
        meeting = council(world, roles=["secretary"], place=world.place[place], by=HAND).meetings.get()

        assert sum(one.role == "secretary" for one in called(meeting, SATURDAY)) == n

    def test_is_called_once_in_her_first_office(self, world: World) -> None:
        network.grant(world.person["nader"], role="head", scope=world.centre["work"], by=HAND, at=SATURDAY - DAY)
        meeting = council(world).meetings.get()

        roles = [one.role for one in called(meeting, SATURDAY) if one.person.username == "nader"]

        assert roles == ["chair"]


class TestCaptions:
    @pytest.mark.parametrize("language", ["fa", "en"])
    @pytest.mark.parametrize("state", [str(state) for state in MeetingState])
    def test_say_of_each_meeting_what_follows_until_its_end(self, world: World, state: str, language: str) -> None:
        meeting = Meeting(state=state)

        with translation.override(language):
            follows = captions.follows(meeting)
            assert bool(follows) is (state not in {"closed", "cancelled"})
            assert captions.tone_of(meeting) in {"quiet", "info", "attention", "calm", "good"}
            steps = [step["state"] for step in captions.steps_of(meeting)]
        assert steps.count("current") == (state not in {"closed", "cancelled"})
        if language == "en":
            assert not any("\u0600" <= sign <= "\u06ff" for sign in follows)

    @pytest.mark.parametrize("language", ["fa", "en"])
    @pytest.mark.parametrize("reason", [*map(str, Cancel), SERIES_ENDED])
    def test_give_every_reason_a_word(self, reason: str, language: str) -> None:
        with translation.override(language):
            told = captions.reason_of(Meeting(reason=reason))
        assert told and any("\u0600" <= sign <= "\u06ff" for sign in told) is (language == "fa")

    def test_of_no_reason_are_empty(self) -> None:
        assert captions.reason_of(Meeting(reason="")) == ""

    @pytest.mark.parametrize("kind", [str(kind) for kind in Kind])
    def test_name_every_kind_of_point_in_both_languages(self, kind: str) -> None:
        named: dict[str, Any] = {}
        for language in ("fa", "en"):
            with translation.override(language):
                named[language] = str(Kind(kind).label)
        assert named["fa"] != named["en"]

    @pytest.mark.parametrize("state", [str(state) for state in ActionState])
    def test_give_every_action_a_tone(self, state: str) -> None:
        assert captions.tone_of(Action(state=state)) in {"quiet", "info", "attention", "calm", "good"}

    @pytest.mark.parametrize(
        ("role", "scope", "words"),
        [
            ("chair", "", "رئیس نشست"), ("minutes", "", "دبیر نشست"), ("guest", "", "مهمان"), ("", "", ""),
            ("head", "کانون کار", "کانون کار"), ("secretary", "کانون سلامت", "کانون سلامت"),
        ],
    )  # fmt: skip
    def test_say_in_which_capacity_one_is_called(self, role: str, scope: str, words: str) -> None:
        assert captions.capacity_of(Invitee(role=role, scope=scope)).endswith(words)
