"""The one door for writes: all or nothing, once, by the rule, on fresh rows."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from hamafza.intake import commands as intake
from hamafza.intake.models import Request
from hamafza.intake.states import NeedState
from hamafza.kernel import chain, commands, rows
from hamafza.kernel.commands import Once, chain_later
from hamafza.kernel.errors import AlreadyUsed, MoveRefused, NotAllowed
from hamafza.kernel.models import AuditLine, OnceKey
from hamafza.referrals import commands as referrals
from hamafza.referrals.models import Referral
from tests.cast import SATURDAY, World

SOON = SATURDAY + timedelta(hours=1)
WRITES = ("INSERT", "UPDATE", "DELETE")


class Fault(Exception):
    """Thrown by the test."""


def everything() -> dict[str, int]:
    """How many rows each of our tables holds."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("hamafza")]
    return {model.__name__: model._default_manager.count() for model in ours}


@contextmanager
def failing_at(number: int) -> Iterator[None]:
    """The n-th write to the database from now on fails, and so does each after it."""
    seen = 0

    def fail(execute: Any, sql: str, *rest: Any) -> Any:
        nonlocal seen
        if sql.startswith(WRITES):
            seen += 1
            if seen >= number:
                raise Fault
        return execute(sql, *rest)

    with connection.execute_wrapper(fail):
        yield


def writes_of(act: Any) -> int:
    count = 0

    def watch(execute: Any, sql: str, *rest: Any) -> Any:
        nonlocal count
        count += sql.startswith(WRITES)
        return execute(sql, *rest)

    with connection.execute_wrapper(watch):
        act()
    return count


class TestAllOrNothing:
    def test_receive_fails_at_each_of_its_writes(self, world: World) -> None:
        def act() -> Request:
            return world.request(once=Once("k", "c"))

        self.fails_everywhere(act, writes_of(lambda: world.request(once=Once("first", "c"))))
        assert act().pk

    def test_decline_fails_at_each_of_its_writes(self, world: World) -> None:
        """The longest way: the hop ends, the next centre is asked, three people are told."""

        def hop() -> Referral:
            return Referral.objects.open().select_related("holder").latest("pk")

        def act() -> Referral:
            return referrals.decline(hop(), reason="capacity", by=hop().holder, at=SOON)

        world.triaged("health")
        count = writes_of(act)
        world.triaged("health", text="دیگری")
        self.fails_everywhere(act, count)
        act()
        assert hop().centre != world.centre["chabahar"]

    @staticmethod
    def fails_everywhere(act: Any, count: int) -> None:
        assert count >= 7
        before = everything()
        for number in range(1, count + 1):
            with failing_at(number), pytest.raises(Fault):
                act()
            assert everything() == before, f"write {number} left something"
        assert chain.verify("audit", AuditLine)

    def test_a_reaction_that_fails_undoes_the_command(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        request = world.request()
        before = everything()

        def fail(*_: Any, **__: Any) -> None:
            raise Fault

        monkeypatch.setattr("hamafza.referrals.commands._way.start_next_needs", fail)
        with pytest.raises(Fault):
            intake.triage(request, domains=[world.domain["health"]], urgency="0", by=world.person["reza"], at=SOON)
        assert everything() == before


class TestRule:
    def test_refused_leaves_nothing(self, world: World) -> None:
        request = world.request()
        before = everything()
        with pytest.raises(NotAllowed):
            intake.triage(request, domains=[world.domain["health"]], urgency="0", by=world.person["sara"], at=SOON)
        assert everything() == before

    def test_is_asked_of_the_row_as_it_is_now(self, world: World) -> None:
        """An old copy in somebody's hand opens nothing."""
        request = world.triaged("health")
        hop = Referral.objects.open().get(need__request=request)
        stale = Referral.objects.get(pk=hop.pk)
        referrals.accept(hop, by=world.person["zahra"], at=SOON)
        with pytest.raises(MoveRefused):
            referrals.accept(stale, by=world.person["zahra"], at=SOON)


class TestOnce:
    def send(self, world: World, key: str = "k", text: str = "دارو") -> Request:
        return world.request(text=text, once=Once(key, text))

    def test_the_same_again_is_the_same_answer(self, world: World) -> None:
        first = self.send(world)
        before = everything()
        assert self.send(world) == first
        assert everything() == before

    def test_another_content_is_refused(self, world: World) -> None:
        self.send(world)
        before = everything()
        with pytest.raises(AlreadyUsed):
            self.send(world, text="خانه")
        assert everything() == before

    def test_another_key_is_another_request(self, world: World) -> None:
        assert self.send(world, "one") != self.send(world, "two")

    def test_what_failed_may_come_again(self, world: World) -> None:
        with pytest.raises(intake.EmptyRequest):
            world.request(text=" ", once=Once("k", "c"))
        assert not OnceKey.objects.exists()
        assert world.request(text="دارو", once=Once("k", "c")).pk

    def test_each_verb_has_keys_of_its_own(self, world: World) -> None:
        request = self.send(world)
        word = intake.add_word(request, text="هنوز", by=world.person["reza"], at=SOON, once=Once("k", "دارو"))
        assert word.request == request


class TestLock:
    def test_reads_afresh_in_place_and_keeps_what_is_loaded(self, world: World) -> None:
        request = world.triaged("health")
        hop = Referral.objects.whole().get(need__request=request)
        place = hop.need.request.place
        Request.objects.filter(pk=request.pk).update(title="تازه")
        referrals.accept(hop, by=world.person["zahra"], at=SOON)
        assert hop.need.request.title == "تازه"
        assert hop.need.request.place is place

    def test_drops_what_no_longer_belongs(self, world: World) -> None:
        request = world.request()
        assert request.holder == world.person["reza"]
        Request.objects.filter(pk=request.pk).update(holder=world.person["nader"])
        rows.read_again(request)
        assert request.holder == world.person["nader"]

    def test_of_a_thing_that_has_gone_says_so(self, world: World) -> None:
        request = world.request()
        Request.objects.filter(pk=request.pk).delete()
        with pytest.raises(Request.DoesNotExist):
            rows.read_again(request)

    def test_the_request_comes_before_its_need_and_its_hop(self, world: World) -> None:
        """One order for all commands, so that two of them never wait for each other."""
        request = world.triaged("health")
        hop = Referral.objects.get(need__request=request)
        read: list[str] = []

        def watch(execute: Any, sql: str, *rest: Any) -> Any:
            if one := re.fullmatch(r'SELECT .* FROM "(\w+)" WHERE "\1"\."id" = %s( FOR NO KEY UPDATE)?', sql):
                read.append(one[1])
            return execute(sql, *rest)

        hop = Referral.objects.whole().get(pk=hop.pk)
        with connection.execute_wrapper(watch):
            referrals.accept(hop, by=world.person["zahra"], at=SOON)
        assert read[:3] == ["intake_request", "intake_need", "referrals_referral"]


class TestTheTrace:
    def test_nested_commands_leave_a_line_each_in_one_chain(self, world: World) -> None:
        before = AuditLine.objects.count()
        request = world.triaged("health")
        verbs = list(AuditLine.objects.order_by("seq").values_list("verb", flat=True))[before:]
        assert verbs[0] == "intake.receive"
        assert {"intake.triage", "referrals.refer", "intake.need_moved", "intake.hold"} <= set(verbs)
        assert request.needs.get().state == NeedState.OFFERED
        assert chain.verify("audit", AuditLine)

    def test_keeps_coded_values_and_no_word_of_a_person(self, world: World) -> None:
        world.request(text="رازی که نباید بماند", applicant_name="گلنار قناری", phone="09159999999")
        line = AuditLine.objects.latest("seq")
        assert line.details == {"door": "web"}
        assert (line.by, line.subject) == ("door:web", f"places.place:{world.place['tis'].pk}")

    def test_chained_lines_are_written_by_commands_only(self, db: None) -> None:
        with pytest.raises(RuntimeError):
            chain_later("audit", AuditLine())

    def test_a_command_that_failed_leaves_no_room_behind(self, world: World) -> None:
        request = world.request()
        with pytest.raises(NotAllowed):
            intake.triage(request, domains=[world.domain["health"]], urgency="0", by=world.person["stranger"], at=SOON)
        assert commands._running.get() is None
