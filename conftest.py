"""The cast is known to the tests beside the code too."""

from tests.conftest import world

__all__ = ["world"]
