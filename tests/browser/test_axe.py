"""Nobody is kept out: axe on the main pages, wide and narrow, in both languages, light and dark."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from hamafza.intake.models import Request
from hamafza.meetings.tests import telling as meetings
from hamafza.referrals import commands as referrals
from hamafza.referrals.models import Referral
from hamafza.volunteers import commands as volunteers
from hamafza.volunteers import loading
from hamafza.volunteers.models import Skill
from tests.browser.house import DESK, PHONE, House
from tests.browser.test_journey import ask
from tests.cast import HAND, World

PUBLIC = ["/", "/ask", "/join", "/t", "/account/login/", "/directory", "/directory/chabahar"]
OPERATOR = ["/", "/requests/", "/requests/new", "/requests/{fresh}/triage", "/requests/letters", "/requests/import/"]
SECRETARY = [
    "/", "/requests/{mine}/", "/referrals/", "/referrals/{hop}/decline", "/centres/", "/centres/chabahar/",
    "/volunteers/?view=all", "/volunteers/new", "/volunteers/{volunteer}/", "/volunteers/{volunteer}/interview",
    "/volunteers/forecast?centre=chabahar",
    "/network/matrix", "/network/officers", "/network/calendar", "/search?q=مادرم", "/search?q=نیست", "/notices", "/account/me",
]  # fmt: skip
STAFF = {
    "reza": OPERATOR,
    "zahra": SECRETARY,
    "nader": [
        "/",
        "/requests/{mine}/",
        "/meetings/",
        "/meetings/{sitting}/",
        "/meetings/series/new",
        "/meetings/series/{series}/",
        "/meetings/series/{series}/decisions",
        "/actions/?view=open",
        "/actions/{promise}/",
    ],
    "karim": ["/", "/last-doors/"],
    "admin": ["/"],
}
OPEN = "document.querySelectorAll('details:not([data-closes])').forEach((it) => { it.open = true })"
BARE = """() => [...document.querySelectorAll("input, select, textarea")]
  .filter((it) => it.type !== "hidden" && !it.closest("[aria-hidden=true]"))
  .filter((it) => !it.labels?.length && !it.ariaLabel && !it.getAttribute("aria-labelledby"))
  .map((it) => it.outerHTML)"""
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
AXE = Axe()


@pytest.fixture
def lived_in(house: House) -> House:
    """A house in which things have happened: one fresh, one offered, one declined, one in danger."""
    with house.turn:
        world = house.world
        world.request(text="پدرم داروی قلب ندارد", at=house.at)
        offered = world.triaged("health", at=house.at)
        turned = world.triaged("employment", "health", text="کار می‌خواهم و درمان", at=house.at)
        world.request(text="شوهرم مرا کتک می‌زند و می‌ترسم", at=house.at)
        hop = Referral.objects.open().filter(need__request=turned).order_by("pk").first()
        assert hop
        referrals.decline(hop, reason="capacity", by=hop.holder, at=house.at)
        mine = Referral.objects.open().get(need__request=offered)
        fresh = Request.objects.order_by("pk").first()
        assert fresh
        sitting = meetings.sitting(world)
        promise = meetings.promise(world, sitting)
        house.named = {
            "fresh": fresh.pk, "mine": offered.pk, "hop": mine.pk, "sitting": sitting.pk, "series": sitting.series_id,
            "promise": promise.pk, "volunteer": _volunteer(world, house.at),
        }  # fmt: skip
    return house


def _volunteer(world: World, at: datetime) -> int:
    """Somebody who waits, with a skill and a free afternoon."""
    loading.load(by=HAND, at=at)
    she = volunteers.apply(
        world.centre["chabahar"], full_name="ماهرخ بلوچ", mobile="09150000009", birth_year=1375, by=HAND, at=at,
        skills=list(Skill.objects.filter(key="nurse")), free=[(2, "afternoon")],
    )  # fmt: skip
    return she.pk


@pytest.mark.parametrize(
    ("language", "width", "theme"),
    [
        ("fa", DESK, "light"), ("fa", PHONE, "light"), ("en", DESK, "light"), ("en", PHONE, "light"),
        ("fa", DESK, "dark"), ("fa", PHONE, "dark"),
    ],
)  # fmt: skip
def test_the_main_pages_keep_nobody_out(lived_in: House, language: str, width: int, theme: str) -> None:
    faults = []
    for page in pages(lived_in, language, width, theme):
        faults += look(page, language)
    assert not faults, "\n".join(faults)


# Pages of a centre's month, as its coordinator sees them.
MONTH = [
    "/volunteers/", "/gatherings/", "/gatherings/new", "/gatherings/feasts", "/shifts/", "/shifts/week?centre=chabahar",
    "/shifts/new?centre=chabahar", "/care/hours", "/care/thanks", "/care/letters", "/care/feelings", "/succession/",
    "/succession/life", "/network/afternoon", "/handover/", "/handover/{officer}/", "/reports/", "/reports/calendar",
    "/reports/league", "/reports/calendar?kind=season", "/reports/campaigns/new",
    "/reports/nation", "/stories/", "/here",
]  # fmt: skip


@pytest.mark.parametrize(("language", "width", "theme"), [("fa", PHONE, "light"), ("en", DESK, "dark")])
def test_the_pages_of_a_centres_month_keep_nobody_out(lived_in: House, language: str, width: int, theme: str) -> None:
    page = lived_in.sign_in("nader", language=language, width=width, theme=theme)
    lived_in.named["officer"] = lived_in.world.person["zahra"].pk
    faults = []
    for address in MONTH:
        answer = page.goto(address.format(**lived_in.named))
        assert answer and answer.status == 200, (address, answer)
        faults += look(page, language)
    page.context.close()
    assert not faults, "\n".join(faults)


def test_a_planted_fault_is_found(house: House) -> None:
    page = house.page(width=PHONE)
    page.goto("/t")
    page.evaluate("""() => {
      document.querySelector("main").insertAdjacentHTML("beforeend", "<input id=planted><p id=wide>x</p>");
      document.getElementById("wide").setAttribute("class", "code-large");
      document.getElementById("wide").textContent = "9".repeat(200);
      document.documentElement.dir = "ltr";
    }""")
    found = "\n".join(look(page, "fa"))
    for fault in ["label", "no label: <input id=", "wider than the screen", "dir"]:
        assert fault in found, (fault, found)


def pages(house: House, language: str, width: int, theme: str) -> Iterator[Page]:
    """Each main page in turn, as the person who works there sees it."""
    settings = {"language": language, "width": width, "theme": theme}
    page = house.page(**settings)
    for address in PUBLIC:
        page.goto(address)
        yield page
    yield from asked(house.page(**settings))
    for who, addresses in STAFF.items():
        page = house.sign_in(who, **settings)
        for address in addresses:
            answer = page.goto(address.format(**house.named))
            assert answer and answer.status == 200, (who, address, answer)
            yield page
        page.context.close()


def asked(page: Page) -> Iterator[Page]:
    """What an applicant sees after she has asked, and on her own page."""
    code = ask(page)
    yield page
    page.goto("/t")
    page.locator("#id_code").fill(code)
    page.locator("#id_digits").fill("4567")
    page.locator("#id_digits").press("Enter")
    page.locator(".holder").first.wait_for()
    yield page


def look(page: Page, language: str) -> list[str]:
    """What is wrong with this page."""
    page.evaluate(OPEN)
    where = f"{page.url} {page.viewport_size['width']}"
    found = [
        f"{where}: {one['id']}: {one['help']}: {one['nodes'][0]['html'][:160]} {one['nodes'][0]['failureSummary'][:300]}"
        for one in AXE.run(page).response["violations"]
    ]
    found += [f"{where}: no label: {html[:160]}" for html in page.evaluate(BARE)]
    if (wider := page.evaluate(WIDER)) > 0:
        found.append(f"{where}: wider than the screen by {wider}")
    told = page.evaluate("[document.documentElement.lang, document.documentElement.dir]")
    if told != [language, "rtl" if language == "fa" else "ltr"]:
        found.append(f"{where}: lang and dir are {told}")
    return found
