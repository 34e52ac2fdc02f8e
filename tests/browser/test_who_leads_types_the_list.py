"""Without an account, on a phone: whoever leads types who came, and a girl of seventeen is asked for her month."""

import os
from pathlib import Path

from playwright.sync_api import Page, expect

from hamafza.gatherings.models import Occasion
from hamafza.gatherings.tests.telling import circle, serving
from hamafza.volunteers.models import Volunteer
from hamafza.volunteers.queries import link_of
from tests.browser.house import PHONE, House
from tests.browser.test_axe import look

PICTURES = os.environ.get("HAMAFZA_PICTURES", "")  # where to put what was seen, for whoever wants to look


def seen(page: Page, name: str) -> None:
    assert look(page, "fa") == []
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)


def test_whoever_leads_types_the_list_on_her_phone(house: House) -> None:
    with house.turn:
        who = serving(house.world, "سمیه بلوچ", "شیرین دهواری", "شیرین بلوچ")
        circle(house.world, leader=who[0])
        token = link_of(who[0])
    house.wait(days=5, hours=12)
    phone = house.page(width=PHONE)
    phone.goto(f"/v/{token}/")
    phone.get_by_role("link", name="نوشتن حاضران").wait_for()
    seen(phone, "her-page")
    phone.get_by_role("link", name="نوشتن حاضران").click()
    phone.locator("#id_text").fill("۱ سمیه\n۲- شیرین\nمریم تازه‌وارد")
    seen(phone, "her-list")
    phone.get_by_role("button", name="ببینیم چه خواندیم").click()
    phone.get_by_label("۲- شیرین").select_option(index=1)
    seen(phone, "her-look")
    phone.get_by_role("button", name="درست است، ثبت شود").click()
    expect(phone.get_by_text("۳ نفر بودند").first).to_be_visible()
    seen(phone, "her-thanks")
    with house.turn:
        assert Occasion.objects.earliest("starts_at").people == 3


def test_in_the_year_of_her_eighteenth_birthday_she_is_asked_for_her_month(house: House) -> None:
    phone = house.page(width=PHONE)
    phone.goto("/join?centre=chabahar")
    phone.locator("#id_full_name").fill("نوجوان تازه")
    phone.locator("#id_mobile").fill("۰۹۱۵۱۱۱۲۲۳۳")
    phone.locator("#id_birth_year").fill("۱۳۸۷")
    phone.get_by_role("button", name="فرستادن").click()
    expect(phone.get_by_text("ماه تولدتان را هم بنویسید").first).to_be_visible()
    seen(phone, "her-month")
    phone.locator("#id_birth_month").select_option("4")
    phone.get_by_role("button", name="فرستادن").click()
    expect(phone.locator("h1")).to_have_text("سپاس از شما")
    with house.turn:
        she = Volunteer.objects.get()
        assert (she.birth_month, she.guardian_name) == (4, "")
