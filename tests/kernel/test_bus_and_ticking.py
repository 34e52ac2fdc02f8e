"""News reaches whoever asked for it; a tick asks only for what is due; simulated time keeps order."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from hamafza.kernel import bus, ticking
from hamafza.kernel.agenda import Agenda
from hamafza.referrals.models import Referral
from tests.cast import SATURDAY, World


@dataclass(frozen=True)
class Rained:
    where: str


@pytest.fixture
def nobody_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bus, "_reactions", type(bus._reactions)(list))


@pytest.fixture
def no_beats(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(ticking, "_beats", [])
    ticking._question.cache_clear()
    yield
    ticking._question.cache_clear()


@pytest.mark.usefixtures("nobody_listens")
class TestBus:
    def test_tells_each_in_order(self) -> None:
        heard = []
        bus.on(Rained)(lambda news: heard.append(("first", news.where)))
        bus.on(Rained)(lambda news: heard.append(("second", news.where)))
        bus.announce(Rained("تیس"))
        assert heard == [("first", "تیس"), ("second", "تیس")]

    def test_nobody_need_listen(self) -> None:
        bus.announce(Rained("تیس"))
        assert bus.subscriptions() == {}

    def test_what_a_listener_raises_reaches_the_teller(self) -> None:
        bus.on(Rained)(lambda news: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            bus.announce(Rained("تیس"))


@pytest.mark.usefixtures("no_beats")
class TestTick:
    def test_runs_in_order_and_counts(self, db: None) -> None:
        ran = []

        @ticking.every_tick(order=2)
        def later(at: datetime) -> int:
            return ran.append("later") or 3

        @ticking.every_tick(order=1)
        def sooner(at: datetime) -> int:
            return ran.append("sooner") or 1

        assert list(ticking.tick(SATURDAY).values()) == [1, 3]
        assert ran == ["sooner", "later"]

    def test_asks_only_for_what_is_due(self, world: World) -> None:
        hop = self.an_open_hop(world)
        asked: list[datetime] = []

        @ticking.every_tick(order=1, waiting=Referral.objects.open)
        def hops(at: datetime) -> int:
            asked.append(at)
            return 0

        ticking.tick(hop.due_at - timedelta(microseconds=1))
        assert asked == []
        ticking.tick(hop.due_at)
        assert asked == [hop.due_at]

    def test_knows_when_it_is_next_needed(self, world: World) -> None:
        hop = self.an_open_hop(world)
        assert ticking.next_due() is None

        @ticking.every_tick(order=1, waiting=Referral.objects.open)
        def hops(at: datetime) -> int:
            return 0

        assert ticking.next_due() == hop.due_at
        Referral.objects.all().delete()
        assert ticking.next_due() is None

    @staticmethod
    def an_open_hop(world: World) -> Referral:
        world.triaged("health")
        return Referral.objects.get()


class TestAgenda:
    def test_acts_happen_in_their_order_and_none_beyond_the_end(self, db: None) -> None:
        done: list[str] = []
        agenda = Agenda(SATURDAY, lambda: None)
        for hours, name in [(3, "third"), (1, "first"), (1, "second"), (9, "never")]:
            agenda.put(SATURDAY + timedelta(hours=hours), lambda name=name: done.append(name))
        agenda.run(SATURDAY + timedelta(hours=5))
        assert done == ["first", "second", "third"]
        assert agenda.now == SATURDAY + timedelta(hours=5)

    def test_an_act_for_yesterday_happens_now(self, db: None) -> None:
        seen: list[datetime] = []
        agenda = Agenda(SATURDAY, lambda: None)
        agenda.put(SATURDAY - timedelta(days=1), lambda: seen.append(agenda.now))
        agenda.run(SATURDAY)
        assert seen == [SATURDAY]

    def test_what_falls_due_between_two_acts_happens_between_them(self, world: World) -> None:
        world.triaged("health")
        hop = Referral.objects.get()
        rungs: list[int] = []

        def look() -> None:
            hop.refresh_from_db()
            rungs.append(hop.rung)

        agenda = Agenda(SATURDAY, lambda: None)
        agenda.put(hop.due_at - timedelta(minutes=1), look)
        agenda.put(hop.due_at + timedelta(hours=2), look)
        agenda.run(hop.due_at + timedelta(hours=3))
        assert rungs == [0, 1]
