"""What is written with a half-space, a space or neither is found by each of the three, in all the three searches."""

import pytest
from django.test import Client

from hamafza.kernel import clock
from hamafza.referrals import commands as referrals
from hamafza.referrals.models import Referral
from tests.cast import World

SPELLINGS = ["چرخدار", "چرخ\u200cدار", "چرخ دار"]
SEARCHES = {"/search?q=": "reza", "/requests/?q=": "reza", "/referrals/?view=active&q=": "zahra"}


@pytest.mark.parametrize("written", SPELLINGS)
@pytest.mark.parametrize("asked", SPELLINGS)
@pytest.mark.parametrize("search", SEARCHES)
def test_finds_the_request(world: World, client: Client, written: str, asked: str, search: str) -> None:
    text = f"پدرم افتاده است.\nدیگر راه نمی‌رود و صندلی {written} می‌خواهد"
    request = world.triaged("health", at=clock.now(), text=text)
    referrals.accept(Referral.objects.get(need__request=request), by=world.person["zahra"], at=clock.now())
    other = world.triaged("health", at=clock.now(), text="مادرم دارو می‌خواهد")
    referrals.accept(Referral.objects.get(need__request=other), by=world.person["zahra"], at=clock.now())
    client.force_login(world.person[SEARCHES[search]])

    page = client.get(f"{search}{asked}").content.decode()

    assert "پدرم افتاده" in page
    assert "مادرم دارو" not in page
