"""Who can sign in to the demo, and with what."""

from collections.abc import Iterator

from hamafza.demo.content.cast import MAIN, PASSWORD
from hamafza.demo.queries import is_loaded


def sign_in_lines() -> Iterator[str]:
    """One line a person, as `./hamafza` prints them, if this database holds the demo."""
    if not is_loaded():
        return
    yield f"گذرواژهٔ همه · pass-word of all: {PASSWORD}"
    for member in MAIN:
        yield f"{member.username:<10} {member.name}: {member.line}"
