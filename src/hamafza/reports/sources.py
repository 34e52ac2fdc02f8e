"""Late reports of the place go on the agenda of its meetings."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_noop, override

from hamafza.kernel.clock import local
from hamafza.kernel.moves import subject_of
from hamafza.meetings.agenda import Draft, source
from hamafza.meetings.models import Meeting
from hamafza.meetings.states import Kind
from hamafza.reports.models import Report
from hamafza.reports.states import WRITING
from hamafza_engines.persian import to_latin_digits

MOST = 10


@source(order=45)
def late_reports(meeting: Meeting, at: datetime) -> Iterator[Draft]:
    """Which unit owes which period."""
    late = Report.objects.filter(
        state__in=WRITING, due_on__lt=local(at).date(), place__path__startswith=meeting.series.place.path
    )
    for report in late.whole().order_by("due_on", "pk")[:MOST]:
        facts = {"unit": str(report.unit), "month": _in_persian(report)}
        yield Draft(Kind.REPORT, subject_of(report), gettext_noop("گزارش %(month)s از %(unit)s نرسیده است"), facts)


def _in_persian(report: Report) -> str:
    """A fact that is kept: in one language, with digits that the page turns into its own."""
    with override("fa"):
        return to_latin_digits(str(report.period))
