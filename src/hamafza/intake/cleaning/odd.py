"""The one complaint of all cleaners."""

PIXELS = 50_000_000  # more than any telephone's camera; a bomb says more


class Odd(ValueError):
    """The file is not what it says, or holds what a picture or a letter need not hold."""


def check_size(width: int, height: int) -> None:
    """Raises Odd for a picture without size or too large to be shown."""
    if not 0 < width * height <= PIXELS:
        raise Odd("size")
