"""Sums of the journal by month, for every place and all that lies above it.

They are derived: `fold` adds the lines that came since, `rebuild` makes them anew, `differences` holds them against the
lines. Whoever reads (queries.py) adds the lines that are not folded yet, so a figure is never behind the journal.
"""

from typing import Any

from django.db import connection, transaction
from django.db.models import Max, Min

from hamafza.journal.models import Folded, JournalLine, MonthTotal, Under
from hamafza.journal.months import Month, between
from hamafza.kernel import rows
from hamafza.places.paths import levels

BATCH = 2_000_000  # lines in one statement, so that sorting them stays in memory

LINES, TOTALS, UNDER = (model._meta.db_table for model in (JournalLine, MonthTotal, Under))

# A correction has the facts of the line that it takes back: it counts against them.
SUMS = """SUM(CASE WHEN corrects IS NULL THEN 1 ELSE -1 END) AS lines,
          SUM(CASE WHEN corrects IS NULL THEN people ELSE -people END) AS people,
          SUM(CASE WHEN corrects IS NULL THEN amount_rial ELSE -amount_rial END) AS amount_rial"""


def fold() -> int:
    """Add the lines that came since the last time; their number."""
    with transaction.atomic():
        done = Folded.locked()
        head = JournalLine.objects.aggregate(last=Max("seq"))["last"] or 0
        first = done.seq
        while done.seq < head:
            _add(done.seq, min(done.seq + BATCH, head))
            done.seq = min(done.seq + BATCH, head)
        if done.seq != first:
            done.save(update_fields=["seq"])
        return head - first


def rebuild() -> int:
    """Forget all sums and make them anew from the lines; the number of lines."""
    with transaction.atomic():
        rows.take_your_time()
        done = Folded.locked()
        MonthTotal.objects.all().delete()
        done.seq = 0
        done.save(update_fields=["seq"])
        return fold()


def differences() -> int:
    """How many sums are not what the folded lines say. Zero, or somebody changed a table by hand."""
    cte, values = _summed(0, Folded.upto())
    # Ours and theirs, one of them negated, must cancel out in every cell.
    query = f"""{cte}
        SELECT COUNT(*) FROM (
            SELECT 1 FROM (
                SELECT place, month, domain, kind, detail, lines, people, amount_rial FROM summed
                UNION ALL
                SELECT place, month, domain, kind, detail, -lines, -people, -amount_rial FROM {TOTALS}
            ) AS both_sides
            GROUP BY place, month, domain, kind, detail
            HAVING SUM(lines) <> 0 OR SUM(people) <> 0 OR SUM(amount_rial) <> 0
        ) AS wrong"""  # noqa: S608 - table names are ours
    with transaction.atomic(), connection.cursor() as cursor:
        rows.take_your_time()
        cursor.execute(query, values)
        return int(cursor.fetchone()[0])


def _add(after: int, upto: int) -> None:
    rows.take_your_time()
    _learn_places(after, upto)
    cte, values = _summed(after, upto)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""INSERT INTO {TOTALS} (place, month, domain, kind, detail, lines, people, amount_rial)
                {cte}
                SELECT place, month, domain, kind, detail, lines, people, amount_rial FROM summed
                WHERE true  -- SQLite would take ON CONFLICT for a join's ON
                ORDER BY place, month, domain, kind, detail
                ON CONFLICT (place, month, domain, kind, detail) DO UPDATE SET
                    lines = {TOTALS}.lines + excluded.lines,
                    people = {TOTALS}.people + excluded.people,
                    amount_rial = {TOTALS}.amount_rial + excluded.amount_rial""",  # noqa: S608 - table names are ours
            values,
        )


def _summed(after: int, upto: int) -> tuple[str, list[Any]]:
    """A WITH clause whose `summed` has a row for each cell that these lines touch, at every level of the tree."""
    months = _months(after, upto)
    row = "(%s::integer, %s::date, %s::date)" if connection.vendor == "postgresql" else "(%s, %s, %s)"
    values: list[Any] = [part for month in months for part in (month.code, month.first, month.plus(1).first)]
    calendar = ", ".join([row] * len(months))
    cte = f"""WITH calendar (month, first, next) AS (VALUES {calendar}),
        daily AS (
            SELECT place, day, domain, kind, detail, {SUMS}
            FROM {LINES} WHERE seq > %s AND seq <= %s GROUP BY place, day, domain, kind, detail
        ),
        own AS (
            SELECT place, month, domain, kind, detail,
                   SUM(lines) AS lines, SUM(people) AS people, SUM(amount_rial) AS amount_rial
            FROM daily JOIN calendar ON day >= first AND day < next
            GROUP BY place, month, domain, kind, detail
        ),
        summed AS (
            SELECT above AS place, month, domain, kind, detail,
                   SUM(lines) AS lines, SUM(people) AS people, SUM(amount_rial) AS amount_rial
            FROM own JOIN {UNDER} ON {UNDER}.place = own.place
            GROUP BY above, month, domain, kind, detail
        )"""  # noqa: S608 - table names are ours
    return cte, [*values, after, upto]


def _months(after: int, upto: int) -> list[Month]:
    """The months of these lines; one that holds none where there are no lines."""
    days = JournalLine.objects.filter(seq__gt=after, seq__lte=upto).aggregate(first=Min("day"), last=Max("day"))
    if days["first"] is None:
        return [Month(1, 1)]
    return list(between(Month.of(days["first"]), Month.of(days["last"])))


def _learn_places(after: int, upto: int) -> None:
    """Note for each new place the places that it lies in, as its path says them."""
    known = Under.objects.values("place")
    places = JournalLine.objects.filter(seq__gt=after, seq__lte=upto).exclude(place__in=known)
    for place in places.order_by().values_list("place", flat=True).distinct():
        Under.objects.bulk_create(Under(place=place, above=above) for above in levels(place))
