"""Strictness for the whole suite, and the cast."""

from collections.abc import Iterator

import pytest
from django.core.cache import caches
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from tests import cast, photograph


@pytest.fixture
def world(db: None) -> cast.World:
    """The small province of `tests/cast.py`."""
    return photograph.world()


@pytest.fixture(autouse=True)
def nobody_has_knocked_yet() -> None:
    """Limits counted in memory outlive a test's transaction; each test begins with none."""
    caches["local"].clear()


@pytest.fixture
def one_connection(db: None) -> Iterator[None]:
    """For tests that call the server itself: PostgreSQL's connection outlives each answer, and with it the test's
    transaction. (Django's test client sees to that for its own calls alone.)"""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
