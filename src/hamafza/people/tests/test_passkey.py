"""A whole passkey ceremony in a real browser, with its own authenticator, under our strict policy."""

from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator

from tests.cast import PASSWORD, World

CHROMIUM = Path("/usr/bin/chromium")
QUIET = [
    "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
AUTHENTICATOR = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,  # a browser starts
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no /usr/bin/chromium here"),
]


@pytest.fixture
def page(monkeypatch):
    from playwright.sync_api import sync_playwright

    # Playwright's own loop runs in this thread, which Django takes for asynchronous code.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        page = chromium.new_context(locale="fa").new_page()
        page.problems = []
        page.on("console", lambda m: page.problems.append(m.text) if m.type == "error" else None)
        devtools = page.context.new_cdp_session(page)
        devtools.send("WebAuthn.enable")
        devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        yield page
        chromium.close()


def test_a_passkey_is_added_and_then_signs_in_alone(page, live_server, transactional_db, world: World) -> None:
    house = live_server.url.replace("127.0.0.1", "localhost")  # a passkey belongs to a name, never to a number
    page.goto(f"{house}/account/login/")
    page.fill("[name=login]", "zahra")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"{house}/")
    page.goto(f"{house}/account/2fa/webauthn/add/")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_selector("#mfa_webauthn_add")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/recovery-codes/")
    assert Authenticator.objects.filter(user=world.person["zahra"], type="webauthn").count() == 1

    page.goto(f"{house}/account/logout/")
    page.click("main button")
    page.goto(f"{house}/account/login/")
    page.click("#passkey_login")
    page.wait_for_url(f"{house}/")

    assert page.goto(f"{house}/account/me").status == 200
    assert page.problems == []
