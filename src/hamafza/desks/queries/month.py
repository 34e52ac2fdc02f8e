"""Figures of the last thirty days, from the journal alone; a calendar month begins empty."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count

from hamafza.journal.models import JournalLine
from hamafza.kernel.clock import local

MONTH = timedelta(days=30)


@dataclass(frozen=True)
class CentreMonth:
    """How one person's centres did. A share is None where nothing happened yet."""

    answered: int
    in_time: float | None
    accepted: float | None
    done: int
    ended: int

    @property
    def done_share(self) -> float | None:
        return self.done / self.ended if self.ended else None


def first_day(at: datetime) -> date:
    return local(at).date() - MONTH


def of_centres(codes: Collection[str], at: datetime) -> CentreMonth:
    """Answers in time, acceptance, and how many ended with an outcome."""
    lines = (
        JournalLine.objects.filter(centre__in=codes, day__gte=first_day(at), kind__in=COUNTED)
        .order_by()
        .values_list("kind", "detail")
        .annotate(n=Count("pk"))
    )
    kinds: Counter[str] = Counter()
    for kind, detail, n in lines:
        if kind != "deadline_missed":
            kinds[kind] += n
        elif detail == "offered_0":  # the first rung: the promised hour of an offer went by
            kinds["missed"] += n
    answered = kinds["referral_accepted"] + kinds["referral_declined"]
    decided = max(answered + kinds["referral_expired"], kinds["missed"])
    ended = kinds["referral_done"] + kinds["referral_not_done"]
    return CentreMonth(
        answered=answered,
        in_time=(decided - kinds["missed"]) / decided if decided else None,
        accepted=kinds["referral_accepted"] / decided if decided else None,
        done=kinds["referral_done"],
        ended=ended,
    )


COUNTED = (
    "referral_accepted", "referral_declined", "referral_expired", "referral_done", "referral_not_done",
    "deadline_missed",
)  # fmt: skip


def breaches(paths: Collection[str], at: datetime, most: int = 5) -> list[tuple[str, int]]:
    """[(centre's code, deadlines missed)] of the places given, worst first."""
    found: Counter[str] = Counter()
    lines = JournalLine.objects.filter(kind="deadline_missed", day__gte=first_day(at)).exclude(centre="")
    for place, centre, n in lines.order_by().values_list("place", "centre").annotate(n=Count("pk")):
        if any(place.startswith(path) for path in paths):
            found[centre] += n
    return found.most_common(most)
