"""Random people do random things to volunteers while time passes: whoever waits has somebody and an hour, and two said yes."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from hamafza.journal.models import JournalLine
from hamafza.kernel.clock import local
from hamafza.kernel.errors import Refused
from hamafza.kernel.models import StateChange
from hamafza.kernel.moves import subject_of
from hamafza.kernel.ticking import tick
from hamafza.volunteers import commands as volunteers
from hamafza.volunteers import queries
from hamafza.volunteers.models import Volunteer
from hamafza.volunteers.rules import may_keep
from hamafza.volunteers.states import ENDED, SERVES, VOLUNTEER_MOVES, WAITING, Left, VolunteerState
from hamafza.volunteers.tests.conftest import WEB
from tests.cast import HAND, SATURDAY, World

ANYONE = st.sampled_from(["zahra", "maryam", "nader", "zahra", "maryam", "parvin", "sara", "stranger"])
PICK = st.integers(min_value=0, max_value=50)
DAY = timedelta(days=1)


class Serving(RuleBasedStateMachine):
    """After each step the promise holds."""

    world: World  # set by the test, built once
    moved = 0

    def __init__(self) -> None:
        super().__init__()
        self.at: datetime = SATURDAY
        self.inside = transaction.atomic()
        self.inside.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.inside.__exit__(None, None, None)
        for person in self.world.person.values():
            person.__dict__.pop("_grants", None)

    def one(self, n: int) -> Volunteer:
        found = list(Volunteer.objects.whole().order_by("pk"))
        return found[n % len(found)]

    def attempt(self, verb: Any, thing: Any, by: Any, **said: Any) -> None:
        try:
            with transaction.atomic():
                verb(thing, by=by, at=self.at, **said)
            Serving.moved += 1
        except Refused:
            pass

    @initialize()
    def somebody_is_there(self) -> None:
        self.applies(0)

    @rule(n=PICK)
    def applies(self, n: int) -> None:
        where = self.world.centre["chabahar" if n % 3 else "konarak"]
        said = {"full_name": f"نام {n}", "mobile": f"0915111{n:04d}", "birth_year": 1370}
        self.attempt(volunteers.apply, where, WEB, **said)

    @rule(n=PICK, who=ANYONE)
    def talks(self, n: int, who: str) -> None:
        self.attempt(volunteers.note_interview, self.one(n), self.world.person[who], text="خوب", papers="")

    @rule(n=PICK, who=ANYONE)
    def accepts(self, n: int, who: str) -> None:
        self.attempt(volunteers.accept, self.one(n), self.world.person[who])

    @rule(n=PICK, who=ANYONE)
    def the_holder_goes_on(self, n: int, who: str) -> None:
        she = self.one(n)
        if she.holder and she.state in WAITING:
            verb = volunteers.accept if she.interviewed_at else volunteers.begin
            self.attempt(verb, she, she.holder)

    @rule(n=PICK, who=ANYONE, verb=st.sampled_from(["begin", "look_again", "come_back", "stay"]))
    def at_once(self, n: int, who: str, verb: str) -> None:
        self.attempt(getattr(volunteers, verb), self.one(n), self.world.person[who])

    @rule(n=PICK, who=ANYONE)
    def refuses(self, n: int, who: str) -> None:
        self.attempt(volunteers.refuse, self.one(n), self.world.person[who], reason="اکنون نه")

    @rule(n=PICK, who=ANYONE, left=st.sampled_from([*Left.values, "bored"]))
    def archives(self, n: int, who: str, left: str) -> None:
        self.attempt(volunteers.archive, self.one(n), self.world.person[who], left=left)

    @rule(n=PICK, days=st.integers(min_value=-2, max_value=120))
    def rests(self, n: int, days: int) -> None:
        she = self.one(n)
        self.attempt(volunteers.take_leave, she, she, returns_on=local(self.at).date() + days * DAY)

    @rule(n=PICK)
    def comes_back_herself(self, n: int) -> None:
        she = self.one(n)
        self.attempt(volunteers.come_back, she, she)

    @rule(n=PICK, days=st.integers(min_value=0, max_value=9))
    def serves(self, n: int, days: int) -> None:
        self.attempt(volunteers.note_activity, self.one(n), HAND, day=local(self.at).date() - days * DAY)

    @rule(days=st.integers(min_value=1, max_value=40))
    def time_passes(self, days: int) -> None:
        for _ in range(days // 10 + 1):
            self.at += timedelta(days=min(days, 10))
            tick(self.at)

    @invariant()
    def whoever_waits_has_somebody_who_may_and_an_hour(self) -> None:
        for she in Volunteer.objects.whole().waiting():
            assert she.holder is not None and she.due_at is not None and she.since_at is not None
            assert may_keep(she.holder, she, self.at)

    @invariant()
    def nobody_who_is_settled_lies_with_anybody(self) -> None:
        assert not Volunteer.objects.exclude(state__in=WAITING).exclude(holder=None).exists()
        assert not Volunteer.objects.filter(state__in=ENDED).exclude(due_at=None).exists()
        assert not Volunteer.objects.filter(state=VolunteerState.INACTIVE_LONG).exclude(due_at=None).exists()

    @invariant()
    def whoever_serves_was_accepted_by_a_second_person(self) -> None:
        for she in Volunteer.objects.filter(state__in=SERVES):
            assert she.rung and she.accepted_by is not None and she.interviewed_by is not None
            assert she.accepted_by != she.interviewed_by

    @invariant()
    def a_leave_has_its_return_and_an_archive_its_reason(self) -> None:
        assert not Volunteer.objects.filter(state=VolunteerState.INACTIVE_SHORT, returns_on=None).exists()
        assert not Volunteer.objects.filter(state=VolunteerState.ARCHIVED, left="").exists()

    @invariant()
    def whoever_is_active_will_be_asked_after(self) -> None:
        assert not Volunteer.objects.serving().filter(due_at=None).exists()

    @invariant()
    def history_follows_the_table(self) -> None:
        for she in Volunteer.objects.all():
            steps = list(StateChange.objects.filter(subject=subject_of(she)).order_by("pk"))
            assert steps[0].before == "" and steps[-1].after == she.state
            for step in steps[1:]:
                assert step.after in VOLUNTEER_MOVES[VolunteerState(step.before)] | {step.before}

    @invariant()
    def her_page_opens_while_she_is_one_of_us(self) -> None:
        for she in Volunteer.objects.whole():
            opens = queries.by_link(queries.link_of(she), self.at) is not None
            assert opens is (she.state not in ENDED)

    @invariant()
    def the_journal_counts_each_deed_for_one(self) -> None:
        lines = JournalLine.objects.filter(kind__startswith="volunteer_")
        assert not lines.exclude(people=1).exists() and not lines.exclude(domain="").exists()
        assert lines.filter(kind="volunteer_applied").count() == Volunteer.objects.count()


@pytest.mark.slow  # some random lives
@pytest.mark.django_db(transaction=False)
def test_random_lives(world: World) -> None:
    Serving.world, Serving.moved = world, 0
    run_state_machine_as_test(
        Serving,
        settings=settings(
            max_examples=9, stateful_step_count=16, deadline=None, derandomize=True, database=None,
            phases=[Phase.generate], suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
    assert Serving.moved > 40  # else the lives were empty and prove nothing
