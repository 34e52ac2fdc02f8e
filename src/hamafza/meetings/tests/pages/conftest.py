"""The day of the meeting, and Reza's browser."""

import pytest
from django.test import Client

from hamafza.kernel import clock
from hamafza.meetings.tests.pages.looking import NOW, of
from tests.cast import World


@pytest.fixture(autouse=True)
def the_day_of_the_meeting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def reza(world: World) -> Client:
    return of(world, "reza")
