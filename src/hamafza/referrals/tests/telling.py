"""Small helpers of the tests of this area: a hop in any state, made by the commands themselves."""

from datetime import timedelta
from typing import Any

from hamafza.kernel import clock
from hamafza.referrals import commands as referrals
from hamafza.referrals.models import Referral
from hamafza.referrals.states import HopState
from tests.cast import World


def offered(world: World, **more: Any) -> Referral:
    """Just asked: the health centre of Chabahar, whose secretary is Zahra."""
    request = world.triaged("health", at=clock.now(), **more)
    return Referral.objects.open().get(need__request=request)


def hop_in(world: World, state: str) -> Referral:
    """A hop of Chabahar's centre in the given state."""
    hop = offered(world)
    at, zahra = clock.now(), world.person["zahra"]
    if state == HopState.CLOSED_ELSEWHERE:
        return _closed_elsewhere(world)
    if state in {HopState.ACCEPTED, HopState.IN_PROGRESS, HopState.ON_HOLD, HopState.DONE, HopState.NOT_DONE}:
        referrals.accept(hop, by=zahra, at=at)
    if state in {HopState.IN_PROGRESS, HopState.ON_HOLD}:
        referrals.note(hop, text="تماس گرفتیم", by=zahra, at=at)
    if state == HopState.ON_HOLD:
        referrals.hold(hop, reason="waiting_papers", until=at + timedelta(days=5), by=zahra, at=at)
    elif state == HopState.DONE:
        referrals.finish(hop, outcome="solved", evidence="دارو رسید", by=zahra, at=at)
    elif state == HopState.NOT_DONE:
        referrals.give_up(hop, reason="no_means", by=zahra, at=at)
    elif state == HopState.DECLINED:
        referrals.decline(hop, reason="capacity", by=zahra, at=at)
    elif state == HopState.WITHDRAWN:
        referrals.withdraw(hop, reason="جای دیگر", by=world.person["reza"], at=at)
    elif state == HopState.EXPIRED:
        _expire(hop)
    hop.refresh_from_db()
    assert hop.state == state
    return hop


def _expire(hop: Referral) -> None:
    from hamafza.kernel.ticking import tick

    for day in range(1, 15):
        tick(hop.offered_at + timedelta(days=day))
        hop.refresh_from_db()
        if not hop.is_open:
            return


def _closed_elsewhere(world: World) -> Referral:
    hop = offered(world)
    at = clock.now()
    referrals.withdraw(hop, reason="از چند مرکز بپرسیم", by=world.person["reza"], at=at)
    centres = [world.centre["chabahar"], world.centre["konarak"]]
    hop.need.refresh_from_db()
    referrals.offer(hop.need, centres=centres, mode="pool", by=world.person["reza"], at=at)
    mine, other = (Referral.objects.open().get(need=hop.need, centre=centre) for centre in centres)
    referrals.accept(other, by=world.person["sara"], at=at)
    mine.refresh_from_db()
    return mine
