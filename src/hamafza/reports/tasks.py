"""What time does: a period's end opens its reports, the ladder climbs, what lies with the absent is handed over."""

from datetime import datetime

from hamafza.journal.models import JournalLine
from hamafza.kernel.actors import System
from hamafza.kernel.clock import local
from hamafza.kernel.ticking import every_tick
from hamafza.network.standing_in import hand_on
from hamafza.reports import commands as reports
from hamafza.reports import deadlines
from hamafza.reports.models import Opened, Receipt, Report
from hamafza.reports.periods import Period
from hamafza.reports.states import LONG, Kind

CLOCK = System("tick")


@every_tick(order=50)
def opened(at: datetime) -> int:
    """The month, season and year that ended last, if the network had begun by then; earlier ones are not asked for,
    nor a season or a year whose own day has passed."""
    today = local(at).date()
    unseen = [
        period for period in (Period.over(kind, today) for kind in (Kind.MONTH, *LONG))
        if not Opened.objects.filter(kind=period.kind, month__gte=period.month.code).exists()
    ]  # fmt: skip
    first = JournalLine.objects.exclude(kind__startswith="centre_").order_by("seq").first() if unseen else None
    due = [
        period for period in unseen
        if first and first.day <= period.last
        and (period.kind == Kind.MONTH or deadlines.due_on(period.kind, period.last) >= today)
    ]  # fmt: skip
    for period in due:
        if period.kind == Kind.MONTH:
            reports.open_month(month=period.month.code, by=CLOCK, at=at)
        else:
            reports.open_long(kind=period.kind, month=period.month.code, by=CLOCK, at=at)
    return len(due)


@every_tick(order=51)
def handed_over(at: datetime) -> int:
    """What lies with someone who is away or has left goes to whoever is there."""
    return hand_on(Report.objects.open(), reports.hand_over, at)


@every_tick(order=52, waiting=Report.objects.open)
def chased(at: datetime) -> int:
    due = list(Report.objects.open().filter(due_at__lte=at).order_by("due_at", "pk").values_list("pk", flat=True))
    for pk in due:
        reports.chase(Report.objects.whole().get(pk=pk), by=CLOCK, at=at)
    return len(due)


@every_tick(order=53, waiting=lambda: Receipt.objects.filter(due_at__isnull=False))
def reminded(at: datetime) -> int:
    due = list(Receipt.objects.filter(due_at__lte=at).order_by("due_at", "pk").values_list("pk", flat=True))
    for pk in due:
        reports.remind(Receipt.objects.whole().get(pk=pk), by=CLOCK, at=at)
    return len(due)
