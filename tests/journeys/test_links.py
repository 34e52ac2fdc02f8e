"""Nobody is sent to a page that is not there: every link on every page that one can reach."""

import re
from collections import deque
from collections.abc import Callable
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client

from hamafza.referrals.models import Referral
from tests.cast import SATURDAY, World

LINK = re.compile(r'(?:href|hx-get)="([^"]*)"')
START = [
    "/",
    "/search?q=سلامت",
    "/search?q=چابهار",
    "/search/suggest?q=سلامت",
    "/search/suggest?q=چابهار",
    "/search?q=مادرم",
    "/search?q=رضا",
    "/requests/",
    "/directory?place=چابهار",
]
MOST = 250


@pytest.fixture
def lived_in(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """One fresh, one offered, one at the last door."""
    monkeypatch.setattr("hamafza.kernel.clock.timezone.now", lambda: SATURDAY)
    world.request(text="پدرم دارو ندارد")
    world.triaged("health")
    world.triaged("housing", "employment")
    return world


@pytest.mark.slow  # walks some two hundred pages
@pytest.mark.parametrize("who", ["", "reza", "zahra", "maryam", "nader", "parvin", "karim", "admin", "stranger"])
def test_no_link_leads_nowhere(lived_in: World, who: str, client: Client) -> None:
    if who:
        client.force_login(lived_in.person[who])
    walked = walk(client, START if who else ["/", "/ask", "/t", "/directory", "/account/login/"])
    lost = {there: (status, frm) for there, (status, frm) in walked.items() if frm and status >= 400}
    assert not lost
    assert len(walked) > 5
    assert Referral.objects.open().count() == 3 - 1  # and looking changes nothing


def test_a_planted_link_is_found(client: Client, db: None) -> None:
    assert walk(client, ["/centres/none-such/", "/nowhere"])["/nowhere"][0] == 404


def walk(
    client: Client, start: list[str], look: Callable[[str, HttpResponse], None] = lambda address, answer: None
) -> dict[str, tuple[int, str]]:
    """Each address reached, its status, and the page that named it; `look` is shown each answer."""
    seen: dict[str, tuple[int, str]] = {}
    waiting = deque((address, "") for address in start)
    while waiting and len(seen) < MOST:
        address, named_by = waiting.popleft()
        if address in seen:
            continue
        answer = client.get(address)
        seen[address] = answer.status_code, named_by
        look(address, answer)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            found = {unescape(one).split("#")[0] for one in LINK.findall(answer.content.decode())}
            waiting += [(one, address) for one in sorted(found) if one.startswith("/") and worth_it(one)]
        if answer.streaming:
            deque(answer, maxlen=0)  # read to its end, which closes the file
    return seen


def worth_it(address: str) -> bool:
    """Not files, and not the same list sorted in every way."""
    return not address.startswith("/static/")
