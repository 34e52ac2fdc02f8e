"""Late reports of the place go on the agenda of its meetings."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_noop

from hamafza.kernel.clock import local
from hamafza.kernel.moves import subject_of
from hamafza.meetings.agenda import Draft, source
from hamafza.meetings.models import Meeting
from hamafza.meetings.states import Kind
from hamafza.reports.models import Report
from hamafza.reports.states import WRITING
from hamafza.ui.moments import MONTHS

MOST = 10


@source(order=45)
def late_reports(meeting: Meeting, at: datetime) -> Iterator[Draft]:
    """Which unit owes which month."""
    late = Report.objects.filter(
        state__in=WRITING, due_on__lt=local(at).date(), place__path__startswith=meeting.series.place.path
    )
    for report in late.whole().order_by("due_on", "pk")[:MOST]:
        facts = {"unit": str(report.unit), "month": f"{MONTHS[report.period.number - 1]} {report.period.year}"}
        yield Draft(Kind.REPORT, subject_of(report), gettext_noop("گزارش %(month)s از %(unit)s نرسیده است"), facts)
