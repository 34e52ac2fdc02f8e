"""Faults that random play brought to light, each with the shortest story that shows it."""

from datetime import timedelta

from hamafza.intake.models import Need, Request
from hamafza.kernel.ticking import tick
from hamafza.network import commands as network
from hamafza.people import commands as people
from hamafza.referrals import commands as referrals
from hamafza.referrals.models import LastDoor, Referral
from tests.cast import SATURDAY, World

LATER = SATURDAY + timedelta(hours=1)


def test_a_hop_may_reach_its_outcome_out_of_a_hold(world: World) -> None:
    hop = Referral.objects.open().get(need__request=world.triaged("health"))
    zahra = world.person["zahra"]
    referrals.accept(hop, by=zahra, at=LATER)
    referrals.hold(hop, reason="client_asked", until=LATER + timedelta(days=2), by=zahra, at=LATER)

    referrals.finish(hop, outcome="solved", evidence="دارو رسید", by=zahra, at=LATER)

    hop.refresh_from_db()
    assert (hop.state, hop.reason) == ("done", "")


def test_an_offer_from_the_last_door_leaves_no_task_behind(world: World) -> None:
    need = Need.objects.get(request=world.triaged("housing"))

    referrals.offer(need, centres=[world.centre["work"]], by=world.person["reza"], at=LATER)

    assert not LastDoor.objects.filter(need=need, state="open").exists()
    referrals.decline(Referral.objects.open().get(need=need), reason="funds", by=world.person["mina"], at=LATER)
    assert LastDoor.objects.filter(need=need, state="open").count() == 1


def test_a_waiting_need_keeps_its_deadline_however_busy_its_sister_is(world: World) -> None:
    request = world.triaged("health", "employment")
    health = Referral.objects.open().get(need__request=request, need__domain=world.domain["health"])
    work = Referral.objects.open().get(need__request=request, need__domain=world.domain["employment"])
    referrals.withdraw(health, reason="جای دیگر", by=world.person["reza"], at=LATER)

    referrals.accept(work, by=world.person["mina"], at=LATER + timedelta(minutes=5))

    request = Request.objects.get(pk=request.pk)
    assert request.holder == world.person["reza"]
    assert request.due_at is not None
    assert request.due_at < LATER + timedelta(days=2)
    tick(request.due_at + timedelta(minutes=1))
    assert Referral.objects.open().filter(need=health.need).exists()


def test_what_lies_with_one_who_left_goes_to_whoever_is_there(world: World) -> None:
    hop = Referral.objects.open().get(need__request=world.triaged("health"))
    people.disable(world.person["zahra"], by=world.person["admin"], at=LATER)

    tick(LATER)

    hop.refresh_from_db()
    assert hop.holder == world.person["maryam"]
    assert hop.need.request.holder == world.person["maryam"]


def test_what_lies_with_one_who_is_away_goes_to_her_deputy(world: World) -> None:
    hop = Referral.objects.open().get(need__request=world.triaged("health"))
    zahra, maryam = world.person["zahra"], world.person["maryam"]
    network.set_absence(zahra, deputy=maryam, since=LATER, until=LATER + timedelta(days=5), by=zahra, at=LATER)

    tick(LATER)

    hop.refresh_from_db()
    assert hop.holder == maryam


def test_the_last_door_is_never_left_unattended(world: World) -> None:
    task = LastDoor.objects.get(need__request=world.triaged("housing"))
    people.disable(world.person["karim"], by=world.person["admin"], at=LATER)

    tick(LATER)

    task.refresh_from_db()
    assert task.officer == world.person["parvin"]
    assert task.need.request.holder == world.person["parvin"]


def test_an_untriaged_request_of_one_who_left_goes_to_whoever_is_at_its_door(world: World) -> None:
    request = world.request()
    people.disable(world.person["reza"], by=world.person["admin"], at=LATER)

    tick(SATURDAY + timedelta(minutes=1))

    request.refresh_from_db()
    assert request.holder == world.person["nader"]
