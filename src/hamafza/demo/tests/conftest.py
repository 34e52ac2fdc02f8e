"""One story for all who ask about it: told once a module in a transaction, and taken back."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction

from hamafza.demo import asking, foundation
from hamafza.demo.content import requests
from hamafza.demo.story import DAYS, Story
from hamafza.kernel.clock import TEHRAN
from hamafza.notices.silence import silence

END = datetime(2026, 11, 1, 10, 0, tzinfo=TEHRAN)
START = END - timedelta(days=DAYS)
NAME, WORDS = "قناری‌زادهٔ نشان‌دار", "زرافهٔ بنفش"  # nobody is called so, and nobody says so


def tell(count: int, seed: int = 7, *, days: int = DAYS) -> None:
    """The story, as `./hamafza demo` tells it; or only its last days, which is quicker."""
    start = END - timedelta(days=days)
    with silence():
        province = foundation.build(start - timedelta(days=200))
        Story(province, seed, start).run(count, END, lambda at: None)


def marked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks bears the same name and says the same strange words, so that both can be looked for."""
    plain = requests.request

    class Canary:
        full_name = NAME

    def request(dice: Any, domain: str) -> requests.RequestText:
        told = plain(dice, domain)
        return type(told)(**{**vars(told), "text": f"{told.text} {WORDS}"})

    monkeypatch.setattr(asking, "names", SimpleNamespace(person=lambda dice: Canary))  # officers keep theirs
    monkeypatch.setattr(requests, "request", request)


@pytest.fixture(scope="module")
def story(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Two hundred and fifty requests of three months."""
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as monkeypatch:
        marked(monkeypatch)
        tell(250)
        yield
        transaction.set_rollback(True)
