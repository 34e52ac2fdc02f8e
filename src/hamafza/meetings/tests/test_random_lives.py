"""Random people do random things to a council while time passes: nothing open is ever without somebody and an hour."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from hamafza.journal.models import JournalLine
from hamafza.kernel import chain
from hamafza.kernel.errors import Refused
from hamafza.kernel.models import StateChange
from hamafza.kernel.ticking import tick
from hamafza.meetings import commands as meetings
from hamafza.meetings.models import Action, Decision, Meeting, Series
from hamafza.meetings.states import ACTION_FINAL, ACTION_MOVES, MEETING_FINAL, MEETING_MOVES, UNVERIFIED
from hamafza.meetings.tests.telling import promise, sitting
from tests.cast import SATURDAY, World

ANYONE = st.sampled_from(["nader", "reza", "nader", "reza", "zahra", "maryam", "mina", "parvin", "stranger"])
PICK = st.integers(min_value=0, max_value=50)
NEXT = {
    "planned": ["open_agenda"], "agenda_open": ["send_agenda"], "agenda_sent": ["begin"],
    "held": ["mark_the_rest", "mark_the_rest", "send_minutes"], "minutes_draft": ["confirm_minutes"],
    "minutes_confirmed": ["open_agenda"],
}  # fmt: skip


class Council(RuleBasedStateMachine):
    """After each step the promise holds."""

    world: World  # set by the test, built once
    moved = 0

    def __init__(self) -> None:
        super().__init__()
        self.at: datetime = SATURDAY  # until the council is founded
        self.inside = transaction.atomic()
        self.inside.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.inside.__exit__(None, None, None)
        for person in self.world.person.values():
            person.__dict__.pop("_grants", None)

    def one(self, things: Any, n: int) -> Any:
        found = list(things.order_by("pk"))
        return found[n % len(found)] if found else None

    def attempt(self, verb: Any, thing: Any, who: str, **said: Any) -> None:
        if thing is None:
            return
        try:
            with transaction.atomic():
                verb(thing, by=self.world.person[who], at=self.at, **said)
            Council.moved += 1
        except Refused:
            pass

    @initialize()
    def found(self) -> None:
        """The first sitting is under way and has given two promises."""
        meeting = sitting(self.world)
        self.at = meeting.starts_at + timedelta(hours=2)
        for owner in ("zahra", "reza"):
            promise(self.world, meeting, owner=owner)

    @rule(hours=st.sampled_from([1, 7, 30, 80, 170, 340]))
    def time_passes(self, hours: int) -> None:
        self.at += timedelta(hours=hours)
        tick(self.at)

    @rule()
    def the_hour_of_a_sitting_comes(self) -> None:
        ahead = Meeting.objects.filter(state="agenda_sent", starts_at__gt=self.at).order_by("starts_at").first()
        self.at = ahead.starts_at if ahead else self.at + timedelta(days=3)
        tick(self.at)

    @rule(n=PICK, who=ANYONE)
    def a_sitting_moves(self, n: int, who: str) -> None:
        sitting = self.one(Meeting.objects.open().whole(), n)
        if sitting:
            verbs = NEXT[sitting.state]
            self.attempt(getattr(meetings, verbs[n % len(verbs)]), sitting, who)

    @rule(n=PICK, who=ANYONE)
    def somebody_objects(self, n: int, who: str) -> None:
        self.attempt(
            meetings.object_to_minutes,
            self.one(Meeting.objects.filter(state="minutes_draft").whole(), n),
            who,
            reason="نه",
        )

    @rule(n=PICK, who=ANYONE, days=st.integers(-3, 30))
    def a_sitting_is_called_off(self, n: int, who: str, days: int) -> None:
        if n % 9 == 0:
            instead = self.at + timedelta(days=days) if days % 2 else None
            self.attempt(
                meetings.cancel, self.one(Meeting.objects.open().whole(), n), who, reason="weather", starts_at=instead
            )

    @rule(n=PICK, who=ANYONE, owner=ANYONE, days=st.integers(-1, 20), adopt=st.booleans())
    def something_is_decided(self, n: int, who: str, owner: str, days: int, adopt: bool) -> None:
        said = {"owner": self.world.person[owner], "due_on": (self.at + timedelta(days=days)).date()} if adopt else {}
        sitting = self.one(Meeting.objects.filter(state="held").whole(), n)
        if sitting and n % 4:
            self.attempt(meetings.mark_the_rest, sitting, "reza")
        self.attempt(meetings.decide, sitting, who, text="تصمیمی", **said)

    @rule(n=PICK, who=ANYONE, verb=st.sampled_from(["defer", "reject"]))
    def a_proposal_is_settled(self, n: int, who: str, verb: str) -> None:
        proposal = self.one(Decision.objects.filter(state="proposed").whole(), n)
        self.attempt(getattr(meetings, verb), proposal, who, reason="چون")

    @rule(
        n=PICK,
        who=ANYONE,
        verb=st.sampled_from(
            ["start_action", "claim_done", "verify", "send_back", "block", "cancel_action", "postpone"]
        ),
    )
    def an_action_moves(self, n: int, who: str, verb: str) -> None:
        said: dict[str, dict[str, Any]] = {
            "claim_done": {"evidence": "نامه"}, "send_back": {"reason": "نه"}, "cancel_action": {"reason": "نه"},
            "block": {"blocked_on": self.world.person["karim"], "reason": "نامه"},
            "postpone": {"due_on": (self.at + timedelta(days=n)).date(), "reason": "باران"},
        }  # fmt: skip
        self.attempt(
            getattr(meetings, verb), self.one(Action.objects.unverified().whole(), n), who, **said.get(verb, {})
        )

    @invariant()
    def nothing_open_is_without_somebody_and_an_hour(self) -> None:
        for things, final in ((Meeting, MEETING_FINAL), (Action, ACTION_FINAL)):
            for thing in things.objects.exclude(state__in=final).select_related("holder"):
                assert thing.holder and thing.holder.is_active and thing.due_at, thing

    @invariant()
    def nobody_verified_her_own(self) -> None:
        for action in Action.objects.filter(state="verified"):
            assert action.verified_by_id not in {None, action.owner_id}

    @invariant()
    def an_active_series_has_something_ahead_or_will_plan_it(self) -> None:
        for series in Series.objects.active():
            assert series.due_at

    @invariant()
    def a_closed_meeting_owes_nothing(self) -> None:
        assert not Action.objects.filter(decision__meeting__state="closed", state__in=UNVERIFIED).exists()

    @invariant()
    def every_move_is_in_the_tables(self) -> None:
        for label, table in (("meeting", MEETING_MOVES), ("action", ACTION_MOVES)):
            for before, after in StateChange.objects.filter(subject__startswith=f"meetings.{label}:").values_list(
                "before", "after"
            ):
                assert not before or after in table[before] or before == after, (label, before, after)


@pytest.mark.slow  # some thousand commands
def test_whatever_people_do_the_promise_holds(world: World) -> None:
    Council.world = world
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large]
    run_state_machine_as_test(
        Council,
        settings=settings(
            max_examples=12, stateful_step_count=60, deadline=None, derandomize=True, database=None,
            phases=[Phase.generate], suppress_health_check=checks,
        ),
    )  # fmt: skip

    assert Council.moved > 60, "the play must really move things"
    assert chain.verify("journal", JournalLine)
