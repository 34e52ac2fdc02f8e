"""Simulated time does not stop at what it leads to itself."""

from collections.abc import Callable
from datetime import datetime, timedelta

from hamafza.kernel.agenda import Agenda
from hamafza.referrals.models import LastDoor, Referral
from tests.cast import SATURDAY, World

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def watching(world: World) -> tuple[Agenda, list[tuple[str, datetime]], Callable[[], None]]:
    """An agenda that plans an act two hours after each new hop, and notes when it happens."""
    seen: list[tuple[str, datetime]] = []
    known: set[int] = set()

    def ticked() -> None:
        for hop in Referral.objects.exclude(pk__in=known):
            known.add(hop.pk)
            agenda.put(agenda.now + 2 * HOUR, lambda name=hop.centre.code: seen.append((name, agenda.now)))

    agenda = Agenda(SATURDAY, ticked)
    return agenda, seen, ticked


def test_what_a_beat_plans_after_the_last_act_still_happens(world: World) -> None:
    """Once it did not: the first such act ended the story, months before its end."""
    world.triaged("health")
    agenda, seen, _ = watching(world)

    agenda.run(SATURDAY + 60 * DAY)

    assert [name for name, _ in seen] == list(Referral.objects.order_by("pk").values_list("centre__code", flat=True))
    assert len(seen) >= 2
    assert LastDoor.objects.exists()  # and the clock went on after the last of them
    assert not LastDoor.objects.filter(due_at__lt=SATURDAY + 59 * DAY, state="open").exists()


def test_what_a_beat_plans_happens_at_its_own_instant_before_later_acts(world: World) -> None:
    world.triaged("health")
    agenda, seen, _ = watching(world)
    agenda.put(SATURDAY + 40 * DAY, lambda: seen.append(("late", agenda.now)))

    agenda.run(SATURDAY + 60 * DAY)

    instants = [at for _, at in seen]
    assert instants == sorted(instants)
    assert ("late", SATURDAY + 40 * DAY) in seen


def test_an_act_may_plan_the_next_one(db: None) -> None:
    seen: list[datetime] = []
    agenda = Agenda(SATURDAY, lambda: None)

    def again() -> None:
        seen.append(agenda.now)
        agenda.put(agenda.now + DAY, again)

    agenda.put(SATURDAY, again)
    agenda.run(SATURDAY + 3 * DAY)

    assert seen == [SATURDAY + days * DAY for days in range(4)]


def test_more_acts_than_one_transaction_holds_all_happen(db: None) -> None:
    seen: list[int] = []
    agenda = Agenda(SATURDAY, lambda: None)
    for number in range(450):
        agenda.put(SATURDAY + HOUR, lambda number=number: seen.append(number))

    agenda.run(SATURDAY + DAY)

    assert seen == list(range(450))
