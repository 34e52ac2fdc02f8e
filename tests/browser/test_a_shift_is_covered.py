"""Shifts through the screens alone: an officer plans on a computer, a volunteer takes one on an old phone."""

import pytest
from playwright.sync_api import expect

from hamafza.kernel.clock import local
from hamafza.shifts.models import Booking
from hamafza.shifts.tests.telling import volunteer
from hamafza.ui.moments import jalali_digits
from hamafza.volunteers.queries import link_of
from tests.browser.house import PHONE, House


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_shift_is_covered(house: House, script: bool) -> None:
    with house.turn:
        who = volunteer(house.world)
        token = link_of(who)

    # given an officer who writes one afternoon and publishes it
    hers = house.sign_in("zahra", java_script_enabled=script)
    hers.goto("/shifts/new")
    hers.get_by_label("چهارشنبه").check()
    hers.get_by_label("از چه روزی").first.fill(jalali_digits(local(house.at)))
    hers.get_by_label("برای چند هفته").fill("۱")
    hers.get_by_label("چند نفر").fill("۱")
    hers.get_by_role("button", name="ساختن پیش‌نویس‌ها").click()
    hers.get_by_role("button", name="انتشار ۱ پیش‌نویس این هفته").click()
    expect(hers.locator("main")).to_contain_text("۱ نفر کم است")

    # when a volunteer takes it with one tap on her phone
    theirs = house.page(width=PHONE, java_script_enabled=script)
    theirs.goto(f"/v/{token}/shifts/")
    theirs.get_by_role("button", name="می‌آیم").first.click()
    expect(theirs.locator("main")).to_contain_text("نمی‌توانم بیایم")
    assert theirs.evaluate("document.documentElement.scrollWidth") <= PHONE if script else True

    # then on its day she says «آمدم», and the officer sees it
    house.wait(days=4, hours=8)
    theirs.goto(f"/v/{token}/shifts/")
    theirs.get_by_role("button", name="آمدم").click()
    with house.turn:
        booking = Booking.objects.get()
        assert booking.state == "came"
    hers = house.sign_in("zahra", java_script_enabled=script)  # days have passed
    hers.goto(f"/shifts/{booking.shift_id}/")
    expect(hers.locator("#people")).to_contain_text(who.full_name)
