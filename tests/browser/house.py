"""The house as a person meets it: a server, a real browser, and a clock that a test moves.

Whatever a page does wrong behind its back is kept in `faults`: an error in the console (a breach of the content policy
is one), a script that fails, a request to another host, an answer of the 500s.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import RLock
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, expect

from hamafza.kernel.ticking import next_due, tick
from tests.cast import PASSWORD, World

PHONE, DESK = 360, 1280
REFUSED = "the server responded with a status of 4"  # a page that says no says it in words too


@dataclass
class House:
    """One world behind one address."""

    world: World
    address: str
    browser: Browser
    at: datetime
    turn: RLock  # the test and the server share one connection, hence take turns
    faults: list[str] = field(default_factory=list)
    named: dict[str, int] = field(default_factory=dict)  # what a test's world holds, for addresses

    def page(self, *, width: int = DESK, language: str = "fa", theme: str = "", **more: Any) -> Page:
        """A fresh browser without any memory."""
        context = self.browser.new_context(
            base_url=self.address, viewport={"width": width, "height": 800}, reduced_motion="reduce", **more
        )
        for name, value in [("hamafza_language", language), ("hamafza_theme", theme)]:
            if value:
                context.add_cookies([{"name": name, "value": value, "url": self.address}])
        context.set_default_timeout(8_000)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))
        context.on("request", self._request)
        context.on("response", self._response)
        return context.new_page()

    def sign_in(self, name: str, page: Page | None = None, **more: Any) -> Page:
        """By the form, as everyone does."""
        page = page or self.page(**more)
        page.goto("/account/login/")
        page.locator("#id_login").fill(name)
        page.locator("#id_password").fill(PASSWORD)
        page.locator("#id_password").press("Enter")
        expect(page.locator("body.app")).to_be_visible()
        return page

    def wait(self, **span: float) -> None:
        """Time goes by, with everything that is due on the way."""
        end = self.at + timedelta(**span)
        with self.turn:
            while (due := next_due()) and due <= end:
                self.at = max(self.at, due)
                if not any(tick(self.at).values()):
                    self.at += timedelta(minutes=1)
            self.at = max(self.at, end)
            tick(self.at)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and REFUSED not in message.text:
            self.faults.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.address}/", "data:")):
            self.faults.append(f"another host: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 500:
            self.faults.append(f"{response.status}: {response.url}")
