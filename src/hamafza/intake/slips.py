"""The paper that a person takes home: a code to follow, and nothing that tells what was asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from hamafza.intake.models import Request


@dataclass(frozen=True)
class Slip:
    """One A6 slip. The pin stands on it only where no telephone can stand in for it."""

    code: str
    spaced_code: str
    pin: str
    received_at: datetime
    address: str

    @property
    def link(self) -> str:
        """What the QR code says: the tracking page with the code only."""
        return f"{self.address}?code={self.code}"


def of(request: Request) -> Slip:
    return Slip(
        code=request.code,
        spaced_code=request.spaced_code,
        pin="" if request.phone else request.pin,
        received_at=request.received_at,
        address=settings.TRACK_URL,
    )


def of_all(requests: Iterable[Request]) -> list[Slip]:
    return [of(request) for request in requests]
