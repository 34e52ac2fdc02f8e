"""The cast is known to the tests beside the code too."""

from tests.conftest import nobody_has_knocked_yet, world

__all__ = ["nobody_has_knocked_yet", "world"]
