"""The cast is known to the tests beside the code too."""

from hypothesis import settings

from tests.conftest import nobody_has_knocked_yet, world

__all__ = ["nobody_has_knocked_yet", "world"]

# A slow machine is no fault of what is tested.
settings.register_profile("hamafza", deadline=None)
settings.load_profile("hamafza")
