"""Plain text: Unicode, nothing that a browser or an editor would run."""

import re

from hamafza.intake.cleaning.odd import Odd

# The harmless string by which virus scanners are tried; whoever sends it is trying us.
_TEST_VIRUS = b"EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MARKUP = re.compile(r"<\s*(!doctype|\?xml|html|head|body|script|svg|iframe|object|embed|img|a\s)", re.IGNORECASE)
_PROGRAM = re.compile(r"\A(#!|MZ|%PDF|PK)")


def clean(content: bytes) -> bytes:
    """The same text in UTF-8."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Odd("not UTF-8") from error
    if _CONTROL.search(text) or _MARKUP.search(text) or _PROGRAM.search(text):
        raise Odd("not plain")
    return text.encode()


def is_test_virus(content: bytes) -> bool:
    return _TEST_VIRUS in content
