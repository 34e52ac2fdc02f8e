"""Two needs of one request may lie with the same centre; ending one must not blind it for the other."""

from hamafza.intake.models import Request, Share
from hamafza.network import commands as network
from hamafza.referrals import commands as referrals
from hamafza.referrals.models import Referral
from tests.cast import HAND, SATURDAY, World


def both_needs_at_one_centre(world: World) -> tuple[Request, Referral, Referral]:
    centre = world.centre["chabahar"]
    both = [world.domain["health"], world.domain["employment"]]
    network.edit(centre, domains=both, by=HAND, at=SATURDAY)
    network.move_state(world.centre["work"], to="dormant", by=HAND, at=SATURDAY)
    request = world.triaged("health", "employment")
    first, second = Referral.objects.open().filter(need__request=request, centre=centre).order_by("pk")
    return request, first, second


class TestTwoNeedsAtOneCentre:
    def test_declining_one_keeps_the_request_visible_for_the_other(self, world: World) -> None:
        request, first, second = both_needs_at_one_centre(world)

        referrals.decline(first, reason="capacity", by=world.person["zahra"], at=SATURDAY)

        assert request in Request.objects.visible_to(world.person["zahra"], SATURDAY)
        referrals.accept(second, by=world.person["zahra"], at=SATURDAY)

    def test_a_second_offer_does_not_take_back_the_full_view(self, world: World) -> None:
        request, first, second = both_needs_at_one_centre(world)
        referrals.accept(first, by=world.person["zahra"], at=SATURDAY)
        referrals.withdraw(second, reason="جای دیگر", by=world.person["reza"], at=SATURDAY)

        referrals.offer(second.need, centres=[world.centre["chabahar"]], by=world.person["reza"], at=SATURDAY)

        share = Share.objects.get(request=request, centre=world.centre["chabahar"])
        assert (share.level, share.ended_at) == ("full", None)
