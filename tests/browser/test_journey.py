"""The main story in a real browser, through the screens alone."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.house import PHONE, House

STORY = "مادرم دیابت دارد و انسولین او تمام شده است"
SECRETARIES = {"مهرگان چابهار": "zahra", "ساحل کنارک": "sara", "سلامت استان": "hamid"}


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_request_reaches_its_outcome(house: House, script: bool) -> None:
    """Asked on a phone, declined by one, ignored by the next, done by the third, confirmed twice."""
    # given a person with an old phone; the operator reads her words, and the nearest centre has them
    hers = house.page(width=PHONE, java_script_enabled=script)
    code = ask(hers)
    triage(house, script)
    track(hers, code)
    assert holder(hers) == "zahra"

    # when that one cannot, it is with the next in the same minute
    house.wait(hours=1)
    theirs = open_request(house, "zahra", script)
    press(theirs, "نمی‌توانم، با دلیل")
    theirs.get_by_label("ظرفیت نداریم").check()
    main(theirs).get_by_role("button", name="ثبت").click()
    track(hers, code)
    second = holder(hers)
    assert second != "zahra"
    expect(hers.locator("main")).to_contain_text("ظرفیت نداریم")

    # and when the next is silent, it goes on by itself
    for _ in range(20):
        house.wait(days=1)
        track(hers, code)
        if (third := holder(hers)) != second:
            break
    assert third not in {"zahra", second}

    # then the third accepts, works, and writes what came of it
    theirs = open_request(house, third, script)
    press(theirs, "می‌پذیرم")
    press(theirs, "ثبت نخستین تماس")
    theirs.get_by_label("چه پیش رفت؟").fill("با خانواده تماس گرفتیم")
    main(theirs).get_by_role("button", name="ثبت").click()
    expect(theirs.locator("#way")).to_contain_text("با خانواده تماس گرفتیم")
    press(theirs, "ثبت نتیجه")
    theirs.get_by_label("حل شد", exact=True).check()
    theirs.get_by_label("چه شد؟").fill("انسولین سه ماه تحویل شد")
    main(theirs).get_by_role("button", name="ثبت").click()
    track(hers, code)
    expect(hers.locator("main")).to_contain_text("کار را انجام‌شده ثبت کرد")

    # ten days later she is asked, and four weeks after that once more
    house.wait(days=11)
    track(hers, code)
    hers.get_by_role("group", name="با شما تماس گرفتند؟").get_by_label("بله").check()
    hers.get_by_role("group", name="به کارتان آمد؟").get_by_label("بله").check()
    solved(hers)
    house.wait(days=29)
    track(hers, code)
    solved(hers)
    expect(hers.get_by_role("heading", name="این درخواست بسته شده است")).to_be_visible()

    # and it is closed as what it is
    page = house.sign_in("reza", java_script_enabled=script)
    page.goto("/requests/?state=closed")
    main(page).get_by_role("link", name=STORY).click()
    expect(page.locator("main")).to_contain_text("انسولین سه ماه تحویل شد")


def ask(page: Page) -> str:
    """The public door; the code that it gives."""
    page.goto("/ask")
    page.locator("#id_place").fill("تیس")
    page.locator("#id_text").fill(STORY)
    page.locator("#id_phone").fill("۰۹۱۵۱۲۳۴۵۶۷")
    main(page).locator("form .button").last.click()
    expect(page.locator("[data-code]")).to_be_visible()
    return page.locator("[data-code]").get_attribute("data-code") or ""


def track(page: Page, code: str) -> None:
    """Her page; by code and four digits, if the device has forgotten her."""
    page.goto("/t")
    if page.locator("#id_code").count():
        page.locator("#id_code").fill(code)
        page.locator("#id_digits").fill("۴۵۶۷")
        page.get_by_role("button", name="ببینم").click()
    expect(page.get_by_role("heading", name=STORY)).to_be_visible()


def holder(page: Page) -> str:
    """Who has it, as the applicant reads it."""
    said = page.locator(".holder").first.inner_text()
    return next((who for name, who in SECRETARIES.items() if name in said), said)


def solved(page: Page) -> None:
    page.get_by_role("group", name="آیا کار به نتیجه رسید؟").get_by_label("بله").check()
    page.get_by_role("button", name="ثبت سخن من").click()
    expect(page.get_by_text("سخن شما ثبت شد")).to_be_visible()


def triage(house: House, script: bool) -> None:
    page = house.sign_in("reza", java_script_enabled=script)
    page.get_by_role("link", name="درخواست‌ها").first.click()
    main(page).locator(".row").get_by_role("link", name="تشخیص").click()
    page.locator("#id_first").select_option("health")
    page.get_by_role("button", name="ثبت تشخیص").click()
    expect(page).not_to_have_url("triage")


def open_request(house: House, who: str, script: bool) -> Page:
    """From her first page to the request's own."""
    page = house.sign_in(who, java_script_enabled=script)
    main(page).get_by_role("link", name=STORY).click()
    return page


def press(page: Page, name: str) -> None:
    """A move beside the holder: a link, or a button that acts at once."""
    page.locator(".holder .actions").locator("a, button").filter(has_text=name).first.click()


def main(page: Page) -> Locator:
    return page.locator("main")
