"""The pages of those who serve: on an old phone, in English, in the dark, and with keys alone."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from hamafza.gatherings import queries as gatherings
from hamafza.gatherings.tests import telling as circles
from hamafza.meetings.tests import telling as meetings
from hamafza.reports.models import Receipt
from hamafza.reports.queries import token_of
from hamafza.reports.tests import telling as reports
from hamafza.shifts.tests import telling as shifts
from hamafza.succession.tests import telling as succession
from hamafza.volunteers import loading
from hamafza.volunteers.queries import link_of
from tests.browser.house import PHONE, House
from tests.browser.test_axe import look
from tests.browser.test_keyboard import go, seen
from tests.cast import HAND

HERS = [
    "/v/{token}/", "/v/{token}/edit", "/v/{token}/leave", "/v/{token}/shifts/", "/v/{token}/shifts/{booking}/call-off",
    "/v/{token}/gatherings", "/v/{token}/hours", "/v/{token}/ladder", "/v/{token}/felt", "/v/{token}/letters",
    "/v/{token}/succession", "/join", "/g/{code}", "/r/{receipt}", "/here",
]  # fmt: skip
OFFICERS = [
    "/gatherings/{circle}/", "/gatherings/occasions/{turn}/", "/gatherings/occasions/{turn}/cancel", "/shifts/{shift}/",
    "/shifts/roster?centre=chabahar", "/care/volunteers/{she}/", "/succession/links/{link}/", "/meetings/{sitting}/",
    "/meetings/series/{series}/decisions", "/reports/{report}/",
]  # fmt: skip


@pytest.fixture
def served(house: House) -> House:
    """A volunteer on a shift and in a circle, her successor's way, a sitting, and a report on its way to its readers."""
    with house.turn:
        world = house.world
        loading.load(by=HAND, at=house.at)
        she, beside = shifts.volunteer(world), shifts.volunteer(world, 1)
        one = shifts.shift(world, needed=2)
        turn = circles.turn(circles.circle(world))
        sitting = meetings.sitting(world)
        meetings.promise(world, sitting)
        reports.deeds(3)
        accepted = reports.brought(world, "accepted")
        receipt = Receipt.objects.filter(report=accepted).first()
        assert receipt
        house.named = {
            "she": she.pk, "booking": shifts.booked(one, she).pk, "shift": one.pk, "circle": turn.gathering_id,
            "turn": turn.pk, "sitting": sitting.pk, "series": sitting.series_id, "report": accepted.pk,
            "link": succession.learns(world, beside, stage="together").pk,
        }  # fmt: skip
        house.texts = {  # type: ignore[attr-defined]
            "token": link_of(she), "code": gatherings.code_of(turn), "receipt": token_of(receipt),
        }  # fmt: skip
    return house


def faults_of(house: House, page: Page, addresses: list[str], language: str) -> list[str]:
    faults = []
    for address in addresses:
        answer = page.goto(address.format(**house.named, **house.texts))  # type: ignore[attr-defined]
        assert answer and answer.status in (200, 410), (address, answer)
        page.wait_for_load_state("networkidle")
        faults += look(page, language)
    return faults


@pytest.mark.parametrize(("language", "theme"), [("fa", "dark"), ("en", "light")])
def test_her_own_pages_keep_nobody_out_on_a_phone(served: House, language: str, theme: str) -> None:
    page = served.page(width=PHONE, language=language, theme=theme)
    faults = faults_of(served, page, HERS, language)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(("language", "width", "theme"), [("en", 1280, "dark"), ("fa", PHONE, "light")])
def test_each_thing_of_a_centres_month_keeps_nobody_out(served: House, language: str, width: int, theme: str) -> None:
    page = served.sign_in("nader", language=language, width=width, theme=theme)
    faults = faults_of(served, page, OFFICERS, language)
    assert not faults, "\n".join(faults)


def test_on_a_phone_the_list_comes_before_the_search(served: House) -> None:
    page = served.sign_in("zahra", width=PHONE)
    page.goto("/volunteers/")
    search, first = page.locator("main form[role=search]"), page.locator(".row").first
    expect(search.locator("input[name=q]")).to_be_hidden()
    assert top(first) < 640, "the first volunteer is below an old phone's screen"
    search.locator("summary").focus()
    seen(page)
    page.keyboard.press("Enter")
    search.locator("input[name=q]").fill("هیچ‌کس")
    page.keyboard.press("Enter")
    expect(page.locator(".empty")).to_be_visible()
    expect(search.locator("input[name=q]")).to_be_visible()  # what is asked stays in sight


def top(it: Locator) -> float:
    box: Any = it.bounding_box()
    return float(box["y"])


def test_a_gathering_asks_only_what_its_rhythm_asks(served: House) -> None:
    page = served.sign_in("zahra")
    page.goto("/gatherings/new")
    expect(page.locator("#id_weekday")).to_be_visible()
    expect(page.locator("#id_feast")).to_be_hidden()
    page.get_by_label("روزهای یک مناسبت", exact=True).check()
    expect(page.locator("#id_feast")).to_be_visible()
    expect(page.locator("#id_weekday")).to_be_hidden()


def test_boxes_side_by_side_stand_on_one_line(served: House) -> None:
    page = served.sign_in("zahra")
    page.goto("/gatherings/new")
    tops = {round(top(page.locator(f"#id_{name}"))) for name in ("title", "centre", "leader")}
    assert len(tops) == 1, f"explained and unexplained boxes are staggered: {tops}"


def test_she_offers_to_serve_by_keys_alone(served: House) -> None:
    page = served.page(width=PHONE)
    page.goto("/join")
    for label, said in (
        ("نام و نام خانوادگی", "گلنار رئیسی"), ("شمارهٔ همراه", "09151112299"), ("سال تولد", "1380"),
        ("کدام کانون، یا کدام شهر", "کانون سلامت مهرگان چابهار"),
    ):  # fmt: skip
        go(page, label)
        page.keyboard.type(said)
    go(page, "فرستادن", key="Enter", role="button")
    expect(page.locator("h1")).to_have_text("سپاس از شما")


def test_she_takes_a_shift_and_gives_it_back_by_keys_alone(served: House) -> None:
    with served.turn:
        another = link_of(shifts.volunteer(served.world, 2))
    page = served.page(width=PHONE)
    page.goto(f"/v/{another}/")
    go(page, "می‌آیم", key="Enter", role="#main form[action*=take] button")
    expect(page.locator("main")).to_contain_text("نمی‌توانم بیایم")
    go(page, "نمی‌توانم بیایم", key="Enter", role="a")
    expect(page.locator("h1")).to_have_text("نمی‌توانم بیایم")
    go(page, "بیمارم")
    page.keyboard.press("Space")
    go(page, "نمی‌آیم", key="Enter", role="button")
    expect(page.locator("main")).to_contain_text("هنوز نوبتی با شما نیست")


def test_a_report_is_sent_and_accepted_by_keys_alone(house: House) -> None:
    with house.turn:
        reports.deeds(3)
        reports.opened(house.world, house.at)
        report = reports.of("chabahar")
    zahra = house.sign_in("zahra")
    zahra.goto(f"/reports/{report.pk}/")
    go(zahra, "نوشتن شرح و فرستادن", key="Enter")
    go(zahra, "شرح کوتاه")
    zahra.keyboard.type("کلاس تازه‌ای برپا شد.")
    go(zahra, "بفرست", key="Enter", role="#send button")
    expect(zahra.locator("main")).to_contain_text("فرستاده شد")
    house.wait(hours=1)
    nader = house.sign_in("nader")
    nader.goto(f"/reports/{report.pk}/")
    go(nader, "پذیرفتن یا بازگرداندن", key="Enter")
    go(nader, "می‌پذیرم", key="Enter", role="#read button")
    expect(nader.locator("main")).to_contain_text("قفل است")
