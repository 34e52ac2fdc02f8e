"""A server with the cast's world, and the system's chromium before it."""

import os
from collections.abc import Iterator
from pathlib import Path
from threading import RLock
from typing import Any

import pytest
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from playwright.sync_api import Browser, sync_playwright

from tests import cast
from tests.browser.house import House

CHROMIUM = Path("/usr/bin/chromium")
HERE = Path(__file__).parent
QUIET = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here drives a browser."""
    missing = pytest.mark.skip(reason=f"browser tests need {CHROMIUM} (apt-get install chromium); skipped")
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM.exists():
                item.add_marker(missing)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One chromium for all of them."""
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright keeps a loop in this thread
    with sync_playwright() as player:
        chromium = player.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        yield chromium
        chromium.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def house(
    transactional_db: None, live_server: Any, browser: Browser, settings: Any, monkeypatch: Any
) -> Iterator[House]:
    """The house at nine on a Saturday; at the end nothing may have gone wrong behind a page's back."""
    settings.BASE_URL, settings.TRACK_URL = live_server.url, f"{live_server.url}/t"
    settings.ANSWER_URL = f"{live_server.url}/a/"
    cache.clear()
    turn, answer = RLock(), WSGIHandler.__call__

    def in_turn(self: WSGIHandler, *args: Any) -> Any:
        with turn:
            return answer(self, *args)

    with turn:
        house = House(cast.build(), live_server.url, browser, cast.SATURDAY, turn)
    monkeypatch.setattr(WSGIHandler, "__call__", in_turn)
    monkeypatch.setattr("hamafza.kernel.clock.timezone.now", lambda: house.at)
    yield house
    for context in browser.contexts:
        context.close()
    assert not house.faults, "\n".join(house.faults)
