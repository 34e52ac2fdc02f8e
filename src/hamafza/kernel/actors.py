"""Who acts. A person with an account is an actor too (`people.Person.ref`)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class Actor(Protocol):
    """Anyone in whose name a command runs; `ref` is what history and audit keep, never a name."""

    @property
    def ref(self) -> str: ...


@dataclass(frozen=True)
class System:
    """The clock's own hand: deadlines, the outbox, the demo. `task` says which."""

    task: str

    @property
    def ref(self) -> str:
        return f"system:{self.task}"


@dataclass(frozen=True)
class Door:
    """A way in without an account: the public form, Open311, a typed letter's scanner."""

    name: str

    @property
    def ref(self) -> str:
        return f"door:{self.name}"


@dataclass(frozen=True)
class Applicant:
    """The person who asked, known by tracking code and four digits of the phone."""

    request_id: int

    @property
    def ref(self) -> str:
        return f"applicant:{self.request_id}"


@dataclass(frozen=True)
class LinkHolder:
    """A centre's officer without an account, who answers one hop by a signed link."""

    link_id: int
    referral_id: int

    @property
    def ref(self) -> str:
        return f"link:{self.link_id}"


def is_the_clock(by: Actor, subject: object, at: datetime) -> bool:
    """The rule of what happens by itself: only the system's own hand may."""
    return isinstance(by, System)
