"""What a check finds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Violation:
    """A promise that a plan breaks: which rule, where (an id; empty: the whole plan), and how."""

    rule: str
    where: str = ""
    detail: str = ""
