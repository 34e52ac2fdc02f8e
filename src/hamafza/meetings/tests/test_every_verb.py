"""Every verb in every state: where it leads, and that elsewhere it is refused and changes nothing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from hamafza.kernel.actors import System
from hamafza.kernel.errors import MoveRefused, NotAllowed, ReasonMissing, Refused
from hamafza.kernel.models import StateChange
from hamafza.meetings import commands as meetings
from hamafza.meetings.models import Action, AgendaItem, Decision, Meeting
from hamafza.meetings.states import ActionState, Attended, DecisionState, MeetingState
from hamafza.meetings.tests.telling import DAY, HOUR, action_in, decided, promise, sitting
from tests.cast import World

CLOCK = System("tick")
Verb = Callable[[World, Any, Any], Any]


def by(world: World, who: str) -> Any:
    return world.person[who]


OF_MEETING: dict[str, Verb] = {
    "open": lambda w, it, at: meetings.open_agenda(it, by=by(w, "reza"), at=at),
    "send": lambda w, it, at: meetings.send_agenda(it, by=by(w, "reza"), at=at),
    "begin": lambda w, it, at: meetings.begin(it, by=by(w, "reza"), at=at),
    "refresh": lambda w, it, at: meetings.refresh_agenda(it, by=by(w, "reza"), at=at),
    "point": lambda w, it, at: meetings.add_item(it, title="راه روستا", by=by(w, "reza"), at=at),
    "invite": lambda w, it, at: meetings.invite_to(it, person=by(w, "karim"), by=by(w, "reza"), at=at),
    "everyone": lambda w, it, at: meetings.mark_the_rest(it, by=by(w, "reza"), at=at),
    "propose": lambda w, it, at: meetings.propose(it, text="میز مشترک", by=by(w, "reza"), at=at),
    "minutes": lambda w, it, at: meetings.send_minutes(it, by=by(w, "reza"), at=at),
    "object": lambda w, it, at: meetings.object_to_minutes(it, reason="نام من نیست", by=by(w, "zahra"), at=at),
    "confirm": lambda w, it, at: meetings.confirm_minutes(it, by=by(w, "nader"), at=at),
    "cancel": lambda w, it, at: meetings.cancel(it, reason="weather", by=by(w, "reza"), at=at),
}
BEFORE = ("planned", "agenda_open", "agenda_sent")
MEETING_LEADS: dict[tuple[str, str], str] = {
    ("planned", "open"): "agenda_open",
    ("agenda_open", "send"): "agenda_sent",
    ("agenda_sent", "begin"): "held",
    ("held", "minutes"): "minutes_draft",
    ("minutes_draft", "object"): "held",
    ("minutes_draft", "confirm"): "closed",  # nothing was promised in it
    **{(state, "cancel"): "cancelled" for state in BEFORE},
    **{(state, "refresh"): state for state in ("agenda_open", "agenda_sent")},
    **{(state, verb): state for state in (*BEFORE, "held") for verb in ("point", "invite")},
    **{("held", verb): "held" for verb in ("everyone", "propose")},
}


class TestAMeeting:
    @pytest.mark.parametrize("verb", OF_MEETING)
    @pytest.mark.parametrize("state", [str(state) for state in MeetingState])
    def test_goes_where_the_verb_leads_or_stays_as_it_was(self, world: World, state: str, verb: str) -> None:
        meeting = sitting(world, state)
        at = meeting.starts_at + 2 * DAY
        before = _whole(meeting)

        if (state, verb) in MEETING_LEADS:
            OF_MEETING[verb](world, meeting, at)
            assert Meeting.objects.get(pk=meeting.pk).state == MEETING_LEADS[state, verb]
        else:
            with pytest.raises(Refused):
                OF_MEETING[verb](world, meeting, at)
            assert _whole(meeting) == before

    @pytest.mark.parametrize("verb", ["open", "send", "begin", "minutes", "cancel"])
    def test_is_moved_by_no_guest(self, world: World, verb: str) -> None:
        state = next(state for state, moved in MEETING_LEADS if moved == verb)
        meeting = sitting(world, state)

        for who in ("zahra", "mina", "sara", "farhad", "stranger"):
            with pytest.raises(NotAllowed):
                _as(OF_MEETING[verb], who)(world, meeting, meeting.starts_at)

    def test_is_late_by_the_clock_alone(self, world: World) -> None:
        meeting = sitting(world, "planned")

        for who in ("reza", "nader", "admin"):
            with pytest.raises(NotAllowed):
                meetings.meeting_late(meeting, by=by(world, who), at=meeting.starts_at)

    @pytest.mark.parametrize("state", ["closed", "cancelled"])
    def test_that_has_ended_is_left_alone_by_the_clock(self, world: World, state: str) -> None:
        meeting = sitting(world, state)
        before = _whole(meeting)

        meetings.meeting_late(meeting, by=CLOCK, at=meeting.starts_at + 90 * DAY)

        assert _whole(meeting) == before

    def test_remembers_each_move_once(self, world: World) -> None:
        meeting = sitting(world, "minutes_confirmed")

        moves = StateChange.objects.filter(subject=f"meetings.meeting:{meeting.pk}").order_by("pk")

        assert list(moves.values_list("after", flat=True)) == [
            "planned", "agenda_open", "agenda_sent", "held", "minutes_draft", "minutes_confirmed",
        ]  # fmt: skip


OF_ACTION: dict[str, Verb] = {
    "start": lambda w, it, at: meetings.start_action(it, by=by(w, "zahra"), at=at),
    "claim": lambda w, it, at: meetings.claim_done(it, evidence="نامهٔ ۷", by=by(w, "zahra"), at=at),
    "verify": lambda w, it, at: meetings.verify(it, by=by(w, "reza"), at=at),
    "return": lambda w, it, at: meetings.send_back(it, reason="کم است", by=by(w, "reza"), at=at),
    "block": lambda w, it, at: meetings.block(it, blocked_on=by(w, "mina"), reason="نامه", by=by(w, "zahra"), at=at),
    "cancel": lambda w, it, at: meetings.cancel_action(it, reason="لازم نیست", by=by(w, "nader"), at=at),
    "postpone": lambda w, it, at: meetings.postpone(
        it, due_on=(at + 9 * DAY).date(), reason="باران", by=by(w, "zahra"), at=at
    ),
}
WORKING = ("open", "in_progress", "blocked", "returned")
ACTION_LEADS: dict[tuple[str, str], str] = {
    **{(state, "start"): "in_progress" for state in ("open", "blocked", "returned")},
    **{(state, "claim"): "done_claimed" for state in WORKING},
    **{(state, "block"): "blocked" for state in ("open", "in_progress", "returned")},
    **{(state, "cancel"): "cancelled" for state in WORKING},
    **{(state, "postpone"): state for state in WORKING},
    ("done_claimed", "verify"): "verified",
    ("done_claimed", "return"): "returned",
}


class TestAnAction:
    @pytest.mark.parametrize("verb", OF_ACTION)
    @pytest.mark.parametrize("state", [str(state) for state in ActionState])
    def test_goes_where_the_verb_leads_or_stays_as_it_was(self, world: World, state: str, verb: str) -> None:
        action = action_in(world, state)
        at, before = action.created_at + 2 * DAY, _whole(action)

        if (state, verb) in ACTION_LEADS:
            OF_ACTION[verb](world, action, at)
            assert Action.objects.get(pk=action.pk).state == ACTION_LEADS[state, verb]
        else:
            with pytest.raises(MoveRefused):
                OF_ACTION[verb](world, action, at)
            assert _whole(action) == before

    @pytest.mark.parametrize("state", ["verified", "cancelled"])
    def test_that_has_ended_is_handed_to_nobody(self, world: World, state: str) -> None:
        action = action_in(world, state)

        with pytest.raises(MoveRefused):
            meetings.hand_over_action(action, by=CLOCK, at=action.created_at + 9 * DAY)

    @pytest.mark.parametrize("verb", OF_ACTION)
    def test_is_worked_on_by_no_stranger(self, world: World, verb: str) -> None:
        state = next(state for state, moved in ACTION_LEADS if moved == verb)
        action = action_in(world, state)

        for who in ("mina", "sara", "farhad", "stranger"):
            with pytest.raises(NotAllowed):
                _as(OF_ACTION[verb], who)(world, action, action.created_at + 2 * DAY)

    @pytest.mark.parametrize("state", ["in_progress", "blocked", "returned", "done_claimed"])
    def test_untied_or_begun_has_no_old_reason(self, world: World, state: str) -> None:
        action = action_in(world, "blocked" if state != "done_claimed" else "returned")
        at = action.created_at + 3 * DAY

        if state == "done_claimed":
            meetings.claim_done(action, evidence="نامه", by=by(world, "zahra"), at=at)
        else:
            meetings.start_action(action, by=by(world, "zahra"), at=at)

        assert (action.reason, action.blocked_on) == ("", None)


OF_DECISION: dict[str, Verb] = {
    "adopt": lambda w, it, at: meetings.adopt(it, no_action_because="آگاهی است", by=by(w, "reza"), at=at),
    "give": lambda w, it, at: meetings.add_action(
        it, task="نامه بنویسد", owner=by(w, "zahra"), due_on=(at + 5 * DAY).date(), by=by(w, "reza"), at=at
    ),
    "reword": lambda w, it, at: meetings.reword(it, text="میز سلامت", by=by(w, "reza"), at=at),
    "defer": lambda w, it, at: meetings.defer(it, by=by(w, "reza"), at=at),
    "reject": lambda w, it, at: meetings.reject(it, reason="پول نیست", by=by(w, "reza"), at=at),
    "take_back": lambda w, it, at: meetings.take_back(it, by=by(w, "reza"), at=at),
}
DECISION_LEADS: dict[tuple[str, str], str] = {
    ("proposed", "adopt"): "adopted",
    ("proposed", "reword"): "proposed",
    ("proposed", "defer"): "deferred",
    ("proposed", "reject"): "rejected",
    ("proposed", "take_back"): "",
    ("adopted", "give"): "adopted",
}


def decision_in(world: World, state: str) -> Decision:
    decision = decided(world, sitting(world))
    verb = {"adopted": "adopt", "deferred": "defer", "rejected": "reject"}.get(state)
    if verb:
        OF_DECISION[verb](world, decision, decision.proposed_at)
    assert decision.state == state
    return decision


class TestADecision:
    @pytest.mark.parametrize("verb", OF_DECISION)
    @pytest.mark.parametrize("state", [str(state) for state in DecisionState])
    def test_goes_where_the_verb_leads_or_stays_as_it_was(self, world: World, state: str, verb: str) -> None:
        decision = decision_in(world, state)
        at, pk, before = decision.proposed_at + timedelta(minutes=5), decision.pk, _whole(decision)

        if (state, verb) not in DECISION_LEADS:
            with pytest.raises(MoveRefused):
                OF_DECISION[verb](world, decision, at)
            assert _whole(decision) == before
            return
        OF_DECISION[verb](world, decision, at)
        left = Decision.objects.filter(pk=pk).first()
        assert (left.state if left else "") == DECISION_LEADS[state, verb]

    @pytest.mark.parametrize("verb", OF_DECISION)
    def test_is_touched_no_more_once_the_minutes_are_out(self, world: World, verb: str) -> None:
        decision = decision_in(world, "adopted" if verb == "give" else "proposed")
        if decision.state == "proposed":
            Decision.objects.filter(pk=decision.pk).update(
                state="rejected", decided_at=decision.proposed_at, reason="x"
            )
        meetings.send_minutes(decision.meeting, by=by(world, "reza"), at=decision.proposed_at + HOUR)
        Decision.objects.filter(pk=decision.pk, state="rejected").update(state="proposed", decided_at=None, reason="")
        decision = Decision.objects.select_related("meeting__series__place").get(pk=decision.pk)

        with pytest.raises(MoveRefused):
            OF_DECISION[verb](world, decision, decision.proposed_at)

    @pytest.mark.parametrize("verb", OF_DECISION)
    def test_is_settled_by_no_guest(self, world: World, verb: str) -> None:
        decision = decision_in(world, "adopted" if verb == "give" else "proposed")

        for who in ("zahra", "mina", "sara", "stranger"):
            with pytest.raises(NotAllowed):
                _as(OF_DECISION[verb], who)(world, decision, decision.proposed_at)


OF_ITEM: dict[str, Verb] = {
    "up": lambda w, it, at: meetings.move_item(it, up=True, by=by(w, "reza"), at=at),
    "down": lambda w, it, at: meetings.move_item(it, up=False, by=by(w, "reza"), at=at),
    "drop": lambda w, it, at: meetings.drop_item(it, by=by(w, "reza"), at=at),
    "restore": lambda w, it, at: meetings.restore_item(it, by=by(w, "reza"), at=at),
    "write": lambda w, it, at: meetings.write_minutes(it, text="گفته شد", by=by(w, "reza"), at=at),
}


class TestAPoint:
    @pytest.mark.parametrize("verb", OF_ITEM)
    @pytest.mark.parametrize("state", [str(state) for state in MeetingState])
    def test_moves_until_the_sitting_ends_and_is_written_to_while_it_sits(
        self, world: World, state: str, verb: str
    ) -> None:
        meeting = sitting(world, state)
        item = AgendaItem.objects.create(meeting=meeting, order=1, kind="other", title="راه", added_by="person:1")
        open_in = ["held"] if verb == "write" else [*BEFORE, "held"]

        if state in open_in:
            OF_ITEM[verb](world, item, meeting.starts_at + HOUR)
        else:
            with pytest.raises(MoveRefused):
                OF_ITEM[verb](world, item, meeting.starts_at + HOUR)

    @pytest.mark.parametrize("verb", OF_ITEM)
    def test_is_not_a_guests_to_change(self, world: World, verb: str) -> None:
        meeting = sitting(world)
        item = AgendaItem.objects.create(meeting=meeting, order=1, kind="other", title="راه", added_by="person:1")

        for who in ("zahra", "mina", "stranger"):
            with pytest.raises(NotAllowed):
                _as(OF_ITEM[verb], who)(world, item, meeting.starts_at)

    def test_dropped_and_restored_is_where_it_was(self, world: World) -> None:
        meeting = sitting(world, "agenda_open")
        points = [meetings.add_item(meeting, title=name, by=by(world, "reza"), at=meeting.since_at) for name in "ابپ"]

        meetings.drop_item(points[1], by=by(world, "reza"), at=meeting.since_at)
        meetings.restore_item(points[1], by=by(world, "reza"), at=meeting.since_at)

        assert [item.title for item in meeting.items.filter(kind="other")] == ["ا", "ب", "پ"]


class TestAttendance:
    @pytest.mark.parametrize("attended", [str(one) for one in Attended])
    @pytest.mark.parametrize("state", [str(state) for state in MeetingState if state != "planned"])
    def test_is_written_while_it_sits(self, world: World, state: str, attended: str) -> None:
        meeting = sitting(world, state)
        one = meeting.invitees.select_related("person", "meeting__series__place").order_by("pk").first()
        if one is None:
            assert state == "cancelled"
            return
        if state == "held":
            assert (
                meetings.mark(one, attended=attended, by=by(world, "reza"), at=meeting.starts_at).attended == attended
            )
        else:
            with pytest.raises(MoveRefused):
                meetings.mark(one, attended=attended, by=by(world, "reza"), at=meeting.starts_at)

    @pytest.mark.parametrize("answer", ["perhaps", "YES", "present"])
    def test_is_no_other_word(self, world: World, answer: str) -> None:
        meeting = sitting(world)
        hers = meeting.invitees.get(person=by(world, "zahra"))

        with pytest.raises(MoveRefused):
            meetings.mark(
                hers, attended=answer if answer != "present" else "came", by=by(world, "reza"), at=meeting.starts_at
            )

    @pytest.mark.parametrize("state", ["held", "minutes_draft", "minutes_confirmed", "closed"])
    def test_is_promised_only_before_it_begins(self, world: World, state: str) -> None:
        meeting = sitting(world, state)
        hers = meeting.invitees.get(person=by(world, "zahra"))

        with pytest.raises(MoveRefused):
            meetings.say_whether_coming(hers, answer="yes", by=by(world, "zahra"), at=meeting.starts_at)


BLANK = ["", " ", "\n\t", "\u200c"]


class TestWhatIsMissing:
    """Each command that asks for words says so, beside the field where they are to be written."""

    @pytest.mark.parametrize("said", ["", " ", "\n\t"])
    def test_is_named(self, world: World, said: str) -> None:
        meeting = sitting(world)
        reza, at = by(world, "reza"), meeting.starts_at + HOUR
        decision = decided(world, meeting)

        for error, field, act in [
            (meetings.NothingSaid, "title", lambda: meetings.add_item(meeting, title=said, by=reza, at=at)),
            (meetings.NothingDecided, "text", lambda: meetings.propose(meeting, text=said, by=reza, at=at)),
            (meetings.NothingDecided, "text", lambda: meetings.reword(decision, text=said, by=reza, at=at)),
            (meetings.NobodyDoesIt, "owner", lambda: meetings.adopt(decision, no_action_because=said, by=reza, at=at)),
            (ReasonMissing, "reason", lambda: meetings.reject(decision, reason=said, by=reza, at=at)),
        ]:
            with pytest.raises(error) as refused:
                act()
            assert (refused.value.field, bool(str(refused.value.message))) == (field, True)

    @pytest.mark.parametrize("said", ["", " ", "\n\t"])
    def test_is_named_of_an_action_too(self, world: World, said: str) -> None:
        action = promise(world)
        zahra, nader, reza, at = by(world, "zahra"), by(world, "nader"), by(world, "reza"), action.created_at
        due_on = (at + 3 * DAY).date()

        for error, field, act in [
            (meetings.EvidenceMissing, "evidence", lambda: meetings.claim_done(action, evidence=said, by=zahra, at=at)),
            (ReasonMissing, "reason", lambda: meetings.block(action, blocked_on=reza, reason=said, by=zahra, at=at)),
            (ReasonMissing, "reason", lambda: meetings.cancel_action(action, reason=said, by=nader, at=at)),
            (ReasonMissing, "reason", lambda: meetings.postpone(action, due_on=due_on, reason=said, by=zahra, at=at)),
            (
                meetings.OnHerself,
                "blocked_on",
                lambda: meetings.block(action, blocked_on=zahra, reason="x", by=zahra, at=at),
            ),
        ]:
            with pytest.raises(error) as refused:
                act()
            assert refused.value.field == field
        assert _whole(action) == _whole(Action.objects.get(pk=action.pk))


def _as(verb: Verb, who: str) -> Verb:
    """The same verb by another hand."""

    def other(world: World, thing: Any, at: Any) -> Any:
        crowd = World(dict.fromkeys(world.person, world.person[who]), world.place, world.centre, world.domain)
        return verb(crowd, thing, at)

    return other


def _whole(thing: Any) -> dict[str, Any]:
    """The row as the database has it, and how much hangs on it."""
    row = type(thing).objects.filter(pk=thing.pk).values().get()
    if isinstance(thing, Meeting):
        row["around"] = [thing.items.count(), thing.invitees.count(), thing.decisions.count()]
    return row
