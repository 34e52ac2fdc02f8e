"""A day, and deeds of our own, for each test of care."""

from collections.abc import Iterator

import pytest

from hamafza.care.tests.telling import NOW, Deeds, deeds_of_our_own
from hamafza.kernel import clock


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def deeds() -> Iterator[Deeds]:
    with deeds_of_our_own() as ours:
        yield ours
