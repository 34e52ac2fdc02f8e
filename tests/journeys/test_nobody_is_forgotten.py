"""Thousands of random commands of random people, with time passing: after each of them nobody is forgotten.

Each open request has somebody active and an hour; each open need is with a centre, at the last door or in search; a
refusal leads on within its own transaction; no end is without an outcome; the chains hold.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from hamafza.feedback import commands as feedback
from hamafza.feedback.models import Survey
from hamafza.intake import commands as intake
from hamafza.intake.models import Need, Request, Share
from hamafza.intake.states import Ending, NeedState, RequestState
from hamafza.journal.models import JournalLine
from hamafza.kernel import chain
from hamafza.kernel.actors import Applicant, System
from hamafza.kernel.errors import Refused
from hamafza.kernel.models import AuditLine
from hamafza.kernel.ticking import tick
from hamafza.network import commands as network
from hamafza.people import commands as people
from hamafza.referrals import commands as referrals
from hamafza.referrals.models import LastDoor, Referral
from hamafza.referrals.states import (
    OPEN,
    TAKEN,
    Decline,
    DoorAction,
    DoorState,
    Hold,
    HopState,
    Mode,
    NotDone,
)
from tests.cast import SATURDAY, World

HAND = System("tests")
LIVES = int(os.environ.get("HAMAFZA_LIVES", "90"))  # more of them, and other ones each time, when asked for
CENTRES = ["chabahar", "konarak", "zahedan", "work"]
OFFICERS = ["zahra", "maryam", "sara", "hamid", "mina"]
ABOVE = ["reza", "nader", "parvin", "karim"]
HOURS = st.sampled_from([1, 3, 8, 26, 50, 100, 200, 400])
pick = st.integers(min_value=0, max_value=1_000)
anyone = st.sampled_from(OFFICERS + ABOVE + ["stranger", "farhad", "admin"])
sometimes = st.integers(min_value=0, max_value=9).map(lambda n: n == 0)


class Life(RuleBasedStateMachine):
    """People act at random; after each step nobody is forgotten."""

    world: World  # set by the test, built once

    def __init__(self) -> None:
        super().__init__()
        self.at: datetime = SATURDAY
        self.done: dict[str, int] = {}
        self.seen_lines = {"journal": last_of(JournalLine), "audit": last_of(AuditLine)}
        self.inside = transaction.atomic()
        self.inside.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.inside.__exit__(None, None, None)
        for person in self.world.person.values():
            person.__dict__.pop("_grants", None)
            person.is_active = True
        STEPS.update({name: STEPS.get(name, 0) + n for name, n in self.done.items()})

    # Helpers of the play

    def person(self, name: str) -> Any:
        return self.world.person[name]

    def some(self, model: Any, number: int, **where: Any) -> Any:
        found = list(model.objects.filter(**where).order_by("pk"))
        return found[number % len(found)] if found else None

    @contextmanager
    def trying(self, name: str) -> Iterator[None]:
        """A refusal is a fine answer; then nothing may have changed, which the invariants see."""
        try:
            with transaction.atomic():
                yield
                self.done[name] = self.done.get(name, 0) + 1
        except Refused:
            self.done["refused"] = self.done.get("refused", 0) + 1

    def who(self, hop: Referral, name: str, stranger: bool) -> Any:
        """Mostly the one whose turn it is, now and then somebody else."""
        return self.person(name) if stranger or hop.holder is None else hop.holder

    # Doors and triage

    @initialize()
    def first(self) -> None:
        self.world.triaged("health", at=self.at)
        self.world.triaged("health", "employment", "housing", at=self.at)

    @precondition(lambda self: Request.objects.count() < 5)
    @rule(place=st.sampled_from(["tis", "1110", "1101", "0901"]))
    def receive(self, place: str) -> None:
        self.world.request(at=self.at, place=place)

    @precondition(lambda self: Request.objects.filter(state="received").exists())
    @rule(
        n=pick,
        domains=st.sets(st.sampled_from(["health", "employment", "housing"])),
        urgency=st.sampled_from("012"),
        name=anyone,
        in_order=st.booleans(),
    )
    def triage(self, n: int, domains: set[str], urgency: str, name: str, in_order: bool) -> None:
        if request := self.some(Request, n, state=RequestState.RECEIVED):
            chosen = [self.world.domain[key] for key in sorted(domains)]
            orders = list(range(1, len(chosen) + 1)) if in_order else None
            with self.trying("triage"):
                intake.triage(request, domains=chosen, urgency=urgency, orders=orders, by=self.person(name), at=self.at)

    @rule(n=pick, name=st.sampled_from(ABOVE), key=st.sampled_from(["health", "employment", "housing"]))
    def add_need(self, n: int, name: str, key: str) -> None:
        if request := self.some(Request, n):
            with self.trying("add_need"):
                intake.add_need(request, domain=self.world.domain[key], order=1, by=self.person(name), at=self.at)

    # The centre answers

    @precondition(lambda self: Referral.objects.filter(state="offered").exists())
    @rule(n=pick, name=anyone, stranger=sometimes)
    def accept(self, n: int, name: str, stranger: bool) -> None:
        if hop := self.some(Referral, n, state=HopState.OFFERED):
            with self.trying("accept"):
                referrals.accept(hop, by=self.who(hop, name, stranger), at=self.at)

    @precondition(lambda self: Referral.objects.filter(state="offered").exists())
    @rule(n=pick, name=anyone, stranger=sometimes, reason=st.sampled_from(Decline.values))
    def decline(self, n: int, name: str, stranger: bool, reason: str) -> None:
        if hop := self.some(Referral, n, state=HopState.OFFERED):
            with self.trying("decline"):
                referrals.decline(hop, reason=reason, note="شرح", by=self.who(hop, name, stranger), at=self.at)
                led_on(hop.need)

    @precondition(lambda self: Referral.objects.open().exists())
    @rule(n=pick, name=anyone, stranger=sometimes, reason=st.sampled_from(Hold.values), days=st.integers(0, 70))
    def hold(self, n: int, name: str, stranger: bool, reason: str, days: int) -> None:
        if hop := self.some(Referral, n, state__in=OPEN):
            until = self.at + timedelta(days=days)
            with self.trying("hold"):
                referrals.hold(hop, reason=reason, until=until, by=self.who(hop, name, stranger), at=self.at)

    @precondition(lambda self: Referral.objects.filter(state="on_hold").exists())
    @rule(n=pick, name=anyone, stranger=sometimes)
    def resume(self, n: int, name: str, stranger: bool) -> None:
        if hop := self.some(Referral, n, state=HopState.ON_HOLD):
            with self.trying("resume"):
                referrals.resume(hop, by=self.who(hop, name, stranger), at=self.at)

    @precondition(lambda self: Referral.objects.open().exists())
    @rule(n=pick, name=anyone, stranger=sometimes, text=st.sampled_from(["تماس گرفتیم", " "]))
    def note(self, n: int, name: str, stranger: bool, text: str) -> None:
        if hop := self.some(Referral, n, state__in=OPEN):
            with self.trying("note"):
                referrals.note(hop, text=text, by=self.who(hop, name, stranger), at=self.at)

    @precondition(lambda self: Referral.objects.open().exists())
    @rule(
        n=pick,
        name=anyone,
        stranger=sometimes,
        outcome=st.sampled_from(["solved", "partly", "guided", "not_possible"]),
    )
    def finish(self, n: int, name: str, stranger: bool, outcome: str) -> None:
        if hop := self.some(Referral, n, state__in=OPEN):
            with self.trying("finish"):
                referrals.finish(
                    hop, outcome=outcome, evidence="انجام شد", by=self.who(hop, name, stranger), at=self.at
                )

    @precondition(lambda self: Referral.objects.filter(state__in=TAKEN).exists())
    @rule(n=pick, name=anyone, stranger=sometimes, reason=st.sampled_from(NotDone.values))
    def give_up(self, n: int, name: str, stranger: bool, reason: str) -> None:
        if hop := self.some(Referral, n, state__in=TAKEN):
            with self.trying("give_up"):
                referrals.give_up(hop, reason=reason, by=self.who(hop, name, stranger), at=self.at)
                led_on(hop.need)

    @precondition(lambda self: Referral.objects.filter(state__in=TAKEN).exists())
    @rule(n=pick, name=anyone, stranger=sometimes, to=st.sampled_from(CENTRES))
    def relay(self, n: int, name: str, stranger: bool, to: str) -> None:
        if hop := self.some(Referral, n, state__in=TAKEN):
            with self.trying("relay"):
                referrals.relay(hop, centre=self.world.centre[to], by=self.who(hop, name, stranger), at=self.at)
                led_on(hop.need)

    # The sender and the last door

    @rule(
        n=pick,
        name=st.sampled_from(ABOVE),
        to=st.lists(st.sampled_from(CENTRES), max_size=3, unique=True),
        mode=st.sampled_from(Mode.values),
    )
    def offer(self, n: int, name: str, to: list[str], mode: str) -> None:
        if need := self.some(Need, n):
            centres = [self.world.centre[key] for key in to]
            with self.trying("offer"):
                referrals.offer(need, centres=centres, mode=mode, by=self.person(name), at=self.at)

    @precondition(lambda self: Referral.objects.open().exists())
    @rule(n=pick, name=st.sampled_from(ABOVE))
    def take_back(self, n: int, name: str) -> None:
        if hop := self.some(Referral, n, state__in=OPEN):
            with self.trying("withdraw_hop"):
                referrals.withdraw(hop, reason="جای دیگر", by=self.person(name), at=self.at)

    @precondition(lambda self: LastDoor.objects.filter(state="open").exists())
    @rule(
        n=pick,
        action=st.sampled_from(DoorAction.values),
        to=st.sampled_from([None, *CENTRES]),
        key=st.sampled_from(["health", "employment", "housing"]),
        sorry=st.booleans(),
    )
    def act_at_last_door(self, n: int, action: str, to: str | None, key: str, sorry: bool) -> None:
        if task := self.some(LastDoor, n, state=DoorState.OPEN):
            with self.trying("last_door"):
                referrals.act_at_last_door(
                    task, action=action, note="راهی یافت شد", by=task.officer, at=self.at, not_possible=sorry,
                    centre=to and self.world.centre[to], domains=[self.world.domain[key]],
                )  # fmt: skip

    @precondition(lambda self: Referral.objects.open().exists())
    @rule(n=pick)
    def work(self, n: int) -> None:
        """A centre does what it is there for, so that lives also come to their end."""
        request = self.some(Referral, n, state__in=OPEN).need.request
        for hop in Referral.objects.open().filter(need__request=request).order_by("pk"):
            with self.trying("work"):
                hop.refresh_from_db()
                if hop.state == HopState.OFFERED:
                    referrals.accept(hop, by=hop.holder, at=self.at)
                referrals.finish(hop, outcome="solved", evidence="انجام شد", by=hop.holder, at=self.at)

    # The applicant

    @precondition(lambda self: Survey.objects.filter(state__in=["asleep", "sent", "silent"]).exists())
    @rule(n=pick, solved=st.sampled_from(["yes", "half", "no"]), carry_on=st.booleans())
    def answer(self, n: int, solved: str, carry_on: bool) -> None:
        if survey := self.some(Survey, n, state__in=["asleep", "sent", "silent"]):
            by = Applicant(survey.request_id)
            with self.trying("answer"):
                feedback.answer(survey, solved=solved, carry_on=carry_on, by=by, at=self.at)

    @rule(n=pick, rarely=sometimes)
    def withdraw(self, n: int, rarely: bool) -> None:
        request = self.some(Request, n)
        if request and rarely:
            with self.trying("withdraw"):
                intake.withdraw(request, reason="دیگر لازم نیست", by=Applicant(request.pk), at=self.at)

    @rule(n=pick, m=pick, rarely=sometimes)
    def merge(self, n: int, m: int, rarely: bool) -> None:
        request, original = self.some(Request, n), self.some(Request, m)
        if request and original and rarely:
            with self.trying("merge"):
                intake.merge(request, original=original, by=self.person("parvin"), at=self.at)

    @precondition(lambda self: Request.objects.filter(state__in=["resolved", "partly_resolved"]).exists())
    @rule(n=pick)
    def confirm(self, n: int) -> None:
        if request := self.some(Request, n, state__in=["resolved", "partly_resolved", "closed"]):
            with self.trying("confirm"):
                intake.confirm(request, by=Applicant(request.pk), at=self.at)

    @precondition(lambda self: Request.objects.filter(state__in=["resolved", "partly_resolved", "confirmed"]).exists())
    @rule(n=pick, ending=st.sampled_from(Ending.values))
    def close(self, n: int, ending: str) -> None:
        if request := self.some(Request, n, state__in=["resolved", "partly_resolved", "confirmed"]):
            with self.trying("close"):
                intake.close(request, ending=ending, by=self.person("nader"), at=self.at)

    @rule(n=pick)
    def reopen(self, n: int) -> None:
        if request := self.some(Request, n):
            with self.trying("reopen"):
                intake.reopen(request, reason="حل نشد", by=Applicant(request.pk), at=self.at)

    # The house itself moves

    @rule(
        name=st.sampled_from(OFFICERS + ABOVE),
        deputy=st.sampled_from(OFFICERS + ABOVE),
        days=st.integers(1, 20),
    )
    def go_away(self, name: str, deputy: str, days: int) -> None:
        with self.trying("absence"):
            until = self.at + timedelta(days=days)
            network.set_absence(
                self.person(name),
                deputy=self.person(deputy),
                since=self.at,
                until=until,
                by=self.person(name),
                at=self.at,
            )

    @rule(name=st.sampled_from([*OFFICERS, "nader", "karim", "reza"]), rarely=sometimes)
    def leave(self, name: str, rarely: bool) -> None:
        if rarely:
            with self.trying("leave"):
                people.disable(self.person(name), by=self.person("admin"), at=self.at)

    @rule(key=st.sampled_from(CENTRES), to=st.sampled_from(["dormant", "active", "closed"]), rarely=sometimes)
    def rest(self, key: str, to: str, rarely: bool) -> None:
        if rarely:
            with self.trying("rest"):
                self.world.centre[key].refresh_from_db()
                network.move_state(self.world.centre[key], to=to, by=HAND, at=self.at)

    # Time

    @rule(hours=HOURS)
    def time_passes(self, hours: int) -> None:
        self.at += timedelta(hours=hours)
        for _pass in range(12):
            if not sum(tick(self.at).values()):
                break
        else:
            raise AssertionError(f"time does not come to rest: {tick(self.at)}")
        self.done["tick"] = self.done.get("tick", 0) + 1
        assert not Request.objects.open().filter(due_at__lte=self.at).exists(), "a deadline passed and nothing happened"
        assert not Request.objects.open().filter(holder__is_active=False).exists(), "one who left still holds a request"

    # After each step

    @invariant()
    def each_open_request_has_a_holder_and_a_deadline(self) -> None:
        assert not Request.objects.open().filter(holder=None).exists()
        assert not Request.objects.open().filter(due_at=None).exists()

    @invariant()
    def each_open_need_is_with_somebody(self) -> None:
        hops: dict[int, list[str]] = {}
        for need, state in Referral.objects.filter(state__in=OPEN).values_list("need", "state"):
            hops.setdefault(need, []).append(state)
        doors = set(LastDoor.objects.filter(state=DoorState.OPEN).values_list("need", flat=True))
        for need in Need.objects.select_related("request"):
            states, at_door = hops.get(need.pk, []), need.pk in doors
            expected = {
                NeedState.WAITING: not states and not at_door,
                NeedState.OFFERED: bool(states) and set(states) == {HopState.OFFERED} and not at_door,
                NeedState.TAKING_CARE: len(states) == 1 and states[0] in TAKEN and not at_door,
                NeedState.LAST_DOOR: not states and at_door,
                NeedState.DONE: not states and not at_door and need.outcome,
                NeedState.DROPPED: not states and not at_door,
            }
            assert expected[NeedState(need.state)], f"need {need.state}, hops {states}, last door {at_door}"
            if need.is_open:
                assert need.request.state in {RequestState.TRIAGED, RequestState.IN_REFERRAL}

    @invariant()
    def no_end_is_without_an_outcome(self) -> None:
        for request in Request.objects.filter(state__in=["resolved", "partly_resolved", "confirmed", "closed"]):
            needs = list(Need.objects.filter(request=request))
            assert needs and all(not need.is_open for need in needs)
            assert request.state != RequestState.CLOSED or request.ending

    @invariant()
    def who_did_not_take_it_sees_it_no_longer(self) -> None:
        for share in Share.objects.live(self.at).filter(ended_at=None):
            kept = Referral.objects.filter(need__request=share.request_id, centre=share.centre_id)
            assert kept.filter(state__in=[*OPEN, HopState.DONE]).exists()

    @invariant()
    def the_chains_hold(self) -> None:
        for name, model in [("journal", JournalLine), ("audit", AuditLine)]:
            seq, head = self.seen_lines[name]
            for line in model.objects.filter(seq__gt=seq).order_by("seq"):
                seq += 1
                assert (line.seq, line.prev_hash) == (seq, head)
                assert line.hash == chain.link(head, chain.facts(line))
                head = line.hash
            self.seen_lines[name] = (seq, head)


STEPS: dict[str, int] = {}


def led_on(need: Need) -> None:
    """Said in the transaction of the refusal itself: the need is already with somebody else."""
    asked = Referral.objects.filter(need=need, state__in=OPEN).exists()
    assert asked or LastDoor.objects.filter(need=need, state=DoorState.OPEN).exists()


def last_of(model: Any) -> tuple[int, str]:
    line = model.objects.order_by("-seq").first()
    return (line.seq, line.hash) if line else (0, "0" * 64)


@pytest.mark.slow  # a minute: 60 lives of 40 steps each, with the database
def test_nobody_is_forgotten_whatever_people_do(world: World) -> None:
    STEPS.clear()
    Life.world = world
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=LIVES, stateful_step_count=60, deadline=None, database=None, phases=[Phase.generate],
            derandomize="HAMAFZA_LIVES" not in os.environ, suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip

    assert sum(STEPS.values()) >= 2_000
    assert {
        "accept",
        "decline",
        "relay",
        "give_up",
        "last_door",
        "answer",
        "reopen",
        "tick",
        "withdraw_hop",
    } <= set(STEPS)
