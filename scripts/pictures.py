"""The README's pictures, taken from a running demo: `python scripts/pictures.py http://127.0.0.1:8000`.

Needs Debian's chromium; writes docs/pictures/{today,request,report,ask}.png.
"""

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from hamafza.demo.content.cast import PASSWORD

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures"
QUIET = ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking"]
QUIET += ["--disable-component-update", "--disable-sync"]


def main() -> None:
    base = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET)
        page = browser.new_page(viewport={"width": 1280, "height": 860})
        sign_in(page, base, "zahra")
        shoot(page, "today")
        page.goto(f"{base}/requests/?state=in_referral")
        page.locator(".row-title a").first.click()
        page.wait_for_load_state()
        shoot(page, "request")
        coordinator = browser.new_page(viewport={"width": 1280, "height": 860})
        sign_in(coordinator, base, "naser")
        coordinator.goto(f"{base}/reports/?view=accepted")
        coordinator.locator(".row-title a").first.click()
        coordinator.wait_for_load_state()
        shoot(coordinator, "report")
        phone = browser.new_page(viewport={"width": 360, "height": 740})
        phone.goto(f"{base}/ask")
        shoot(phone, "ask")
        browser.close()


def sign_in(page: Page, base: str, username: str) -> None:
    page.goto(f"{base}/account/login/")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"{base}/")


def shoot(page: Page, name: str) -> None:
    page.wait_for_timeout(300)  # the font
    page.screenshot(path=FOLDER / f"{name}.png")


if __name__ == "__main__":
    main()
