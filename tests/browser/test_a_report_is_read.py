"""A month's report is written, accepted, sent to an official, opened by her link on a phone, and that is seen."""

import re

from playwright.sync_api import Page, expect

from hamafza.notices.models import Message
from hamafza.reports.tests.telling import deeds, of, opened
from tests.browser.house import PHONE, House


def main_of(page: Page):
    return page.locator("main")


def test_a_report_is_read(house: House) -> None:
    # given a month that is over, with deeds in the journal
    with house.turn:
        deeds(12, detail="solved")
        opened(house.world, house.at)
        report = of("chabahar")
    address = f"/reports/{report.pk}/"

    # when its secretary finds it on her day, adds a sentence and sends it
    zahra = house.sign_in("zahra")
    main_of(zahra).get_by_role("link", name=re.compile("مهر ۱۴۰۵")).first.click()
    expect(zahra).to_have_url(re.compile(f"{address}$"))
    zahra.get_by_label("شرح کوتاه").fill("کلاس تازه‌ای برپا شد.")
    main_of(zahra).get_by_role("button", name="بفرست", exact=True).click()
    expect(main_of(zahra)).to_contain_text("فرستاده شد")

    # and the coordinator accepts it and names an official who should know
    house.wait(hours=2)
    nader = house.sign_in("nader")
    nader.goto(address)
    main_of(nader).get_by_role("button", name="می‌پذیرم").click()
    expect(main_of(nader)).to_contain_text("قفل است")
    readers = nader.locator("#readers")
    expect(readers).to_contain_text("هنوز نخوانده")
    readers.get_by_text("افزودن مسئولی که باید بداند").click()
    readers.get_by_label("نام و نام خانوادگی").fill("شهناز میرزایی")
    readers.get_by_label("سمت").fill("معاون فرماندار")
    readers.get_by_label("شمارهٔ همراه").fill("۰۹۱۵۷۷۷۷۷۷۷")
    readers.get_by_role("button", name="بیفزا و بفرست").click()
    expect(nader.locator("#readers")).to_contain_text("شهناز میرزایی")

    # then she has a message without any name, and the link opens on her phone without an account
    with house.turn:
        body = Message.objects.get(to_phone="09157777777").body
    assert "میرزایی" not in body and "چابهار" not in body
    link = re.search(r"https?://\S+/r/\S+", body)
    assert link
    hers = house.page(width=PHONE)
    hers.goto(link[0])
    expect(main_of(hers)).not_to_contain_text("کلاس تازه‌ای برپا شد.")
    main_of(hers).get_by_role("button", name="گزارش را باز می‌کنم").click()
    expect(main_of(hers)).to_contain_text("کلاس تازه‌ای برپا شد.")
    expect(main_of(hers)).to_contain_text("۱۲")
    assert hers.evaluate("document.documentElement.scrollWidth") <= PHONE

    # and the coordinator sees that she has read it, and who has not
    nader.goto(address)
    row = nader.locator("#readers li").filter(has_text="شهناز میرزایی")
    expect(row).to_contain_text("خواند")
    expect(row).not_to_contain_text("هنوز نخوانده")
    expect(nader.locator("#readers li").filter(has_text="پروین ریگی")).to_contain_text("هنوز نخوانده")

    # until the link is over: it says so kindly
    house.wait(days=121)
    hers.goto(link[0])
    expect(main_of(hers)).to_contain_text("این پیوند باز نمی‌شود")
