"""Figures: the only way from the journal to a number that a person reads, and back from the number to its lines."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from hamafza.journal.models import Folded, JournalLine, MonthTotal
from hamafza.journal.months import Month
from hamafza.places.paths import levels


@dataclass(frozen=True)
class Figure:
    """A number of deeds, of people and of rials (an integer)."""

    lines: int = 0
    people: int = 0
    amount_rial: int = 0

    def __add__(self, other: "Figure") -> "Figure":
        return Figure(self.lines + other.lines, self.people + other.people, self.amount_rial + other.amount_rial)

    def __bool__(self) -> bool:
        return bool(self.lines or self.people or self.amount_rial)


NOTHING = Figure()
Key = tuple[Any, ...]


@dataclass(frozen=True)
class Asked:
    """Which deeds: places with all that lies in them, months from `first` to `last`, and what else is named."""

    places: Sequence[str]  # paths, none inside another
    first: Month
    last: Month
    domain: str | None = None
    kinds: Sequence[str] = ()
    detail: str | None = None

    def narrowed(self) -> dict[str, Any]:
        """What is named besides place and time, as a filter of lines or of totals."""
        found: dict[str, Any] = {}
        if self.domain is not None:
            found["domain"] = self.domain
        if self.kinds:
            found["kind__in"] = list(self.kinds)
        if self.detail is not None:
            found["detail"] = self.detail
        return found


def figures(asked: Asked, by: Sequence[str]) -> dict[Key, Figure]:
    """Sums by some of place, month, domain, kind, detail: {("health", "need_finished"): Figure(...)}, no zeros.

    `place` in a key is the one of `asked.places` in which the deed was done.
    """
    folded, rows = _folded_sums(asked, by)
    found: dict[Key, Figure] = defaultdict(Figure)
    for row in rows:
        found[row[: len(by)]] += Figure(*row[len(by) :])
    # By number alone: a planner that goes by place would read a nation's month to find the last minute's lines.
    for line in JournalLine.objects.filter(seq__gt=folded).order_by():
        for cell in _cells(line, asked):
            found[tuple(cell[name] for name in by)] += _worth(line)
    return {key: figure for key, figure in found.items() if figure}


def total(asked: Asked) -> Figure:
    """All of it in one figure."""
    return figures(asked, ()).get((), NOTHING)


def at_centres(kind: str, first: Month, last: Month) -> dict[tuple[str, str, str, str], int]:
    """People of one kind of deed by (place, centre, domain, detail), from the lines; for few lines, read once a week."""
    lines = JournalLine.objects.filter(kind=kind, day__gte=first.first, day__lte=last.last).order_by()
    noted = Sum("people", filter=Q(corrects=None), default=0)
    taken_back = Sum("people", filter=Q(corrects__isnull=False), default=0)
    rows = lines.values_list("place", "centre", "domain", "detail").annotate(n=noted, back=taken_back)
    return {(place, centre, domain, detail): n - back for place, centre, domain, detail, n, back in rows}


def in_days(
    first: date, last: date, by: Sequence[str], *, places: Sequence[str] = (), centres: Sequence[str] = (),
    kinds: Sequence[str] = (),
) -> dict[Key, Figure]:  # fmt: skip
    """Days that are no whole months, from the lines; by some of day, place (each line's own), centre, kind, detail."""
    lines = _done(first, last, places, centres).filter(kind__in=list(kinds))
    done, back = Q(corrects=None), Q(corrects__isnull=False)
    rows = (
        lines.order_by()
        .values_list(*by)
        .annotate(
            n=Count("pk", filter=done) - Count("pk", filter=back),
            p=Sum("people", filter=done, default=0) - Sum("people", filter=back, default=0),
            a=Sum("amount_rial", filter=done, default=0) - Sum("amount_rial", filter=back, default=0),
        )
    )
    found = {row[: len(by)]: Figure(*row[len(by) :]) for row in rows}
    return {key: figure for key, figure in found.items() if figure}


def lines_in_days(
    first: date, last: date, *, places: Sequence[str] = (), centres: Sequence[str] = ()
) -> QuerySet[JournalLine]:
    """The lines behind the figures of such days."""
    return _done(first, last, places, centres).order_by("-day", "-seq")


def _done(first: date, last: date, places: Sequence[str], centres: Sequence[str]) -> QuerySet[JournalLine]:
    inside = Q(centre__in=list(centres)) if centres else Q(pk=None)
    for place in places:
        inside |= Q(place__startswith=place)
    return JournalLine.objects.filter(inside, day__gte=first, day__lte=last)


def lines_behind(asked: Asked) -> QuerySet[JournalLine]:
    """The lines that a figure is made of, newest first; corrections among them, marked by `corrects`."""
    inside = Q(pk=None)
    for place in asked.places:
        inside |= Q(place__startswith=place)
    return JournalLine.objects.filter(
        inside, day__gte=asked.first.first, day__lte=asked.last.last, **asked.narrowed()
    ).order_by("-day", "-seq")


def _folded_sums(asked: Asked, by: Sequence[str]) -> tuple[int, list[tuple[Any, ...]]]:
    """How far the totals have read, and their sums at that moment."""
    while True:
        folded = Folded.upto()
        rows = list(_sums(asked, by))
        if Folded.upto() == folded:  # else lines were folded between the two readings
            return folded, rows


def _sums(asked: Asked, by: Sequence[str]) -> Iterable[tuple[Any, ...]]:
    totals = MonthTotal.objects.order_by().filter(
        place__in=list(asked.places), month__gte=asked.first.code, month__lte=asked.last.code, **asked.narrowed()
    )
    sums = {"n": Sum("lines"), "p": Sum("people"), "a": Sum("amount_rial")}
    if by:
        return totals.values_list(*by).annotate(**sums)
    return [tuple(value or 0 for value in totals.aggregate(**sums).values())]


def _cells(line: JournalLine, asked: Asked) -> Iterable[Mapping[str, Any]]:
    """The line as each of the places asked for sees it."""
    month = Month.of(line.day)
    fits = (
        asked.first <= month <= asked.last
        and asked.domain in {None, line.domain}
        and (not asked.kinds or line.kind in asked.kinds)
        and asked.detail in {None, line.detail}
    )
    for place in set(levels(line.place)).intersection(asked.places) if fits else ():
        yield {
            "place": place,
            "month": month.code,
            "domain": line.domain,
            "kind": line.kind,
            "detail": line.detail,
        }


def _worth(line: JournalLine) -> Figure:
    sign = 1 if line.corrects is None else -1
    return Figure(sign, sign * line.people, sign * line.amount_rial)
