"""The gallery in a real browser: axe finds nothing, the policy is not broken, the keyboard is enough."""

from pathlib import Path

import pytest

CHROMIUM = Path("/usr/bin/chromium")
QUIET = [
    "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,  # a browser starts
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no /usr/bin/chromium here"),
]


@pytest.fixture
def browser(monkeypatch):
    from playwright.sync_api import sync_playwright

    # Playwright's own loop runs in this thread, which Django takes for asynchronous code.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        yield chromium
        chromium.close()


def open_page(browser, address, **looks):
    page = browser.new_context(**looks).new_page()
    page.problems = []
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    page.on("console", lambda m: page.problems.append(m.text) if m.type == "error" else None)
    page.goto(address)
    page.wait_for_function("document.fonts.status === 'loaded'")
    return page


def test_every_page_is_accessible_fits_and_keeps_the_policy(browser, live_server):
    from axe_playwright_python.sync_playwright import Axe

    for address in ["/ui/", "/ui/plain", "/ui/sheet"]:
        for width, locale, scheme in [
            (1280, "fa", "light"),
            (360, "fa", "dark"),
            (360, "en", "light"),
            (1280, "en", "dark"),
        ]:
            page = open_page(
                browser, live_server.url + address,
                locale=locale, color_scheme=scheme, viewport={"width": width, "height": 800},
            )  # fmt: skip

            assert [v["id"] for v in Axe().run(page).response["violations"]] == []
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            assert page.problems == []
            page.context.close()


def test_the_keyboard_alone_finds_moves_and_picks_a_day(browser, live_server):
    page = open_page(browser, live_server.url + "/ui/", locale="fa")

    page.keyboard.press("Control+k")
    assert page.evaluate("document.activeElement.id") == "search"

    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#b"

    born = page.locator("#id_born_on")
    born.fill("۱۴۰۳۱۲۲۹")
    born.blur()
    assert born.input_value() == "۱۴۰۳/۱۲/۲۹"
    born.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowLeft")  # the next day, reading from the right: 30 Esfand of a leap year
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "پنجشنبه ۳۰ اسفند ۱۴۰۳"
    page.keyboard.press("ArrowLeft")
    assert "جمعه ۱ فروردین ۱۴۰۴" in page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("Enter")
    assert born.input_value() == "۱۴۰۴/۰۱/۰۱"
