"""A pass-word that can be read out over the telephone; good for three days."""

import secrets

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that looks like something else


def fresh() -> str:
    """Four groups of four, about 79 bits: `k7mq-2v9d-...`."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))
