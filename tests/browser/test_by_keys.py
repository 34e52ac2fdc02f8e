"""The commonest jobs of those who serve and those who care for them, from the first page to the last, by keys alone."""

import re
from datetime import timedelta

from playwright.sync_api import Page, expect

from hamafza.gatherings.tests import telling as circles
from hamafza.kernel.clock import local
from hamafza.meetings.models import Action
from hamafza.meetings.tests import telling as meetings
from hamafza.reports.tests import telling as reports
from hamafza.shifts.tests import telling as shifts
from hamafza.ui.moments import jalali_digits
from hamafza.volunteers import loading
from hamafza.volunteers.queries import link_of
from tests.browser.house import PHONE, House
from tests.browser.test_keyboard import go, seen
from tests.cast import HAND

DAY = timedelta(days=1)


def main(page: Page):
    return page.locator("main")


def write(page: Page, label: str, text: str, role: str = "input, textarea") -> None:
    """Into the box of this label; what stood there is replaced."""
    go(page, label, role=f"main :is({role})")
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def press(page: Page, label: str, role: str = "button") -> None:
    """What leads to a page, be it the same once more."""
    go(page, label, role=f"main :is({role})")
    with page.expect_navigation():
        page.keyboard.press("Enter")


def wrong(page: Page) -> None:
    """What must be put right has the focus."""
    expect(page.locator(".form-errors")).to_be_focused()
    seen(page)


def test_two_people_talk_with_a_volunteer_and_accept_her(house: House) -> None:
    with house.turn:
        loading.load(by=HAND, at=house.at)
        she = shifts.volunteer(
            house.world, state="applied", holder=house.world.person["zahra"], due_at=house.at + 3 * DAY
        )
    zahra = house.sign_in("zahra")
    zahra.goto(f"/volunteers/{she.pk}/")
    press(zahra, "با او تماس گرفتم")
    press(zahra, "نوشتن گفت‌وگو و مدارک", role="a")
    go(zahra, "ثبت", key="Enter", role="main button")
    expect(zahra.get_by_label("گفت‌وگو چگونه گذشت؟")).to_be_focused()  # the browser asks for what is empty
    write(zahra, "گفت‌وگو چگونه گذشت؟", "خوش‌رو")
    press(zahra, "ثبت")
    expect(main(zahra)).to_contain_text("خوش‌رو")
    maryam = house.sign_in("maryam")
    maryam.goto(f"/volunteers/{she.pk}/")
    press(maryam, "می‌پذیرم")
    expect(main(maryam)).to_contain_text("پذیرنده: مریم نارویی")


def test_a_gathering_is_planned_and_its_paper_typed(house: House) -> None:
    with house.turn:
        circles.serving(house.world, "گلنار رئیسی", "شیرین دهواری", "شیرین بلوچ")
    zahra = house.sign_in("zahra")
    zahra.goto("/gatherings/new")
    write(zahra, "نام گردهمایی", "حلقهٔ همدلی")
    write(zahra, "مسئول گردهمایی", "زهرا مرادی")
    go(zahra, "روز", role="#id_weekday")
    zahra.keyboard.press("End")
    zahra.keyboard.press("ArrowUp")  # Thursday
    write(zahra, "ساعت", "۲۵", role="#id_hour")
    zahra.keyboard.press("Enter")
    wrong(zahra)
    go(zahra, "ساعت", key="Enter", role=".form-errors a")
    expect(zahra.locator("#id_hour")).to_be_focused()
    write(zahra, "ساعت", "۱۸", role="#id_hour")
    zahra.keyboard.press("Enter")
    expect(zahra.locator("h1")).to_have_text("حلقهٔ همدلی")
    house.wait(days=5, hours=12)
    zahra = house.sign_in("zahra", page=zahra)
    press(zahra, "نوشتن حاضران", role="a")
    write(zahra, "فهرست", "گلنار\nشیرین", role="textarea")
    press(zahra, "ببینیم چه خواندیم")
    go(zahra, "شیرین", role="select")
    zahra.keyboard.press("ArrowDown")
    press(zahra, "درست است، ثبت شود")
    expect(main(zahra)).to_contain_text("۲ نفر بودند")


def test_a_week_is_planned_published_and_noted(house: House) -> None:
    with house.turn:
        crew = shifts.crew(house.world, 2)
    zahra = house.sign_in("zahra")
    zahra.goto("/shifts/new")
    go(zahra, "چهارشنبه", key="Space", role="main input")
    write(zahra, "از چه روزی", jalali_digits(local(house.at)), role="input")
    write(zahra, "برای چند هفته", "۱")
    write(zahra, "چند نفر", "۲")
    zahra.keyboard.press("Enter")
    expect(zahra.locator("h1")).to_have_text("هفتهٔ نوبت‌ها")
    press(zahra, "انتشار ۱ پیش‌نویس این هفته")
    expect(main(zahra)).to_contain_text("۲ نفر کم است")
    with house.turn:
        shift = shifts.Shift.objects.get()
        for who in crew:
            shifts.booked(shift, who)
    house.at = shift.starts_at
    house.wait(hours=1)
    zahra = house.sign_in("zahra", page=zahra)
    zahra.goto(f"/shifts/{shift.pk}/")
    for _who in crew:
        go(zahra, "آمد", role="[aria-label$=' آمد']")
        with zahra.expect_navigation():
            zahra.keyboard.press("Enter")
        zahra.keyboard.press("Tab")
        assert zahra.evaluate("!!document.activeElement.closest('#people')"), "she does not go on where she was"
    expect(zahra.locator("#people")).not_to_contain_text("نام نوشته است")


def test_the_next_one_is_asked_and_says_yes(house: House) -> None:
    with house.turn:
        one, who, helper = shifts.shift(house.world, needed=1), *shifts.crew(house.world, 2)
        shifts.booked(one, who)
        address = f"/v/{link_of(helper)}/shifts/"
    house.at = one.starts_at - timedelta(hours=4)
    zahra = house.sign_in("zahra")
    zahra.goto(f"/shifts/{one.pk}/")
    press(zahra, "برداشتن از نوبت")
    expect(main(zahra)).to_contain_text("از چه کسانی پرسیدیم")
    hers = house.page(width=PHONE)
    hers.goto(address)
    press(hers, "می‌آیم", role="form[action*=yes] button")
    expect(main(hers)).to_contain_text("نمی‌توانم بیایم")
    zahra.reload()
    expect(zahra.locator("#people")).to_contain_text(helper.full_name)


def test_several_are_thanked_and_their_papers_opened(house: House) -> None:
    with house.turn:
        for n in range(2):
            shifts.volunteer(
                house.world, n, rung="associate", accepted_at=house.at - 200 * DAY, active_on=local(house.at).date()
            )
    maryam = house.sign_in("maryam")
    maryam.goto("/care/thanks")
    press(maryam, "نامهٔ سپاس برای نشان‌شده‌ها")
    expect(main(maryam)).to_contain_text("۱۴۰۵/۲")
    expect(maryam.locator(".side [aria-current]")).to_have_attribute("href", "/care/thanks")  # letters lie under it
    go(maryam, "همه در یک پرونده", role="main a")
    letters = maryam.evaluate("document.activeElement.href")
    maryam.goto("/care/feelings")
    expect(maryam.locator(".side [aria-current]")).to_have_attribute("href", "/care/hours")
    answer = maryam.request.get(letters)  # what a browser would now show
    assert answer.body().startswith(b"%PDF")


def test_everything_of_an_officer_is_handed_over(house: House) -> None:
    with house.turn:
        zahra = house.world.person["zahra"]
        house.world.triaged("health")
    nader = house.sign_in("nader")
    nader.goto(f"/network/officers/{zahra.pk}/")
    press(nader, "تحویل کار", role="a")
    go(nader, "همه را به", role="select")
    nader.keyboard.press("ArrowDown")
    chosen = nader.evaluate("document.activeElement.selectedOptions[0].label")
    go(nader, "تحویل شود", key="Enter", role="main button")
    expect(nader.locator("#id_sure")).to_be_focused()
    go(nader, "دیدم چه چیزهایی است", key="Space", role="#id_sure")
    press(nader, "تحویل شود")
    expect(nader.locator("h1")).to_contain_text("تحویل کار")
    nader.goto("/handover/")
    press(nader, zahra.full_name, role=".row a")
    expect(main(nader)).to_contain_text(chosen.split("،")[0].split(" · ")[0])


def test_minutes_are_written_while_they_talk(house: House) -> None:
    with house.turn:
        meeting = meetings.sitting(house.world, "agenda_sent")
    house.at = meeting.starts_at
    reza = house.sign_in("reza")
    reza.goto(f"/meetings/{meeting.pk}/")
    press(reza, "آغاز نشست")
    for one in (0, 1):
        place = reza.locator("#attendance .seats li").nth(one).locator("button").first
        go(reza, "حاضر", key="Enter", role=f"#{place.get_attribute('id')}")
        expect(place).to_have_attribute("aria-pressed", "true")
        expect(reza.locator("#attendance:focus-within")).to_have_count(1)  # and not back at the top of the page
    go(reza, "همه حاضرند", key="Enter", role="#attendance button")
    expect(reza.locator("#attendance:focus-within")).to_have_count(1)
    seen(reza)
    write(reza, "متن", "میز مشترک سلامت و کار برپا شود", role="#id_text")
    write(reza, "مسئول", "زهرا مرادی", role="#id_owner")
    write(reza, "تا چه روزی", jalali_digits(local(house.at + 10 * DAY)), role="#id_due_on")
    press(reza, "ثبت تصمیم")
    expect(reza.locator("#decisions")).to_contain_text("میز مشترک سلامت و کار برپا شود")
    expect(reza.locator("#decisions")).to_contain_text("زهرا مرادی")
    press(reza, "فرستادن پیش‌نویس صورت‌جلسه")
    with house.turn:
        action = Action.objects.get()
        meetings.meetings.claim_done(action, evidence="فهرست رفت", by=house.world.person["zahra"], at=house.at)
    reza.goto(f"/actions/{action.pk}/")
    press(reza, "تأیید", role="button, a")
    expect(main(reza)).to_contain_text("تأیید شد")


def test_a_campaign_is_called_and_a_report_goes_back_and_forth(house: House) -> None:
    with house.turn:
        reports.deeds(3)
        sent = reports.brought(house.world, "submitted")
    house.at += 2 * DAY
    nader = house.sign_in("nader")
    nader.goto(f"/reports/{sent.pk}/")
    go(nader, "یادداشت بر این رقم", key="Enter", role="main summary")
    write(nader, "چه باید درست شود", "سه تا بود یا پنج؟")
    nader.keyboard.press("Enter")
    expect(nader.locator("tr", has_text="سه تا بود یا پنج؟")).to_be_focused()  # she goes on where she was
    seen(nader)
    go(nader, "یادداشت بر این رقم", key="Enter", role="main summary")
    write(nader, "چه باید درست شود", "   ")
    nader.keyboard.press("Enter")
    wrong(nader)  # and it stands in the open fold of its figure
    expect(nader.locator("details.fold[open] .form-errors")).to_be_visible()
    go(nader, "بازگردانم، با دلیل", key="Enter", role="#read summary")
    write(nader, "دلیل", "رقم نخست را ببینید")
    press(nader, "بازگردان", role="#read .danger")
    expect(main(nader)).to_contain_text("رقم نخست را ببینید")
    with house.turn:
        reports.reports.submit(sent, narrative="درست شد.", by=house.world.person["zahra"], at=house.at)
        reports.reports.accept(sent, by=house.world.person["nader"], at=house.at)
    parvin = house.sign_in("parvin")
    parvin.goto(f"/reports/{sent.pk}/")
    go(parvin, "بازکردن قفل", key="Enter", role="main summary")
    write(parvin, "دلیل", "رقم نشست‌ها جا افتاده است")
    press(parvin, "باز کن")
    expect(main(parvin)).to_contain_text("ویرایش ۲")

    # Enter in a box of a campaign keeps it, and does not only show the centres
    parvin.goto("/reports/campaigns/new")
    write(parvin, "نام پویش", "پویش زمستان مهربانی")
    write(parvin, "تا روز", jalali_digits(local(house.at + 9 * DAY)))
    write(parvin, "از روز", jalali_digits(local(house.at)))
    parvin.keyboard.press("Enter")
    expect(parvin).to_have_url(re.compile("kind=campaign"))
    expect(main(parvin)).to_contain_text("پویش زمستان مهربانی")
