"""From a need that ended well to the citizens' page: a story with her word and a second reader, among bars and a map."""

from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from hamafza.feedback.tests.asking import finished
from hamafza.intake.models import Request
from hamafza.journal import entries as journal
from hamafza.kernel.actors import Actor, System
from hamafza.kernel.commands import command
from tests.browser.house import DESK, PHONE, House
from tests.browser.test_axe import look

TITLE = "دارو همان هفته رسید"
TEXT = "مادری داروی کمیاب می‌خواست و نمی‌یافت. کانونی آن را از شهر دیگری رساند. اکنون هر ماه به‌موقع می‌رسد."


@command(rule=None)
def lived(*, by: Actor, at: datetime, deeds: dict[str, int]) -> None:
    """A month of a province, as the journal has it."""
    for (place, domain), n in deeds.items():
        for _ in range(n):
            journal.record("need_finished", place=place, domain=domain, people=1, at=at)
            journal.record("request_received", place=place, people=1, at=at)
    for detail, n in {"solved": 40, "not_yet": 11, "silent": 30}.items():
        for _ in range(n):
            journal.record(
                "service_rated", place="IR/11/1104/", centre="chabahar", domain="health", detail=detail, people=1, at=at
            )


@pytest.fixture
def ended_well(house: House) -> Request:
    """One need of hers is solved; behind it lies a month of other people's."""
    deeds: Any = {("IR/11/1104/", "health"): 14, ("IR/11/1104/", "employment"): 6, ("IR/11/1101/", "health"): 9}
    with house.turn:
        lived(by=System("tests"), at=house.at, deeds=deeds)
        return finished(house.world, at=house.at)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_citizens_see_what_was_done(house: House, ended_well: Request, script: bool) -> None:
    more = {"java_script_enabled": script}

    # given a need that ended well, the operator writes what became of it, at first with her name in it
    writer = house.sign_in("reza", **more)
    writer.goto(f"/requests/{ended_well.pk}/")
    if script:
        writer.get_by_role("link", name="نوشتن داستان").click()
    else:
        writer.get_by_role("link", name="داستان برای همگان").click()
        writer.get_by_role("link", name="نوشتن داستان").click()
    write(writer, TEXT + " گلنار سپاس گفت.")
    writer.get_by_role("button", name="پرسیدن از متقاضی").click()
    expect(writer.locator("main")).to_contain_text("باید برداشته شود")
    writer.get_by_role("link", name="نوشتن دوباره").click()
    write(writer, TEXT)
    writer.get_by_role("button", name="پرسیدن از متقاضی").click()
    expect(writer.locator("main")).to_contain_text("روی صفحهٔ متقاضی است")

    # when she reads it on her page and says yes
    hers = house.page(width=PHONE, **more)
    hers.goto("/t")
    hers.locator("#id_code").fill(ended_well.code)
    hers.locator("#id_digits").fill(ended_well.pin)
    hers.get_by_role("button", name="ببینم").click()
    expect(hers.locator("main")).to_contain_text(TEXT)
    faultless(hers, script)
    hers.get_by_role("button", name="بله، منتشر شود").click()
    expect(hers.locator("main")).to_contain_text("پیش از انتشار، یک نفر دیگر هم آن را می‌خواند")

    # and the coordinator of the county finds it among what waits for him, and approves it
    reader = house.sign_in("nader", **more)
    reader.locator("main").get_by_role("link", name=TITLE).first.click()
    faultless(reader, script)
    reader.get_by_role("button", name="تأیید و انتشار").click()
    expect(reader.locator("main")).to_contain_text("منتشر شده است")

    # then citizens read it beside the month's bars and map
    house.wait(days=40)
    citizen = house.page(width=DESK, **more)
    citizen.goto("/here/IR-11?month=140508")
    expect(citizen.get_by_role("heading", name=TITLE)).to_be_visible()
    assert citizen.locator("svg path").count() + citizen.locator("svg circle").count() > 0
    expect(citizen.locator(".bars")).to_contain_text("درمان و سلامت")
    faultless(citizen, script)
    citizen.get_by_role("link", name=TITLE).click()
    expect(citizen.locator("main")).to_contain_text(TEXT)
    faultless(citizen, script)
    citizen.goto("/directory/chabahar")
    expect(citizen.locator("#said")).to_contain_text("گره باز شد")
    faultless(citizen, script)

    # and when she no longer wants it, it is gone at once, even for whoever has just read it
    citizen.goto("/here/IR-11?month=140508")
    hers.goto("/t")
    if hers.locator("#id_code").count():  # an hour later the device has forgotten her
        hers.locator("#id_code").fill(ended_well.code)
        hers.locator("#id_digits").fill(ended_well.pin)
        hers.get_by_role("button", name="ببینم").click()
    hers.get_by_role("button", name="دیگر نمی‌خواهم منتشر شود").click()
    expect(hers.get_by_text("منتشر نمی‌ماند")).to_be_visible()
    citizen.goto("/here/IR-11?month=140508")
    expect(citizen.locator("main")).to_contain_text("در کدام عرصه‌ها")
    expect(citizen.locator("main")).not_to_contain_text(TITLE)


def write(page: Page, text: str) -> None:
    page.get_by_label("عنوان").fill(TITLE)
    page.get_by_label("داستان", exact=True).fill(text)
    page.get_by_role("button", name="نگه‌دار").click()
    expect(page.locator("main")).to_contain_text(text[:40])


def faultless(page: Page, script: bool) -> None:
    """Axe needs a script of its own."""
    if script:
        assert look(page, "fa") == []
