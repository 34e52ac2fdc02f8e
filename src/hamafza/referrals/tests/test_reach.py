"""What hops decide for the rights of others: a link opens its own hop only; a centre that has answered is in use."""

import pytest

from hamafza.kernel.actors import LinkHolder
from hamafza.network import commands as network
from hamafza.network.access import can, matrix
from hamafza.network.commands.importing import InUse, undo_import
from hamafza.network.models import Centre
from hamafza.referrals import commands as referrals
from hamafza.referrals.models import Referral
from tests.cast import HAND, SATURDAY, World


def test_a_link_opens_its_own_hop_and_no_other(world: World) -> None:
    world.triaged("health")
    world.triaged("employment")
    mine, other = Referral.objects.order_by("pk")
    link = LinkHolder(link_id=1, referral_id=mine.pk)

    assert {action for action in matrix() if can(link, action, mine, SATURDAY)} == {
        "request.see",
        "referral.see",
        "referral.answer",
    }
    assert {action for action in matrix() if can(link, action, other, SATURDAY)} == set()


def test_an_imported_centre_that_has_answered_stays(world: World) -> None:
    network.edit(world.centre["work"], imported_id="hsds:a:9", by=HAND, at=SATURDAY)
    world.triaged("employment")
    referrals.accept(Referral.objects.get(), by=world.person["mina"], at=SATURDAY)

    with pytest.raises(InUse):
        undo_import(world.centre["work"], by=HAND, at=SATURDAY)
    assert Centre.objects.get(code="work").state == "active"
