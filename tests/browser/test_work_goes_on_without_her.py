"""A secretary leaves: whom she trained takes over everything on one page, in a real browser, and the centre goes on."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from hamafza.network.models import Grant
from hamafza.people import commands as people
from hamafza.referrals.models import Referral
from hamafza.succession.models import Handover, Successor
from hamafza.succession.tests.telling import lying, volunteer
from hamafza.volunteers.models import Volunteer
from tests.browser.house import House
from tests.cast import HAND, PASSWORD, SATURDAY


@pytest.fixture
def laleh(house: House) -> Volunteer:
    """A volunteer with an account, and no role."""
    world = house.world
    world.person["laleh"] = people.open_account(
        username="laleh", full_name="لاله سنجر", password=PASSWORD, mobile="09150000077", by=HAND, at=SATURDAY
    )
    return volunteer(world, "لاله سنجر", person=world.person["laleh"])


def main(page: Page) -> Any:
    return page.locator("main")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_work_goes_on_without_her(house: House, laleh: Volunteer, script: bool) -> None:
    world = house.world
    zahra, taker = world.person["zahra"], world.person["laleh"]

    # given a secretary with work in her hands, who takes a volunteer along
    world.triaged("health")
    hers = house.sign_in("zahra", java_script_enabled=script)
    hers.goto("/succession/mine")
    main(hers).get_by_label("نام داوطلب یا همکار").first.fill("لاله سنجر")
    main(hers).get_by_role("button", name="همراه شود").first.click()
    expect(main(hers)).to_contain_text("همراه است و می‌بیند")

    # when stage by stage is seen, the last by somebody else
    for note in ("با هم پذیرش کردیم", "یک هفته خودش گرداند"):
        main(hers).get_by_label("چه دیده شد").fill(note)
        main(hers).get_by_role("button", name="به این گام رسید").click()
    expect(main(hers)).to_contain_text("کسی تأیید می‌کند که آموزش‌دهنده نیست")
    with house.turn:
        link = Successor.objects.get()
    another = house.sign_in("maryam", java_script_enabled=script)
    another.goto(f"/succession/links/{link.pk}/")
    main(another).get_by_label("چه دیده شد").fill("یک روز کنارش نشستم")
    main(another).get_by_role("button", name="به این گام رسید").click()
    expect(main(another)).to_contain_text("آماده و تأییدشده")

    # then on the day she leaves, the coordinator hands over everything with one choice and one tick
    theirs = house.sign_in("nader", java_script_enabled=script)
    theirs.goto(f"/network/officers/{zahra.pk}/")
    main(theirs).get_by_role("link", name="تحویل کار").click()
    expect(main(theirs)).to_contain_text("ارجاع‌های باز")
    main(theirs).get_by_label("همه را به").select_option(str(taker.pk))
    main(theirs).get_by_label("دیدم چه چیزهایی است").check()
    main(theirs).get_by_role("button", name="تحویل شود").click()
    expect(theirs.locator("h1")).to_contain_text("تحویل کار")
    with house.turn:
        made = Handover.objects.get()
        assert lying(zahra, SATURDAY) == {} and not Grant.objects.valid(SATURDAY).filter(person=zahra).exists()

    # and whoever took it answers the same hop that day
    with house.turn:
        hop = Referral.objects.open().get()
        assert hop.holder == taker
    new = house.sign_in("laleh", java_script_enabled=script)
    new.goto(f"/referrals/{hop.pk}/")
    main(new).get_by_role("button", name="می‌پذیرم").first.click()
    expect(main(new)).to_contain_text("ثبت نخستین تماس")

    # until it turns out that she stays: one button gives it back
    theirs.goto(f"/handover/done/{made.pk}/")
    theirs.on("dialog", lambda dialog: dialog.accept())
    main(theirs).get_by_role("button", name="برگرداندن به او").click()
    expect(theirs.locator("h1")).to_contain_text("بازگشت کار")
    with house.turn:
        hop.refresh_from_db()
        assert (hop.state, hop.holder) == ("accepted", zahra)
