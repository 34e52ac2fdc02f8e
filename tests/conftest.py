"""Strictness for the whole suite, and the cast."""

import pytest
from django.core.cache import caches

from tests import cast, photograph


@pytest.fixture
def world(db: None) -> cast.World:
    """The small province of `tests/cast.py`."""
    return photograph.world()


@pytest.fixture(autouse=True)
def nobody_has_knocked_yet() -> None:
    """Limits counted in memory outlive a test's transaction; each test begins with none."""
    caches["local"].clear()
