"""Many at once for one thing: exactly one has it. Threads with connections of their own, on either database."""

import os
import threading
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from hamafza.feedback import commands as feedback
from hamafza.feedback.models import Survey
from hamafza.feedback.tasks import CLOCK
from hamafza.intake import commands as intake
from hamafza.intake.models import Need, Request
from hamafza.kernel import chain
from hamafza.kernel.actors import Applicant, Door
from hamafza.kernel.commands import Once
from hamafza.kernel.errors import AlreadyUsed, MoveRefused
from hamafza.kernel.models import AuditLine, OnceKey
from hamafza.referrals import commands as referrals
from hamafza.referrals.models import Referral
from hamafza.referrals.states import HopState, Mode
from tests.cast import SATURDAY, World
from tests.racing import at_once, committed_world

ROUNDS, TAKERS = 20, 6
ON_POSTGRES = os.environ.get("DATABASE_URL", "").startswith("postgres")
SOON = SATURDAY + timedelta(hours=1)
pytestmark = pytest.mark.slow  # real transactions and a database that is emptied after each test


@pytest.fixture
def world(transactional_db: None, tmp_path: Path) -> Iterator[World]:
    """The cast, committed."""
    with committed_world(tmp_path) as found:
        yield found


def test_one_of_a_pool_takes_it(world: World) -> None:
    pool = [world.centre[key] for key in ("chabahar", "konarak", "zahedan")]
    for number in range(ROUNDS):
        request = world.request(text=f"درخواست {number}")
        intake.triage(
            request,
            domains=[world.domain["health"]],
            urgency="0",
            automatic=False,
            by=world.person["reza"],
            at=SATURDAY,
        )
        need = Need.objects.get(request=request)
        referrals.offer(need, centres=pool, mode=Mode.POOL, by=world.person["reza"], at=SATURDAY)
        hops = list(Referral.objects.filter(need=need)) * 2  # and each of them is clicked twice

        results = at_once([lambda hop=hop: referrals.accept(_own(hop), by=hop.holder, at=SOON) for hop in hops])

        assert Counter(type(one) for one in results) == {Referral: 1, MoveRefused: len(hops) - 1}, results
        states = Counter(Referral.objects.filter(need=need).values_list("state", flat=True))
        assert states == {HopState.ACCEPTED: 1, HopState.CLOSED_ELSEWHERE: len(pool) - 1}
    assert chain.verify("audit", AuditLine)


def _own(hop: Referral) -> Referral:
    return Referral.objects.get(pk=hop.pk)


def test_the_same_form_sent_many_times_is_one_request(world: World) -> None:
    for number in range(ROUNDS):
        once = Once(f"form-{number}", "the same")

        def send(once: Once = once) -> Request:
            return intake.receive(
                world.place["tis"],
                door="web",
                text="دارو",
                phone="09151234567",
                by=Door("web"),
                at=SOON,
                once=once,
            )

        results = at_once([send] * TAKERS)

        assert {type(one) for one in results} == {Request}, results
        assert len({one.pk for one in results if isinstance(one, Request)}) == 1
    assert Request.objects.count() == OnceKey.objects.count() == ROUNDS
    assert chain.verify("audit", AuditLine)


def test_two_contents_under_one_key_leave_one(world: World) -> None:
    for number in range(ROUNDS):

        def send(text: str, number: int = number) -> Request:
            once = Once(f"form-{number}", text)
            return intake.receive(world.place["tis"], door="web", text=text, by=Door("web"), at=SOON, once=once)

        results = at_once([lambda: send("یک"), lambda: send("دو")])

        assert Counter(type(one) for one in results) == {Request: 1, AlreadyUsed: 1}, results
    assert Request.objects.count() == ROUNDS


def test_two_needs_done_at_once_end_the_request(world: World) -> None:
    """Each of two centres sees the other's need open; yet the request must not be left without an end."""
    for number in range(ROUNDS):
        request = world.triaged("health", "employment", text=f"درخواست {number}")
        hops = list(Referral.objects.open().filter(need__request=request).select_related("holder"))
        assert len(hops) == 2
        for hop in hops:
            referrals.accept(hop, by=hop.holder, at=SOON)

        def finish(hop: Referral) -> Referral:
            return referrals.finish(
                _own(hop), outcome="solved", evidence="انجام شد", by=hop.holder, at=SOON + timedelta(hours=1)
            )

        results = at_once([lambda hop=hop: finish(hop) for hop in hops])

        assert {type(one) for one in results} == {Referral}, results
        request.refresh_from_db()
        assert request.state == "resolved"


def test_answers_and_a_withdrawal_do_not_block_each_other(world: World) -> None:
    """One order of locks for all: no deadlock, whoever comes first."""
    for number in range(ROUNDS):
        request = world.triaged("health", text=f"درخواست {number}")
        hop = Referral.objects.open().select_related("holder").get(need__request=request)

        def leave(request: Request = request) -> Request:
            again = Request.objects.get(pk=request.pk)
            return intake.withdraw(again, reason="solved_elsewhere", by=world.person["reza"], at=SOON)

        results = at_once([lambda hop=hop: referrals.accept(_own(hop), by=hop.holder, at=SOON), leave])

        assert all(isinstance(one, (Referral, Request, MoveRefused)) for one in results), results
        request.refresh_from_db()
        assert request.state == "withdrawn"
        assert not Referral.objects.open().filter(need__request=request).exists()


@pytest.mark.postgres
@pytest.mark.skipif(not ON_POSTGRES, reason="SQLite locks the whole database, in no order")
@pytest.mark.parametrize("verb", ["send", "accept_silence"])
def test_a_question_and_a_reopening_do_not_block_each_other(
    world: World, monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    """The clock stops in the middle of its work until she says no: whoever is second waits, and neither dies of it."""
    request = world.triaged("health")
    hop = Referral.objects.open().select_related("holder").get(need__request=request)
    referrals.accept(hop, by=hop.holder, at=SATURDAY)
    referrals.finish(hop, outcome="solved", evidence="انجام شد", by=hop.holder, at=SATURDAY)
    survey = Survey.objects.get(request=request)
    if verb == "accept_silence":
        feedback.send(survey, by=CLOCK, at=SATURDAY)
    moved, in_the_middle = feedback.move, threading.Event()

    def move_and_wait(*args: object, **kwargs: object) -> None:
        moved(*args, **kwargs)  # type: ignore[arg-type]
        if not in_the_middle.is_set():
            in_the_middle.set()
            time.sleep(0.5)

    monkeypatch.setattr(feedback, "move", move_and_wait)

    def reopen() -> Request:
        in_the_middle.wait()
        return intake.reopen(Request.objects.get(pk=request.pk), reason="نه", by=Applicant(request.pk), at=SOON)

    clock = getattr(feedback, verb)
    results = at_once([lambda: clock(Survey.objects.get(pk=survey.pk), by=CLOCK, at=SOON), reopen])

    assert isinstance(results[0], Survey), results
    assert isinstance(results[1], (Request, MoveRefused)), results
