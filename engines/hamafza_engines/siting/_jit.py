"""One door to numba: compiled once, kept on disk beside the module, so that only the first run ever pays."""

from collections.abc import Callable
from typing import TypeVar, cast

from hamafza_engines.frame import need

Kernel = TypeVar("Kernel", bound=Callable[..., object])


def compiled(kernel: Kernel) -> Kernel:
    """Return the kernel as machine code with the same signature."""
    numba = need("numba", extra="siting")
    return cast(Kernel, numba.njit(cache=True, error_model="numpy")(kernel))
