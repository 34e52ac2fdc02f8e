"""A gathering is founded, its sheet is tapped on a phone, a paper list is typed, and the index is seen."""

import re
from datetime import datetime

from playwright.sync_api import Page, expect

from hamafza.gatherings import queries
from hamafza.gatherings.models import Gathering, Occasion
from hamafza.gatherings.tests.telling import serving
from hamafza.kernel.clock import TEHRAN
from hamafza.volunteers.queries import link_of
from tests.browser.house import PHONE, House
from tests.browser.test_axe import look

THURSDAY = datetime(2026, 10, 29, 18, 5, tzinfo=TEHRAN)  # five minutes after it began


def fine(page: Page) -> None:
    assert look(page, "fa") == []


def test_a_gathering_is_kept(house: House) -> None:
    with house.turn:
        who = serving(house.world, "گلنار رئیسی", "شیرین دهواری", "شیرین بلوچ")

    # Zahra founds it: every Thursday at six
    page = house.sign_in("zahra")
    page.goto("/gatherings/")
    page.get_by_role("link", name="گردهمایی تازه").click()
    expect(page.locator("#id_centre")).to_have_value("کانون سلامت مهرگان چابهار")
    page.locator("#id_title").fill("حلقهٔ همدلی")
    page.locator("#id_leader").fill("زهرا مرادی")
    page.locator("#id_weekday").select_option("5")
    page.locator("#id_hour").fill("۱۸")
    fine(page)
    page.get_by_role("button", name="برپا کردن").click()
    expect(page.locator("h1")).to_have_text("حلقهٔ همدلی")
    fine(page)

    # a volunteer says on her own page that she comes; on Thursday she taps the sheet on the wall, on her phone
    with house.turn:
        occasion = Occasion.objects.whole().order_by("starts_at")[0]
        code, token = queries.code_of(occasion), link_of(who[2])
    phone = house.page(width=PHONE)
    phone.goto(f"/v/{token}/gatherings")
    fine(phone)
    phone.get_by_role("button", name=re.compile("^می‌آیم")).first.click()
    expect(phone.get_by_text("گفته‌اید می‌آیید")).to_be_visible()
    house.wait(days=5, hours=9, minutes=5)
    assert house.at == THURSDAY
    other = house.page(width=PHONE)
    other.goto(f"/g/{code}")
    fine(other)
    other.locator("#id_digits").fill("۰۰۰۱")
    other.get_by_role("button", name="یافتن نام من").click()
    expect(other.get_by_role("button", name="گلنار ر.، آمدم")).to_be_visible()
    fine(other)
    other.get_by_role("button", name="گلنار ر.، آمدم").click()
    expect(other.locator("h1")).to_have_text("خوش آمدید")
    phone.goto(f"/g/{code}")
    phone.get_by_role("button", name="آمدم", exact=True).click()  # her phone is known: one tap
    expect(phone.locator("h1")).to_have_text("خوش آمدید")

    # after it Zahra is asked, and types the paper list
    house.wait(hours=2)
    page = house.sign_in("zahra", page=house.page())
    page.goto("/")
    page.get_by_role("link", name="نوشتن حاضران").first.click()
    page.locator("#id_text").fill("شیرین\nمریم تازه‌وارد ۰۹۱۵۱۱۱۲۲۳۳")
    page.locator("#id_others").fill("۲")
    fine(page)
    page.get_by_role("button", name="ببینیم چه خواندیم").click()
    page.locator("#id_line-0").select_option(f"v{who[1].pk}")
    fine(page)
    page.get_by_role("button", name="درست است، ثبت شود").click()
    expect(page.get_by_text("۶ نفر بودند").first).to_be_visible()
    fine(page)

    # and the index stands with its picture; the next time nobody says anything, and the head hears of it
    page.get_by_role("link", name="همهٔ جلسه‌ها").click()
    expect(page.locator(".score b")).to_have_text("۱۰۰")
    expect(page.locator("svg.turns rect.held").first).to_be_visible()
    fine(page)
    house.wait(days=10)
    maryam = house.sign_in("maryam")
    maryam.goto("/")
    maryam.get_by_role("link", name="نوشتن پیگیری").first.click()
    maryam.locator("#id_followed").fill("با دو نفر سخن گفتم؛ هفتهٔ بعد برپاست")
    maryam.get_by_role("button", name="ثبت پیگیری").click()
    expect(maryam.get_by_text("پیگیری: با دو نفر سخن گفتم")).to_be_visible()
    with house.turn:
        assert Gathering.objects.get().continuity < 100
