"""The cast is known to the tests beside the code too."""

import os

from hypothesis import settings

from tests.conftest import nobody_has_knocked_yet, world

__all__ = ["nobody_has_knocked_yet", "world"]

# A slow machine is no fault of what is tested. At home the dice are free; whether a change lands is not left to them.
settings.register_profile("hamafza", deadline=None, derandomize="HAMAFZA_LANDING" in os.environ)
settings.load_profile("hamafza")
