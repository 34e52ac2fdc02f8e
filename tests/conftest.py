"""Strictness for the whole suite, and the cast."""

import pytest

from tests import cast, photograph


@pytest.fixture
def world(db: None) -> cast.World:
    """The small province of `tests/cast.py`."""
    return photograph.world()
