"""Somebody offers to serve: on a phone, talked with, accepted by another, at home on her own page; with and without script."""

import re

import pytest
from playwright.sync_api import Page, expect

from hamafza.notices.models import Message
from hamafza.volunteers import loading
from hamafza.volunteers.models import Volunteer
from tests.browser.house import PHONE, House
from tests.cast import HAND

WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def main(page: Page):
    return page.locator("main")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_somebody_offers_to_serve(house: House, script: bool, settings) -> None:
    settings.VOLUNTEER_URL = f"{house.address}/v/"
    with house.turn:
        loading.load(by=HAND, at=house.at)

    # given a girl of seventeen with an old phone, who first forgets her mother's word
    hers = house.page(width=PHONE, java_script_enabled=script)
    hers.goto("/")
    main(hers).get_by_role("link", name="می‌خواهم خدمت کنم").click()
    hers.get_by_label("نام و نام خانوادگی").fill("گلنار رئیسی")
    hers.get_by_label("شمارهٔ همراه", exact=True).fill("۰۹۱۵۱۱۱۲۲۳۳")
    hers.get_by_label("سال تولد").fill("۱۳۸۸")
    hers.get_by_label("کدام کانون، یا کدام شهر").fill("چابهار")
    hers.get_by_label("پرستار").check()
    hers.get_by_label("سه‌شنبه، بعدازظهر").check()
    hers.get_by_role("button", name="فرستادن").click()

    # then she is asked which of the two centres of the town, and for her guardian; what she typed is still there
    expect(hers.get_by_role("alert")).to_contain_text("چند کانون با این نشانی هست")
    hers.get_by_label(re.compile("کانون سلامت مهرگان چابهار")).check()
    hers.get_by_role("button", name="فرستادن").click()
    expect(hers.get_by_role("alert")).to_contain_text("موافقت او لازم است")
    expect(hers.get_by_label("سه‌شنبه، بعدازظهر")).to_be_checked()
    hers.get_by_label("نام پدر، مادر یا سرپرست").fill("مادر گلنار")
    hers.get_by_label("شمارهٔ همراه سرپرست").fill("09150001111")
    hers.get_by_label("سرپرست با این خدمت موافق است").check()
    hers.get_by_role("button", name="فرستادن").click()
    expect(hers.locator("h1")).to_have_text("سپاس از شما")
    assert hers.evaluate(WIDER) <= 0 if script else True

    # when the secretary finds her among today's work, talks with her and writes it down
    zahra = house.sign_in("zahra", java_script_enabled=script)
    main(zahra).get_by_role("link", name="گلنار رئیسی می‌خواهد خدمت کند", exact=True).click()
    main(zahra).get_by_role("button", name="با او تماس گرفتم").click()
    main(zahra).get_by_role("link", name="نوشتن گفت‌وگو و مدارک").click()
    zahra.get_by_label("گفت‌وگو چگونه گذشت؟").fill("خوش‌رو؛ سه‌شنبه‌ها می‌آید")
    zahra.get_by_label("کدام مدارک را دیدید؟").fill("کارت ملی")
    main(zahra).get_by_role("button", name="ثبت").click()
    expect(main(zahra).get_by_role("button", name="می‌پذیرم")).to_have_count(0)

    # and the head, who did not talk with her, accepts
    maryam = house.sign_in("maryam", java_script_enabled=script)
    main(maryam).get_by_role("link", name="گلنار رئیسی می‌خواهد خدمت کند", exact=True).click()
    main(maryam).get_by_role("button", name="می‌پذیرم").click()
    expect(main(maryam)).to_contain_text("پذیرنده: مریم نارویی")

    # then the message on her phone opens her own page, which she keeps herself
    with house.turn:
        body = Message.objects.get(template="volunteer_accepted").body
    hers.goto(re.search(r"https?://\S+", body).group())
    expect(hers.locator("h1")).to_have_text("سلام گلنار رئیسی")
    expect(main(hers)).to_contain_text("پروانه هنوز دیده نشده است")
    hers.get_by_role("link", name="ویرایش مهارت‌ها و وقت آزاد").click()
    hers.get_by_label("چهارشنبه، شب").check()
    hers.get_by_role("button", name="ثبت").click()
    hers.get_by_role("link", name="مرخصی می‌گیرم").click()
    hers.get_by_label("روز بازگشت").fill("۱۴۰۵/۰۸/۲۰")
    hers.get_by_role("button", name="ثبت مرخصی").click()
    expect(main(hers)).to_contain_text("در مرخصی")
    main(hers).get_by_role("button", name="بازگشتم").click()
    expect(main(hers)).to_contain_text("در خدمت هستید")
    with house.turn:
        she = Volunteer.objects.get()
    assert (she.state, she.rung, she.guardian_name) == ("accepted", "associate", "مادر گلنار")
    assert she.interviewed_by == house.world.person["zahra"] and she.accepted_by == house.world.person["maryam"]
