"""The journal's pen. Held by commands of other areas, inside their transaction."""

from datetime import date, datetime

from hamafza.journal.models import JournalLine
from hamafza.kernel.clock import local
from hamafza.kernel.commands import chain_later


def record(
    kind: str,
    *,
    place: str,
    at: datetime,
    domain: str = "",
    centre: str = "",
    detail: str = "",
    people: int = 0,
    amount_rial: int = 0,
    day: date | None = None,
) -> None:
    """Note one deed, of today unless a day is said. It joins the chain when the running command ends; outside a command it
    raises RuntimeError.
    """
    chain_later(
        "journal",
        JournalLine(
            at=at,
            day=day or local(at).date(),
            kind=kind,
            domain=domain,
            place=place,
            centre=centre,
            detail=detail,
            people=people,
            amount_rial=amount_rial,
        ),
    )


def take_back(line: JournalLine, *, at: datetime) -> None:
    """A second line with the facts of the first, which counts against it; on its day, so that its month is put right."""
    copied = ("day", "kind", "domain", "place", "centre", "detail", "people", "amount_rial")
    facts = {name: getattr(line, name) for name in copied}
    chain_later("journal", JournalLine(at=at, corrects=line.seq, **facts))
