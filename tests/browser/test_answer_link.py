"""An officer without an account answers in a real browser: the form's origin must reach us with it."""

from playwright.sync_api import expect

from hamafza.referrals import commands as referrals
from hamafza.referrals.models import Referral
from tests.browser.house import PHONE, House


def test_the_digits_of_an_answer_link_are_taken(house: House) -> None:
    with house.turn:
        house.world.triaged("health", at=house.at)
        hop = Referral.objects.open().select_related("need__request__place", "centre__place").get()
        link = referrals.invite(hop, by=house.world.person["nader"], at=house.at, base_url=f"{house.address}/a/")
    page = house.page(width=PHONE)
    page.goto(f"/a/{link.token}")
    page.locator("#id_digits").fill("0000")
    page.get_by_role("button", name="دیدن ارجاع").click()

    expect(page.get_by_role("button", name="می‌پذیرم")).to_be_visible()
