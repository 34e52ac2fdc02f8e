"""Tracking codes: twelve random digits and a check digit, so that a slip of the pen is noticed.

Guessing is hopeless by arithmetic: 10^12 codes, four more digits asked, and limited tries (SECURITY T7).
"""

import hashlib
import secrets

LENGTH = 13


def new_code() -> str:
    """A fresh tracking code of 13 Latin digits."""
    body = f"{secrets.randbelow(10**12):012d}"
    return body + check_digit(body)


def new_pin() -> str:
    """Four digits for a person who left no phone; printed on the slip."""
    return f"{secrets.randbelow(10_000):04d}"


def new_token() -> str:
    """An unguessable token of 32 URL-safe characters for one-use links."""
    return secrets.token_urlsafe(24)


def hashed(token: str) -> str:
    """What is kept of a token: a stolen database opens nothing."""
    return hashlib.sha256(token.encode()).hexdigest()


def check_digit(body: str) -> str:
    """Luhn's digit over `body`, which catches each single wrong digit and most swaps."""
    total = 0
    for place, digit in enumerate(reversed(body)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def is_code(text: str) -> bool:
    return len(text) == LENGTH and text.isascii() and text.isdigit() and check_digit(text[:-1]) == text[-1]


def spaced(code: str) -> str:
    """The code in the groups in which people read it aloud: 4-4-5.

    Joined by no-break spaces, which keep the groups in order within a line of Persian; plain ones would swap them.
    """
    return "\N{NO-BREAK SPACE}".join((code[:4], code[4:8], code[8:]))
