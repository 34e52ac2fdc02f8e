"""Keys for other systems: opened by oneself or the admin, shown once, dead on time."""

from datetime import timedelta

import pytest

from hamafza.kernel.errors import NotAllowed
from hamafza.kernel.models import AuditLine
from hamafza.people import commands as people
from hamafza.people.models import ApiToken
from hamafza.people.queries import live_token
from tests.cast import SATURDAY, World

DAY = timedelta(days=1)


def opened(world: World, who: str = "zahra", by: str = "zahra", **change: object) -> ApiToken:
    given = {"name": "سامانهٔ ما", "until": SATURDAY + 30 * DAY, **change}
    return people.open_token(world.person[who], by=world.person[by], at=SATURDAY, **given)


def test_only_the_hash_is_kept(world: World) -> None:
    token = opened(world).token
    kept = ApiToken.objects.get()

    assert token not in str(vars(kept)) and token not in str(list(AuditLine.objects.values()))
    assert live_token(token, SATURDAY) == kept
    assert live_token(token + "x", SATURDAY) is None


def test_a_key_lives_from_its_opening_to_its_end(world: World) -> None:
    token = opened(world).token

    assert live_token(token, SATURDAY - DAY) is None  # a clock that ran ahead opens nothing
    assert live_token(token, SATURDAY + 29 * DAY) is not None
    assert live_token(token, SATURDAY + 30 * DAY) is None


def test_a_revoked_key_and_a_disabled_person_open_nothing(world: World) -> None:
    first, second = opened(world), opened(world)
    people.revoke_token(first, by=world.person["zahra"], at=SATURDAY)
    assert live_token(first.token, SATURDAY) is None
    people.disable(world.person["zahra"], by=world.person["admin"], at=SATURDAY)

    assert live_token(second.token, SATURDAY) is None


def test_the_admin_may_and_others_may_not(world: World) -> None:
    token = opened(world, by="admin")
    for other in ("maryam", "parvin", "stranger"):
        with pytest.raises(NotAllowed):
            opened(world, by=other)
        with pytest.raises(NotAllowed):
            people.revoke_token(token, by=world.person[other], at=SATURDAY)
    with pytest.raises(NotAllowed):  # even the admin does not use it in her stead
        people.note_token_use(token, by=world.person["admin"], at=SATURDAY)


@pytest.mark.parametrize("change", [{"name": " "}, {"until": SATURDAY}, {"until": SATURDAY + 400 * DAY}])
def test_a_key_has_a_name_and_an_end_within_a_year(world: World, change: dict[str, object]) -> None:
    with pytest.raises(people.BadToken):
        opened(world, **change)
